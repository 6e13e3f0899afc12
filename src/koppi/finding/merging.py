"""Moving everything that points at one person to another, and back. Called by the actions of this area.

Whatever area a row belongs to, it is found from the tables themselves, so that a new area needs no line here.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from koppi.families.models import Custody, Family, Member
from koppi.people.models import Person
from koppi.people.search import text_of
from koppi.people.viewer import Viewer
from koppi.sharing import grants
from koppi.sharing.grants import meets
from koppi.sharing.models import (
    INHERITED,
    Capacity,
    Clearance,
    Consent,
    Grant,
    Ground,
    LegalBasis,
    Prohibition,
    Protected,
    RecordShare,
    Restriction,
)  # fmt: skip
from koppi.sharing.standing import keys_out

from .models import Merge

# Columns that name a person as a holder of rights; the names of deciders stay as they were written.
# A clearance to a hidden place is not carried over: it is given again where it is meant.
HOLDER_COLUMNS = (
    (Restriction, "kept_out"), (Ground, "holder"), (Consent, "receiver"), (LegalBasis, "receiver"),
    (RecordShare, "holder"),
)  # fmt: skip
# What a person is told apart by; each is chosen from one row or the other.
FIELDS = (
    "given_names", "call_name", "family_name", "born_on", "birth_year", "expected_on", "died_on",
    "service_language", "mother_tongue", "needs_interpreter", "interpreter_language", "phone", "email",
    "face",
)  # fmt: skip
CODE_FIELDS = ("identity_code", "identity_hash")

Place = tuple[str, str, str]  # label of the table, key of the row, name of the column
Change = tuple  # a place, what stood there, and what stands there now


def move(dropped: Person, kept: Person) -> tuple[list[Place], list[str]]:
    """Point every row of the dropped at the kept; return what was moved, and what the kept had already."""
    moved: list[Place] = []
    doubled: list[str] = []
    for model, column in _columns_of_person():
        for row in list(model._base_manager.filter(**{column: dropped})):
            _move_row(row, column, kept, moved, doubled)
    for model, column in HOLDER_COLUMNS:
        for row in list(model._base_manager.filter(**{column: f"p:{dropped.pk}"})):
            _move_row(row, column, f"p:{kept.pk}", moved, doubled)
    return moved, doubled


def move_back(merge: Merge) -> None:
    """Point the moved rows at the dropped again, if they still point at the kept; put back the doubles."""
    for label, key, column in merge.moved:
        model = apps.get_model(label)
        is_holder = not model._meta.get_field(column).is_relation
        here, there = (
            (f"p:{merge.kept_id}", f"p:{merge.dropped_id}")
            if is_holder
            else (merge.kept_id, merge.dropped_id)
        )
        model._base_manager.filter(pk=key, **{column: here}).update(**{column: there})
    for told in json.loads(merge.before)["doubled"]:
        for row in serializers.deserialize("json", told):
            row.save()


def _move_row(row: models.Model, column: str, to, moved: list[Place], doubled: list[str]) -> None:
    try:
        with transaction.atomic():
            setattr(row, column, to)
            row.save(update_fields=[column])
    except IntegrityError:
        row = type(row)._base_manager.get(pk=row.pk)
        doubled.append(serializers.serialize("json", [row]))
        row.delete()
    else:
        moved.append((row._meta.label, str(row.pk), column))


def _columns_of_person() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every column that points at a person, of tables that say what is true (grants are derived)."""
    for relation in Person._meta.get_fields(include_hidden=True):
        is_pointing = relation.auto_created and not relation.concrete
        if is_pointing and relation.related_model not in (Person, Grant, Merge):
            yield relation.related_model, relation.field.name


# ---- nothing gets laxer


def narrow(kept: Person, dropped: Person, by: Viewer) -> list[Change]:
    """End what one row allowed and the other forbade: a consent, a judgement, a guardian's sight."""
    changes: list[Change] = []
    for mine, other in ((kept, dropped), (dropped, kept)):
        for consent in _against_withdrawal(mine, other):
            changes.append(_changed(consent, "withdrawn_at", by.at))
        for capacity in _against_judgement(mine, other, by):
            changes.append(_changed(capacity, "ends_at", by.at))
        for custody in _against_closed_sight(mine, other):
            changes.append(_changed(custody, "may_see_online", False))
    return changes


