"""Koppi's own settings for the processes of ``clerk``, with the trial template beside."""

from pathlib import Path

from koppi.site.settings import *  # noqa: F403
from koppi.site.settings import TEMPLATES

TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
