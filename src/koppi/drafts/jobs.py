"""Forgetting drafts that nobody came back to."""

from datetime import timedelta

from django.conf import settings

from . import actions
from .models import Draft


def forget_old(*, by) -> int:
    """Delete the drafts that have not been touched for ``KOPPI_DRAFT_DAYS``; return how many."""
    before = by.at - timedelta(days=settings.KOPPI_DRAFT_DAYS)
    if not Draft.objects.filter(saved_at__lt=before).exists():
        return 0
    return actions.forget(by=by, before=before)
