"""The edge: the only place where the clock is read and an account becomes a viewer."""

import hashlib

from django.conf import settings
from django.utils import timezone, translation

from koppi.people.access import viewer_of

POST_IN_SESSION = "acting_post"


def short_hash(text: str) -> str:
    """Return a keyed hash that tells two sessions apart in the trail without naming either."""
    keyed = hashlib.blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8)
    return keyed.hexdigest() if text else ""


def viewer(get_response):
    """Put the viewer on the request; None when nobody has signed in."""

    def middleware(request):
        request.viewer = None
        request.at = timezone.now()
        if request.user.is_authenticated:
            request.viewer = viewer_of(
                request.user,
                request.at,
                request.session.get(POST_IN_SESSION),
                request_id=request.request_id,
                session_hash=short_hash(request.session.session_key or ""),
                ip_hash=short_hash(request.META.get("REMOTE_ADDR", "")),
            )
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = get_response(request)
        response.headers.setdefault("X-Request-ID", request.request_id)
        return response

    return middleware
