"""The only door to a draft: its writer's own."""

import json
from dataclasses import dataclass
from datetime import datetime

from .models import Draft


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What was typed, each field as the list of values the browser sent, and when."""

    fields: dict[str, list[str]]
    saved_at: datetime


def card_for(viewer, key: str) -> DraftCard | None:
    """Return the viewer's own draft of this form, if there is one."""
    row = drafts_of(viewer).filter(key=key).values_list("fields", "saved_at").first()
    return row and DraftCard(json.loads(row[0]), row[1])


def draft_for(viewer, key: str) -> dict[str, str | list[str]]:
    """Return the viewer's own draft as plain values; empty when there is none."""
    card = card_for(viewer, key)
    fields = card.fields if card else {}
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def drafts_of(viewer):
    """Return the drafts this viewer has written, and nobody else's: not their unit's, not their deputy's."""
    return Draft.objects.filter(owner=str(viewer))
