"""What shared work can be about, the kinds of protected content, and codes. Pure lists, no rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from koppi.people.house_words import PREFIX


class Matter(models.TextChoices):
    """What a consent or a ground is about; ANY covers all."""

    ANY = "ANY", _("kaikki yhteinen työ")
    EVERYDAY = "EVERYDAY", _("arjen tuki")
    SCHOOL = "SCHOOL", _("koulu ja varhaiskasvatus")
    HEALTH = "HEALTH", _("terveys ja jaksaminen")
    PARENTING = "PARENTING", _("vanhemmuus")
    ECONOMY = "ECONOMY", _("asuminen ja talous")


class Kind(models.TextChoices):
    """Kinds of protected content; each new object adds its own."""

    SUMMARY = "SUMMARY", _("yhteenveto")
    SERVICE = "SERVICE", _("palvelu")
    OWN_WORDS = "OWN_WORDS", _("omat sanat")
    INVITATION = "INVITATION", _("kartoituskutsu")
    STEP = "STEP", _("sovittu askel")


class EmergencyCode(models.TextChoices):
    """Why somebody opens a family in an emergency; a closed list."""

    CHILD_IN_DANGER = "CHILD_IN_DANGER", _("lapsi tai nuori on vaarassa")
    ADULT_IN_DANGER = "ADULT_IN_DANGER", _("aikuinen on vaarassa")
    MISSING = "MISSING", _("joku on kadonnut")
    URGENT_CARE = "URGENT_CARE", _("kiireellinen hoito tai sijoitus")
    CRISIS = "CRISIS", _("kriisi, jossa apua tarvitaan heti")


class CapacityBasis(models.TextChoices):
    """What a judgement rests on, when nobody typed it."""

    INVITED = f"{PREFIX}invited", _("Nuori antoi luvan itse kutsua tehtäessä.")
