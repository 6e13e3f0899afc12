"""Koppi's own settings for tests; of the environment outside only the database reaches them."""

import os

DATABASE = os.environ.get("KOPPI_DATABASE_URL")

for name in [name for name in os.environ if name.startswith("KOPPI_")]:
    del os.environ[name]
os.environ["KOPPI_ENV"] = "test"
if DATABASE:
    os.environ["KOPPI_DATABASE_URL"] = DATABASE

from koppi.site.settings import *  # noqa: E402, F403
