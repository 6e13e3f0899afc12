"""The cast of the story: who one can sign in as, by handle. Plain values; all names are invented."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class CastMember:
    handle: str
    name: str
    role: str
    face: str = ""


def cast() -> tuple[CastMember, ...]:
    """Return the cast in the language of the page, in the order a visitor would try them."""
    return (
        CastMember("anna", "Anna Salo", _("omatyöntekijä, sosiaaliohjaaja")),
        CastMember("petri", "Petri Niemi", _("koulukuraattori")),
        CastMember("maria", "Maria Lindqvist", _("terveydenhoitaja")),
        CastMember("liisa", "Liisa Ahonen", _("varhaiskasvatuksen opettaja")),
        CastMember("amina", "Amina Yusuf", _("vertaisohjaaja, järjestö")),
        CastMember("satu", "Satu Korhonen", _("perhepalvelujen esihenkilö")),
        CastMember("sanna", "Sanna Laine", _("äiti")),
        CastMember("mikko", "Mikko Laine", _("isä, jonka näkymä on rajattu")),
        CastMember("emma", "Emma Laine", _("9-vuotias")),
        CastMember("raija", "Raija Laine", _("mummo")),
        CastMember("kaisa", "Kaisa Rantanen", _("tietosuojavastaava")),
        CastMember("tomi", "Tomi Virtanen", _("analyytikko")),
        CastMember("ylva", "Ylva Bergström", _("pääkäyttäjä, ruotsinkielinen")),
        CastMember("vera", "Vera Koskinen", _("työntekijä toisesta tiimistä")),
    )
