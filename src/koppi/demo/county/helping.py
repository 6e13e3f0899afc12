"""Who works with a family: the team, its grounds, the hold, and those who look on as the law has them do."""

from datetime import datetime, timedelta

from koppi.people.models import Post, Unit
from koppi.sharing.models import Ground
from koppi.teams.models import Hold, HoldOffer, Team, TeamMember

from . import plan
from .household import Household, age_of
from .making import Case, Making

MOST = 6
PARTNER_DAYS = 90
SUPERVISION = "Perhepalvelujen esihenkilön tehtävä"


def holder_of(making: Making, house: Household, fate) -> Post:
    """Return who has hold: of the cast where dealt so, else of the unit that knows the family best."""
    if fate.holder:
        return making.scenery.posts[fate.holder]
    unit = making.places.unit(making.dice, _first_help(making, house, fate), house.municipality)
    return making.places.post(making.dice, unit)


def _first_help(making: Making, house: Household, fate) -> str:
    kinds = {service["unit"] for service in fate.services}
    if "protection" in kinds:
        return "protection"
    school = any(age_of(child, making.today) >= 7 for child in house.children)
    other = "welfare" if school else "clinic"
    return making.dice.choices(("centre", other), (0.65, 0.35))[0]


def form(making: Making, case: Case, contacts: list[Post]) -> None:
    """Form the team of the holder, the cast and the contacts of present services."""
    cast = [making.scenery.posts[handle] for handle in case.fate.cast]
    posts = {post.pk: post for post in [case.holder, *cast, *contacts]}
    case.team = list(posts.values())[:MOST]
    team = Team(
        id=making.dice.key(), family=case.family, stage=making.dice.choice(plan.words()["stages"]),
        formed_by=f"e:{case.holder.pk}", starts_at=case.fate.begun_at, ends_at=case.until,
    )  # fmt: skip
    making.shelf.put(team)
    for post in case.team:
        case.units[post.unit_id] = post.unit
        _join(making, case, team, post)
    _take_hold(making, case)
    _look_on(making, case)


def _join(making: Making, case: Case, team: Team, post: Post) -> None:
    start = case.fate.begun_at
    ends_at = case.until
    if ends_at is None and post.role == "PARTNER":
        start = making.now - timedelta(days=making.dice.randint(1, 19))
        ends_at = start + timedelta(days=PARTNER_DAYS)
    ground = _ground(making, case, Ground.Kind.TEAM, f"e:{post.pk}", start, ends_at, source=str(team))
    making.shelf.put(
        TeamMember(
            id=making.dice.key(), team=team, post=post, is_own_worker=post is case.holder, ground=ground,
            starts_at=start, ends_at=case.until,
        )
    )  # fmt: skip


def _ground(making: Making, case: Case, kind: str, holder: str, start: datetime, end, **more) -> Ground:
    return making.shelf.put(
        Ground(
            id=making.dice.key(), kind=kind, holder=holder, family=case.family, starts_at=start, ends_at=end,
            given_by=f"e:{case.holder.pk}", **more,
        )
    )  # fmt: skip


def _take_hold(making: Making, case: Case) -> None:
    why = making.dice.choice(plan.words()["holds"])
    start = case.fate.begun_at
    if case.until is None and len(case.team) > 1 and not case.fate.cast and making.dice.often(0.2):
        passed = making.between(start, making.now)
        _hold(making, case, case.team[-1], start, passed, why)
        start = passed
    _hold(making, case, case.holder, start, case.until, why)
    if case.fate.has("hold_offered") and len(case.team) > 1:
        making.shelf.put(
            HoldOffer(
                id=making.dice.key(), family=case.family, giver=case.holder, receiver=case.team[1],
                offered_at=making.now - timedelta(days=making.dice.randint(0, 4)),
            )
        )  # fmt: skip


def _hold(making: Making, case: Case, post: Post, start: datetime, end, why: str) -> None:
    making.shelf.put(
        Hold(id=making.dice.key(), family=case.family, post=post, why=why, starts_at=start, ends_at=end)
    )


def _look_on(making: Making, case: Case) -> None:
    """The supervisor, and the unit that has just received the family, see it by their task."""
    if case.fate.is_supervised:
        post = making.scenery.posts[plan.county()["supervisor"]["handle"]]
        _ground(
            making,
            case,
            Ground.Kind.SUPERVISION,
            f"e:{post.pk}",
            case.fate.begun_at,
            case.until,
            reason=SUPERVISION,
        )
    if case.fate.has("duty"):
        unit: Unit = making.places.unit(making.dice, "duty", case.house.municipality)
        start = making.now - timedelta(days=making.dice.randint(1, 7))
        _ground(making, case, Ground.Kind.UNIT_DUTY, f"u:{unit.pk}", max(start, case.fate.begun_at), None)
