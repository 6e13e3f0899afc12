"""Setting, confirming and lifting restrictions; naming who may know a hidden place."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.families.models import Family
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import telling
from koppi.sharing.guards import require_authority, require_service, require_work
from koppi.sharing.models import Clearance, Protected, Restriction

KEYS = {"PERSON": "p:", "POST": "e:", "ORGANISATION": "o:"}
CONFIRM_WITHIN = timedelta(hours=24)


class NeedsAnother(Refused):
    """The one who decided cannot also be the second pair of eyes."""


@action
def restrict(
    *,
    by: Viewer,
    kind: str,
    protected: Iterable[Person],
    cause: str,
    review_on: date,
    family: Family | None = None,
    kept_out: str = "",
    words: str = "",
    appeal_contact: str = "",
    asked_by: Person | None = None,
    cleared: Iterable[str] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Restriction:
    """Keep somebody out, or hide where somebody is. In force at once; another professional confirms in a day.

    ``family`` is the family whose door closes whole to the one kept out. ``cleared`` are the holders who may
    still know the place a safety restriction hides.

    :raises Refused: the decider does not work with the people, or the restriction is not whole.
    """
    protected = list(protected)
    _require_decider(by, family, protected)
    _require_whole(by, kind, kept_out, protected, family, review_on)
    restriction = put(
        by, protected, kind=kind, family=family, kept_out=kept_out, cause=cause, words=words.strip(),
        review_on=review_on, appeal_contact=appeal_contact.strip(), asked_by=asked_by,
        starts_at=starts_at or by.at, ends_at=ends_at,
    )  # fmt: skip
    for holder in dict.fromkeys(cleared):
        _clear(by, restriction, holder)
    journal.append("sharing.restriction_set", restriction.pk, _payload(restriction, protected), by.at)
    trail.leave(
        by,
        "sharing.restricted",
        restriction,
        subjects=protected,
        action="restrict",
        kind_of=kind,
        cause=cause,
    )
    telling.deciders(by, restriction, "sharing.restriction_waits")
    return restriction


@action
def confirm_restriction(*, by: Viewer, restriction: Restriction) -> Restriction:
    """Say as a second professional that the restriction is right.

    :raises NeedsAnother: the same person decided it, in this post or another.
    """
    require_decider_of(by, restriction)
    if _person_of(restriction.decided_by) == by.person_id:
        raise NeedsAnother(_("Rajauksen vahvistaa toinen ammattilainen kuin sen asettaja. Pyydä työparilta."))
    open_ones = Restriction.objects.filter(pk=restriction.pk, confirmed_by="")
    if open_ones.update(confirmed_by=str(by), confirmed_at=by.at):
        restriction.confirmed_by, restriction.confirmed_at = str(by), by.at
    trail.leave(
        by, "sharing.restriction_confirmed", restriction, subjects=_whom(restriction), action="restrict"
    )
    return restriction


@action
def lift_restriction(*, by: Viewer, restriction: Restriction) -> Restriction:
    """Lift a restriction: what it kept is seen again by those who have grounds.

    :raises Refused: it is not this worker's to lift.
    """
    require_decider_of(by, restriction)
    if (
        Restriction.objects.filter(pk=restriction.pk)
        .exclude(ends_at__lte=by.at)
        .update(ends_at=max(by.at, restriction.starts_at), lifted_by=str(by))
    ):
        restriction.ends_at, restriction.lifted_by = by.at, str(by)
    trail.leave(by, "sharing.restriction_lifted", restriction, subjects=_whom(restriction), action="restrict")
    return restriction


@action
def clear_place(*, by: Viewer, restriction: Restriction, holder: str) -> Clearance:
    """Let a named holder know the place that a safety restriction hides.

    :raises Refused: it hides no place, or it is not this worker's to open.
    """
    require_decider_of(by, restriction)
    if restriction.kind != Restriction.Kind.SAFETY:
        raise Refused(_("Vain turvakiellolle nimetään, kuka saa tietää paikan."))
    clearance = _clear(by, restriction, holder)
    trail.leave(
        by,
        "sharing.place_cleared",
        restriction,
        subjects=_whom(restriction),
        action="restrict",
        holder=holder,
    )
    return clearance


@action
def unclear_place(*, by: Viewer, restriction: Restriction, holder: str) -> None:
    """Hide the place again from a holder who was let to know it."""
    require_decider_of(by, restriction)
    if Clearance.objects.filter(restriction=restriction, holder=holder).delete()[0]:
        payload = {"restriction": str(restriction.pk), "holder": holder}
        journal.append("sharing.clearance_ended", restriction.pk, payload, by.at)
    trail.leave(
        by, "sharing.place_hidden", restriction, subjects=_whom(restriction), action="restrict", holder=holder
    )


def put(by: Viewer, protected: Iterable[Person], **values) -> Restriction:
    """Write the rows of a restriction and nothing else: for the verb above, and for seeing as another."""
    restriction = Restriction.objects.create(decided_by=str(by), decided_at=by.at, **values)
    Protected.objects.bulk_create(Protected(restriction=restriction, person=person) for person in protected)
    return restriction


def require_decider_of(by: Viewer, restriction: Restriction) -> None:
    """:raises Refused: the worker does not work with those whom the restriction protects."""
    people = list(Person.objects.filter(pk__in=_whom(restriction)))
    _require_decider(by, restriction.family, people)


def _require_decider(by: Viewer, family: Family | None, protected: list[Person]) -> None:
    require_authority(by)
    if family is not None:
        require_work(by, family.pk)
    for person in protected:
        require_service(by, person.pk)


def _require_whole(by: Viewer, kind: str, kept_out: str, protected: list, family, review_on: date) -> None:
    if kind == Restriction.Kind.SAFETY:
        family, kept_out = None, kept_out and "?"
    elif not kept_out.startswith(KEYS[kind]):
        kept_out = "?"
    if kept_out == "?":
        raise Refused(_("Valitse, kenet rajaus pitää ulkona."))
    if not protected:
        raise Refused(_("Valitse, ketä rajaus suojaa."))
    if kept_out in {f"p:{person.pk}" for person in protected}:
        raise Refused(_("Rajaus ei voi pitää ulkona ihmistä, jota se suojaa."))
    members = set(family.members.values_list("person_id", flat=True)) if family else set()
    if family is not None and not members.issuperset(person.pk for person in protected):
        raise Refused(_("Rajaus suojaa perheen ihmisiä. Lisää ihminen ensin perheeseen."))
    if review_on <= by.today:
        raise Refused(_("Valitse tarkistuspäivä, joka on vielä edessä."))


def _clear(by: Viewer, restriction: Restriction, holder: str) -> Clearance:
    values = {"given_by": str(by), "given_at": by.at}
    return Clearance.objects.get_or_create(restriction=restriction, holder=holder, defaults=values)[0]


def _whom(restriction: Restriction) -> list[UUID]:
    return list(restriction.protected.values_list("person_id", flat=True))


def _person_of(holder: str) -> UUID | None:
    return Post.objects.filter(pk=holder[2:]).values_list("person_id", flat=True).first()


def _payload(restriction: Restriction, protected: list[Person]) -> dict:
    return {
        "kind": restriction.kind,
        "family": restriction.family_id and str(restriction.family_id),
        "kept_out": restriction.kept_out,
        "cause": restriction.cause,
        "decided_by": restriction.decided_by,
        "at": restriction.decided_at.isoformat(),
        "review_on": restriction.review_on.isoformat(),
        "starts_at": restriction.starts_at.isoformat(),
        "ends_at": restriction.ends_at and restriction.ends_at.isoformat(),
        "protected": [str(person.pk) for person in protected],
    }
