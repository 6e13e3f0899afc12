"""The pages through a real server: a few browsers at once, and what the server's processes weigh."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from .stand import KOPPI, ROOT

THREADS = 4


class Server:
    """Granian with two processes, as `koppi serve` starts it, on a free port."""

    def __init__(self, env: dict[str, str], settings: str, processes: int = 2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = _koppi() if settings == KOPPI else _bare(self.port, processes)
        numbers = {"PORT": self.port, "PROCESSES": processes, "THREADS": THREADS}
        env = {
            **os.environ, **env, **{f"KOPPI_{name}": str(number) for name, number in numbers.items()},
            "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }  # fmt: skip
        log = (Path(env["KOPPI_DATA"]) / "server.log").open("a")
        self.process = subprocess.Popen(  # noqa: S603 - our own server
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        self._wait()

    def _wait(self) -> None:
        """The first start collects and compresses the static files, which takes its time."""
        end = time.monotonic() + 180
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError("the server did not start")

    def megabytes(self) -> list[float]:
        """Return the resident memory of each worker process."""
        return [_resident(pid) for pid in _children(self.process.pid)]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def _koppi() -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "koppi", "serve"]


def _bare(port: int, processes: int) -> list[str]:
    """Return the same server with the same numbers for the bare pages."""
    granian = str(Path(sys.executable).with_name("granian"))
    return [
        granian, "bench.bare.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(processes), "--blocking-threads", str(THREADS),
        "--log-level", "error", "--no-ws", "--workers-kill-timeout", "5",
    ]  # fmt: skip


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(stat.parent.name))
        except (OSError, IndexError):
            continue
    return [pid for pid in found if _resident(pid) > 30]


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024 if "VmRSS" in status else 0


class Browser:
    """One connection that keeps its cookies."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes, dict]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if method == "POST":
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies.get("koppi-csrf", ""),
            }
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, content, {name.lower(): value for name, value in answer.getheaders()}

    def sign_in(self, handle: str) -> "Browser":
        """Come in as one of the cast, by the demo's button or the bare page's."""
        status, _page, _headers = self.ask("GET", "/tili/login/")
        if status == 404:
            status, *_rest = self.ask("GET", f"/sign-in/?as={handle}")
        else:
            status, *_rest = self.ask("POST", "/demo/sign-in/", f"as={handle}")
        if status not in (200, 302):
            raise RuntimeError(f"{handle} cannot sign in: {status}")
        return self


class Day:
    """A mixed day: so many requests by so many connections, each drawn by its share."""

    def __init__(self, port: int, wishes: list[tuple[float, str, str, str, str]]):
        """A wish: its share, who, method, path, body."""
        self.port, self.wishes = port, wishes
        self.took: list[float] = []
        self.failed: list[str] = []

    def live(self, connections: int, seconds: float) -> float:
        """Return requests in a second; ``took`` has the milliseconds of each."""
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self._one, args=(number, end)) for number in range(connections)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(self.took) / (time.monotonic() - began)

    def _one(self, number: int, end: float) -> None:
        dice = random.Random(number)  # noqa: S311 - which page is asked for next
        shares = [wish[0] for wish in self.wishes]
        people = {wish[1] for wish in self.wishes}
        browsers = {handle: Browser(self.port).sign_in(handle) for handle in sorted(people)}
        while time.monotonic() < end:
            _share, handle, method, path, body = dice.choices(self.wishes, shares)[0]
            began = time.perf_counter()
            status, *_rest = browsers[handle].ask(method, path, body)
            self.took.append((time.perf_counter() - began) * 1000)
            if status >= 400:
                self.failed.append(f"{status} {method} {path}")
