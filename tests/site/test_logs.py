import io
import json
import logging
from logging.config import dictConfig

import pytest
import structlog

from koppi.site.logs import logging_config

SECRET = "Veronika Salaoja"


@pytest.fixture
def lines():
    """What has been logged, each line read from its JSON."""
    config, written = logging_config(), io.StringIO()
    config["handlers"]["stderr"]["stream"] = written
    dictConfig(config)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    dictConfig(logging_config())


def test_what_a_library_says_of_a_person_is_not_written(lines):
    logging.getLogger("some.library").warning("could not find %s", SECRET)
    (line,) = lines()
    assert line["event"] == "could not find %s"
    assert SECRET not in json.dumps(line)


def test_what_koppi_says_is_written_whole(lines):
    logging.getLogger("koppi.due.runner").warning("%s failed: %s", "mapping.remind", "OperationalError")
    assert lines()[0]["event"] == "mapping.remind failed: OperationalError"


def test_an_error_tells_its_kind_and_place_but_not_its_message(lines):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("django.request").error("broken", exc_info=True)
    (line,) = lines()
    assert line["raised"]["kind"] == "ValueError"
    assert "test_logs.py" in line["raised"]["at"][0]
    assert SECRET not in json.dumps(line)


def test_a_value_nobody_has_called_safe_is_dropped(lines):
    structlog.get_logger("koppi.x").info("answered", name=SECRET, ms=3)
    (line,) = lines()
    assert (line["ms"], "name" in line) == (3, False)


def test_a_request_leaves_one_line_without_its_query(lines, client):
    client.get("/health/live", {"nimi": SECRET})
    (line,) = lines()
    assert (line["path"], line["method"], line["status"]) == ("/health/live", "GET", 200)
    assert len(line["request_id"]) == 32
    assert "Salaoja" not in json.dumps(line)
