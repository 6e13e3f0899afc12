"""However much there is to see, the page costs the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koppi.overview.access import glance_for
from koppi.services import actions as services
from koppi.sharing import actions as sharing
from koppi.teams import actions as teams
from tests import make

QUERIES = 17


def grow(laine, persons, episodes, team):
    """Add people, their services and helpers to the family of the story, until there are so many."""
    anna, family = laine.worker("anna"), laine.family
    before = glance_for(anna, family.pk)
    for number in range(persons - len(before.kinship.figures)):
        make.a_member(family, make.a_child(f"Lapsi{number}"))
    sharing.members_changed(by=anna, family=family)
    for number in range(team - len(before.team)):
        teams.join(by=anna, family=family, post=make.a_post(f"ohjaaja {number}"))
    emma, sanna = laine.told.people["emma"], laine.told.people["sanna"]
    for number in range(episodes - before.timeline.count):
        services.record_service(
            by=anna, family=family, subjects=[emma.pk, sanna.pk], sector="SOCIAL", name=f"Palvelu {number}",
            state="RUNNING", starts_on=laine.at.date() - timedelta(days=number),
        )  # fmt: skip


@pytest.mark.parametrize(("persons", "episodes", "team"), [(5, 10, 5), (12, 30, 8)])
def test_a_large_family_takes_as_many_queries_as_a_small_one(
    laine, persons, episodes, team, django_assert_num_queries
):
    grow(laine, persons, episodes, team)
    with django_assert_num_queries(QUERIES):
        glance = glance_for(laine.worker("anna"), laine.family.pk)
    assert len(glance.kinship.figures) == persons
    assert glance.timeline.count == episodes
    assert len(glance.team) == team


WHOLE_PAGE = 24


def test_the_page_with_its_frame_and_its_trace_takes_so_many(laine_today, client):
    client.force_login(laine_today.scenery.posts["anna"].person.account)
    address = f"/perhe/{laine_today.family.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == WHOLE_PAGE, asked
