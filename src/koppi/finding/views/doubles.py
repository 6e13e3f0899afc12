"""The same person twice: likely pairs in sight, choosing between two values, and undoing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koppi.audit import trail
from koppi.finding import access, actions
from koppi.finding.forms import MergeForm
from koppi.refusal import Refused
from koppi.ui.route import route

from . import sent


@route(needs="professional", audits="finding.doubles_listed")
@require_safe
def doubles(request):
    trail.ensure_sealed(request.viewer.at)
    pairs = access.likely_pairs(request.viewer)
    subjects = {one.id for pair in pairs for one in pair}
    trail.saw(
        request.viewer, "finding.doubles_listed", sorted(subjects), subjects=subjects, kind="people.Person"
    )
    context = {"pairs": pairs, "merges": access.merges_to_undo(request.viewer)}
    return render(request, "finding/doubles.html", context)


@route(needs="professional", audits="finding.merged")
def merge(request, kept, dropped):
    one, other = access.pair_for(request.viewer, kept, dropped)
    trail.saw(request.viewer, "finding.compared", [one, other], subjects=[one, other])
    form = MergeForm(sent(request), kept=one, dropped=other)
    if form.is_valid():
        try:
            actions.merge_persons(by=request.viewer, kept=one, dropped=other, from_dropped=form.from_dropped)
            messages.success(request, _("Ihmiset on yhdistetty. Voit perua sen tällä sivulla."))
            return redirect("finding:doubles")
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "kept": one, "dropped": other}
    return render(request, "finding/merge.html", context, status=422 if form.is_bound else 200)


@route(needs="professional", audits="finding.merge_undone")
@require_POST
def undo(request, pk):
    actions.undo_merge(by=request.viewer, merge=access.merge_for(request.viewer, pk))
    messages.success(request, _("Yhdistäminen on peruttu."))
    return redirect("finding:doubles")
