"""Persons and accounts, organisations and units, and the posts people act from."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from koppi.sealing import EncryptedTextField

from .period import DayPeriodQuerySet, PeriodQuerySet, ends_after_start
from .sectors import Sector


class UuidModel(models.Model):
    """A row that may stand in an address: its key tells nothing, not even its age."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


def said(finnish: str, swedish: str) -> str:
    """Return a name of the county in the language of the page; English pages use the Finnish one."""
    return swedish if swedish and (get_language() or "").startswith("sv") else finnish


def first_name(call_name: str, given_names: str) -> str:
    """Return what a person is called: the name in use, else the first of all."""
    return call_name or given_names.split(" ")[0]


def full_name(call_name: str, given_names: str, family_name: str) -> str:
    """Return a person's name out of its columns."""
    return f"{first_name(call_name, given_names)} {family_name}".strip()


class Organisation(UuidModel):
    """A controller (rekisterinpitäjä) of its own: county, municipality, NGO, company, other authority."""

    class Kind(models.TextChoices):
        COUNTY = "COUNTY", _("Hyvinvointialue")
        MUNICIPALITY = "MUNICIPALITY", _("Kunta")
        NGO = "NGO", _("Järjestö")
        PARISH = "PARISH", _("Seurakunta")
        COMPANY = "COMPANY", _("Yritys")
        AUTHORITY = "AUTHORITY", _("Muu viranomainen")

    name = models.CharField(_("nimi"), max_length=150)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=150, blank=True)
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    business_id = models.CharField(_("Y-tunnus"), max_length=9, blank=True)
    # Invitations without consent, on a named legal ground, are off until the organisation switches them on.
    allows_legal_ground = models.BooleanField(_("kutsu lain perusteella sallittu"), default=False)
    contract_until = models.DateField(_("sopimus voimassa"), null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def said_name(self) -> str:
        return said(self.name, self.name_sv)

    @property
    def is_authority(self) -> bool:
        """Only authorities may open a family in an emergency."""
        return self.kind in AUTHORITIES


AUTHORITIES = frozenset(
    {Organisation.Kind.COUNTY, Organisation.Kind.MUNICIPALITY, Organisation.Kind.AUTHORITY}
)


class Unit(UuidModel):
    """A place of work; its name, address and municipality may reveal where a child is."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(_("nimi"), max_length=150)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=150, blank=True)
    sector = models.CharField(_("toimiala"), max_length=20, choices=Sector)
    municipality = models.CharField(_("kunta"), max_length=80, blank=True)
    address = models.CharField(_("osoite"), max_length=200, blank=True)
    phone = models.CharField(_("puhelin"), max_length=30, blank=True)
    email = models.EmailField(_("sähköposti"), blank=True)
    deputy = models.ForeignKey(
        "people.Post", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("varahenkilö")
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["sector", "municipality"], name="unit_sector_place")]

    def __str__(self):
        return self.name

    @property
    def said_name(self) -> str:
        return said(self.name, self.name_sv)


class Language(models.TextChoices):
    FI = "fi", _("suomi")
    SV = "sv", _("ruotsi")
    EN = "en", _("englanti")


class Person(UuidModel):
    """A human being: family member, worker, or both; the same row wherever they appear."""

    given_names = models.CharField(_("etunimet"), max_length=150)
    call_name = models.CharField(_("kutsumanimi"), max_length=80, blank=True)
    family_name = models.CharField(_("sukunimi"), max_length=100, blank=True)
    # An unborn child has an expected date instead of a date of birth.
    born_on = models.DateField(_("syntymäaika"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("syntymävuosi"), null=True, blank=True)
    expected_on = models.DateField(_("laskettu aika"), null=True, blank=True)
    died_on = models.DateField(_("kuolinpäivä"), null=True, blank=True)
    service_language = models.CharField(
        _("asiointikieli"), max_length=2, choices=Language, default=Language.FI
    )
    mother_tongue = models.CharField(_("äidinkieli"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("tarvitsee tulkin"), default=False)
    interpreter_language = models.CharField(_("tulkkauskieli"), max_length=40, blank=True)
    phone = models.CharField(_("puhelin"), max_length=30, blank=True)
    email = models.EmailField(_("sähköposti"), blank=True)
    face = models.CharField(_("piirretty kasvokuva"), max_length=20, blank=True)
    # Personal identity code (henkilötunnus): empty unless the county has switched it on.
    identity_code = EncryptedTextField(_("henkilötunnus salattuna"), blank=True)
    identity_hash = models.CharField(max_length=64, blank=True, db_index=True)
    # Words of the name in normalised, inflection-tolerant forms; written by people.search.
    search_text = models.TextField(blank=True)
    # Duplicates stay as rows that point to the one that lives on (undo for 30 days).
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "given_names"], name="person_name"),
            models.Index(fields=["born_on"], name="person_born_on"),
        ]

    def __str__(self):
        return self.name

    @property
    def first_name(self) -> str:
        return first_name(self.call_name, self.given_names)

    @property
    def name(self) -> str:
        return full_name(self.call_name, self.given_names, self.family_name)


class AccountManager(UserManager):
    """Accounts belong to a person; there are no superusers in the house."""

    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def create_user(self, username, email="", password=None, **more):
        account = self.model(username=username, email=email or "", **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """The right to sign in. What one sees follows from the person and the post, never from the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField(_("käyttäjätunnus"), max_length=150, unique=True)
    email = models.EmailField(_("sähköposti"), blank=True)
    language = models.CharField(_("kieli"), max_length=2, choices=Language, default=Language.FI)
    is_plain_language = models.BooleanField(_("selkokieli"), default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self):
        return self.username


class Role(models.TextChoices):
    """What a post is for. A role alone opens no family; the last three never see content at all."""

    WORKER = "WORKER", _("Työntekijä")
    MANAGER = "MANAGER", _("Esihenkilö")
    PARTNER = "PARTNER", _("Kumppanin työntekijä")
    ANALYST = "ANALYST", _("Analyytikko")
    ADMIN = "ADMIN", _("Pääkäyttäjä")
    DPO = "DPO", _("Tietosuojavastaava")


class Post(UuidModel):
    """What a professional is when at work: a title in a unit, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(_("nimike"), max_length=100)
    title_sv = models.CharField(_("nimike ruotsiksi"), max_length=100, blank=True)
    role = models.CharField(_("rooli"), max_length=10, choices=Role, default=Role.WORKER)
    phone = models.CharField(_("työpuhelin"), max_length=30, blank=True)
    email = models.EmailField(_("työsähköposti"), blank=True)
    languages = models.JSONField(_("kielet"), default=list, blank=True)
    is_on_emergency_duty = models.BooleanField(_("päivystää"), default=False)
    pledged_on = models.DateField(_("vaitiolositoumus"), null=True, blank=True)
    starts_on = models.DateField(_("alkaa"))
    ends_on = models.DateField(_("päättyy"), null=True, blank=True)
    # Name, titles and unit in the forms they are searched by; written by people.search.
    search_text = models.TextField(blank=True)

    objects = DayPeriodQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("post_ends_after_start", "starts_on", "ends_on")]
        indexes = [models.Index(fields=["unit", "ends_on"], name="post_unit")]

    def __str__(self):
        return f"e:{self.pk}"

    @property
    def said_title(self) -> str:
        return said(self.title, self.title_sv)

    @property
    def sees_content(self) -> bool:
        """Can families be opened to this post? To a partner's only when the pledge of secrecy is signed."""
        if self.role == Role.PARTNER and self.pledged_on is None:
            return False
        return self.role not in {Role.ANALYST, Role.ADMIN, Role.DPO}


class Pledge(UuidModel):
    """A pledge of secrecy (vaitiolositoumus) of a partner's worker: one post, one version of the text."""

    class Way(models.TextChoices):
        OWN_SESSION = "OWN_SESSION", _("omassa istunnossa")
        ON_PAPER = "ON_PAPER", _("paperilla")

    post = models.ForeignKey(Post, models.PROTECT, related_name="pledges")
    version = models.CharField(max_length=20)
    way = models.CharField(max_length=12, choices=Way)
    signed_on = models.DateField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(ended_at=None), name="pledge_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"pledge:{self.pk}"


class Absence(UuidModel):
    """While a post is away its deputy (sijainen) acts for it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("alkaa"))
    ends_at = models.DateTimeField(_("päättyy"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("absence_ends_after_start"),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("post")), name="absence_deputy_is_another"
            ),
        ]

    def __str__(self):
        return f"{self.post} -> {self.deputy}"
