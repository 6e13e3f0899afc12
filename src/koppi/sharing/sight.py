"""What one viewer sees of one family, decided once for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from koppi.people.period import in_force
from koppi.people.prepared import rows
from koppi.people.viewer import Viewer

from . import rule, why
from .holders import kind_of, names_of, tells_place
from .legal import name_of
from .look import Look, look_at
from .models import Consent, Grant, LegalBasis, Matter, Prohibition, Restriction
from .people_cards import PersonCard, cards_of, narrower
from .seeing import behind
from .standing import Standing, is_key_of
from .verdict import Way, Why


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """What has been consented to, or what the law allows, in force now."""

    id: UUID
    is_basis: bool
    person_id: UUID
    receiver: str
    receiver_name: str
    matter: str
    matter_name: str
    starts_at: datetime
    ends_at: datetime | None
    code: str = ""

    @property
    def law(self) -> str:
        return name_of(self.code)

    @property
    def when(self) -> str:
        return why.since(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    """A restriction in force, for those who may know of it."""

    id: UUID
    kind: str
    kind_name: str
    kept_out: str
    kept_out_name: str
    cause: str
    cause_name: str
    persons: frozenset[UUID]
    is_confirmed: bool
    review_on: date
    starts_at: datetime
    ends_at: datetime | None

    @property
    def when(self) -> str:
        return why.since(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Sight:
    """What one viewer sees of one family, decided once for a whole page."""

    family_id: UUID
    why: Why
    sentence: str
    may_change: bool
    records: dict[UUID, Why]
    people: tuple[PersonCard, ...]
    hidden: frozenset[UUID]
    placeless: frozenset[UUID]
    contactable: frozenset[UUID]
    consents: tuple[ConsentLine, ...] = ()
    restrictions: tuple[RestrictionLine, ...] = ()
    # A worker who sees everybody shown here on every matter: what is empty has not been recorded.
    is_whole: bool = False

    @property
    def is_place_hidden(self) -> bool:
        """Somebody's place is hidden, so whatever could tell a place of this family is."""
        return bool(self.placeless)


def see(look: Look) -> Sight:
    """Decide what the viewer at this door sees. The door must be open."""
    real = behind.get()
    return _sight(look) if real is None else _narrowed(_sight(look), _sight_of_real(real, look))


def _sight(look: Look) -> Sight:
    door, viewer = look.door, look.viewer
    shown = frozenset(member.person_id for member in look.shown)
    consents, restrictions = _consents(look), _restriction_rows(look)
    way = door.open_ways[0]
    names = names_of(
        {way.receiver, *(c[2] for c in consents), *(r.kept_out for r in restrictions)} - {""}, viewer.language
    )
    contactable = frozenset({viewer.person_id, *door.known}) & shown
    return Sight(
        family_id=look.family.pk,
        why=door.verdict.why[0],
        sentence=_sentence(door.verdict.why[0], way, names),
        may_change=door.may_change,
        records=_records(look),
        people=cards_of(look.shown, contactable),
        hidden=look.hidden,
        placeless=look.placeless,
        contactable=contactable,
        consents=tuple(_consent_line(row, names, look) for row in consents),
        restrictions=_restriction_lines(restrictions, names),
        is_whole=viewer.is_worker
        and shown <= {way.person for way in door.open_ways if way.matter == Matter.ANY},
    )


def _sight_of_real(real: Viewer, look: Look) -> Sight | None:
    own = look_at(real, look.family.pk)
    return _sight(own) if own is not None and own.door.verdict.allowed else None


def _narrowed(sight: Sight, real: Sight | None) -> Sight:
    """While somebody sees as another, nothing is shown that they may not see themselves."""
    if real is None:
        return replace(sight, records={}, people=(), contactable=frozenset(), consents=(), restrictions=())
    cards = {card.id: card for card in real.people}
    return replace(
        sight,
        records={pk: reason for pk, reason in sight.records.items() if pk in real.records},
        people=tuple(narrower(card, cards[card.id]) for card in sight.people if card.id in cards),
        hidden=sight.hidden | real.hidden,
        placeless=sight.placeless | real.placeless,
        contactable=sight.contactable & real.contactable,
        consents=tuple(line for line in sight.consents if line in real.consents),
        restrictions=tuple(line for line in sight.restrictions if line in real.restrictions),
    )


