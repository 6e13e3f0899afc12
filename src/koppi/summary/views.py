"""The page of the shared summary: reading, writing together, merging, history and highlights."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi import neutral_words
from koppi.audit import trail
from koppi.drafts import actions as drafts
from koppi.drafts.forms import restored
from koppi.refusal import NotVisible, Refused
from koppi.sharing.access import family_for, require_change, sight_of
from koppi.ui.route import route

from . import access, actions
from .forms import HighlightForm, SummaryForm, text_of, version_of
from .merging import Merged, lines_of, merge


@dataclass(frozen=True, slots=True)
class Clash:
    """One part two people wrote at once: both texts, and one made of them."""

    part: str
    title: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    theirs_by: str
    theirs_at: object
    merged: Merged
    version: int


@route(needs="any", audits="summary.written")
def edit(request, family):
    """Show the summary; who may change the picture writes it here too."""
    family = family_for(request.viewer, family)
    sight = sight_of(request.viewer, family)
    summary = access.summary_of(request.viewer, family, sight)
    if not sight.may_change:
        return _page(request, family, sight, summary, None)
    form = restored(SummaryForm, request.viewer, f"summary:{family.pk}", request, initial=_initial(summary))
    if request.method == "POST" and form.is_valid():
        clashes = _write(request, family, form)
        if clashes:
            return _merge_page(request, family, form, clashes)
        drafts.discard(by=request.viewer, key=form.draft_key)
        messages.success(request, _("Yhteenveto on tallennettu."))
        _hint(request, form)
        return redirect("summary:edit", family.pk)
    return _page(request, family, sight, summary, form)


def _initial(summary) -> dict:
    texts = {text_of(part.part): part.text for part in summary.parts}
    return texts | {version_of(part.part): part.version for part in summary.parts}


def _write(request, family, form) -> list[Clash]:
    """Write the parts that were changed; return those somebody else had changed meanwhile."""
    clashes = []
    with_family = form.cleaned_data["with_family"]
    for part, text, version in form.written():
        base = access.text_at(family, part, version)
        if lines_of(text) == lines_of(base):
            continue
        try:
            actions.write_part(
                by=request.viewer, family=family, part=part, text=text, seen_version=version,
                written_with_family=with_family,
            )  # fmt: skip
        except actions.WrittenMeanwhile as meanwhile:
            if lines_of(meanwhile.now.text) != lines_of(text):
                clashes.append(_clash(base, text, meanwhile.now))
    return clashes


def _clash(base, mine, now) -> Clash:
    return Clash(
        part=now.part,
        title=now.get_part_display(),
        mine=lines_of(mine),
        theirs=lines_of(now.text),
        theirs_by=now.changed_by_person.name,
        theirs_at=now.changed_at,
        merged=merge(base, mine, now.text),
        version=now.version,
    )


def _merge_page(request, family, form, clashes):
    given = {text_of(clash.part): clash.merged.text for clash in clashes}
    given |= {version_of(clash.part): clash.version for clash in clashes}
    given |= {"with_family": form.cleaned_data["with_family"]}
    fresh = SummaryForm(initial=given, only=[clash.part for clash in clashes])
    fresh.draft_key = form.draft_key
    pairs = [(clash, fresh[text_of(clash.part)]) for clash in clashes]
    page = {"family": family, "form": fresh, "pairs": pairs}
    return render(request, "summary/merge.html", page, status=409)


def _hint(request, form):
    for _part, text, _version in form.written():
        for one in neutral_words.find(text):
            said = {"found": one.found, "instead": one.instead}
            messages.warning(request, _("Kirjoitit ”%(found)s”. Voisiko siinä lukea: %(instead)s?") % said)


def _page(request, family, sight, summary, form):
    record = access.record_of(request.viewer, family) if summary.record_id else None
    highlights = access.highlights_of(request.viewer, record) if record else []
    if record:
        for one in access.unseen_by(request.viewer, record):
            actions.see_highlight(by=request.viewer, highlight=one)
    page = {
        "family": family,
        "sight": sight,
        "summary": summary,
        "form": form,
        "highlights": highlights,
        "history": access.history_of(request.viewer, record) if record else [],
        "may_highlight": sight.may_change and not summary.is_empty,
    }
    return render(request, "summary/edit.html", page, status=422 if form and form.errors else 200)


@route(needs="any", audits="summary.version_seen")
def one_version(request, family, part, number):
    """Show one earlier wording, behind the same door as the summary itself."""
    family = family_for(request.viewer, family)
    record = access.record_of(request.viewer, family)
    if record is None:
        raise NotVisible
    card = access.version_of(request.viewer, record, part, number)
    trail.saw(request.viewer, "summary.version_seen", record, subjects=[family.pk], part=part, version=number)
    return render(request, "summary/version.html", {"family": family, "card": card})


@route(needs="professional", audits="summary.highlighted")
def highlight(request, family, part):
    """Point a part out to a professional of the team."""
    family = family_for(request.viewer, family)
    require_change(request.viewer, family)
    record = access.record_of(request.viewer, family)
    if record is None:
        raise NotVisible
    row = access.part_of(record, part)
    form = HighlightForm(request.POST or None, receivers=access.receivers_for(request.viewer, family))
    if request.method == "POST" and form.is_valid():
        try:
            actions.highlight(by=request.viewer, part=row, **form.cleaned_data)
            messages.success(request, _("Nosto on lähetetty. Näet täältä, kun se on nähty."))
            return redirect("summary:edit", family.pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = {"family": family, "form": form, "title": row.get_part_display(), "lines": lines_of(row.text)}
    return render(request, "summary/highlight.html", page, status=422 if form.errors else 200)


@route(needs="professional", audits="summary.highlight_seen")
def from_notice(request, pk):
    """Take the one a highlight was meant for to the summary; the page itself marks it seen."""
    family = access.family_of_highlight(request.viewer, pk)
    family_for(request.viewer, family)
    return redirect("summary:edit", family)
