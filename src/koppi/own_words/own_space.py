"""A child's own space: the words of a minor whom nobody has judged to see the family's data.

The family's door is closed to them, and stays closed: here they see only what they have said themselves, and
nobody's name but the own worker's.
"""

from koppi.audit import trail
from koppi.families.models import Family, Member
from koppi.people.viewer import Viewer
from koppi.sharing.access import Sight, families_visible_to, family_for, sight_of
from koppi.sharing.models import Restriction


def spaces_of(viewer: Viewer) -> list[Family]:
    """Return the families in which this viewer is a child, in whose picture they see nothing."""
    if not viewer.is_client:
        return []
    places = Member.objects.on_day(viewer.today).filter(person=viewer.person_id, place=Member.Place.CHILD)
    seen = families_visible_to(viewer).values("pk")
    near = Family.objects.filter(pk__in=places.values("family")).exclude(pk__in=seen)
    out = Restriction.objects.in_force(viewer.at).filter(kept_out=f"p:{viewer.person_id}")
    closed = set(out.values_list("family_id", flat=True))
    return [family for family in near.order_by("-created_at", "id") if family.pk not in closed]


def is_own_space(viewer: Viewer, family: Family) -> bool:
    return any(one.pk == family.pk for one in spaces_of(viewer))


def words_door(viewer: Viewer, pk) -> tuple[Family, Sight | None]:
    """Open the family's door, or a child's own space in it; then there is no sight of the family.

    :raises NotVisible: neither is the viewer's.
    """
    for family in spaces_of(viewer):
        if family.pk == pk:
            trail.ensure_sealed(viewer.at)
            return family, None
    family = family_for(viewer, pk)
    return family, sight_of(viewer, family)
