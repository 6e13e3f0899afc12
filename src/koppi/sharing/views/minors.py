"""A minor's own prohibition and its review, and the judgement that a minor understands a matter."""

from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.sharing import actions, ages
from koppi.sharing.desk import Desk, desk_for
from koppi.sharing.forms import CapacityForm, ProhibitionForm, ProhibitionReviewForm
from koppi.ui.route import route

from .pages import Sheet, filled


@route(needs="professional", audits="sharing.prohibited")
def prohibit(request, pk):
    """Write down what a minor forbids; it is in force at once."""
    desk = desk_for(request.viewer, pk, to_change=True)

    def act(form):
        said = form.cleaned_data
        hidden_from = desk.person(said["hidden_from"]) if said["hidden_from"] else None
        actions.prohibit(
            by=request.viewer, minor=desk.person(said["minor"]), matter=said["matter"],
            hidden_from=hidden_from, reason=said["reason"],
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Nuoren oma kielto"),
        button=_("Tallenna kielto"),
        done=_("Kielto on voimassa heti. Se katsotaan yhdessä viikon sisällä."),
        back=_back(desk),
        lead=_("Nuori voi painavasta syystä kieltää antamasta tietojaan huoltajalle tai muulle läheiselle."),
        more={"family": desk.family},
    )
    people = [(str(card.id), card.first_name) for card in desk.people]
    return filled(request, sheet, ProhibitionForm, act, people=people, minors=_minors(desk))


@route(needs="professional", audits="sharing.prohibition_reviewed")
def review(request, pk, prohibition):
    """Look at a prohibition together with the minor."""
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.prohibition(prohibition)

    def act(form):
        actions.review_prohibition(
            by=request.viewer, prohibition=row, stands=form.cleaned_data["stands"] == "yes"
        )

    sheet = Sheet(
        heading=_("Nuoren kielto katsotaan"),
        button=_("Tallenna päätös"),
        done=_("Päätös on tallennettu."),
        back=_back(desk),
        lead=_("Kysy nuorelta itseltään. Kielto jatkuu, ellei se ole selvästi hänen etunsa vastainen."),
        more={"family": desk.family},
    )
    return filled(request, sheet, ProhibitionReviewForm, act)


@route(needs="professional", audits="sharing.capacity_judged")
def judge(request, pk):
    """Judge whether a minor understands a matter."""
    desk = desk_for(request.viewer, pk, to_change=True)

    def act(form):
        said = form.cleaned_data
        actions.judge_capacity(
            by=request.viewer, minor=desk.person(said["minor"]), matter=said["matter"],
            is_capable=said["is_capable"] == "yes", words=said["words"],
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Ymmärtääkö nuori asian"),
        button=_("Tallenna arvio"),
        done=_("Arvio on tallennettu ja voimassa heti."),
        back=_back(desk),
        lead=_("Arvio tehdään yhdessä nuoren kanssa asia kerrallaan. Ikä yksin ei ratkaise."),
        points=_rights(desk),
        more={"family": desk.family},
    )
    return filled(request, sheet, CapacityForm, act, minors=_minors(desk))


def _rights(desk: Desk) -> tuple[str, ...]:
    """What the law says of the age of each minor here: the right to be heard, and to be a party."""
    today, told = desk.viewer.today, [_("Lapsen mielipidettä kysytään aina, minkä ikäinen hän onkin.")]
    for card in desk.minors:
        if card.born_on and ages.is_party_beside_custodian(today, card.born_on):
            said = _("%(who)s on täyttänyt 15 vuotta: hän käyttää puhevaltaansa itse huoltajan rinnalla.")
        elif card.born_on and ages.is_heard_formally(today, card.born_on):
            said = _("%(who)s on täyttänyt 12 vuotta: hänelle annetaan tilaisuus tulla kuulluksi.")
        else:
            continue
        told.append(said % {"who": card.first_name})
    return tuple(told)


def _minors(desk: Desk) -> list[tuple[str, str]]:
    return [(str(card.id), card.first_name) for card in desk.minors]


def _back(desk: Desk) -> str:
    return reverse("sharing:show", args=[desk.family.pk])
