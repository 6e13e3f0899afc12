"""The team, the hold and the next step."""

from datetime import datetime, time

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.editing.access import post_at_work, workbench_for
from koppi.editing.forms import JoinForm, OfferForm, StepForm, TeamForm
from koppi.people.viewer import HELSINKI
from koppi.people.whoswho import search
from koppi.refusal import Refused
from koppi.teams import access, actions
from koppi.ui.route import route

from .pages import Sheet, done, filled

TEAM = "editing:team"


@route(needs="professional", audits="sharing.saw")
def team(request, pk):
    """Show the team, the hold, earlier members, and who could join.

    A search is sent by POST so that no name stands in an address; it changes nothing.
    """
    bench = workbench_for(request.viewer, pk)
    viewer, text = request.viewer, request.POST.get("text", "").strip()[:80]
    page = {
        "bench": bench,
        "family": bench.family,
        "team": access.team_of(viewer, bench.family, bench.sight),
        "former": access.former_team_of(viewer, bench.family, bench.sight),
        "stage": access.stage_of(bench.family),
        "hold": access.hold_of(viewer, bench.family),
        "steps": access.open_steps_of(viewer, bench.family, bench.sight),
        "found": search(viewer, text, limit=8) if text else [],
        "text": text,
    }
    return render(request, "editing/team.html", page)


@route(needs="professional", audits="teams.joined")
def join(request, pk, post):
    bench = workbench_for(request.viewer, pk)
    newcomer = post_at_work(post, request.viewer)

    def act(form):
        said = form.cleaned_data
        last = said["ends_on"] and datetime.combine(said["ends_on"], time.max, HELSINKI)
        actions.join(
            by=request.viewer, family=bench.family, post=newcomer, task=said["task"],
            is_own_worker=said["is_own_worker"], ends_at=last or None,
        )  # fmt: skip

    name = {"who": newcomer.person.name, "title": newcomer.said_title}
    lead = _("%(who)s, %(title)s. Hän näkee vain sen, mihin perheen suostumus tai laki riittää.") % name
    sheet = Sheet(_("Ota mukaan tiimiin"), _("Ota tiimiin"), _("Hän on nyt tiimissä."), lead, TEAM)
    return filled(request, bench, sheet, JoinForm, act, initial={"post": newcomer.pk})


@route(needs="professional", audits="teams.formed")
def form_team(request, pk):
    bench = workbench_for(request.viewer, pk)
    present = access.team_of(request.viewer, bench.family, bench.sight)
    own = next((card.post_id for card in present if card.is_own_worker), None)

    def act(form):
        stay = [post_at_work(post, request.viewer) for post in form.cleaned_data["stay"]]
        tasks = {card.post_id: card.task for card in present}
        members = [actions.NewTeamMember(post, tasks.get(post.pk, ""), post.pk == own) for post in stay]
        actions.form_team(
            by=request.viewer, family=bench.family, stage=form.cleaned_data["stage"], members=members
        )

    lead = _("Edellinen tiimi jää historiaan. Muilta näkymä päättyy heti.")
    sheet = Sheet(
        _("Muodosta tiimi uuteen vaiheeseen"), _("Muodosta tiimi"), _("Tiimi on muodostettu."), lead, TEAM
    )
    return filled(request, bench, sheet, TeamForm, act, team=present)


@route(needs="professional", audits="teams.left")
@require_POST
def leave(request, pk, member):
    bench = workbench_for(request.viewer, pk)
    row = bench.team_member(member)
    is_me = f"e:{row.post_id}" in request.viewer.holders
    actions.leave(by=request.viewer, member=row)
    return redirect("finding:families") if is_me else redirect(TEAM, pk=pk)


@route(needs="professional", audits="teams.own_worker_named")
@require_POST
def name_own_worker(request, pk, member):
    bench = workbench_for(request.viewer, pk)
    post = bench.team_member(member).post

    def act():
        actions.name_own_worker(by=request.viewer, family=bench.family, post=post)

    return done(request, bench, act, _("Omatyöntekijä on nimetty."), TEAM)


