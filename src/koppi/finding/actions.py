"""Asking about one person outside one's sight, beginning a family, and making two rows one person."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.families import actions as families
from koppi.families.models import Custody, Family, Member
from koppi.families.new_member import NewMember
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import actions as sharing
from koppi.sharing.access import require_change
from koppi.teams import actions as teams
from koppi.teams.models import HoldReason

from . import merging
from .access import may_change_all
from .alike import Known
from .asking import Question, Told, asked_today, exact_row, found, same_elsewhere
from .models import Lookup, LookupReason, Merge

NEW_FAMILY = LookupReason.NEW_FAMILY


class AskedTooOften(Refused):
    """The post has used up its questions for the day."""


class NotOneToMerge(Refused):
    """These two rows cannot be made one."""


class NoLongerUndone(Refused):
    """The merge has been undone already, or is too old."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a new family; people are meant by their place in ``members``, the child first.

    Sharing rests on consents (``consenting``, each adult for themselves, ``way``) or on a ``law``.
    """

    name: str
    members: list[NewMember]
    until: datetime
    municipality: str = ""
    custodians: tuple[int, ...] = ()
    consenting: tuple[int, ...] = ()
    way: str = ""
    law: str = ""
    necessity: str = ""


@action
def look_up(*, by: Viewer, question: Question, reason: str) -> Told | None:
    """Ask whether an exact person is known, and whom to ask about them. None tells nothing at all.

    The family sees the question in its log, whatever the answer was.

    :raises AskedTooOften: the post has asked ``KOPPI_LOOKUPS_PER_DAY`` times today.
    """
    _require_content_role(by)
    if asked_today(by) >= settings.KOPPI_LOOKUPS_PER_DAY:
        raise AskedTooOften(_("Olet tehnyt tämän päivän haut. Jatka huomenna tai kysy esihenkilöltäsi."))
    Lookup.objects.create(post_id=by.post.id, reason=reason.strip(), asked_at=by.at)
    answer = found(by, question)
    trail.leave(
        by, "finding.looked_up", None, subjects=[*answer.people, *answer.families], action="search",
        hash=question.hash, length=question.length, answered=answer.told is not None,
    )  # fmt: skip
    return answer.told


@action
def begin(*, by: Viewer, said: Said) -> Family:
    """Begin a family: its people, the team with its beginner, the first hold, and what sharing rests on.

    :raises Refused: what was said of custody or consent does not stand; nothing is begun then.
    """
    _require_content_role(by)
    family = families.begin_family(
        by=by, name=said.name, members=said.members, municipality=said.municipality
    )
    people = _people_of(family, said.members)
    _settle_custody(by, people, said)
    post = Post.objects.get(pk=by.post.id)
    teams.join(by=by, family=family, post=post)
    teams.take_hold(by=by, family=family, post=post, why=HoldReason.BEGAN)
    _settle_sharing(by, people, said)
    told = zip(people, said.members, strict=True)
    inherited = sum(_shield(by, family, person) for person, new in told if not new.person_id)
    sharing.members_changed(by=by, family=family)
    subjects = [family, *people]
    trail.leave(by, "finding.begun", family, subjects=subjects, action="create", inherited=inherited)
    return family


@action
def take_in(*, by: Viewer, family: Family, new: NewMember, code: str = "") -> Member:
    """Add somebody to a family, from a form or an import, so that what protects them is in force at once.

    An import (by the system) that names exactly one known person means that row; a worker cannot reach a row
    out of their sight. Whoever is written anew and is like somebody protected is born protected.

    :raises Refused: the family is not the worker's to change, or the person belongs to it already.
    """
    if by.is_worker:
        require_change(by, family)
    known = None if new.person_id or by.is_worker else exact_row(new, code)
    member = families.add_member(by=by, family=family, new=replace(new, person_id=known) if known else new)
    inherited = 0 if member.person_id in (known, new.person_id) else _shield(by, family, member.person)
    sharing.members_changed(by=by, family=family)
    trail.leave(
        by, "finding.taken_in", member, subjects=[family, member.person_id], action="create",
        inherited=inherited, known=known is not None,
    )  # fmt: skip
    return member


@action
def merge_persons(*, by: Viewer, kept: Person, dropped: Person, from_dropped: set[str]) -> Merge:
    """Make two rows one person. Restrictions, prohibitions and consents of both stand for the one.

    What one row forbade stays forbidden; the rows that meet are kept so that it can be undone.

    :raises NotOneToMerge: they cannot be one, or they are not wholly the viewer's to change.
    """
    kept, dropped = _both(kept, dropped)
    _require_mergeable(by, kept, dropped)
    before = merging.fields_of(kept)
    narrowed = merging.narrow(kept, dropped, by)
    moved, doubled = merging.move(dropped, kept)
    merging.choose(kept, dropped, from_dropped)
    Person.objects.filter(pk=dropped.pk).update(merged_into=kept)
    told = {"before": before, "after": merging.fields_of(kept), "doubled": doubled}
    merge = Merge.objects.create(
        kept=kept, dropped=dropped, moved=moved, narrowed=narrowed, before=json.dumps(told),
        merged_at=by.at, merged_by=str(by),
    )  # fmt: skip
    merging.rebuild_around(kept, dropped)
    told = {"kept": str(kept.pk), "dropped": str(dropped.pk)}
    journal.append("finding.persons_merged", merge.pk, told, by.at)
    trail.leave(by, "finding.merged", merge, subjects=[kept, dropped], moved=len(moved), doubled=len(doubled))
    return merge


@action
def undo_merge(*, by: Viewer, merge: Merge) -> Merge:
    """Make one person two again. What has been restricted since protects both.

    :raises NoLongerUndone: it has been undone, or ``KOPPI_MERGE_UNDO_DAYS`` have gone.
    """
    rows = Merge.objects.select_for_update(no_key=True, of=("self",)).select_related("kept")
    merge = rows.get(pk=merge.pk)
    last = merge.merged_at + timedelta(days=settings.KOPPI_MERGE_UNDO_DAYS)
    if merge.undone_at or by.at >= last:
        raise NoLongerUndone(_("Yhdistämistä ei voi enää perua. Lisää toinen ihminen perheeseen uudelleen."))
    if not may_change_all(by, [merge.kept]):
        raise NotOneToMerge(_("Yhdistämisen voi perua vain hänen perheensä tiimi. Pyydä omatyöntekijältä."))
    Person.objects.filter(pk=merge.dropped_id).update(merged_into=None)
    merging.give_back(merge)
    merging.move_back(merge)
    merging.follow_since(merge)
    merging.widen_back(merge)
    merge.undone_at, merge.undone_by = by.at, str(by)
    merge.save(update_fields=["undone_at", "undone_by"])
    merging.rebuild_around(merge.kept, merge.dropped)
    trail.leave(by, "finding.merge_undone", merge, subjects=[merge.kept_id, merge.dropped_id])
    return merge


def _require_content_role(by: Viewer) -> None:
    if not by.is_worker or not by.sees_content:
        raise Refused(_("Tähän tarvitset tehtävän, jossa kohtaat perheitä."))


# ---- a new family


def _people_of(family: Family, members: list[NewMember]) -> list[Person]:
    """Return the people in the order they were said."""
    left = list(family.members.select_related("person"))
    people = []
    for new in members:
        row = next(row for row in left if _is_said(row, new))
        left.remove(row)
        people.append(row.person)
    return people


def _is_said(row: Member, new: NewMember) -> bool:
    if new.person_id:
        return row.person_id == new.person_id
    person = row.person
    said = (new.place, new.given_names, new.family_name, new.born_on)
    return (row.place, person.given_names, person.family_name, person.born_on) == said


def _settle_custody(by: Viewer, people: list[Person], said: Said) -> None:
    child, kind = people[0], Custody.Kind.CUSTODIAN
    for number in said.custodians:
        if not child.custodies.filter(adult=people[number], kind=kind, ends_on=None).exists():
            families.set_custody(
                by=by, child=child, adult=people[number], kind=kind, starts_on=child.born_on or by.today
            )


def _settle_sharing(by: Viewer, people: list[Person], said: Said) -> None:
    """Record for each person what lets the beginner's organisation know of them."""
    receiver = f"o:{by.post.organisation_id}"
    if said.law:
        for person in people:
            sharing.state_basis(
                by=by, person=person, receiver=receiver, code=said.law, necessity=said.necessity,
                ends_at=said.until,
            )  # fmt: skip
        return
    giver = next((number for number in said.custodians if number in said.consenting), None)
    if giver is None:
        raise Refused(_("Merkitse huoltaja, joka suostuu lapsen puolesta, tai käytä lain perustetta."))
    for person, given_by in [(0, giver), *((number, number) for number in said.consenting)]:
        sharing.give_consent(
            by=by, person=people[person], given_by=people[given_by], receivers=[receiver], way=said.way,
            ends_at=said.until,
        )  # fmt: skip


