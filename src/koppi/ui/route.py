"""What every address needs and what it leaves in the trail, said beside the view itself."""

from collections.abc import Callable
from typing import Any

NEEDS = ("public", "any", "professional", "client", "manager", "admin")


def route(*, needs: str, audits: str | None = None) -> Callable[[Callable], Callable]:
    """Declare who an address is for and which audit code it writes.

    It decides nothing by itself, except that a public address is open before sign-in: the site's
    middleware reads the mark before the view runs, and `koppi routes --json` lists it. An address
    without a mark is a bug the house test finds.
    Put it outermost (topmost), so that no other decorator hides the mark.

    :raises ValueError: ``needs`` is none of ``NEEDS``.
    """
    if needs not in NEEDS:
        raise ValueError(f"{needs!r} is not one of {', '.join(NEEDS)}")

    def mark(view: Any) -> Callable:
        view.koppi_route = {"needs": needs, "audits": audits}
        view.login_required = needs != "public"  # read by Django's LoginRequiredMiddleware
        return view

    return mark
