"""A worker's pages: who of the family comes in and how, a new link, taking one away."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.refusal import NotVisible, Refused
from koppi.sharing.access import sight_of
from koppi.signin import actions as signin
from koppi.signin.access import account_of
from koppi.ui.route import route
from koppi.welcome import access, actions, picture, secret
from koppi.welcome.forms import WayForm


@route(needs="professional", audits="welcome.listed")
def index(request, family):
    """Show how each member of the family comes in."""
    family = access.welcomed_family_for(request.viewer, family)
    sight = sight_of(request.viewer, family)
    places = access.places_of(request.viewer, family, sight)
    page = {"family": family, "sight": sight, "places": places, "has_provider": _has_provider()}
    return render(request, "welcome/index.html", page)


@route(needs="professional", audits="welcome.made")
def make(request, family, person):
    """Make a link for one member. Its secrets stand on the page that answers, and nowhere after that."""
    family = access.welcomed_family_for(request.viewer, family)
    place = access.place_for(request.viewer, family, sight_of(request.viewer, family), person)
    form = WayForm(request.POST or None, needs_agreement=place.needs_agreement)
    if request.method == "POST" and form.is_valid():
        try:
            whom = access.person_of(place)
            made = actions.make_way(by=request.viewer, family=family, person=whom, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            return _made_page(request, family, place, made)
    page = {"family": family, "place": place, "form": form}
    return render(request, "welcome/make.html", page, status=422 if form.errors else 200)


def _made_page(request, family, place, made):
    address = f"{settings.KOPPI_PUBLIC_URL}/tervetuloa/{made.token}/"
    page = {
        "family": family,
        "place": place,
        "way": made.way,
        "address": address,
        "short_address": f"{settings.KOPPI_PUBLIC_URL}/tervetuloa/".split("//", 1)[1],
        "token": made.token,
        "typed": secret.in_groups(made.token),
        "digits": made.digits,
        "picture": picture.of(address),
    }
    return render(request, "welcome/made.html", page)


@route(needs="professional", audits="welcome.withdrawn")
@require_POST
def withdraw(request, family, pk):
    """Take an unused link away."""
    family = access.welcomed_family_for(request.viewer, family)
    actions.withdraw(by=request.viewer, way=access.way_for(request.viewer, family, pk))
    messages.success(request, _("Linkki ei toimi enää."))
    return redirect("welcome:index", family.pk)


@route(needs="professional", audits="signin.keys_forgotten")
def forget_keys(request, family, person):
    """Take every key from somebody whose telephone is lost, after one question."""
    family = access.welcomed_family_for(request.viewer, family)
    place = access.place_for(request.viewer, family, sight_of(request.viewer, family), person)
    if not place.has_account or place.is_at_work:
        raise NotVisible
    if request.method == "POST":
        signin.forget_keys(by=request.viewer, account=account_of(place.person_id))
        messages.success(request, _("Avaimet on poistettu ja istunnot päättyvät. Tee hänelle uusi linkki."))
        return redirect("welcome:index", family.pk)
    page = {
        "heading": _("Poistatko kaikki avaimet?"),
        "text": _("Hänen istuntonsa päättyvät heti kaikkialla. Sisään pääsee taas uudella linkillä."),
        "action_label": _("Poista avaimet"),
        "cancel_url": reverse("welcome:index", args=[family.pk]),
    }
    return render(request, "ui/confirm.html", page)


def _has_provider() -> bool:
    return bool(settings.KOPPI_FAMILY_OIDC_URL)
