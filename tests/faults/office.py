"""A told story with a server one can kill, and visitors who know what was acknowledged to them."""

import http.cookiejar
import os
import re
import signal
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.installation import Installation
from tests.journeys.house import Letterbox, free_port

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class Office(Installation):
    """An installation with a server of its own, which lives as long as it is let to."""

    def __init__(self, folder):
        self.letters = Letterbox()
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.server = 0
        super().__init__(
            folder, KOPPI_DEMO=True, EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1", EMAIL_PORT=self.letters.port, EMAIL_TIMEOUT=5,
            DEFAULT_FROM_EMAIL="Koppi <koppi@post.example>", KOPPI_PUBLIC_URL=self.address,
            CSRF_TRUSTED_ORIGINS=[self.address],
        )  # fmt: skip

    def open(self, pragma: str = "") -> None:
        started = self._ask(("serve", str(self.port), pragma), wait=False)
        self.server, self.said = started["pid"], Path(started["err"])
        end = time.monotonic() + 20
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.005)

    def kill(self) -> None:
        """End the server without a last word."""
        if self.server:
            os.kill(self.server, signal.SIGKILL)
            self.server = 0
            end = time.monotonic() + 20
            while self._listens():
                assert time.monotonic() < end
                time.sleep(0.002)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def one(self, sql: str, *given):
        """Return the one value of a query."""
        ((value,),) = self.rows(sql, *given)
        return value

    def place_of(self, handle: str) -> str:
        """Return the path of the page on which this member of the cast answers the story's invitation."""
        key = self.one(
            "SELECT invitee.id FROM mapping_invitee invitee "
            "JOIN people_post post ON post.id = invitee.post_id "
            "JOIN people_account account USING (person_id) WHERE username = ?", handle,
        )  # fmt: skip
        return f"/kutsut/v/{dashed(key)}/"

    def family(self) -> str:
        return f"/perhe/{dashed(self.one('SELECT id FROM families_family'))}/"


def dashed(key: str) -> str:
    return re.sub(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", key)


class Visitor:
    """Somebody who has signed in, with their cookies; a request is acknowledged when its answer has come."""

    def __init__(self, office: Office, handle: str):
        self.office, self.jar = office, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), _NoWayOn(), urllib.request.ProxyHandler({})
        )
        self.get("/tili/login/")
        status, text, _ = self.post("/demo/sign-in/", **{"as": handle})
        assert status == 302, text

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(self.office.address + path))

    def post(self, path: str, **fields) -> tuple[int, str, str]:
        """Send a form; return the status, the text and where one is sent on."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "koppi-csrf")
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        heads = {"X-CSRFToken": token, "Origin": self.office.address}
        return self._ask(urllib.request.Request(self.office.address + path, body, heads))

    def _ask(self, request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(), answer.headers.get("Location", "")


class _NoWayOn(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
