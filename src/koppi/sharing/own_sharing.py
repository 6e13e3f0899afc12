"""What a family member knows of the sharing of their own data and of the children they answer for."""

from dataclasses import dataclass
from uuid import UUID

from koppi.audit import trail
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
from .models import Consent, Grant, LegalBasis, Matter, Prohibition
from .sight import consents_in_force


@dataclass(frozen=True, slots=True)
class Given:
    """One consent in plain words."""

    id: UUID
    receiver: str
    matter: str
    when: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ByLaw:
    """One legal basis the family has been told of."""

    receiver: str
    law: str
    words: str
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who may see the data now."""

    name: str
    ground: str
    when: str


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's sharing: what was consented to, what the law allows, and who sees."""

    person_id: UUID
    name: str
    is_me: bool
    may_decide: bool
    given: tuple[Given, ...]
    by_law: tuple[ByLaw, ...]
    seers: tuple[Seer, ...]


def mine(viewer: Viewer) -> list[Mine]:
    """Return oneself and the children one sees; the look is written into the trail."""
    trail.ensure_sealed(viewer.at)
    people = _people(viewer)
    trail.saw(viewer, "sharing.saw_own", list(people), subjects=list(people), kind="people.Person")
    me = myself(viewer)
    found = Person.objects.filter(pk__in=people).order_by("born_on", "id")
    ordered = sorted(found, key=lambda person: person.pk != me.pk)
    return [_mine(viewer, me, person, people[person.pk]) for person in ordered]


def own_consent(viewer: Viewer, pk) -> Consent:
    """Return a consent in force that this family member may withdraw.

    :raises NotVisible: there is none with this key.
    """
    consent = consents_in_force(viewer.at).select_related("person").filter(pk=pk).first()
    if consent is None or not viewer.is_client or not may_withdraw(viewer, consent):
        raise NotVisible
    return consent


def deciding_for(viewer: Viewer) -> list[Person]:
    """Return the people this family member may consent for: oneself, and children one has custody of."""
    me = myself(viewer)
    people = Person.objects.filter(pk__in=[*_people(viewer), me.pk]).order_by("born_on", "id")
    return [person for person in people if may_consent_for(person, me, Matter.EVERYDAY, viewer)]


def own_prohibitions(viewer: Viewer) -> list[ProhibitionCard]:
    """Return what this minor has forbidden."""
    live = Prohibition.objects.in_force(viewer.at).filter(minor=viewer.person_id)
    return [
        prohibition_card(row) for row in live.select_related("minor", "hidden_from").order_by("starts_at")
    ]


def own_prohibition(viewer: Viewer, pk) -> Prohibition:
    """:raises NotVisible: this minor has forbidden nothing with this key."""
    row = Prohibition.objects.in_force(viewer.at).filter(pk=pk, minor=viewer.person_id).first()
    if row is None:
        raise NotVisible
    return row


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
    """Return the posts, units and organisations that work with these people's families."""
    grants = Grant.objects.in_force(viewer.at).filter(person__in=people, side=Grant.Side.WORK, record=None)
    holders = grants.exclude(holder__startswith="g:").values_list("holder", flat=True)
    return names_of(set(holders), viewer.language)


def _people(viewer: Viewer) -> dict[UUID, list[Look]]:
    """Return whom this family member sees the sharing of, with the families that open it."""
    people: dict[UUID, list[Look]] = {}
    for family in families_visible_to(viewer):
        look = look_at(viewer, family.pk)
        ways = look.door.open_ways if look else ()
        for person_id in dict.fromkeys(way.person for way in ways):
            people.setdefault(person_id, []).append(look)
    return people


def _mine(viewer: Viewer, me: Person, person: Person, looks: list[Look]) -> Mine:
    is_hidden = any(look.placeless for look in looks)
    consents = list(
        consents_in_force(viewer.at).filter(person=person).select_related("person").order_by("starts_at")
    )
    bases = (
        LegalBasis.objects.in_force(viewer.at).filter(person=person, told_family=True).order_by("starts_at")
    )
    grants = _seeing(viewer, person, looks)
    holders = {one.receiver for one in [*consents, *bases]} | {grant.holder for grant in grants}
    names = names_of(holders, viewer.language)
    if is_hidden:
        names = {holder: kind_of(holder) if tells_place(holder) else name for holder, name in names.items()}
    return Mine(
        person_id=person.pk,
        name=person.first_name,
        is_me=person.pk == me.pk,
        may_decide=may_consent_for(person, me, Matter.EVERYDAY, viewer),
        given=tuple(_given(viewer, one, names) for one in consents),
        by_law=tuple(_by_law(one, names) for one in bases),
        seers=tuple(dict.fromkeys(_seer(grant, names) for grant in grants)),
    )


def _seeing(viewer: Viewer, person: Person, looks: list[Look]) -> list[Grant]:
    """Return live work grants; of one holder the first is enough to tell."""
    live = Grant.objects.in_force(viewer.at).filter(
        person=person, side=Grant.Side.WORK, family__in=[look.family for look in looks]
    )
    first: dict[tuple, Grant] = {}
    for grant in live.select_related("ground").order_by("starts_at", "id"):
        first.setdefault((grant.holder, grant.ground.kind), grant)
    return list(first.values())


def _given(viewer: Viewer, one: Consent, names: dict[str, str]) -> Given:
    when = why.since(one.starts_at, one.ends_at)
    return Given(one.pk, names[one.receiver], one.get_matter_display(), when, may_withdraw(viewer, one))


def _by_law(one: LegalBasis, names: dict[str, str]) -> ByLaw:
    section = SECTIONS.get(one.code)
    when = why.since(one.starts_at, one.ends_at)
    words, source = (str(section.words), section.source) if section else ("", "")
    return ByLaw(names[one.receiver], name_of(one.code), words, source, when)


def _seer(grant: Grant, names: dict[str, str]) -> Seer:
    return Seer(
        names[grant.holder], grant.ground.get_kind_display(), why.since(grant.starts_at, grant.ends_at)
    )
