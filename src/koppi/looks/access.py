"""The doors of the log: a family member's own and of those they answer for. Reading it is in the log too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from koppi.audit import trail
from koppi.people.models import Person, Post, Role
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.look import Look
from koppi.sharing.models import Record
from koppi.teams.models import TeamMember
from koppi.workdays import add_months, add_workdays, local_day

from . import words
from .facts import entries_about, facts_for, looks_by_person
from .models import FarBack, Question
from .people_shown import Who, is_place_hidden_from, people_shown
from .showing import RECORD_KINDS, Entry, Facts, covers_of, stays_near, stays_of, told

DAY = timedelta(days=1)
MONTHS_BACK = 24
LATEST = 100
BEGINNING = datetime.fromisoformat("2000-01-01T00:00+00:00")


@dataclass(frozen=True, slots=True)
class Line:
    """The looks of one day by the same one for the same reason; or one entry, for a file."""

    entry: int
    first_at: datetime
    at: datetime
    who: Who
    what: tuple[str, ...]
    why: str
    sort: str
    is_own: bool
    count: int
    by: str

    @property
    def may_ask(self) -> bool:
        return self.by[:2] in ("e:", "g:")


@dataclass(frozen=True, slots=True)
class Log:
    """What one reader is told of one person's log in a time."""

    person: Person
    is_me: bool
    others: tuple[Person, ...]
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    since: datetime
    is_far_open: bool

    @property
    def people_count(self) -> int:
        return len({(line.who.key, line.who.name) for line in self.lines if not line.is_own})

    @property
    def looks_count(self) -> int:
        return sum(line.count for line in self.lines if not line.is_own)

    @property
    def own_count(self) -> int:
        return sum(line.count for line in self.lines if line.is_own)


def two_years_before(at: datetime) -> datetime:
    """Return how far back anybody may read without giving a reason.

    Source: laki sosiaali- ja terveydenhuollon asiakastietojen käsittelystä (703/2023) 11 §.
    """
    return at - (local_day(at) - add_months(local_day(at), -MONTHS_BACK))


def log_for(
    viewer: Viewer,
    person: UUID | None = None,
    *,
    days: int | None = 30,
    each: bool = False,
    did: str = "looks.saw",
) -> Log:
    """Open a log, one's own or of somebody whose sharing one knows; the look is written into the trail.

    ``days`` says how far back, None as far as may be read; ``each`` gives every entry a line of its own.

    :raises NotVisible: the log is not this viewer's to read.
    """
    if not viewer.is_client:
        raise NotVisible
    trail.ensure_sealed(viewer.at)
    found = looks_by_person(viewer)
    about = person or viewer.person_id
    if about not in found:
        raise NotVisible
    farthest, is_far_open = _farthest(viewer, about)
    since = farthest if days is None else max(farthest, viewer.at - days * DAY)
    entries, facts = _told(viewer, about, found[about], since)
    action = "export" if did == "looks.exported" else "read"
    trail.saw(
        viewer, did, [about], subjects=[about], kind="people.Person", action=action, entries=len(entries)
    )
    people = Person.objects.in_bulk(list(found))
    others = sorted(people.values(), key=lambda one: (one.pk != viewer.person_id, str(one.born_on or "")))
    lines = _lines(viewer, entries, facts, found[about], each)
    return Log(
        people[about],
        about == viewer.person_id,
        tuple(others),
        tuple(entries),
        tuple(lines),
        since,
        is_far_open,
    )


def line_to_ask(viewer: Viewer, person: UUID, entry: int) -> Line:
    """Return one entry of a log as a line, to ask about it.

    :raises NotVisible: the reader is not told of it, or nobody at work did it.
    """
    require_reader(viewer, person)
    looks = looks_by_person(viewer)[person]
    entries, facts = _told(viewer, person, looks, _farthest(viewer, person)[0], [entry])
    lines = [line for line in _lines(viewer, entries, facts, looks, each=True) if line.may_ask]
    if not lines:
        raise NotVisible
    return lines[0]


def require_reader(viewer: Viewer, person: UUID) -> None:
    """:raises NotVisible: this is not a log of the viewer's to read."""
    if not viewer.is_client or person not in looks_by_person(viewer):
        raise NotVisible


