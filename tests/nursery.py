"""A process with Koppi ready in it, from which others are born: see ``tests.installation``."""

import json
import os
import sys
import tempfile
from pathlib import Path

import django


def born(asked, out, err):
    """Become a process of the installation asked for, run the command, and never return."""
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import connection

    from tests.toys import TOYS

    for stream, file in ((1, out), (2, err)):
        os.dup2(file, stream)
    settings.DATA = Path(asked["folder"])
    settings.MEDIA_ROOT = settings.DATA / "files"
    for name, value in asked["settings"].items():
        setattr(settings, name, value)
    connection.settings_dict["NAME"] = asked["database"]
    command, *given = asked["command"]
    code = 1
    try:
        code = (
            TOYS[command](*given)
            if command in TOYS
            else execute_from_command_line(["koppi", command, *given])
        )
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(code or 0))


def bear(asked):
    (out, out_path), (err, err_path) = tempfile.mkstemp(), tempfile.mkstemp()
    child = os.fork()
    if not child:
        born(asked, out, err)
    os.close(out)
    os.close(err)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if asked["wait"] else None
    return {"pid": child, "code": code, "out": out_path, "err": err_path}


if __name__ == "__main__":
    django.setup()
    __import__("tests.toys")
    for line in sys.stdin:
        print(json.dumps(bear(json.loads(line))), flush=True)
