"""Questions about looks, reasons for reading far back, and what those who check looks have marked.

A question is a letter to one worker or to the data-protection officer, who sees no family: it is therefore no
Record, and only the asker and those asked open it (``access.question_for``). Entries of the trail are named
by their number, as a plain value: nothing may hang on them.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Person, Post, UuidModel
from koppi.sealing import EncryptedTextField


class Question(UuidModel):
    """A family member asks about one entry; without ``to_post`` the data-protection officer answers."""

    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entry = models.BigIntegerField()
    looker = models.CharField(max_length=64)
    looked_at = models.DateTimeField()
    words = EncryptedTextField(_("kysymys"))
    asked_at = models.DateTimeField()
    answer_by = models.DateField(_("vastaus viimeistään"))
    to_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    # Late: the data-protection officer may answer too.
    escalated_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(_("vastaus"), blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="question_asker"),
            models.Index(fields=["answer_by"], condition=Q(answered_at=None), name="question_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "entry"], condition=Q(answered_at=None), name="question_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="question_answered_by_somebody",
            ),
        ]

    def __str__(self):
        return f"question:{self.pk}"


class FarBack(UuidModel):
    """A reason given for reading more than two years back; it opens one person's log for a week."""

    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("syy"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["reader", "about", "ends_at"], name="far_back_reader")]

    def __str__(self):
        return f"far-back:{self.pk}"


class Outcome(models.TextChoices):
    """What came of checking a look."""

    OPEN = "", _("Tarkistamatta")
    IN_ORDER = "IN_ORDER", _("Kunnossa")
    ASKED = "ASKED", _("Kysytty työntekijältä")


class Checked(UuidModel):
    """A look somebody should check: which entry, whose, and what was found."""

    entry = models.BigIntegerField()
    looked_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.CharField(_("mitä selvisi"), max_length=500, blank=True)
    marked_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Sample(UuidModel):
    """One week's sample: whoever has the trail draws it again with the seed and the percentage."""

    week = models.DateField(unique=True)
    seed = models.CharField(max_length=64)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    size = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()

    def __str__(self):
        return f"sample:{self.week}"


class SampledLook(Checked):
    """One look of a sample."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="looks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "entry"], name="sampled_once")]

    def __str__(self):
        return f"sampled:{self.entry}"


class Rule(models.TextChoices):
    """The plain rules by which a look is unusual; a reason to ask, not a judgement."""

    NO_CONTACT = "NO_CONTACT", _("Työntekijällä ei ollut silloin työtä perheen kanssa.")
    SAME_NAME = "SAME_NAME", _("Työntekijällä ja katsotulla on sama sukunimi.")
    SAME_HOME = "SAME_HOME", _("Työntekijällä ja katsotulla on sama osoite.")
    VERY_MANY = "VERY_MANY", _("Työntekijä katsoi päivän aikana tavallista useampaa perhettä.")


class UnusualLook(Checked):
    """A look that a plain rule picks out."""

    rule = models.CharField(max_length=10, choices=Rule)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "rule"], name="unusual_once")]
        indexes = [models.Index(fields=["looked_at"], name="unusual_looked_at")]

    def __str__(self):
        return f"unusual:{self.rule} {self.entry}"


class Combed(models.Model):
    """The day up to which, but not with which, the looks have been gone through for unusual ones."""

    until = models.DateField()

    def __str__(self):
        return f"combed:{self.until}"
