"""Opening a family in an emergency, and what waits to be looked at afterwards."""

from datetime import timedelta

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.drafts.actions import discard
from koppi.drafts.forms import restored
from koppi.sharing import actions
from koppi.sharing.forms import EmergencyForm, EmergencyReviewForm
from koppi.sharing.opening import may_open, opened_family, signs_in_with_password
from koppi.sharing.reviews import emergency_for, queue_of
from koppi.ui.route import route

from .pages import Sheet, carried_out, draft_key, filled

JUST_NOW = timedelta(minutes=5)


@route(needs="professional", audits="sharing.emergency_opened")
def open_family(request, pk=None):
    """The interruption page before an emergency opening: what it means, why, and who it is, once more."""
    may_open(request.viewer)
    asks = signs_in_with_password(request.user)
    form = restored(
        EmergencyForm, request.viewer, draft_key(request), request, family_id=pk, asks_password=asks
    )
    if form.is_bound and form.is_valid():
        family_id = pk or form.cleaned_data["address"]
        if carried_out(form, lambda sent: _open(request, family_id, sent, asks)):
            discard(by=request.viewer, key=draft_key(request))
            messages.warning(request, _("Tiedot ovat auki neljä tuntia. Avaus tarkistetaan jälkikäteen."))
            return redirect("overview:show", family_id)
    return render(request, "sharing/emergency.html", {"form": form}, status=422 if form.is_bound else 200)


@route(needs="professional", audits="sharing.saw_queue")
def reviews(request):
    """Show what waits for this professional: restrictions, prohibitions, emergency openings."""
    return render(request, "sharing/reviews.html", {"queue": queue_of(request.viewer)})


@route(needs="professional", audits="sharing.emergency_reviewed")
def review(request, pk):
    """Look at one emergency opening as its supervisor."""
    emergency, card = emergency_for(request.viewer, pk)

    def act(form):
        actions.review_emergency(by=request.viewer, emergency=emergency, outcome=form.cleaned_data["outcome"])

    sheet = Sheet(
        heading=_("Hätäavauksen tarkistus"),
        button=_("Tallenna tarkistus"),
        done=_("Hätäavaus on tarkistettu."),
        back=reverse("sharing:reviews"),
        more={"emergency": card},
    )
    return filled(request, sheet, EmergencyReviewForm, act)


@route(needs="professional", audits="sharing.emergency_told")
@require_POST
def tell(request, pk):
    """Tell the family now what could not be told at once."""
    emergency, _card = emergency_for(request.viewer, pk)
    actions.tell_family_of_emergency(by=request.viewer, emergency=emergency)
    messages.success(request, _("Perheelle on kerrottu hätäavauksesta."))
    return redirect("sharing:reviews")


def _open(request: HttpRequest, family_id, form, asks: bool) -> None:
    said = form.cleaned_data
    actions.open_emergency(
        by=request.viewer,
        family=opened_family(family_id),
        code=said["code"],
        reason=said["reason"],
        is_reauthenticated=_is_same_person(request, said.get("password", ""), asks),
        tells_family=said["tells_family"],
        not_told_why=said["not_told_why"],
    )


def _signed_in_just_now(request: HttpRequest) -> bool:
    """Who comes in through the organisation's own sign-in comes in again."""
    started = request.session.get("started_at", 0)
    return request.at.timestamp() - started < JUST_NOW.total_seconds()


def _is_same_person(request: HttpRequest, password: str, asks: bool) -> bool:
    """Whoever signs in with a password types it again; a few tries, then a pause."""
    if not asks:
        return settings.KOPPI_DEMO or _signed_in_just_now(request)
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return False
    return request.user.check_password(password)
