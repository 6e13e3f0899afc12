"""Whether a mail about an account may still be sent."""

from koppi.people.models import Account


def opened(by, slip) -> bool:
    """An account that has been switched off meanwhile is not told of."""
    return Account.objects.filter(pk=slip["about"], is_active=True).exists()


RULES = {"signin/opened": opened}
