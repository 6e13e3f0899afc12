"""The doors of sharing: who sees which families and records, and why.

Every area stands on these. A door writes into the trail who came in; what may not be seen and what does not
exist are the same answer, ``NotVisible``.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused

from . import prepared, rule
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
    records = _visible(standing_of(viewer))
    real = behind.get()
    if real is not None:
        records = records.filter(pk__in=prepared.ids(_visible_ids, *standing_of(real).literals))
    if kind is not None:
        records = records.filter(kind=kind)
    return records if family is None else records.filter(family=family)


def record_for(viewer: Viewer, pk, kind: str) -> Record:
    """Open the door of one record; the look is written into the trail.

    :raises NotVisible: there is none of this kind, or it is not for this viewer.
    """
    trail.ensure_sealed(viewer.at)
    found = prepared.rows(_opened_one, _key(pk), str(kind), *standing_of(viewer).literals)
    real = behind.get()
    if not found or not found[0][0] or (real is not None and not _is_visible(real, pk)):
        raise NotVisible
    record = Record.objects.system("its door has just been passed").select_related("family").get(pk=pk)
    subjects = RecordSubject.objects.filter(record=record).values_list("person_id", flat=True)
    about = [record.family_id, *subjects]
    trail.saw(viewer, "sharing.saw_record", record, subjects=about, rules=[found[0][0]])
    return record


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


def _visible(who: Standing) -> QuerySet[Record]:
    return Record.objects.system("the rule itself").filter(pk__in=prepared.ids(_visible_ids, *who.literals))


def _is_visible(viewer: Viewer, pk) -> bool:
    return _visible(standing_of(viewer)).filter(pk=pk).exists()


def _visible_ids(*literals) -> QuerySet:
    return rule.visible(Standing.from_literals(*literals)).values("pk")


def _opened_one(pk, kind, *literals) -> QuerySet:
    who = Standing.from_literals(*literals)
    near = rule.not_denied(who).filter(pk=pk, kind=kind)
    return near.annotate(opened_by=rule.ground_of(who)).values_list("opened_by")


def _key(pk) -> UUID:
    try:
        return UUID(str(pk))
    except ValueError:
        raise NotVisible from None


def _rules(look: Look) -> list[str]:
    way = look.door.open_ways[0]
    return [look.door.verdict.why[0].value, *([way.ground] if way.ground else [])]


# Which families a viewer may open


def _open_to(who: Standing) -> Q:
    """The door as a condition, driven from the viewer's own grants."""
    return Q(pk__in=_counting_grants(who).values("family")) & _door_stands(who)


def _open_from_family(who: Standing) -> Q:
    return Q(Exists(_counting_grants(who).filter(family=OuterRef("pk")))) & _door_stands(who)


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
    shut = who.out.families | who.own_families | (who.office_out.families - who.emergencies)
    return ~Q(pk__in=shut) if shut else Q()
