"""How people stand on the pages of an invitation: as much as is needed to know whom it concerns, no more."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koppi.people.models import Person


def age_on(born_on: date, today: date) -> int:
    """Return the age in whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def short_name(person: Person) -> str:
    """Return the first name and the initial: "Emma L."."""
    initial = person.family_name[:1]
    return f"{person.first_name} {initial}." if initial else person.first_name


def years(person: Person, today: date) -> str:
    """Return the age in words; the year of birth when no more is known, nothing when not even that."""
    if person.born_on:
        age = age_on(person.born_on, today)
        return ngettext("%(age)s vuosi", "%(age)s vuotta", age) % {"age": age}
    return _("s. %(year)s") % {"year": person.birth_year} if person.birth_year else ""


def label(person: Person, today: date) -> str:
    """Return how an invitation names its subject: "Emma L., 9 vuotta"."""
    return ", ".join(part for part in (short_name(person), years(person, today)) if part)


def labels(people, today: date) -> str:
    """Return the subjects of one invitation in one line."""
    return " · ".join(label(person, today) for person in people)
