"""Service episodes: neutral name, who gives it, from when until when, for whom, who to contact."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Organisation, Post, Unit, UuidModel
from koppi.people.period import ends_after_start
from koppi.people.sectors import Sector
from koppi.sharing.models import Record


class ServiceEpisode(UuidModel):
    """One service over a time; for whom stands in ``record.subjects``. ``ends_on`` is its last day."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("ehdotettu")
        COMING = "COMING", _("tulossa")
        RUNNING = "RUNNING", _("käynnissä")
        ENDED = "ENDED", _("päättynyt")

    record = models.OneToOneField(Record, models.CASCADE, related_name="service")
    name = models.CharField(_("palvelu"), max_length=120)
    sector = models.CharField(_("toimiala"), max_length=20, choices=Sector)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField(_("kuka antaa"), max_length=120, blank=True)
    contact = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    contact_words = models.CharField(_("keneen otetaan yhteyttä"), max_length=120, blank=True)
    reason = models.CharField(_("miksi"), max_length=160, blank=True)
    state = models.CharField(_("tila"), max_length=8, choices=State)
    starts_on = models.DateField(_("alkaa"), null=True, blank=True)
    ends_on = models.DateField(_("päättyy"), null=True, blank=True)
    source = models.CharField(_("mistä tieto on"), max_length=120, blank=True)
    as_of = models.DateField(_("tieto päivältä"))
    # Grows with every change, so that two who edit at once notice each other.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_start("episode_ends_after_start", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(state="PROPOSED") | Q(starts_on__isnull=False), name="episode_has_a_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED") | Q(ends_on__isnull=False), name="episode_ended_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["-starts_on"], name="episode_newest")]

    def __str__(self):
        return f"service:{self.pk}"
