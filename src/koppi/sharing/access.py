"""The doors of sharing: who sees which families and records, and why.

Every area stands on these. A door writes into the trail who came in; what may not be seen and what does not
exist are the same answer, ``NotVisible``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.period import in_force
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused

from . import rule, why
from .holders import kind_of, names_of, tells_place
from .look import Look, look_at
from .models import Consent, Grant, LegalBasis, Matter, Record, RecordSubject, Restriction
from .people_cards import PersonCard, cards_of
from .standing import Standing, is_key_of, standing_of
from .verdict import Verdict, Way, Why

__all__ = ["ConsentLine", "PersonCard", "RestrictionLine", "Sight", "Verdict", "Why"]


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


def families_visible_to(viewer: Viewer) -> QuerySet[Family]:
    """Return the families whose door is open to this viewer."""
    return Family.objects.filter(_open_to(standing_of(viewer)))


def newest_families(viewer: Viewer, count: int = 25) -> list[Family]:
    """Return the newest families this viewer may open.

    Who holds many grants is served from the newest families on, who holds few from the grants.
    """
    who = standing_of(viewer)
    probe = Grant.objects.filter(holder__in=viewer.holders).values("pk")[MANY : MANY + 1]
    condition = _open_from_family(who) if probe.exists() else _open_to(who)
    return list(Family.objects.filter(condition).order_by("-created_at", "id")[:count])


MANY = 2000


def family_for(viewer: Viewer, pk) -> Family:
    """Open the door of a family; the look is written into the trail.

    :raises NotVisible: there is none, or it is not for this viewer.
    """
    trail.ensure_sealed(viewer.at)
    look = look_at(viewer, _key(pk))
    if look is None or not look.door.verdict.allowed:
        raise NotVisible
    subjects = [look.family.pk, *(member.person_id for member in look.shown)]
    trail.saw(viewer, "sharing.saw", look.family, subjects=subjects, rules=_rules(look))
    look.family.__dict__["look"] = look
    return look.family


def records_visible_to(viewer: Viewer, kind: str | None = None, family=None) -> QuerySet[Record]:
    """Return the records this viewer may see, of one kind or one family if named."""
    records = rule.visible(standing_of(viewer))
    if kind is not None:
        records = records.filter(kind=kind)
    return records if family is None else records.filter(family=family)


def record_for(viewer: Viewer, pk, kind: str) -> Record:
    """Open the door of one record; the look is written into the trail.

    :raises NotVisible: there is none of this kind, or it is not for this viewer.
    """
    trail.ensure_sealed(viewer.at)
    who = standing_of(viewer)
    near = rule.not_denied(who).filter(pk=_key(pk), kind=kind).annotate(opened_by=rule.ground_of(who))
    record = near.select_related("family").first()
    if record is None or not record.opened_by:
        raise NotVisible
    subjects = RecordSubject.objects.filter(record=record).values_list("person_id", flat=True)
    trail.saw(
        viewer, "sharing.saw_record", record, subjects=[record.family_id, *subjects], rules=[record.opened_by]
    )
    return record


def verdict_on(viewer: Viewer, record: Record) -> Verdict:
    """Say whether this viewer may see the record, and every clause that says so."""
    return rule.explain(standing_of(viewer), record.pk)


def sight_of(viewer: Viewer, family: Family) -> Sight:
    """Load once, for a whole page, what this viewer sees of a family. Its door has been passed.

    :raises NotVisible: the family is not for this viewer.
    """
    look = _look(viewer, family)
    door = look.door
    shown = frozenset(member.person_id for member in look.shown)
    consents, restrictions = _consents(look), _restriction_rows(look)
    way = door.open_ways[0]
    names = names_of(
        {way.receiver, *(c[2] for c in consents), *(r.kept_out for r in restrictions)} - {""}, viewer.language
    )
    contactable = frozenset({viewer.person_id, *(way.person for way in door.open_ways)}) & shown
    return Sight(
        family_id=family.pk,
        why=door.verdict.why[0],
        sentence=_sentence(door.verdict.why[0], way, names),
        may_change=door.may_change,
        records=_records(look.standing),
        people=cards_of(look.shown, contactable),
        hidden=look.hidden,
        placeless=look.placeless,
        contactable=contactable,
        consents=tuple(_consent_line(row, names, look) for row in consents),
        restrictions=_restriction_lines(restrictions, names),
        is_whole=viewer.is_worker
        and shown <= {way.person for way in door.open_ways if way.matter == Matter.ANY},
    )


def may_change(viewer: Viewer, family: Family) -> bool:
    """May this viewer change the common picture of the family?"""
    look = look_at(viewer, family.pk)
    return look is not None and look.door.may_change


def require_change(viewer: Viewer, family: Family) -> None:
    """Ask again, in the transaction of the change itself.

    :raises Refused: the picture of this family is not this viewer's to change.
    """
    if not may_change(viewer, family):
        raise Refused(
            _("Vain perheen tiimin työntekijä voi muuttaa tätä. Pyydä tarvittaessa omatyöntekijältä.")
        )


def _look(viewer: Viewer, family: Family) -> Look:
    """Return the look taken at the door of this very object, or take one."""
    look = family.__dict__.get("look")
    if look is None or look.viewer != viewer:
        look = look_at(viewer, family.pk)
    if look is None or not look.door.verdict.allowed:
        raise NotVisible
    return look


def _key(pk) -> UUID:
    try:
        return UUID(str(pk))
    except ValueError:
        raise NotVisible from None


def _rules(look: Look) -> list[str]:
    way = look.door.open_ways[0]
    return [look.door.verdict.why[0].value, *([way.ground] if way.ground else [])]


def _sentence(reason: Why, way: Way, names: dict[str, str]) -> str:
    return why.words(reason, way, why.with_whom(way.receiver, names.get(way.receiver, "")))


def _records(who: Standing) -> dict[UUID, Why]:
    found = rule.not_denied(who).annotate(opened_by=rule.ground_of(who)).values_list("pk", "opened_by")
    return {pk: Why(code) for pk, code in found if code}


# Which families a viewer may open


def _open_to(who: Standing) -> Q:
    """The door as a condition, driven from the viewer's own grants."""
    return Q(pk__in=_counting_grants(who).values("family")) & _door_stands(who)


