"""What the county has set about requests for help, as plain values."""

from datetime import datetime, time, timedelta

from django.conf import settings

from .promise import Office


def office() -> Office:
    """Return what the county promises to whoever asks for help."""
    return Office(
        workdays=settings.KOPPI_PROMISE_WORKDAYS,
        opens=time(settings.KOPPI_OFFICE_OPENS),
        closes=time(settings.KOPPI_OFFICE_CLOSES),
        eves_off=settings.KOPPI_EVES_OFF,
    )


def told_before() -> dict[str, int]:
    """Return how many office hours before the promise each step is told: taker, then deputy, then manager."""
    hours = settings.KOPPI_PROMISE_TELL_HOURS
    return {"TAKER": hours[-1], "DEPUTY": hours[len(hours) // 2], "MANAGER": hours[0]}


def kept_from(at: datetime) -> datetime:
    """Return the moment before which finished requests are emptied."""
    return at - timedelta(days=settings.KOPPI_REQUEST_KEPT_DAYS)


def forms() -> list[tuple[str, str]]:
    """Return the county's own forms for what must be told at once, those that have an address."""
    known = (
        ("CHILD_WELFARE", settings.KOPPI_COUNTY_NOTIFICATION_URL),
        ("NEED_OF_SUPPORT", settings.KOPPI_COUNTY_CONTACT_FORM_URL),
    )
    return [(kind, url) for kind, url in known if url]


def numbers() -> dict[str, str]:
    """Return whom to call at once."""
    return {
        "urgent_phone": settings.KOPPI_COUNTY_URGENT_PHONE,
        "social_emergency_phone": settings.KOPPI_COUNTY_SOCIAL_EMERGENCY_PHONE,
        "medical_phone": settings.KOPPI_COUNTY_MEDICAL_PHONE,
        "child_phone": settings.KOPPI_COUNTY_CHILD_PHONE,
        "violence_phone": settings.KOPPI_COUNTY_VIOLENCE_PHONE,
        "county_phone": settings.KOPPI_COUNTY_PHONE,
    }
