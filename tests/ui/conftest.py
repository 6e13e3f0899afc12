"""A tiny server of the drawn pages and a browser, without the rest of the house."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import django_htmx
import pytest
from playwright.sync_api import Browser, sync_playwright

from koppi import ui
from tests.ui import sheet

HOME = Path(ui.__file__).parent
STATIC = {
    "ui": HOME / "static" / "ui",
    "django_htmx": Path(django_htmx.__file__).parent / "static" / "django_htmx",
}


class Desk(SimpleHTTPRequestHandler):
    """Serves the drawn pages under the house's content policy, and answers what the script posts."""

    posted: list[tuple[str, str]] = []
    answers: dict[str, tuple[int, dict | str]] = {}

    def log_message(self, *words: object) -> None:
        """Nothing is said: the tests say it."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        super().end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append((self.path, body))
        status, answer = self.answers.get(self.path, (404, {}))
        plain = isinstance(answer, str) and not answer.startswith("<")
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8" if plain else "text/html")
        self.end_headers()
        self.wfile.write((answer if isinstance(answer, str) else json.dumps(answer)).encode())


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "static").mkdir()
    for name, place in STATIC.items():
        (folder / "static" / name).symlink_to(place)
    return folder


@pytest.fixture(scope="session")
def server(drawn: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Desk, directory=str(drawn))) as desk:
        Thread(target=desk.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{desk.server_port}"
        desk.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: while it is open its event loop would keep Django off the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def desk(server: str) -> SimpleNamespace:
    """What the script has posted, and what it is answered."""
    Desk.posted.clear()
    Desk.answers = {
        "/draft/answer/": (200, {"status": "Tallennettu luonnos 9.14"}),
        "/session/": (200, {"left": 1800}),
    }
    return SimpleNamespace(posted=Desk.posted, answers=Desk.answers, url=server)


@pytest.fixture
def show(desk: SimpleNamespace, drawn: Path, browser: Browser, settings):
    """Open one of the drawn pages in a window of the given width."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    windows = []

    def open_page(name: str, width: int = 1280, **more: object):
        (drawn / f"{name}.html").write_text(sheet.PAGES[name](**more))
        window = browser.new_context(viewport={"width": width, "height": 900})
        windows.append(window)
        page = window.new_page()
        page.troubles = []
        page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))
        page.on("console", lambda line: page.troubles.append(line.text) if line.type == "error" else None)
        page.goto(f"{desk.url}/{name}.html")
        return page

    yield open_page
    for window in windows:
        window.close()
