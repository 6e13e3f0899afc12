"""Finding the named worker of another authority."""

from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.people.whoswho import PostLine, search
from koppi.refusal import NotVisible


def authority_posts(viewer: Viewer, words: str) -> list[PostLine]:
    """Return the authorities' professionals who answer to the words."""
    found = {line.post_id: line for line in search(viewer, words)}
    posts = Post.objects.filter(pk__in=found).select_related("unit__organisation")
    ids = {post.pk for post in posts if post.unit.organisation.is_authority}
    return [line for pk, line in found.items() if pk in ids]


def authority_post(viewer: Viewer, pk) -> Post:
    """Return one professional of an authority, in force and seeing content.

    :raises NotVisible: there is none with this key.
    """
    live = Post.objects.on_day(viewer.today).filter(pk=pk).select_related("person", "unit__organisation")
    post = live.first()
    if post is None or not post.sees_content or not post.unit.organisation.is_authority:
        raise NotVisible
    return post
