"""How somebody who has just come in may come back: what is offered to whom."""

import secrets

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.utils.translation import gettext as _

from koppi.people.models import Account
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.signin import actions as signin
from koppi.signin.access import has_way_back, is_under
from koppi.signin.shared_device import is_shared

OF_AGE = 18


class NotHere(Refused):
    """A device in many hands is nobody's own."""


class NotForAdults(Refused):
    """The words are for children and the young."""


def offers(viewer: Viewer, account: Account) -> dict:
    """Return what the page of the first visit offers."""
    return {
        "has_way_back": has_way_back(account),
        "may_have_words": _is_young(viewer, account),
        "provider": settings.KOPPI_FAMILY_OIDC_NAME if settings.KOPPI_FAMILY_OIDC_URL else "",
    }


def has_password(request, form) -> bool:
    """Keep the name and the password; say on the form what stands against it."""
    account, said = request.user, form.cleaned_data
    try:
        signin.choose_password(
            by=request.viewer, account=account, username=said["username"], password=said["password"]
        )
    except Refused as no:
        form.add_error("username", str(no))
        return False
    update_session_auth_hash(request, account)
    record_authentication(request, account, method="password", reauthenticated=True)
    return True


def new_words(request) -> tuple[str, str]:
    """Return new words and the token by which this browser is known from now on.

    :raises NotHere: the device is shared.
    :raises NotForAdults: the account is a grown-up's.
    """
    if is_shared(request):
        raise NotHere(_("Sanat tehdään omalla laitteella. Tämä laite on yhteinen."))
    if not _is_young(request.viewer, request.user):
        raise NotForAdults(_("Sanat ovat lapsille ja nuorille. Valitse avainkoodi tai salasana."))
    device = secrets.token_urlsafe(32)
    return signin.make_words(by=request.viewer, account=request.user, device=device), device


def _is_young(viewer: Viewer, account: Account) -> bool:
    return is_under(OF_AGE, account.person.born_on, account.person.birth_year, viewer.today)
