"""Checking looks: a weekly sample and a list of unusual ones. Nothing of a family is shown, and no score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.access import looks_between, subjects_of
from koppi.audit.models import AuditEvent
from koppi.families.models import Family, Member, Resident
from koppi.people.models import Organisation, Person, Post, Role
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.periods import midnight
from koppi.workdays import local_day

from . import words
from .drawing import WEEK
from .drawing import draw as drawn
from .facts import entries_of, keys_of, stays_on
from .models import Checked, Rule, Sample, SampledLook, UnusualLook
from .people_shown import Who, workers_shown
from .showing import Entry, Facts, stays_of

BATCH = 500
SHOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One look to check: who, when, what kind and on what ground; never whose."""

    id: UUID
    who: Who
    at: datetime
    what: str
    why: str
    rule: str
    outcome: str
    outcome_words: str
    words: str
    is_sampled: bool


def draw(at: datetime, week: date) -> Sample:
    """Make the sample of the week that begins on this Monday; the same one again if it has been made."""
    found = Sample.objects.filter(week=week).first()
    if found is not None:
        return found
    looks = list(looks_between(midnight(week), midnight(week + WEEK)).values_list("pk", "at", "by", "mac"))
    percent = Decimal(settings.KOPPI_LOG_SAMPLE_PERCENT)
    seed = looks[-1][3] if looks else ""
    chosen = set(drawn([pk for pk, *_rest in looks], seed, percent))
    sample = Sample.objects.create(
        week=week, seed=seed, percent=percent, size=len(chosen), out_of=len(looks), drawn_at=at
    )
    posts = set(
        Post.objects.filter(pk__in={by[2:] for _pk, _at, by, _mac in looks}).values_list("pk", flat=True)
    )
    SampledLook.objects.bulk_create(
        SampledLook(sample=sample, entry=pk, looked_at=moment, post_id=UUID(by[2:]))
        for pk, moment, by, _mac in looks
        if pk in chosen and UUID(by[2:]) in posts
    )
    return sample


def checkers_of(sample: Sample, at: datetime) -> set[UUID]:
    """Return the posts that have something of this sample to check: managers of the units, and officers."""
    units = set(sample.looks.values_list("post__unit", flat=True))
    live = Post.objects.on_day(local_day(at))
    managers = live.filter(role=Role.MANAGER, unit__in=units).values_list("pk", flat=True)
    return {*managers, *live.filter(role=Role.DPO).values_list("pk", flat=True)} if units else set()


# Who checks whose looks


def people_of_checker(viewer: Viewer) -> Q:
    """Return the condition of a checked look being this viewer's to check; never their own.

    A manager checks the people of their own unit. A data-protection officer checks those of their own
    organisation, and of organisations that have no officer of their own.

    :raises NotVisible: the viewer checks nobody.
    """
    post = viewer.post
    if post is None or post.role not in {Role.MANAGER, Role.DPO}:
        raise NotVisible
    others = ~Q(post__person=viewer.person_id)
    if post.role == Role.MANAGER:
        return others & Q(post__unit=post.unit_id)
    served = Post.objects.on_day(viewer.today).filter(role=Role.DPO).values("unit__organisation")
    unserved = Organisation.objects.exclude(pk__in=served)
    mine = Q(post__unit__organisation=post.organisation_id) | Q(post__unit__organisation__in=unserved)
    return others & mine


def is_checker(viewer: Viewer) -> bool:
    return viewer.post is not None and viewer.post.role in {Role.MANAGER, Role.DPO}


def sampled_for(viewer: Viewer) -> QuerySet[SampledLook]:
    """Return the drawn looks of the last quarter that are this viewer's to check, the open ones first."""
    rows = SampledLook.objects.filter(people_of_checker(viewer), looked_at__gte=viewer.at - SHOWN)
    return rows.select_related("sample").order_by("outcome", "-looked_at", "id")


def unusual_for(viewer: Viewer) -> QuerySet[UnusualLook]:
    """Return the unusual looks of the last quarter that are this viewer's to check, the open ones first."""
    rows = UnusualLook.objects.filter(people_of_checker(viewer), looked_at__gte=viewer.at - SHOWN)
    return rows.order_by("outcome", "-looked_at", "id")


def look_to_check(viewer: Viewer, pk: UUID) -> Checked:
    """Open one look to check; that it was opened is written into the trail.

    :raises NotVisible: it is not this viewer's to check.
    """
    found = sampled_for(viewer).filter(pk=pk).first() or unusual_for(viewer).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    trail.saw(viewer, "looks.check_seen", found)
    return found


def require_checker(viewer: Viewer, look: Checked) -> None:
    """:raises NotVisible: the look is not this viewer's to check."""
    if not type(look).objects.filter(people_of_checker(viewer), pk=look.pk).exists():
        raise NotVisible


def note_listing(viewer: Viewer, lines: Iterable[CheckLine]) -> None:
    """Write into the trail which looks were shown to whoever checks them."""
    trail.saw(viewer, "looks.check_listed", [line.id for line in lines], kind="looks.Checked", action="list")


def lines_of(looks: Iterable[Checked]) -> list[CheckLine]:
    """Return looks as lines: the grounds are those the worker had at the moment of looking."""
    looks = list(looks)
    entries = {entry.id: entry for entry in entries_named([look.entry for look in looks])}
    facts = _work_facts(list(entries.values()))
    who = workers_shown({entry.by for entry in entries.values()})
    return [_line(look, entries[look.entry], facts, who) for look in looks if look.entry in entries]


