"""Somebody whom the county's sign-in for the people (Suomi.fi) has identified: whose account is theirs?

Never by name, never by day of birth: two people of the same name must not meet. An identification is joined
by a worker's link (its owner is signed in already), by a verified identity code where the county keeps them,
or by a worker who sees both and confirms. Nothing the provider tells is kept once it has been joined.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from koppi.people import identity_code
from koppi.people.models import Person
from koppi.refusal import Refused

from .access import is_at_work
from .models import StrangeIdentity

PROVIDER = "family"


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of somebody, for a worker to compare."""

    name: str
    born_on: date | None

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "Told":
        parts = " ".join(str(claims.get(one) or "") for one in ("given_name", "family_name")).strip()
        return cls((parts or str(claims.get("name") or ""))[:200], _day(claims.get("birthdate")))

    @classmethod
    def read(cls, kept: str) -> "Told":
        said = json.loads(kept)
        return cls(said["name"], _day(said["born_on"]))

    def written(self) -> str:
        return json.dumps({"name": self.name, "born_on": self.born_on and self.born_on.isoformat()})


def claims_of(extra_data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the provider told, in its identity token and on request."""
    if "userinfo" in extra_data or "id_token" in extra_data:
        return {**(extra_data.get("id_token") or {}), **(extra_data.get("userinfo") or {})}
    return dict(extra_data)


def person_of(claims: Mapping[str, Any], day: date) -> Person | None:
    """Return the one person whose verified identity code this is; None for none, many, or one with a post.

    Without the county's identity codes nobody is ever found.
    """
    claim = settings.KOPPI_FAMILY_OIDC_IDENTITY_CLAIM
    code = claims.get(claim) if claim and identity_code.is_on() else None
    if not isinstance(code, str) or not code:
        return None
    try:
        same = Person.objects.filter(identity_hash=identity_code.hashed(code), merged_into=None)
    except Refused:
        return None
    found = list(same[:2])
    return found[0] if len(found) == 1 and not is_at_work([found[0].pk], day) else None


def can_be(person: Person, told: Told) -> bool:
    """Return whether the day of birth stands against joining; it is never enough to join by."""
    return person.born_on is None or told.born_on is None or person.born_on == told.born_on


def told_of(stranger: StrangeIdentity) -> Told:
    return Told.read(stranger.told)


def _day(text: Any) -> date | None:
    is_day = isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    try:
        return date.fromisoformat(text) if is_day else None
    except ValueError:
        return None
