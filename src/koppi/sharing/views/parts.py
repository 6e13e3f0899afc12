"""One part of the picture: which of the family see it, closing it from one parent, showing it later."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.sharing import actions
from koppi.sharing.desk import Desk, desk_for
from koppi.sharing.forms import DelayForm, HidePartForm
from koppi.ui.route import route

from .pages import Sheet, filled


@route(needs="professional", audits="sharing.saw")
def show(request, pk, record):
    """Show from whom one part is closed, and until when it waits."""
    desk = desk_for(request.viewer, pk, to_change=True)
    part = desk.part(record)
    page = {
        "family": desk.family, "part": part, "kind_name": part.get_kind_display(),
        "hidings": desk.hidings(part), "may_hide": bool(desk.parents(part)),
        "is_waiting": part.shown_from is not None and part.shown_from > request.viewer.at,
    }  # fmt: skip
    return render(request, "sharing/part.html", page)


@route(needs="professional", audits="sharing.part_hidden")
def hide(request, pk, record):
    desk = desk_for(request.viewer, pk, to_change=True)
    part = desk.part(record)

    def act(form):
        said = form.cleaned_data
        actions.hide_part(
            by=request.viewer, record=part, hidden_from=desk.giver(said["hidden_from"]),
            reason=said["reason"], review_on=said["review_on"],
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Salaa osa yhdeltä vanhemmalta"),
        button=_("Salaa osa"),
        done=_("Osa on nyt salassa häneltä."),
        back=_back(desk, record),
        lead=_("Vain tämä osa suljetaan. Hän ei näe, että jotakin on salattu."),
        more={"family": desk.family},
        is_serious=True,
    )
    return filled(request, sheet, HidePartForm, act, people=desk.parents(part))


@route(needs="professional", audits="sharing.part_shown")
@require_POST
def unhide(request, pk, record, hiding):
    desk = desk_for(request.viewer, pk, to_change=True)
    desk.part(record)
    actions.show_part(by=request.viewer, hiding=desk.prohibition(hiding))
    messages.success(request, _("Osa näkyy hänelle taas."))
    return redirect(_back(desk, record))


@route(needs="professional", audits="sharing.showing_delayed")
def delay(request, pk, record):
    desk = desk_for(request.viewer, pk, to_change=True)
    part = desk.part(record)

    def act(form):
        actions.delay_showing(by=request.viewer, record=part, until=form.ends_at)

    sheet = Sheet(
        heading=_("Milloin perhe näkee osan"),
        button=_("Tallenna päivä"),
        done=_("Päivä on tallennettu."),
        back=_back(desk, record),
        lead=_("Lykkää vain, kun asiasta on ensin puhuttava kasvokkain."),
        more={"family": desk.family},
    )
    return filled(request, sheet, DelayForm, act, today=request.viewer.today)


def _back(desk: Desk, record) -> str:
    return reverse("sharing:part", args=[desk.family.pk, record])
