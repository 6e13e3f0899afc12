"""The facts one log turns on, read from the tables of the areas below; ``showing`` says what follows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from koppi.audit.access import told_about
from koppi.audit.models import AuditEvent
from koppi.families.models import Custody, Family, Member
from koppi.mapping.models import Invitation
from koppi.people.models import Absence, Person, Post
from koppi.people.viewer import Viewer
from koppi.sharing.access import families_visible_to, records_visible_to
from koppi.sharing.look import Look, look_at
from koppi.sharing.models import Consent, Emergency, Grant, Ground, LegalBasis, Matter, Prohibition, Record
from koppi.sharing.periods import Period, earliest, of_days
from koppi.sharing.standing import standing_of

from .showing import DISCLOSURES, RECORD_KINDS, Cover, Entry, Facts, Keys, Stay

OWN = (Grant.Side.SELF, Grant.Side.GUARDIAN)


def looks_by_person(viewer: Viewer) -> dict[UUID, list[Look]]:
    """Return whose log this family member may read, each with the families that are open for it."""
    looks = [look for family in families_visible_to(viewer) if (look := look_at(viewer, family.pk))]
    people = {way.person for look in looks for way in look.door.open_ways if way.side in OWN}
    return {
        person: [look for look in looks if _is_in(look, person)] for person in {viewer.person_id, *people}
    }


def _is_in(look: Look, person: UUID) -> bool:
    return any(member.person_id == person for member in look.members)


def entries_about(
    person: UUID, since: datetime, until: datetime, only: list[int] | None = None
) -> list[Entry]:
    """Return what the trail holds about a person and the families they belong to, the newest first.

    ``only`` names the entries to look among.
    """
    rows = [person, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    families = Member.objects.filter(person=person).values_list("family_id", flat=True)
    return entries_of(told_about([*rows, *families], since, until, DISCLOSURES, only))


def entries_of(rows: Iterable[tuple[AuditEvent, frozenset[UUID]]]) -> list[Entry]:
    entries = [_entry(event, subjects) for event, subjects in rows]
    records = _records_of_invitations(entries)
    return [
        Entry(**_plain(entry) | {"ids": tuple(records.get(one, one) for one in entry.ids)})
        for entry in entries
    ]


def _entry(event: AuditEvent, subjects: frozenset[UUID]) -> Entry:
    return Entry(
        event.pk, event.at, event.by, event.did, event.action, event.kind, _keys(event.ids), subjects,
        tuple(event.rules), event.result,
    )  # fmt: skip


def _plain(entry: Entry) -> dict:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _keys(ids: Sequence[str]) -> tuple[UUID, ...]:
    found = []
    for one in ids:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return tuple(found)


def _records_of_invitations(entries: list[Entry]) -> dict[UUID, UUID]:
    """An invitation is named by its own key; what may be seen is its record."""
    named = [one for entry in entries if entry.kind == "mapping.Invitation" for one in entry.ids]
    return dict(Invitation.objects.filter(pk__in=named).values_list("pk", "record_id")) if named else {}


def facts_for(viewer: Viewer, person: UUID, looks: list[Look], entries: list[Entry]) -> Facts:
    """Read what these entries turn on for this reader."""
    subjects = {one for entry in entries for one in entry.subjects}
    families = frozenset(Family.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    merged = Person.objects.filter(pk__in=subjects, merged_into__isnull=False)
    same = dict(merged.values_list("pk", "merged_into_id"))
    persons = {same.get(one, one) for one in subjects - families}
    out = standing_of(viewer).out
    is_me = person == viewer.person_id
    return Facts(
        reader=str(viewer),
        about=person,
        is_me=is_me,
        same=same,
        families=families,
        open_families=frozenset(look.family.pk for look in looks),
        memberships=_memberships(person),
        guardians=_guardians(person) if is_me else frozenset(),
        out=out.families | out.persons,
        seen=_seen(viewer, entries),
        unsaid=_unsaid(viewer.at, entries),
        is_closed=not is_me and _is_closed(viewer, person),
        keys=keys_of({entry.by for entry in entries}),
        stays=stays_on({*families, *(look.family.pk for look in looks)}, viewer.at),
        covers=covers_of_people(persons),
    )


def _memberships(person: UUID) -> tuple[tuple[UUID, Period], ...]:
    rows = Member.objects.filter(person=person).values_list("family_id", "starts_on", "ends_on")
    return tuple((family, of_days(first, end)) for family, first, end in rows)


def _guardians(person: UUID) -> frozenset[str]:
    return frozenset(
        f"p:{pk}" for pk in Custody.objects.filter(child=person).values_list("adult_id", flat=True)
    )


def _seen(viewer: Viewer, entries: list[Entry]) -> frozenset[UUID]:
    named = {one for entry in entries if entry.kind in RECORD_KINDS for one in entry.ids}
    there = list(
        Record.objects.system("which of the named are records")
        .filter(pk__in=named)
        .values_list("pk", flat=True)
    )
    return (
        frozenset(records_visible_to(viewer, among=there).values_list("pk", flat=True))
        if there
        else frozenset()
    )


def _unsaid(at: datetime, entries: list[Entry]) -> frozenset[UUID]:
    """Return what the family has not been told of, among the things that the entries are about."""
    named = {one for entry in entries for one in entry.ids}
    waits = Q(family_told_at=None) | Q(family_told_at__gt=at)
    emergencies = Emergency.objects.filter(waits, pk__in=named).values_list("pk", flat=True)
    grounds = Ground.objects.filter(pk__in=named, told_family=False).values_list("pk", flat=True)
    bases = LegalBasis.objects.filter(pk__in=named, told_family=False).values_list("pk", flat=True)
    return frozenset([*emergencies, *grounds, *bases])


def _is_closed(viewer: Viewer, person: UUID) -> bool:
    against = Q(hidden_from=None) | Q(hidden_from=viewer.person_id)
    live = Prohibition.objects.in_force(viewer.at).filter(against, minor=person, record=None)
    return live.filter(matter=Matter.ANY).exists()


def keys_of(lookers: Iterable[str]) -> dict[str, Keys]:
    """Return under which holders each worker looks, standing in for others too."""
    posts = Post.objects.filter(pk__in=[key[2:] for key in lookers if key.startswith("e:")])
    away: dict[UUID, list[tuple[str, Period]]] = {}
    for row in Absence.objects.filter(deputy__in=posts):
        away.setdefault(row.deputy_id, []).append((f"e:{row.post_id}", Period(row.starts_at, row.ends_at)))
    return {
        f"e:{post.pk}": Keys(
            frozenset(
                {
                    f"e:{post.pk}",
                    f"u:{post.unit_id}",
                    f"o:{post.unit.organisation_id}",
                    f"s:{post.unit.sector}",
                }
            ),
            tuple(away.get(post.pk, ())),
        )
        for post in posts.select_related("unit")
    }


def stays_on(families: Iterable[UUID], at: datetime | None) -> tuple[Stay, ...]:
    """Return every ground on these families, whenever it ran, and whether the family knows of it at ``at``.

    Without a moment nobody is asked what the family knows: all of them are told.
    """
    rows = Ground.objects.filter(family__in=list(families))
    return tuple(
        Stay(
            row.holder, row.family_id, row.kind, Period(row.starts_at, row.ends_at), _is_ground_told(row, at)
        )
        for row in rows.select_related("emergency").order_by("starts_at", "id")
    )


def _is_ground_told(row: Ground, at: datetime | None) -> bool:
    if at is None:
        return True
    if row.kind != Ground.Kind.EMERGENCY:
        return row.told_family
    emergency = getattr(row, "emergency", None)
    told_at = emergency.family_told_at if emergency else None
    return told_at is not None and told_at <= at


def covers_of_people(people: Iterable[UUID]) -> tuple[Cover, ...]:
    """Return every consent and legal basis of these people, whenever it ran."""
    people = list(people)
    consents = Consent.objects.filter(person__in=people).order_by("starts_at", "id")
    bases = LegalBasis.objects.filter(person__in=people).order_by("starts_at", "id")
    given = (
        Cover(one.receiver, one.person_id, Period(one.starts_at, earliest(one.ends_at, one.withdrawn_at)))
        for one in consents
    )
    stated = (
        Cover(one.receiver, one.person_id, Period(one.starts_at, one.ends_at), one.code, one.told_family)
        for one in bases
    )
    return (*given, *stated)
