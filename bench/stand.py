"""A process that stands on one database and is told over its standard input what to measure.

Koppi itself has one on each database, and the bare pages have one. What they are told is a line of JSON, and
so is what they answer; the one who tells takes the rounds in turns.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KOPPI, BARE = "koppi.site.settings", "bench.bare.settings"


class Stand:
    """The other end: started here, asked from here."""

    def __init__(self, env: dict[str, str], settings: str):
        env = {**os.environ, **env, "DJANGO_SETTINGS_MODULE": settings, "KOPPI_DEMO": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.stand"], cwd=ROOT, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log(env),
        )  # fmt: skip

    def _log(self, env: dict[str, str]):
        """What the stand says on the way goes where its county is; there is why it fell, if it does."""
        self.log = Path(env["KOPPI_DATA"]) / "stand.log"
        return self.log.open("a")

    def ask(self, **what):
        self.tell(**what)
        return self.hear()

    def tell(self, **what) -> None:
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def hear(self):
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the stand fell; {self.log} may tell why")
        return json.loads(answer)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def main() -> None:
    import django

    django.setup()
    from . import errands

    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anybody prints meanwhile is not an answer
    for text in sys.stdin:
        what = json.loads(text)
        answer = getattr(errands, what.pop("do"))(**what)
        out.write(json.dumps(answer) + "\n")
        out.flush()


def timed(errand) -> tuple[float, float]:
    """Return milliseconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    errand()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


if __name__ == "__main__":
    main()
