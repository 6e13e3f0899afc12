"""Mapping invitations: who is asked, what they answer, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family
from koppi.people.models import Person, Post, Unit, UuidModel
from koppi.people.period import ends_after_start
from koppi.people.sectors import Sector
from koppi.sealing import EncryptedTextField
from koppi.sharing.models import Record

from . import lights


class Light(models.TextChoices):
    GREEN = lights.GREEN, _("Kyllä")
    YELLOW = lights.YELLOW, _("Osittain")
    RED = lights.RED, _("Ei")


class Start(UuidModel):
    """An invitation begun: its maker has read what it never replaces. Its key makes the sending happen once.

    What is typed meanwhile is in ``koppi.drafts``, under this key.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    # Empty: from scratch, only contact data.
    family = models.ForeignKey(Family, models.CASCADE, null=True, blank=True, related_name="+")
    # A reassessment that led to asking again.
    again = models.ForeignKey("Invitation", models.SET_NULL, null=True, blank=True, related_name="+")
    duty_shown_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["post", "family"], name="start_post_family")]

    def __str__(self):
        return f"start:{self.pk}"


class Invitation(UuidModel):
    """One professional asks others to look at a situation together."""

    class Mode(models.TextChoices):
        FREE = "FREE", _("vapaa kutsu")
        # Sosiaalihuoltolaki (1301/2014) 41 §: other authorities take part at the social worker's request.
        SHL41 = "SHL41", _("pyyntö sosiaalihuoltolain 41 §:n mukaan")
        # Only name, phone and birth year, no reason stored (Verwijsindex, Kerava).
        MINIMAL = "MINIMAL", _("pelkkä yhteystieto")

    class Outcome(models.TextChoices):
        TEAM = "TEAM", _("tiimi muodostettiin")
        HOLD = "HOLD", _("yksi ottaa kopin")
        NOTHING_NOW = "NOTHING_NOW", _("nyt ei tarvita enempää")
        # Nobody closed it in time: it closed by itself and outlives no question.
        LAPSED = "LAPSED", _("kutsu päättyi itsestään")

    class Permission(models.TextChoices):
        CONSENT = "CONSENT", _("perhe on antanut suostumuksen")
        LAW = "LAW", _("laki sallii ilman suostumusta")

    record = models.OneToOneField(Record, models.CASCADE, related_name="invitation")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.FREE)
    # One key, one effect: sending the same invitation twice is one invitation.
    once = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    permission = models.CharField(max_length=8, choices=Permission, default=Permission.CONSENT)
    inviter = models.ForeignKey(Post, models.PROTECT, related_name="+")
    about = models.CharField(_("mitä toivon yhdessä katsottavan"), max_length=600, blank=True)
    strengths = models.CharField(_("mikä kantaa"), max_length=300, blank=True)
    contact_phone = models.CharField(_("puhelin"), max_length=30, blank=True)
    answer_by = models.DateField(_("vastaa viimeistään"))
    reassess_on = models.DateField(_("arvioidaan uudelleen"))
    # The page telling that this never replaces a child welfare notification was shown then.
    duty_shown_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Grows with every change of the grid, so that a page can ask whether there is anything new.
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_words = models.CharField(_("mitä tästä seurasi"), max_length=300, blank=True)
    family_told = models.CharField(_("mitä perheelle kerrottiin"), max_length=300, blank=True)
    reassessed_at = models.DateTimeField(null=True, blank=True)
    # From then on only the day of the reassessment is left.
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["inviter", "closed_at"], name="invitation_sent"),
            models.Index(fields=["closed_at", "expires_at"], name="invitation_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="invitation_closes_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(mode="MINIMAL") | Q(about="", strengths=""), name="minimal_holds_no_text"
            ),
        ]

    def __str__(self):
        return f"invitation:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ProposedTime(UuidModel):
    """A time the inviter offers for meeting."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_remote = models.BooleanField(_("etänä"), default=False)

    class Meta:
        ordering = ["starts_at"]
        constraints = [ends_after_start("proposed_time_ends_after_start")]

    def __str__(self):
        return f"time:{self.pk}"


class Invitee(UuidModel):
    """One asked party: a post, a unit's shared queue, or a guest without an account; and their answer."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="invitees")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    guest_name = models.CharField(_("nimi"), max_length=120, blank=True)
    guest_role = models.CharField(_("tehtävä ja paikka"), max_length=120, blank=True)
    guest_email = models.EmailField(_("sähköposti"), blank=True)
    why = models.CharField(_("miksi juuri hän"), max_length=120, blank=True)
    asked_at = models.DateTimeField()
    # The order in which the inviter named them.
    number = models.PositiveSmallIntegerField(default=0)
    # "Ask my colleague instead": this row is done and another took its place.
    # Nearly every row has none, so an index of all of them would mislead: the one below has the others.
    passed_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="passed_from", db_index=False
    )
    knows = models.CharField(_("tietoa"), max_length=6, choices=Light, blank=True)
    shares = models.CharField(_("sama tuen tarve"), max_length=6, choices=Light, blank=True)
    available = models.CharField(_("mukaan"), max_length=6, choices=Light, blank=True)
    message = models.CharField(_("viesti kutsujalle"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    # "This is not for me": the wrong person was asked.
    not_for_me_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    result_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["passed_to"], condition=Q(passed_to__isnull=False), name="invitee_passed_to")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "post"], condition=Q(post__isnull=False), name="post_asked_once"
            ),
            models.UniqueConstraint(
                fields=["invitation", "unit"], condition=Q(unit__isnull=False), name="unit_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False, unit=None, guest_email="")
                | Q(post=None, unit__isnull=False, guest_email="")
                | Q(post=None, unit=None) & ~Q(guest_name=""),
                name="invitee_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, knows="", shares="", available="")
                | Q(answered_at__isnull=False) & ~Q(knows="") & ~Q(shares="") & ~Q(available=""),
                name="all_lights_or_none",
            ),
        ]

    def __str__(self):
        return f"invitee:{self.pk}"

    @property
    def is_asked(self) -> bool:
        """Nobody else was asked instead, and the right person was asked."""
        return self.passed_to_id is None and self.not_for_me_at is None

    @property
    def holder(self) -> str:
        if self.post_id:
            return f"e:{self.post_id}"
        return f"u:{self.unit_id}" if self.unit_id else f"g:{self.pk}"


