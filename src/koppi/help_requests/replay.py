"""What the safety journal says was taken away after a backup is taken away again."""

from django.utils.dateparse import parse_datetime

from .models import Duty, HelpRequest


def withdrawn(*, by, key: str, payload: dict) -> None:
    """Withdraw the request again; its content goes with it."""
    row = HelpRequest.objects.filter(pk=key, withdrawn_at=None)
    row.update(withdrawn_at=parse_datetime(payload["at"]), text="", name="", contact="", contact_hash="")


def duty_ended(*, by, key: str, payload: dict) -> None:
    """End the duty again."""
    Duty.objects.filter(pk=key, ends_at=None).update(ends_at=parse_datetime(payload["at"]))


REPLAYS = {"help_requests.withdrawn": withdrawn, "help_requests.duty_ended": duty_ended}
