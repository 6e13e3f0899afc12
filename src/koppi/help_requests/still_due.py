"""Whether a mail about a request may still be sent at the moment it goes; asked by the post office."""

from .models import HelpRequest


def answered(by, slip: dict[str, str]) -> bool:
    """The asker has not withdrawn the request, and it has not been forgotten."""
    return HelpRequest.objects.filter(pk=slip["about"], withdrawn_at=None, emptied_at=None).exists()


RULES = {"help_requests/answered": answered}
