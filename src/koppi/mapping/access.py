"""Doors to invitations and answers, and the sets for lists, My day and the glance page."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.models import Post
from koppi.people.period import on_day
from koppi.people.prepared import found
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.access import family_for, may_change, newest_families, record_for
from koppi.sharing.guards import works_with
from koppi.sharing.models import Kind
from koppi.teams.models import TeamMember

from . import fetching, sending, showing
from .cards import Grid, MappingCard, Party, ReadyCard
from .listing import lists_for, received_lines, sent_lines
from .models import FamilyView, Invitation, Invitee, ProposedTime, Start
from .questions import BY_NAME
from .sets import (
    count_waiting,
    invitations_visible_to,
    label_of,
    received_by,
    sent_by,
    subjects_of,
    version_seen_by,
    with_subjects,
)
from .waiting import waiting_for

__all__ = [
    "count_waiting", "invitations_visible_to", "label_of", "lists_for", "received_by", "received_lines",
    "sent_by", "sent_lines", "subjects_of", "waiting_for",
]  # fmt: skip

# ---- doors


def invitation_for(viewer: Viewer, pk: UUID) -> Invitation:
    """Return one invitation and leave the look in the trail.

    :raises NotVisible: it is absent, or not for this viewer.
    """
    invitation = with_subjects(Invitation.objects.filter(pk=pk)).first()
    # What does not exist is asked about at the same door, so that the answer takes as long.
    record_for(viewer, invitation.record_id if invitation else pk, Kind.INVITATION)
    if invitation is None:
        raise NotVisible
    return invitation


def invitee_for(viewer: Viewer, pk: UUID) -> Invitee:
    """Return the place in the grid this viewer fills in: their own, their unit's, or an absent colleague's.

    :raises NotVisible: somebody else was asked, or the permission has ended.
    """
    invitee = fetching.place_with_inviter(pk)
    if invitee is None or invitee.holder not in viewer.holders:
        raise NotVisible
    record_for(viewer, invitee.invitation.record_id, Kind.INVITATION)
    return invitee


def is_over_for(viewer: Viewer, pk: UUID) -> bool:
    """Tell whoever was asked that it is too late; to others there is nothing to tell.

    While an invitation runs, a permission taken back looks like an invitation that never was.
    """
    invitee = Invitee.objects.select_related("invitation").filter(pk=pk).first()
    if invitee is None or invitee.holder not in viewer.holders:
        return False
    invitation = invitee.invitation
    return not (invitee.is_asked and invitation.is_open and invitation.expires_at > viewer.at)


def start_for(viewer: Viewer, pk: UUID) -> Start:
    """Return the invitation this viewer has begun and not yet sent.

    :raises NotVisible: it is somebody else's, absent, or sent.
    """
    if viewer.post is None or not viewer.sees_content:
        raise NotVisible
    start = Start.objects.select_related("family", "again").filter(pk=pk, post=viewer.post.id).first()
    if start is None:
        raise NotVisible
    return start


def sent_from(start: Start) -> UUID | None:
    """Return the key of the invitation that was sent from this beginning."""
    return Invitation.objects.filter(once=start.pk).values_list("pk", flat=True).first()


def begun_for(viewer: Viewer, family_id: UUID | None) -> Start | None:
    """Return an unsent beginning for the same family, so that nothing typed is lost."""
    sent = Invitation.objects.filter(once=OuterRef("pk"))
    mine = Start.objects.filter(post=viewer.post.id, family=family_id).filter(~Exists(sent))
    return mine.order_by("-duty_shown_at").first()


def families_to_invite_for(viewer: Viewer) -> list[Family]:
    """Return the newest families this worker may make an invitation for; the list is a look in the trail."""
    if viewer.post is None or not viewer.sees_content:
        raise NotVisible
    families = [family for family in newest_families(viewer, 50) if works_with(viewer, family.pk)]
    trail.saw(viewer, "mapping.families_offered", families)
    return families


def family_to_invite_for(viewer: Viewer, pk: UUID) -> Family:
    """Open the family an invitation is about to be made for.

    :raises NotVisible: it is not in sight, or the viewer may not act for it.
    """
    family = family_for(viewer, pk)
    if not may_change(viewer, family):
        raise NotVisible
    return family


# ---- one invitation


def hides_places(viewer: Viewer, invitation: Invitation) -> bool:
    return showing.hides_places(viewer, invitation.record.family_id)


def grid_of(viewer: Viewer, invitation: Invitation) -> Grid:
    """Return the grid as this viewer sees it."""
    return showing.grid_of(viewer, invitation, hides_places(viewer, invitation))


def times_of(invitation: Invitation) -> list[ProposedTime]:
    """Return the times the inviter proposes, the earliest first."""
    return fetching.times_of(invitation)


def is_inviter(viewer: Viewer, invitation: Invitation) -> bool:
    return sending.holds_inviter(viewer, invitation)


def may_close(viewer: Viewer, invitation: Invitation) -> bool:
    """Tell whether the viewer may say what comes of it: a worker of the family's team."""
    return viewer.is_worker and may_change(viewer, invitation.record.family)


