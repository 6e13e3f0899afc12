"""The map of the demo: every actor with how to sign in, every object of the story with its address."""

from django.urls import reverse

from koppi.families.models import Family
from koppi.mapping.models import Invitation
from koppi.own_words.models import OwnView
from koppi.services.models import ServiceEpisode
from koppi.teams.models import AgreedStep

from .cast import cast
from .story import Told


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
        "objects": [*_story_objects(told), *_families(told)],
    }


def _story_objects(told: Told) -> list[dict]:
    family, home = told.family, reverse("overview:show", args=[told.family.pk])
    rows = [_object("family", family.pk, home)]
    rows += [
        _object("invitation", row.pk, reverse("mapping:show", args=[row.pk]))
        for row in Invitation.objects.filter(record__family=family)
    ]
    for kind, model in (("service", ServiceEpisode), ("own_view", OwnView), ("step", AgreedStep)):
        rows += [_object(kind, row.pk, home) for row in model.objects.filter(record__family=family)]
    return rows


def _families(told: Told) -> list[dict]:
    others = Family.objects.exclude(pk=told.family.pk).order_by("-created_at")[:1000]
    return [_object("family", row.pk, reverse("overview:show", args=[row.pk])) for row in others]


def _object(kind: str, pk, path: str) -> dict:
    return {"kind": kind, "id": str(pk), "path": path}
