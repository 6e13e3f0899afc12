"""Forgetting identifications nobody joined and devices nobody uses."""

from koppi.people.viewer import Viewer

from . import actions


def forget_strangers(*, by: Viewer) -> int:
    return actions.forget_strangers(by=by)
