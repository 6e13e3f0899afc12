"""Keeps the name of the machine out of everything that is mailed."""

from email.utils import parseaddr

from django.apps import AppConfig
from django.conf import settings
from django.core.mail.utils import DNS_NAME


def mail_domain() -> str:
    """Return the neutral domain of the sender's address; it stands in Message-IDs and in the greeting."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


class DeliveryConfig(AppConfig):
    name = "koppi.delivery"

    def ready(self) -> None:
        # Django keeps here the name it greets mail servers with and puts into Message-IDs, the host's
        # own unless it is there already. The test that reads the greeting tells when Django changes this.
        DNS_NAME._fqdn = mail_domain()
