"""One part of the picture: closed from one parent, or shown to the family only later."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.access import records_visible_to
from koppi.sharing.consenting import is_adult
from koppi.sharing.guards import require_authority, require_service, require_work
from koppi.sharing.models import Prohibition, Record

from .minors import payload_of

LONGEST_DELAY = timedelta(days=90)
LONGEST_HIDING = timedelta(days=365)


@action
def hide_part(
    *, by: Viewer, record: Record, hidden_from: Person, reason: str, review_on: date
) -> Prohibition:
    """Close one part about a child from one parent, for the child's sake. The rest stays as it is.

    :raises Refused: the worker may not, the part is not about a child, or no reason is given.
    """
    _require_decider(by, record)
    child = _child_of(by, record)
    if child is None or hidden_from.pk in _subjects(record):
        raise Refused(_("Osan voi salata vanhemmalta vain, kun se koskee lasta eikä vanhempaa itseään."))
    if not reason.strip():
        raise Refused(_("Kerro, miksi osa salataan."))
    if not by.today < review_on <= by.today + LONGEST_HIDING:
        raise Refused(_("Valitse tarkistuspäivä tästä eteenpäin, enintään vuoden päähän."))
    hiding = Prohibition.objects.create(
        cause=Prohibition.Cause.BETWEEN_PARENTS, minor=child, record=record, matter=record.matter,
        hidden_from=hidden_from, reason=reason.strip(), set_by=str(by), review_on=review_on,
        reviewed_by=str(by), reviewed_at=by.at, starts_at=by.at,
    )  # fmt: skip
    journal.append("sharing.prohibition_set", hiding.pk, payload_of(hiding), by.at)
    trail.leave(by, "sharing.part_hidden", record, subjects=[child, hidden_from], action="restrict")
    return hiding


@action
def show_part(*, by: Viewer, hiding: Prohibition) -> Prohibition:
    """Open a closed part to the parent again.

    :raises Refused: it is a minor's own prohibition, or not this worker's to end.
    """
    if hiding.cause != Prohibition.Cause.BETWEEN_PARENTS:
        raise Refused(_("Kiellon voi perua vain nuori itse."))
    require_authority(by)
    require_service(by, hiding.minor_id)
    if Prohibition.objects.in_force(by.at).filter(pk=hiding.pk).update(ends_at=by.at):
        hiding.ends_at = by.at
    trail.leave(by, "sharing.part_shown", hiding, subjects=[hiding.minor_id], action="restrict")
    return hiding


@action
def delay_showing(*, by: Viewer, record: Record, until: datetime | None) -> Record:
    """Show a part to the family only from a moment on; None shows it now. Who wrote it sees it all along.

    :raises Refused: the worker may not, or the wait is too long.
    """
    _require_decider(by, record)
    if until is not None and not by.at < until <= by.at + LONGEST_DELAY:
        raise Refused(_("Näyttämistä voi lykätä enintään 90 päivää. Valitse aiempi päivä."))
    record.shown_from = until
    record.save(update_fields=["shown_from"])
    if until is not None:
        payload = {"until": until.isoformat()}
        journal.append("sharing.showing_delayed", record.pk, payload, by.at)
    trail.leave(by, "sharing.showing_delayed", record, subjects=_subjects(record), action="restrict")
    return record


def _require_decider(by: Viewer, record: Record) -> None:
    require_authority(by)
    require_work(by, record.family_id)
    if not records_visible_to(by, family=record.family).filter(pk=record.pk).exists():
        raise Refused(_("Tämän voi tehdä vain perheen kanssa työskentelevä. Pyydä perheen omatyöntekijältä."))


def _subjects(record: Record) -> list:
    return list(record.subjects.values_list("person_id", flat=True))


def _child_of(by: Viewer, record: Record) -> Person | None:
    people = Person.objects.filter(pk__in=_subjects(record)).order_by("born_on", "id")
    return next((one for one in people if not is_adult(one, by)), None)
