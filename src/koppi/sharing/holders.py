"""The names people know the holders by."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Value
from django.utils.translation import gettext as _

from koppi.people.models import Organisation, Person, Post, Unit
from koppi.people.sectors import Sector


def names_of(holders: Iterable[str], language: str = "fi") -> dict[str, str]:
    """Return a name for each holder; one query when any of them needs it."""
    holders = set(holders)
    names = {holder: Sector(holder[2:]).label for holder in holders if holder[2:] in Sector}
    names |= {"t:": _("koko tiimi"), "system": "Koppi"}
    sources = [source for source in (_source(kind, holders) for kind in "ouep") if source is not None]
    if sources:
        for kind, pk, *parts in sources[0].union(*sources[1:], all=True):
            names[f"{kind}:{UUID(str(pk))}"] = _name(kind, parts, language)
    return {holder: str(names.get(holder) or kind_of(holder)) for holder in holders}


def kind_of(holder: str) -> str:
    """Return what sort of holder it is, for when the name must not be told."""
    return {
        "o": _("organisaatio"),
        "u": _("työyksikkö"),
        "e": _("ammattilainen"),
        "p": _("perheen ihminen"),
        "g": _("kutsuttu"),
        "s": _("toimiala"),
    }.get(holder[:1], "")


def tells_place(holder: str) -> bool:
    """Does the name of this holder tell where somebody is served?"""
    return holder[:2] in ("o:", "u:")


SOURCES = {
    "o": (Organisation, ("name", "name_sv", Value(""))),
    "u": (Unit, ("name", "name_sv", Value(""))),
    "e": (Post, ("person__call_name", "person__given_names", "person__family_name")),
    "p": (Person, ("call_name", "given_names", "family_name")),
}


def _source(kind: str, holders: set[str]):
    keys = [holder[2:] for holder in holders if holder.startswith(f"{kind}:")]
    if not keys:
        return None
    model, columns = SOURCES[kind]
    return model.objects.order_by().filter(pk__in=keys).values_list(Value(kind), "pk", *columns)


def _name(kind: str, parts: list[str], language: str) -> str:
    if kind in "ou":
        return (parts[1] if language == "sv" else "") or parts[0]
    first = parts[0] or parts[1].split(" ")[0]
    return f"{first} {parts[2]}".strip()
