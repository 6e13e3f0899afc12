"""What shared work can be about, and the kinds of protected content. Pure lists, no rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