def widen_back(merge: Merge) -> None:
    """Give back what the merge itself ended and nobody has touched since."""
    for label, key, column, was, became in merge.narrowed:
        apps.get_model(label)._base_manager.filter(pk=key, **{column: became}).update(**{column: was})


def _changed(row: models.Model, column: str, value) -> Change:
    was = getattr(row, column)
    type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
    plain = (one.isoformat() if isinstance(one, datetime) else one for one in (was, value))
    return (row._meta.label, str(row.pk), column, *plain)


def _against_withdrawal(mine: Person, other: Person) -> list[Consent]:
    withdrawn = list(Consent.objects.filter(person=other).exclude(withdrawn_at=None))
    given = Consent.objects.filter(person=mine, withdrawn_at=None)
    return [
        one for one in given
        if any(
            no.receiver == one.receiver and meets(no.matter, one.matter) and no.withdrawn_at >= one.starts_at
            for no in withdrawn
        )
    ]  # fmt: skip


def _against_judgement(mine: Person, other: Person, by: Viewer) -> list[Capacity]:
    denied = list(Capacity.objects.in_force(by.at).filter(minor=other, is_capable=False))
    judged = Capacity.objects.in_force(by.at).filter(minor=mine, is_capable=True, ends_at=None)
    return [one for one in judged if any(meets(no.matter, one.matter) for no in denied)]


def _against_closed_sight(mine: Person, other: Person) -> list[Custody]:
    """Return open custodies of one row for which the other row's fellow has not been opened for sight."""
    shut = Custody.objects.filter(ends_on=None, may_see_online=False)
    as_child = {(one.adult_id, one.kind) for one in shut.filter(child=other)}
    as_adult = {(one.child_id, one.kind) for one in shut.filter(adult=other)}
    seeing = Custody.objects.filter(ends_on=None, may_see_online=True)
    children = [one for one in seeing.filter(child=mine) if (one.adult_id, one.kind) in as_child]
    return children + [one for one in seeing.filter(adult=mine) if (one.child_id, one.kind) in as_adult]


def is_between(one: Person, other: Person, by: Viewer) -> bool:
    """Return whether a restriction in force protects one of two people from the other."""
    live = Restriction.objects.in_force(by.at)
    pairs = ((one, other), (other, one))
    facts = (Q(kept_out=f"p:{out.pk}", protected__person=whom) for out, whom in pairs)
    return any(live.filter(fact).exists() for fact in facts)


def follow_since(merge: Merge) -> None:
    """Let what has been restricted or forbidden since the merge protect both, now that they are two again."""
    since = Protected.objects.filter(restriction__decided_at__gt=merge.merged_at, person=merge.kept_id)
    for row in list(since):
        Protected.objects.get_or_create(restriction_id=row.restriction_id, person_id=merge.dropped_id)
    for restriction in Restriction.objects.filter(
        decided_at__gt=merge.merged_at, kept_out=f"p:{merge.kept_id}"
    ):
        _copy_restriction(restriction, kept_out=f"p:{merge.dropped_id}")
    for prohibition in Prohibition.objects.filter(starts_at__gt=merge.merged_at, minor=merge.kept_id):
        _copy(prohibition, minor_id=merge.dropped_id)


def _copy_restriction(restriction: Restriction, **changed) -> Restriction:
    people = list(restriction.protected.values_list("person_id", flat=True))
    again = _copy(restriction, **changed)
    Protected.objects.bulk_create(Protected(restriction=again, person_id=pk) for pk in people)
    return again


