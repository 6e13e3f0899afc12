"""Own words: reading what has been opened, saying something, saying it anew, taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.drafts import actions as drafts
from koppi.drafts.forms import restored
from koppi.refusal import NotVisible, Refused
from koppi.sharing.access import family_for, sight_of
from koppi.ui.route import route

from . import access, actions
from .forms import OwnWordsForm


@route(needs="any", audits="own_words.listed")
def index(request, family):
    """Show the words open to this viewer."""
    family = family_for(request.viewer, family)
    sight = sight_of(request.viewer, family)
    cards = access.views_with_shares_of(request.viewer, family, sight)
    page = {"family": family, "sight": sight, "cards": cards, "may_say": _may_say(request.viewer, sight)}
    access.note_listing(request.viewer, family, cards)
    return render(request, "own_words/index.html", page)


def _may_say(viewer, sight) -> bool:
    return sight.may_change or (viewer.is_client and any(one.id == viewer.person_id for one in sight.people))


@route(needs="any", audits="own_words.said")
def new(request, family):
    """Say something: a family member alone, a worker together with them."""
    family = family_for(request.viewer, family)
    sight = sight_of(request.viewer, family)
    viewer = request.viewer
    if not _may_say(viewer, sight):
        raise NotVisible
    given = {"audience": access.audience_for(viewer, family, sight, viewer.person_id)}
    if viewer.is_worker:
        given["people"] = access.speakers_for(viewer, sight)
    form = restored(OwnWordsForm, viewer, f"own-words:{family.pk}", request, **given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(by=viewer, family=family, **access.spoken_by(viewer, form.cleaned_data))
        except Refused as no:
            form.add_error(None, str(no))
        else:
            drafts.discard(by=viewer, key=form.draft_key)
            messages.success(request, _("Sanat on tallennettu."))
            return redirect("own_words:index", family.pk)
    return _form_page(request, family, form)


@route(needs="any", audits="own_words.changed")
def change(request, family, pk):
    """Say it anew and choose again who sees it; for the author."""
    family, view = _own(request, family, pk)
    sight = sight_of(request.viewer, family)
    given = {
        "audience": access.audience_for(request.viewer, family, sight, view.person_id),
        "initial": {"text": view.text, "shares": sorted(access.shares_of(request.viewer, view))},
    }
    form = restored(OwnWordsForm, request.viewer, f"own-words:{view.record_id}", request, **given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_words(by=request.viewer, view=view, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            drafts.discard(by=request.viewer, key=form.draft_key)
            messages.success(request, _("Muutos on tallennettu."))
            return redirect("own_words:index", family.pk)
    return _form_page(request, family, form, view)


@route(needs="any", audits="own_words.taken_back")
def take_back(request, family, pk):
    """Close the words from everybody, after one question."""
    family = family_for(request.viewer, family)
    view = access.view_for(request.viewer, family, pk)
    if request.method == "POST":
        actions.take_back(by=request.viewer, view=view)
        messages.success(request, _("Otit sanat takaisin. Kukaan muu ei näe niitä enää."))
        return redirect("own_words:index", family.pk)
    page = {
        "heading": _("Otatko sanat takaisin?"),
        "text": _("Kukaan muu ei näe niitä tämän jälkeen. Voit kirjoittaa uudet milloin vain."),
        "action_label": _("Ota takaisin"),
        "cancel_url": reverse("own_words:index", args=[family.pk]),
    }
    return render(request, "ui/confirm.html", page)


def _own(request, family, pk):
    family = family_for(request.viewer, family)
    view = access.view_for(request.viewer, family, pk)
    if not access.is_author(request.viewer, view) or view.taken_back_at:
        raise NotVisible
    return family, view


def _form_page(request, family, form, view=None):
    wordings = access.wordings_of(view) if view else []
    page = {"family": family, "form": form, "view": view, "wordings": wordings}
    return render(request, "own_words/form.html", page, status=422 if form.errors else 200)
