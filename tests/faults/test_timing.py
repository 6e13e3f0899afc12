"""How long an answer takes tells nobody whether there is something behind it (LK04)."""

import statistics
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from koppi.demo import scenery, story
from tests.sweep.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TIMES = 200
CLOSE_ENOUGH = 0.005


@pytest.fixture
def told():
    now = datetime.now(UTC)
    return story.tell(scenery.build(now), now)


@pytest.mark.parametrize(("handle", "name"), [("vera", "overview:show"), ("mikko", "mapping:show")])
def test_forbidden_and_absent_take_as_long(told, handle, name):
    """By turns, so that what else the machine does falls on both; the median, so that a pause does not."""
    client = signed_in(handle)
    there = told.family.pk if name.startswith("overview") else told.invitation_id
    took = {"forbidden": [], "absent": []}
    for _ in range(TIMES):
        for kind, key in (("forbidden", there), ("absent", uuid4())):
            path = reverse(name, args=[key])
            began = time.perf_counter()
            assert client.get(path).status_code == 404
            took[kind].append(time.perf_counter() - began)
    forbidden, absent = (statistics.median(values) for values in took.values())
    assert abs(forbidden - absent) < max(CLOSE_ENOUGH, 0.35 * absent)
