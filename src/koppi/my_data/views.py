"""The page of one's own data, and taking back everything at once."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.my_data.access import my_data_for
from koppi.refusal import NotVisible
from koppi.sharing.actions import withdraw_consent
from koppi.sharing.own_sharing import own_consents
from koppi.ui.route import route


@route(needs="client", audits="sharing.saw_own")
def show(request, person=None):
    """Show who sees what of oneself, or of a child one answers for, and why."""
    return render(request, "my_data/show.html", {"data": my_data_for(request.viewer, person)})


@route(needs="client", audits="sharing.consent_withdrawn")
def withdraw_all(request, person):
    """Ask once, and then withdraw every consent on a person that this family member may withdraw."""
    consents = own_consents(request.viewer, person)
    if not consents:
        raise NotVisible
    back = (
        reverse("my_data:show")
        if person == request.viewer.person_id
        else reverse("my_data:of", args=[person])
    )
    if request.method == "POST":
        with transaction.atomic():
            for consent in consents:
                withdraw_consent(by=request.viewer, consent=consent)
        messages.success(request, _("Suostumukset on peruttu. Jakaminen päättyi heti."))
        return redirect(back)
    page = {
        "heading": _("Peru kaikki suostumukset"),
        "text": _("Kun perut suostumukset, niiden varassa olevat näkymät sulkeutuvat heti."),
        "points": (
            _("Saajille kerrotaan vain, että suostumus päättyi."),
            _("Työntekijät eivät enää voi katsoa tilannetta yhdessä tämän tiedon varassa."),
            _("Mitä on jo kirjattu, ei poisteta. Uuden suostumuksen voit antaa milloin vain."),
        ),
        "action_label": _("Peru kaikki"),
        "cancel_url": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)