def _copy(row: models.Model, **changed):
    """Write the row once more under a key of its own."""
    fresh = type(row)()
    for field in row._meta.concrete_fields:
        if not field.primary_key:
            setattr(fresh, field.attname, getattr(row, field.attname))
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def protect_alike(one: Person, other: Person) -> None:
    """Let every restriction and prohibition of each row stand for the other too; twice changes nothing."""
    for mine, theirs in ((one, other), (other, one)):
        for row in list(Protected.objects.filter(person=mine)):
            Protected.objects.get_or_create(restriction_id=row.restriction_id, person=theirs)
        for restriction in list(Restriction.objects.filter(kept_out=f"p:{mine.pk}")):
            if not _stands(restriction, RESTRICTED, kept_out=f"p:{theirs.pk}"):
                _copy_restriction(restriction, kept_out=f"p:{theirs.pk}")
        for column, said in (("minor_id", {"record": None}), ("hidden_from_id", {})):
            for prohibition in list(Prohibition.objects.filter(**{column: mine.pk}, **said)):
                if not _stands(prohibition, FORBIDDEN, **{column: theirs.pk}):
                    _copy(prohibition, **{column: theirs.pk})


# What makes two restrictions, or two prohibitions, the same but for whom they are about.
RESTRICTED = ("kind", "kept_out", "family_id", "decided_at", "starts_at")
FORBIDDEN = ("minor_id", "hidden_from_id", "record_id", "matter", "set_by", "starts_at")


def _stands(row: models.Model, columns: tuple[str, ...], **changed) -> bool:
    said = {column: getattr(row, column) for column in columns} | changed
    return type(row)._default_manager.filter(**said).exists()


def rebuild_around(kept: Person, dropped: Person) -> None:
    """Make the grants follow: of their families, and of those where they have custody of a child."""
    people = [kept.pk, dropped.pk]
    wards = Custody.objects.filter(adult__in=people).values("child")
    about = Member.objects.filter(person__in=people) | Member.objects.filter(person__in=wards)
    grants.rebuild_many(set(about.values_list("family_id", flat=True)))


def inherit(newcomer: Person, known: list[UUID], family: Family, by: Viewer) -> int:
    """Protect a new row like those out of sight that are the same person by name and birth.

    Whoever wrote the new row is cleared for what they wrote themselves, so that they learn nothing by it.
    Each protection is a restriction of its own: lifting it here leaves the first one as it is.
    """
    live = Restriction.objects.in_force(by.at).filter(protected__person__in=known)
    kept = list(live.exclude(keys_out(by)).distinct())
    for restriction in kept:
        again = _copy(
            restriction, family_id=family.pk if restriction.family_id else None, words="", asked_by_id=None,
            decided_by=INHERITED, decided_at=by.at, confirmed_by=INHERITED,
        )  # fmt: skip
        Protected.objects.create(restriction=again, person=newcomer)
        if again.kind == Restriction.Kind.SAFETY and by.is_worker:
            Clearance.objects.create(restriction=again, holder=str(by), given_by=INHERITED, given_at=by.at)
    return len(kept)


# ---- fields


def fields_of(person: Person) -> dict:
    """Return the fields of a person as they go into JSON."""
    plain = json.loads(serializers.serialize("json", [person], fields=(*FIELDS, *CODE_FIELDS)))
    return plain[0]["fields"]


def choose(kept: Person, dropped: Person, from_dropped: set[str]) -> None:
    """Write the chosen values into the kept. A code stays whichever row it stands in."""
    for name in from_dropped & set(FIELDS):
        setattr(kept, name, getattr(dropped, name))
    if not kept.identity_hash:
        kept.identity_code, kept.identity_hash = dropped.identity_code, dropped.identity_hash
    kept.search_text = text_of(kept)
    kept.save()


def give_back(merge: Merge) -> None:
    """Put the former values back into the kept, where they are still those chosen at the merge."""
    told = json.loads(merge.before)
    before, after, now = told["before"], told["after"], fields_of(merge.kept)
    names = [name for name in before if now[name] == after[name] and before[name] != after[name]]
    for name in names:
        field = Person._meta.get_field(name)
        setattr(merge.kept, name, field.to_python(before[name]))
    merge.kept.search_text = text_of(merge.kept)
    merge.kept.save()
