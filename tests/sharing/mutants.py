"""The rule made wrong in one place at a time, in memory; the comparison with the oracle must notice.

A mutant replaces a piece of the source of one module. The functions of the changed source lend their code to
the functions of the module, so that whoever has imported them is changed as well.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType
from typing import NamedTuple

from koppi.people import prepared

from . import wrong_facts, wrong_pages, wrong_rules

PLACE = "<mutant>"


class Mutant(NamedTuple):
    module: str
    what: str
    old: str
    new: str

    def __str__(self):
        return f"{self.module.removeprefix('koppi.')}: {self.what}"


class NoLongerApplies(AssertionError):
    """The source has changed: the mutant has to be told anew."""


@contextmanager
def applied(mutant: Mutant) -> Iterator[None]:
    """Make the rule wrong for a while."""
    module = import_module(mutant.module)
    source = inspect.getsource(module)
    if source.count(mutant.old) != 1:
        raise NoLongerApplies(f"{mutant}: found {source.count(mutant.old)} times")
    changed = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(source.replace(mutant.old, mutant.new), PLACE, "exec"), changed)
    undo: list[Callable[[], object]] = []
    try:
        _swap(vars(module), changed, module.__name__, undo)
        prepared._plan.cache_clear()
        yield
    finally:
        for back in reversed(undo):
            back()
        prepared._plan.cache_clear()


def _swap(names: dict, changed: dict, where: str, undo: list) -> None:
    for name, new in changed.items():
        old = names.get(name)
        if isinstance(new, type) and new.__module__ == where:
            for method, value in list(vars(new).items()):
                _swap_code(_function_of(vars(old).get(method)), _function_of(value), undo)
        elif _function_of(new) is not None:
            _swap_code(_function_of(old), _function_of(new), undo)
        elif _is_constant(new) and old != new:
            names[name] = new
            undo.append(lambda name=name, old=old: names.__setitem__(name, old))


def _function_of(value) -> FunctionType | None:
    value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    value = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else value
    is_ours = isinstance(value, FunctionType) and value.__code__.co_filename != "<string>"
    return value if is_ours else None


def _swap_code(old: FunctionType | None, new: FunctionType | None, undo: list) -> None:
    if old is None or new is None or new.__code__.co_filename != PLACE:
        return
    was = old.__code__
    old.__code__ = new.__code__
    undo.append(lambda: setattr(old, "__code__", was))


def _is_constant(value) -> bool:
    return isinstance(value, tuple | frozenset | dict | str | int)


TABLES = {
    "koppi.sharing.rule": wrong_rules.RULE,
    "koppi.sharing.standing": wrong_facts.STANDING,
    "koppi.sharing.access": wrong_facts.ACCESS,
    "koppi.sharing.look": wrong_pages.LOOK,
    "koppi.sharing.verdict": wrong_pages.VERDICT,
    "koppi.sharing.sight": wrong_pages.SIGHT,
    "koppi.sharing.grants": wrong_facts.GRANTS,
    "koppi.sharing.periods": wrong_facts.PERIODS,
    "koppi.people.period": wrong_facts.PERIOD,
    "koppi.people.viewer": wrong_facts.VIEWER,
    "koppi.people.access": wrong_facts.PEOPLE,
}
MUTANTS = [Mutant(module, what, *patch) for module, table in TABLES.items() for what, patch in table.items()]
# Grants are derived from the facts again when one of these is wrong.
DERIVING = ("koppi.sharing.grants", "koppi.sharing.periods")

# Mutants that change nothing anybody could see, and why.
EQUAL = {
    "sharing.periods: periods that do not touch": (
        "A period that ends before it begins, or as it begins, is never in force. Only rows are saved."
    ),
}
