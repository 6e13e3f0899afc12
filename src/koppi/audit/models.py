"""What the trail is made of: entries, whom they concern, their seals, and checkpoints of the chain."""

import secrets
import time
from uuid import UUID

from django.db import models

from . import chain

CODE = 64


class Indelible(RuntimeError):
    """Somebody tried to change or remove what the trail holds."""


def next_id() -> int:
    """Return a number that grows with the moment of writing and that no other writer takes.

    Microseconds and chance: known before the row is written, so it stands inside the marked body and a copied
    row betrays itself.
    """
    return time.time_ns() // 1000 << 10 | secrets.randbits(10)


def id_at(seconds: float) -> int:
    """Return the smallest number an entry written at this Unix time can have."""
    return int(seconds * 1_000_000) << 10


def written_at(event_id: int) -> float:
    """Return the Unix time at which the entry with this number was written."""
    return (event_id >> 10) / 1_000_000


class Lasting(models.QuerySet):
    """Rows that are only ever added. The database refuses the rest too (``guards``)."""

    def update(self, **_):
        raise Indelible

    def delete(self):
        raise Indelible

    def bulk_update(self, *_, **__):
        raise Indelible


class LastingModel(models.Model):
    objects = Lasting.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Indelible
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise Indelible


class Action(models.TextChoices):
    """What kind of thing was done, as the law on access logs sorts them."""

    READ = "read"
    LIST = "list"
    SEARCH = "search"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    EXPORT = "export"
    PRINT = "print"
    DENY = "deny"
    LOGIN = "login"
    CONSENT = "consent"
    RESTRICT = "restrict"
    EMERGENCY = "emergency"
    ADMIN = "admin"
    JOB = "job"


class AuditEvent(LastingModel):
    """One entry: ``by`` did ``did`` to the objects ``ids`` of ``kind``, under ``rules``.

    Plain values instead of foreign keys, and no content: codes, counts and keys only.
    """

    id = models.BigIntegerField(primary_key=True, default=next_id, editable=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=CODE)
    account = models.CharField(max_length=CODE, blank=True)
    post = models.CharField(max_length=CODE, blank=True)
    organisation = models.CharField(max_length=CODE, blank=True)
    on_behalf = models.CharField(max_length=CODE, blank=True)
    action = models.CharField(max_length=10, choices=Action)
    did = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=CODE, blank=True)
    ids = models.JSONField(default=list)
    purpose = models.CharField(max_length=CODE, blank=True)
    rules = models.JSONField(default=list)
    result = models.CharField(max_length=10, default="ok")
    request = models.CharField(max_length=CODE, blank=True)
    session = models.CharField(max_length=CODE, blank=True)
    ip = models.CharField(max_length=CODE, blank=True)
    count = models.PositiveIntegerField(default=0)
    detail = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["account", "at"], name="audit_event_account_at"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.did} {self.kind}"

    def body(self, subjects: list[UUID]) -> bytes:
        """Return the canonical body of this entry about these ``subjects``."""
        named = {name: getattr(self, name) for name in MARKED}
        whom = sorted(subject.hex for subject in subjects)
        return chain.body([*{**named, "at": chain.moment(self.at)}.values(), whom])


MARKED = [field.name for field in AuditEvent._meta.fields if field.name != "mac"]


class AuditSubject(LastingModel):
    """A person or a family that an entry concerns: what the page "who has looked at my data" is made from."""

    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="subjects", db_index=False)
    whom = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "whom"], name="audit_subject_once")]
        indexes = [models.Index(fields=["whom", "at"], name="audit_subject_whom_at")]

    def __str__(self):
        return f"{self.event_id} {self.whom}"


class AuditSeal(LastingModel):
    """The place of an entry in the chain. Apart from the entry, so that sealing changes no entry."""

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.seq} {self.digest[:12]}"


class AuditCheckpoint(LastingModel):
    """A signed statement of how far the chain reached. Its copies outside the database show a cut end."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    note = models.TextField()

    def __str__(self):
        return f"{self.size} {self.at:%Y-%m-%d %H:%M}"
