"""How each sector looks: eight drawn looks (icon, colour, pattern) and a name of its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SectorLook:
    """`look` names the icon and the colour classes (`b-sos`, `f-sos`, `k-sos`, `l-sos`)."""

    look: str
    name: str | Promise


SECTORS = {
    "SOCIAL": SectorLook("sos", _("Sosiaalipalvelut")),
    "CHILD_WELFARE": SectorLook("sos", _("Lastensuojelu")),
    "HEALTH": SectorLook("ter", _("Terveyspalvelut")),
    "SPECIALIST_CARE": SectorLook("ter", _("Erikoissairaanhoito")),
    "ECEC": SectorLook("var", _("Varhaiskasvatus")),
    "EDUCATION": SectorLook("kou", _("Koulu")),
    "STUDENT_WELFARE": SectorLook("kou", _("Opiskeluhuolto")),
    "YOUTH": SectorLook("nuo", _("Nuorisotyö")),
    "CULTURE_SPORT": SectorLook("nuo", _("Kulttuuri ja liikunta")),
    "EMPLOYMENT": SectorLook("nuo", _("Ohjaamo ja työllisyys")),
    "POLICE": SectorLook("vir", _("Poliisi")),
    "THIRD_SECTOR": SectorLook("jar", _("Järjestöt")),
    "PARISH": SectorLook("jar", _("Seurakunta")),
    "COMPANY": SectorLook("yri", _("Yritykset")),
    "KELA": SectorLook("vir", _("Kela")),
    "OTHER_AUTHORITY": SectorLook("vir", _("Muu viranomainen")),
}
LOOKS = ("sos", "ter", "var", "kou", "nuo", "jar", "yri", "vir")


def sector_look(code: str) -> SectorLook:
    """Return the look of a sector code in either case; an unknown code looks like another authority."""
    return SECTORS.get(str(code).upper(), SECTORS["OTHER_AUTHORITY"])
