"""AU09: the log a family member reads is the trail minus what it must not tell, counted by another hand."""

import pytest

from koppi.audit.examine import Outcome, examine
from koppi.audit.models import AuditEvent
from koppi.looks import access, facts
from koppi.looks.people_shown import people_shown
from koppi.people.models import Post
from koppi.refusal import NotVisible
from tests import make
from tests.make import DAY, NOON

from . import reading
from .scenario import a_scenario

pytestmark = pytest.mark.django_db
FEW = 8
SEEDS = [*range(FEW), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(FEW, 40))]
LONG = NOON - 700 * DAY


@pytest.mark.parametrize("seed", SEEDS)
def test_every_log_is_the_trail_minus_what_it_must_not_tell(seed):
    world = a_scenario(seed)
    trail = reading.Trail()
    for person in world.people:
        viewer = make.a_client(person)
        own = facts.looks_by_person(viewer)
        assert set(own) == reading.readers_people(trail, viewer)
        for about in own:
            told = [entry.id for entry in access.told_to(viewer, about, LONG)]
            assert told == reading.expected(trail, viewer, about)


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_names_and_places_are_told_by_the_rule(seed):
    world = a_scenario(seed)
    trail = reading.Trail()
    posts = {f"e:{post.pk}": post for post in Post.objects.select_related("person", "unit__organisation")}
    for person in world.people:
        viewer = make.a_client(person)
        for about, looks in facts.looks_by_person(viewer).items():
            shown = people_shown(viewer, posts, looks)
            is_closed = reading.is_place_closed(trail, viewer, about)
            for by, post in posts.items():
                _is_shown_right(trail, viewer, about, by, post, shown[by], is_closed)


def _is_shown_right(trail, viewer, about, by, post, who, is_closed):
    place = {post.title, post.unit.name, post.unit.organisation.name}
    may_place = not is_closed and not reading.has_no_name(trail, viewer, by)
    may_name = not reading.has_no_name(trail, viewer, by) and (
        not is_closed or reading.is_in_team(trail, viewer, about, by)
    )
    assert (who.name == post.person.name) == may_name
    assert bool(who.work) == may_place
    if not may_place:
        assert not [word for word in place if word in f"{who.name}{who.work}{who.sector}"]
        assert not who.sector


def test_the_scenarios_hold_much_that_is_told_and_much_that_is_not():
    told = left_out = 0
    for seed in range(2):
        world = a_scenario(seed)
        trail = reading.Trail()
        for person in world.people:
            viewer = make.a_client(person)
            for about in reading.readers_people(trail, viewer):
                read = len(reading.expected(trail, viewer, about))
                told, left_out = told + read, left_out + len(trail.events) - read
    assert told > 15
    assert left_out > 40


def test_the_trail_holds_after_all_of_it():
    world = a_scenario(3)
    viewer = make.a_client(world.people[0])
    before = AuditEvent.objects.count()
    log = access.log_for(viewer)
    assert AuditEvent.objects.count() == before + 1
    newest = AuditEvent.objects.order_by("-id").first()
    assert (newest.did, newest.by, newest.count) == ("looks.saw", f"p:{viewer.person_id}", 1)
    assert newest.detail == {"entries": len(log.entries)}
    assert examine().outcome == Outcome.WHOLE


def test_somebody_elses_log_and_a_workers_own_do_not_exist():
    stranger = make.a_person("Vieras")
    with pytest.raises(NotVisible):
        access.log_for(make.a_client(), stranger.pk)
    with pytest.raises(NotVisible):
        access.log_for(make.a_viewer())