class SuitingTime(models.Model):
    """A proposed time suits an invitee."""

    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="suits")
    time = models.ForeignKey(ProposedTime, models.CASCADE, related_name="suits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitee", "time"], name="suits_once")]

    def __str__(self):
        return f"{self.invitee_id}@{self.time_id}"


class GuestLink(UuidModel):
    """A one-time link with a code, for an invited person without an account.

    Of the link only its hash is kept. The inviter tells the code by another way, so it can be read again.
    """

    invitee = models.OneToOneField(Invitee, models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    code = EncryptedTextField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="link_expires")]

    def __str__(self):
        return f"link:{self.pk}"


class Reminder(models.Model):
    """One reminder of one occurrence; the unique key keeps two workers and a crash from sending it twice."""

    invitee = models.ForeignKey(Invitee, models.CASCADE, null=True, blank=True, related_name="reminders")
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    occurrence = models.CharField(max_length=40)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitee", "occurrence"], name="invitee_reminded_once"),
            models.UniqueConstraint(
                fields=["invitation", "occurrence"],
                condition=Q(invitee=None),
                name="invitation_reminded_once",
            ),
        ]

    def __str__(self):
        return self.occurrence


class FamilyView(models.Model):
    """A family member has seen what was asked and what came of it."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="family_views")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "person"], name="family_view_once")]

    def __str__(self):
        return f"{self.invitation_id}/{self.person_id}"


class PastInvitation(models.Model):
    """What is left of an invitation when its data have been deleted: counts, and nobody's name or key."""

    month = models.DateField()
    sector = models.CharField(max_length=20, choices=Sector)
    mode = models.CharField(max_length=8, choices=Invitation.Mode)
    outcome = models.CharField(max_length=12, choices=Invitation.Outcome)
    asked = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    available = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month"], name="past_invitation_month")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.outcome}"