def entries_named(numbers: list[int]) -> list[Entry]:
    """Return these entries of the trail as plain values."""
    events = AuditEvent.objects.filter(pk__in=numbers).order_by("pk")
    subjects = subjects_of(numbers)
    return entries_of((event, subjects.get(event.pk, frozenset())) for event in events)


def _line(look: Checked, entry: Entry, facts: Facts, who: dict[str, Who]) -> CheckLine:
    rule = Rule(look.rule).label if isinstance(look, UnusualLook) else ""
    return CheckLine(
        id=look.pk,
        who=who.get(entry.by) or Who("", ""),
        at=look.looked_at,
        what=words.what_of(entry),
        why=words.why_of(entry, stays_of(entry, facts), []),
        rule=str(rule),
        outcome=look.outcome,
        outcome_words=look.get_outcome_display(),
        words=look.words,
        is_sampled=isinstance(look, SampledLook),
    )


def _work_facts(entries: list[Entry]) -> Facts:
    """Read whether the workers worked with the families; what the family knows is not asked here."""
    subjects = {one for entry in entries for one in entry.subjects}
    families = set(Family.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    nobody = UUID(int=0)
    return Facts(
        reader="",
        about=nobody,
        is_me=False,
        families=frozenset(families),
        keys=keys_of({entry.by for entry in entries}),
        stays=stays_on(families, None),
    )


# The unusual ones


def unusual_on(day: date) -> list[UnusualLook]:
    """Return the looks of one day that a plain rule picks out; each rule is said on the page in words."""
    rows = looks_between(midnight(day), midnight(day + timedelta(days=1)))
    numbers = list(rows.values_list("pk", flat=True))
    found: list[UnusualLook] = []
    seen: dict[str, set[UUID]] = defaultdict(set)
    for start in range(0, len(numbers), BATCH):
        found += _unusual_among(entries_named(numbers[start : start + BATCH]), seen)
    return found


def _unusual_among(entries: list[Entry], seen: dict[str, set[UUID]]) -> list[UnusualLook]:
    facts = _work_facts(entries)
    posts = {f"e:{post.pk}": post for post in _posts(entries)}
    people = _people_of(entries, facts)
    homes = _homes(
        {person for named in people.values() for person in named} | {p.person_id for p in posts.values()}
    )
    names = _surnames({person for named in people.values() for person in named})
    found = []
    for entry in entries:
        post = posts.get(entry.by)
        if post is None:
            continue
        for rule in _rules(entry, post, people[entry.id], facts, homes, names, seen):
            found.append(UnusualLook(entry=entry.id, looked_at=entry.at, post=post, rule=rule))
    return found


def _rules(entry, post: Post, people: set[UUID], facts: Facts, homes, names, seen) -> Iterable[Rule]:
    families = entry.subjects & facts.families
    if entry.action != "list" and families and not stays_of(entry, facts):
        yield Rule.NO_CONTACT
    if entry.action != "list" and _surname(post.person.family_name) in {names.get(one) for one in people}:
        yield Rule.SAME_NAME
    mine = homes.get(post.person_id, frozenset())
    if entry.action != "list" and any(
        mine & homes.get(one, frozenset()) for one in people - {post.person_id}
    ):
        yield Rule.SAME_HOME
    before = len(seen[entry.by])
    seen[entry.by] |= families
    if before < settings.KOPPI_LOG_MANY_FAMILIES <= len(seen[entry.by]):
        yield Rule.VERY_MANY


def _posts(entries: list[Entry]) -> QuerySet[Post]:
    return Post.objects.filter(pk__in={entry.by[2:] for entry in entries}).select_related("person", "unit")


def _people_of(entries: list[Entry], facts: Facts) -> dict[int, set[UUID]]:
    """Return whom each look was at: the persons named, and without any the members of the families named."""
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for family, person in Member.objects.filter(family__in=facts.families).values_list(
        "family_id", "person_id"
    ):
        members[family].add(person)
    return {
        entry.id: set(entry.subjects - facts.families)
        or {person for family in entry.subjects & facts.families for person in members[family]}
        for entry in entries
    }


def _surnames(people: set[UUID]) -> dict[UUID, str]:
    rows = Person.objects.filter(pk__in=people).values_list("pk", "family_name")
    return {pk: _surname(name) for pk, name in rows if name}


def _surname(name: str) -> str:
    return name.strip().casefold()


def _homes(people: set[UUID]) -> dict[UUID, frozenset[str]]:
    """Return the addresses where these people live or have lived, as far as Koppi knows."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Resident.objects.filter(person__in=people).exclude(home__address="")
    for person, address in rows.values_list("person_id", "home__address"):
        found[person].add(" ".join(address.casefold().split()))
    return {person: frozenset(addresses) for person, addresses in found.items()}


def tabs_of(viewer: Viewer, is_sample: bool) -> list[dict]:
    """Return the two lists of checking, each with how many wait."""
    return [
        {
            "label": _("Otos"), "url": reverse("looks:check"), "is_current": is_sample,
            "count": sampled_for(viewer).filter(outcome="").count(),
        },
        {
            "label": _("Poikkeavat"), "url": reverse("looks:unusual"), "is_current": not is_sample,
            "count": unusual_for(viewer).filter(outcome="").count(),
        },
    ]  # fmt: skip
