"""Whether a mailed link may still be sent."""

from .models import WayIn


def way_in(by, slip) -> bool:
    """A link that has been used, withdrawn or has expired meanwhile is not sent."""
    way = WayIn.objects.filter(pk=slip["about"]).first()
    return way is not None and way.is_open(by.at)


RULES = {"welcome/way_in": way_in}
