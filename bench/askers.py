"""Two hundred people ask for help at once while a hundred professionals take from the queue.

Nothing asked may be lost, though one of ten presses the button twice, and nothing is taken by two.
"""

import random
import re
import threading
import time
from collections import Counter
from urllib.parse import urlencode

from .counties import Counties
from .figures import head, line, note, part, titles
from .stand import KOPPI, Stand
from .web import Browser, Server

ASKERS, PROFESSIONALS, SECONDS = 200, 100, 120
# Seconds between one thing and the next: far quicker than people write and read.
PAUSE = 5, 15
BUSY, TURNS = 503, 5
WORDS = {"ask": "asking", "thanks": "thanks", "queue": "the queue", "take": "taking"}
ANSWERING = ("anna", "petri", "maria", "satu")
ONCE = re.compile(r'name="once" value="([^"]+)"')
WAITING = re.compile(r'action="(/avunpyynnot/([0-9a-f-]{36})/otan/)"')
PAIR = re.compile(r'id="word-pair">([^<]+)<')


class Crowd:
    """Everybody at work until the end; what they saw is added up here."""

    def __init__(self, port: int, seconds: float):
        self.port, self.end = port, time.monotonic() + seconds
        self.took: dict[str, list[float]] = {name: [] for name in WORDS}
        self.thanked: list[str] = []
        self.taken: list[str] = []
        self.too_late = self.busy = 0
        self.failed: list[str] = []

    def live(self) -> None:
        work = [(self._asker, n) for n in range(ASKERS)] + [
            (self._professional, n) for n in range(PROFESSIONALS)
        ]
        threads = [threading.Thread(target=self._until_the_end, args=one) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _until_the_end(self, one, number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - who does what next
        browser = Browser(self.port)
        try:
            if one == self._professional:
                browser.sign_in(ANSWERING[number % len(ANSWERING)])
            while time.monotonic() < self.end:
                one(browser, dice)
        except (OSError, RuntimeError) as error:
            self.failed.append(type(error).__name__)

    def _asker(self, browser: Browser, dice: random.Random) -> None:
        _status, page, _headers = browser.ask("GET", "/apua/")
        once = ONCE.search(page.decode())
        if once is None:
            self.failed.append("no form")
            return
        said = {
            "once": once[1], "asker": "PARENT", "text": f"Kaipaan apua arkeen {dice.random()}", "way": "HERE",
        }  # fmt: skip
        pairs = {self._send(browser, urlencode(said)) for _press in range(1 + (dice.random() < 0.1))}
        if len(pairs) == 1 and all(pairs):
            self.thanked.append(pairs.pop())
        else:
            self.failed.append("not thanked alike")
        time.sleep(dice.uniform(*PAUSE))

    def _send(self, browser: Browser, body: str) -> str:
        status = self._timed("ask", browser, "POST", "/apua/", body)[0]
        if status != 302:
            self.failed.append(f"{status} ask")
            return ""
        status, page = self._timed("thanks", browser, "GET", "/apua/kiitos/", "")
        found = PAIR.search(page.decode())
        if found is None:
            self.failed.append(f"{status} thanks")
        return found[1] if found else ""

    def _professional(self, browser: Browser, dice: random.Random) -> None:
        status, page = self._timed("queue", browser, "GET", "/avunpyynnot/", "")
        waiting = WAITING.findall(page.decode())
        if status != 200:
            self.failed.append(f"{status} queue")
        if waiting:
            path, key = dice.choice(waiting)
            status, _page = self._timed("take", browser, "POST", path, "")
            if status == 302:
                self.taken.append(key)
            elif status == 409:
                self.too_late += 1
            else:
                self.failed.append(f"{status} take")
        time.sleep(dice.uniform(*PAUSE))

    def _timed(self, what: str, browser: Browser, method: str, path: str, body: str) -> tuple[int, bytes]:
        """Ask once, and again as a person would when the house says that it is too busy just now."""
        began = time.perf_counter()
        status, page, _headers = browser.ask(method, path, body)
        for _turn in range(TURNS):
            if status != BUSY:
                break
            self.busy += 1
            status, page, _headers = browser.ask(method, path, body)
        self.took[what].append((time.perf_counter() - began) * 1000)
        return status, page


def measure(counties: Counties, name: str, seconds: float = SECONDS) -> None:
    """Let the crowd live, then compare what everybody saw with what is kept."""
    head(f"{ASKERS} askers and {PROFESSIONALS} professionals, {seconds:.0f} s, two server processes")
    titles()
    env = counties.env(name) | {"KOPPI_REQUESTS_PER_HOUR": "1000000"}
    stand, server = Stand(env, KOPPI), Server(env, KOPPI)
    try:
        before = stand.ask(do="requests")
        crowd = Crowd(server.port, seconds)
        crowd.live()
        after = stand.ask(do="requests")
    finally:
        server.stop()
        stand.close()
    kept, taken = after["asked"] - before["asked"], after["taken"] - before["taken"]
    line("requests lost", [abs(len(crowd.thanked) - kept)], 0, "requests")
    line("requests taken by two", [max(Counter(crowd.taken).values(), default=1) - 1], 0, "requests")
    line("takes that nobody was told of", [abs(len(crowd.taken) - taken)], 0, "requests")
    line("answers that were no answer", [len(crowd.failed)], 0, "answers")
    for what, words in WORDS.items():
        if took := crowd.took[what]:
            half, tail = (part(took, share) / 1000 for share in (0.5, 0.95))
            note(f"{words}: half take {half:.2f} s, 95 of 100 {tail:.2f} s")
    note(f"{kept} asked, {taken} taken, {crowd.too_late} times another was quicker")
    note(f"{crowd.busy} times the house was too busy and was asked again")
    if crowd.failed:
        note(f"troubles: {Counter(crowd.failed).most_common(5)}")
