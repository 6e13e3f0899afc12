"""What can be picked when a restriction is made, and with whose eyes it is looked at first."""

from uuid import UUID

from django.utils.translation import gettext as _

from koppi.families.models import Custody, Family
from koppi.people.models import Organisation, Person, Post

from .desk import Desk
from .models import Ground, Restriction

Choices = list[tuple[str, str]]


def may_be_kept_out(desk: Desk) -> Choices:
    """Return the family's people, other guardians of its children, its workers and their organisations."""
    people = {f"p:{card.id}": card.name for card in desk.people}
    rows = Custody.objects.filter(child__in=[card.id for card in desk.people]).select_related("adult")
    people |= {f"p:{row.adult_id}": row.adult.name for row in rows if row.adult_id not in desk.sight.hidden}
    return [*people.items(), *_workers(desk).items(), *_organisations(desk).items()]


def may_know_place(desk: Desk) -> Choices:
    """Return who can be cleared for a hidden place: workers, their units, and the adults of the family."""
    units = Ground.objects.in_force(desk.viewer.at).filter(family=desk.family, holder__startswith="u:")
    names = desk.names(units.values_list("holder", flat=True))
    adults = {f"p:{card.id}": card.name for card in desk.people if card.place != "CHILD"}
    return [*_workers(desk).items(), *names.items(), *adults.items()]


def values_of(desk: Desk, said: dict, ends_at) -> dict:
    """Return what the form said as the values of a restriction."""
    is_safety = said["kind"] == Restriction.Kind.SAFETY
    return {
        "kind": said["kind"],
        "family": None if is_safety else desk.family,
        "kept_out": said["kept_out"],
        "protected": [desk.person(pk) for pk in said["protected"]],
        "cause": said["cause"],
        "words": said["words"],
        "asked_by": desk.person(said["asked_by"]) if said["asked_by"] else None,
        "review_on": said["review_on"],
        "appeal_contact": said["appeal_contact"],
        "cleared": said["cleared"] if is_safety else (),
        "ends_at": ends_at,
    }


def eyes_for(desk: Desk, values: dict) -> str:
    """Return the holder to look as: the one kept out, or a guardian or worker not cleared for the place."""
    if values["kept_out"]:
        return values["kept_out"]
    safe = {*values["cleared"], *(f"p:{person.pk}" for person in values["protected"])}
    seeing = [*(f"p:{pk}" for pk in _guardians(values["protected"])), *_workers(desk)]
    return next((holder for holder in seeing if holder not in safe), "")


def fresh(family: Family) -> Family:
    """Return the family as a new object, on which nobody has looked yet."""
    return Family.objects.get(pk=family.pk)


def is_decided_by(desk: Desk, restriction: Restriction) -> bool:
    """Did the same human decide it, in this post or another? Then somebody else confirms."""
    decider = Post.objects.filter(pk=restriction.decided_by[2:], person=desk.viewer.person_id)
    return restriction.decided_by.startswith("e:") and decider.exists()


def _workers(desk: Desk) -> dict[str, str]:
    rows = Ground.objects.in_force(desk.viewer.at).filter(family=desk.family, holder__startswith="e:")
    return desk.names(rows.order_by("starts_at").values_list("holder", flat=True))


def _organisations(desk: Desk) -> dict[str, str]:
    posts = [UUID(holder[2:]) for holder in _workers(desk)]
    rows = Organisation.objects.filter(units__posts__in=posts).distinct()
    names = desk.names(f"o:{row.pk}" for row in rows)
    return {holder: _("Koko organisaatio: %(name)s") % {"name": name} for holder, name in names.items()}


def _guardians(people: list[Person]) -> list[UUID]:
    rows = Custody.objects.filter(child__in=people, may_see_online=True).order_by("starts_on", "id")
    return list(dict.fromkeys(rows.values_list("adult_id", flat=True)))
