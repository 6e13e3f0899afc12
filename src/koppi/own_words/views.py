"""Own words: reading what has been opened, saying something, saying it anew, taking it back."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from koppi.drafts import actions as drafts
from koppi.drafts.forms import restored
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

from . import access, actions
from .forms import AudienceForm, OwnWordsForm
from .own_space import words_door

# On this page alone one may speak, and hear what one said before it is sent.
MICROPHONE = "camera=(), geolocation=(), microphone=(self), payment=()"
HEARD = {"media-src": ["'self'", "blob:"]}


@route(needs="any", audits="own_words.listed")
def index(request, family):
    """Show the words open to this viewer."""
    family, sight = words_door(request.viewer, family)
    cards = access.views_with_shares_of(request.viewer, family, sight)
    page = {"family": family, "sight": sight, "cards": cards, "may_say": _may_say(request.viewer, sight)}
    access.note_listing(request.viewer, family, cards)
    return render(request, "own_words/index.html" if sight else "own_words/own_space.html", page)


def _may_say(viewer, sight) -> bool:
    if sight is None:
        return True
    return sight.may_change or (viewer.is_client and any(one.id == viewer.person_id for one in sight.people))


@route(needs="any", audits="own_words.said")
@csp_update(HEARD)
def new(request, family):
    """Say something: a family member alone, a worker together with them."""
    viewer = request.viewer
    family, sight = words_door(viewer, family)
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
    return _form_page(request, family, sight, form)


@route(needs="any", audits="own_words.changed")
@csp_update(HEARD)
def change(request, family, pk):
    """Say it anew and choose again who sees it; for the author."""
    family, sight, view = _own(request, family, pk)
    given = {
        "audience": access.audience_for(request.viewer, family, sight, view.person_id),
        "initial": {"text": view.text, "shares": sorted(access.shares_of(request.viewer, view))},
        "kept": _kept(view),
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
    return _form_page(request, family, sight, form, view)


def _kept(view) -> list[tuple[str, str]]:
    kept = [("PICTURE", _("Poista kuva"))] if view.has_picture else []
    return [*kept, ("VOICE", _("Poista ääni"))] if view.has_voice else kept


@route(needs="any", audits="own_words.opened")
def who_sees(request, family, pk):
    """Choose who sees one's own words that a professional wrote down."""
    family, sight = words_door(request.viewer, family)
    view = access.view_for(request.viewer, family, pk)
    if not access.said_by(request.viewer, view) or view.taken_back_at:
        raise NotVisible
    audience = access.audience_for(request.viewer, family, sight, view.person_id)
    first = {"shares": sorted(access.shares_of(request.viewer, view))}
    form = AudienceForm(request.POST or None, audience=audience, initial=first)
    if request.method == "POST":
        form = AudienceForm(request.POST, audience=audience)
        if form.is_valid():
            actions.choose_who_sees(by=request.viewer, view=view, shares=form.cleaned_data["shares"])
            messages.success(request, _("Muutos on tallennettu."))
            return redirect("own_words:index", family.pk)
    page = {"family": family, "form": form, "view": view}
    return render(request, "own_words/who_sees.html", page, status=422 if form.errors else 200)


@route(needs="any", audits="sharing.saw_record")
@require_GET
def picture(request, family, pk):
    """Send the picture beside the words, through their door."""
    return _sent(request, family, pk, "PICTURE")


@route(needs="any", audits="sharing.saw_record")
@require_GET
def voice(request, family, pk):
    """Send the voice beside the words, through their door."""
    return _sent(request, family, pk, "VOICE")


def _sent(request, family, pk, form):
    family, _sight = words_door(request.viewer, family)
    file = access.piece_for(request.viewer, family, pk, form)
    response = HttpResponse(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    return response


@route(needs="any", audits="own_words.taken_back")
def take_back(request, family, pk):
    """Close the words from everybody, after one question."""
    family, _sight = words_door(request.viewer, family)
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
    family, sight = words_door(request.viewer, family)
    view = access.view_for(request.viewer, family, pk)
    if not access.is_author(request.viewer, view) or view.taken_back_at:
        raise NotVisible
    return family, sight, view


def _form_page(request, family, sight, form, view=None):
    wordings = access.wordings_of(view) if view else []
    page = {"family": family, "sight": sight, "form": form, "view": view, "wordings": wordings}
    page["longest"] = settings.KOPPI_VOICE_SECONDS
    response = render(request, "own_words/form.html", page, status=422 if form.errors else 200)
    response.headers["Permissions-Policy"] = MICROPHONE
    return response
