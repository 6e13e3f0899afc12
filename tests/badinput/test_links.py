"""No page sends anybody to a closed door, to nothing, or by a link to what only a button does."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction

from tests.badinput import world as w

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"')
ELSEWHERE = ("http", "mailto:", "tel:", "/static/")
MOST = 150
CAST = ("", "anna", "petri", "amina", "sanna", "emma", "raija", "mikko", "satu", "ylva")


@pytest.mark.parametrize(
    "handle", ["", "anna", "petri", "amina", "sanna", "emma", "raija", "mikko", "satu", "ylva"]
)
def test_every_link_on_every_page_opens(world, handle):
    client, waiting, seen, dead = w.signed_in(handle), [("/", "")], set(), []
    with transaction.atomic():
        while waiting and len(seen) < MOST:
            path, where = waiting.pop(0)
            if _place(path) in seen:
                continue
            seen.add(_place(path))
            page = client.get(path, follow=True)
            if page.status_code >= 400:
                dead.append((path, where, page.status_code))
            if "html" in page.headers["Content-Type"]:
                links = LINK.findall(page.content.decode())
                here = page.request["PATH_INFO"]
                waiting += [(urljoin(here, link), here) for link in links if not link.startswith(ELSEWHERE)]
        transaction.set_rollback(True)
    assert dead == []
    assert len(seen) > 5


def _place(path: str) -> str:
    """One of each kind of page is enough: keys and queries tell them apart no further."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", urlsplit(path).path)
