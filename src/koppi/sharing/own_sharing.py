"""What a family member knows of the sharing of their own data and of the children they answer for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible

from . import why
from .access import families_visible_to
from .consenting import is_adult, may_consent_for, may_withdraw
from .desk import ProhibitionCard, prohibition_card
from .holders import kind_of, names_of, tells_place
from .legal import SECTIONS, name_of
from .look import Look, look_at
from .models import Consent, Grant, Ground, LegalBasis, Matter, Prohibition
from .sight import closed_matters, consents_in_force
from .verdict import Way

ENDED_SHOWN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Given:
    """One consent in plain words: to whom, on what, until when, given by whom and how."""

    id: UUID
    receiver: str
    matter: str
    when: str
    giver: str
    way: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ByLaw:
    """One legal basis the family has been told of."""

    receiver: str
    law: str
    words: str
    source: str
    necessity: str
    when: str


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who may see the data now, and why, in words about them."""

    holder: str
    name: str
    why: str
    families: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's sharing: what was consented to, what the law allows, and who sees."""

    person: Person
    is_me: bool
    is_place_hidden: bool
    families: tuple[Family, ...]
    others: tuple[Person, ...]
    may_decide: bool
    given: tuple[Given, ...]
    ended: tuple[Given, ...]
    by_law: tuple[ByLaw, ...]
    seers: tuple[Seer, ...]


def people_of(viewer: Viewer) -> list[Person]:
    """Return oneself, and after that the children and others whose sharing one may know."""
    return _ordered(viewer, _people(viewer))


def sharing_of(viewer: Viewer, person_id) -> Mine:
    """Return the sharing of one person; the look is written into the trail.

    :raises NotVisible: it is not this viewer's to know, or there is nobody with this key.
    """
    trail.ensure_sealed(viewer.at)
    people = _people(viewer)
    if person_id not in people:
        raise NotVisible
    trail.saw(viewer, "sharing.saw_own", [person_id], subjects=[person_id], kind="people.Person")
    others = _ordered(viewer, people)
    return _mine(viewer, next(one for one in others if one.pk == person_id), others, people[person_id])


def own_consent(viewer: Viewer, pk) -> Consent:
    """Return a consent in force that this family member may withdraw.

    :raises NotVisible: there is none with this key.
    """
    consent = consents_in_force(viewer.at).select_related("person").filter(pk=pk).first()
    if consent is None or not viewer.is_client or not may_withdraw(viewer, consent):
        raise NotVisible
    return consent


def own_consents(viewer: Viewer, person_id) -> list[Consent]:
    """Return the consents in force on a person that this family member may withdraw.

    :raises NotVisible: the sharing of that person is not theirs to know.
    """
    if person_id not in _people(viewer):
        raise NotVisible
    live = consents_in_force(viewer.at).filter(person=person_id).select_related("person")
    return [one for one in live.order_by("starts_at", "id") if may_withdraw(viewer, one)]


def deciding_for(viewer: Viewer) -> list[Person]:
    """Return the people this family member may consent for: oneself, and children one has custody of."""
    people = people_of(viewer)
    return [one for one in people if any(may_consent_for(one, people[0], m, viewer) for m in Matter)]


def decided_matters(viewer: Viewer, people: list[Person]) -> list[tuple[str, str]]:
    """Return on which matters this family member decides for any of these people."""
    me = myself(viewer)
    mine = [one for one in Matter if any(may_consent_for(person, me, one, viewer) for person in people)]
    return [(one.value, one.label) for one in mine]


def own_prohibitions(viewer: Viewer) -> list[ProhibitionCard]:
    """Return what this minor has forbidden."""
    live = _own_live(viewer)
    return [
        prohibition_card(row) for row in live.select_related("minor", "hidden_from").order_by("starts_at")
    ]


def own_prohibition(viewer: Viewer, pk) -> Prohibition:
    """:raises NotVisible: this minor has forbidden nothing with this key."""
    row = _own_live(viewer).filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row


