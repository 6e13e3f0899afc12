"""What the asker does: ask, come back, add, withdraw. And staff, who enter what came by telephone."""

from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.help_requests import access, county, danger, sets, word_pair
from koppi.help_requests.asked import Asked
from koppi.help_requests.models import HelpRequest, Knock, Line
from koppi.help_requests.promise import answer_by
from koppi.help_requests.refusals import NoQueue, Over
from koppi.people.viewer import Viewer
from koppi.sealing import keyed_hash

DRAWS = 4


@action
def ask(*, by: Viewer, asked: Asked) -> tuple[HelpRequest, str]:
    """Put a request into the queue; return it with its word pair. The same press again is the same request.

    :raises NoQueue: nobody has been set to answer.
    """
    once_hash = keyed_hash(f"once {asked.once}")
    found = HelpRequest.objects.filter(once_hash=once_hash).first()
    request, is_new = (found, False) if found else _put(by, asked, once_hash)
    about = {"channel": request.channel, "asker": request.asker, "danger": request.has_danger}
    trail.leave(by, "help_requests.asked", request, action="create", is_new=is_new, **about)
    return request, _words_of(asked, request)


def _put(by: Viewer, asked: Asked, once_hash: str) -> tuple[HelpRequest, bool]:
    queue = access.queue_for_municipality(asked.municipality)
    if queue is None:
        raise NoQueue(_("Pyyntöjä ei voi vielä ottaa vastaan täällä. Soita perhepalveluihin."))
    values = _values(by, asked)
    try:
        with transaction.atomic():
            made = HelpRequest.objects.create(queue=queue, once_hash=once_hash, pk=_key_of(by), **values)
    except IntegrityError:
        # Two presses at the same moment: the other one was first.
        return HelpRequest.objects.get(once_hash=once_hash), False
    return made, True


def _key_of(by: Viewer):
    return by.guest_id or uuid4()


def _values(by: Viewer, asked: Asked) -> dict:
    lately = access.asked_lately(asked.origin, by.at)
    return {
        "channel": asked.channel, "asker": asked.asker, "text": asked.text, "name": asked.name,
        "way": asked.way, "contact": asked.contact, "contact_hash": sets.contact_hash(asked.contact),
        "municipality": asked.municipality, "language": asked.language,
        "is_plain_language": asked.is_plain_language, "family_knows": asked.family_knows,
        "has_danger": danger.has_signs(asked.text), "origin": asked.origin,
        "is_flood": lately >= settings.KOPPI_REQUESTS_PER_HOUR,
        "asker_person_id": asked.person_id, "entered_by_id": by.post.id if by.post else None,
        "asked_at": by.at, "promised_at": answer_by(by.at, county.office()),
        "words_hash": _free_hash(asked),
    }  # fmt: skip


def _pair(asked: Asked, draw: int) -> str:
    return word_pair.drawn(f"{asked.once} {draw}", settings.KOPPI_FIELD_KEY, asked.language)


def _free_hash(asked: Asked) -> str:
    """Return the hash of the first pair drawn from this press that nobody else has."""
    hashes = [access.hash_of_words(word_pair.canonical(_pair(asked, draw))) for draw in range(DRAWS)]
    taken = set(HelpRequest.objects.filter(words_hash__in=hashes).values_list("words_hash", flat=True))
    return next(one for one in hashes if one not in taken)


def _words_of(asked: Asked, request: HelpRequest) -> str:
    """Draw the pair again: the press that made the request is the only one that can."""
    pairs = (_pair(asked, draw) for draw in range(DRAWS))
    canonical = {access.hash_of_words(word_pair.canonical(pair)): pair for pair in pairs}
    return canonical.get(request.words_hash, "")


@action
def knock(*, by: Viewer, origin: str) -> None:
    """Count a word pair that opened nothing."""
    Knock.objects.create(origin=origin, at=by.at)
    trail.leave(by, "help_requests.knocked", None, result="denied")


@action
def let_in(*, by: Viewer, request_id) -> None:
    """Write that the word pair opened the asker's own request."""
    trail.leave(by, "help_requests.came_back", HelpRequest(pk=request_id))


@action
def add_words(*, by: Viewer, request: HelpRequest, text: str) -> Line:
    """Add to one's own request; whoever has taken it is told.

    :raises Over: it has been finished or withdrawn.
    """
    _need_open(request)
    line = Line.objects.create(request=request, text=text, said_at=by.at)
    if danger.has_signs(text) and not request.has_danger:
        HelpRequest.objects.filter(pk=request.pk).update(has_danger=True)
    if request.taken_by_id:
        to = f"e:{request.taken_by_id}"
        delivery.notify(by=by, to=to, kind="help_requests.added", about=request, dedupe=str(line.pk))
    trail.leave(by, "help_requests.added", line)
    return line


@action
def withdraw(*, by: Viewer, request: HelpRequest) -> HelpRequest:
    """Withdraw one's own request. What nobody has taken yet is wiped at once.

    :raises Over: it has been finished or withdrawn.
    """
    _need_open(request)
    still_open = HelpRequest.objects.filter(pk=request.pk, closed_at=None, withdrawn_at=None)
    journal.append("help_requests.withdrawn", request.pk, {"at": by.at.isoformat()}, by.at)
    wiped = {} if request.taken_by_id else {"text": "", "name": "", "contact": "", "contact_hash": ""}
    if not still_open.update(withdrawn_at=by.at, **wiped):
        raise Over(_("Pyyntö on jo päättynyt. Voit tehdä uuden pyynnön."))
    if wiped:
        request.lines.all().delete()
    else:
        delivery.notify(by=by, to=f"e:{request.taken_by_id}", kind="help_requests.withdrawn", about=request)
    request.handovers.filter(answered_at=None).update(answered_at=by.at)
    trail.leave(by, "help_requests.withdrawn", request, is_wiped=bool(wiped))
    request.refresh_from_db()
    return request


def _need_open(request: HelpRequest) -> None:
    if not request.is_open:
        raise Over(_("Pyyntö on jo päättynyt. Voit tehdä uuden pyynnön."))
