"""A request for help, what is said in it, who takes it, and whose duty its queue is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family
from koppi.people.models import Language, Person, Post, Unit, UuidModel
from koppi.people.period import PeriodQuerySet, ends_after_start
from koppi.sealing import EncryptedTextField


class Queue(UuidModel):
    """The one counter of a family centre: requests come here whatever they are about."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="help_queue")
    is_default = models.BooleanField(_("muiden kuntien pyynnöt tulevat tänne"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_queue"
            )
        ]

    def __str__(self):
        return f"queue:{self.pk}"


class Duty(UuidModel):
    """A post (``e:``) or a whole unit (``u:``) answers the requests of a queue for a time, over sectors."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="duties")
    holder = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("help_duty_ends_after_start"),
            models.UniqueConstraint(
                fields=["queue", "holder"], condition=Q(ends_at=None), name="help_duty_once"
            ),
        ]
        indexes = [models.Index(fields=["holder"], name="help_duty_holder")]

    def __str__(self):
        return f"duty:{self.pk}"


class HelpRequest(UuidModel):
    """Somebody asks for help. What they wrote is sealed; no account, and no name unless they give one."""

    class Channel(models.TextChoices):
        WEB = "WEB", _("Verkossa")
        PHONE = "PHONE", _("Puhelimessa")
        VISIT = "VISIT", _("Käynnillä")
        PAPER = "PAPER", _("Paperilla")

    class Asker(models.TextChoices):
        CHILD = "CHILD", _("Lapsi tai nuori")
        PARENT = "PARENT", _("Vanhempi tai huoltaja")
        NEAR = "NEAR", _("Sukulainen tai muu läheinen")
        PROFESSIONAL = "PROFESSIONAL", _("Ammattilainen")

    class Way(models.TextChoices):
        CALL = "CALL", _("Puhelu")
        SMS = "SMS", _("Tekstiviesti")
        EMAIL = "EMAIL", _("Sähköposti")
        REMOTE = "REMOTE", _("Etätapaaminen")
        HERE = "HERE", _("Luen vastauksen täältä")

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="requests")
    channel = models.CharField(_("miten tuli"), max_length=10, choices=Channel, default=Channel.WEB)
    asker = models.CharField(_("kuka pyytää"), max_length=12, choices=Asker)
    text = EncryptedTextField(_("mihin toivotaan apua"), blank=True)
    name = EncryptedTextField(_("nimi"), blank=True)
    way = models.CharField(_("yhteystapa"), max_length=8, choices=Way)
    contact = EncryptedTextField(_("puhelin tai sähköposti"), blank=True)
    # Finds a worker whose own request this is, without opening the contact.
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True)
    municipality = models.CharField(_("kunta"), max_length=80, blank=True)
    language = models.CharField(_("kieli"), max_length=2, choices=Language, default=Language.FI)
    is_plain_language = models.BooleanField(_("selkokieli"), default=False)
    has_danger = models.BooleanField(_("sanoja vaarasta"), default=False)
    # Pressing twice is one request; neither the press nor the word pair itself is kept.
    once_hash = models.CharField(max_length=64, unique=True)
    words_hash = models.CharField(max_length=64, unique=True)
    # From where, for a day, so that a flood can be told from people; keyed, never an address.
    origin = models.CharField(max_length=16, blank=True, db_index=True)
    is_flood = models.BooleanField(_("samasta osoitteesta tuli paljon"), default=False)
    asker_person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of a request on behalf of a family: whether the family knows of it.
    family_knows = models.BooleanField(_("perhe tietää pyynnöstä"), null=True, blank=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("pyydetty"))
    promised_at = models.DateTimeField(_("luvattu vastata"))
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="help_requests")
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(_("vastattu"), null=True, blank=True)
    urgent_checked_at = models.DateTimeField(_("kiireellisyys arvioitu"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    family = models.ForeignKey(Family, models.SET_NULL, null=True, blank=True, related_name="help_requests")
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="help_taken_by_somebody_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["queue", "promised_at"], name="help_queue_promise"),
            models.Index(fields=["asked_at"], name="help_asked"),
            models.Index(
                fields=["promised_at"], name="help_waiting",
                condition=Q(answered_at=None, closed_at=None, withdrawn_at=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"help-request:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Return WITHDRAWN, DONE, ANSWERED, TAKEN or WAITING."""
        if self.withdrawn_at:
            return "WITHDRAWN"
        if self.closed_at:
            return "DONE"
        if self.answered_at:
            return "ANSWERED"
        return "TAKEN" if self.taken_by_id else "WAITING"


class Line(UuidModel):
    """One thing said after the request was sent: by the asker (no post), or by a worker to the asker."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="lines")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=8, choices=HelpRequest.Way, default=HelpRequest.Way.HERE)
    text = EncryptedTextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        indexes = [models.Index(fields=["request", "said_at"], name="help_line")]

    def __str__(self):
        return f"help-line:{self.pk}"


class Handover(UuidModel):
    """A request offered to a named receiver. It stays where it is until they accept."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Post, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Post, models.PROTECT, related_name="help_offers")
    words = EncryptedTextField(blank=True)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(answered_at=None), name="help_handover_one_open"
            )
        ]

    def __str__(self):
        return f"help-handover:{self.pk}"


class Told(UuidModel):
    """Who has been told that a promise is about to break: each step once for one promise."""

    class Step(models.TextChoices):
        TAKER = "TAKER", _("ottaja")
        DEPUTY = "DEPUTY", _("varahenkilö")
        MANAGER = "MANAGER", _("esihenkilö")

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="told")
    step = models.CharField(max_length=8, choices=Step)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "step"], name="help_told_once")]

    def __str__(self):
        return f"help-told:{self.pk}"


class Knock(models.Model):
    """A word pair that opened nothing: counted for an hour so that nobody tries them all."""

    origin = models.CharField(max_length=16, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"knock:{self.pk}"
