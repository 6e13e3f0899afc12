"""Leaving a trace of what was done and seen, and making sure that one was left."""

import re
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, models, transaction

from koppi.refusal import NotNow

from . import chain, ledger
from .keys import audit_key
from .models import Action, AuditEvent

CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}", re.ASCII)

_left: ContextVar[int] = ContextVar("traces left in this context", default=0)
_owed: ContextVar[list | None] = ContextVar(
    "denials to be written once the refused work is rolled back", default=None
)


class Unaudited(RuntimeError):
    """An action finished without leaving a trace: a bug in the action."""


class TrailClosed(NotNow):
    """The trail cannot be written or sealed, so nothing may be shown or changed: answered with 503."""


class Content(ValueError):
    """Something else than a code, a key or a number was offered to the trail: a bug in the caller."""


def leave(
    by,
    did: str,
    about=None,
    *,
    subjects: Iterable = (),
    rules: Iterable[str] = (),
    purpose: str | None = None,
    result: str = "ok",
    action: str = "",
    kind: str = "",
    on_behalf: str = "",
    **detail,
) -> AuditEvent:
    """Write one entry: ``by`` did ``did`` (``"mapping.invited"``) to ``about``, an object, several, or None.

    ``subjects`` are the persons and families it concerns, as objects or keys. ``detail`` holds codes, counts
    and keys, never content.

    :raises TrailClosed: the entry could not be written; everything in the transaction is rolled back.
    """  # fmt: skip
    action = action or (Action.JOB if str(by) == "system" else Action.CHANGE)
    event = _entry(by, did, about, action=action, kind=kind, rules=rules, purpose=purpose, detail=detail)
    event.result, event.on_behalf = _code(result), _code(on_behalf)
    return _write(event, subjects)


def saw(
    by,
    did: str,
    objects,
    *,
    subjects: Iterable = (),
    rules: Iterable[str] = (),
    kind: str = "",
    purpose: str | None = None,
    action: str = "",
    on_behalf: str = "",
    **detail,
) -> AuditEvent:
    """Write that ``by`` saw ``objects``: one object, or a whole list as one entry. ``kind`` names bare keys.

    A search, a print or an export says so in ``action``.
    """  # fmt: skip
    action = action or (Action.READ if _is_single(objects) else Action.LIST)
    event = _entry(by, did, objects, action=action, kind=kind, rules=rules, purpose=purpose, detail=detail)
    event.on_behalf = _code(on_behalf)
    return _write(event, subjects)


def denied(by, did: str, about_id, rules: Iterable[str] = (), *, kind: str = "", **detail) -> None:
    """Write that ``by`` was refused, whether or not the thing exists: the trail tells no more than the page.

    A refusal rolls its request back, so within ``denials_outlive`` the entry is written after that.
    """
    about = () if about_id is None else (about_id,)
    event = _entry(by, did, about, action=Action.DENY, kind=kind, rules=rules, purpose=None, detail=detail)
    event.result = "denied"
    owed = _owed.get()
    if owed is None:
        _write(event, ())
    else:
        owed.append(event)


@contextmanager
def denials_outlive():
    """Keep the refusals met in this block until it ends, and write them then."""
    token = _owed.set([])
    try:
        yield
    finally:
        owed = _owed.get() or []
        _owed.reset(token)
        for event in owed:
            _write(event, ())


def action(verb: Callable) -> Callable:
    """Mark a function that changes the world on somebody's behalf.

    The whole function happens or nothing does, it is always somebody's doing (``by``), and it leaves at least
    one trace.
    """

    @wraps(verb)
    def act(*, by, **given):
        before = _left.get()
        with transaction.atomic():
            result = verb(by=by, **given)
            if _left.get() == before:
                raise Unaudited(f"{verb.__module__}.{verb.__name__}")
        return result

    act.is_action = True
    return act


def ensure_sealed(at) -> None:
    """Refuse to show content when the sealer has been silent too long: doors call this before they look.

    :raises TrailClosed: an entry has waited for its seal for more than ``KOPPI_SEAL_GRACE_MINUTES``.
    """
    waiting = ledger.waiting_since()
    if waiting is not None and at.timestamp() - waiting > settings.KOPPI_SEAL_GRACE_MINUTES * 60:
        raise TrailClosed("the sealer is late")


def _entry(by, did, about, *, action, kind, rules, purpose, detail) -> AuditEvent:
    things = _things(about)
    post = by.post
    return AuditEvent(
        at=by.at,
        by=_code(by),
        account=_code(by.account_id or ""),
        post=_code(post.id if post else ""),
        organisation=_code(post.organisation_id if post else ""),
        action=Action(action),
        did=_code(did),
        kind=_code(kind or _kind(things)),
        ids=[_code(_key(thing)) for thing in things],
        purpose=_code(by.purpose if purpose is None else purpose),
        rules=[_code(rule) for rule in rules],
        request=_code(by.request_id),
        session=_code(by.session_hash),
        ip=_code(by.ip_hash),
        count=len(things),
        detail={_code(name): _plain(value) for name, value in detail.items()},
    )


def _write(event: AuditEvent, subjects: Iterable) -> AuditEvent:
    whom = sorted({UUID(_key(subject)) for subject in subjects})
    body = event.body(whom)
    event.mac = chain.mac(audit_key(), body)
    try:
        with transaction.atomic(savepoint=False):
            ledger.write(event, whom)
            ledger.seal_if_alone(event, body)
    except DatabaseError as error:
        raise TrailClosed("an entry could not be written") from error
    _left.set(_left.get() + 1)
    return event


def _is_single(objects) -> bool:
    return isinstance(objects, models.Model | UUID | str) or hasattr(objects, "pk") or hasattr(objects, "id")


def _things(about) -> list:
    if about is None:
        return []
    return [about] if _is_single(about) else list(about)


def _kind(things: list) -> str:
    return things[0]._meta.label if things and isinstance(things[0], models.Model) else ""


def _key(thing) -> str:
    """Return the key of a row, of a card, or the key itself."""
    return str(getattr(thing, "pk", None) or getattr(thing, "id", None) or thing)


def _code(value: Any) -> str:
    text = str(value)
    if not CODE.fullmatch(text):
        raise Content("the trail takes codes and keys only")
    return text


def _plain(value):
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {_code(name): _plain(one) for name, one in value.items()}
    return _code(value.isoformat() if isinstance(value, date) else value)
