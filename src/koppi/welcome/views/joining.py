"""A worker joins somebody's identification to a member of the family, having seen both."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.refusal import NotVisible, Refused
from koppi.sharing.access import sight_of
from koppi.signin import actions as signin
from koppi.signin.access import missed_today, stranger_of
from koppi.signin.identity import told_of
from koppi.ui.route import route
from koppi.welcome import access
from koppi.welcome.forms import NumberForm

MOST_MISSES = 10


class AskedTooOften(Refused):
    """Somebody tries numbers."""


@route(needs="professional", audits="signin.identity_joined")
def join(request, family, person):
    """Ask for the number, show what the provider told beside what Koppi knows, and join them."""
    family = access.welcomed_family_for(request.viewer, family)
    place = access.place_for(request.viewer, family, sight_of(request.viewer, family), person)
    if place.is_at_work:
        raise NotVisible
    form, stranger = NumberForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        stranger = _found(request, form)
        if stranger and "is_sure" in request.POST and _joined(request, form, stranger, place):
            return redirect("welcome:index", family.pk)
    page = {"family": family, "place": place, "form": form, "whom": access.person_of(place)}
    page["told"] = told_of(stranger) if stranger else None
    return render(request, "welcome/join.html", page, status=422 if form.errors else 200)


def _found(request, form):
    if missed_today(request.viewer) >= MOST_MISSES:
        raise AskedTooOften(_("Olet kokeillut liian monta numeroa tänään. Jatka huomenna."))
    stranger = stranger_of(form.cleaned_data["number"], request.at)
    if stranger is None:
        signin.missed_stranger(by=request.viewer)
        form.add_error("number", _("Numerolla ei löydy tunnistautumista. Tarkista se häneltä."))
    return stranger


def _joined(request, form, stranger, place) -> bool:
    try:
        signin.join_stranger(by=request.viewer, stranger=stranger, person=access.person_of(place))
    except Refused as no:
        form.add_error(None, str(no))
        return False
    messages.success(request, _("Tunnistautuminen on liitetty. Hän voi nyt kirjautua sillä."))
    return True
