"""Telling those who should look: a notice inside Koppi, without a word of content."""

from koppi.delivery.actions import notify
from koppi.families.models import Family
from koppi.people.viewer import Viewer

from .models import Consent, Grant, Ground, Restriction
from .verdict import CHANGING


def colleagues(by: Viewer, family: Family | None, kind: str, about) -> None:
    """Tell the posts and units that work with the family, except the one who acts."""
    if family is None:
        return
    live = Ground.objects.in_force(by.at).filter(family=family, kind__in=CHANGING)
    for holder in sorted(set(live.values_list("holder", flat=True)) - {str(by)}):
        notify(by=by, to=holder, kind=kind, about=about)


def family_members(by: Viewer, family: Family, kind: str, about) -> None:
    """Tell the family members who see the family themselves; never somebody a restriction keeps out of it."""
    live = Grant.objects.in_force(by.at).filter(
        family=family, side__in=[Grant.Side.SELF, Grant.Side.GUARDIAN]
    )
    kept = Restriction.objects.in_force(by.at).filter(family=family, kind=Restriction.Kind.PERSON)
    told = set(live.values_list("holder", flat=True)) - set(kept.values_list("kept_out", flat=True))
    for holder in sorted(told):
        notify(by=by, to=holder, kind=kind, about=about)


def holders_by(by: Viewer, consent: Consent) -> list[str]:
    """Return who sees now by this consent."""
    live = Grant.objects.in_force(by.at).filter(consent=consent, side=Grant.Side.WORK)
    return sorted(set(live.values_list("holder", flat=True)))


def consent_ended(by: Viewer, consent: Consent, holders: list[str]) -> None:
    """Tell those who saw by a consent that it ended, and nothing more: not whose, on what, nor who ended it.

    Several on the same person in one day are one notice. Guests have no pages; their link just opens nothing.
    """
    for holder in holders:
        if holder != str(by) and not holder.startswith("g:"):
            once = f"{consent.person_id}:{by.today}"
            notify(by=by, to=holder, kind="sharing.consent_ended", about=consent, dedupe=once)
