"""The doors of sharing: who sees which families and records, and why.

Every area stands on these. A door writes into the trail who came in; what may not be seen and what does not
exist are the same answer, ``NotVisible``.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people import prepared
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused

from . import rule
from .look import Look, look_at
from .models import Grant, Record, RecordSubject
from .people_cards import PersonCard
from .seeing import behind
from .sight import ConsentLine, RestrictionLine, Sight, consents_in_force, see
from .standing import Standing, standing_of
from .verdict import Verdict, Why

__all__ = [
    "ConsentLine",
    "PersonCard",
    "RestrictionLine",
    "Sight",
    "Verdict",
    "Why",
    "consents_in_force",
]


def families_visible_to(viewer: Viewer) -> QuerySet[Family]:
    """Return the families whose door is open to this viewer."""
    return Family.objects.filter(_open_to(standing_of(viewer)))


def families_open(literals: tuple, among: QuerySet | None = None) -> QuerySet[Family]:
    """Return what ``families_visible_to`` does, for the inside of a prepared query.

    ``literals`` are those of the viewer's standing; ``among`` are the keys of the families to choose from.
    """
    return Family.objects.filter(_open_to(Standing.from_literals(*literals), among))


def newest_families(viewer: Viewer, count: int = 25) -> list[Family]:
    """Return the newest families this viewer may open.

    Who holds few grants is served from the grants. Who holds very many is served from the newest families on,
    a window at a time, because sorting thousands to show a page of them costs more than the page.
    """
    who = standing_of(viewer)
    open_ones = Family.objects.order_by("-created_at", "id")
    for window in WINDOWS if _holds_many(viewer) else ():
        newest = list(open_ones.values_list("pk", flat=True)[: window * count])
        found = list(open_ones.filter(_open_to(who, among=newest))[:count])
        if len(found) == count or len(newest) < window * count:
            return found
    return list(open_ones.filter(_open_to(who))[:count])


# How many grants are many, and how many pages of all families to look through for one page of one's own.
MANY, WINDOWS = 2000, (8, 64)


def family_for(viewer: Viewer, pk) -> Family:
    """Open the door of a family; the look is written into the trail.

    :raises NotVisible: there is none, or it is not for this viewer.
    """
    look = _opened(viewer, pk)
    trail.saw(viewer, "sharing.saw", look.family, subjects=_subjects(look), rules=_rules(look))
    return look.family


def page_for(viewer: Viewer, pk, did: str, **how) -> tuple[Family, Sight]:
    """Open the door of a family for a page that shows its records too: one entry names them all.

    :raises NotVisible: there is none, or it is not for this viewer.
    """
    look = _opened(viewer, pk)
    sight = sight_of(viewer, look.family)
    shown = [look.family.pk, *sight.records]
    trail.saw(viewer, did, shown, kind="sharing", subjects=_subjects(look), rules=_rules(look), **how)
    return look.family, sight


def _opened(viewer: Viewer, pk) -> Look:
    trail.ensure_sealed(viewer.at)
    look = look_at(viewer, _key(pk))
    if look is None or not look.door.verdict.allowed:
        raise NotVisible
    look.family.__dict__["look"] = look
    return look


def _subjects(look: Look) -> list[UUID]:
    return [look.family.pk, *(member.person_id for member in look.shown)]


def records_visible_to(
    viewer: Viewer, kind: str | None = None, family=None, *, families: Iterable | None = None,
    among: Iterable | None = None,
) -> QuerySet[Record]:  # fmt: skip
    """Return the records this viewer may see, of one kind or one family if named.

    A long list names the ``families`` of its page, or the records it chooses ``among``: whoever supervises
    thousands of families is then not asked about all of their records.
    """
    if family is not None:
        families = [family]
    bounds = (str(kind) if kind is not None else None, _bound(families), _bound(among))
    records = _visible(standing_of(viewer), bounds)
    real = behind.get()
    return records if real is None else records & _visible(standing_of(real), bounds)


def eyes_of(viewer: Viewer) -> tuple:
    """Return what ``records_seen`` needs to know of a viewer, as values for a prepared query."""
    real = behind.get()
    return standing_of(viewer).literals, None if real is None else standing_of(real).literals


def records_seen(eyes: tuple, kind: str, among: QuerySet) -> QuerySet[Record]:
    """Return the seen of the records with the keys ``among``, for the inside of a prepared query.

    Naming them lets the database ask the rule about these alone, however much the viewer may see.
    """
    seen = Record.objects.system("the rule itself").filter(kind=kind)
    for literals in filter(None, eyes):
        allowed = rule.visible(Standing.from_literals(*literals), Q(pk__in=among))
        seen = seen.filter(pk__in=allowed.values("pk"))
    return seen


def record_for(viewer: Viewer, pk, kind: str) -> Record:
    """Open the door of one record; the look is written into the trail.

    :raises NotVisible: there is none of this kind, or it is not for this viewer.
    """
    trail.ensure_sealed(viewer.at)
    ground = _ground(viewer, _key(pk), kind)
    if not ground:
        raise NotVisible
    (record,) = prepared.found(_record_with_family, _key(pk))
    about = [record.family_id, *(person for (person,) in prepared.rows(_subjects_of, record.pk))]
    trail.saw(viewer, "sharing.saw_record", record, subjects=about, rules=[ground])
    return record


def _record_with_family(pk: UUID) -> QuerySet[Record]:
    return Record.objects.system("its door has just been passed").select_related("family").filter(pk=pk)


def _subjects_of(pk: UUID) -> QuerySet:
    return RecordSubject.objects.filter(record=pk).values_list("person_id")


def sees(viewer: Viewer, record_id: UUID, kind: str) -> bool:
    """May this viewer see the record? For an action that asks again, or asks about somebody else."""
    return bool(_ground(viewer, record_id, kind))


def _ground(viewer: Viewer, pk: UUID, kind: str) -> str:
    """Return the first ground on which this viewer sees the record, if nothing stands against it."""
    found = prepared.rows(_opened_one, pk, str(kind), *standing_of(viewer).literals)
    real = behind.get()
    if not found or (real is not None and not _is_visible(real, pk)):
        return ""
    return found[0][0]


def verdict_on(viewer: Viewer, record: Record) -> Verdict:
    """Say whether this viewer may see the record, and every clause that says so."""
    return rule.explain(standing_of(viewer), record.pk)


def sight_of(viewer: Viewer, family: Family) -> Sight:
    """Load once, for a whole page, what this viewer sees of a family. Its door has been passed.

    :raises NotVisible: the family is not for this viewer.
    """
    return see(_look(viewer, family))


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


def _visible(who: Standing, bounds: tuple = (None, None, None)) -> QuerySet[Record]:
    seen = prepared.ids(_visible_ids, *bounds, *who.literals)
    return Record.objects.system("the rule itself").filter(pk__in=seen)


def _is_visible(viewer: Viewer, pk) -> bool:
    return _visible(standing_of(viewer), (None, None, _bound([pk]))).exists()


def _visible_ids(kind: str | None, families: tuple | None, among: tuple | None, *literals) -> QuerySet:
    bounds = {"family__in": families, "pk__in": among}
    near = Q(**{name: bound for name, bound in bounds.items() if bound is not None})
    records = rule.visible(Standing.from_literals(*literals), near)
    return (records if kind is None else records.filter(kind=kind)).values("pk")


def _bound(things: Iterable | None) -> tuple[UUID, ...] | None:
    if things is None:
        return None
    return prepared.padded([_key(getattr(thing, "pk", thing)) for thing in things])


def _opened_one(pk, kind, *literals) -> QuerySet:
    who = Standing.from_literals(*literals)
    return (
        rule.not_denied(who, Q(pk=pk, kind=kind))
        .annotate(opened_by=rule.ground_of(who))
        .values_list("opened_by")
    )


def _key(pk) -> UUID:
    try:
        return UUID(str(pk))
    except ValueError:
        raise NotVisible from None


def _rules(look: Look) -> list[str]:
    way = look.door.open_ways[0]
    return [look.door.verdict.why[0].value, *([way.ground] if way.ground else [])]


# Which families a viewer may open


def _open_to(who: Standing, among: list | QuerySet | None = None) -> Q:
    """The door as a condition, driven from the viewer's own grants."""
    grants = _counting_grants(who)
    if among is not None:
        grants = grants.filter(family__in=among)
    return Q(pk__in=grants.values("family")) & _door_stands(who)


def _holds_many(viewer: Viewer) -> bool:
    return Grant.objects.filter(holder__in=viewer.holders).values("pk")[MANY : MANY + 1].exists()


def _counting_grants(who: Standing) -> QuerySet[Grant]:
    live = Grant.objects.in_force(who.at).filter(holder__in=who.holders, record=None)
    if not who.sees_content:
        return live.none()
    for out, beaten_in in ((who.out, frozenset()), (who.office_out, who.emergencies)):
        if out.persons:
            kept = Q(person__in=out.persons)
            live = live.filter(~kept | Q(family__in=beaten_in) if beaten_in else ~kept)
    return live.exclude(side=Grant.Side.GUARDIAN, person__in=who.unsafe) if who.unsafe else live


def _door_stands(who: Standing) -> Q:
    shut = who.out.families | who.own_families
    stands = ~Q(pk__in=shut) if shut else Q()
    # Taking the one from the other is left to the database: in a prepared query both are only markers.
    if who.office_out.families:
        stands &= ~Q(pk__in=who.office_out.families) | Q(pk__in=who.emergencies)
    return stands
