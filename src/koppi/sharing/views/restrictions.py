"""Restrictions: who, what, until when; seen with the other's eyes before saving; confirmed by another."""

import copy
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import actions
from koppi.sharing.access import sight_of
from koppi.sharing.desk import Desk, desk_for
from koppi.sharing.forms import ClearanceForm, RestrictionForm
from koppi.sharing.planning import planned_restriction
from koppi.sharing.restricting import (
    eyes_for,
    fresh,
    is_decided_by,
    may_be_kept_out,
    may_know_place,
    values_of,
)
from koppi.sharing.seeing import see_as, viewer_for
from koppi.ui.route import route

from .pages import Sheet, checked, confirmed, filled


@route(needs="professional", audits="sharing.restricted")
def new(request, pk):
    """Make a restriction; before it is saved, the family is shown as the one concerned would see it."""
    desk = desk_for(request.viewer, pk, to_change=True)

    def act(form):
        actions.restrict(by=request.viewer, **values_of(desk, form.cleaned_data, form.ends_at))

    sheet = Sheet(
        heading=_("Rajaus"),
        button=_("Ota rajaus käyttöön"),
        done=_("Rajaus on voimassa heti. Pyydä toista ammattilaista vahvistamaan se vuorokauden sisällä."),
        back=_back(desk),
        lead=_("Rajaus voittaa kaikki muut oikeudet. Se, jonka rajaus pitää ulkona, ei näe siitä mitään."),
        more={"family": desk.family},
        is_serious=True,
    )
    people = [(str(card.id), card.name) for card in desk.people]
    return checked(
        request, sheet, RestrictionForm, act, lambda form: _seen_by_other(request, desk, form),
        people=people, kept_out=may_be_kept_out(desk), may_know=may_know_place(desk),
        today=request.viewer.today,
    )  # fmt: skip


@route(needs="any", audits="sharing.saw")
def one(request, pk, restriction):
    """Show one restriction to those who may know of it."""
    desk = desk_for(request.viewer, pk)
    row = desk.restriction(restriction)
    page = {
        "desk": desk,
        "family": desk.family,
        "line": desk.restriction_line(restriction),
        "restriction": row,
        "protected": [card for card in desk.people if card.id in desk.restriction_line(restriction).persons],
        "clearances": desk.clearances(row),
        "is_mine": is_decided_by(desk, row),
    }
    return render(request, "sharing/restriction.html", page)


@route(needs="professional", audits="sharing.restriction_confirmed")
@require_POST
def confirm(request, pk, restriction):
    desk = desk_for(request.viewer, pk, to_change=True)
    actions.confirm_restriction(by=request.viewer, restriction=desk.restriction(restriction))
    messages.success(request, _("Rajaus on vahvistettu."))
    return redirect("sharing:restriction", pk, restriction)


@route(needs="professional", audits="sharing.restriction_lifted")
def lift(request, pk, restriction):
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.restriction(restriction)
    sheet = Sheet(
        heading=_("Poista rajaus"),
        button=_("Poista rajaus"),
        done=_("Rajaus on poistettu."),
        back=_back(desk),
        lead=_("Kun rajaus poistetaan, ne joilla on oikeus näkevät taas sen, mitä rajaus suojasi."),
        points=(_("Kysy ensin niiltä, joita rajaus suojaa."),),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.lift_restriction(by=request.viewer, restriction=row))


@route(needs="professional", audits="sharing.place_cleared")
def clear(request, pk, restriction):
    """Let a named holder know the place a safety restriction hides."""
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.restriction(restriction)

    def act(form):
        actions.clear_place(by=request.viewer, restriction=row, holder=form.cleaned_data["holder"])

    sheet = Sheet(
        heading=_("Kuka saa tietää paikan"),
        button=_("Anna tieto paikasta"),
        done=_("Hän näkee nyt paikan."),
        back=reverse("sharing:restriction", args=[pk, restriction]),
        lead=_("Nimeä vain ne, jotka tarvitsevat paikan työssään, ja huoltaja, jonka luona lapsi on."),
        more={"family": desk.family},
    )
    return filled(request, sheet, ClearanceForm, act, may_know=may_know_place(desk))


@route(needs="professional", audits="sharing.place_hidden")
@require_POST
def unclear(request, pk, restriction):
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.restriction(restriction)
    actions.unclear_place(by=request.viewer, restriction=row, holder=request.POST.get("holder", ""))
    messages.success(request, _("Paikka on taas salassa häneltä."))
    return redirect("sharing:restriction", pk, restriction)


def _back(desk: Desk) -> str:
    return reverse("sharing:show", args=[desk.family.pk])


def _seen_by_other(request: HttpRequest, desk: Desk, form: Form) -> dict:
    """Draw the family as the one kept out would see it; for a safety restriction, as a worker not cleared."""
    values = values_of(desk, form.cleaned_data, form.ends_at)
    holder = eyes_for(desk, values)
    if not holder:
        return {"rows": [], "nobody": True}
    other = viewer_for(holder, request.viewer)

    def show(viewer: Viewer) -> dict:
        sight = sight_of(viewer, fresh(desk.family))
        return {"sight": sight, "page": _page_as(request, desk)(viewer)}

    seen = see_as(
        by=request.viewer, other=other, family=desk.family, show=show,
        change=lambda: planned_restriction(request.viewer, **values),
    )  # fmt: skip
    return {"other": desk.names([holder])[holder], "seen": seen, "is_closed": seen is None}


def _page_as(request: HttpRequest, desk: Desk) -> Callable[[Viewer], str]:
    """Return what draws the family's own page for another viewer, whichever area that page belongs to."""

    def draw(viewer: Viewer) -> str:
        looking = copy.copy(request)
        looking.method, looking.viewer = "GET", viewer
        looking.GET, looking.POST = QueryDict(), QueryDict()
        try:
            match = resolve(f"/perhe/{desk.family.pk}/")
        except Resolver404:
            return ""
        try:
            return match.func(looking, *match.args, **match.kwargs).content.decode()
        except NotVisible:
            return ""

    return draw
