"""A consent given anew when the last one has ended: the family is closed, so nothing of it is shown here."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.drafts.actions import discard
from koppi.drafts.forms import restored
from koppi.refusal import NotVisible
from koppi.sharing import actions
from koppi.sharing.forms import RenewalForm
from koppi.sharing.renewing import own_holders
from koppi.ui.route import route

from .pages import Sheet, draft_key


@route(needs="professional", audits="sharing.consent_renewed")
def renew(request):
    """Whoever works with a family records what was agreed; who is meant is typed exactly."""
    viewer = request.viewer
    if not viewer.sees_content:
        raise NotVisible
    form = restored(
        RenewalForm, viewer, draft_key(request), request, today=viewer.today, receivers=own_holders(viewer)
    )
    if form.is_bound and form.is_valid() and _recorded(viewer, form):
        discard(by=viewer, key=draft_key(request))
        messages.success(
            request, _("Suostumus on tallennettu ja voimassa heti. Perhe on taas luettelossasi.")
        )
        return redirect("finding:families")
    page = {"sheet": _sheet(), "form": form}
    return render(request, "sharing/form.html", page, status=422 if form.errors else 200)


def _recorded(viewer, form: RenewalForm) -> bool:
    """One sentence for every reason, so that it tells of no restriction and of nobody else's work."""
    said = form.cleaned_data
    given = actions.renew_consent(
        by=viewer, whom=form.whom, custodian=form.custodian, receivers=said["receivers"],
        matter=said["matter"], ends_at=form.ends_at, way=said["way"],
    )  # fmt: skip
    if not given:
        form.add_error(
            None,
            _(
                "Tätä ei voi kirjata tässä. Tarkista nimet, syntymäaika ja kuka päättää. "
                "Voit kirjata vain niille, joiden tiimissä olet."
            ),
        )
    return bool(given)


def _sheet() -> Sheet:
    return Sheet(
        heading=_("Uusi suostumus päättyneen tilalle"),
        button=_("Tallenna suostumus"),
        done="",
        back=reverse("finding:families"),
        lead=_("Kun viimeinen suostumus päättyy, perhe sulkeutuu sinulta, vaikka olet sen tiimissä."),
        points=(
            _("Käykää suostumus läpi yhdessä perheen kanssa. Sen voi perua milloin vain."),
            _("Kirjoita, kenestä on kyse. Ennen tallentamista sivu ei näytä perheestä mitään."),
        ),
    )
