"""The bare pages: plain Django without audit, drafts, masks or frame.

The family page makes six queries, fewer than the content it stands for needs, so it is the stricter measure.
The list is access-checked: the newest 25 families behind the live grants of the viewer's posts. ``rows`` says
how many lines to render, so that a page can be given as many bytes as the page it stands for.
"""

from itertools import cycle, islice

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from koppi.families.models import Family, Member, Relation
from koppi.mapping.models import PastInvitation
from koppi.people.models import Account, Post
from koppi.services.models import ServiceEpisode
from koppi.sharing.models import Grant
from koppi.summary.models import SummaryPart
from koppi.teams.models import Hold, TeamMember

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_required(login_url="/sign-in/")
def family(request, pk):
    """One family: six queries, all of its rows."""
    one = Family.objects.get(pk=pk)
    members = Member.objects.filter(family=pk).select_related("person")
    ties = Relation.objects.filter(family=pk).select_related("person", "other")
    team = TeamMember.objects.filter(team__family=pk).select_related(
        "post__person", "post__unit__organisation"
    )
    episodes = ServiceEpisode.objects.filter(record__family=pk).select_related("unit", "contact__person")
    parts = SummaryPart.objects.filter(record__family=pk).select_related("changed_by_person")
    rows = [
        *((row.person.name, row.place, row.word, row.person.born_on, row.pk) for row in members),
        *((row.person.name, row.other.name, row.kind, row.words, row.pk) for row in ties),
        *((row.post.person.name, row.post.title, row.post.unit.name, row.starts_at, row.pk) for row in team),
        *((row.name, row.unit and row.unit.name, row.state, row.starts_on, row.pk) for row in episodes),
        *((row.part, row.text, row.changed_by_person.name, row.changed_at, row.pk) for row in parts),
    ]
    return _page(request, one.name, rows)


@login_required(login_url="/sign-in/")
def families(request):
    """The newest 25 families behind the live grants of one's posts: who, and who has hold."""
    now = timezone.now()  # noqa: TID251 - there is no viewer here
    posts = Post.objects.filter(person=request.user.person_id).select_related("unit__organisation")
    live = Grant.objects.in_force(now).filter(holder__in=[key for post in posts for key in _keys(post)])
    mine = Family.objects.filter(pk__in=live.filter(record=None).values("family"))
    shown = list(mine.order_by("-created_at")[:25])
    people = Member.objects.filter(family__in=shown).select_related("person")
    holds = Hold.objects.filter(family__in=shown, ends_at=None).select_related("post__person")
    rows = [
        *((row.name, row.municipality, "", row.created_at, row.pk) for row in shown),
        *((row.person.name, row.place, row.word, row.person.born_on, row.pk) for row in people),
        *((row.post.person.name, row.post.title, row.why, row.starts_at, row.pk) for row in holds),
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
