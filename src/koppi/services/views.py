"""The list of a family's services, and the pages on which one is recorded, changed or ended."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi import neutral_words
from koppi.drafts import actions as drafts
from koppi.drafts.forms import restored
from koppi.refusal import Refused
from koppi.sharing.access import family_for, require_change, sight_of
from koppi.ui.export import export, wanted
from koppi.ui.filters import remembered
from koppi.ui.route import route

from . import access, actions
from .forms import EndForm, ServiceFilter, ServiceForm

FIELDS = (
    "name", "sector", "state", "starts_on", "ends_on", "unit", "provider", "contact", "contact_words",
    "reason", "source", "as_of",
)  # fmt: skip


@route(needs="any", audits="services.listed")
def index(request, family):
    """List the services; filters are remembered, and what is seen can be taken along as a file."""
    family = family_for(request.viewer, family)
    sight = sight_of(request.viewer, family)
    people = [
        (str(person.id), person.first_name) for person in access.people_now(sight, request.viewer.today)
    ]
    form = remembered(request, f"services:{family.pk}", ServiceFilter, people=people)
    if request.method == "POST" and form.is_valid():
        return redirect("services:index", family.pk)
    every = access.episodes_of(request.viewer, family, sight)
    cards = [card for card in every if form.is_valid() and form.matches(card)]
    access.note_listing(request.viewer, family, cards, wanted(request))
    if wanted(request):
        return _as_file(request, cards)
    page = {"family": family, "sight": sight, "cards": cards, "filter_form": form, "has_any": bool(every)}
    return render(request, "services/index.html", page, status=200 if form.is_valid() else 422)


def _as_file(request, cards):
    columns = (
        _("Palvelu"), _("Toimiala"), _("Kenelle"), _("Antaja"), _("Yhteyshenkilö"), _("Miksi"), _("Tilanne"),
        _("Alkaa"), _("Päättyy"), _("Mistä tieto on"), _("Tieto päivältä"),
    )  # fmt: skip
    rows = [
        (c.name, c.sector_name, c.for_whom, c.giver, c.contact, c.reason, c.state_name, c.starts_on,
         c.ends_on, c.source, c.as_of)
        for c in cards
    ]  # fmt: skip
    return export(request, "palvelut", columns, rows)


@route(needs="professional", audits="services.recorded")
def new(request, family):
    """Record a service."""
    family, sight = _to_change(request, family)
    now = access.people_now(sight, request.viewer.today)
    people = [(str(person.id), person.first_name) for person in now if person.id in sight.contactable]
    given = _given(request, family) | {"people": people, "initial": {"as_of": request.viewer.today}}
    form = restored(ServiceForm, request.viewer, f"service:{family.pk}", request, **given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_service(by=request.viewer, family=family, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            return _done(request, family, form, _("Palvelu on kirjattu."))
    return _form_page(request, family, form)


@route(needs="professional", audits="services.changed")
def change(request, family, pk):
    """Change what is known of a service."""
    family, _sight = _to_change(request, family)
    episode = access.episode_for(request.viewer, family, pk)
    initial = {name: getattr(episode, name) for name in FIELDS} | {"version": episode.version}
    given = _given(request, family) | {"people": (), "initial": initial, "is_new": False}
    form = restored(ServiceForm, request.viewer, f"service:{episode.record_id}", request, **given)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version") or 0
        try:
            actions.change_service(by=request.viewer, episode=episode, seen_version=version, **values)
        except actions.ChangedMeanwhile:
            return _show_both(request, family, form, episode)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            return _done(request, family, form, _("Muutos on tallennettu."))
    return _form_page(request, family, form, episode)


def _show_both(request, family, form, episode):
    """Show what stands there now beside what was typed; sending again then knows of it."""
    form.data = form.data.copy()
    form.data["version"] = episode.version
    page = {"family": family, "form": form, "episode": episode, "now": episode}
    return render(request, "services/form.html", page, status=409)


@route(needs="professional", audits="services.ended")
def end(request, family, pk):
    """Say when a service ended."""
    family, _sight = _to_change(request, family)
    episode = access.episode_for(request.viewer, family, pk)
    today = request.viewer.today
    form = EndForm(request.POST or None, starts_on=episode.starts_on, today=today, initial={"ends_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_service(by=request.viewer, episode=episode, **form.cleaned_data)
            messages.success(request, _("Palvelu on merkitty päättyneeksi."))
            return redirect("services:index", family.pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = {
        "heading": _("Merkitse palvelu päättyneeksi"),
        "text": episode.name,
        "action_label": _("Merkitse päättyneeksi"),
        "cancel_url": reverse("services:index", args=[family.pk]),
        "form": form,
    }
    return render(request, "ui/confirm.html", page, status=422 if form.errors else 200)


def _to_change(request, family):
    family = family_for(request.viewer, family)
    require_change(request.viewer, family)
    return family, sight_of(request.viewer, family)


def _given(request, family) -> dict:
    viewer = request.viewer
    return {
        "units": access.givers_for(viewer, family),
        "contacts": access.contacts_for(viewer, family),
        "today": viewer.today,
    }


def _done(request, family, form, words):
    drafts.discard(by=request.viewer, key=form.draft_key)
    messages.success(request, words)
    for one in neutral_words.find(f"{form.cleaned_data['name']} {form.cleaned_data['reason']}"):
        said = {"found": one.found, "instead": one.instead}
        messages.warning(request, _("Kirjoitit ”%(found)s”. Voisiko siinä lukea: %(instead)s?") % said)
    return redirect("services:index", family.pk)


def _form_page(request, family, form, episode=None):
    page = {"family": family, "form": form, "episode": episode}
    return render(request, "services/form.html", page, status=422 if form.errors else 200)
