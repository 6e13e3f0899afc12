"""Sending what is in the outbox, and forgetting what could never be sent."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction

from koppi.audit import trail
from koppi.due.leases import LeaseLost, claim, error_code, finish
from koppi.due.pace import wait_after

from . import actions
from .letters import PostOffice, letter_for
from .models import Message

log = logging.getLogger(__name__)
WIPED = {"address": None, "slip": None}
DEAD_ARE_KEPT = timedelta(days=30)
# A slow mail server must not keep a worker from its other work; the next turn goes on from here.
LONGEST_TURN = timedelta(seconds=20)


class ServerAway(RuntimeError):
    """The mail server cannot be reached; the round ends, and every message waits as it was."""


def send_due(*, by, office: PostOffice) -> int:
    """Send the messages that are due and return how many went.

    It must not run inside a transaction: claiming and settling are short ones, with the mail server in
    between. A crash in between sends the same mail again, with the same Message-ID.

    :raises ServerAway: the mail server cannot be reached.
    """
    sent, connection = 0, get_connection()
    until = office.clock() + LONGEST_TURN
    try:
        while office.clock() < until and (message := _pick_up(by, office.clock())):
            sent += _send(message, by, office, connection)
    finally:
        connection.close()
    return sent


def wipe_dead(*, by) -> int:
    """Forget the addresses of messages that have been dead for a month."""
    before = by.at - DEAD_ARE_KEPT
    if not Message.objects.dead().filter(dead_at__lt=before, slip__isnull=False).exists():
        return 0
    return actions.wipe_dead(by=by, before=before)


def _pick_up(by, machine_now: datetime) -> Message | None:
    """Claim the next message and write into the trail that it is going: without a trace nothing is sent.

    Messages that have been tried least come first, so one that always fails is in nobody's way.
    """
    due = Message.objects.waiting().filter(not_before__lte=by.at).order_by("attempts", "not_before", "pk")
    if not due.free(machine_now).exists():
        return None
    with transaction.atomic():
        message = claim(due, machine_now)
        if message is not None:
            trail.leave(by, "delivery.picked_up", message, template=message.template)
    return message


def _send(message: Message, by, office: PostOffice, connection: Any) -> bool:
    try:
        letter = letter_for(message, by, office)
        if letter is None:
            return _settle(message, withdrawn_at=by.at, **WIPED)
        _open(connection)
        connection.send_messages([letter])
    except ServerAway:
        _settle(message)
        raise
    except Exception as error:  # one message that cannot be written or sent must not hold back the others
        connection.close()
        return _refused(message, error, max(by.at, office.clock()))
    _settle(message, sent_at=by.at, **WIPED)
    return True


def _open(connection: Any) -> None:
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise ServerAway from error


def _refused(message: Message, error: Exception, at: datetime) -> bool:
    """Let the message wait longer and longer; after the last try it is dead and waits for a person."""
    refusals, code = message.refusals + 1, error_code(error)
    log.warning("message %s was not sent: %s (refusal %d)", message.pk, code, refusals)
    if refusals >= settings.KOPPI_MAIL_TRIES:
        return _settle(message, refusals=refusals, last_error_code=code, dead_at=at)
    return _settle(message, refusals=refusals, last_error_code=code, not_before=at + wait_after(refusals))


def _settle(message: Message, **end: object) -> bool:
    """Write how it ended, unless another worker has taken the message over; it was not sent, or not by us."""
    try:
        finish(message, **end)
    except LeaseLost:
        log.warning("message %s was taken over by another worker", message.pk)
    return False
