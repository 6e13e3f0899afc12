"""Before an emergency opening: who may come to its page, and which family an address means."""

from django.utils.translation import gettext as _

from koppi.families.models import Family
from koppi.people.models import Account
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused

from .guards import require_authority


def may_open(viewer: Viewer) -> None:
    """:raises NotVisible: the viewer is no authority's worker; the page does not exist for them."""
    if not is_opener(viewer):
        raise NotVisible


def is_opener(viewer: Viewer) -> bool:
    """May this viewer's post come to the page of emergency openings?"""
    try:
        require_authority(viewer)
    except Refused:
        return False
    return True


def opened_family(pk) -> Family:
    """Return the family behind an address.

    :raises Refused: there is none; the same words as for one the opener may not open.
    """
    family = Family.objects.filter(pk=pk).first()
    if family is None:
        raise Refused(_("Et voi avata tätä. Soita sosiaali- ja kriisipäivystykseen."))
    return family


def signs_in_with_password(account: Account) -> bool:
    """Does this account have a password of its own, to be typed again?"""
    return account.has_usable_password()
