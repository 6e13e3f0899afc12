"""`python -m koppi`: the first word says what to do; `run` and `help` are here, the rest is Django's."""

import os
import sys

from django.db import DatabaseError

from koppi.site import run
from koppi.site.commands import help_text
from koppi.site.env import Unusable


def main(words: list[str] | None = None) -> int:
    """Do what was asked and return the exit code."""
    command, *rest = (sys.argv[1:] if words is None else words) or ["help"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koppi.site.settings")
    if command in ("help", "-h", "--help") and not rest:
        print(help_text("koppi"))
        return 0
    try:
        return run.run() if command == "run" else run.manage(command, *rest)
    except Unusable as no:
        print(no, file=sys.stderr)
        return 2
    except DatabaseError as error:
        if "--traceback" in rest:
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


if __name__ == "__main__":
    sys.exit(main())
