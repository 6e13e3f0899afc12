"""Bringing everything back onto an empty installation, and taking away again what was taken away since."""

import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from koppi.audit import chain, checkpoints, heads, journal, ledger, trail
from koppi.audit.journal import Line
from koppi.audit.keys import audit_key
from koppi.people.viewer import Viewer
from koppi.site.keeping import envelope, manifest, pending, replay, rows, staging
from koppi.site.keeping.manifest import Manifest
from koppi.site.keeping.staging import CHECKPOINTS, FILES, JOURNAL, ROWS


class NotEmpty(RuntimeError):
    """There is an installation here already; a restore never overwrites one."""


class NoJournal(RuntimeError):
    """The safety journal as it went on after the backup is not at hand: what it took away would come back."""


class Foreign(RuntimeError):
    """The backup was made on another kind of database, or by a newer Koppi."""


class BrokenTrail(RuntimeError):
    """The audit trail in the backup is not as it was written."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. ``unsure`` lines were replayed though nobody saw their commit: somebody should look."""

    made_at: str
    entries: int
    replayed: int
    unsure: list[Line]


def restore(
    file: Path, at: datetime, *, journal_from: Path | None = None, journal_is_lost: bool = False
) -> Restored:
    """Bring back what is in ``file``; until all of it has succeeded Koppi stays closed.

    With ``journal_is_lost`` only what the backup itself knows of the journal is replayed.
    """
    if not (rows.is_empty() or pending.is_pending()):
        raise NotEmpty("restore needs an empty KOPPI_DATA and an empty database")
    with staging.folder() as folder:
        _unpack(file, folder)
        said = manifest.read(folder)
        _fits(said)
        lines = _journal(folder, said, journal_from, journal_is_lost)
        pending.begin(f"restore of the backup made at {said.made_at}")
        _bring_back(folder, said)
    entries = _examined(said)
    checkpoints.make(at, "restore")
    heads.remember(ledger.head(), even_if_shorter=True)
    _replay(lines, said, at)
    pending.end()
    return Restored(said.made_at, entries, len(lines), [line for line in lines if not line.is_sure])


def _unpack(file: Path, folder: Path) -> None:
    with file.open("rb") as source:
        stream = envelope.opened(source, settings.KOPPI_BACKUP_KEY)
        try:
            with tarfile.open(fileobj=stream, mode="r|gz") as tar:
                _take_out(tar, folder.resolve())
        except (tarfile.TarError, EOFError, OSError) as error:
            raise manifest.Damaged("this is not a whole backup of Koppi") from error


def _take_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Write out the folders and plain files; the filter of `extractall` is not in Debian 12's Python."""
    for entry in tar:
        to = (folder / entry.name).resolve()
        if not to.is_relative_to(folder) or not (entry.isdir() or entry.isreg()):
            raise tarfile.ExtractError("more than plain files below one folder")
        if entry.isdir():
            to.mkdir(exist_ok=True)
        elif content := tar.extractfile(entry):
            with content, to.open("wb") as out:
                shutil.copyfileobj(content, out)


def _fits(said: Manifest) -> None:
    if said.vendor != connection.vendor:
        raise Foreign(f"this backup was made on {said.vendor}, and here is {connection.vendor}")
    if said.form != manifest.FORM:
        raise Foreign(f"this backup has form {said.form}, and this Koppi reads form {manifest.FORM}")
    if unknown := said.applied - set(MigrationLoader(None).disk_migrations):
        names = ", ".join(sorted(f"{app} {name}" for app, name in unknown))
        raise Foreign(f"this backup was made by another Koppi, which knew {names}")


def _journal(folder: Path, said: Manifest, given: Path | None, is_lost: bool) -> list[Line]:
    """Find the journal as it went on after the backup, put it in its place, return what must be replayed."""
    here = journal.path()
    found = [path for path in (given, here, Path(said.journal_path)) if path and path.exists()]
    if is_lost:
        found.append(folder / JOURNAL)
    if not found:
        raise NoJournal(
            "the safety journal is not here: give it with --journal, or accept with --journal-is-lost "
            "that what was closed after the backup opens again"
        )
    longest = max(found, key=journal.length)
    lines = journal.lines_from(said.journal, longest)
    if longest != here:
        _take_over(longest, here)
    return lines


def _take_over(longest: Path, here: Path) -> None:
    if here.exists() and not longest.read_bytes().startswith(here.read_bytes()):
        raise journal.BrokenJournal("the safety journal that is here already is another one")
    _copy(longest, here)
    here.chmod(0o600)


def _bring_back(folder: Path, said: Manifest) -> None:
    if connection.vendor != "sqlite":
        _build_tables(said)
    rows.copy_in(folder / ROWS)
    call_command("migrate", verbosity=0, skip_checks=True)
    if (folder / FILES).exists():
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        shutil.copytree(folder / FILES, settings.MEDIA_ROOT)
    if not checkpoints.path().exists():
        _copy(folder / CHECKPOINTS, checkpoints.path())


def _build_tables(said: Manifest) -> None:
    """Build the tables as the backup knew them; later migrations then change rows and tables alike."""
    steps = [list(step) for step in dict(said.migrations).items()]
    if said.applied >= set(MigrationLoader(None).disk_migrations):
        steps = [[]]
    for step in steps:
        call_command("migrate", *step, verbosity=0, skip_checks=True)


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)


def _examined(said: Manifest) -> int:
    """Return how many entries the trail has, all of them as they were written.

    Places vouched for after the backup are let be: those entries are lost, and the restore's own checkpoint
    says so.

    :raises BrokenTrail: one entry is not.
    """
    place = checkpoints.parse(said.note).place
    verdict = chain.verify(ledger.links(), audit_key(), known={place.size: place.digest})
    if verdict.finding:
        raise BrokenTrail(f"entry {verdict.finding.seq} of the audit trail: {verdict.finding.fault}")
    return verdict.head.size


def _replay(lines: list[Line], said: Manifest, at: datetime) -> None:
    by = Viewer.system(at)
    replay.replay(lines, by)
    unsure = sum(not line.is_sure for line in lines)
    trail.leave(
        by, "keeping.restored", action="admin", backup=said.made_at, replayed=len(lines), unsure=unsure
    )
    ledger.seal_waiting()
