"""What to think over before people rely on an installation; what it must not do is refused in `env`."""

import os
from collections.abc import Iterable

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from koppi.site import env
from koppi.site.knobs import KNOBS


@register
def enough_database(**_: object) -> Iterable[CheckMessage]:
    if settings.PRODUCTION and not settings.KOPPI_DATABASE_URL:
        yield Warning(
            "The database is SQLite in KOPPI_DATA.",
            hint="It serves one machine and few people; set KOPPI_DATABASE_URL to PostgreSQL for more.",
            id="koppi.W001",
        )


@register
def somewhere_to_send_mail(**_: object) -> Iterable[CheckMessage]:
    if settings.PRODUCTION and not settings.KOPPI_SMTP_URL:
        yield Warning(
            "No mail leaves this installation: mails are written into KOPPI_DATA/mail.",
            hint="Set KOPPI_SMTP_URL.",
            id="koppi.W002",
        )


@register
def staff_sign_in(**_: object) -> Iterable[CheckMessage]:
    if settings.PRODUCTION and not settings.KOPPI_OIDC_URL:
        yield Warning(
            "Staff sign in with a password of Koppi's own.",
            hint="Set KOPPI_OIDC_URL, _CLIENT and _SECRET to use the organisation's own sign-in.",
            id="koppi.W003",
        )


@register
def no_misspelt_setting(**_: object) -> Iterable[CheckMessage]:
    for name, meant in env.unknown(KNOBS, os.environ).items():
        yield Warning(
            f"{name} is not a setting of Koppi.",
            hint=f"Did you mean {meant}?" if meant else "`koppi doctor` lists the settings.",
            id="koppi.W004",
        )


CHECKS = (enough_database, somewhere_to_send_mail, staff_sign_in, no_misspelt_setting)