@route(needs="professional", audits="teams.hold_taken")
@require_POST
def take_hold(request, pk):
    """Take the hold of a family whose work had been finished and begins again."""
    bench = workbench_for(request.viewer, pk)
    post = post_at_work(request.viewer.post.id, request.viewer)

    def act():
        actions.take_hold(by=request.viewer, family=bench.family, post=post)

    return done(request, bench, act, _("Sinulla on koppi."), TEAM)


@route(needs="professional", audits="teams.hold_offered")
def offer_hold(request, pk):
    bench = workbench_for(request.viewer, pk)
    hold = access.hold_of(request.viewer, bench.family)
    others = [
        c
        for c in access.team_of(request.viewer, bench.family, bench.sight)
        if hold and c.post_id != hold.post_id
    ]

    def act(form):
        receiver = post_at_work(form.cleaned_data["to"], request.viewer)
        actions.offer_hold(
            by=request.viewer, family=bench.family, to=receiver, words=form.cleaned_data["words"]
        )

    lead = _("Koppi siirtyy vasta, kun saaja ottaa sen vastaan. Siihen asti se on sinulla.")
    sheet = Sheet(_("Tarjoa koppia"), _("Tarjoa koppia"), _("Tarjous on lähetetty."), lead, TEAM)
    return filled(request, bench, sheet, OfferForm, act, team=others)


@route(needs="professional", audits="teams.hold_offer_withdrawn")
@require_POST
def withdraw_offer(request, pk):
    bench = workbench_for(request.viewer, pk)
    offer = access.open_offer_of(bench.family)

    def act():
        actions.withdraw_hold_offer(by=request.viewer, offer=offer)

    return done(request, bench, act, _("Tarjous on peruttu. Koppi on sinulla."), TEAM)


@route(needs="professional", audits="teams.hold_answered")
def answer_hold(request, offer):
    """Show what taking the hold means, and take it or pass it back."""
    made = access.offer_for(request.viewer, offer)
    if request.method == "POST":
        accepts = request.POST.get("answer") == "take"
        if not accepts and request.POST.get("answer") != "pass":
            raise Refused(_("Valitse, otatko kopin."))
        actions.answer_hold(by=request.viewer, offer=made, accepts=accepts)
        return redirect("overview:show", pk=made.family_id) if accepts else redirect("day:show")
    return render(request, "editing/hold_offer.html", {"offer": made})


@route(needs="professional", audits="teams.step_agreed")
def agree_step(request, pk):
    bench = workbench_for(request.viewer, pk)
    present = access.team_of(request.viewer, bench.family, bench.sight)

    def act(form):
        lead = post_at_work(form.cleaned_data["lead"], request.viewer)
        actions.agree_step(by=request.viewer, family=bench.family, lead=lead, **form.step())

    sheet = Sheet(_("Sovi seuraava askel"), _("Tallenna"), _("Askel on sovittu."), back="overview:show")
    return filled(request, bench, sheet, StepForm, act, people=bench.people(), team=present)


@route(needs="professional", audits="teams.step_done")
@require_POST
def settle_step(request, pk, step):
    """Mark a step done or cancelled."""
    bench = workbench_for(request.viewer, pk)
    row = bench.step(step)
    verb = actions.cancel_step if request.POST.get("how") == "cancel" else actions.finish_step

    def act():
        verb(by=request.viewer, step=row)

    return done(request, bench, act, _("Askel on merkitty."), TEAM)


@route(needs="professional", audits="teams.work_finished")
def finish_work(request, pk):
    """Ask once more, then end the team and let the hold go."""
    bench = workbench_for(request.viewer, pk)
    if request.method == "POST":
        actions.finish_work(by=request.viewer, family=bench.family)
        return redirect("finding:families")
    return render(request, "editing/finish.html", {"bench": bench, "family": bench.family})