def _farthest(viewer: Viewer, about: UUID) -> tuple[datetime, bool]:
    """Return how far back this reader may read of a person just now, and whether a reason opened it."""
    is_open = far_back_of(viewer, about).exists()
    return (BEGINNING if is_open else two_years_before(viewer.at)), is_open


def told_to(viewer: Viewer, person: UUID, since: datetime) -> list[Entry]:
    """Return the entries the reader is told of since a moment, without a trace: the door has been opened."""
    found = looks_by_person(viewer)
    return _told(viewer, person, found[person], since)[0] if person in found else []


def _told(
    viewer: Viewer, about: UUID, looks: list[Look], since: datetime, only: list[int] | None = None
) -> tuple[list[Entry], Facts]:
    entries = entries_about(about, since, viewer.at + timedelta(microseconds=1), only)
    facts = facts_for(viewer, about, looks, entries)
    return told(entries, facts), facts


def _lines(viewer: Viewer, entries: list[Entry], facts: Facts, looks: list[Look], each: bool) -> list[Line]:
    who = people_shown(viewer, {entry.by for entry in entries}, looks)
    kinds = _kinds(entries, facts)
    lines = [_line(viewer, entry, facts, who[entry.by], kinds) for entry in entries]
    return lines if each else _by_day(lines)


def _line(viewer: Viewer, entry: Entry, facts: Facts, who: Who, kinds: dict[UUID, str]) -> Line:
    kind = next((kinds[one] for one in entry.ids if one in kinds), "")
    is_own = entry.by == str(viewer)
    stays = stays_of(entry, facts) or stays_near(entry, facts)
    why = words.why_of(entry, stays, covers_of(entry, facts))
    return Line(
        entry.id, entry.at, entry.at, who, (words.what_of(entry, kind),), why, words.sort_of(entry), is_own,
        1,
        entry.by,
    )  # fmt: skip


def _by_day(lines: list[Line]) -> list[Line]:
    """Put the looks of one day by the same one for the same reason on one line; the newest names it."""
    days: dict[tuple, list[Line]] = {}
    for line in lines:
        apart = line.entry if line.sort != "look" else ""
        days.setdefault((local_day(line.at), line.who, line.why, apart), []).append(line)
    return [_one_line(same) for same in days.values()]


def _one_line(same: list[Line]) -> Line:
    newest = same[0]
    what = tuple(dict.fromkeys(word for line in same for word in line.what))
    return Line(
        newest.entry, same[-1].at, newest.at, newest.who, what, newest.why, newest.sort, newest.is_own,
        len(same),
        newest.by,
    )  # fmt: skip


def _kinds(entries: list[Entry], facts: Facts) -> dict[UUID, str]:
    """Return the kinds of the named records that the reader may see."""
    named = {one for entry in entries if entry.kind in RECORD_KINDS for one in entry.ids} & facts.seen
    records = Record.objects.system("the kinds of what the reader sees").filter(pk__in=named)
    return dict(records.values_list("pk", "kind"))


def far_back_of(viewer: Viewer, about: UUID) -> QuerySet[FarBack]:
    """Return the reasons by which this reader reads far back just now."""
    return FarBack.objects.filter(
        reader=viewer.person_id, about=about, starts_at__lte=viewer.at, ends_at__gt=viewer.at
    )


