"""How a family member sees things, in their own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Person, Post, UuidModel
from koppi.sharing.models import Record


class OwnView(UuidModel):
    """One person's words; closed until they open them (``record.shares``)."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="own_view")
    person = models.ForeignKey(Person, models.PROTECT, related_name="own_views")
    # Empty when a picture or a voice says it all.
    text = models.TextField(_("omin sanoin"), max_length=1200, blank=True)
    has_picture = models.BooleanField(default=False)
    has_voice = models.BooleanField(default=False)
    # Written down together with a professional, or empty when written alone.
    told_to = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"own-view:{self.pk}"


class OwnViewVersion(models.Model):
    """An earlier wording; reached only through the door of the view itself."""

    view = models.ForeignKey(OwnView, models.CASCADE, related_name="versions")
    text = models.TextField()
    said_at = models.DateTimeField()

    def __str__(self):
        return f"{self.view_id}@{self.said_at:%Y-%m-%d}"


class Piece(UuidModel):
    """A picture or a voice beside the words; in the database, so it is copied and goes with them."""

    class Form(models.TextChoices):
        PICTURE = "PICTURE", _("kuva")
        VOICE = "VOICE", _("ääni")

    view = models.ForeignKey(OwnView, models.CASCADE, related_name="pieces")
    form = models.CharField(max_length=10, choices=Form)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "form"], name="one_piece_of_each_form")]

    def __str__(self):
        return f"piece:{self.pk}"