def _own_live(viewer: Viewer):
    """Not those by which a worker has closed a part from a parent: they would tell of a parent kept out."""
    live = Prohibition.objects.in_force(viewer.at)
    return live.filter(minor=viewer.person_id, cause=Prohibition.Cause.OWN)


def minor_self(viewer: Viewer) -> Person | None:
    """Return the viewer as a person when they are under age; only then prohibitions are theirs to make."""
    me = myself(viewer)
    return None if is_adult(me, viewer) else me


def myself(viewer: Viewer) -> Person:
    return Person.objects.get(pk=viewer.person_id)


def near_one(viewer: Viewer, pk: str) -> Person | None:
    """Return the near one picked, or None for all of them."""
    return Person.objects.get(pk=pk) if pk in dict(near_ones(viewer)) else None


def near_ones(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the other family members one may hide something from."""
    looks = [look_at(viewer, family.pk) for family in families_visible_to(viewer)]
    people = {m.person_id: m.person.first_name for look in looks if look for m in look.shown}
    people.pop(viewer.person_id, None)
    return [(str(pk), name) for pk, name in people.items()]


def receivers_near(viewer: Viewer, people: list[Person]) -> dict[str, str]:
    """Return the posts, units and organisations that work with these people, in families open to the viewer.

    Who works in a family that is closed to the viewer, or where, is not told by the list of a form either.
    """
    looks = _people(viewer)
    found: dict[str, str] = {}
    for person in people:
        near = looks.get(person.pk, [])
        holders = {grant.holder for grant in _seeing(viewer, person, near) if grant.holder[:2] != "g:"}
        found |= _names(holders, near, viewer)
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _people(viewer: Viewer) -> dict[UUID, list[Look]]:
    """Return whom this family member knows the sharing of, with the families that open it."""
    if not viewer.is_client:
        raise NotVisible
    people: dict[UUID, list[Look]] = {viewer.person_id: []}
    for family in families_visible_to(viewer):
        look = look_at(viewer, family.pk)
        ways = look.door.open_ways if look else ()
        for person_id in dict.fromkeys(way.person for way in ways):
            people.setdefault(person_id, []).append(look)
    return people


def _ordered(viewer: Viewer, people: Iterable[UUID]) -> list[Person]:
    found = Person.objects.filter(pk__in=list(people)).order_by("born_on", "id")
    return sorted(found, key=lambda person: person.pk != viewer.person_id)


def _mine(viewer: Viewer, person: Person, others: list[Person], looks: list[Look]) -> Mine:
    me = others[0]
    closed = closed_matters(viewer, [person.pk]).get(person.pk, frozenset())
    told = [one for one in _consents(person, viewer.at) if one.matter not in closed]
    bases = [one for one in _bases(person, viewer.at) if looks and one.matter not in closed]
    grants = [one for one in _seeing(viewer, person, looks) if one.matter not in closed]
    holders = {one.receiver for one in [*told, *bases]} | {one.holder for one in grants}
    holders |= {_cover(one).receiver for one in grants if _cover(one)}
    names = _names(holders, looks, viewer)
    givers = {member.person_id: member.person.first_name for look in looks for member in look.shown}
    lines = [(_given(viewer, one, names, givers), one) for one in told]
    return Mine(
        person=person,
        is_me=person.pk == me.pk,
        is_place_hidden=any(look.placeless for look in looks),
        families=tuple(look.family for look in looks),
        others=tuple(others),
        may_decide=any(may_consent_for(person, me, one, viewer) for one in Matter),
        given=tuple(line for line, one in lines if _holds(one, viewer.at)),
        ended=tuple(line for line, one in lines if not _holds(one, viewer.at)),
        by_law=tuple(_by_law(one, names) for one in bases),
        seers=_seers(grants, names),
    )


def _names(holders: Iterable[str], looks: list[Look], viewer: Viewer) -> dict[str, str]:
    names = names_of(holders, viewer.language)
    if not any(look.placeless for look in looks):
        return names
    return {holder: kind_of(holder) if tells_place(holder) else name for holder, name in names.items()}


def _consents(person: Person, at: datetime) -> list[Consent]:
    """Return those in force, and those that have ended within the year, the newest first."""
    begun = Consent.objects.filter(person=person, starts_at__lte=at).select_related("person", "given_by")
    lately = Q(ends_at=None) | Q(ends_at__gt=at - ENDED_SHOWN)
    seen = begun.filter(lately, Q(withdrawn_at=None) | Q(withdrawn_at__gt=at - ENDED_SHOWN))
    return list(seen.order_by("-starts_at", "id"))


def _holds(one: Consent, at: datetime) -> bool:
    return all(end is None or at < end for end in (one.ends_at, one.withdrawn_at))


def _bases(person: Person, at: datetime) -> list[LegalBasis]:
    return list(LegalBasis.objects.in_force(at).filter(person=person, told_family=True).order_by("starts_at"))


def _seeing(viewer: Viewer, person: Person, looks: list[Look]) -> list[Grant]:
    """Return live work grants that the family has been told of; of one holder and ground the first tells."""
    live = Grant.objects.in_force(viewer.at).filter(
        person=person, side=Grant.Side.WORK, family__in=[look.family for look in looks]
    )
    untold = Q(ground__kind=Ground.Kind.EMERGENCY, ground__emergency__family_told_at=None)
    told = live.exclude(untold).exclude(basis__told_family=False).exclude(ground__told_family=False)
    first: dict[tuple, Grant] = {}
    for grant in told.select_related("ground", "consent", "basis").order_by("starts_at", "id"):
        first.setdefault((grant.holder, grant.ground.kind), grant)
    return list(first.values())


def _given(viewer: Viewer, one: Consent, names: dict[str, str], givers: dict[UUID, str]) -> Given:
    ends = min((end for end in (one.ends_at, one.withdrawn_at) if end), default=None)
    giver = (
        one.given_by.first_name if one.given_by_id == viewer.person_id else givers.get(one.given_by_id, "")
    )
    return Given(
        one.pk, names[one.receiver], one.get_matter_display(), why.since(one.starts_at, ends), giver,
        one.get_way_display(), may_withdraw(viewer, one),
    )  # fmt: skip


def _by_law(one: LegalBasis, names: dict[str, str]) -> ByLaw:
    section = SECTIONS.get(one.code)
    words, source = (str(section.words), section.source) if section else ("", "")
    when = why.since(one.starts_at, one.ends_at)
    return ByLaw(names[one.receiver], name_of(one.code), words, source, one.necessity, when)


def _seers(grants: list[Grant], names: dict[str, str]) -> tuple[Seer, ...]:
    """Return each holder once, with the grounds they have, the first to begin first."""
    by_holder: dict[str, list[Grant]] = {}
    for grant in grants:
        by_holder.setdefault(grant.holder, []).append(grant)
    return tuple(_seer(holder, same, names) for holder, same in by_holder.items())


def _seer(holder: str, grants: list[Grant], names: dict[str, str]) -> Seer:
    """Who works with the family sees more than one invitation, and only the wider is told."""
    wide = [one for one in grants if one.ground.kind != Ground.Kind.INVITED]
    reasons = dict.fromkeys(_why(one, names) for one in wide or grants)
    return Seer(holder, names[holder], " ".join(reasons), frozenset(one.family_id for one in grants))


def _cover(grant: Grant) -> Consent | LegalBasis | None:
    return grant.consent or grant.basis


def _why(grant: Grant, names: dict[str, str]) -> str:
    ground, cover = grant.ground, _cover(grant)
    law = grant.basis.code if grant.basis else ""
    receiver = cover.receiver if cover and names.get(cover.receiver) != kind_of(cover.receiver) else ""
    way = Way(
        Grant.Side.WORK, grant.person_id, ground=ground.kind, ground_starts=ground.starts_at,
        ground_ends=ground.ends_at, cover_starts=cover and cover.starts_at,
        cover_ends=cover and cover.ends_at, basis=name_of(law) if law else "",
    )  # fmt: skip
    called = ground.get_kind_display()
    if ground.kind == Ground.Kind.OTHER_AUTHORITY and ground.source:
        called = f"{called}, {name_of(ground.source)}"
    return why.of_other(way, called, names.get(receiver, ""))
