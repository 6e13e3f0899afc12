"""How Koppi says no: kindly, in one voice, and without telling more than it may."""

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from django.urls import resolve

from koppi.refusal import NotNow, NotVisible, Refused
from koppi.ui import views
from koppi.ui.refusals import Refusals
from koppi.ui.route import route

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}
    ]


def request_for(path: str = "/", **headers: str):
    request = RequestFactory().get(path, headers=headers)
    request.viewer = None
    request.request_id = "5c1e"
    request.htmx = bool(headers)
    return request


def after(raised: Exception, **headers: str) -> HttpResponse:
    return Refusals(lambda request: HttpResponse()).process_exception(request_for(**headers), raised)


def test_a_refusal_is_told_in_its_own_sentence():
    answer = after(Refused("Kutsu on jo päätetty. Pyydä kutsujaa avaamaan uusi."))
    assert answer.status_code == 409
    assert "Kutsu on jo päätetty. Pyydä kutsujaa avaamaan uusi." in answer.content.decode()


def test_a_part_of_a_page_is_told_in_plain_words():
    answer = after(Refused("Kutsu on jo päätetty."), HX_Request="true")
    assert answer.content.decode() == "Kutsu on jo päätetty."
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("raised", [OperationalError("disk full: Emma Laine"), NotNow("the sealer is late")])
def test_when_nothing_can_be_written_nothing_is_shown(raised):
    answer = after(raised)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "Emma" not in answer.content.decode()


def test_other_mistakes_are_left_to_be_mended():
    assert after(ValueError("a bug")) is None


def test_absent_and_forbidden_are_one_page():
    request = request_for()
    pages = [
        views.not_found(request, Http404("no such family")),
        views.not_found(request, NotVisible()),
        views.forbidden(request, PermissionDenied()),
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({CSRF.sub(b"", page.content) for page in pages}) == 1


def test_a_broken_page_says_where_to_call_and_which_request_it_was():
    try:
        raise ValueError("secret")
    except ValueError:
        answer = views.server_error(request_for())
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "040 000 0000" in page
    assert "5c1e" in page
    assert "secret" not in page


def test_a_database_that_refuses_outside_the_view_is_not_now_either():
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        answer = views.server_error(request_for())
    assert answer.status_code == 503


def test_too_much_at_once_is_told_apart_from_nonsense():
    assert views.bad_request(request_for(), RequestDataTooBig()).status_code == 413
    assert views.bad_request(request_for()).status_code == 400


def test_a_wrong_method_gets_a_page_and_keeps_its_header():
    answer = Refusals(lambda request: HttpResponseNotAllowed(["POST"]))(request_for())
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Palaa takaisin" in answer.content.decode()


@pytest.mark.parametrize(("view", "status"), [(views.csrf_failure, 403), (views.too_many, 429)])
def test_every_refusal_says_what_to_do_next(view, status):
    answer = view(request_for())
    assert answer.status_code == status
    assert "uudelleen" in answer.content.decode() or "vielä kerran" in answer.content.decode()


@pytest.mark.parametrize(("address", "words"), [
    ("/saavutettavuus/", "Saavutettavuusseloste"), ("/tietosuoja/", "Kuka tietoja näkee"), ("/ohje/", "112"),
])  # fmt: skip
def test_what_koppi_is_can_be_read_before_signing_in(address, words):
    answer = resolve(address, "tests.ui.urls").func(request_for(address))
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_route_says_who_it_is_for_and_what_it_audits():
    @route(needs="professional", audits="family.seen")
    def show(request):
        return HttpResponse()

    assert show.koppi_route == {"needs": "professional", "audits": "family.seen"}
    assert show.login_required
    assert not views.help_page.login_required
    with pytest.raises(ValueError, match="everybody"):
        route(needs="everybody")
