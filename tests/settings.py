"""Koppi's own settings for tests; of the environment outside only the database reaches them."""

import os
import tempfile

DATABASE = os.environ.get("KOPPI_DATABASE_URL")

for name in [name for name in os.environ if name.startswith("KOPPI_")]:
    del os.environ[name]
os.environ["KOPPI_ENV"] = "test"
os.environ["KOPPI_DATA"] = tempfile.mkdtemp(prefix="koppi-test-")
if DATABASE:
    os.environ["KOPPI_DATABASE_URL"] = DATABASE

from koppi.site.settings import *  # noqa: E402, F403

if not DATABASE:
    # In memory, by a name that the number of a parallel run may be written behind.
    DATABASES["default"]["TEST"] = {"NAME": "file:koppi?mode=memory&cache=shared&run="}  # noqa: F405
