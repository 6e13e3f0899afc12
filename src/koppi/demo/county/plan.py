"""What the county is made of, read from the files beside: shares, names, sentences. All invented."""

from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent.parent / "data"


@cache
def county() -> dict:
    """Return the shares and rates, kinds of units and services."""
    return _read("county")


@cache
def names() -> dict:
    """Return given and family names by language."""
    return _read("names")


@cache
def words() -> dict:
    """Return the sentences families and workers have written."""
    return _read("words")


def _read(name: str) -> dict:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