# Questions


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as its asker, or the one asked, reads it."""

    id: UUID
    asker: str
    about: str
    who: Who
    looked_at: datetime
    words: str
    asked_at: datetime
    answer_by: date
    to: str
    is_escalated: bool
    answer: str
    answered_by: str
    answered_at: datetime | None
    is_mine: bool
    may_answer: bool


def own_worker_of(viewer: Viewer, about: UUID, looker: str) -> Post | None:
    """Return the own worker to ask about a look, unless the look was their own."""
    families = [look.family.pk for look in looks_by_person(viewer).get(about, ())]
    rows = TeamMember.objects.in_force(viewer.at).filter(
        team__family__in=families, team__ends_at=None, is_own_worker=True
    )
    posts = [row.post for row in rows.select_related("post__person").order_by("starts_at", "id")]
    return next((post for post in posts if not _is_same_person(post, looker)), None)


def _is_same_person(post: Post, looker: str) -> bool:
    return looker.startswith("e:") and Post.objects.filter(pk=looker[2:], person=post.person_id).exists()


def officers(at: datetime) -> QuerySet[Post]:
    """Return the posts of the data-protection officers now."""
    return Post.objects.on_day(local_day(at)).filter(role=Role.DPO).order_by("starts_on", "id")


def is_officer(viewer: Viewer) -> bool:
    return viewer.post is not None and viewer.post.role == Role.DPO


def questions_to(viewer: Viewer) -> QuerySet[Question]:
    """Return the questions this worker may answer; an officer's are also those for nobody, and the late."""
    if viewer.post is None:
        raise NotVisible
    asked = Q(to_post=viewer.post.id) | Q(to_post__in=[key[2:] for key in viewer.stand_ins])
    if is_officer(viewer):
        asked |= Q(to_post=None) | Q(escalated_at__isnull=False)
    rows = Question.objects.filter(asked)
    own_look = Q(
        looker__in=[
            f"e:{pk}" for pk in Post.objects.filter(person=viewer.person_id).values_list("pk", flat=True)
        ]
    )
    return rows.exclude(own_look).select_related("asker", "about", "to_post__person", "answered_by__person")


def questions_of(viewer: Viewer) -> QuerySet[Question]:
    """Return what this family member has asked."""
    if not viewer.is_client:
        raise NotVisible
    rows = Question.objects.filter(asker=viewer.person_id)
    return rows.select_related("asker", "about", "to_post__person", "answered_by__person")


def question_for(viewer: Viewer, pk: UUID) -> Question:
    """Open one question; the look is written into the trail.

    :raises NotVisible: it is neither asked by this viewer nor for them to answer.
    """
    rows = questions_of(viewer) if viewer.is_client else questions_to(viewer)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    trail.saw(viewer, "looks.question_seen", found, subjects=[found.asker_id])
    return found


def may_be_answered_by(viewer: Viewer, question: Question) -> bool:
    return viewer.is_worker and questions_to(viewer).filter(pk=question.pk).exists()


def cards_of(viewer: Viewer, questions: Iterable[Question]) -> list[QuestionCard]:
    """Return questions as cards. Whoever answers reads no workplace, and no title when a place is hidden."""
    questions = list(questions)
    names = _names_of_lookers(viewer, questions)
    return [_card(viewer, one, names.get(one.looker) or Who("", "")) for one in questions]


def _names_of_lookers(viewer: Viewer, questions: list[Question]) -> dict[str, Who]:
    lookers = {one.looker for one in questions}
    if viewer.is_client:
        looks = [look for found in looks_by_person(viewer).values() for look in found]
        return people_shown(viewer, lookers, looks)
    shown = people_shown(viewer, lookers, [])
    is_hidden = is_place_hidden_from(viewer, {one.about_id for one in questions})
    return {
        key: Who(who.key, who.name, "" if is_hidden else who.title, face=who.face)
        for key, who in shown.items()
    }


def _card(viewer: Viewer, row: Question, who: Who) -> QuestionCard:
    is_mine = viewer.is_client and row.asker_id == viewer.person_id
    return QuestionCard(
        id=row.pk,
        asker=row.asker.name,
        about="" if row.about_id == row.asker_id else row.about.first_name,
        who=who,
        looked_at=row.looked_at,
        words=row.words,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        to=row.to_post.person.name if row.to_post else "",
        is_escalated=row.escalated_at is not None,
        answer=row.answer,
        answered_by=row.answered_by.person.name if row.answered_by else "",
        answered_at=row.answered_at,
        is_mine=is_mine,
        may_answer=not is_mine and row.answered_at is None,
    )


def promised_day(viewer: Viewer) -> date:
    """Return by which day a question asked now is answered: the county's promise in working days."""
    return add_workdays(viewer.today, settings.KOPPI_LOG_ANSWER_WORKDAYS)


def inbox_of(viewer: Viewer) -> list[QuestionCard]:
    """Return the questions this worker may answer, the nearest promise first, and after them the answered.

    :raises NotVisible: the viewer is nobody at work.
    """
    rows = list(
        questions_to(viewer).order_by(F("answered_at").asc(nulls_first=True), "answer_by", "id")[:LATEST]
    )
    trail.saw(viewer, "looks.questions_listed", rows, kind="looks.Question", action="list")
    return cards_of(viewer, rows)
