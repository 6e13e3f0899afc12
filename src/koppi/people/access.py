"""How an account becomes a viewer, and who works where (open to every professional)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When

from koppi.people.period import in_force
from koppi.people.prepared import found, rows
from koppi.refusal import NotVisible

from .models import Absence, Account, Organisation, Post, Role, Unit
from .viewer import HELSINKI, PostCard, Viewer

NO_CONTENT = (Role.ANALYST, Role.ADMIN, Role.DPO)


# Why somebody looks, for the trail: the system knows it from the capacity in which they look.
COORDINATION, OWN_MATTER, ANSWERING = "coordination", "own-matter", "answering"


def card_of(post: Post) -> PostCard:
    """Return the plain values of a post; its unit and organisation must be at hand."""
    unit = post.unit
    return PostCard(
        id=post.pk,
        unit_id=unit.pk,
        organisation_id=unit.organisation_id,
        sector=unit.sector,
        role=post.role,
        title=post.said_title,
        is_authority=unit.organisation.is_authority,
        is_on_emergency_duty=post.is_on_emergency_duty,
    )


def posts_of(person_id, at: datetime) -> list[Post]:
    """Return the posts a person may act in now, the oldest first."""
    return found(_posts, person_id, at.astimezone(HELSINKI).date())


def _posts(person_id: UUID, day: date) -> QuerySet[Post]:
    live = Post.objects.on_day(day).filter(person=person_id, unit__organisation__is_active=True)
    return live.select_related("unit__organisation").order_by("starts_on", "id")


def viewer_of(
    account: Account, at: datetime, post_id: str | None = None, posts: list[Post] | None = None, **more
) -> Viewer | None:
    """Return who is looking: the account's person, in the chosen post or their first one.

    ``post_id`` "me" chooses to look as oneself; ``posts`` are their posts now, when at hand already.
    None comes back for an account that is switched off.
    """
    if not account.is_active:
        return None
    posts = posts_of(account.person_id, at) if posts is None else posts
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
        purpose=COORDINATION if post else OWN_MATTER,
        **more,
    )


def stand_ins_of(post: PostCard | None, at: datetime) -> tuple[str, ...]:
    """Return the holders of the posts this post is deputy of at the moment."""
    if post is None:
        return ()
    return tuple(f"e:{away}" for (away,) in rows(_away, post.id, at))


def _away(deputy_id: UUID, at: datetime) -> QuerySet:
    return Absence.objects.filter(in_force(at), deputy=deputy_id).values_list("post_id")


def may_manage(viewer: Viewer, organisation_id) -> bool:
    """Return whether the viewer opens and closes posts and units there: administrators, managers at home."""
    post = viewer.post
    if post is None or post.role not in {Role.ADMIN, Role.MANAGER}:
        return False
    return post.role == Role.ADMIN or post.organisation_id == organisation_id


def may_staff(viewer: Viewer, post: Post) -> bool:
    """Return whether the viewer may say who is away and who acts for them."""
    return may_manage(viewer, post.unit.organisation_id)


def organisations_managed_by(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations whose units and posts the viewer looks after."""
    post = viewer.post
    if post is None or post.role not in {Role.ADMIN, Role.MANAGER}:
        return Organisation.objects.none()
    return Organisation.objects.filter(Q() if post.role == Role.ADMIN else Q(pk=post.organisation_id))


def managed_organisation_for(viewer: Viewer, pk) -> Organisation:
    """Return an organisation to manage.

    :raises NotVisible: it is not the viewer's to manage.
    """
    return _one(organisations_managed_by(viewer), pk)


def managed_unit_for(viewer: Viewer, pk) -> Unit:
    """Return a unit to manage.

    :raises NotVisible: it is not the viewer's to manage.
    """
    units = Unit.objects.filter(organisation__in=organisations_managed_by(viewer))
    return _one(units.select_related("organisation"), pk)


def managed_post_for(viewer: Viewer, pk) -> Post:
    """Return a post to manage, ended ones too.

    :raises NotVisible: it is not the viewer's to manage.
    """
    posts = Post.objects.filter(unit__organisation__in=organisations_managed_by(viewer))
    return _one(posts.select_related("person", "unit__organisation"), pk)


def absence_for(viewer: Viewer, pk) -> Absence:
    """Return an absence the viewer may end: their own, or one of a post they manage.

    :raises NotVisible: it is neither.
    """
    mine = Q(post=viewer.post.id) if viewer.post else Q(pk__in=())
    managed = Q(post__unit__organisation__in=organisations_managed_by(viewer))
    rows = Absence.objects.filter(mine | managed)
    return _one(rows.select_related("post__unit", "deputy"), pk)


def own_post(viewer: Viewer) -> Post:
    """Return the post the viewer acts in.

    :raises NotVisible: the viewer acts in none.
    """
    posts = Post.objects.select_related("person", "unit__organisation")
    return _one(posts, viewer.post.id if viewer.post else None)


def is_partners(post: Post) -> bool:
    """Is it a post outside the authorities?"""
    return post.role == Role.PARTNER or not post.unit.organisation.is_authority


def may_be_opened_to(post: Post) -> bool:
    """Can a family be opened to this post? To a partner's only when the pledge of secrecy is signed."""
    return post.sees_content and (post.pledged_on is not None or not is_partners(post))


def own_partner_post(viewer: Viewer) -> Post:
    """Return the post the viewer acts in.

    :raises NotVisible: it is not a partner's.
    """
    post = own_post(viewer)
    if not is_partners(post):
        raise NotVisible
    return post


def managed_partner_post_for(viewer: Viewer, pk) -> Post:
    """:raises NotVisible: it is not the viewer's to manage, or no partner's."""
    post = managed_post_for(viewer, pk)
    if not is_partners(post):
        raise NotVisible
    return post


def possible_deputies(viewer: Viewer, post: Post) -> QuerySet[Post]:
    """Return the colleagues who could act for a post: of the same organisation, its own unit first."""
    live = Post.objects.on_day(viewer.today).filter(unit__organisation=post.unit.organisation_id)
    others = live.exclude(person=post.person_id).exclude(role__in=NO_CONTENT if post.sees_content else ())
    if is_partners(post):
        others = others.exclude(pledged_on=None)
    near = Case(When(unit=post.unit_id, then=0), default=1)
    return others.select_related("person", "unit").order_by(
        near, "person__family_name", "person__given_names"
    )


def _one(rows: QuerySet, pk):
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def posts_ever_in(unit: Unit) -> QuerySet[Post]:
    """Return the posts of a unit, the ended ones last."""
    ended_last = F("ends_on").asc(nulls_first=True)
    return unit.posts.select_related("person").order_by(ended_last, "person__family_name")


def absences_of(post: Post, at: datetime) -> QuerySet[Absence]:
    """Return the absences of a post that have not ended."""
    rest = post.absences.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    return rest.select_related("deputy__person", "deputy__unit").order_by("starts_at")
