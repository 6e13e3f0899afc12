"""The edge of the trail: a refusal rolls its request back, so it is written after that, before the answer."""

from . import trail


def denials(get_response):
    """Stand outside the request's transaction and write the refusals it met."""

    def middleware(request):
        with trail.denials_outlive():
            return get_response(request)

    return middleware
