"""Notices inside Koppi: once each, for those who hold the recipient, and nobody else."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory

from koppi.audit.models import AuditEvent
from koppi.delivery import access, actions, views
from koppi.delivery.models import Notice
from koppi.due.models import Job
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from tests import make

from .conftest import NOON

pytestmark = pytest.mark.django_db


def tell(to: str, about=None, kind="mapping.answered", **more) -> Notice:
    return actions.notify(by=Viewer.system(NOON), to=to, kind=kind, about=about or Job(), **more)


def test_a_worker_sees_what_was_told_to_their_post_and_their_unit():
    viewer = make.a_viewer()
    post, unit, *_ = viewer.holders
    ids = {tell(post).pk, tell(unit).pk}
    tell(f"e:{uuid4()}")
    tell(f"u:{uuid4()}")
    assert {card.id for card in access.notices_for(viewer)} == ids


def test_a_family_member_sees_only_their_own():
    viewer = make.a_client()
    tell(f"e:{viewer.person_id}")
    own = tell(str(viewer))
    assert [card.id for card in access.notices_for(viewer)] == [own.pk]


def test_telling_the_same_twice_is_one_notice():
    thing = Job()
    first = tell("e:1", thing)
    assert tell("e:1", thing).pk == first.pk
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("other", [{"kind": "mapping.closed"}, {"dedupe": "second reminder"}])
def test_another_kind_or_another_occasion_is_another_notice(other):
    thing = Job()
    tell("e:1", thing)
    tell("e:1", thing, **other)
    tell("e:2", thing)
    assert Notice.objects.count() == 3


def test_the_first_moment_of_seeing_stays():
    viewer = make.a_viewer()
    notice = tell(str(viewer))
    assert actions.mark_seen(by=viewer, ids=[notice.pk]) == 1
    assert actions.mark_seen(by=viewer.moved_to(NOON), ids=[notice.pk]) == 0
    [card] = access.notices_for(viewer)
    assert card.seen_at == viewer.at
    assert access.notices_for(viewer, unseen_only=True) == []
    assert access.seen_of(card.about_id, "mapping.answered") == {str(viewer): viewer.at}


def test_a_stranger_cannot_tell_another_mans_notice_from_one_that_does_not_exist():
    notice = tell("e:1")
    for pk in (notice.pk, uuid4()):
        with pytest.raises(NotVisible):
            actions.mark_seen(by=make.a_viewer(), ids=[pk])
    assert Notice.objects.get().seen_at is None


def test_one_foreign_notice_among_own_ones_marks_none():
    viewer = make.a_viewer()
    own, foreign = tell(str(viewer)), tell("e:1")
    with pytest.raises(NotVisible):
        actions.mark_seen(by=viewer, ids=[own.pk, foreign.pk])
    assert len(access.notices_for(viewer, unseen_only=True)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query_however_long_it_is(count, django_assert_num_queries):
    viewer = make.a_viewer()
    for _ in range(count):
        tell(str(viewer))
    with django_assert_num_queries(1):
        assert len(access.notices_for(viewer)) == count


def test_telling_and_seeing_are_in_the_trail():
    viewer = make.a_viewer()
    notice = tell(str(viewer))
    actions.mark_seen(by=viewer, ids=[notice.pk])
    assert list(AuditEvent.objects.order_by("id").values_list("did", flat=True)) == [
        "delivery.notified",
        "delivery.seen",
    ]


def press_seen(viewer, *ids, **more):
    request = RequestFactory().post("/", {"id": ids, **more})
    request.viewer = viewer
    return views.seen(request)


def test_the_button_marks_the_notices_and_goes_back_to_the_page():
    viewer = make.a_viewer()
    ids = [tell(str(viewer)).pk for _ in range(2)]
    answer = press_seen(viewer, *ids, next="/paiva/")
    assert (answer.status_code, answer.url) == (302, "/paiva/")
    assert access.notices_for(viewer, unseen_only=True) == []


@pytest.mark.parametrize("key", ["1", "Emma", "3d6f0a1e-5c2b-4f7d-9a48-1b2c3d4e5f60", ""])
def test_what_is_no_notice_of_mine_is_no_page(key):
    with pytest.raises(Http404):
        press_seen(make.a_viewer(), key)


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", "paiva/"]
)
def test_the_way_back_never_leads_to_another_site(away):
    assert press_seen(make.a_viewer(), next=away).url == "/"
