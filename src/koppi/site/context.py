"""What every page knows: who looks, where one may go, and whom to call."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koppi.demo.cast import cast
from koppi.mapping.access import count_waiting
from koppi.signin.shared_device import is_shared


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    is_current: bool = False
    count: int = 0


def frame(request) -> dict:
    """Return the frame of a page: navigation by role, own menu, numbers to call."""
    viewer = getattr(request, "viewer", None)
    page = {
        "viewer": viewer,
        "today": viewer.today if viewer else None,
        "demo_mode": settings.KOPPI_DEMO,
        "help_phone": settings.KOPPI_COUNTY_PHONE,
        "site_owner": county_name(),
        "sign_in_url": reverse("account_login"),
        "nav_items": (),
        "shared_device": is_shared(request),
    }
    if viewer is None:
        return page | {"demo_cast": cast() if settings.KOPPI_DEMO else ()}
    if viewer.guest_id:
        return page
    return page | {
        "nav_items": nav_of(viewer, request.path),
        "me": me_of(viewer, request.posts, request.user.person.face),
        "act_as_url": reverse("act-as"),
        "sign_out_url": reverse("account_logout"),
        "lock_url": reverse("signin:lock-now"),
        "is_client_page": viewer.is_client,
        "session_left": getattr(request, "session_left", 0),
        "session_warn": settings.KOPPI_SESSION_WARNING_MINUTES * 60,
        "session_url": reverse("signin:keep"),
    }


def county_name() -> str:
    """Return the county's name in the language of the page."""
    language = (get_language() or "fi")[:2].upper()
    return getattr(settings, f"KOPPI_COUNTY_NAME_{language}", settings.KOPPI_COUNTY_NAME_FI)


def nav_of(viewer, path: str) -> list[NavItem]:
    """Return where this viewer may go; at most seven, as the blueprint says."""
    if viewer.is_client:
        items = [
            (_("Perheeni"), "front", 0),
            (_("Ilmoitukset"), "day:notices", 0),
            (_("Omat tietoni"), "my_data:show", 0),
        ]
    elif not viewer.sees_content:
        items = [(_("Ammattilaiset"), "people:search", 0)]
    else:
        items = [
            (_("Oma päivä"), "day:show", 0),
            (_("Perheet"), "finding:families", 0),
            (_("Kutsut"), "mapping:index", count_waiting(viewer)),
            *([(_("Avunpyynnöt"), "help_requests:queue", 0)] if viewer.post.is_authority else []),
            (_("Ammattilaiset"), "people:search", 0),
        ]
    if viewer.post and viewer.post.role in {"DPO", "MANAGER"}:
        items.append((_("Katselut"), "looks:check", 0))
    if viewer.post and viewer.post.role in {"ADMIN", "MANAGER"}:
        items.append((_("Organisaatiot"), "people:organisations", 0))
    found = [_item(label, name, count, path) for label, name, count in items]
    # Of two that fit, the longer address is where one is.
    here = max((item.url for item in found if item.is_current), key=len, default="")
    return [replace(item, is_current=item.url == here) for item in found]


def _item(label: str, name: str, count: int, path: str) -> NavItem:
    url = reverse(name)
    return NavItem(label, url, path == url or (url != "/" and path.startswith(url)), count)


def me_of(viewer, posts, face: str) -> dict:
    """Return the name, the post acted in, and the menu behind them."""
    return {
        "name": viewer.name,
        "role": viewer.post.title if viewer.post else "",
        "key": str(viewer.person_id),
        "face": face,
        "menu": _menu(viewer),
        "posts": _posts(viewer, posts),
    }


def _posts(viewer, posts) -> list[dict]:
    """Return the posts one may act in, and oneself; nothing to choose for somebody without a post."""
    if not posts:
        return []
    mine = viewer.post and viewer.post.id
    rows = [{"value": str(row.pk), "label": row.said_title, "is_current": row.pk == mine} for row in posts]
    return [*rows, {"value": "me", "label": _("Omat tietoni"), "is_current": viewer.is_client}]


def _menu(viewer) -> list[dict]:
    items = [{"label": _("Omat asetukset"), "url": _url("signin:settings")}]
    if viewer.is_worker:
        items.append({"label": _("Poissaolo ja sijainen"), "url": _url("people:absence")})
    if viewer.is_worker and (viewer.post.role == "PARTNER" or not viewer.post.is_authority):
        items.append({"label": _("Vaitiolositoumus"), "url": _url("people:pledge")})
    return [item for item in items if item["url"]]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
