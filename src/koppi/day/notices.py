"""What a notice says and where it leads. No notice holds a word of content: the page behind the link does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koppi.audit import trail
from koppi.delivery.access import NoticeCard, notices_for
from koppi.people.viewer import Viewer

WORDS = {
    "help_requests.offered": _("Sinulle tarjotaan avunpyyntöä."),
    "help_requests.offer_answered": _("Tarjoamaasi avunpyyntöön on vastattu."),
    "help_requests.added": _("Avunpyyntöön, jonka otit, on tullut lisää."),
    "help_requests.withdrawn": _("Avunpyyntö, jonka otit, on peruttu."),
    "help_requests.promise_taker": _("Avunpyyntöön on luvattu vastata pian."),
    "help_requests.promise_deputy": _("Varahenkilölle: avunpyyntöön on luvattu vastata pian."),
    "help_requests.promise_manager": _("Esihenkilölle: avunpyyntöön luvattu aika on päättymässä."),
    "mapping.invited": _("Sinut on kutsuttu katsomaan tilannetta yhdessä."),
    "mapping.answered": _("Kutsuusi on vastattu."),
    "mapping.ready": _("Kutsuusi on tarpeeksi vastauksia."),
    "mapping.passed_on": _("Kutsusi siirtyi kollegalle."),
    "mapping.deputy_asked": _("Varahenkilöä on pyydetty vastaamaan kutsuusi."),
    "mapping.not_for_me": _("Kutsusi ei kuulunut sille, jolle se lähti."),
    "mapping.unanswered": _("Kutsuusi ei ole vastattu. Soita kutsutulle."),
    "mapping.link_ended": _("Vieraan linkki päättyi vääriin numeroihin."),
    "mapping.link_expired": _("Vieraan linkki vanheni ilman vastausta."),
    "mapping.lapsed": _("Kutsusi päättyi itsestään."),
    "mapping.result": _("Kutsu, johon sinut pyydettiin, on päätetty."),
    "mapping.reassess": _("On aika katsoa tilannetta uudelleen."),
    "mapping.family_told": _("Perheestäsi on pyydetty muita katsomaan tilannetta yhdessä."),
    "mapping.family_result": _("Kartoituskutsu on päätetty. Katso, mitä siitä seurasi."),
    "welcome.used": _("Perheenjäsen on kirjautunut tekemälläsi linkillä."),
    "welcome.locked": _("Tekemäsi kirjautumislinkki päättyi vääriin numeroihin. Tee uusi."),
    "welcome.came_by_link": _(
        "Tunnuksellesi kirjauduttiin työntekijän tekemällä linkillä. Jos se et ollut sinä, kerro heti."
    ),
    "looks.asked": _("Sinulta on kysytty katselusta. Vastaa luvattuun päivään mennessä."),
    "looks.answered": _("Kysymykseesi katselusta on vastattu."),
    "looks.late": _("Kysymys katselusta odottaa vastausta, ja luvattu päivä on ohi."),
    "looks.to_check": _("Viikon katseluista on arvottu tarkistettavat."),
    "summary.highlighted": _("Sinulle on nostettu asia yhteenvedosta."),
    "teams.hold_offered": _("Sinulle tarjotaan koppia."),
    "teams.hold_answered": _("Tarjoukseesi kopista on vastattu."),
    "teams.hold_received": _("Sait kopin, koska edellisen työntekijän tehtävä päättyi."),
    "people.pledge_asked": _("Allekirjoita vaitiolositoumus, ennen kuin aloitat perheiden kanssa."),
    "sharing.authority_admitted": _("Toinen viranomainen näkee perheen tiedot määräajan."),
    "sharing.authority_told": _("Toinen viranomainen näkee perheesi tietoja. Katso, kuka ja miksi."),
    "sharing.restriction_review": _("On aika katsoa rajaus uudelleen."),
    "sharing.hiding_review": _("On aika katsoa uudelleen, salataanko osa vanhemmalta."),
    "sharing.emergency_late": _("Hätäavauksen tarkistus on myöhässä."),
    "sharing.family_untold": _("Perheelle ei ole vielä kerrottu, kuka on nähnyt heidän tietonsa."),
    "sharing.consent_ended": _("Yksi suostumus tietojen jakamiseen on päättynyt."),
    "sharing.restriction_waits": _("Rajaus odottaa toisen ammattilaisen vahvistusta."),
    "sharing.prohibition_waits": _("Nuoren oma kielto odottaa katsomista."),
    "sharing.prohibition_ends": _("Kieltosi päättyy viikon kuluttua. Kysy työntekijältäsi, miksi."),
    "sharing.emergency_opened": _("Perheen tiedot on avattu hätäavauksella."),
    "sharing.emergency_review": _("Hätäavaus odottaa tarkistustasi."),
    "sharing.emergency_told": _("Perheesi tiedot on avattu hätäavauksella. Kysy työntekijältäsi, miksi."),
}
LEADS_NOWHERE = frozenset({"teams.hold_answered", "sharing.consent_ended"})
ADDRESSES: dict[str, Callable[[UUID], str]] = {
    "help_requests.HelpRequest": lambda pk: reverse("help_requests:show", args=[pk]),
    "help_requests.Handover": lambda pk: reverse("help_requests:queue"),
    "looks.Question": lambda pk: reverse("looks:question", args=[pk]),
    "looks.Sample": lambda pk: reverse("looks:check"),
    "people.Post": lambda _pk: reverse("people:pledge"),
    "mapping.Invitation": lambda pk: reverse("mapping:show", args=[pk]),
    "families.Family": lambda pk: reverse("overview:show", args=[pk]),
    "teams.HoldOffer": lambda pk: reverse("editing:answer-hold", args=[pk]),
    "summary.Highlight": lambda pk: reverse("summary:from-notice", args=[pk]),
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a person reads it; ``url`` is empty when there is nothing more to open."""

    id: UUID
    text: str
    at: datetime
    url: str
    is_new: bool


def lines_for(viewer: Viewer) -> list[NoticeLine]:
    """Return the viewer's notices, the newest first; the look is written into the trail."""
    cards = notices_for(viewer)
    trail.saw(viewer, "day.saw_notices", [card.id for card in cards], kind="notice", action="list")
    return [_line(card, viewer) for card in cards]


def count_new(viewer: Viewer) -> int:
    """Return how many notices are unseen, at most fifty."""
    return len(notices_for(viewer, unseen_only=True))


def _line(card: NoticeCard, viewer: Viewer) -> NoticeLine:
    text = str(WORDS.get(card.kind, _("Sinulle on uutta.")))
    return NoticeLine(card.id, text, card.created_at, _address(card, viewer), card.seen_at is None)


def _address(card: NoticeCard, viewer: Viewer) -> str:
    if card.kind in LEADS_NOWHERE:
        return ""
    if card.about_kind in ADDRESSES:
        return ADDRESSES[card.about_kind](card.about_id)
    if card.about_kind.startswith("mapping."):
        return reverse("mapping:index") if viewer.is_worker else ""
    if card.about_kind.startswith("sharing."):
        return reverse("sharing:reviews") if viewer.is_worker else reverse("my_data:show")
    return ""
