"""`koppi run` as a newcomer meets it: a real server and a real worker in a folder of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from koppi.site.run import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 120


class House:
    """One `koppi run` in a process group of its own, as a terminal would start it."""

    def __init__(self, data: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = data.parent / "said"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KOPPI_", "DJANGO_"))}
        env = kept | {"PYTHONPATH": str(ROOT / "src"), "KOPPI_DATA": str(data), "KOPPI_PORT": str(port)}
        command = [sys.executable, "-m", "koppi", "run"]
        with self.log.open("w") as said:
            self.process = subprocess.Popen(
                command, env=env, cwd=ROOT, stdout=said, stderr=said, start_new_session=True,
                preexec_fn=end_with_parent,
            )  # fmt: skip

    def wait_until_ready(self) -> str:
        end = time.monotonic() + LONGEST
        while "Stop with Ctrl-C" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)
        return self.log.read_text()

    def members(self) -> list[int]:
        """Return the processes of the group that still live."""
        living = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state, _, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(group) == self.process.pid and state != "Z":
                living.append(int(folder.name))
        return living

    def wait_until_gone(self) -> None:
        end = time.monotonic() + 20
        while self.members():
            assert time.monotonic() < end, f"{self.members()} still live:\n{self.log.read_text()}"
            time.sleep(0.1)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def house(fresh, tmp_path, port):
    shutil.copytree(fresh.folder, tmp_path / "data")
    made = House(tmp_path / "data", port)
    yield made
    if made.members():
        os.killpg(made.process.pid, signal.SIGKILL)
    made.process.wait()


def status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=20) as page:
        return page.status


@pytest.mark.slow
def test_run_tells_the_address_and_the_cast_serves_and_stops_at_ctrl_c(house):
    said = house.wait_until_ready()
    assert f"Koppi is ready: {house.address}" in said
    assert "anna     Anna Salo" in said
    assert status(house.address) == 200
    assert "Traceback" not in said
    os.killpg(house.process.pid, signal.SIGINT)  # as a terminal does: every process of the group
    house.wait_until_gone()
    assert house.process.wait() == 0


@pytest.mark.slow
def test_whoever_falls_is_started_again_and_nothing_outlives_a_kill(house, port):
    house.wait_until_ready()
    others = [pid for pid in house.members() if pid != house.process.pid]
    for pid in others:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + LONGEST
    while True:
        try:
            assert status(f"{house.address}/health/ready") == 200
            break
        except OSError:
            assert time.monotonic() < end, house.log.read_text()
            time.sleep(0.2)
    assert not set(others) & set(house.members())
    os.kill(house.process.pid, signal.SIGKILL)
    house.process.wait()
    house.wait_until_gone()


def test_run_says_in_one_sentence_that_the_port_is_taken(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        house = House(tmp_path / "data", port)
        assert house.process.wait(LONGEST) == 2
    assert house.log.read_text() == f"Port {port} is taken. Choose another: KOPPI_PORT=8001 ./koppi run\n"
