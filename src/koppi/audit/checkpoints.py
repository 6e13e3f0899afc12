"""Signed statements of how far the chain reached, copied outside the database so that a cut end is found."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from . import heads, ledger, note, tape
from .chain import Place
from .keys import derived
from .models import AuditCheckpoint
from .note import Note

END = b"\n\n\n"  # a note holds one blank line, so two part the notes


def make(at: datetime, why: str = "tick") -> str:
    """Write a checkpoint of the chain as it stands, into the database and the file outside it; return it."""
    with transaction.atomic():
        place = ledger.head()
        text = note.write(Note(place, why, at.isoformat()), _seed())
        AuditCheckpoint.objects.create(at=at, size=place.size, note=text)
        tape.append(path(), lambda _: text.rstrip("\n").encode(), END)
    return text


def make_if_grown(at: datetime) -> int:
    """Write a checkpoint unless the newest one still says all; return how many were written."""
    newest = AuditCheckpoint.objects.order_by("-id").values_list("size", flat=True).first()
    if newest == ledger.head().size:
        return 0
    make(at)
    return 1


def path() -> Path:
    """Return the append-only file outside the database. Send it elsewhere too: it holds no personal data."""
    return heads.folder() / "checkpoints"


def known() -> dict[int, str]:
    """Return every seal that is vouched for, in the database or outside it, by size of the chain.

    :raises BadNote: one of them is not as it was written.
    """
    stored = AuditCheckpoint.objects.order_by("id").values_list("note", flat=True)
    remembered = heads.remembered()
    places = _standing([parse(text) for text in stored] + _outside())
    return {place.size: place.digest for place in [remembered, *places] if place.size}


def read(file: Path) -> list[Note]:
    """Return the notes of a file of checkpoints, the oldest first.

    :raises BadNote: one of them is not as it was written.
    """
    texts = file.read_text(encoding="utf-8", errors="replace").split(END.decode())
    return [parse(text) for text in texts if text.strip()]


def parse(text: str) -> Note:
    """Return what one of our checkpoints says.

    :raises BadNote: it is not as it was written, or not ours.
    """
    return note.read(text, _seed())


def public_key() -> str:
    return note.public_key(_seed())


def _standing(notes: list[Note]) -> list[Place]:
    """Return the places still vouched for: a restore, signed as such, gives up what lay behind it."""
    places: list[Place] = []
    for said in notes:
        if said.why == "restore":
            places = [place for place in places if place.size <= said.place.size]
        places.append(said.place)
    return places


def _outside() -> list[Note]:
    return [parse(text.decode("utf-8", "replace")) for text in tape.read(path(), END)]


def _seed() -> bytes:
    return derived("checkpoint")
