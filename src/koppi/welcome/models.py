"""A way in: one link for one member of a family, good for one time."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family
from koppi.people.models import Person, Post, UuidModel

WRONG_DIGITS = 5


class WayIn(UuidModel):
    """Neither the link nor the digits are kept, only their hashes."""

    class Given(models.TextChoices):
        SCREEN = "SCREEN", _("näytetty ruudulta")
        PAPER = "PAPER", _("tulostettu")
        MAIL = "MAIL", _("lähetetty sähköpostilla")

    family = models.ForeignKey(Family, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="ways_in")
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given = models.CharField(_("miten annettu"), max_length=10, choices=Given)
    token_hash = models.CharField(max_length=64, unique=True)
    digits_hash = models.CharField(max_length=64)
    wrong_digits = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "person"], name="way_in_family")]

    def __str__(self):
        return f"way-in:{self.pk}"

    def state(self, at: datetime) -> str:
        """Return USED, WITHDRAWN, LOCKED, EXPIRED or OPEN."""
        if self.used_at:
            return "USED"
        if self.withdrawn_at:
            return "WITHDRAWN"
        if self.wrong_digits >= WRONG_DIGITS:
            return "LOCKED"
        return "OPEN" if at < self.expires_at else "EXPIRED"

    def is_open(self, at: datetime) -> bool:
        return self.state(at) == "OPEN"
