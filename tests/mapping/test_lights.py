"""What the lights of many say together."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from koppi.mapping.lights import GREEN, RED, YELLOW, best_time, tally

LIGHT = st.sampled_from([None, "", GREEN, YELLOW, RED])
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_two_available_people_are_enough():
    assert tally([GREEN, GREEN, None, RED]).is_ready


def test_one_available_is_not_enough():
    assert not tally([GREEN, YELLOW, YELLOW]).is_ready


def test_nobody_asked_is_not_complete():
    assert not tally([]).is_complete


def test_nothing_to_add_counts_as_an_answer():
    assert tally([RED, RED]).is_complete
    assert tally([RED, RED]).waiting == 0


@given(st.lists(LIGHT))
def test_every_asked_person_has_either_answered_or_is_waited_for(lights):
    counted = tally(lights)
    assert counted.asked == len(lights)
    assert counted.answered + counted.waiting == counted.asked
    assert 0 <= counted.available <= counted.answered


@given(st.lists(LIGHT), st.randoms())
def test_the_order_of_the_answers_does_not_matter(lights, random):
    shuffled = list(lights)
    random.shuffle(shuffled)
    assert tally(lights) == tally(shuffled)


@given(st.lists(LIGHT), LIGHT)
def test_one_more_answer_never_makes_a_ready_one_unready(lights, more):
    assert not tally(lights).is_ready or tally([*lights, more]).is_ready


TIMES = st.dictionaries(st.integers(0, 9), st.integers(-500, 500).map(lambda h: NOON + timedelta(hours=h)))


@given(TIMES, st.data())
def test_no_time_suits_more_people_than_the_best_one(starts, data):
    suits = {key: data.draw(st.integers(0, 8)) for key in starts}
    best = best_time(starts, suits, 8)
    if best is None:
        assert not any(suits.values())
        return
    assert best.suits == max(suits.values()) + 1
    equals = [starts[key] for key in starts if suits[key] == best.suits - 1]
    assert starts[best.key] == min(equals)


def test_the_inviter_counts_among_those_whom_the_time_suits():
    best = best_time({"a": NOON}, {"a": 3}, 4)
    assert (best.suits, best.of) == (4, 5)


def test_a_time_that_suits_nobody_is_not_proposed():
    assert best_time({"a": NOON}, {}, 4) is None
