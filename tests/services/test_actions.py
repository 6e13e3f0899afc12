"""Recording, changing and ending services."""

from datetime import timedelta

import pytest

from koppi.audit.models import AuditEvent
from koppi.refusal import NotVisible, Refused
from koppi.services import access, actions
from koppi.services.models import ServiceEpisode
from koppi.sharing.access import family_for, sight_of
from tests import make
from tests.make import DAY, NOON

TODAY = NOON.date()


def record(world, **more):
    given = {
        "by": world.by, "family": world.family, "subjects": [world.emma.pk], "name": "Perhetyö",
        "sector": "SOCIAL", "state": "RUNNING", "starts_on": TODAY - timedelta(days=30),
    }  # fmt: skip
    return actions.record_service(**(given | more))


def seen(viewer, world):
    family = family_for(viewer, world.family.pk)
    return access.episodes_of(viewer, family, sight_of(viewer, family))


def test_a_recorded_service_is_seen_by_the_team_and_the_mother(world):
    record(world, unit=world.anna.unit, contact=world.anna, reason="Tukea aamuihin")
    for viewer in (world.by, world.mother):
        [card] = seen(viewer, world)
        assert (card.name, card.for_whom, card.reason) == ("Perhetyö", "Emma", "Tukea aamuihin")
        assert card.giver == world.anna.unit.name
        assert card.contact == world.anna.person.name


def test_someone_outside_the_team_records_nothing(world):
    with pytest.raises(Refused):
        record(world, by=make.a_viewer(world.other))
    with pytest.raises(Refused):
        record(world, by=world.mother)
    assert not ServiceEpisode.objects.exists()


def test_days_that_disagree_are_refused_with_a_sentence(world):
    with pytest.raises(actions.DaysDisagree, match="tulossa"):
        record(world, starts_on=TODAY + timedelta(days=3))
    assert not ServiceEpisode.objects.exists()


def test_a_service_is_only_for_people_of_the_family(world):
    with pytest.raises(actions.NotInFamily):
        record(world, subjects=[make.a_person().pk])
    with pytest.raises(actions.NotInFamily):
        record(world, subjects=[])


def test_two_who_change_at_once_notice_each_other(world):
    episode = record(world)
    mine, theirs = (ServiceEpisode.objects.get(pk=episode.pk) for _ in range(2))
    actions.change_service(by=world.by, episode=theirs, seen_version=1, name="Perhetyö kotona")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_service(by=world.by, episode=mine, seen_version=1, name="Jotain muuta")
    assert ServiceEpisode.objects.get().name == "Perhetyö kotona"


def test_what_was_proposed_can_be_ended_without_ever_having_begun(world):
    episode = record(world, state="PROPOSED", starts_on=None)
    ended = actions.end_service(by=world.by, episode=episode, ends_on=TODAY)
    assert (ended.state, ended.starts_on, ended.ends_on) == ("ENDED", TODAY, TODAY)


def test_what_has_ended_cannot_be_ended_again(world):
    said = record(world)
    actions.end_service(by=world.by, episode=said, ends_on=TODAY)
    passed = record(world, starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=3))
    for episode in (said, passed):
        with pytest.raises(actions.HasEnded, match="muuta palvelun tietoja"):
            actions.end_service(by=world.by, episode=episode, ends_on=TODAY - timedelta(days=1))
        episode.refresh_from_db()
        assert episode.ends_on != TODAY - timedelta(days=1)


def test_an_episode_that_was_coming_runs_when_its_day_comes(world):
    record(world, state="COMING", starts_on=TODAY + timedelta(days=5))
    assert [card.state for card in seen(world.by, world)] == ["COMING"]
    assert [card.state for card in seen(world.by.moved_to(NOON + 6 * DAY), world)] == ["RUNNING"]


def test_the_door_of_an_episode_opens_only_in_its_own_family(world):
    episode = record(world)
    other = make.a_family("Toinen perhe", world.emma)
    with pytest.raises(NotVisible):
        access.episode_for(world.by, other, episode.record_id)
    with pytest.raises(NotVisible):
        access.episode_for(make.a_viewer(world.other), world.family, episode.record_id)


def test_the_trail_holds_no_content(world):
    record(world, name="Hyvin salainen nimi", reason="salainen syy")
    assert not [event for event in AuditEvent.objects.all() if "salai" in str(event.detail).lower()]


@pytest.mark.parametrize("count", [1, 30])
def test_cards_come_in_one_query_however_many_there_are(world, count, django_assert_num_queries):
    for number in range(count):
        record(world, name=f"Palvelu {number}", subjects=[world.emma.pk, world.sanna.pk])
    family = family_for(world.by, world.family.pk)
    sight = sight_of(world.by, family)
    with django_assert_num_queries(1):
        assert len(access.episodes_of(world.by, family, sight)) == count


def test_a_unit_is_called_by_its_swedish_name_on_a_swedish_page(world):
    from django.utils import translation

    world.anna.unit.name_sv = "Familjecentret"
    world.anna.unit.save()
    record(world, unit=world.anna.unit)
    with translation.override("sv"):
        assert [card.giver for card in seen(world.by, world)] == ["Familjecentret"]
