"""Putting a message into the outbox, telling somebody inside Koppi, and having seen it."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.template.loader import get_template
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.refusal import Refused
from koppi.sealing import keyed_hash

from . import access
from .letters import template_path
from .models import Message, Notice
from .slip import slip

RECIPIENT = re.compile(r"[aepu]:[0-9a-f-]{36}")


class NotDead(Refused):
    """The message is not among the dead ones."""


@action
def enqueue(
    *,
    by,
    template: str,
    dedupe_key: str,
    to_account: UUID | None = None,
    to: str = "",
    to_address: str = "",
    context: Mapping[str, object] | None = None,
    language: str = "fi",
    not_before: datetime | None = None,
) -> Message:
    """Have ``template`` (``"mapping/invited"``) mailed once this transaction has been committed.

    The recipient is exactly one of an account, a holder ``to`` (``e:`` a post, ``u:`` a unit) and, for
    somebody without an account, a bare address with the ``language`` to write in. The same
    ``dedupe_key`` again changes nothing.

    :raises CarriesPersonalData: the context holds more than the address of a page, a day, a code or a key.
    """
    get_template(template_path(template))
    planned = {
        **_recipient(to_account, to, to_address),
        "template": template,
        "language": language,
        "slip": json.dumps(slip(context or {})),
        "created_at": by.at,
        "not_before": not_before or by.at,
    }
    message, is_new = Message.objects.get_or_create(dedupe_key=dedupe_key, defaults=planned)
    trail.leave(by, "delivery.enqueued", message, template=template, is_new=is_new)
    return message


@action
def notify(*, by, to: str, kind: str, about, dedupe: str = "") -> Notice:
    """Tell the holder ``to`` inside Koppi that something of ``kind`` (``"mapping.answered"``) happened.

    The same recipient, kind and ``dedupe`` (by itself the key of ``about``) is one notice, seen once.
    """
    planned = {"about_kind": about._meta.label, "about_id": about.pk, "created_at": by.at}
    notice, is_new = Notice.objects.get_or_create(
        recipient=to, kind=kind, dedupe=dedupe or str(about.pk), defaults=planned
    )
    trail.leave(by, "delivery.notified", notice, notice=kind, is_new=is_new)
    return notice


@action
def mark_seen(*, by, ids: Iterable[UUID]) -> int:
    """Mark the notices as seen; the first moment stays.

    :raises NotVisible: one of them is not held by the viewer.
    """
    notices = access.notices_held(by, ids)
    marked = notices.filter(seen_at=None).update(seen_at=by.at)
    trail.leave(by, "delivery.seen", notices, marked=marked)
    return marked


@action
def try_again(*, by, message_id: UUID) -> None:
    """Give a dead message its tries back, the first at once.

    :raises NotDead: it has been revived or wiped meanwhile, or never died.
    """
    dead = Message.objects.dead().filter(pk=message_id, slip__isnull=False)
    if not dead.update(dead_at=None, refusals=0, not_before=by.at):
        raise NotDead(_("Viesti ei odota uutta yritystä. Katso tilanne komennolla koppi doctor."))
    trail.leave(by, "delivery.tried_again", Message(pk=message_id))


@action
def wipe_dead(*, by, before: datetime) -> int:
    """Forget where dead messages were going and what they pointed to, when they died before ``before``."""
    dead = Message.objects.dead().filter(dead_at__lt=before, slip__isnull=False)
    wiped = dead.update(address=None, slip=None)
    trail.leave(by, "delivery.wiped", count_wiped=wiped)
    return wiped


def _recipient(account: UUID | None, holder: str, address: str) -> dict[str, str]:
    if sum(map(bool, (account, holder, address))) != 1:
        raise ValueError("a message goes to exactly one of an account, a holder and an address")
    if address:
        return {"address": address, "address_hash": keyed_hash(address.strip().casefold())}
    recipient = f"a:{account}" if account else holder
    if not RECIPIENT.fullmatch(recipient):
        raise ValueError("the recipient is not a holder that has an address")
    return {"recipient": recipient}
