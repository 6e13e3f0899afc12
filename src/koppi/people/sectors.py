"""The sectors (toimialat) people work in. Codes are stable; FHIR and PTV map to them. Pure list, no rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    SOCIAL = "SOCIAL", _("Sosiaalipalvelut")
    CHILD_WELFARE = "CHILD_WELFARE", _("Lastensuojelu")
    HEALTH = "HEALTH", _("Terveyspalvelut")
    SPECIALIST_CARE = "SPECIALIST_CARE", _("Erikoissairaanhoito")
    ECEC = "ECEC", _("Varhaiskasvatus")
    EDUCATION = "EDUCATION", _("Koulu")
    STUDENT_WELFARE = "STUDENT_WELFARE", _("Opiskeluhuolto")
    YOUTH = "YOUTH", _("Nuorisotyö")
    CULTURE_SPORT = "CULTURE_SPORT", _("Kulttuuri ja liikunta")
    EMPLOYMENT = "EMPLOYMENT", _("Ohjaamo ja työllisyys")
    POLICE = "POLICE", _("Poliisi")
    THIRD_SECTOR = "THIRD_SECTOR", _("Järjestöt")
    PARISH = "PARISH", _("Seurakunta")
    COMPANY = "COMPANY", _("Yritykset")
    KELA = "KELA", _("Kela")
    OTHER_AUTHORITY = "OTHER_AUTHORITY", _("Muu viranomainen")
