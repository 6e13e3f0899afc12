"""The story is told with what people can do themselves, and everybody in it sees their own part."""

from datetime import UTC, datetime

import pytest

from koppi.demo import scenery, story
from koppi.sharing.access import families_visible_to, sight_of
from koppi.teams.access import hold_of

pytestmark = pytest.mark.django_db
# A winter morning, a summer holiday, and the two nights when the clock is moved.
MOMENTS = [
    datetime(2026, 12, 2, 8, tzinfo=UTC),
    datetime(2026, 7, 11, 12, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 1, 1, 23, tzinfo=UTC),
]


@pytest.mark.parametrize("now", MOMENTS)
def test_the_story_can_be_told_on_any_day(now):
    told = story.tell(scenery.build(now), now)

    assert told.family.members.count() == 5


def test_each_of_the_cast_sees_their_own_part():
    teller = story._Teller(scenery.build(MOMENTS[0]), MOMENTS[0])
    told = teller.tell()

    def sees(viewer):
        return told.family in families_visible_to(viewer)

    assert all(sees(teller.at_work(handle)) for handle in ("anna", "petri", "maria", "liisa", "satu"))
    assert not any(sees(teller.at_work(handle)) for handle in ("amina", "vera", "kaisa", "tomi", "ylva"))
    assert sees(teller.at_home("sanna"))
    assert not sees(teller.at_home("mikko"))
    anna = teller.at_work("anna")
    assert hold_of(anna, told.family, sight_of(anna, told.family)).is_mine
