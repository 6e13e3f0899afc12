"""Own words belong to whoever said them."""

import pytest

from koppi.own_words import access, actions
from koppi.own_words.models import OwnView, OwnViewVersion
from koppi.refusal import NotVisible, Refused
from koppi.sharing import actions as sharing
from koppi.sharing.access import family_for, sight_of
from tests import make
from tests.services.conftest import World, a_world


@pytest.fixture
def world(db) -> World:
    return a_world()


def read(viewer, world):
    family = family_for(viewer, world.family.pk)
    return [card.text for card in access.views_of(viewer, family, sight_of(viewer, family))]


def sanna_says(world, text="En jaksa kertoa samaa monelle.", shares=()):
    return actions.say(by=world.mother, family=world.family, person=world.sanna, text=text, shares=shares)


def test_words_are_closed_from_everybody_until_they_are_opened(world):
    sanna_says(world)
    assert read(world.mother, world) == ["En jaksa kertoa samaa monelle."]
    assert read(world.by, world) == []


@pytest.mark.parametrize("holder", ["own worker", "team"])
def test_words_are_opened_to_the_own_worker_or_to_the_team(world, holder):
    sanna_says(world, shares=[f"e:{world.anna.pk}" if holder == "own worker" else "t:"])
    assert read(world.by, world) == ["En jaksa kertoa samaa monelle."]


def test_words_opened_to_the_own_worker_alone_stay_closed_from_the_rest_of_the_team(world):
    from koppi.teams import actions as teams

    teams.join(by=world.by, family=world.family, post=world.other)
    sharing.give_consent(
        by=world.by, person=world.sanna, receivers=[f"e:{world.other.pk}"], matter="ANY",
        given_by=world.sanna, way="WITH_WORKER", ends_at=None,
    )  # fmt: skip
    view = sanna_says(world, shares=[f"e:{world.anna.pk}"])
    colleague = make.a_viewer(world.other)
    assert read(colleague, world) == []
    actions.change_words(by=world.mother, view=view, text=view.text, shares=["t:"])
    assert read(colleague, world) == [view.text]


def test_words_can_be_opened_to_one_named_person_of_the_family(world):
    grandmother = make.a_person("Raija", born_on=None)
    make.a_member(world.family, grandmother, "NEAR")
    sharing.members_changed(by=world.by, family=world.family)
    viewer = make.a_client(grandmother)
    view = sanna_says(world)
    assert read(viewer, world) == []
    actions.change_words(by=world.mother, view=view, text=view.text, shares=[f"p:{grandmother.pk}"])
    assert read(viewer, world) == [view.text]


def test_what_a_worker_writes_down_together_is_open_to_the_one_who_said_it(world):
    view = actions.say(
        by=world.by, family=world.family, person=world.sanna, text="Yhdessä kirjattu", told_to=world.anna
    )
    assert read(world.mother, world) == ["Yhdessä kirjattu"]
    assert view.told_to == world.anna


def test_nobody_puts_words_into_the_mouth_of_another(world):
    with pytest.raises(actions.NotOwnWords):
        actions.say(by=world.mother, family=world.family, person=world.emma, text="Emma sanoo")
    with pytest.raises(actions.NotOwnWords):
        actions.say(by=world.by, family=world.family, person=world.sanna, text="Ilman keskustelua")
    with pytest.raises(actions.NotOwnWords):
        actions.say(by=world.by, family=world.family, person=world.sanna, text="x", told_to=world.other)
    with pytest.raises(Refused):
        actions.say(
            by=make.a_viewer(world.other),
            family=world.family,
            person=world.sanna,
            text="x",
            told_to=world.other,
        )
    assert not OwnView.objects.exists()


def test_somebody_who_is_not_of_the_family_says_nothing_in_it(world):
    stranger = make.a_person("Vieras")
    with pytest.raises(actions.NotInFamily):
        actions.say(by=make.a_client(stranger), family=world.family, person=stranger, text="x")


def test_only_the_author_edits(world):
    view = sanna_says(world, shares=["t:"])
    with pytest.raises(actions.NotOwnWords):
        actions.change_words(by=world.by, view=view, text="Toisen teksti")
    with pytest.raises(actions.NotOwnWords):
        actions.take_back(by=world.by, view=view)
    assert read(world.mother, world) == [view.text]


def test_an_earlier_wording_is_kept_for_the_author(world):
    view = sanna_says(world, "Ensin näin")
    actions.change_words(by=world.mother, view=view, text="Sitten näin")
    assert read(world.mother, world) == ["Sitten näin"]
    assert [one.text for one in access.wordings_of(view)] == ["Ensin näin"]


def test_opening_alone_makes_no_new_wording(world):
    view = sanna_says(world, "Sama teksti")
    actions.change_words(by=world.mother, view=view, text="Sama teksti", shares=["t:"])
    assert not OwnViewVersion.objects.exists()


def test_closing_closes_this_very_second(world):
    view = sanna_says(world, shares=["t:"])
    actions.change_words(by=world.mother, view=view, text=view.text, shares=[])
    assert read(world.by, world) == []


def test_what_is_taken_back_is_open_to_nobody_and_stays_taken_back(world):
    view = sanna_says(world, shares=["t:"])
    actions.take_back(by=world.mother, view=view)
    assert read(world.by, world) == []
    with pytest.raises(actions.TakenBack):
        actions.change_words(by=world.mother, view=view, text="Uusi", shares=["t:"])


def test_the_one_who_said_it_takes_back_also_what_a_worker_wrote_down(world):
    view = actions.say(
        by=world.by,
        family=world.family,
        person=world.sanna,
        text="Yhdessä",
        shares=["t:"],
        told_to=world.anna,
    )
    actions.take_back(by=world.mother, view=view)
    assert read(world.by, world) == []
    family = family_for(world.by, world.family.pk)
    cards = access.views_with_shares_of(world.by, family, sight_of(world.by, family))
    assert [card.text for card in cards] == [""]


def test_the_author_sees_to_whom_the_words_are_open_and_others_do_not(world):
    sanna_says(world, shares=["t:"])
    for viewer, shown in ((world.mother, ("koko tiimi",)), (world.by, ())):
        family = family_for(viewer, world.family.pk)
        [card] = access.views_with_shares_of(viewer, family, sight_of(viewer, family))
        assert card.shown_to == shown


def test_the_door_of_closed_words_is_the_same_as_of_none(world):
    view = sanna_says(world)
    with pytest.raises(NotVisible):
        access.view_for(world.by, world.family, view.record_id)


@pytest.mark.parametrize("count", [1, 30])
def test_cards_come_in_one_query(world, count, django_assert_num_queries):
    for number in range(count):
        sanna_says(world, f"Sanat {number}", shares=["t:"])
    family = family_for(world.by, world.family.pk)
    sight = sight_of(world.by, family)
    with django_assert_num_queries(1):
        assert len(access.views_of(world.by, family, sight)) == count
