"""Who is a partner: whoever works outside the authorities. A partner sees only what the family has opened."""

from koppi.people.access import is_partners
from koppi.people.models import Organisation, Post, Unit
from koppi.people.sectors import Sector

PARTNER_SECTORS = frozenset({Sector.THIRD_SECTOR, Sector.COMPANY, Sector.PARISH})


def is_partner(holder: str) -> bool:
    """Is it a post, unit or organisation outside the authorities, or a sector of such?"""
    kind, key = holder[:2], holder[2:]
    if kind == "e:":
        return is_partners(Post.objects.select_related("unit__organisation").get(pk=key))
    if kind == "u:":
        return not Unit.objects.select_related("organisation").get(pk=key).organisation.is_authority
    if kind == "s:":
        return key in PARTNER_SECTORS
    return kind == "o:" and not Organisation.objects.get(pk=key).is_authority
