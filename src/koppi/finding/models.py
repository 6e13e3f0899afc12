"""What is kept of looking: questions outside one's own sight, and which rows were made one person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koppi.people.house_words import PREFIX
from koppi.people.models import Person, Post, UuidModel
from koppi.sealing import EncryptedTextField


class LookupReason(models.TextChoices):
    """Why the house itself asked on a worker's behalf; other reasons are kept as they were typed."""

    NEW_FAMILY = f"{PREFIX}new-family", _("Uuden perheen aloitus.")


class Lookup(UuidModel):
    """One question about an exact person outside one's own sight; whom it was about only the trail tells."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("syy"))
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["post", "asked_at"], name="lookup_post_day")]

    def __str__(self):
        return f"lookup:{self.pk}"


class Merge(UuidModel):
    """Two rows that were the same person. The dropped one stays and points to the kept one."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dropped = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # [label, key, field] of every row that was moved from the dropped to the kept.
    moved = models.JSONField(default=list)
    # [label, key, field] of consents and judgements that ended, because the other row said no.
    narrowed = models.JSONField(default=list)
    # Rows the kept one had already, and the fields of both before and after, as JSON.
    before = EncryptedTextField()
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("dropped")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["dropped"], condition=Q(undone_at=None), name="merge_dropped_once"
            ),
        ]

    def __str__(self):
        return f"merge:{self.pk}"