def _sentence(reason: Why, way: Way, names: dict[str, str]) -> str:
    return why.words(reason, way, why.with_whom(way.receiver, names.get(way.receiver, "")))


def _records(look: Look) -> dict[UUID, Why]:
    found = rows(_opened, look.family.pk, *look.standing.literals)
    return {pk: Why(code) for pk, code in found if code}


def _opened(family_id: UUID, *literals) -> QuerySet:
    who = Standing.from_literals(*literals)
    return (
        rule.not_denied(who, Q(family=family_id))
        .annotate(opened_by=rule.ground_of(who))
        .values_list("pk", "opened_by")
    )


# Who may know of consents and restrictions


def _consents(look: Look) -> list[tuple]:
    """Return consents and legal bases in force of the people whose sharing this viewer may know."""
    who = look.viewer
    if look.door.may_change:
        people = {member.person_id for member in look.shown}
    else:
        people = {
            way.person for way in look.door.open_ways if way.side in (Grant.Side.SELF, Grant.Side.GUARDIAN)
        }
    if not people:
        return []
    told = rows(_shared_by_law_or_consent, who.is_client, who.at, tuple(people))
    closed = closed_matters(who, people) if who.is_client else {}
    return [row for row in told if row[3] not in closed.get(row[1], ())]


def closed_matters(viewer: Viewer, people: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Return the matters each of these minors has closed from a family member: not even who knows is told."""
    others = [person for person in people if person != viewer.person_id]
    live = Prohibition.objects.in_force(viewer.at).filter(
        Q(hidden_from=None) | Q(hidden_from=viewer.person_id), minor__in=others, record=None
    )
    closed: dict[UUID, frozenset[str]] = {}
    for minor, matter in live.values_list("minor", "matter") if others else ():
        wide = Matter.values if matter == Matter.ANY else [matter]
        closed[minor] = closed.get(minor, frozenset()).union(wide)
    return closed


def _shared_by_law_or_consent(is_client: bool, at: datetime, people: tuple[UUID, ...]) -> QuerySet:
    """The family does not learn here of a basis it has not been told of."""
    columns = ("pk", "person_id", "receiver", "matter", "starts_at", "ends_at")
    given = consents_in_force(at).filter(person__in=people).order_by()
    stated = LegalBasis.objects.in_force(at).filter(person__in=people).order_by()
    if is_client:
        stated = stated.filter(told_family=True)
    return given.values_list(*columns, Value("")).union(stated.values_list(*columns, "code"), all=True)


def consents_in_force(at: datetime) -> QuerySet[Consent]:
    """Return the consents that hold at the moment: begun, not ended, not withdrawn."""
    open_still = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)
    return Consent.objects.filter(in_force(at), open_still)


def _consent_line(row: tuple, names: dict[str, str], look: Look) -> ConsentLine:
    pk, person, receiver, matter, starts_at, ends_at, code = row
    name = kind_of(receiver) if look.placeless and tells_place(receiver) else names[receiver]
    return ConsentLine(
        pk, bool(code), person, receiver, name, matter, str(Matter(matter).label), starts_at, ends_at, code
    )


def _restriction_rows(look: Look) -> list:
    """Never the one kept out; workers who may change the family, and the person who asked.

    What a row written anew inherited tells of a person somewhere else, so nobody is told of it here.
    """
    mine = {row.id for row in look.restrictions if is_key_of(look.viewer, row.kind, row.kept_out)}
    people = {member.person_id for member in look.members}
    return [
        row
        for row in look.restrictions
        if row.id not in mine
        and not row.is_inherited
        and (row.family == look.family.pk or row.person in people)
        and (look.door.may_change or (look.viewer.is_client and row.asked_by == look.viewer.person_id))
    ]


def _restriction_lines(rows: Iterable, names: dict[str, str]) -> tuple[RestrictionLine, ...]:
    by_id: dict[UUID, list] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    return tuple(
        RestrictionLine(
            one.id, one.kind, str(Restriction.Kind(one.kind).label), one.kept_out,
            names.get(one.kept_out, ""), one.cause, str(Restriction.Cause(one.cause).label),
            frozenset(row.person for row in same if row.person), one.is_confirmed, one.review_on,
            one.starts_at, one.ends_at,
        )
        for same in by_id.values()
        for one in same[:1]
    )  # fmt: skip
