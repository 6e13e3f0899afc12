"""Notices the viewer holds, and what the outbox looks like from outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from koppi.refusal import NotVisible

from .models import Message, Notice


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One notice as plain values: the page that shows it finds the words by ``kind``."""

    id: UUID
    recipient: str
    kind: str
    about_kind: str
    about_id: UUID
    created_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageCard:
    """One message that needs a human eye; it says nothing of its recipient."""

    id: UUID
    template: str
    refusals: int
    last_error_code: str


NOTICE_FIELDS = tuple(NoticeCard.__dataclass_fields__)
MESSAGE_FIELDS = tuple(MessageCard.__dataclass_fields__)


def notices_for(viewer, *, unseen_only: bool = False, limit: int = 50) -> list[NoticeCard]:
    """Return the notices of every holder the viewer is, the newest first."""
    notices = _held_by(viewer).order_by("-created_at", "-pk")
    if unseen_only:
        notices = notices.filter(seen_at=None)
    return [NoticeCard(*row) for row in notices.values_list(*NOTICE_FIELDS)[:limit]]


def notices_held(viewer, ids: Iterable[UUID]):
    """Return these notices, each of them held by the viewer.

    :raises NotVisible: one of them is not, or does not exist.
    """
    wanted = set(ids)
    notices = _held_by(viewer).filter(pk__in=wanted)
    if notices.count() != len(wanted):
        raise NotVisible
    return notices


def seen_of(about_id: UUID, kind: str) -> dict[str, datetime | None]:
    """Return when each recipient saw the notice of this kind; the caller came through the thing's door."""
    return dict(Notice.objects.filter(about_id=about_id, kind=kind).values_list("recipient", "seen_at"))


def dead_messages() -> list[MessageCard]:
    """Return the messages the mail server has refused too many times, and that can still be tried again."""
    return _cards(Message.objects.dead().filter(slip__isnull=False))


def refused_messages() -> list[MessageCard]:
    """Return the messages the mail server has refused and that will be tried again."""
    return _cards(Message.objects.waiting().filter(refusals__gt=0))


def unsent_since(at: datetime) -> datetime | None:
    """Return since when the longest waiting message should have gone; long means that mail is down."""
    waiting = Message.objects.waiting().filter(not_before__lte=at).order_by("not_before")
    return waiting.values_list("not_before", flat=True).first()


def _held_by(viewer):
    return Notice.objects.filter(recipient__in=viewer.holders)


def _cards(messages) -> list[MessageCard]:
    return [MessageCard(*row) for row in messages.order_by("pk").values_list(*MESSAGE_FIELDS)[:200]]
