"""Asking about a look, and answering."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.looks import access, actions
from koppi.looks.forms import AnswerForm, AskForm
from koppi.refusal import Refused
from koppi.ui.route import route


@route(needs="client", audits="looks.asked")
def ask(request, person, entry):
    """Ask about one entry of a log."""
    line = access.line_to_ask(request.viewer, person, entry)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_about(by=request.viewer, person=person, entry=entry, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Kysymyksesi on lähetetty."))
            return redirect("looks:question", asked.pk)
    page = {
        "form": form,
        "line": line,
        "to": access.own_worker_of(request.viewer, person, line.by),
        "answer_by": access.promised_day(request.viewer),
    }
    return render(request, "looks/ask.html", page, status=422 if form.errors else 200)


@route(needs="any", audits="looks.question_seen")
def question(request, pk):
    """Show a question: to its asker with the answer, to the one asked with a form."""
    found = access.question_for(request.viewer, pk)
    form = AnswerForm(request.POST or None) if request.viewer.is_worker and not found.answered_at else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.answer(by=request.viewer, question=found, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Vastaus on lähetetty."))
            return redirect("looks:question", pk)
    (card,) = access.cards_of(request.viewer, [found])
    page = {"card": card, "form": form}
    return render(request, "looks/question.html", page, status=422 if form and form.errors else 200)


@route(needs="professional", audits="looks.questions_listed")
def inbox(request):
    """Show the questions this worker may answer, the open ones first."""
    return render(request, "looks/inbox.html", {"cards": access.inbox_of(request.viewer)})
