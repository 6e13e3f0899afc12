"""What the actions of an invitation have in common: places in the grid, grounds, mails and notices.

Nothing here is called by pages: every caller is an action and stands in its transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from koppi.delivery import actions as delivery
from koppi.families.models import Member
from koppi.people.access import card_of
from koppi.people.models import Account, Post
from koppi.people.period import in_force
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.sharing.access import sees
from koppi.sharing.models import Grant, Ground, Kind

from . import guests, periods
from .asking import Asked
from .models import GuestLink, Invitation, Invitee
from .refusals import NotToBeAsked

# ---- places in the grid


def place(by: Viewer, invitation: Invitation, asked: Asked, number: int = 0) -> Invitee:
    """Give an asked party a place in the grid."""
    return Invitee.objects.create(
        invitation=invitation, post=asked.post, unit=asked.unit, guest_name=asked.guest_name.strip(),
        guest_role=asked.guest_role.strip(), guest_email=asked.guest_email.strip(), why=asked.why.strip(),
        asked_at=by.at, number=number,
    )  # fmt: skip


def open_for(by: Viewer, invitee: Invitee, ends_at: datetime) -> None:
    """Open this one invitation to the asked party, and nothing else.

    :raises NotToBeAsked: they would not see it even so.
    """
    record = invitee.invitation.record
    sharing.open_ground(
        by=by, family=record.family, holder=invitee.holder, kind=Ground.Kind.INVITED, record=record,
        matter=record.matter, ends_at=ends_at, source=str(invitee),
    )  # fmt: skip
    if not can_see(invitee, by.at):
        raise NotToBeAsked(
            _("Kutsua ei voi lähettää: %(who)s. Lupa ei kata häntä, tai hän ei voi nähdä perheen tietoja.")
            % {"who": name_of(invitee)}
        )


def can_see(invitee: Invitee, at: datetime) -> bool:
    """Ask the rule itself whether the asked party sees the invitation now."""
    record = invitee.invitation.record
    if invitee.unit_id:
        subjects = record.subjects.values_list("person_id", flat=True)
        live = Grant.objects.filter(in_force(at), holder=invitee.holder, record=record)
        return set(subjects) <= set(live.values_list("person_id", flat=True))
    return sees(as_viewer(invitee, at), record.pk, Kind.INVITATION)


def is_seen_by(viewer: Viewer, invitation: Invitation) -> bool:
    """Ask the rule whether this viewer sees the invitation at this moment."""
    return sees(viewer, invitation.record_id, Kind.INVITATION)


def holds_inviter(viewer: Viewer, invitation: Invitation) -> bool:
    """Tell whether the viewer is the inviter or stands in for them."""
    return f"e:{invitation.inviter_id}" in viewer.holders


def as_viewer(invitee: Invitee, at: datetime) -> Viewer:
    """Return the asked post or guest as they would look."""
    if invitee.post is None:
        return Viewer(None, None, "", None, at, guest_id=invitee.pk)
    post = invitee.post
    return Viewer(None, post.person_id, post.person.name, card_of(post), at)


def name_of(invitee: Invitee) -> str:
    if invitee.post:
        return invitee.post.person.name
    return invitee.unit.said_name if invitee.unit else invitee.guest_name


def end_for(by: Viewer, invitee: Invitee) -> None:
    """Close the invitation to a party that is not asked any more."""
    grounds = Ground.objects.in_force(by.at).filter(
        holder=invitee.holder, record=invitee.invitation.record_id
    )
    for ground in grounds:
        sharing.end_ground(by=by, ground=ground)


def touched(invitation: Invitation) -> None:
    """Let every page that shows the grid know that there is something new."""
    Invitation.objects.filter(pk=invitation.pk).update(version=F("version") + 1)
    invitation.version += 1


# ---- mails: no personal data, only that something waits


def mail(by: Viewer, invitee: Invitee, template: str, key: str, *, day=None) -> None:
    """Put a mail to the asked party into the outbox; a guest gets a link of their own each time."""
    slip = {"about": invitee.pk} | ({"due_on": day.isoformat()} if day else {})
    if invitee.guest_email:
        delivery.enqueue(
            by=by, template=f"{template}_guest", dedupe_key=f"{template}:{invitee.pk}:{key}",
            to_address=invitee.guest_email, context=slip | {"link": new_link(by, invitee)},
            language=settings.LANGUAGE_CODE,
        )  # fmt: skip
    elif not invitee.guest_name:
        delivery.enqueue(
            by=by, template=template, dedupe_key=f"{template}:{invitee.pk}:{key}", to=invitee.holder,
            context=slip | {"link": f"/kutsut/v/{invitee.pk}/"},
        )  # fmt: skip


def new_link(by: Viewer, invitee: Invitee) -> str:
    """Make a new one-time link; the one before it stops working, the code stays."""
    token = guests.new_token()
    link = GuestLink.objects.filter(invitee=invitee).first()
    if link is None:
        link = GuestLink(invitee=invitee, code=guests.new_code())
    link.token_hash, link.opened_at = guests.hash_of(token), None
    link.expires_at = periods.link_expires_at(by.at)
    link.save()
    return f"/kutsu/{token}/"


# ---- notices inside Koppi


def tell(by: Viewer, invitee: Invitee, kind: str) -> None:
    """Tell an asked post or unit inside Koppi; guests have no page of notices."""
    if not invitee.guest_name:
        delivery.notify(by=by, to=invitee.holder, kind=kind, about=invitee)


def tell_inviter(by: Viewer, invitation: Invitation, kind: str, about, dedupe: str = "") -> None:
    """Tell the inviter; not of what they did themselves."""
    if not holds_inviter(by, invitation):
        delivery.notify(by=by, to=f"e:{invitation.inviter_id}", kind=kind, about=about, dedupe=dedupe)


def tell_family(by: Viewer, invitation: Invitation, kind: str) -> int:
    """Tell at once each family member who may see the invitation; returns how many were told."""
    told = 0
    for account in _accounts_of(invitation.record.family_id, by):
        client = Viewer(account.pk, account.person_id, "", None, by.at)
        if sees(client, invitation.record_id, Kind.INVITATION):
            delivery.notify(by=by, to=f"p:{account.person_id}", kind=kind, about=invitation)
            delivery.enqueue(
                by=by, template="mapping/family", dedupe_key=f"{kind}:{invitation.pk}:{account.pk}",
                to_account=account.pk, context={"about": invitation.pk, "link": "/"},
            )  # fmt: skip
            told += 1
    return told


def _accounts_of(family_id, by: Viewer) -> Iterable[Account]:
    members = Member.objects.on_day(by.today).filter(family=family_id).values("person")
    return Account.objects.filter(person__in=members, is_active=True).order_by("pk")


# ---- who stands where


def is_social_worker(post: Post) -> bool:
    """Tell whether the post is a social worker's, by its title in either language."""
    titles = f"{post.title} {post.title_sv}".casefold()
    return post.unit.sector in {"SOCIAL", "CHILD_WELFARE"} and any(
        word in titles for word in ("sosiaalityöntekijä", "socialarbetare")
    )
