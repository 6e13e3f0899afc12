"""What a family member decides about sharing: consenting, taking it back at one press, hiding a matter."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people.sectors import Sector
from koppi.refusal import NotVisible
from koppi.sharing import actions, own_sharing, why
from koppi.sharing.forms import OwnConsentForm, OwnProhibitionForm
from koppi.ui.route import route

from .pages import Sheet, checked, filled

# The page of one's own data stands above this area.
PAGE = "my_data:show"


@route(needs="client", audits="sharing.consent_given")
def consent(request):
    """Consent in one's own session."""
    viewer = request.viewer
    people = {str(person.pk): person for person in own_sharing.deciding_for(viewer)}
    if not people:
        raise NotVisible
    sectors = {f"s:{code}": str(label) for code, label in Sector.choices}
    receivers = {**own_sharing.receivers_near(viewer, list(people.values())), **sectors}

    def act(form):
        said = form.cleaned_data
        actions.give_consent(
            by=viewer, person=people[said["person"]], receivers=said["receivers"], matter=said["matter"],
            ends_at=form.ends_at, given_by=own_sharing.myself(viewer), way="OWN_SESSION",
        )  # fmt: skip

    def look(form):
        said = form.cleaned_data
        rows = [
            (_("Kenen tietoja"), people[said["person"]].first_name),
            (_("Kenen kanssa"), ", ".join(receivers[one] for one in said["receivers"])),
            (_("Mistä asiasta"), dict(form.fields["matter"].choices)[said["matter"]]),
            (_("Kuinka kauan"), why.since(viewer.at, form.ends_at)),
        ]
        return {"rows": rows}

    sheet = Sheet(
        heading=_("Anna suostumus"),
        button=_("Anna suostumus"),
        done=_("Suostumus on voimassa. Voit perua sen milloin vain."),
        back=reverse(PAGE),
        lead=_("Sinä päätät, kenen kanssa tietojasi jaetaan. Voit perua suostumuksen milloin vain."),
    )
    choices = [(pk, person.first_name) for pk, person in people.items()]
    return checked(
        request, sheet, OwnConsentForm, act, look,
        people=choices, receivers=list(receivers.items()), today=viewer.today,
        matters=own_sharing.decided_matters(viewer, list(people.values())),
    )  # fmt: skip


@route(needs="client", audits="sharing.consent_withdrawn")
@require_POST
def withdraw(request, pk):
    consent = own_sharing.own_consent(request.viewer, pk)
    actions.withdraw_consent(by=request.viewer, consent=consent)
    messages.success(request, _("Suostumus on peruttu. Jakaminen päättyi heti."))
    if consent.person_id == request.viewer.person_id:
        return redirect(PAGE)
    return redirect("my_data:of", consent.person_id)


@route(needs="client", audits="sharing.prohibited")
def prohibit(request):
    """A minor hides a matter from somebody near."""
    viewer = request.viewer
    me = own_sharing.minor_self(viewer)
    if me is None:
        raise NotVisible

    def act(form):
        said = form.cleaned_data
        actions.prohibit(
            by=viewer, minor=me, matter=said["matter"], reason=said["reason"],
            hidden_from=own_sharing.near_one(viewer, said["hidden_from"]),
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Piilota asia"),
        button=_("Piilota"),
        done=_("Asia on nyt piilossa. Työntekijä kysyy siitä sinulta viikon sisällä."),
        back=reverse(PAGE),
        lead=_("Jos et halua, että joku perheessä näkee asioitasi, voit piilottaa ne. Se alkaa heti."),
    )
    return filled(request, sheet, OwnProhibitionForm, act, people=own_sharing.near_ones(viewer))


@route(needs="client", audits="sharing.prohibition_ended")
@require_POST
def end_prohibition(request, pk):
    prohibition = own_sharing.own_prohibition(request.viewer, pk)
    actions.end_prohibition(by=request.viewer, prohibition=prohibition)
    messages.success(request, _("Asia ei ole enää piilossa."))
    return redirect(PAGE)
