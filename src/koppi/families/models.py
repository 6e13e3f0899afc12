"""Families: who belongs, who lives where, how people are tied, and who has custody of each child."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Person, UuidModel
from koppi.people.period import DayPeriodQuerySet, ends_after_start


class Family(UuidModel):
    """People looked at together. Not a household and not custody: those have rows of their own."""

    name = models.CharField(_("nimi"), max_length=120)
    municipality = models.CharField(_("kunta"), max_length=80, blank=True)
    created_at = models.DateTimeField()
    # Work with the family has been finished; the hold has been let go by agreement.
    finished_at = models.DateTimeField(_("työskentely valmis"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="family_newest")]

    def __str__(self):
        return f"family:{self.pk}"


class Member(UuidModel):
    """A person belongs to a family for a time; a child may belong to two."""

    class Place(models.TextChoices):
        CHILD = "CHILD", _("Lapsi tai nuori")
        ADULT = "ADULT", _("Aikuinen")
        NEAR = "NEAR", _("Läheinen kodin ulkopuolelta")
        UNBORN = "UNBORN", _("Syntyvä lapsi")

    family = models.ForeignKey(Family, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    place = models.CharField(_("paikka perheessä"), max_length=8, choices=Place)
    # The picture is drawn around this person (child in the middle).
    is_centre = models.BooleanField(_("suunnitelma koskee häntä"), default=False)
    word = models.CharField(_("kuka hän on perheelle"), max_length=60, blank=True)
    note = models.CharField(_("lyhyt lisätieto"), max_length=80, blank=True)
    starts_on = models.DateField(_("alkaen"), null=True, blank=True)
    ends_on = models.DateField(_("asti"), null=True, blank=True)

    objects = DayPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(ends_on=None), name="member_once_at_a_time"
            ),
            ends_after_start("member_ends_after_start", "starts_on", "ends_on"),
        ]

    def __str__(self):
        return f"member:{self.pk}"


class Home(UuidModel):
    """A household of the family. Everything in it may reveal a place."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="homes")
    label = models.CharField(_("kodin nimi"), max_length=60)
    municipality = models.CharField(_("kunta"), max_length=80, blank=True)
    address = models.CharField(_("osoite"), max_length=200, blank=True)
    starts_on = models.DateField(_("alkaen"), null=True, blank=True)
    ends_on = models.DateField(_("asti"), null=True, blank=True)

    objects = DayPeriodQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_start("home_ends_after_start", "starts_on", "ends_on")]

    def __str__(self):
        return f"home:{self.pk}"


class Resident(UuidModel):
    """A person lives in a home, always or part of the time."""

    home = models.ForeignKey(Home, models.CASCADE, related_name="residents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    part = models.CharField(_("milloin"), max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "person"], name="resident_once")]

    def __str__(self):
        return f"resident:{self.pk}"


class Relation(UuidModel):
    """How ``person`` is tied to ``other``: *person is the <kind> of other*."""

    class Kind(models.TextChoices):
        PARENT = "PARENT", _("vanhempi")
        CONTACT_PARENT = "CONTACT_PARENT", _("tapaava vanhempi")
        FOSTER_PARENT = "FOSTER_PARENT", _("sijaisvanhempi")
        STEP_PARENT = "STEP_PARENT", _("vanhemman puoliso")
        PARTNER = "PARTNER", _("puoliso")
        EX_PARTNER = "EX_PARTNER", _("entinen puoliso")
        SIBLING = "SIBLING", _("sisarus")
        GRANDPARENT = "GRANDPARENT", _("isovanhempi")
        EXPECTING = "EXPECTING", _("odottaa lasta")
        SUPPORT_PERSON = "SUPPORT_PERSON", _("tukihenkilö")
        FRIEND = "FRIEND", _("luottoihminen")
        OTHER_NEAR = "OTHER_NEAR", _("muu läheinen")

    family = models.ForeignKey(Family, models.CASCADE, related_name="relations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="ties_from")
    other = models.ForeignKey(Person, models.PROTECT, related_name="ties_to")
    kind = models.CharField(_("suhde"), max_length=20, choices=Kind)
    words = models.CharField(_("omin sanoin"), max_length=80, blank=True)
    starts_on = models.DateField(_("alkaen"), null=True, blank=True)
    ends_on = models.DateField(_("asti"), null=True, blank=True)

    objects = DayPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="relation_between_two"),
            models.UniqueConstraint(
                fields=["family", "person", "other", "kind"],
                condition=Q(ends_on=None),
                name="relation_once_at_a_time",
            ),
            ends_after_start("relation_ends_after_start", "starts_on", "ends_on"),
        ]

    def __str__(self):
        return f"relation:{self.pk}"


class Custody(UuidModel):
    """Who decides for, or has a right to know about, one child. Online sight is off until verified.

    Source: laki lapsen huollosta ja tapaamisoikeudesta (361/1983).
    """

    class Kind(models.TextChoices):
        CUSTODIAN = "CUSTODIAN", _("huoltaja")
        INFORMATION_RIGHT = "INFORMATION_RIGHT", _("oikeus saada tietoja")
        FOSTER = "FOSTER", _("sijaishuollon vanhempi")
        APPOINTED = "APPOINTED", _("määrätty edunvalvoja")

    child = models.ForeignKey(Person, models.PROTECT, related_name="custodies")
    adult = models.ForeignKey(Person, models.PROTECT, related_name="custody_of")
    kind = models.CharField(_("laji"), max_length=20, choices=Kind)
    may_see_online = models.BooleanField(_("näkee Kopissa"), default=False)
    verified_by = models.CharField(_("tarkistanut"), max_length=40, blank=True)
    verified_from = models.CharField(_("mistä tarkistettu"), max_length=120, blank=True)
    starts_on = models.DateField(_("alkaen"))
    ends_on = models.DateField(_("asti"), null=True, blank=True)

    objects = DayPeriodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custodies"
        constraints = [
            models.CheckConstraint(condition=~Q(child=F("adult")), name="custody_between_two"),
            models.UniqueConstraint(
                fields=["child", "adult", "kind"], condition=Q(ends_on=None), name="custody_once_at_a_time"
            ),
            ends_after_start("custody_ends_after_start", "starts_on", "ends_on"),
        ]

    def __str__(self):
        return f"custody:{self.pk}"
