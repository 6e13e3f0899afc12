"""Reads `KOPPI_…` from the environment: each value of its declared kind, and a refusal at the first doubt."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


class Unusable(Exception):
    """The environment asks for something Koppi does not start with; one line for each problem."""


@dataclass(frozen=True)
class Knob:
    """One thing an installation may set; `default` is written as it would stand in the environment."""

    name: str
    kind: Callable[[str], Any]
    default: str
    meaning: str
    secret: bool = False


def text(raw: str) -> str:
    return raw.strip()


def words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def number(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit():
        raise ValueError("a whole number, such as 14")
    return int(raw)


def positive(raw: str) -> int:
    if number(raw) == 0:
        raise ValueError("a whole number greater than zero")
    return number(raw)


def rising_numbers(raw: str) -> tuple[int, ...]:
    numbers = tuple(positive(word) for word in words(raw))
    if not numbers or list(numbers) != sorted(set(numbers)):
        raise ValueError("whole numbers in rising order, such as 3,5")
    return numbers


def flag(raw: str) -> bool:
    if raw not in ("0", "1"):
        raise ValueError("1 for yes or 0 for no")
    return raw == "1"


def folder(raw: str) -> Path:
    return ROOT / Path(raw).expanduser()


def one_of(*choices: str) -> Callable[[str], str]:
    def choose(raw: str) -> str:
        if raw not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return raw

    return choose


def read(knobs: Iterable[Knob], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the value of every knob.

    A knob `X` may also be given as `X_FILE`, the path of a file that holds it.

    :raises Unusable: naming every value that is not of its kind.
    """
    values: dict[str, Any] = {}
    problems = []
    for knob in knobs:
        try:
            values[knob.name] = knob.kind(_raw(knob, environ))
        except (ValueError, OSError) as no:
            problems.append(f"{knob.name} should be {no}.")
    if problems:
        raise Unusable("\n".join(problems))
    return values


def _raw(knob: Knob, environ: Mapping[str, str]) -> str:
    if path := environ.get(f"{knob.name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return environ.get(knob.name) or knob.default


def unknown(knobs: Iterable[Knob], environ: Mapping[str, str]) -> dict[str, str]:
    """Return each `KOPPI_…` of the environment that no knob has, with the name that may have been meant."""
    known = {name for knob in knobs for name in (knob.name, f"{knob.name}_FILE")}
    strange = sorted(name for name in environ if name.startswith("KOPPI_") and name not in known)
    return {name: next(iter(get_close_matches(name, known, 1)), "") for name in strange}


def derived(secret: str, purpose: str) -> str:
    """Return a key of its own for `purpose`; only for trying out, where one secret stands for all."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def database(url: str) -> dict[str, Any]:
    """Return Django's description of the PostgreSQL database at `postgres://user:password@host:port/name`.

    What follows the question mark goes to libpq as it stands (`sslmode`, `host` of a socket folder).

    :raises Unusable: it is another kind of address or names no database.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise Unusable(
            "KOPPI_DATABASE_URL should be postgres://user:password@host/name, or empty for SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def mail_server(url: str) -> dict[str, Any]:
    """Return Django's mail settings for `smtp://user:password@host:port` (`?tls=1` STARTTLS) or `smtps://…`.

    :raises Unusable: it is another kind of address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Unusable("KOPPI_SMTP_URL should be smtp://user:password@host:587?tls=1 or smtps://host:465.")
    wrapped = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if wrapped else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": wrapped,
        "EMAIL_USE_TLS": not wrapped and dict(parse_qsl(parts.query)).get("tls") == "1",
        "EMAIL_TIMEOUT": 20,
    }


def refusals(values: Mapping[str, Any]) -> list[str]:
    """Return why a production installation may not start as it is set; empty when it may."""
    if values["KOPPI_ENV"] != "production":
        return []
    keys = [values[name] for name in ("KOPPI_SECRET_KEY", "KOPPI_AUDIT_KEY", "KOPPI_FIELD_KEY")]
    return [
        *(
            f"koppi.E001 {name} must be set in production: at least 32 characters that nobody can guess."
            for name in ("KOPPI_SECRET_KEY", "KOPPI_AUDIT_KEY", "KOPPI_FIELD_KEY")
            if len(values[name]) < 32
        ),
        *(
            ["koppi.E001 The three keys must differ from each other."]
            if len(set(keys)) < 3 and all(keys)
            else []
        ),
        *(
            ["koppi.E002 KOPPI_DEMO=1 opens sign-in to everybody; it cannot be on in production."]
            * values["KOPPI_DEMO"]
        ),
        *(
            ["koppi.E003 KOPPI_HOSTS must name the host names the site answers to."]
            * (not values["KOPPI_HOSTS"])
        ),
        *(
            ["koppi.E004 KOPPI_PUBLIC_URL must be the https address people use."]
            * (not values["KOPPI_PUBLIC_URL"].startswith("https://"))
        ),
    ]
