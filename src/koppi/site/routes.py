"""Every address of the site, as the resolver knows it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True, slots=True)
class Route:
    """One address; `needs` is None where nobody has said who it is for."""

    path: str
    name: str
    methods: tuple[str, ...]
    needs: str | None
    audits: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def all_routes() -> Iterator[Route]:
    """Walk the whole resolver, in the order in which it looks."""
    yield from _walk(get_resolver(), "/", "")


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        part = str(entry.pattern)
        path = prefix + (
            part.removeprefix("^").removesuffix("$") if isinstance(entry.pattern, RegexPattern) else part
        )
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner)
        elif isinstance(entry, URLPattern):
            mark = getattr(entry.callback, "koppi_route", None) or foreign_mark(entry.callback)
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Route(path, name, methods_of(entry.callback), mark["needs"], mark["audits"])


def foreign_mark(view: Callable[..., Any]) -> dict[str, str | None]:
    """Say of a library's view what the login middleware makes of it; a view of our own says it itself."""
    if view.__module__.startswith("koppi."):
        return {"needs": None, "audits": None}
    return {"needs": "any" if getattr(view, "login_required", True) else "public", "audits": None}


def methods_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """Return the methods the view's decorators or class let in; GET and POST where nothing is said."""
    view_class = getattr(view, "view_class", None)
    if view_class:
        return tuple(
            name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(view_class, name)
        )
    step: Any = view
    while step is not None:
        if allowed := inspect.getclosurevars(inspect.unwrap(step, stop=lambda _: True)).nonlocals.get(
            "request_method_list"
        ):
            return tuple(allowed)
        step = getattr(step, "__wrapped__", None)
    return ("GET", "POST")
