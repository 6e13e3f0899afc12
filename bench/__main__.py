"""`python -m bench [--big] [--postgres] [--rounds N] [--only SECTION …] [--folder F]`: measure and print."""

import argparse
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import askers, pages, running, trails
from .counties import Counties, launcher
from .figures import head, note, say

SMALL, LARGE = {"c2000": 0.1}, {"c10000": 0.5}
BIG = {"c100000": 5.0}
SECTIONS = ("pages", "growth", "manager", "load", "start", "bytes", "trail", "askers")


def main() -> None:
    parser = argparse.ArgumentParser(prog="koppi bench", description="The pages against their targets.")
    parser.add_argument("--big", action="store_true", help="grow to 100 000 families instead of 10 000")
    parser.add_argument(
        "--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite"
    )
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (5)")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="only these")
    parser.add_argument("--folder", type=Path, help="keep the counties here and use them again")
    asked = parser.parse_args()
    with server(asked.postgres) as address, folder(asked.folder) as place:
        measure(asked, Counties(place, address))


def measure(asked: argparse.Namespace, counties: Counties) -> None:
    sizes = SMALL | (BIG if asked.big else LARGE)
    database = "PostgreSQL, without its flush of the disk" if counties.server else "SQLite"
    say(f"Koppi bench: {database}, {os.cpu_count()} processors, {asked.rounds} rounds")
    needed = sizes if {"growth", "manager"} & set(asked.only) else SMALL
    head("Loading")
    for name, scale in needed.items():
        took = counties.make(name, scale)
        note(f"{name}: {took:.0f} s" if took else f"{name}: there already")
    small, *_between, large = [*needed, *needed]
    if {"pages", "growth", "manager"} & set(asked.only):
        pages.measure(counties, small, large, asked.rounds, asked.only)
    if "load" in asked.only:
        running.load(counties, small, asked.rounds, is_long=asked.big)
    if "bytes" in asked.only:
        running.first_view(counties, small)
    if "start" in asked.only:
        running.start(counties, asked.rounds)
    if "trail" in asked.only:
        trails.measure(counties, small)
    if "askers" in asked.only:
        askers.measure(counties, small)


@contextmanager
def folder(kept: Path | None):
    """Yield where the counties are: a folder that is kept, or one that goes away."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    place = Path(tempfile.mkdtemp(prefix="koppi-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def server(is_wanted: bool):
    if not is_wanted:
        yield ""
        return
    with launcher().postgres() as address:
        if address is None:
            raise SystemExit("PostgreSQL is missing (Debian: apt-get install postgresql).")
        yield address


if __name__ == "__main__":
    main()
