"""Seeing a page as another person would, before a restriction or a consent is saved.

The change is made, the page is drawn for the other viewer, and everything is rolled back; only the trail
keeps that it was done. The change must be made of plain rows: what an action writes outside the database
(the safety journal) would stay.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.access import card_of, stand_ins_of
from koppi.people.models import Person, Post, Unit
from koppi.people.viewer import PostCard, Viewer
from koppi.refusal import NotVisible

T = TypeVar("T")
# The one who really looks, while they see as another.
behind: ContextVar[Viewer | None] = ContextVar("who is behind the viewer", default=None)


class _Enough(Exception):
    """The page has been drawn; undo everything."""


def see_as(
    *, by: Viewer, other: Viewer, family: Family, change: Callable[[], object], show: Callable[[Viewer], T]
) -> T | None:
    """Return what ``show`` draws for the other viewer after ``change``; None when nothing is visible.

    Nothing is drawn that ``by`` may not see: another's closed words stay closed.
    """
    drawn: list[T] = []
    token = behind.set(by)
    try:
        with transaction.atomic():
            change()
            drawn.append(show(other))
            raise _Enough
    except (_Enough, NotVisible):
        pass
    finally:
        behind.reset(token)
    trail.leave(by, "sharing.saw_as", family, subjects=[family], action="read", other=str(other))
    return drawn[0] if drawn else None


def viewer_for(holder: str, by: Viewer) -> Viewer:
    """Return the viewer a holder would be now: a person, a post, a guest, any worker of a unit or more."""
    kind, key = holder[:2], UUID(holder[2:])
    if kind == "p:":
        return Viewer(None, key, Person.objects.get(pk=key).name, None, by.at, language=by.language)
    if kind == "e:":
        post = Post.objects.select_related("person", "unit__organisation").get(pk=key)
        card = card_of(post)
        seen = Viewer(None, post.person_id, post.person.name, card, by.at, language=by.language)
        return replace(seen, stand_ins=stand_ins_of(card, by.at))
    if kind == "g:":
        return Viewer(None, None, "", None, by.at, guest_id=str(key), language=by.language)
    if kind == "u:":
        unit = Unit.objects.select_related("organisation").get(pk=key)
        home = unit.organisation
        card = PostCard(uuid4(), key, home.pk, unit.sector, "WORKER", "", home.is_authority)
        return Viewer(None, None, "", card, by.at, language=by.language)
    card = PostCard(uuid4(), uuid4(), key, "", "WORKER", "", False)
    return Viewer(None, None, "", card, by.at, language=by.language)
