"""Why you see this, in one whole sentence."""

from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from koppi.people.sectors import Sector
from koppi.ui.moments import clock, full_date, short_day

from .periods import HELSINKI
from .verdict import Way, Why


def words(why: Why, way: Way | None = None, receiver: str = "") -> str:
    """Return the sentence shown to the viewer; ``receiver`` is what ``with_whom`` says of the way's cover."""
    if why == Why.WORK and way is not None:
        return _of_work(way, receiver)
    return _plain(why)


def _plain(why: Why) -> str:
    return {
        Why.SELF: _("Näet tämän, koska tieto koskee sinua."),
        Why.GUARDIAN: _(
            "Näet tämän, koska olet lapsen huoltaja tai sinulla on oikeus saada tietoja lapsesta."
        ),
        Why.WORK: _("Näet tämän, koska työskentelet perheen kanssa."),
        Why.INVITED: _("Näet tämän, koska sinut on kutsuttu mukaan tähän asiaan."),
        Why.AUTHOR: _("Näet tämän, koska olet itse kirjoittanut sen."),
        Why.SHARED: _("Näet tämän, koska kirjoittaja on avannut sen sinulle."),
    }.get(why, _("Tämä ei ole sinulle näkyvissä."))


def _of_work(way: Way, receiver: str) -> str:
    parts = {
        "ground": span(way.ground_starts, way.ground_ends),
        "receiver": receiver,
        "cover": since(way.cover_starts, way.cover_ends),
        "basis": way.basis,
    }
    if way.ground == "EMERGENCY":
        return _("Näet tämän, koska avasit perheen tiedot hätäavauksella (%(ground)s).") % parts
    if way.ground == "OTHER_AUTHORITY":
        return _("Näet tämän, koska viranomaisellasi on määräaikainen oikeus tietoihin (%(ground)s).") % parts
    return (_by_law if way.basis else _by_consent)(way.ground) % parts


def _by_consent(ground: str) -> str:
    return {
        "UNIT_DUTY": _(
            "Näet tämän, koska asian hoitaminen on yksikkösi tehtävä (%(ground)s) ja perhe on suostunut "
            "tietojen jakamiseen %(receiver)s (%(cover)s)."
        ),
        "SUPERVISION": _(
            "Näet tämän, koska vastaat työstä esihenkilönä (%(ground)s) ja perhe on suostunut "
            "tietojen jakamiseen %(receiver)s (%(cover)s)."
        ),
    }.get(
        ground,
        _(
            "Näet tämän, koska olet perheen tiimin jäsen (%(ground)s) ja perhe on suostunut "
            "tietojen jakamiseen %(receiver)s (%(cover)s)."
        ),
    )


def _by_law(ground: str) -> str:
    return {
        "UNIT_DUTY": _(
            "Näet tämän, koska asian hoitaminen on yksikkösi tehtävä (%(ground)s) ja laki sallii "
            "tietojen jakamisen: %(basis)s (%(cover)s)."
        ),
        "SUPERVISION": _(
            "Näet tämän, koska vastaat työstä esihenkilönä (%(ground)s) ja laki sallii "
            "tietojen jakamisen: %(basis)s (%(cover)s)."
        ),
    }.get(
        ground,
        _(
            "Näet tämän, koska olet perheen tiimin jäsen (%(ground)s) ja laki sallii "
            "tietojen jakamisen: %(basis)s (%(cover)s)."
        ),
    )


def of_other(way: Way, ground: str, receiver: str = "") -> str:
    """Return why somebody else sees, in words for the one whose data it is; ``ground`` is its name.

    Without ``receiver`` it is not said whom the consent names, because that would tell a place.
    """
    parts = {
        "ground": ground[:1].upper() + ground[1:],
        "receiver": receiver,
        "cover": since(way.cover_starts, way.cover_ends),
        "basis": way.basis,
    }
    if way.basis:
        return _("%(ground)s. Laki sallii tietojen jakamisen: %(basis)s (%(cover)s).") % parts
    if way.cover_starts is None:
        return _("%(ground)s (%(when)s).") % (parts | {"when": span(way.ground_starts, way.ground_ends)})
    if not receiver:
        return _("%(ground)s. Tietojen jakamiseen on suostuttu (%(cover)s).") % parts
    return _("%(ground)s. Tietojen jakamiseen on suostuttu: %(receiver)s (%(cover)s).") % parts


