"""Who may change what is shared: asked by the actions, in the transaction of the change itself."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from koppi.families.models import Member
from koppi.people.models import Role
from koppi.people.viewer import Viewer
from koppi.refusal import Refused

from .models import Ground
from .standing import standing_of
from .verdict import CHANGING


def works_with(viewer: Viewer, family_id) -> bool:
    """Does this worker work with the family, by a ground of the team or of duty, covered already or not?"""
    return family_id in _families_worked_with(viewer, Q(family=family_id))


def serves(viewer: Viewer, person_id) -> bool:
    """Does this worker work with some family of the person, and is not kept from the person?"""
    families = Member.objects.filter(person=person_id).values_list("family_id", flat=True)
    return bool(_families_worked_with(viewer, Q(family__in=list(families)), person_id))


def require_work(viewer: Viewer, family_id) -> None:
    """:raises Refused: this worker does not work with the family."""
    if not works_with(viewer, family_id):
        raise Refused(_("Tämän voi tehdä vain perheen kanssa työskentelevä. Pyydä perheen omatyöntekijältä."))


def require_service(viewer: Viewer, person_id) -> None:
    """:raises Refused: this worker does not work with any family of the person."""
    if not serves(viewer, person_id):
        raise Refused(_("Tämän voi tehdä vain ihmisen kanssa työskentelevä. Pyydä perheen omatyöntekijältä."))


def require_authority(viewer: Viewer) -> None:
    """:raises Refused: a partner, or somebody outside the authorities, decides on law and restrictions."""
    post = viewer.post
    if post is None or not post.is_authority or post.role not in (Role.WORKER, Role.MANAGER):
        raise Refused(_("Tästä päättää viranomaisen työntekijä. Pyydä perheen omatyöntekijältä."))


def _families_worked_with(viewer: Viewer, which: Q, person_id: UUID | None = None) -> set[UUID]:
    if not viewer.is_worker or not viewer.sees_content:
        return set()
    who = standing_of(viewer)
    shut = who.out.families | who.office_out.families | who.own_families
    if person_id is not None and person_id in who.out.persons | who.office_out.persons:
        return set()
    live = Ground.objects.in_force(viewer.at).filter(which, kind__in=CHANGING, holder__in=viewer.holders)
    return set(live.values_list("family_id", flat=True)) - shut
