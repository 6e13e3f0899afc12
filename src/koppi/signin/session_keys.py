"""What a session remembers of itself, by name."""

STARTED, SEEN = "started_at", "seen_at"
LOCKED, RETURN = "locked_at", "return_to"
# On a shared device: the key of the worker's session that waits, locked, behind this one (or "").
SHARED = "shared_device"
# The post acted in, or "me" for somebody who looks in as themselves.
ACTING_POST = "acting_post"
