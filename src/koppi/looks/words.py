"""What was looked at and why, in words a family member uses."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koppi.sharing.legal import name_of
from koppi.sharing.verdict import ORDER

from .showing import DISCLOSURES, Cover, Entry, Stay

# What was done, by the code of the trail. What is not here is called by its kind.
WHAT = {
    "sharing.saw": gettext_lazy("Perheen sivu"),
    "sharing.saw_as": gettext_lazy("Perheen sivu"),
    "sharing.saw_own": gettext_lazy("Omat tiedot"),
    "overview.seen": gettext_lazy("Tilannekuva"),
    "overview.printed": gettext_lazy("Tilannekuva paperille"),
    "overview.together": gettext_lazy("Tilannekuva yhdessä perheen kanssa"),
    "own_words.listed": gettext_lazy("Omat sanat"),
    "welcome.listed": gettext_lazy("Perheen kirjautuminen"),
    "services.listed": gettext_lazy("Palvelut"),
    "services.exported": gettext_lazy("Palvelut tiedostona"),
    "summary.version_seen": gettext_lazy("Yhteenvedon aiempi versio"),
    "finding.listed": gettext_lazy("Perheen nimi työntekijän luettelossa"),
    "finding.exported": gettext_lazy("Perheen nimi työntekijän luettelossa tiedostona"),
    "finding.looked_up": gettext_lazy("Kysyi, tunnetaanko ihminen Kopissa"),
    "finding.compared": gettext_lazy("Tarkisti, onko sama ihminen kirjattu kahdesti"),
    "finding.doubles_listed": gettext_lazy("Tarkisti, onko sama ihminen kirjattu kahdesti"),
    "mapping.family_saw": gettext_lazy("Kartoituskutsu"),
    "mapping.invited": gettext_lazy("Kutsui muita katsomaan tilannetta yhdessä"),
    "mapping.invited_again": gettext_lazy("Kutsui muita katsomaan tilannetta yhdessä"),
    "sharing.authority_admitted": gettext_lazy("Antoi toiselle viranomaiselle oikeuden nähdä tietoja"),
    "sharing.basis_stated": gettext_lazy("Kirjasi, että tietoja jaetaan lain perusteella"),
    "sharing.emergency_opened": gettext_lazy("Avasi tiedot hätäavauksella"),
    "sharing.emergency_told": gettext_lazy("Kertoi perheelle hätäavauksesta"),
    "sharing.emergency_reviewed": gettext_lazy("Tarkisti hätäavauksen"),
    "looks.saw": gettext_lazy("Tieto siitä, kuka on katsonut"),
    "looks.exported": gettext_lazy("Tieto siitä, kuka on katsonut, tiedostona"),
}
OF_KIND = {
    "SUMMARY": gettext_lazy("Yhteenveto"),
    "SERVICE": gettext_lazy("Palvelut"),
    "STEP": gettext_lazy("Sovittu askel"),
    "OWN_WORDS": gettext_lazy("Omat sanat"),
    "INVITATION": gettext_lazy("Kartoituskutsu"),
}
GROUNDS = {
    "TEAM": gettext_lazy("Työskentelee perheen tiimissä."),
    "UNIT_DUTY": gettext_lazy("Asian hoitaminen on hänen yksikkönsä tehtävä."),
    "SUPERVISION": gettext_lazy("Vastaa työstä esihenkilönä."),
    "OTHER_AUTHORITY": gettext_lazy("Toisella viranomaisella on määräaikainen oikeus nähdä tiedot."),
    "EMERGENCY": gettext_lazy("Tiedot avattiin hätätilanteessa. Avaaminen tarkistetaan jälkeenpäin."),
    "INVITED": gettext_lazy("Kutsuttiin vastaamaan kartoituskutsuun."),
}


def what_of(entry: Entry, kind: str = "") -> str:
    """Return what was looked at; ``kind`` is that of a record the reader may see."""
    if entry.did in WHAT:
        return str(WHAT[entry.did])
    if kind in OF_KIND:
        return str(OF_KIND[kind])
    return {
        "print": _("Perheen tiedot paperille"),
        "export": _("Perheen tiedot tiedostona"),
        "search": _("Haku, jossa perhe tuli vastaan"),
    }.get(entry.action, _("Perheen tiedot"))


def why_of(entry: Entry, stays: list[Stay], covers: list[Cover]) -> str:
    """Return the purpose and the ground, as whole sentences. What the family was not told of is left out."""
    if entry.by.startswith("p:"):
        return _("Perheenjäsen katsoi itse.")
    if entry.by.startswith("g:"):
        return str(GROUNDS["INVITED"])
    if entry.did == "finding.looked_up":
        return _("Työntekijä kirjasi kysyessään syyn. Hän sai tietää enintään, keneltä voi kysyä lisää.")
    kinds = [stay.kind for stay in stays if stay.is_told] or [rule for rule in entry.rules if rule in GROUNDS]
    if not kinds:
        return _("Työtehtävä.")
    kind = min(kinds, key=ORDER.index)
    return " ".join([str(GROUNDS[kind]), *_covered(kind, covers)])


def _covered(kind: str, covers: list[Cover]) -> list[str]:
    if kind in ("EMERGENCY", "OTHER_AUTHORITY"):
        return []
    known = [cover for cover in covers if cover.is_told]
    if any(not cover.law for cover in known):
        return [_("Suostumus on annettu.")]
    return [_("Laki sallii jakamisen: %(law)s.") % {"law": name_of(known[0].law)}] if known else []


def sort_of(entry: Entry) -> str:
    """Return what sort of an entry it is: a look, a disclosure, or an emergency opening."""
    if entry.action == "emergency":
        return "emergency"
    return "disclosure" if entry.did in DISCLOSURES else "look"