def has_changed(viewer: Viewer, pk: UUID, known: int) -> bool:
    """Tell whether the grid has changed since ``known``; nothing is shown, so no look is left in the trail.

    :raises NotVisible: the invitation is not, or not any more, for this viewer.
    """
    version = version_seen_by(viewer, pk)
    if version is None:
        raise NotVisible
    return version != known


def inviter_of(viewer: Viewer, invitation: Invitation) -> Party:
    """Return who invites; the number given for this very invitation goes before the post's own."""
    hides = hides_places(viewer, invitation)
    party = showing.party_of_post(invitation.inviter, hides)
    return replace(party, phone="" if hides else invitation.contact_phone or party.phone)


def place_of(viewer: Viewer, invitation: Invitation) -> UUID | None:
    """Return the viewer's own place in the grid, if they were asked."""
    return received_by(viewer).filter(invitation=invitation).values_list("pk", flat=True).first()


def guest_place(invitation: Invitation, pk: UUID) -> Invitee:
    """Return a guest's place in the grid of an invitation whose door has been passed.

    :raises NotVisible: there is none.
    """
    place = invitation.invitees.filter(pk=pk).exclude(guest_email="").first()
    if place is None:
        raise NotVisible
    return place


def has_read(viewer: Viewer, invitation: Invitation) -> bool:
    """Tell whether this family member has marked the invitation read as it now stands."""
    since = invitation.closed_at or invitation.sent_at
    return FamilyView.objects.filter(
        invitation=invitation, person=viewer.person_id, seen_at__gte=since
    ).exists()


def colleagues_of(invitee: Invitee, viewer: Viewer) -> list:
    """Return the posts of the same unit that have not been asked yet."""
    unit = invitee.post.unit if invitee.post else invitee.unit
    if unit is None:
        return []
    asked = invitee.invitation.invitees.exclude(post=None).values("post")
    posts = (
        unit.posts.filter(on_day(viewer.today))
        .exclude(pk__in=asked)
        .select_related("person", "unit__organisation")
    )
    return [
        post for post in posts.order_by("person__family_name", "person__given_names") if post.sees_content
    ]


# ---- the end: who could go on


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be in the team: their post, their words in the list, and whether they come."""

    post: Post
    words: str
    comes: bool


def team_to_choose(viewer: Viewer, invitation: Invitation) -> list[Candidate]:
    """Return the present team, the inviter and those who answered that they can come, or perhaps can."""
    now = TeamMember.objects.filter(team__family=invitation.record.family_id, ends_at=None)
    asked = invitation.invitees.filter(passed_to=None, not_for_me_at=None, answered_at__isnull=False)
    lights = {row.post_id or row.answered_by_id: row.available for row in asked if row.available != "RED"}
    team = set(now.values_list("post_id", flat=True)) | {invitation.inviter_id}
    posts = Post.objects.filter(on_day(viewer.today), pk__in=team | set(lights)).select_related("person")
    rows = [
        post for post in posts.order_by("person__family_name", "person__given_names") if post.sees_content
    ]
    return [_candidate(post, lights.get(post.pk, ""), post.pk in team) for post in rows]


def _candidate(post: Post, light: str, is_in_team: bool) -> Candidate:
    more = _("mukana jo nyt") if is_in_team else BY_NAME["available"].word(light).lower()
    words = _("%(name)s, %(title)s (%(more)s)") % {
        "name": post.person.name,
        "title": post.said_title,
        "more": more,
    }
    return Candidate(post, words, is_in_team or light == "GREEN")


# ---- the glance page


def state_of(viewer: Viewer, family: Family, sight) -> MappingCard | None:
    """Return the mapping state for the glance page; ``sight`` has already decided what is seen.

    What still waits for answers comes first, however old; the newest that is ready stands beside it.
    """
    newest = [row for row in found(_invitations_of, family.pk) if row.record_id in sight.records]
    ready = sorted((row for row in newest if not row.is_open), key=lambda row: row.closed_at, reverse=True)
    shown = [row for row in newest if row.is_open] or ready
    if not shown:
        return None
    invitation = shown[0]
    lit, tally = showing.lights_of(viewer, invitation, sight.is_place_hidden)
    return MappingCard(
        id=invitation.pk,
        url=reverse("mapping:show", args=[invitation.pk]),
        is_open=invitation.is_open,
        is_mine=is_inviter(viewer, invitation),
        inviter=invitation.inviter.person.name,
        sent_at=invitation.sent_at,
        answer_by=invitation.answer_by,
        reassess_on=invitation.reassess_on,
        is_reassess_due=not invitation.reassessed_at and invitation.reassess_on <= viewer.today,
        outcome=invitation.outcome,
        outcome_words=invitation.outcome_words,
        tally=tally,
        rows=lit,
        ready=_ready(ready[0]) if invitation.is_open and ready else None,
    )


def _ready(row: Invitation) -> ReadyCard:
    return ReadyCard(reverse("mapping:show", args=[row.pk]), row.closed_at, row.outcome_words)


def _invitations_of(family_id: UUID) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(record__family=family_id, emptied_at=None)
    return rows.select_related(*fetching.WITH_PEOPLE).order_by("-sent_at", "pk")
