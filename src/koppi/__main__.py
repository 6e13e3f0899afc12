"""`python -m koppi`: the first word says what to do; without one Koppi lists what it can be asked."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from koppi.site.commands import help_text
from koppi.site.env import Unusable


def main(words: list[str] | None = None) -> int:
    """Do what was asked and return the exit code."""
    command, *rest = (sys.argv[1:] if words is None else words) or ["help"]
    if command in ("help", "-h", "--help") and not rest:
        print(help_text("koppi"))
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koppi.site.settings")
    if command == "run" and os.environ.get("KOPPI_ENV") != "production":
        os.environ.setdefault("KOPPI_DEMO", "1")
        os.environ.setdefault("KOPPI_LOG_LEVEL", "warning")
    return told(["koppi", command, *rest])


def told(words: list[str]) -> int:
    """Let Django do it; what the person at the keyboard can mend is one line instead of a trace."""
    try:
        if words[1] in ("migrate", "run"):
            settings.DATA.mkdir(parents=True, exist_ok=True)
        execute_from_command_line(words)
    except Unusable as no:
        print(no, file=sys.stderr)
        return 2
    except DatabaseError as error:
        if "--traceback" in words:
            raise
        print(
            f"The database does not answer as it should: {error}. `koppi doctor` tells more.", file=sys.stderr
        )
        return 1
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
