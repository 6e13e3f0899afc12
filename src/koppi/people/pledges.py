"""The text of the pledge of secrecy (vaitiolositoumus), by version. A text once signed is never changed.

Source: laki viranomaisten toiminnan julkisuudesta (621/1999) 22–23 §; laki sosiaali- ja terveydenhuollon
asiakastietojen käsittelystä (703/2023).
"""

from django.utils.translation import gettext_lazy as _

CURRENT = "2026-1"
TEXTS = {
    "2026-1": (
        _("En kerro kenellekään, mitä näen tai kuulen perheistä, en edes sitä, että perhe on mukana."),
        _("Katson vain niiden perheiden tietoja, jotka ovat avanneet ne minulle, ja vain työni vuoksi."),
        _("En kopioi, kuvaa enkä vie tietoja muualle."),
        _("Tiedän, että jokainen katselu kirjataan ja perhe näkee sen."),
        _("Vaitiolo jatkuu myös sen jälkeen, kun työni päättyy."),
    ),
}
