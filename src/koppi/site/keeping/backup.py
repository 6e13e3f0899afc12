"""Copying everything while people work: rows, files, the journal, and where the trail stood."""

import gzip
import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from koppi.audit import checkpoints, journal, ledger, tape, trail
from koppi.people.viewer import Viewer
from koppi.site.keeping import envelope, manifest, rows, staging
from koppi.site.keeping.manifest import Manifest
from koppi.site.keeping.staging import CHECKPOINTS, FILES, JOURNAL, ROWS

QUICK = 3  # of gzip's levels


def make(to: Path, at: datetime) -> Manifest:
    """Write a backup into the file ``to``; it appears there only when it is whole.

    The journal's place is taken before the rows: a reduction that commits in between is in both, which is
    harmless.
    """
    journal.begin()
    position = journal.position(at.timestamp())
    note = _written_down(at)
    with staging.folder() as folder:
        (folder / ROWS).mkdir()
        rows.copy_out(folder / ROWS)
        _copy_files(folder)
        made = _manifest(folder, at, position, note)
        manifest.write(made, folder)
        _pack(folder, to)
    return made


def name_for(at: datetime) -> str:
    """Return a file name that tells nothing but the time."""
    return f"koppi-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def _written_down(at: datetime) -> str:
    """Write into the trail that everything was copied; return the checkpoint of how far it reaches."""
    trail.leave(Viewer.system(at), "keeping.backed_up", action="export")
    ledger.seal_waiting()
    return checkpoints.make(at, "backup")


def _copy_files(folder: Path) -> None:
    """After the rows, so that every file the rows tell of is here."""
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, folder / FILES)
    _copy_tape(journal.path(), journal.END, folder / JOURNAL)
    _copy_tape(checkpoints.path(), checkpoints.END, folder / CHECKPOINTS)


def _copy_tape(path: Path, end: bytes, to: Path) -> None:
    """Copy the whole records: the last one may just be being written."""
    to.write_bytes(b"".join(record + end for record in tape.read(path, end)))


def _manifest(folder: Path, at: datetime, position: journal.Position, note: str) -> Manifest:
    applied = MigrationRecorder.Migration.objects.order_by("pk").values_list("app", "name")
    return Manifest(
        form=manifest.FORM,
        made_at=at.isoformat(),
        vendor=connection.vendor,
        migrations=[list(one) for one in applied],
        journal=position,
        journal_path=str(journal.path()),
        note=note,
        hashes=manifest.hashes(folder),
    )


def _pack(folder: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f".{to.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with (
            envelope.written(out, settings.KOPPI_BACKUP_KEY) as stream,
            gzip.GzipFile("", "wb", QUICK, stream, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            for path in sorted(folder.iterdir()):
                tar.add(path, arcname=path.name, filter=_nameless)
        out.flush()
        os.fsync(out.fileno())
    part.replace(to)


def _nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file on which machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
