"""Beginning a draft, and letting go of it."""

import json
from datetime import datetime

from koppi.audit import trail
from koppi.audit.trail import action

from . import access
from .models import Draft


@action
def save(*, by, key: str, fields: dict[str, list[str]]) -> Draft:
    """Keep what has been typed into the form ``key``. Autosave goes on with ``keeping.keep``."""
    kept = {"fields": json.dumps(fields), "saved_at": by.at}
    draft, _ = Draft.objects.update_or_create(owner=str(by), key=key, defaults=kept)
    trail.leave(by, "drafts.saved", draft, draft=key)
    return draft


@action
def discard(*, by, key: str) -> None:
    """Let go of the writer's draft: the form has been sent, or the writer does not want it."""
    count, _ = access.drafts_of(by).filter(key=key).delete()
    trail.leave(by, "drafts.discarded", draft=key, existed=bool(count))


@action
def forget(*, by, before: datetime) -> int:
    """Delete all drafts saved before the moment, whoever wrote them."""
    count, _ = Draft.objects.filter(saved_at__lt=before).delete()
    trail.leave(by, "drafts.forgotten", forgotten=count)
    return count
