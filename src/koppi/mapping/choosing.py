"""Whom an invitation may be about and whom it may be sent to: what the steps of inviting offer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from koppi.families.models import Custody, Family, Member
from koppi.people import whoswho
from koppi.people.access import may_be_opened_to
from koppi.people.models import AUTHORITIES, Post, Unit
from koppi.people.period import on_day
from koppi.people.viewer import Viewer
from koppi.services.models import ServiceEpisode
from koppi.sharing.access import sight_of
from koppi.teams.access import team_of

from .cards import Choosable, Subject
from .people_as_shown import age_on, years


def subjects_to_choose(viewer: Viewer, family: Family) -> list[Subject]:
    """Return the members an invitation may be about, the one in the centre first, with who may consent."""
    sight = sight_of(viewer, family)
    hidden, kept_out = sight.hidden, {line.kept_out for line in sight.restrictions}
    members = Member.objects.on_day(viewer.today).filter(family=family).exclude(person__in=hidden)
    rows = list(members.select_related("person").order_by("-is_centre", "place", "person__born_on", "id"))
    custodies = Custody.objects.on_day(viewer.today).filter(child__in=[row.person_id for row in rows])
    by_child: dict[UUID, list[tuple[UUID, str]]] = {}
    for one in (
        custodies.exclude(adult__in=hidden).select_related("adult").order_by("-may_see_online", "starts_on")
    ):
        if f"p:{one.adult_id}" not in kept_out:
            by_child.setdefault(one.child_id, []).append((one.adult_id, one.adult.name))
    return [_subject(row, by_child.get(row.person_id, []), viewer) for row in rows]


def _subject(row: Member, custodians: list[tuple[UUID, str]], viewer: Viewer) -> Subject:
    person = row.person
    themselves = (person.pk, person.name)
    givers = (themselves,) if is_grown(row, viewer) else (*dict.fromkeys(custodians), themselves)
    return Subject(person.pk, person.name, years(person, viewer.today), row.is_centre, givers)


def is_grown(member: Member, viewer: Viewer) -> bool:
    """Tell whether a member speaks for themselves by age; without a date of birth by their place."""
    if member.person.born_on:
        return age_on(member.person.born_on, viewer.today) >= 18
    return member.place in {Member.Place.ADULT, Member.Place.NEAR}


# ---- the second step: whom to ask


def suggested(viewer: Viewer, family: Family) -> list[Choosable]:
    """Return the people of the family's own team and services; the viewer's own post is not among them."""
    sight = sight_of(viewer, family)
    posts = [card.post_id for card in team_of(viewer, family, sight)]
    services = ServiceEpisode.objects.filter(record__in=list(sight.records), record__family=family)
    running = list(services.exclude(state=ServiceEpisode.State.ENDED).values_list("contact_id", "unit_id"))
    posts += [contact for contact, _unit in running if contact]
    units = [unit for contact, unit in running if unit and not contact]
    keys = [f"e:{pk}" for pk in posts if pk != viewer.post.id] + [f"u:{pk}" for pk in units]
    return choosable(viewer, dict.fromkeys(keys), hide_place=sight.is_place_hidden)


def found(viewer: Viewer, text: str) -> list[Choosable]:
    """Return the professionals a search in who's-who gives, and after them their units' shared queues."""
    if not text.strip():
        return []
    lines = [line for line in whoswho.search(viewer, text, limit=12) if line.post_id != viewer.post.id]
    keys = [f"e:{line.post_id}" for line in lines] + [f"u:{line.unit_id}" for line in lines]
    return choosable(viewer, dict.fromkeys(keys))


def choosable(viewer: Viewer, keys: Iterable[str], hide_place: bool = False) -> list[Choosable]:
    """Return cards of the posts (``e:``) and units (``u:``) that can be asked now, in the given order."""
    keys = list(keys)
    cards = {f"e:{post.pk}": _card(post, hide_place) for post in _posts(viewer, keys)}
    cards |= {f"u:{unit.pk}": _unit_card(unit, hide_place) for unit in _units(keys)}
    return [cards[key] for key in keys if key in cards]


def parties(viewer: Viewer, keys: Iterable[str]) -> dict[str, Post | Unit]:
    """Return the posts and units behind the keys, those that can be asked now."""
    keys = list(keys)
    found: dict[str, Post | Unit] = {f"e:{post.pk}": post for post in _posts(viewer, keys)}
    return found | {f"u:{unit.pk}": unit for unit in _units(keys)}


def _posts(viewer: Viewer, keys: list[str]) -> list[Post]:
    live = Post.objects.filter(on_day(viewer.today), unit__is_active=True, unit__organisation__is_active=True)
    rows = live.filter(pk__in=ids_of(keys, "e")).select_related("person", "unit__organisation")
    return [post for post in rows if may_be_opened_to(post)]


def _units(keys: list[str]) -> list[Unit]:
    # Of a partner one asks a person by name, never a whole unit.
    live = Q(is_active=True, organisation__is_active=True, organisation__kind__in=AUTHORITIES)
    return list(Unit.objects.filter(live, pk__in=ids_of(keys, "u")).select_related("organisation"))


def ids_of(keys: Iterable[str], kind: str) -> list[UUID]:
    """Return the keys of one kind as ids; what is no key at all is left out."""
    ids = []
    for key in keys:
        found_kind, _, rest = key.partition(":")
        try:
            ids += [UUID(rest)] if found_kind == kind else []
        except ValueError:
            continue
    return ids


def _card(post: Post, hide_place: bool) -> Choosable:
    unit = post.unit
    place = "" if hide_place else f"{unit.said_name}, {unit.organisation.said_name}"
    return Choosable(f"e:{post.pk}", post.person.name, post.said_title, unit.sector, place, post.person.face)


def _unit_card(unit: Unit, hide_place: bool) -> Choosable:
    place = "" if hide_place else unit.organisation.said_name
    return Choosable(f"u:{unit.pk}", unit.said_name, "", unit.sector, place, is_unit=True)
