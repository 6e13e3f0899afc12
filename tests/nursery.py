"""A process with Koppi ready in it, from which others are born: see ``tests.installation``."""

import json
import os
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import execute_from_command_line

django.setup()

from django.db import connection  # noqa: E402 - models are there only now

from tests import toy_family, toys  # noqa: E402
from tests.faults import toys as fault_toys  # noqa: E402

TOYS = toys.TOYS | toy_family.TOYS | fault_toys.TOYS


def bear(asked):
    """Start the command in a process of its own; with ``wait`` tell how it ended."""
    (out, out_path), (err, err_path) = tempfile.mkstemp(), tempfile.mkstemp()
    child = os.fork()
    if not child:
        become(asked, out, err)
        live(*asked["command"])
    os.close(out)
    os.close(err)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if asked["wait"] else None
    return {"pid": child, "code": code, "out": out_path, "err": err_path}


def become(asked, out, err):
    """Be a process of the installation asked for."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    settings.DATA = Path(asked["folder"])
    settings.MEDIA_ROOT = settings.DATA / "files"
    for name, value in asked["settings"].items():
        setattr(settings, name, value)
    connection.settings_dict["NAME"] = asked["database"]


def live(command, *given):
    """Run the command and never return."""
    code = 1
    try:
        code = TOYS[command](*given) if command in TOYS else execute_from_command_line(["", command, *given])
    except SystemExit as end:
        code = end.code
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(code or 0))


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(bear(json.loads(line))), flush=True)