def _open_from_family(who: Standing) -> Q:
    return Q(Exists(_counting_grants(who).filter(family=OuterRef("pk")))) & _door_stands(who)


def _counting_grants(who: Standing) -> QuerySet[Grant]:
    live = Grant.objects.in_force(who.at).filter(holder__in=who.holders, record=None)
    if not who.viewer.sees_content:
        return live.none()
    for out, beaten_in in ((who.out, frozenset()), (who.office_out, who.emergencies)):
        if out.persons:
            kept = Q(person__in=out.persons)
            live = live.filter(~kept | Q(family__in=beaten_in) if beaten_in else ~kept)
    return live.exclude(side=Grant.Side.GUARDIAN, person__in=who.unsafe) if who.unsafe else live


def _door_stands(who: Standing) -> Q:
    shut = who.out.families | who.own_families | (who.office_out.families - who.emergencies)
    return ~Q(pk__in=shut) if shut else Q()


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
    columns = ("pk", "person_id", "receiver", "matter", "starts_at")
    given = consents_in_force(who.at).filter(person__in=people)
    stated = LegalBasis.objects.in_force(who.at).filter(person__in=people)
    if who.is_client:
        stated = stated.filter(told_family=True)
    given = given.order_by().values_list(*columns, "ends_at", Value(""))
    return list(given.union(stated.order_by().values_list(*columns, "ends_at", "code"), all=True))


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
    """Never the one kept out; workers who may change the family, and the person who asked."""
    mine = {row.id for row in look.restrictions if is_key_of(look.viewer, row.kind, row.kept_out)}
    people = {member.person_id for member in look.members}
    return [
        row
        for row in look.restrictions
        if row.id not in mine
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
