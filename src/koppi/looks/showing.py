"""Which entries of the trail a family member is told of: L1–L9 of docs/access.md. Pure, without Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from koppi.sharing.periods import Period

LOOKS = frozenset({"read", "list", "search", "export", "print", "emergency"})
# What gave somebody else a way to the data; the law calls it a disclosure.
DISCLOSURES = frozenset(
    {"mapping.invited", "mapping.invited_again", "sharing.authority_admitted", "sharing.basis_stated"}
)
# These name protected records and nothing else.
RECORD_KINDS = frozenset(
    {
        "sharing.Record",
        "own_words.OwnView",
        "services.ServiceEpisode",
        "mapping.Invitation",
        "summary.SummaryPart",
        "teams.AgreedStep",
    }
)
ALWAYS_COVERED = frozenset({"EMERGENCY", "OTHER_AUTHORITY"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail as plain values; ``subjects`` are persons and families."""

    id: int
    at: datetime
    by: str
    did: str
    action: str
    kind: str = ""
    ids: tuple[UUID, ...] = ()
    subjects: frozenset[UUID] = frozenset()
    rules: tuple[str, ...] = ()
    result: str = "ok"


@dataclass(frozen=True, slots=True)
class Stay:
    """A ground of some holder on a family, for a time; told or not told to the family."""

    holder: str
    family: UUID
    kind: str
    period: Period
    is_told: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """A consent or a legal basis of a person for a receiver, for a time. ``law`` is empty for a consent."""

    receiver: str
    person: UUID
    period: Period
    law: str = ""
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which holders a worker looks: always, and while standing in for somebody."""

    own: frozenset[str]
    stand_ins: tuple[tuple[str, Period], ...] = ()

    def at(self, moment: datetime) -> frozenset[str]:
        return self.own | {key for key, period in self.stand_ins if period.holds(moment)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the telling turns on, for one reader and one person's log."""

    reader: str
    about: UUID
    is_me: bool
    # Which living row each merged row is.
    same: Mapping[UUID, UUID] = field(default_factory=dict)
    families: frozenset[UUID] = frozenset()
    open_families: frozenset[UUID] = frozenset()
    memberships: tuple[tuple[UUID, Period], ...] = ()
    guardians: frozenset[str] = frozenset()
    out: frozenset[UUID] = frozenset()
    seen: frozenset[UUID] = frozenset()
    unsaid: frozenset[UUID] = frozenset()
    is_closed: bool = False
    keys: Mapping[str, Keys] = field(default_factory=dict)
    stays: tuple[Stay, ...] = ()
    covers: tuple[Cover, ...] = ()

    def who(self, subjects: Iterable[UUID]) -> frozenset[UUID]:
        return frozenset(self.same.get(one, one) for one in subjects)


def told(entries: Iterable[Entry], facts: Facts) -> list[Entry]:
    """Return the entries the reader is told of, in the order given."""
    return [] if facts.is_closed else [entry for entry in entries if is_told(entry, facts)]


def is_told(entry: Entry, facts: Facts) -> bool:
    subjects = facts.who(entry.subjects)
    families = subjects & facts.families
    return (
        entry.result == "ok"
        and (entry.action in LOOKS or entry.did in DISCLOSURES)
        and _concerns(entry, subjects - families, families, facts)
        and _is_by_somebody_told(entry, facts)
        and _stands_open(entry, families, facts)
        and not subjects & facts.out
        and _names_something_seen(entry, facts)
        and facts.unsaid.isdisjoint(entry.ids)
        and not looked_unsaid(entry, facts)
    )


def _concerns(entry: Entry, persons: frozenset[UUID], families: frozenset[UUID], facts: Facts) -> bool:
    if persons:
        return facts.about in persons
    return any(family in families and period.holds(entry.at) for family, period in facts.memberships)


def _is_by_somebody_told(entry: Entry, facts: Facts) -> bool:
    if entry.by[:2] in ("e:", "g:") or entry.by == facts.reader:
        return True
    return facts.is_me and entry.by in facts.guardians


def _stands_open(entry: Entry, families: frozenset[UUID], facts: Facts) -> bool:
    if families:
        return bool(families & facts.open_families)
    return facts.is_me or (entry.kind in RECORD_KINDS and not facts.seen.isdisjoint(entry.ids))


def _names_something_seen(entry: Entry, facts: Facts) -> bool:
    return entry.kind not in RECORD_KINDS or not entry.ids or not facts.seen.isdisjoint(entry.ids)


def stays_of(entry: Entry, facts: Facts) -> list[Stay]:
    """Return the grounds on which the worker could look just then, in the families of the entry."""
    if entry.by not in facts.keys:
        return []
    keys, families = facts.keys[entry.by].at(entry.at), facts.who(entry.subjects)
    return [
        stay
        for stay in facts.stays
        if stay.holder in keys and stay.family in families and stay.period.holds(entry.at)
    ]


def stays_near(entry: Entry, facts: Facts) -> list[Stay]:
    """Return the same for an entry that names no family: the grounds in the families open to the reader."""
    if entry.by not in facts.keys:
        return []
    keys = facts.keys[entry.by].at(entry.at)
    return [
        stay
        for stay in facts.stays
        if stay.holder in keys and stay.family in facts.open_families and stay.period.holds(entry.at)
    ]


def covers_of(entry: Entry, facts: Facts) -> list[Cover]:
    """Return the consents and bases of the entry's persons for the worker's keys, as they were just then."""
    if entry.by not in facts.keys:
        return []
    keys, persons = facts.keys[entry.by].at(entry.at), facts.who(entry.subjects)
    return [
        cover
        for cover in facts.covers
        if cover.receiver in keys and cover.person in persons and cover.period.holds(entry.at)
    ]


def looked_unsaid(entry: Entry, facts: Facts) -> bool:
    """Did the worker look only by what the family has not been told of?"""
    stays = stays_of(entry, facts)
    if not stays:
        return False
    known = [stay for stay in stays if stay.is_told]
    if not known:
        return True
    if any(stay.kind in ALWAYS_COVERED for stay in known):
        return False
    covers = covers_of(entry, facts)
    return bool(covers) and not any(cover.is_told for cover in covers)
