import shutil

import pytest

from tests.faults.office import Office
from tests.installation import Installation, ask


@pytest.fixture(scope="session")
def busy_story(fresh, tmp_path_factory):
    """A told story with many invitations nobody has answered; ``office`` is a copy of it."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(fresh.folder, folder)
    ask(Installation(folder), "ask_many", "5")
    return folder


@pytest.fixture
def office(busy_story, tmp_path):
    shutil.copytree(busy_story, tmp_path / "data")
    made = Office(tmp_path / "data")
    made.letters.open()
    yield made
    made.kill()
    made.letters.shut()
