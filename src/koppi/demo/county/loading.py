"""Making the county and loading it: batch by batch, each with its grants, and one entry in the trail."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from koppi.audit import trail
from koppi.demo.scenery import Scenery
from koppi.people.viewer import Viewer
from koppi.sharing import grants

from . import helping, inviting, plan, serving, writing
from .dice import Dice
from .fate import Fate, fates_of, wanted_names
from .household import Household
from .households import households_of
from .making import Case, Making
from .permission import permit
from .picture import draw
from .shelf import Shelf
from .workplaces import workplaces_of

BATCH = 500  # families


def load(scenery: Scenery, now: datetime, scale: float, seed: int, tell: Callable[[int, int], None]) -> dict:
    """Make a county of this scale around the scenery and load it; return how many rows of each kind.

    ``tell`` hears how many families of how many are ready.
    """
    dice, shelf = Dice(seed), Shelf()
    with transaction.atomic():
        places = workplaces_of(shelf, dice, scenery, scale, now)
        shelf.store()
        places.name_deputies()
    making = Making(shelf, dice, now, scenery, places)
    houses = households_of(dice, round(plan.county()["families"] * scale), making.today, wanted_names())
    fates = fates_of(dice, houses, now)
    states = _states(dice, fates)
    invitations, answers = _invitations(making, houses, fates)
    for start in range(0, len(houses), BATCH):
        batch = range(start, min(start + BATCH, len(houses)))
        with transaction.atomic():
            for number in batch:
                _family(making, houses[number], fates[number], states, invitations.get(number, ()), answers)
            shelf.store()
            grants.rebuild_many(houses[number].id for number in batch)
        tell(batch.stop, len(houses))
    return _note(now, shelf, seed)


def _states(dice: Dice, fates: list[Fate]) -> list[str]:
    """Deal a state to every service that is not an everyday one, of families with open work."""
    services = [service for fate in fates if not fate.finished_at for service in fate.services]
    count = sum(not serving.is_everyday(service) for service in services)
    return dice.deal(plan.county()["states"], count)


def _invitations(making: Making, houses: list[Household], fates: list[Fate]):
    children = sum(len(house.children) for house in houses)
    is_open = [number for number, fate in enumerate(fates) if fate.finished_at is None]
    dealt = inviting.deal(making, children, is_open)
    by_family: dict[int, list[inviting.Dealt]] = {}
    for one in dealt:
        by_family.setdefault(one.number, []).append(one)
    return by_family, inviting.answers_of(making, dealt)


def _family(making: Making, house: Household, fate: Fate, states: list[str], invitations, answers) -> None:
    case = Case(house, fate, draw(making, house, fate), helping.holder_of(making, house, fate))
    contacts = serving.serve(making, case, states)
    helping.form(making, case, contacts)
    writing.write(making, case)
    for dealt in invitations:
        inviting.invite(making, case, dealt, answers)
    permit(making, case)


def _note(now: datetime, shelf: Shelf, seed: int) -> dict:
    counts = dict(sorted(shelf.counts.items()))
    with transaction.atomic():
        trail.leave(Viewer.system(now), "demo.loaded", None, seed=seed, counts=counts)
    return counts
