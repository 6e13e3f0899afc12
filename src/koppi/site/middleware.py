"""The edge: the only place where the clock is read and an account becomes a viewer."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from koppi.people.access import ANSWERING, posts_of, viewer_of
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.standing import reading
from koppi.signin.session_keys import ACTING_POST as POST_IN_SESSION

GUEST_IN_SESSION = "guest_invitee"


def short_hash(text: str) -> str:
    """Return a keyed hash that tells two sessions apart in the trail without naming either."""
    keyed = hashlib.blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8)
    return keyed.hexdigest() if text else ""


def _marks(request) -> dict[str, str]:
    """Return what tells requests apart in the trail; no address and no session key in plain."""
    return {
        "request_id": request.request_id,
        "session_hash": short_hash(request.session.session_key or ""),
        "ip_hash": short_hash(request.META.get("REMOTE_ADDR", "")),
    }


def viewer(get_response):
    """Put the viewer on the request; None when nobody has signed in."""

    def middleware(request):
        request.viewer = None
        request.at = timezone.now()
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
            post = request.session.get(POST_IN_SESSION)
            request.posts = posts_of(request.user.person_id, request.at)
            request.viewer = viewer_of(request.user, request.at, post, request.posts, **_marks(request))
        elif guest := request.session.get(GUEST_IN_SESSION):
            guest_id = UUID(guest)
            marks = {"guest_id": guest_id, "purpose": ANSWERING, **_marks(request)}
            request.viewer = Viewer(None, None, "", None, request.at, **marks)
        return get_response(request)

    return middleware


def one_look(get_response):
    """A request that only reads asks once how its viewer stands; whatever changes something asks afresh."""

    def middleware(request):
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with reading():
            return get_response(request)

    return middleware


def gate(get_response):
    """Ask each view's own mark (`koppi.ui.route`) who it is for, before it runs.

    Whoever an address is not for gets the same page as for an address that does not exist.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        mark = getattr(view, "koppi_route", None)
        if mark and not is_for(mark["needs"], request.viewer):
            raise NotVisible

    middleware.process_view = process_view
    return middleware


def is_for(needs: str, viewer) -> bool:
    """Return whether an address with these needs is for this viewer."""
    if needs == "public":
        return True
    if viewer is None:
        return True  # LoginRequiredMiddleware sends whoever has not signed in to the sign-in page
    if viewer.guest_id:
        return False
    role = viewer.post.role if viewer.post else ""
    return {
        "any": True,
        "professional": viewer.is_worker,
        "client": viewer.is_client,
        "manager": role in {"MANAGER", "ADMIN"},
        "admin": role == "ADMIN",
    }[needs]
