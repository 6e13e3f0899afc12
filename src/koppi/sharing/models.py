"""What is protected, and every fact the rule on seeing it rests on. The rule itself is in ``rule.py``.

A *holder* is a short key for whoever can hold a right: ``p:`` a person as themselves, ``e:`` a post,
``u:`` a unit, ``o:`` an organisation, ``s:`` a sector, ``g:`` an invited guest without an account.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family
from koppi.people.models import Organisation, Person, Post, UuidModel
from koppi.people.period import PeriodQuerySet, ends_after_start

from .gate import RefusingManager
from .matters import EmergencyCode, Kind, Matter

HOLDER = {"max_length": 40}
# The decider of a restriction that a row written anew took over from the same person elsewhere.
INHERITED = "inherited"


class Record(UuidModel):
    """One protected thing about one or more people; areas hang their content on it one to one."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    author_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    author_post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, blank=True)
    is_draft = models.BooleanField(default=False)
    is_client_visible = models.BooleanField(default=True)
    # Sensitive things are for the one who told them and the professionals, never for other family members.
    is_sensitive = models.BooleanField(default=False)
    # Delayed showing: clients see it from this moment on.
    shown_from = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = RefusingManager()
    # Django's own machinery (cascades, reverse keys) goes round the gate through this one.
    everything = models.Manager()

    class Meta:
        base_manager_name = "everything"
        indexes = [models.Index(fields=["family", "kind"], name="record_family_kind")]

    def __str__(self):
        return f"{self.kind.lower()}:{self.pk}"


class RecordSubject(models.Model):
    """Whom a record is about. Every subject must be covered before anybody sees it."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="subject_once")]

    def __str__(self):
        return f"{self.record_id}/{self.person_id}"


class RecordShare(models.Model):
    """The author of own words opens them to a holder, or to the whole team with ``t:``."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="shares")
    holder = models.CharField(**HOLDER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["holder"], name="share_holder")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "holder"], condition=Q(ends_at=None), name="share_once_at_a_time"
            ),
            ends_after_start("share_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.record_id}->{self.holder}"


class Ground(UuidModel):
    """A reason to see a family, or one record of it, for a time. Alone it opens nothing without cover."""

    class Kind(models.TextChoices):
        TEAM = "TEAM", _("tiimin jäsen")
        INVITED = "INVITED", _("kutsuttu")
        UNIT_DUTY = "UNIT_DUTY", _("yksikön tehtävä")
        SUPERVISION = "SUPERVISION", _("esihenkilön tehtävä")
        OTHER_AUTHORITY = "OTHER_AUTHORITY", _("toinen viranomainen määräajaksi")
        EMERGENCY = "EMERGENCY", _("hätäavaus")

    kind = models.CharField(max_length=16, choices=Kind)
    holder = models.CharField(**HOLDER, db_index=True)
    family = models.ForeignKey(Family, models.CASCADE, related_name="grounds")
    # An invited party sees this one record and nothing else.
    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="grounds")
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    given_by = models.CharField(**HOLDER)
    reason = models.CharField(_("peruste"), max_length=500, blank=True)
    source = models.CharField(max_length=80, blank=True)
    # Another authority's right may have to begin before the family is told of it.
    told_family = models.BooleanField(_("kerrottu perheelle"), default=True)
    not_told_why = models.CharField(_("miksi ei vielä kerrottu"), max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("ground_ends_after_start"),
            models.CheckConstraint(
                condition=Q(told_family=True) | ~Q(not_told_why=""), name="ground_silence_is_reasoned"
            ),
            models.CheckConstraint(
                condition=Q(kind="INVITED", record__isnull=False)
                | ~Q(kind="INVITED") & Q(record__isnull=True),
                name="ground_invited_is_narrow",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["OTHER_AUTHORITY", "EMERGENCY", "INVITED"]) | Q(ends_at__isnull=False),
                name="ground_passing_ones_end",
            ),
        ]

    def __str__(self):
        return f"ground:{self.pk}"


