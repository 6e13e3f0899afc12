import json

from django.core.management import call_command
from django.urls import get_resolver, path
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koppi.site.routes import all_routes, methods_of


def listed(capsys) -> list[dict]:
    call_command("routes", "--json")
    return json.loads(capsys.readouterr().out)


def patterns(resolver):
    for entry in resolver.url_patterns:
        yield from patterns(entry) if hasattr(entry, "url_patterns") else [entry]


def test_every_address_the_site_answers_to_is_listed(capsys):
    assert len(listed(capsys)) == len(list(patterns(get_resolver())))
    assert {"/", "/health/live", "/health/ready"} <= {route["path"] for route in listed(capsys)}


def test_an_address_tells_what_it_needs_and_audits(capsys):
    (front,) = [route for route in listed(capsys) if route["name"] == "front"]
    assert front == {
        "path": "/",
        "name": "front",
        "methods": ["GET", "POST"],
        "needs": "public",
        "audits": "site.own_families",
    }


def test_every_address_says_who_it_is_for():
    assert [route.path for route in all_routes() if route.needs is None] == []


@require_POST
def only_post(request): ...


@require_safe
def only_read(request): ...


class Both(View):
    def get(self, request): ...

    def post(self, request): ...


def test_methods_are_read_from_decorators_and_classes():
    assert methods_of(only_post) == ("POST",)
    assert methods_of(only_read) == ("GET", "HEAD")
    assert methods_of(path("", Both.as_view()).callback) == ("GET", "POST")
