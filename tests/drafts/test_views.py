"""The address forms are autosaved to."""

from types import SimpleNamespace

import pytest
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.urls import resolve as resolved

from koppi.drafts import access, views
from koppi.drafts.models import Draft
from koppi.drafts.typed import LONGEST_TEXT
from tests import make

KEY = "mapping-answer:3d6f0a1e-5c2b-4f7d-9a48-1b2c3d4e5f60"

pytestmark = pytest.mark.django_db


def post(view, viewer, key=KEY, **fields):
    request = RequestFactory().post("/", fields)
    request.viewer = viewer
    return view(request, key)


def test_saving_answers_when_it_was_saved_and_the_text_is_there():
    viewer = make.a_viewer()  # 12.00 in UTC is 14.00 in Finland in March
    answer = post(views.save, viewer, text="kesken", csrfmiddlewaretoken="x", password="y")
    assert answer.content.decode("unicode_escape") == '{"status": "Tallennettu luonnos klo 14.00"}'
    assert access.draft_for(viewer, KEY) == {"text": "kesken"}


def test_saving_again_keeps_the_latest():
    viewer = make.a_viewer()
    for text in ("k", "ke", "kesken"):
        post(views.save, viewer, text=text)
    assert access.draft_for(viewer, KEY) == {"text": "kesken"}
    assert Draft.objects.count() == 1


def test_too_much_text_is_told_and_the_earlier_draft_stays():
    viewer = make.a_viewer()
    post(views.save, viewer, text="kesken")
    answer = post(views.save, viewer, text="x" * (LONGEST_TEXT + 1))
    assert answer.status_code == 413
    assert access.draft_for(viewer, KEY) == {"text": "kesken"}


@pytest.mark.parametrize("view", [views.save, views.discard])
def test_without_a_viewer_there_is_no_such_page_and_get_changes_nothing(view):
    with pytest.raises(Http404):
        post(view, None, text="x")
    assert view(RequestFactory().get("/"), KEY).status_code == 405
    assert not Draft.objects.exists()


def test_saving_asks_for_the_token_of_our_own_pages():
    assert not any(hasattr(view, "csrf_exempt") for view in (views.save, views.discard))
    request = RequestFactory(enforce_csrf_checks=True).post("/", {"text": "x"})
    assert CsrfViewMiddleware(lambda _: None).process_view(request, views.save, (), {}).status_code == 403


@pytest.mark.parametrize(
    ("back", "to"),
    [("/kutsut/", "/kutsut/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("", "/")],
)
def test_discarding_goes_back_to_the_form_and_never_to_another_site(back, to):
    viewer = make.a_viewer()
    post(views.save, viewer, text="kesken")
    answer = post(views.discard, viewer, next=back)
    assert (answer.status_code, answer.url) == (302, to)
    assert access.draft_for(viewer, KEY) == {}


@pytest.mark.parametrize("key", ["summary", KEY, "own_words"])
def test_a_key_is_the_name_of_a_form_and_the_key_of_a_thing(key):
    address = reverse("drafts:save", args=[key])
    assert resolved(address).kwargs == {"key": key}


@pytest.mark.parametrize("key", ["Emma", "a:b", "summary:1", "../x", "", f"{KEY}:x", "a" * 61])
def test_no_other_key_has_an_address(key):
    with pytest.raises(NoReverseMatch):
        reverse("drafts:save", args=[key])


def test_the_page_says_that_a_draft_was_found_with_a_way_to_start_afresh():
    viewer = make.a_viewer()
    request = RequestFactory().get("/kutsut/uusi/")
    form = SimpleNamespace(draft_key=KEY, restored_at=viewer.at)
    context = {"form": form, "request": request}
    html = render_to_string("drafts/_restored.html", context)
    assert "Jatka siitä mihin jäit (2.3.2026 klo 14.00)." in " ".join(html.split())
    assert f'action="/luonnos/{KEY}/pois/"' in html
    assert 'value="/kutsut/uusi/"' in html
    form.restored_at = None
    assert not render_to_string("drafts/_restored.html", context).strip()