def with_whom(receiver: str, name: str = "") -> str:
    """Return "with early education": the words after "sharing"."""
    kind, _colon, key = receiver.partition(":")
    if kind == "s":
        return _SECTORS.get(key, lambda: key)()
    return _("saajan %(name)s kanssa") % {"name": name}


_SECTORS = {
    Sector.SOCIAL: lambda: pgettext("kenen kanssa", "sosiaalipalvelujen kanssa"),
    Sector.CHILD_WELFARE: lambda: pgettext("kenen kanssa", "lastensuojelun kanssa"),
    Sector.HEALTH: lambda: pgettext("kenen kanssa", "terveyspalvelujen kanssa"),
    Sector.SPECIALIST_CARE: lambda: pgettext("kenen kanssa", "erikoissairaanhoidon kanssa"),
    Sector.ECEC: lambda: pgettext("kenen kanssa", "varhaiskasvatuksen kanssa"),
    Sector.EDUCATION: lambda: pgettext("kenen kanssa", "koulun kanssa"),
    Sector.STUDENT_WELFARE: lambda: pgettext("kenen kanssa", "opiskeluhuollon kanssa"),
    Sector.YOUTH: lambda: pgettext("kenen kanssa", "nuorisotyön kanssa"),
    Sector.CULTURE_SPORT: lambda: pgettext("kenen kanssa", "kulttuurin ja liikunnan kanssa"),
    Sector.EMPLOYMENT: lambda: pgettext("kenen kanssa", "Ohjaamon ja työllisyyspalvelujen kanssa"),
    Sector.POLICE: lambda: pgettext("kenen kanssa", "poliisin kanssa"),
    Sector.THIRD_SECTOR: lambda: pgettext("kenen kanssa", "järjestöjen kanssa"),
    Sector.PARISH: lambda: pgettext("kenen kanssa", "seurakunnan kanssa"),
    Sector.COMPANY: lambda: pgettext("kenen kanssa", "yritysten kanssa"),
    Sector.KELA: lambda: pgettext("kenen kanssa", "Kelan kanssa"),
    Sector.OTHER_AUTHORITY: lambda: pgettext("kenen kanssa", "muun viranomaisen kanssa"),
}


def span(start: datetime | None, end: datetime | None) -> str:
    """Return a period as people say it: "1.3.–31.8.", "12.3. alkaen", or hours within one day."""
    if start is None or end is None:
        return since(start, end)
    if _local(start).date() == _local(end).date():
        return _("klo %(start)s–%(end)s") % {"start": _clock(start), "end": _clock(end)}
    return _("%(start)s–%(end)s") % {"start": day(start, end), "end": last_day(end, start)}


def since(start: datetime | None, end: datetime | None = None) -> str:
    """Return "from 12.3. on", or the whole period when its end is known."""
    if start is not None and end is not None:
        return span(start, end)
    if start is None:
        return _("toistaiseksi") if end is None else _("%(day)s asti") % {"day": last_day(end)}
    return _("%(day)s alkaen") % {"day": day(start)}


def day(at: datetime, beside: datetime | None = None) -> str:
    """Return the Helsinki day as the reader says it, with its year when the one beside is in another year."""
    local = _local(at)
    say = short_day if beside is None or _local(beside).year == local.year else full_date
    return say(local, get_language())


def _clock(at: datetime) -> str:
    return clock(_local(at), get_language())


def last_day(end: datetime, beside: datetime | None = None) -> str:
    """Return the last day of a period that ends at ``end``: midnight belongs to the day before."""
    return day(_just_before(end), beside)


def _just_before(end: datetime) -> datetime:
    return end - (end.resolution)


def _local(at: datetime) -> datetime:
    return at.astimezone(HELSINKI)
