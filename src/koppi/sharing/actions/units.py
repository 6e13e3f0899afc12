"""A unit that changes its sector: who was let know as that sector is let know no more, the same second."""

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.people import actions as people
from koppi.people.models import Post, Unit
from koppi.people.viewer import Viewer
from koppi.sharing import grants
from koppi.sharing.models import Ground


@action
def change_unit(*, by: Viewer, unit: Unit, **values) -> Unit:
    """Change a unit; when its sector changes, so does at once what its people may see.

    :raises Refused: the unit is not the viewer's to manage.
    """
    before = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk).sector
    saved = people.save_unit(by=by, organisation=unit.organisation, unit=unit, **values)
    if saved.sector != before:
        posts = Post.objects.filter(unit=saved).values_list("pk", flat=True)
        holders = [f"u:{saved.pk}", *(f"e:{pk}" for pk in posts)]
        families = Ground.objects.filter(holder__in=holders).values_list("family_id", flat=True)
        changed = grants.rebuild_many(set(families))
        trail.leave(by, "sharing.sector_changed", saved, action="admin", changed=changed)
    return saved
