"""The bare pages: what the measured pages show in plain Django, with no audit, no drafts and no masks.

The family page asks for all its content as one would write it, without any access rule: the family, its
people, ties, homes, team, hold, services and whom they are for, summary, own words, next step, invitations.
The list is access-checked: the viewer's posts, the newest 25 families behind their live grants, then their
people, holds and the next steps whose people the grants cover. Both are drawn by Django's templates on a base
with blocks and words to translate. ``rows`` says how many lines to draw, so that a page is as long as the one
it stands for.
"""

from itertools import cycle, islice

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from koppi.families.models import Family, Member, Relation, Resident
from koppi.mapping.models import Invitation, PastInvitation
from koppi.own_words.models import OwnView
from koppi.people.models import Account, Post
from koppi.services.models import ServiceEpisode
from koppi.sharing.models import Grant
from koppi.summary.models import SummaryPart
from koppi.teams.models import AgreedStep, Hold, TeamMember

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_required(login_url="/sign-in/")
def family(request, pk):
    """One family, all of its rows."""
    one = Family.objects.get(pk=pk)
    members = Member.objects.filter(family=pk).select_related("person")
    ties = Relation.objects.filter(family=pk).select_related("person", "other")
    homes = Resident.objects.filter(home__family=pk).select_related("home", "person")
    team = TeamMember.objects.filter(team__family=pk).select_related(
        "post__person", "post__unit__organisation"
    )
    holds = Hold.objects.filter(family=pk, ends_at=None).select_related("post__person")
    episodes = ServiceEpisode.objects.filter(record__family=pk).select_related("unit", "contact__person")
    episodes = episodes.prefetch_related("record__subjects")
    parts = SummaryPart.objects.filter(record__family=pk).select_related("changed_by_person")
    said = OwnView.objects.filter(record__family=pk).select_related("person")
    steps = AgreedStep.objects.filter(record__family=pk, done_at=None).select_related("lead__person")
    asked = Invitation.objects.filter(record__family=pk).select_related("inviter__person")
    rows = [
        *((row.person.name, row.place, row.word, row.person.born_on, row.pk) for row in members),
        *((row.person.name, row.other.name, row.kind, row.starts_on, row.pk) for row in ties),
        *((row.person.name, row.home.label, row.part, None, row.pk) for row in homes),
        *((row.post.person.name, row.post.title, row.post.unit.name, row.starts_at, row.pk) for row in team),
        *((row.post.person.name, row.post.title, row.why, row.starts_at, row.pk) for row in holds),
        *((row.name, row.unit and row.unit.name, _whom(row), row.starts_on, row.pk) for row in episodes),
        *((row.part, row.text, row.changed_by_person.name, row.changed_at, row.pk) for row in parts),
        *((row.person.name, row.text, "", row.said_at, row.pk) for row in said),
        *((row.what, row.lead.person.name, row.place, row.starts_at, row.pk) for row in steps),
        *((row.inviter.person.name, row.outcome, row.mode, row.sent_at, row.pk) for row in asked),
    ]
    return _page(request, one.name, rows)


def _whom(episode: ServiceEpisode) -> str:
    return ", ".join(str(subject.person_id) for subject in episode.record.subjects.all())


@login_required(login_url="/sign-in/")
def families(request):
    """The newest 25 families behind the live grants of one's posts: who, who has hold, what comes next."""
    now = timezone.now()  # noqa: TID251 - there is no viewer here
    posts = Post.objects.filter(person=request.user.person_id).select_related("unit__organisation")
    holders = [key for post in posts for key in _keys(post)]
    live = Grant.objects.in_force(now).filter(holder__in=holders, record=None)
    mine = Family.objects.filter(pk__in=live.values("family")).order_by("-created_at", "pk")
    shown = list(mine[:25])
    people = Member.objects.filter(family__in=shown).select_related("person")
    holds = Hold.objects.filter(family__in=shown, ends_at=None).select_related("post__person")
    whose = OuterRef("record__subjects__person")
    covered = live.filter(family=OuterRef("record__family"), person__in=whose)
    steps = AgreedStep.objects.filter(Exists(covered), record__family__in=shown, done_at=None)
    steps = steps.select_related("lead__person", "record").distinct()
    rows = [
        *((row.name, row.municipality, "", row.created_at, row.pk) for row in shown),
        *((row.person.name, row.place, row.word, row.person.born_on, row.pk) for row in people),
        *((row.post.person.name, row.post.title, row.why, row.starts_at, row.pk) for row in holds),
        *((row.what, row.lead.person.name, row.place, row.starts_at, row.pk) for row in steps),
    ]
    return _page(request, "", rows)


def _keys(post: Post) -> list[str]:
    unit = post.unit
    return [f"e:{post.pk}", f"u:{unit.pk}", f"o:{unit.organisation_id}", f"s:{unit.sector}"]


def _page(request, title: str, rows: list[tuple]) -> HttpResponse:
    count = int(request.GET.get("rows", len(rows)))
    return render(request, "bare/page.html", {"title": title, "rows": list(islice(cycle(rows), count))})


@login_required(login_url="/sign-in/")
def create(request):
    """One row, flushed to the disk with the request's transaction."""
    PastInvitation.objects.create(
        month="2026-01-01", sector="SOCIAL", mode="FREE", outcome="TEAM", asked=1, answered=1, available=1
    )
    return redirect("/list/")


@login_required(login_url="/sign-in/")
def ping(request):
    return HttpResponse("ok")


def sign_in(request):
    login(request, Account.objects.get(username=request.GET["as"]), backend=BACKEND)
    return HttpResponse("ok")
