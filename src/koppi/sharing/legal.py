"""The closed list of laws by which data may be shared without consent, as data.

A deployment has its lawyer read each one. A code is never removed while a basis rests on it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINLEX = "https://www.finlex.fi/fi/laki/ajantasa/"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of law: its code, how it is called, what it allows in plain words, where to read it."""

    code: str
    name: str | Promise
    words: str | Promise
    source: str


SECTIONS = {
    section.code: section
    for section in (
        Section(
            "SHL_41",
            _("Sosiaalihuoltolaki 41 §"),
            _("Viranomaiset selvittävät yhdessä tuen tarvetta ja sovittavat palvelut yhteen."),
            FINLEX + "2014/20141301#P41",
        ),
        Section(
            "LSL_14",
            _("Lastensuojelulaki 14 §"),
            _("Terveydenhuolto antaa asiantuntija-apua lapsen suojeluun ja hoitoon."),
            FINLEX + "2007/20070417#P14",
        ),
        Section(
            "OHL_23",
            _("Oppilas- ja opiskelijahuoltolaki 23 §"),
            _("Opiskeluhuollossa annetaan tiedot, joita ilman opetusta tai tukea ei voi järjestää."),
            FINLEX + "2013/20131287#P23",
        ),
        Section(
            "POL_40",
            _("Perusopetuslaki 40 §"),
            _("Opetuksesta ja opiskeluhuollosta vastaavat antavat toisilleen työhön välttämättömät tiedot."),
            FINLEX + "1998/19980628#P40",
        ),
        Section(
            "VKL_41",
            _("Varhaiskasvatuslaki 41 §"),
            _("Varhaiskasvatus saa lapsen kasvun ja tuen järjestämiseen välttämättömät tiedot."),
            FINLEX + "2018/20180540#P41",
        ),
        Section(
            "NL_11",
            _("Nuorisolaki 11 §"),
            _("Etsivälle nuorisotyölle annetaan nuoren nimi ja yhteystiedot."),
            FINLEX + "2016/20161285#P11",
        ),
        Section(
            "ATL_2023",
            _("Asiakastietolaki (703/2023)"),
            _("Sosiaali- ja terveydenhuolto saa käsitellä asiakastietoja oman tehtävänsä hoitamiseksi."),
            FINLEX + "2023/20230703",
        ),
        Section(
            "JulkL_26",
            _("Julkisuuslaki 26 §"),
            _("Viranomainen saa antaa salassa pidettävän tiedon, kun laissa erikseen niin säädetään."),
            FINLEX + "1999/19990621#P26",
        ),
    )
}


def name_of(code: str) -> str:
    """Return how a section is called; an unknown code is shown as it is."""
    section = SECTIONS.get(code)
    return str(section.name) if section else code
