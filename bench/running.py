"""Koppi as it runs: throughput, memory, bytes of the first view, and how soon it is there."""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from statistics import median

from .counties import Counties
from .figures import head, line, note, part, ratios, titles
from .pages import sized
from .stand import BARE, KOPPI, ROOT, Stand
from .web import Browser, Day, Server

CONNECTIONS, SECONDS = 20, 8
ANSWER = "knows=GREEN&shares=GREEN&available=GREEN&message="
ENCODINGS = "gzip, deflate, br"
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FACE = re.compile(r"@font-face\s*\{[^}]*url\(\"?([^\")]+\.woff2)\"?\)[^}]*\}")


def load(counties: Counties, name: str, rounds: int, is_long: bool) -> None:
    """A mixed day by twenty connections on two processes, Koppi and the bare pages in turns."""
    head(f"A mixed day: {CONNECTIONS} connections, two server processes")
    titles()
    keys = _keys(counties, name)
    wishes = {KOPPI: _wishes(keys), BARE: _bare_wishes(counties, name, keys)}
    servers = {settings: Server(counties.env(name), settings) for settings in (KOPPI, BARE)}
    try:
        days: dict[str, list[Day]] = {KOPPI: [], BARE: []}
        rates: dict[str, list[float]] = {KOPPI: [], BARE: []}
        before = servers[KOPPI].megabytes()
        for _round in range(max(rounds // 2, 2)):
            for settings, server in servers.items():
                day = Day(server.port, wishes[settings])
                rates[settings].append(day.live(CONNECTIONS, SECONDS))
                days[settings].append(day)
        _throughput(days[KOPPI], rates)
        if is_long:
            Day(servers[KOPPI].port, wishes[KOPPI]).live(CONNECTIONS, 600)
        after = servers[KOPPI].megabytes()
        line("memory of a process after that", after, 150, "MB")
        count = sum(len(day.took) for day in days[KOPPI])
        line(f"growth of memory over {count} requests or more", [max(after) / max(before)], 1.5)
    finally:
        for server in servers.values():
            server.stop()


def _keys(counties: Counties, name: str) -> dict:
    stand = Stand(counties.env(name), KOPPI)
    try:
        return stand.ask(do="places")
    finally:
        stand.close()


def _wishes(keys: dict) -> list[tuple[float, str, str, str, str]]:
    return [
        (0.7, "anna", "GET", f"/perhe/{keys['family']}/", ""),
        (0.1, "anna", "GET", "/perheet/", ""),
        (0.1, "anna", "GET", "/paiva/", ""),
        (0.1, "petri", "POST", f"/kutsut/v/{keys['invitee']}/", ANSWER),
    ]


def _bare_wishes(counties: Counties, name: str, keys: dict) -> list[tuple[float, str, str, str, str]]:
    """Return the same day on bare pages, each as long as the page it stands for."""
    stand, bare = Stand(counties.env(name), KOPPI), Stand(counties.env(name), BARE)

    def path(plain: str, real: str) -> str:
        size = stand.ask(do="look", handle="anna", path=real)["bytes"]
        return sized(bare, plain, size).call["path"]

    try:
        return [
            (0.7, "anna", "GET", path(f"/family/{keys['family']}/?", f"/perhe/{keys['family']}/"), ""),
            (0.1, "anna", "GET", path("/list/?", "/perheet/"), ""),
            (0.1, "anna", "GET", path("/list/?", "/paiva/"), ""),
            (0.1, "petri", "POST", "/create/", "a=b"),
        ]
    finally:
        stand.close()
        bare.close()


def _throughput(days: list[Day], rates: dict[str, list[float]]) -> None:
    shares = ratios(rates[KOPPI], rates[BARE])
    what = f"throughput ({median(rates[KOPPI]):.0f}/s, bare {median(rates[BARE]):.0f}/s)"
    line(what, shares, 0.5, at_most=False)
    tails = [part(day.took, 0.95) / median(day.took) for day in days]
    line(f"p95 against p50 ({median([median(day.took) for day in days]):.0f} ms)", tails, 5.0)
    if failed := [one for day in days for one in day.failed]:
        note(f"{len(failed)} requests failed, for example {failed[0]}")


def first_view(counties: Counties, name: str) -> None:
    """What comes over the wire at the first visit to the sign-in page and to a family, and at the next."""
    head("Bytes over the wire")
    titles()
    keys = _keys(counties, name)
    server = Server(counties.env(name), KOPPI, processes=1)
    try:
        browser = Browser(server.port)
        for page, path in (("front page", "/"), ("family page", f"/perhe/{keys['family']}/")):
            if path != "/":
                browser.sign_in("anna")
            own, assets, blocking = _weigh(browser, path)
            line(f"{page}, first visit", [(own + assets) / 1000], 100, "kB")
            line(f"{page}, next visit", [own / 1000], 25, "kB")
            line(f"{page}, scripts that block", [blocking], 0, "scripts")
    finally:
        server.stop()


def _weigh(browser: Browser, path: str) -> tuple[int, int, int]:
    """Return the bytes of the page, of all it names (fonts of its stylesheets too), and blocking scripts."""
    _status, page, headers = browser.ask("GET", path, **{"Accept-Encoding": "gzip"})
    text = (gzip.decompress(page) if headers.get("content-encoding") == "gzip" else page).decode()
    assets = {one for one in ASSET.findall(text) if not one.endswith((".png", ".webmanifest"))}
    total = 0
    for asset in sorted(assets):
        total += len(browser.ask("GET", asset, **{"Accept-Encoding": ENCODINGS})[1])
        if ".css" in asset:
            style = browser.ask("GET", asset)[1].decode()
            for font in _fonts(style):
                where = font if font.startswith("/") else f"{asset.rsplit('/', 1)[0]}/{font}"
                total += len(browser.ask("GET", os.path.normpath(where))[1])
    scripts = re.findall(r"<script[^>]*>", text)
    return (
        len(page),
        total,
        sum("defer" not in one and "module" not in one for one in scripts if "src=" in one),
    )


def _fonts(style: str) -> set[str]:
    """Return the fonts a browser fetches for Finnish, Swedish and English text."""
    faces = [face for face in FACE.finditer(style) if "unicode-range" not in face[0] or "U+0000" in face[0]]
    return {face[1] for face in faces}


def start(counties: Counties, rounds: int) -> None:
    """The demo county of about 200 families, and how soon a second `koppi run` shows its first page."""
    head("Start")
    titles()
    if not counties.server:
        line("demo county of 200 families", [counties.make("c200", 0.01) or 0], 20, "s")
        _run(counties)
        line(
            "second `koppi run` to the first page",
            [_run(counties) for _turn in range(min(rounds, 3))],
            5,
            "s",
        )


def _run(counties: Counties) -> float:
    """Run Koppi until its first page can be read; return the seconds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, **counties.env("c200"), "KOPPI_PORT": str(port)}
    began = time.monotonic()
    command = [sys.executable, "-m", "koppi", "run"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=env, **quiet) as process:  # noqa: S603 - ourselves
        while not _answers(port) and process.poll() is None and time.monotonic() - began < 120:
            time.sleep(0.02)
        took = time.monotonic() - began
        process.terminate()
    return took


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False