class Consent(UuidModel):
    """A person lifts secrecy of their own data for one receiver, matter and time.

    This is the permission of Finnish secrecy law, not the GDPR ground of processing.
    Source: laki sosiaali- ja terveydenhuollon asiakastietojen käsittelystä (703/2023).
    """

    class Way(models.TextChoices):
        OWN_SESSION = "OWN_SESSION", _("omassa istunnossa")
        WITH_WORKER = "WITH_WORKER", _("yhdessä työntekijän kanssa")
        ON_PAPER = "ON_PAPER", _("paperilla")

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    receiver = models.CharField(**HOLDER)
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=Way)
    recorded_by = models.CharField(**HOLDER)
    recorded_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # A worker who fears that somebody pressed the giver has it end too; to everybody else it has just ended.
    set_aside_by = models.CharField(**HOLDER, blank=True)

    class Meta:
        constraints = [
            ends_after_start("consent_ends_after_start"),
            models.CheckConstraint(
                condition=Q(set_aside_by="") | Q(withdrawn_at__isnull=False), name="consent_set_aside_ends"
            ),
        ]
        indexes = [models.Index(fields=["person", "receiver"], name="consent_person_receiver")]

    def __str__(self):
        return f"consent:{self.pk}"


class LegalBasis(UuidModel):
    """An organisation may know without consent: a named section of law, why it is necessary, until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="legal_bases")
    receiver = models.CharField(**HOLDER)
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    code = models.CharField(_("laki ja pykälä"), max_length=40)
    necessity = models.CharField(_("miksi tarpeen"), max_length=1000)
    decided_by = models.CharField(**HOLDER)
    decided_at = models.DateTimeField()
    told_family = models.BooleanField(_("kerrottu perheelle"), default=True)
    not_told_why = models.CharField(_("miksi ei kerrottu"), max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("basis_ends_after_start"),
            models.CheckConstraint(
                condition=Q(told_family=True) | ~Q(not_told_why=""), name="basis_silence_is_reasoned"
            ),
        ]

    def __str__(self):
        return f"basis:{self.pk}"


class Restriction(UuidModel):
    """A restriction (rajaus) beats every ground. Follows the protected persons through merge and import."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("yksi ihminen pidetään ulkona")
        POST = "POST", _("yksi työntekijä pidetään ulkona")
        ORGANISATION = "ORGANISATION", _("organisaatio pidetään ulkona")
        # Turvakielto: place, municipality, unit, school and the worker's place are hidden.
        SAFETY = "SAFETY", _("turvakielto: paikka salataan")

    class Cause(models.TextChoices):
        VIOLENCE = "VIOLENCE", _("väkivalta tai sen uhka")
        CUSTODY_ORDER = "CUSTODY_ORDER", _("tuomioistuimen päätös")
        ABDUCTION = "ABDUCTION", _("kaappauksen uhka")
        OWN_REQUEST = "OWN_REQUEST", _("oma pyyntö")
        CONFLICT = "CONFLICT", _("esteellisyys")

    kind = models.CharField(max_length=12, choices=Kind)
    # The family whose door closes whole to the one kept out (empty for SAFETY).
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="restrictions")
    kept_out = models.CharField(**HOLDER, blank=True)
    cause = models.CharField(_("peruste"), max_length=16, choices=Cause)
    words = models.CharField(_("perustelu"), max_length=500, blank=True)
    # The family member who asked for it may know of it; nobody else in the family.
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.CharField(**HOLDER)
    decided_at = models.DateTimeField()
    # A second professional looks at it within a day; it is in force meanwhile.
    confirmed_by = models.CharField(**HOLDER, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(**HOLDER, blank=True)
    review_on = models.DateField(_("tarkistetaan"))
    appeal_contact = models.CharField(_("muutoksenhaku"), max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kept_out"], name="restriction_kept_out")]
        constraints = [
            ends_after_start("restriction_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind="SAFETY", kept_out="") | ~Q(kind="SAFETY") & ~Q(kept_out=""),
                name="restriction_names_whom",
            ),
        ]

    def __str__(self):
        return f"restriction:{self.pk}"


class Protected(models.Model):
    """Whom a restriction protects."""

    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="protected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["restriction", "person"], name="protected_once")]

    def __str__(self):
        return f"{self.restriction_id}/{self.person_id}"


class Clearance(models.Model):
    """A named holder may see the place a safety restriction hides."""

    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="clearances")
    holder = models.CharField(**HOLDER)
    given_by = models.CharField(**HOLDER)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["restriction", "holder"], name="clearance_once")]

    def __str__(self):
        return f"{self.restriction_id}->{self.holder}"


