"""Known holes in the locked packages, asked from the open vulnerability database (OSV)."""

import json
import re
import urllib.request

DATABASE = "https://api.osv.dev/v1/querybatch"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
SECONDS = 15


def locked(lock: str) -> list[tuple[str, str]]:
    """Return name and version of every package in a lock file."""
    return sorted(set(LOCKED.findall(lock)))


def known(packages: list[tuple[str, str]], database: str = DATABASE) -> dict[str, list[str]]:
    """Return the holes known of each package that has some; only names and versions leave this machine.

    :raises OSError: the database cannot be reached.
    """
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": at} for name, at in packages]
    body = json.dumps({"queries": queries}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(database, body, headers)  # noqa: S310 - our own constant
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    return {
        f"{name} {version}": [hole["id"] for hole in result["vulns"]]
        for (name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    }
