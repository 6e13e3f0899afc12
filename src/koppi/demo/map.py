"""The map of the demo: every actor with how to sign in, every object of the story with its address.

Of the county around the story the newest objects of each kind, so that the map stays a map at any scale.
"""

from django.urls import reverse

from koppi.families.models import Family
from koppi.help_requests.models import HelpRequest
from koppi.mapping.models import Invitation
from koppi.own_words.models import OwnView
from koppi.services.models import ServiceEpisode
from koppi.teams.models import AgreedStep

from .cast import cast
from .story import Told

FAMILIES, OF_A_KIND = 1000, 200
ON_THE_FAMILY_PAGE = (("service", ServiceEpisode), ("own_view", OwnView), ("step", AgreedStep))


def map_of(told: Told) -> dict:
    """Return the map as plain values for JSON."""
    return {
        "actors": [
            {
                "handle": one.handle,
                "name": one.name,
                "sign_in": {"method": "POST", "path": reverse("demo:sign-in"), "as": one.handle},
            }
            for one in cast()
        ],
        "objects": [*_objects_of(told), *_requests(), *_county(told)],
    }


def _objects_of(told: Told) -> list[dict]:
    """Return the family of the story and everything in it."""
    family = told.family
    mine = {"record__family": family}
    return [_family(family.pk), *_invitations(**mine), *_on_family_page(**mine)]


def _requests() -> list[dict]:
    rows = HelpRequest.objects.order_by("-asked_at", "pk")[:OF_A_KIND]
    return [_object("help_request", row.pk, reverse("help_requests:show", args=[row.pk])) for row in rows]


def _county(told: Told) -> list[dict]:
    others = Family.objects.exclude(pk=told.family.pk).order_by("-created_at", "pk")
    newest = list(others.values_list("pk", flat=True)[:FAMILIES])
    near = {"record__family__in": newest[:OF_A_KIND]}
    return [*map(_family, newest), *_invitations(**near), *_on_family_page(**near)]


def _family(pk) -> dict:
    return _object("family", pk, reverse("overview:show", args=[pk]))


def _invitations(**where) -> list[dict]:
    rows = Invitation.objects.filter(**where).order_by("-sent_at", "pk")[:OF_A_KIND]
    return [_object("invitation", row.pk, reverse("mapping:show", args=[row.pk])) for row in rows]


def _on_family_page(**where) -> list[dict]:
    found = []
    for kind, model in ON_THE_FAMILY_PAGE:
        rows = model.objects.filter(**where).select_related("record").order_by("pk")[:OF_A_KIND]
        found += [
            _object(kind, row.pk, reverse("overview:show", args=[row.record.family_id])) for row in rows
        ]
    return found


def _object(kind: str, pk, path: str) -> dict:
    return {"kind": kind, "id": str(pk), "path": path}
