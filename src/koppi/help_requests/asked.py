"""What is said when help is asked for, as plain values."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was typed; ``once`` is the press of the button, and never kept."""

    once: str
    asker: str
    text: str
    way: str
    contact: str = ""
    name: str = ""
    municipality: str = ""
    channel: str = "WEB"
    language: str = "fi"
    is_plain_language: bool = False
    family_knows: bool | None = None
    origin: str = ""
    # Who was signed in while asking: a worker never gets their own request.
    person_id: UUID | None = None
