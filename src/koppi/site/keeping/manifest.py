"""What a backup says of itself: where it stands, and the hash of every file in it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from koppi.audit.journal import Position

NAME = "manifest.json"
FORM = 1  # of the backup as a whole; raised when an older Koppi could not read it


class Damaged(RuntimeError):
    """A file of the backup is missing, is too much, or is not as it was written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``note`` is the trail's checkpoint made for this backup; ``journal_path`` where the journal went on."""

    form: int
    made_at: str
    vendor: str
    migrations: list[list[str]]
    journal: Position
    journal_path: str
    note: str
    hashes: dict[str, str]

    @property
    def applied(self) -> set[tuple[str, str]]:
        return {(app, name) for app, name in self.migrations}


def write(manifest: Manifest, folder: Path) -> None:
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of an unpacked backup, once every file in it is as it was written.

    :raises Damaged: one is not.
    """
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**{**said, "journal": Position(**said["journal"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Damaged("this is not a whole backup of Koppi") from error
    if wrong := dict(hashes(folder).items() ^ manifest.hashes.items()):
        raise Damaged(f"not as they were written: {', '.join(sorted(wrong))}")
    return manifest


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in ``folder`` but the manifest."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / NAME)
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
