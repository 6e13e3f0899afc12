"""What every test stands on. Builders of people are in `tests/make.py`; settings in `tests/settings.py`."""

import shutil

import pytest

from tests.installation import Installation


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A migrated installation that nobody has used; ``installation`` is a copy of it."""
    made = Installation(tmp_path_factory.mktemp("fresh"))
    result = made.run("migrate", "--verbosity=0", "--skip-checks")
    assert result.code == 0, result.err
    return made


@pytest.fixture
def installation(fresh, tmp_path):
    """A whole Koppi of its own on SQLite, to be driven and broken from outside."""
    shutil.copytree(fresh.folder, tmp_path / "koppi")
    return Installation(tmp_path / "koppi")
