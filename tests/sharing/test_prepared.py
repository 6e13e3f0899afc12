"""Prepared questions answer as Django itself would, whatever is asked with them."""

from datetime import timedelta

import pytest
from django.db.models import Count, QuerySet

from koppi.families.models import Member
from koppi.people import prepared
from koppi.people.models import Post
from tests import make

pytestmark = pytest.mark.django_db


def _people(family_id) -> QuerySet[Member]:
    members = Member.objects.filter(family=family_id).select_related("person", "family")
    return members.annotate(places=Count("person__memberships")).order_by("pk")


def _at_work(day, ids: tuple) -> QuerySet[Post]:
    return Post.objects.on_day(day).filter(pk__in=ids).order_by("pk")


def test_objects_come_with_what_was_joined_and_counted(django_assert_num_queries):
    child = make.a_child()
    family = make.a_family("Koivu", child, make.a_person())
    other = make.a_family("Haapa", child)
    for one in (family, other, family):
        with django_assert_num_queries(1):
            found = prepared.found(_people, one.pk)
            told = [(row.pk, row.person.name, row.family.name, row.places) for row in found]
        assert told == [(r.pk, r.person.name, r.family.name, r.places) for r in _people(one.pk)] != []


def test_days_are_values_too():
    post = make.a_post()
    today = make.a_viewer(post).today
    Post.objects.filter(pk=post.pk).update(ends_on=today)
    assert prepared.found(_at_work, today, (post.pk,)) == []
    assert prepared.found(_at_work, today - timedelta(days=1), (post.pk,)) == [post]


def test_nothing_asked_about_is_nothing_found():
    make.a_post()
    assert prepared.found(_at_work, make.a_viewer().today, ()) == []


@pytest.mark.parametrize(("count", "room"), [(0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (8, 8)])
def test_keys_are_repeated_up_to_a_power_of_two(count, room):
    keys = list(range(count))
    assert len(prepared.padded(keys)) == room
    assert list(dict.fromkeys(prepared.padded(keys))) == keys