def _shield(by: Viewer, family: Family, person: Person) -> int:
    """A row written anew of somebody who is protected elsewhere is protected from its first moment."""
    return merging.inherit(person, same_elsewhere(Known.of(person)), family, by)


# ---- two rows, one person


def _both(kept: Person, dropped: Person) -> tuple[Person, Person]:
    """Read both again, locked, always in the same order."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=(kept.pk, dropped.pk)).order_by("pk")
    by_key = {row.pk: row for row in rows}
    return by_key[kept.pk], by_key[dropped.pk]


def _require_mergeable(by: Viewer, kept: Person, dropped: Person) -> None:
    """One sentence for every reason, so that it tells of no restriction and of no other family."""
    sentence = _("Näitä kahta ei voi yhdistää tässä. Pyydä perheiden omatyöntekijöitä selvittämään asia.")
    has_codes = kept.identity_hash and dropped.identity_hash
    is_other = has_codes and kept.identity_hash != dropped.identity_hash
    is_merged = kept.merged_into_id or dropped.merged_into_id
    both = Person.objects.filter(pk__in=(kept.pk, dropped.pk))
    cannot = kept == dropped or is_other or is_merged or both.exclude(account=None).count() > 1
    if cannot or merging.is_between(kept, dropped, by) or not may_change_all(by, [kept, dropped]):
        raise NotOneToMerge(sentence)
