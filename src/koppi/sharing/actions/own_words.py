"""An author opens own words to somebody, and closes them again."""

from django.db.models import Q
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import rule
from koppi.sharing.models import Kind, Record, RecordShare
from koppi.sharing.standing import Standing


@action
def share_words(*, by: Viewer, record: Record, holder: str) -> RecordShare:
    """Open a record to a holder, or to the whole team with ``t:``. Opening again changes nothing.

    :raises Refused: somebody else wrote and said it.
    """
    _require_author(by, record)
    share = RecordShare.objects.filter(record=record, holder=holder, ends_at=None).first()
    if share is None:
        share = RecordShare.objects.create(record=record, holder=holder, starts_at=by.at)
    trail.leave(by, "sharing.words_shared", record, subjects=[by.person_id], holder=holder)
    return share


@action
def unshare_words(*, by: Viewer, record: Record, holder: str) -> None:
    """Close a record from a holder this very second.

    :raises Refused: somebody else wrote and said it.
    """
    _require_author(by, record)
    if RecordShare.objects.in_force(by.at).filter(record=record, holder=holder).update(ends_at=by.at):
        payload = {"record": str(record.pk), "holder": holder, "at": by.at.isoformat()}
        journal.append("sharing.share_ended", record.pk, payload, by.at)
    trail.leave(by, "sharing.words_unshared", record, subjects=[by.person_id], holder=holder)


def _require_author(by: Viewer, record: Record) -> None:
    mine = rule.mine(Standing.of(by))
    if by.is_client:
        mine |= Q(kind=Kind.OWN_WORDS, subjects__person=by.person_id)
    whose = Record.objects.system("is it the author or the speaker who opens it?").filter(mine, pk=record.pk)
    if not whose.exists():
        raise Refused(_("Vain kirjoittaja voi avata tai sulkea omat sanansa."))
