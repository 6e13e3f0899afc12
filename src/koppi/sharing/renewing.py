"""Whom a worker means who may not look any more: named exactly, found only among those they work with."""

from dataclasses import dataclass
from datetime import date

from koppi.people import names
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.sealing import keyed_hash

from .consenting import DECIDING, may_consent_for
from .guards import serves
from .holders import names_of


@dataclass(frozen=True, slots=True)
class Named:
    """One person as typed. ``born_on`` is not asked of a custodian: the child tells who they are."""

    given_names: str
    family_name: str
    born_on: date | None = None

    @property
    def hash(self) -> str:
        """Return what the trail keeps of what was typed: a keyed hash, never the words."""
        return keyed_hash(f"renewal:{self.given_names.strip()} {self.family_name.strip()} {self.born_on}")

    def is_name_of(self, person: Person) -> bool:
        used = (person.given_names, person.first_name)
        return names.is_same_name([self.family_name], [person.family_name]) and any(
            names.is_same_name([self.given_names], [given]) for given in used
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Whose data it is, and who decides."""

    person: Person
    giver: Person


def meant(viewer: Viewer, whom: Named, custodian: Named | None, matter: str) -> Pair | None:
    """Return whom the worker means and who decides for them; None tells nothing of why there is none.

    Without ``custodian`` the person decides for themself.
    """
    rows = [
        row for row in Person.objects.filter(born_on=whom.born_on, merged_into=None) if whom.is_name_of(row)
    ]
    person = next((row for row in rows if serves(viewer, row.pk)), None)
    giver = _custodian(person, custodian) if person and custodian else person
    if person is None or giver is None or not may_consent_for(person, giver, matter, viewer):
        return None
    return Pair(person, giver)


def own_holders(viewer: Viewer) -> list[tuple[str, str]]:
    """Return whom a worker speaks for, which tells of nobody else: oneself, the unit, the organisation."""
    if viewer.post is None:
        return []
    keys = [str(viewer), f"u:{viewer.post.unit_id}", f"o:{viewer.post.organisation_id}"]
    named = names_of(keys, viewer.language)
    return [(key, named[key]) for key in keys]


def _custodian(child: Person, said: Named) -> Person | None:
    adults = Person.objects.filter(custody_of__child=child, custody_of__kind__in=DECIDING).distinct()
    return next((adult for adult in adults if said.is_name_of(adult)), None)
