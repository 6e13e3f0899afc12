"""How an account becomes a viewer, and who works where (open to every professional)."""

from datetime import datetime

from koppi.people.period import in_force

from .models import Absence, Account, Post
from .viewer import HELSINKI, PostCard, Viewer


def card_of(post: Post) -> PostCard:
    """Return the plain values of a post; its unit and organisation must be at hand."""
    unit = post.unit
    return PostCard(
        id=post.pk,
        unit_id=unit.pk,
        organisation_id=unit.organisation_id,
        sector=unit.sector,
        role=post.role,
        title=post.title,
        is_authority=unit.organisation.is_authority,
        is_on_emergency_duty=post.is_on_emergency_duty,
    )


def posts_of(person_id, at: datetime) -> list[Post]:
    """Return the posts a person may act in now, the oldest first."""
    day = at.astimezone(HELSINKI).date()
    live = Post.objects.on_day(day).filter(person=person_id, unit__organisation__is_active=True)
    return list(live.select_related("unit__organisation").order_by("starts_on", "id"))


def viewer_of(account: Account, at: datetime, post_id: str | None = None, **more) -> Viewer | None:
    """Return who is looking: the account's person, in the chosen post or their first one.

    ``post_id`` "me" chooses to look as oneself. None comes back for an account that is switched off.
    """
    if not account.is_active:
        return None
    posts = posts_of(account.person_id, at)
    chosen = next((post for post in posts if str(post.pk) == post_id), posts[0] if posts else None)
    post = None if post_id == "me" or chosen is None else card_of(chosen)
    return Viewer(
        account_id=account.pk,
        person_id=account.person_id,
        name=account.person.name,
        post=post,
        at=at,
        stand_ins=stand_ins_of(post, at),
        language=account.language,
        **more,
    )


def stand_ins_of(post: PostCard | None, at: datetime) -> tuple[str, ...]:
    """Return the holders of the posts this post is deputy of at the moment."""
    if post is None:
        return ()
    away = Absence.objects.filter(in_force(at), deputy=post.id).values_list("post_id", flat=True)
    return tuple(f"e:{pk}" for pk in away)
