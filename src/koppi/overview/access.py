"""The one door of the family page: everything on it decided once, handed out as frozen cards."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from koppi.mapping.access import state_of
from koppi.own_words.access import OwnViewCard, views_of
from koppi.people.models import Language
from koppi.people.viewer import HELSINKI, Viewer
from koppi.services.access import episodes_of, people_now
from koppi.sharing.access import Sight, Why, page_for
from koppi.summary.access import SummaryCard, summary_of
from koppi.teams.access import HoldCard, MemberCard, StepCard, hold_of, next_step_of, team_of
from koppi.ui.moments import full_date

from .kinship import Kinship, kinship_of
from .timeline import Timeline, timeline_of

SOON = 30  # days before the end of a consent from which on it is said


@dataclass(frozen=True, slots=True)
class ConsentState:
    """What the tag on consent says: ``kind`` is ok, soon or none."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    """One family at a glance, as one viewer may see it at one moment."""

    pk: UUID
    name: str
    municipality: str
    languages: str
    interpreters: tuple[str, ...]
    why: str
    why_short: str
    may_change: bool
    is_whole: bool
    is_place_hidden: bool
    is_together: bool
    consent: ConsentState | None
    restrictions: tuple[str, ...]
    summary: SummaryCard
    own_views: tuple[OwnViewCard, ...]
    mapping: object | None
    step: StepCard | None
    kinship: Kinship
    team: tuple[MemberCard, ...]
    hold: HoldCard | None
    timeline: Timeline
    finished_at: datetime | None

    @property
    def own_worker(self) -> MemberCard | None:
        return next((member for member in self.team if member.is_own_worker), None)

    @property
    def faces(self) -> tuple:
        """Return those the plan is about and the nearest to them, at most three."""
        homes = {one.lives for one in self.kinship.figures if one.is_centre}
        near = sorted(self.kinship.figures, key=lambda one: (not one.is_centre, one.lives not in homes))
        return tuple(near[:3])

    @property
    def centre_names(self) -> str:
        return ", ".join(one.name for one in self.kinship.figures if one.is_centre)


def glance_for(viewer: Viewer, pk, together: bool = False, shown: str = "", is_print: bool = False) -> Glance:
    """Open the family's door and return all that its page shows; the look is in the trail.

    ``together`` leaves out what is not for the room. ``shown`` filters the services by person.

    :raises NotVisible: there is no such family, or it is not for this viewer.
    """
    did, action = ("overview.printed", "print") if is_print else ("overview.seen", "read")
    family, sight = page_for(viewer, pk, did, action=action, together=together)
    people = people_now(sight, viewer.today)
    episodes = episodes_of(viewer, family, sight)
    knows = () if together else sight.restrictions
    kinship = kinship_of(viewer, family, sight, people, _locked(knows))
    return Glance(
        pk=family.pk,
        name=family.name,
        municipality="" if sight.is_place_hidden else family.municipality,
        languages=", ".join(dict.fromkeys(str(Language(one.service_language).label) for one in people)),
        interpreters=tuple(
            dict.fromkeys(one.needs_interpreter for one in kinship.figures if one.needs_interpreter)
        ),
        why=sight.sentence,
        why_short=_in_short(sight),
        may_change=sight.may_change,
        is_whole=sight.is_whole,
        is_place_hidden=sight.is_place_hidden,
        is_together=together,
        consent=_consent(viewer, sight, people),
        restrictions=_restrictions(knows),
        summary=summary_of(viewer, family, sight),
        own_views=tuple(views_of(viewer, family, sight)),
        mapping=state_of(viewer, family, sight),
        step=next_step_of(viewer, family, sight),
        kinship=kinship,
        team=tuple(team_of(viewer, family, sight)),
        hold=hold_of(viewer, family, sight),
        timeline=timeline_of(episodes, kinship.figures, shown, viewer.today),
        finished_at=family.finished_at,
    )


def _in_short(sight: Sight) -> str:
    """Return in a few words why this viewer sees the family; the whole sentence stands behind them."""
    short = {Why.SELF: _("Tämä on sinun perheesi"), Why.GUARDIAN: _("Olet lapsen huoltaja")}
    work = _("Olet mukana perheen tiimissä") if sight.may_change else _("Näet tämän työtehtäväsi vuoksi")
    return short.get(sight.why, work)


def _locked(restrictions) -> frozenset[UUID]:
    """Return the persons whose own view has been restricted, where this viewer may know of it."""
    return frozenset(UUID(one.kept_out[2:]) for one in restrictions if one.kept_out.startswith("p:"))


def _consent(viewer: Viewer, sight: Sight, people) -> ConsentState | None:
    """Return how consent for those the plan is about stands, for those who may know."""
    centre = {person.id for person in people if person.is_centre} or {person.id for person in people}
    lines = [line for line in sight.consents if line.person_id in centre]
    if not lines:
        return ConsentState("none", _("Suostumusta ei ole kirjattu")) if sight.may_change else None
    given = [line for line in lines if not line.is_basis] or lines
    what = _("Suostumus voimassa") if not given[0].is_basis else _("Lain mukainen peruste voimassa")
    ends = _ends_of(given)
    if ends is None:
        return ConsentState("ok", what)
    last = (ends - ends.resolution).astimezone(HELSINKI).date()
    kind = "soon" if (last - viewer.today).days < SOON else "ok"
    day = full_date(last, get_language())
    return ConsentState(kind, _("%(what)s %(day)s asti") % {"what": what, "day": day})


def _ends_of(lines) -> datetime | None:
    """Return when the first of those the plan is about has no consent left; None when none of them ends."""
    latest: dict[UUID, datetime | None] = {}
    for line in lines:
        before = latest.get(line.person_id, line.ends_at)
        latest[line.person_id] = max(before, line.ends_at) if before and line.ends_at else None
    return min((end for end in latest.values() if end), default=None)


def _restrictions(lines) -> tuple[str, ...]:
    """Return the restrictions in words that name nobody: the page may be seen over a shoulder."""
    count = {
        kind: sum(line.kind == kind for line in lines)
        for kind in ("PERSON", "POST", "ORGANISATION", "SAFETY")
    }
    said = []
    if count["PERSON"]:
        words = ngettext(
            "Yhden perheenjäsenen näkymää on rajattu",
            "%(n)s perheenjäsenen näkymää on rajattu",
            count["PERSON"],
        )
        said.append(words % {"n": count["PERSON"]})
    if count["POST"] or count["ORGANISATION"]:
        said.append(_("Joidenkin työntekijöiden näkymää on rajattu"))
    if count["SAFETY"]:
        said.append(_("Turvakielto: paikkatiedot salataan"))
    return tuple(said)
