"""Who is looking, from which post, and when: the one value that travels from the edge to the core."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
CONTENT_ROLES = frozenset({"WORKER", "MANAGER", "PARTNER"})


@dataclass(frozen=True, slots=True)
class PostCard:
    """The post a worker acts in, as plain values."""

    id: UUID
    unit_id: UUID
    organisation_id: UUID
    sector: str
    role: str
    title: str
    is_authority: bool
    is_on_emergency_duty: bool = False

    @property
    def holder(self) -> str:
        return f"e:{self.id}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """``post`` is None when a family member looks in as themselves.

    ``at`` is the moment of the request: nothing below the edge reads the clock. ``stand_ins`` are the
    holders of absent posts whose deputy this post is now.
    """

    account_id: UUID | None
    person_id: UUID | None
    name: str
    post: PostCard | None
    at: datetime
    guest_id: UUID | None = None
    stand_ins: tuple[str, ...] = ()
    purpose: str = ""
    request_id: str = ""
    session_hash: str = ""
    ip_hash: str = ""
    language: str = "fi"

    @classmethod
    def system(cls, at: datetime) -> "Viewer":
        """Return the viewer that jobs act as; it holds nothing, so no door opens for it."""
        return cls(None, None, "Koppi", None, at)

    def __str__(self) -> str:
        if self.guest_id:
            return f"g:{self.guest_id}"
        if self.post:
            return self.post.holder
        return f"p:{self.person_id}" if self.person_id else "system"

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def today(self) -> date:
        return self.at.astimezone(HELSINKI).date()

    @property
    def is_worker(self) -> bool:
        return self.post is not None

    @property
    def is_client(self) -> bool:
        return self.post is None and self.guest_id is None and self.person_id is not None

    @property
    def sees_content(self) -> bool:
        """Analysts, administrators and data-protection officers never see the content of a family."""
        return self.post is None or self.post.role in CONTENT_ROLES

    @property
    def holders(self) -> tuple[str, ...]:
        """Return the keys under which grants are held by this viewer, the narrowest first."""
        if self.guest_id:
            return (f"g:{self.guest_id}",)
        if self.post is None:
            return (f"p:{self.person_id}",) if self.person_id else ()
        post = self.post
        wide = (f"u:{post.unit_id}", f"o:{post.organisation_id}", f"s:{post.sector}")
        return (post.holder, *self.stand_ins, *wide)

    def moved_to(self, at: datetime) -> "Viewer":
        """Return the same viewer at another moment."""
        return replace(self, at=at)