class Prohibition(UuidModel):
    """A minor's own prohibition: in force at once; a professional looks at it within seven days.

    Source: laki sosiaalihuollon asiakkaan asemasta ja oikeuksista (812/2000) 11 §.
    """

    class Cause(models.TextChoices):
        OWN = "OWN", _("nuoren oma kielto")
        # A worker closes one part of the child's data from one parent, for the child's sake.
        BETWEEN_PARENTS = "BETWEEN_PARENTS", _("osa salattu yhdeltä vanhemmalta")

    cause = models.CharField(max_length=16, choices=Cause, default=Cause.OWN)
    minor = models.ForeignKey(Person, models.PROTECT, related_name="prohibitions")
    # One record, or (record empty) everything about the minor on this matter.
    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="prohibitions")
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    # One person, or (empty) every other client.
    hidden_from = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("peruste"), max_length=500, blank=True)
    set_by = models.CharField(**HOLDER)
    review_on = models.DateField()
    reviewed_by = models.CharField(**HOLDER, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("prohibition_ends_after_start")]

    def __str__(self):
        return f"prohibition:{self.pk}"


class Capacity(UuidModel):
    """A professional's judgement that a minor understands a matter; never computed from age."""

    minor = models.ForeignKey(Person, models.PROTECT, related_name="capacities")
    matter = models.CharField(max_length=10, choices=Matter, default=Matter.ANY)
    is_capable = models.BooleanField()
    judged_by = models.CharField(**HOLDER)
    words = models.CharField(_("mihin arvio perustuu"), max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [ends_after_start("capacity_ends_after_start")]

    def __str__(self):
        return f"capacity:{self.pk}"


class Emergency(UuidModel):
    """An emergency opening (hätäavaus): four hours, read only, reviewed afterwards by a named supervisor."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, related_name="emergencies")
    ground = models.OneToOneField(Ground, models.PROTECT, related_name="emergency")
    code = models.CharField(_("syy"), max_length=30, choices=EmergencyCode)
    reason = models.CharField(_("selitys"), max_length=500)
    reviewer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("tulos"), max_length=500, blank=True)
    family_told_at = models.DateTimeField(null=True, blank=True)
    not_told_why = models.CharField(_("miksi ei vielä kerrottu"), max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "emergencies"

    def __str__(self):
        return f"emergency:{self.pk}"


class Grant(models.Model):
    """What the facts above come to: *holder* may see *person* in *family* on *matter* for a time.

    Derived only: rebuilt for a family in the same transaction as any fact it rests on (``grants.py``), with
    times in the row so that nothing has to run when a consent ends. Restrictions are not folded in.
    """

    class Side(models.TextChoices):
        SELF = "SELF", _("oma tieto")
        GUARDIAN = "GUARDIAN", _("huoltaja")
        WORK = "WORK", _("työ")

    holder = models.CharField(**HOLDER)
    family = models.ForeignKey(Family, models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    matter = models.CharField(max_length=10, choices=Matter)
    # Narrow grants open one record and not the family. Nearly all have none: see the index below.
    record = models.ForeignKey(
        Record, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    ground = models.ForeignKey(Ground, models.CASCADE, null=True, blank=True, related_name="grants")
    consent = models.ForeignKey(Consent, models.CASCADE, null=True, blank=True, related_name="+")
    basis = models.ForeignKey(LegalBasis, models.CASCADE, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "family", "person"], name="grant_holder"),
            models.Index(fields=["family", "holder"], name="grant_family"),
            # Of narrow grants only, so that no list is ever driven from all those that have no record.
            models.Index(fields=["record"], condition=Q(record__isnull=False), name="grant_record"),
        ]

    def __str__(self):
        return f"{self.holder}->{self.family_id}/{self.person_id}"
