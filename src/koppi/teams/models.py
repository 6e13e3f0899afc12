"""The team around a family, formed for a stage; the hold; and the next step agreed together."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family
from koppi.people.house_words import PREFIX, in_words
from koppi.people.models import Post, UuidModel
from koppi.people.period import PeriodQuerySet, ends_after_start
from koppi.sharing.models import Ground, Record


class Stage(models.TextChoices):
    """The stages the house itself names; others are kept as they were typed."""

    BEGINNING = f"{PREFIX}beginning", _("Aloitus")
    AFTER_MAPPING = f"{PREFIX}after-mapping", _("Kartoituksen jälkeen")


class HoldReason(models.TextChoices):
    """How a hold came, when nobody typed it."""

    BEGAN = f"{PREFIX}began", _("Aloitti perheen kanssa.")
    MAPPED = f"{PREFIX}mapped", _("Kartoituskutsusta sovittiin.")
    POST_ENDED = f"{PREFIX}post-ended", _("Edellisen työntekijän tehtävä päättyi.")


class Team(UuidModel):
    """A project-like team (C8): formed for a stage, re-formed when needs change; history stays."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="teams")
    stage = models.CharField(_("vaihe"), max_length=120)
    formed_by = models.CharField(max_length=40)
    starts_at = models.DateTimeField(_("muodostettu"))
    ends_at = models.DateTimeField(_("päättynyt"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(ends_at=None), name="team_one_at_a_time"),
            ends_after_start("team_ends_after_start"),
        ]

    def __str__(self):
        return f"team:{self.pk}"

    @property
    def said_stage(self) -> str:
        return in_words(self.stage, Stage)


class TeamMember(UuidModel):
    """A post works with the family for a time; the ground for seeing ends the same second."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships")
    task = models.CharField(_("tehtävä tiimissä"), max_length=120, blank=True)
    is_own_worker = models.BooleanField(_("omatyöntekijä"), default=False)
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "post"], condition=Q(ends_at=None), name="member_of_team_once"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(ends_at=None, is_own_worker=True), name="one_own_worker"
            ),
            ends_after_start("team_member_ends_after_start"),
        ]

    def __str__(self):
        return f"team-member:{self.pk}"


class Hold(UuidModel):
    """Who has hold (koppi) of the situation. Exactly one open row per family with open work."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="holds")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holds")
    why = models.CharField(_("miten koppi tuli"), max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(ends_at=None), name="one_hold"),
            ends_after_start("hold_ends_after_start"),
        ]

    def __str__(self):
        return f"hold:{self.pk}"

    @property
    def said_why(self) -> str:
        return in_words(self.why, HoldReason)


class HoldOffer(UuidModel):
    """Handing the hold over: it moves only when the named receiver accepts."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="hold_offers")
    giver = models.ForeignKey(Post, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Post, models.PROTECT, related_name="hold_offers")
    words = models.CharField(_("saatesanat"), max_length=300, blank=True)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(answered_at=None), name="one_open_hold_offer"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="hold_offer_to_another"),
        ]

    def __str__(self):
        return f"hold-offer:{self.pk}"

    @property
    def said_words(self) -> str:
        return in_words(self.words, HoldReason)


class AgreedStep(UuidModel):
    """The next step agreed with the family: what, when, where, who leads."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="step")
    what = models.CharField(_("mitä sovittiin"), max_length=160)
    goal = models.CharField(_("tavoite"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("milloin"), null=True, blank=True)
    ends_at = models.DateTimeField(_("päättyy"), null=True, blank=True)
    due_on = models.DateField(_("mihin mennessä"), null=True, blank=True)
    place = models.CharField(_("paikka"), max_length=160, blank=True)
    lead = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("vetää"))
    who = models.CharField(_("mukana"), max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False) | Q(due_on__isnull=False), name="step_has_a_time"
            ),
            ends_after_start("step_ends_after_start"),
        ]

    def __str__(self):
        return f"step:{self.pk}"
