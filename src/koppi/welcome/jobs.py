"""Forgetting old links: what is left of them is in the trail."""

from datetime import timedelta

from django.conf import settings

from koppi.people.viewer import Viewer

from . import actions


def forget_old(*, by: Viewer) -> int:
    """Delete links whose time ended long ago; return how many."""
    return actions.forget(by=by, before=by.at - timedelta(days=settings.KOPPI_LINK_DELETED_AFTER_DAYS))
