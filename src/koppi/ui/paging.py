"""One page of a long list, without counting the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """What ``{% pagination page %}`` and the list itself need to know."""

    rows: Sequence[T]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def page_of(request: HttpRequest, find: Callable[[int, int], Sequence[T]], size: int) -> Page[T]:
    """Return the page asked for; ``find(first, most)`` is asked for one row more than the page shows.

    A page that is none, or past the end, is the first one.
    """
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1
    found = find((number - 1) * size, size + 1)
    if not found and number > 1:
        number, found = 1, find(0, size + 1)
    return Page(found[:size], number, len(found) > size)
