"""Whom to ask about a person outside one's own sight: at most one work contact, and often nobody.

Every question runs the same queries, whatever is found, so that neither the words nor the time tell apart
somebody unknown, somebody restricted and somebody nobody works with.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from koppi.families.models import Member
from koppi.families.new_member import NewMember
from koppi.people import identity_code
from koppi.people.models import Person, Post
from koppi.people.viewer import HELSINKI, Viewer
from koppi.people.whoswho import PostLine, lines_of
from koppi.sealing import keyed_hash
from koppi.sharing.models import Restriction
from koppi.sharing.standing import keys_out
from koppi.teams.models import Hold, TeamMember

from .alike import Known, are_alike, is_exact
from .models import Lookup

# Stands for "nobody" in a query that must run all the same.
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Question:
    """Exactly one person: full name with date of birth, or the identity code where codes are in use."""

    given_names: str = ""
    family_name: str = ""
    born_on: date | None = None
    code: str = ""

    @property
    def hash(self) -> str:
        """Return what the trail keeps of what was typed: a keyed hash, never the words."""
        return keyed_hash(f"lookup:{self.code or self._plain}")

    @property
    def length(self) -> int:
        return len(self.code or self._plain)

    @property
    def _plain(self) -> str:
        return f"{self.given_names.strip()} {self.family_name.strip()} {self.born_on}"


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to ask. ``family_id`` tells nothing by itself: it is for the address of an emergency opening."""

    contact: PostLine
    family_id: UUID


@dataclass(frozen=True, slots=True)
class Found:
    """What the question came to. Only ``told`` is ever told; the rest is for the trail."""

    people: tuple[UUID, ...]
    families: tuple[UUID, ...]
    told: Told | None


def found(viewer: Viewer, question: Question) -> Found:
    """Return whom the question is about and whom it may be answered with."""
    people = _meant(question)
    families = _families(people)
    shut, is_shut_out = _shut(viewer, people, families)
    post_id, family_id = _holder([pk for pk in families if pk not in shut])
    line = lines_of(viewer, [post_id or viewer.post.id]).get(post_id)
    is_silent = _is_own(viewer, people, families) or is_shut_out or line is None
    return Found(tuple(people), tuple(families), None if is_silent else Told(line, family_id))


def _meant(question: Question) -> list[UUID]:
    by_code = bool(question.code) and identity_code.is_on()
    exact = Q(identity_hash=identity_code.hashed(question.code)) if by_code else Q(born_on=question.born_on)
    rows = Person.objects.filter(exact, merged_into=None).only("given_names", "call_name", "family_name")
    return [row.pk for row in rows if by_code or is_exact(question.given_names, question.family_name, row)]


def exact_row(new: NewMember, code: str) -> UUID | None:
    """Return the one row an import means: by identity code, or by full name and day of birth."""
    question = Question(new.given_names, new.family_name, new.born_on, code if identity_code.is_on() else "")
    meant = _meant(question) if question.code or question.born_on else []
    return meant[0] if len(meant) == 1 else None


def same_elsewhere(known: Known) -> list[UUID]:
    """Return the rows anywhere that are the same person by day of birth and name; only the rule asks this."""
    if known.born_on is None:
        return []
    rows = Person.objects.filter(born_on=known.born_on, merged_into=None).exclude(pk=known.id)
    return [row.pk for row in rows if are_alike(known, Known.of(row))]


def _families(people: list[UUID]) -> list[UUID]:
    members = Member.objects.filter(person__in=people or [NOBODY])
    return list(members.values_list("family_id", flat=True).distinct())


def _shut(viewer: Viewer, people: list[UUID], families: list[UUID]) -> tuple[set[UUID], bool]:
    """Return the families a restriction says nothing of, and whether the viewer is kept out of any of it.

    A hidden place of one member hides who works with the family: the worker's unit would tell the place.
    """
    near = list(Member.objects.filter(family__in=families or [NOBODY]).values_list("family_id", "person_id"))
    about = Q(protected__person__in={pk for _family, pk in near} | {*people, NOBODY})
    about |= Q(family__in=families or [NOBODY])
    live = Restriction.objects.in_force(viewer.at).filter(about)
    mine = set(live.filter(keys_out(viewer)).values_list("pk", flat=True))
    hiding = live.filter(kind=Restriction.Kind.SAFETY).values_list("protected__person_id", flat=True)
    hidden = set(hiding)
    return {family for family, person in near if person in hidden}, bool(mine)


def _is_own(viewer: Viewer, people: list[UUID], families: list[UUID]) -> bool:
    """A conflict of interest: oneself, or a family one belongs or has belonged to."""
    is_member = Member.objects.filter(person=viewer.person_id, family__in=families or [NOBODY]).exists()
    return is_member or viewer.person_id in people


def _holder(families: list[UUID]) -> tuple[UUID, UUID] | tuple[None, None]:
    """Return the post to ask, who has hold or else is the own worker, and of which family."""
    holds = Hold.objects.filter(family__in=families or [NOBODY], ends_at=None)
    held = holds.order_by("-starts_at").values_list("post_id", "family_id").first()
    workers = TeamMember.objects.filter(
        team__family__in=families or [NOBODY], ends_at=None, is_own_worker=True
    )
    own = workers.order_by("-starts_at").values_list("post_id", "team__family_id").first()
    return held or own or (None, None)


def asked_today(viewer: Viewer) -> int:
    """Return how many questions the post has asked this day; two at once count one after the other."""
    list(Post.objects.select_for_update(no_key=True).filter(pk=viewer.post.id).values_list("pk"))
    midnight = datetime.combine(viewer.today, time(), HELSINKI)
    return Lookup.objects.filter(post=viewer.post.id, asked_at__gte=midnight).count()
