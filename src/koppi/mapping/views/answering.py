"""The answer page, on a phone first; the same pages serve invited professionals and guests."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koppi.drafts.access import card_for
from koppi.drafts.actions import discard
from koppi.drafts.forms import restored
from koppi.mapping import access, actions
from koppi.mapping.forms import LightsForm, PassForm
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

read_or_send = require_http_methods(["GET", "POST"])


@route(needs="professional", audits="sharing.saw_record")
@read_or_send
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Three questions, one minute. What is opened by the link of the mail as well."""
    return answer_page(request, pk, guest=False)


@route(needs="professional", audits="sharing.saw_record")
@require_http_methods(["GET"])
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Thanks, the best time, everybody's lamps; and, when it has been closed, what came of it."""
    return done_page(request, pk, guest=False)


@route(needs="professional", audits="mapping.not_for_me")
@require_POST
def not_for_me(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.not_for_me(by=request.viewer, invitee=access.invitee_for(request.viewer, pk))
    messages.success(
        request, _("Kiitos, että kerroit. Kutsu ei ole enää sinulla, ja kutsuja saa siitä tiedon.")
    )
    return redirect("mapping:index")


@route(needs="professional", audits="mapping.passed_on")
@read_or_send
def pass_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a colleague instead."""
    invitee = access.invitee_for(request.viewer, pk)
    posts = {str(post.pk): post for post in access.colleagues_of(invitee, request.viewer)}
    colleagues = [(key, f"{post.person.name}, {post.said_title}") for key, post in posts.items()]
    form = PassForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pass_on(by=request.viewer, invitee=invitee, to=posts[form.cleaned_data["to"]])
            messages.success(request, _("Kiitos. Kollegasi sai kutsun, ja kutsuja tietää siitä."))
            return redirect("mapping:index")
        except Refused as no:
            form.add_error(None, str(no))
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "invitee": invitee, "has_colleagues": bool(colleagues)}
    return render(request, "mapping/pass.html", page, status=status)


@route(needs="professional", audits="mapping.result_seen")
@require_POST
def see_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    invitee = access.invitee_for(request.viewer, pk)
    actions.see_result(by=request.viewer, invitee=invitee)
    return redirect("mapping:index")


# ---- the same for guests, whose place is in their session and not in the address


def answer_page(request: HttpRequest, pk: UUID, *, guest: bool) -> HttpResponse:
    """Show the questions, or what is said instead when it is too late or has been closed."""
    try:
        invitee = access.invitee_for(request.viewer, pk)
    except NotVisible:
        if access.is_over_for(request.viewer, pk):
            return render(request, "mapping/over.html", {"is_guest": guest}, status=410)
        raise
    if not invitee.invitation.is_open:
        return redirect(_url("done", invitee, guest))
    if invitee.invitation.expires_at <= request.viewer.at:
        return render(
            request, "mapping/over.html", _inviter(request, invitee) | {"is_guest": guest}, status=410
        )
    return _answered(request, invitee, guest) if request.method == "POST" else _asked(request, invitee, guest)


def _asked(request: HttpRequest, invitee, guest: bool) -> HttpResponse:
    grid = access.grid_of(request.viewer, invitee.invitation)
    form = restored(
        LightsForm, request.viewer, _draft_key(invitee), request, times=grid.times,
        inviter=_first_name(invitee), initial=_given(invitee),
    )  # fmt: skip
    return _page(request, invitee, form, grid, guest)


def _answered(request: HttpRequest, invitee, guest: bool) -> HttpResponse:
    times = access.times_of(invitee.invitation)
    form = LightsForm(request.POST, times=times, inviter=_first_name(invitee))
    try:
        if "nothing" in request.POST:
            actions.nothing_to_add(by=request.viewer, invitee=invitee)
            return _thanked(request, invitee, guest)
        if form.is_valid():
            actions.answer(by=request.viewer, invitee=invitee, **form.cleaned_data)
            return _thanked(request, invitee, guest)
    except Refused as no:
        form.add_error(None, str(no))
    grid = access.grid_of(request.viewer, invitee.invitation)
    return _page(request, invitee, form, grid, guest, status=422)


def _thanked(request: HttpRequest, invitee, guest: bool) -> HttpResponse:
    if card_for(request.viewer, _draft_key(invitee)):
        discard(by=request.viewer, key=_draft_key(invitee))
    return redirect(_url("done", invitee, guest))


def _page(request: HttpRequest, invitee, form, grid, guest: bool, status: int = 200) -> HttpResponse:
    page = _facts(request, invitee) | {
        "form": form, "grid": grid, "is_guest": guest, "draft_key": _draft_key(invitee),
        "time_rows": _time_rows(form, grid), "urls": _urls(invitee, guest),
    }  # fmt: skip
    return render(request, "mapping/answer.html", page, status=status)


def done_page(request: HttpRequest, pk: UUID, *, guest: bool) -> HttpResponse:
    """Show what has been answered so far; a closed invitation shows what came of it."""
    try:
        invitee = access.invitee_for(request.viewer, pk)
    except NotVisible:
        if access.is_over_for(request.viewer, pk):
            return render(request, "mapping/over.html", {"is_guest": guest}, status=410)
        raise
    if not invitee.answered_at and invitee.invitation.is_open:
        return redirect(_url("answer", invitee, guest))
    grid = access.grid_of(request.viewer, invitee.invitation)
    page = _facts(request, invitee) | {"grid": grid, "is_guest": guest, "urls": _urls(invitee, guest)}
    return render(request, "mapping/done.html", page)


def _facts(request: HttpRequest, invitee) -> dict:
    invitation = invitee.invitation
    people = access.subjects_of(invitation)
    return _inviter(request, invitee) | {
        "invitee": invitee,
        "invitation": invitation,
        "viewer_first": request.viewer.name.partition(" ")[0],
        "by_law": invitation.permission == "LAW",
        "about_whom": access.label_of(request.viewer, invitation),
        "contact": _contact(people[0]) if invitation.mode == "MINIMAL" else None,
    }


def _inviter(request: HttpRequest, invitee) -> dict:
    return {
        "inviter": access.inviter_of(request.viewer, invitee.invitation),
        "first_name": _first_name(invitee),
    }


def _contact(person) -> dict:
    return {"name": person.name, "phone": person.phone, "year": person.birth_year}


def _first_name(invitee) -> str:
    return invitee.invitation.inviter.person.first_name


def _given(invitee) -> dict:
    if not invitee.answered_at:
        return {}
    times = [str(suit.time_id) for suit in invitee.suits.all()]
    lights = {name: getattr(invitee, name) for name in ("knows", "shares", "available", "message")}
    return lights | {"times": times}


def _time_rows(form, grid) -> list[tuple]:
    """Return each proposed time with its tick and how many others it suits already."""
    if "times" not in form.fields:
        return []
    ticks = {str(tick.data["value"]): tick for tick in form["times"].subwidgets}
    mine = grid.mine.suits if grid.mine else frozenset()
    return [(time, ticks[str(time.id)], time.suits - (time.id in mine)) for time in grid.times]


def _draft_key(invitee) -> str:
    return f"kutsu-vastaus:{invitee.pk}"


def _url(name: str, invitee, guest: bool) -> str:
    return reverse(f"mapping:guest-{name}") if guest else reverse(f"mapping:{name}", args=[invitee.pk])


def _urls(invitee, guest: bool) -> dict[str, str]:
    names = (
        ("answer", "done", "not-for-me") if guest else ("answer", "done", "not-for-me", "pass", "see-result")
    )
    return {name.replace("-", "_"): _url(name, invitee, guest) for name in names}
