"""The way back to the page a button was pressed on."""

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request, otherwise: str = "/") -> str:
    """Return the page the form named in ``next`` when it is one of ours, else ``otherwise``."""
    wish = request.POST.get("next", "")
    is_ours = wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None)
    return wish if is_ours else otherwise
