"""Many at the same moment, each with a connection of its own: one request, one taker, one receiver."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.delivery.test_crashes import scratch_database_url
from tests.help_requests.racers import AT_ONCE

__all__ = ["scratch_database_url"]
ROOT = Path(__file__).parents[2]


def test_of_many_at_the_same_moment_exactly_one_is_first(tmp_path, scratch_database_url):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPPI_")}
    here = {"KOPPI_ENV": "test", "KOPPI_DATA": str(tmp_path), "PYTHONPATH": "src:."}
    done = subprocess.run(
        [sys.executable, "-m", "tests.help_requests.racers"], cwd=ROOT, timeout=120, check=True, text=True,
        stdout=subprocess.PIPE,
        env={**kept, "DJANGO_SETTINGS_MODULE": "koppi.site.settings", **here, **scratch_database_url},
    )  # fmt: skip

    told = json.loads(done.stdout.splitlines()[-1])

    assert (told["requests"], told["pairs"]) == (1, 1)
    assert told["taken"].count("TakenByAnother") == AT_ONCE - 1
    assert told["traces"] == 1
    assert sorted(told["accepted"]) == ["Over", "Over", "True"]
