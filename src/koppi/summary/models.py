"""The shared summary in three parts, its history, and highlights to chosen people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Person, Post, UuidModel
from koppi.sharing.models import Record

LINES, LINE = 3, 80


class Part(models.TextChoices):
    CARRIES = "CARRIES", _("Mikä kantaa")
    NEEDS = "NEEDS", _("Missä tarvitaan tukea")
    NEXT = "NEXT", _("Mitä seuraavaksi")


class SummaryPart(UuidModel):
    """One part of a family's summary: at most three lines of 80 characters, one per row of ``text``."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="summary_parts")
    part = models.CharField(max_length=8, choices=Part)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    written_with_family = models.BooleanField(_("tehty yhdessä perheen kanssa"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "part"], name="summary_part_once")]

    def __str__(self):
        return f"summary-part:{self.pk}"


class SummaryVersion(models.Model):
    """What a part said before; the audit trail holds no content, this does, behind the same door."""

    part = models.ForeignKey(SummaryPart, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "version"], name="summary_version_once")]
        ordering = ["-version"]

    def __str__(self):
        return f"{self.part_id}#{self.version}"


class Highlight(UuidModel):
    """A lift (nosto): one part is pointed out to a chosen professional; the sender sees when it was seen."""

    part = models.ForeignKey(SummaryPart, models.CASCADE, related_name="highlights")
    version = models.PositiveIntegerField()
    by_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, models.PROTECT, related_name="highlights")
    words = models.CharField(_("miksi nostan tämän"), max_length=200, blank=True)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "to_post", "version"], condition=Q(seen_at=None), name="highlight_once"
            )
        ]

    def __str__(self):
        return f"highlight:{self.pk}"
