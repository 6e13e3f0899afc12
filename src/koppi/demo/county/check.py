"""The self-check: what the plan asks for and what is in the database, side by side, with tolerance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Exists, F, OuterRef, Q

from koppi.families.models import Family, Home, Member, Relation
from koppi.mapping.models import Invitation, Invitee, PastInvitation
from koppi.people.models import Person
from koppi.people.viewer import HELSINKI
from koppi.services.models import ServiceEpisode
from koppi.teams.models import AgreedStep, Hold

from . import plan
from .birthdays import BANDS, years_before
from .serving import is_everyday

STORY = "Laineen perhe"


@dataclass(frozen=True, slots=True)
class Line:
    """One target and what came of it; ``events`` is how many things the produced figure rests on."""

    name: str
    target: float
    produced: float
    events: int

    @property
    def tolerance(self) -> float:
        told = plan.county()["tolerance"]
        return told["few"] if self.events < told["few_below"] else told["many"]

    @property
    def is_met(self) -> bool:
        """Within tolerance, or not even one whole event away from it."""
        off = abs(self.produced - self.target)
        one_event = self.produced / self.events if self.events else self.target
        return off <= max(self.tolerance * self.target, one_event) + 1e-9


def table(lines: list[Line]) -> str:
    """Return the lines as a table to print."""
    rows = [f"{'':44}{'target':>10}{'produced':>10}{'off':>8}{'may be':>8}"]
    for line in lines:
        off = line.produced / line.target - 1 if line.target else 0
        mark = "" if line.is_met else "  OUT"
        rows.append(
            f"{line.name:44}{line.target:10.3f}{line.produced:10.3f}{off:8.1%}{line.tolerance:8.0%}{mark}"
        )
    return "\n".join(rows)


def lines(now: datetime) -> list[Line]:
    """Return every target with what is in the database, the family of the story left out."""
    counted = _Counted(now)
    if not counted.families:
        return []
    return [
        *counted.households(), *counted.ages(), *counted.languages(), *counted.rare(), *counted.work(),
        *counted.services(), *counted.invitations(),
    ]  # fmt: skip


class _Counted:
    """Counts of the county's families."""

    def __init__(self, now: datetime):
        self.now, self.today = now, now.astimezone(HELSINKI).date()
        self.told = plan.county()
        self.county = Family.objects.exclude(name=STORY)
        self.families = self.county.count()
        self.members = Member.objects.exclude(family__name=STORY)
        self.children = self.members.filter(place="CHILD").count()

    def share(self, name: str, target: float, events: int, of: int) -> Line:
        return Line(name, target, events / of if of else 0, events)

    def of_families(self, name: str, target: float, families) -> Line:
        return self.share(name, target, families.count(), self.families)

    def households(self) -> list[Line]:
        counts = self.county.annotate(n=Count("members", Q(members__place="CHILD"))).values_list(
            "n", flat=True
        )
        found = [min(count, 5) for count in counts]
        shares = self.told["households"]["children"]
        mean = sum(count * share for count, share in shares.items())
        apart = Relation.objects.filter(family=OuterRef("pk"), kind="PARTNER")
        couples = self.told["households"]["types"]["MARRIED"] + self.told["households"]["types"]["COHABITING"]
        return [
            Line("children in a family, mean", mean, self.children / self.families, self.children),
            *(
                self.share(f"families with {n} children", share, found.count(n), self.families)
                for n, share in shares.items()
            ),
            self.of_families("couples", couples, self.county.filter(Exists(apart))),
        ]

    def ages(self) -> list[Line]:
        shares = self.told["households"]["ages"]
        return [self._band(band, first, last, shares[band]) for band, (first, last) in BANDS.items()]

    def _band(self, band: str, first: int, last: int, share: float) -> Line:
        born = self.members.filter(
            place="CHILD",
            person__born_on__gt=_before(self.today, last + 1),
            person__born_on__lte=_before(self.today, first),
        )
        return self.share(f"children of {band}", share, born.count(), self.children)

    def languages(self) -> list[Line]:
        shares = self.told["households"]["languages"]
        centre = self.members.filter(is_centre=True)
        tongues = {code: told["tongue"] for code, told in plan.names().items()}
        lines = [
            self.share(
                f"language {code}",
                share,
                centre.filter(person__mother_tongue=tongues[code]).count(),
                self.families,
            )
            for code, share in shares.items()
        ]
        foreign = [tongues[code] for code in ("ar", "ru", "so")]
        speakers = centre.filter(person__mother_tongue__in=foreign)
        helped = speakers.filter(person__needs_interpreter=True).count()
        share = self.told["households"]["interpreter"]
        return [*lines, self.share("of ar, ru, so with interpreter", share, helped, speakers.count())]

    def rare(self) -> list[Line]:
        told = self.told["households"]
        homes = Home.objects.filter(family=OuterRef("pk"), label="Toinen koti")
        ties = Relation.objects.filter(family=OuterRef("pk"))
        return [
            self.of_families("two homes", told["two_homes"], self.county.filter(Exists(homes))),
            self.of_families("grandparent", told["grandparent"], self._tied(ties, "GRANDPARENT")),
            self.of_families(
                "new partner of a parent", told["reconstituted"], self._tied(ties, "STEP_PARENT")
            ),
            self.of_families("foster", told["foster"], self._tied(ties, "FOSTER_PARENT")),
            self._coming_of_age(told["turning_18"]),
        ]

    def _tied(self, ties, kind: str):
        return self.county.filter(Exists(ties.filter(kind=kind)))

    def _coming_of_age(self, share: float) -> Line:
        days = [years_before(self.today + timedelta(days=day), 18) for day in range(7)]
        count = Person.objects.filter(born_on__in=days).count()
        wanted = max(round(share * self.families), 1)
        # Others come of age by chance: more than asked for is as well.
        return self.share("turning 18 this week, at least", share, min(count, wanted), self.families)

    def work(self) -> list[Line]:
        told = self.told["work"]
        is_open = self.county.filter(finished_at=None)
        held = Hold.objects.filter(family=OuterRef("pk"), ends_at=None)
        steps = AgreedStep.objects.exclude(record__family__name=STORY).filter(done_at=None, cancelled_at=None)
        return [
            self.of_families("finished", told["finished"], self.county.exclude(finished_at=None)),
            _exactly("open work without a hold", is_open.exclude(Exists(held)).count()),
            _exactly(
                "finished work with a hold",
                self.county.exclude(finished_at=None).filter(Exists(held)).count(),
            ),
            self.share("open work with an agreed step", told["step"], steps.count(), is_open.count()),
        ]

    def services(self) -> list[Line]:
        episodes = ServiceEpisode.objects.exclude(record__family__name=STORY)
        by_name = dict(episodes.values_list("name").annotate(Count("pk")).order_by())
        rates = [
            self.share(f"service: {one['name']}", one["share"], by_name.get(one["name"], 0), self.families)
            for one in self.told["services"]
        ]
        everyday = [one["name"] for one in self.told["services"] if is_everyday(one)]
        dealt = episodes.filter(record__family__finished_at=None).exclude(name__in=everyday)
        by_state = dict(dealt.values_list("state").annotate(Count("pk")).order_by())
        total = sum(by_state.values())
        states = [
            self.share(f"services {state.lower()}", share, by_state.get(state, 0), total)
            for state, share in self.told["states"].items()
        ]
        return [*rates, *states]

    def invitations(self) -> list[Line]:
        told = self.told["invitations"]
        kept = Invitation.objects.exclude(record__family__name=STORY)
        count = kept.count() + PastInvitation.objects.count()
        rate = 1000 * count / self.children
        return [
            Line("invitations a year for 1000 children", told["per_1000_children"], rate, count),
            *self._replies(told),
        ]

    def _replies(self, told: dict) -> list[Line]:
        """The first week of those that were sent more than a week ago."""
        settled = Invitee.objects.exclude(invitation__record__family__name=STORY).filter(
            invitation__sent_at__lt=self.now - timedelta(days=8)
        )
        week = Q(answered_at__lt=F("asked_at") + timedelta(days=7))
        count, in_time = settled.count(), settled.filter(week)
        if not count:
            return []
        replies = {
            "INFO_AND_WORRY": in_time.filter(knows="GREEN", shares="GREEN"),
            "INFO_ONLY": in_time.filter(knows="GREEN", shares="RED"),
            "NO_INFO": in_time.filter(knows="RED"),
            "NO_ANSWER_IN_A_WEEK": settled.exclude(week),
        }
        waits = in_time.values_list("answered_at", "asked_at")
        hours = [(answered - asked).total_seconds() / 3600 for answered, asked in waits]
        return [
            *(
                self.share(f"reply {code.lower()}", told["replies"][code], rows.count(), count)
                for code, rows in replies.items()
            ),
            Line("hours to an answer, median", told["median_answer_hours"], median(hours or [0]), len(hours)),
        ]


def _exactly(name: str, count: int) -> Line:
    """A thing there may be none of."""
    return Line(name, 0, count, 10**6 if count else 0)


def _before(day: date, years: int) -> date:
    return years_before(day, years)
