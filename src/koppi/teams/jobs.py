"""Passing on the holds of posts that have ended by their date."""

from koppi.people.models import Post

from . import actions
from .models import Hold


def pass_on_holds(*, by) -> int:
    """Pass on every hold of a post that is no more; return how many moved. Those without an heir wait."""
    holding = Hold.objects.filter(ends_at=None, post__ends_on__lte=by.today).values("post")
    posts = list(Post.objects.filter(pk__in=holding).select_related("unit__deputy"))
    return sum(_pass_on(by, post) for post in posts)


def _pass_on(by, post: Post) -> int:
    try:
        return actions.leave_with_post(by=by, post=post)
    except actions.HasTheHold:
        return 0
