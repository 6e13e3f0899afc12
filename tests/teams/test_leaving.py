"""A post ends: its holds pass on in the same moment, on the page and by its date."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from koppi.people.models import Post, Role
from koppi.people.viewer import Viewer
from koppi.teams import jobs
from koppi.teams.models import Hold
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return make.a_post()


@pytest.fixture
def family(worker):
    family = make.a_family("Laineen perhe", make.a_child("Emma"))
    Hold.objects.create(family=family, post=worker, starts_at=make.NOON)
    return family


def name_deputy(worker):
    worker.unit.deputy = make.a_post(unit=worker.unit)
    worker.unit.save()
    return worker.unit.deputy


def end(worker, manager=None):
    manager = manager or make.a_post(unit=worker.unit, role=Role.MANAGER)
    client = Client()
    client.force_login(manager.person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse("teams:close-post", args=[worker.pk]))


def holder(family):
    return Hold.objects.get(family=family, ends_at=None).post


def test_ending_a_post_passes_its_holds_to_the_units_deputy(worker, family):
    deputy = name_deputy(worker)
    assert end(worker).status_code == 302
    assert holder(family) == deputy
    assert Post.objects.get(pk=worker.pk).ends_on is not None


def test_a_post_whose_hold_nobody_inherits_does_not_end(worker, family):
    answer = end(worker, manager=make.a_post(role=Role.ADMIN))
    assert answer.status_code == 422
    assert "Nimeä yksikölle varahenkilö" in answer.content.decode()
    assert holder(family) == worker
    assert Post.objects.get(pk=worker.pk).ends_on is None


def test_when_the_post_may_not_be_ended_the_hold_stays_where_it_was(family, worker):
    name_deputy(worker)
    Post.objects.filter(pk=worker.pk).update(role=Role.MANAGER)
    assert end(worker, manager=worker).status_code == 422
    assert holder(family) == worker


def test_a_post_that_has_ended_by_its_date_gives_its_holds_on_once(worker, family):
    deputy = name_deputy(worker)
    Post.objects.filter(pk=worker.pk).update(ends_on=make.NOON.date())
    later = Viewer.system(make.NOON + timedelta(hours=1))
    assert jobs.pass_on_holds(by=later) == 1
    assert jobs.pass_on_holds(by=later) == 0
    assert holder(family) == deputy


def test_a_post_that_ends_tomorrow_keeps_its_holds_today(worker, family):
    name_deputy(worker)
    Post.objects.filter(pk=worker.pk).update(ends_on=make.NOON.date() + timedelta(days=1))
    assert jobs.pass_on_holds(by=Viewer.system(make.NOON)) == 0
    assert holder(family) == worker


def test_a_hold_without_an_heir_waits_for_one(worker, family):
    Post.objects.filter(pk=worker.pk).update(ends_on=make.NOON.date())
    assert jobs.pass_on_holds(by=Viewer.system(make.NOON)) == 0
    assert holder(family) == worker
