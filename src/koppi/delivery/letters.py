"""Writing the text of a message, at the moment it is sent and in its recipient's language."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import get_template
from django.utils import formats, translation

from .apps import mail_domain
from .models import Message

TEMPLATE = re.compile(r"([a-z_]+)/([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes and in which language it is written."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class PostOffice:
    """What delivery must be told from above; written in ``site/tick.py``.

    ``address_of(recipient, at)`` answers None when the account or post is no longer in use.
    ``still_due`` holds for each template a function of the viewer and the slip that answers whether the
    message may still be sent. A template that is not there is not sent at all. ``clock`` is the
    machine's own, for leases and waiting.
    """

    address_of: Callable[[str, datetime], Recipient | None]
    still_due: Mapping[str, Callable[..., bool]]
    clock: Callable[[], datetime]


def template_path(template: str) -> str:
    """Return where the text of ``area/name`` is: ``area/mail/name.txt``."""
    named = TEMPLATE.fullmatch(template)
    if named is None:
        raise ValueError("a template is named area/name")
    return "{}/mail/{}.txt".format(*named.groups())


def letter_for(message: Message, by, office: PostOffice) -> EmailMessage | None:
    """Write the mail, or return None when it is not to be sent any more."""
    carried = json.loads(message.slip or "{}")
    if not office.still_due[message.template](by, carried):
        return None
    if message.recipient:
        recipient = office.address_of(message.recipient, by.at)
    else:
        recipient = Recipient(message.address or "", message.language)
    return _letter(message, carried, recipient) if recipient else None


def _letter(message: Message, carried: dict[str, str], recipient: Recipient) -> EmailMessage:
    subject, body = _text(message.template, carried, recipient.language)
    # The same message is the same mail, however often a crash makes us send it.
    headers = {"Message-ID": f"<{message.pk}@{mail_domain()}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [recipient.address], headers=headers)


def _text(template: str, carried: dict[str, str], language: str) -> tuple[str, str]:
    with translation.override(language):
        text = get_template(template_path(template)).render(_words(carried))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _words(carried: dict[str, str]) -> dict[str, str]:
    words = {"site_name": "Koppi", "site_link": f"{settings.KOPPI_PUBLIC_URL}/"}
    if "link" in carried:
        words["link"] = settings.KOPPI_PUBLIC_URL + carried["link"]
    if "due_on" in carried:
        words["due_on"] = formats.date_format(date.fromisoformat(carried["due_on"]), "DATE_FORMAT")
    if "code" in carried:
        words["code"] = carried["code"]
    return words
