"""Telling those who should look: a notice inside Koppi, without a word of content."""

from collections.abc import Iterable

from koppi.delivery.actions import notify
from koppi.families.models import Family, Member
from koppi.people.models import Post
from koppi.people.viewer import Viewer

from .models import Consent, Grant, Ground, Restriction
from .verdict import CHANGING


def colleagues(by: Viewer, family: Family | None, kind: str, about, dedupe: str = "") -> None:
    """Tell the posts and units that work with the family, except the one who acts."""
    if family is None:
        return
    _tell(by, _working([family.pk], by) - {str(by)}, kind, about, dedupe)


def deciders(by: Viewer, restriction: Restriction, kind: str, dedupe: str = "") -> None:
    """Tell those who work with the people a restriction protects; never those it keeps out."""
    people = restriction.protected.values_list("person_id", flat=True)
    families = set(Member.objects.filter(person__in=list(people)).values_list("family_id", flat=True))
    families = {restriction.family_id} if restriction.family_id else families
    _tell(by, _working(families, by) - {str(by)} - _shut_out(restriction), kind, restriction, dedupe)


def workers_of(by: Viewer, person_id, kind: str, about, dedupe: str = "") -> None:
    """Tell those who work with some family of a person."""
    families = Member.objects.filter(person=person_id).values_list("family_id", flat=True)
    _tell(by, _working(list(families), by) - {str(by)}, kind, about, dedupe)


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


def _working(families: Iterable, by: Viewer) -> set[str]:
    live = Ground.objects.in_force(by.at).filter(family__in=families, kind__in=CHANGING)
    return set(live.values_list("holder", flat=True))


def _shut_out(restriction: Restriction) -> set[str]:
    """Return every holder behind whom somebody kept out could read a notice."""
    out = restriction.kept_out
    kind, key = out[:2], out[2:]
    if kind == "o:":
        posts = Post.objects.filter(unit__organisation=key)
        units = {f"u:{pk}" for pk in posts.values_list("unit_id", flat=True)}
        return {out, *units, *(f"e:{pk}" for pk in posts.values_list("pk", flat=True))}
    if kind == "p:":
        places = Post.objects.filter(person=key).values_list("pk", "unit_id")
        return {out, *(f"e:{post}" for post, _unit in places), *(f"u:{unit}" for _post, unit in places)}
    if kind == "e:":
        units = Post.objects.filter(pk=key).values_list("unit_id", flat=True)
        return {out, *(f"u:{pk}" for pk in units)}
    return set()


def _tell(by: Viewer, holders: Iterable[str], kind: str, about, dedupe: str = "") -> None:
    for holder in sorted(holders):
        notify(by=by, to=holder, kind=kind, about=about, dedupe=dedupe)
