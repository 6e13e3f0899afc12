"""Messages on their way out, and notices that wait inside Koppi."""

import uuid

from django.db import models
from django.db.models import Q

from koppi.due.leases import Leased, LeasedQuerySet
from koppi.sealing import EncryptedTextField


class Channel(models.TextChoices):
    EMAIL = "EMAIL", "sähköposti"


class MessageQuerySet(LeasedQuerySet):
    def waiting(self):
        return self.filter(sent_at=None, withdrawn_at=None, dead_at=None)


class Message(Leased):
    """One message to one recipient. The text is not here: it is written at the moment of sending.

    ``recipient`` is ``a:`` with the key of an account, or a holder (``e:`` a post, ``u:`` a unit); it is
    empty for somebody without an account, whose address is kept sealed until the message has gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    recipient = models.CharField(max_length=40, blank=True)
    address = EncryptedTextField(null=True)
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=2, default="fi")
    template = models.CharField(max_length=80)
    # The slip as JSON; a link may hold a one-time token, so it is sealed, and wiped once sent.
    slip = EncryptedTextField(null=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    # Answers of the mail server that count; a server that cannot be reached uses up no message.
    refusals = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_one_recipient",
                condition=Q(recipient="") ^ Q(address_hash=""),
            ),
            models.CheckConstraint(
                name="message_gone_is_wiped",
                condition=Q(sent_at=None, withdrawn_at=None) | Q(address__isnull=True, slip__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="message_waiting",
                condition=Q(sent_at=None, withdrawn_at=None, dead_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class Notice(models.Model):
    """A line inside Koppi that something happened. What it tells of is behind its own door.

    A notice to a unit is everybody's who holds the unit, and seen when one of them has seen it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.CharField(max_length=40)
    kind = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=80)
    about_id = models.UUIDField()
    dedupe = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "dedupe"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "created_at"], name="notice_recipient"),
            models.Index(fields=["about_id"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.recipient}"
