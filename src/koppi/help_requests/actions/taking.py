"""Taking a request, answering it, and passing it on to somebody who accepts it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.help_requests import access
from koppi.help_requests.models import Handover, HelpRequest, Line
from koppi.help_requests.refusals import NobodyNamed, NotInHand, Over, TakenByAnother
from koppi.help_requests.sets import ANSWERING_ROLES
from koppi.people.models import Post
from koppi.people.viewer import Viewer

OPEN = Q(closed_at=None, withdrawn_at=None)


@action
def take(*, by: Viewer, request: HelpRequest) -> HelpRequest:
    """Take a request that nobody has; of two at once the database lets exactly one.

    :raises TakenByAnother: somebody has taken it.
    :raises Over: it has been finished or withdrawn.
    """
    untaken = HelpRequest.objects.filter(OPEN, pk=request.pk, taken_by=None)
    if not untaken.update(taken_by=by.post.id, taken_at=by.at):
        raise _why_not_taken(request)
    # An offer somebody had made of it is over: it has a taker now.
    request.handovers.filter(answered_at=None).update(answered_at=by.at)
    trail.leave(by, "help_requests.taken", request)
    request.refresh_from_db()
    return request


def _why_not_taken(request: HelpRequest) -> Exception:
    request.refresh_from_db()
    if not request.is_open:
        return Over(_("Pyyntö on päättynyt. Katso muut pyynnöt jonosta."))
    name = request.taken_by.person.name
    return TakenByAnother(_("%(who)s ehti ottaa tämän. Katso muut pyynnöt jonosta.") % {"who": name})


@action
def answer(*, by: Viewer, request: HelpRequest, way: str, text: str) -> Line:
    """Answer the asker: what was said, in which way. The first answer keeps the promise.

    :raises NotInHand: somebody else has taken the request, or nobody yet.
    """
    need_in_hand(by, request)
    line = Line.objects.create(request=request, post_id=by.post.id, way=way, text=text, said_at=by.at)
    HelpRequest.objects.filter(pk=request.pk, answered_at=None).update(answered_at=by.at)
    _tell_asker(by, request, line)
    trail.leave(by, "help_requests.answered", line, in_time=by.at <= request.promised_at)
    request.refresh_from_db()
    return line


def _tell_asker(by: Viewer, request: HelpRequest, line: Line) -> None:
    if request.way == HelpRequest.Way.EMAIL and "@" in request.contact:
        delivery.enqueue(
            by=by, to_address=request.contact, template="help_requests/answered", language=request.language,
            dedupe_key=f"help-answer-{line.pk}", context={"about": request.pk, "link": "/apua/vastaus/"},
        )  # fmt: skip


@action
def assess_urgency(*, by: Viewer, request: HelpRequest) -> HelpRequest:
    """Write down that the need of urgent help has been looked at, as the law wants at once.

    Source: sosiaalihuoltolaki (1301/2014) 36 §.
    """
    need_in_hand(by, request)
    HelpRequest.objects.filter(pk=request.pk, urgent_checked_at=None).update(urgent_checked_at=by.at)
    trail.leave(by, "help_requests.urgency_assessed", request)
    request.refresh_from_db()
    return request


@action
def hand_over(*, by: Viewer, request: HelpRequest, to: Post | None, words: str = "") -> Handover:
    """Offer a request to a named receiver. It stays where it is until they accept.

    Of a request that nobody has taken anybody of its queue may name who can help.

    :raises NobodyNamed: there is no receiver: nobody is turned away.
    :raises NotInHand: somebody else has taken the request.
    """
    if not request.is_open:
        raise Over(_("Pyyntö on päättynyt. Katso muut pyynnöt jonosta."))
    if request.taken_by_id is not None:
        need_in_hand(by, request)
    _need_receiver(by, request, to)
    Handover.objects.filter(request=request, answered_at=None).update(answered_at=by.at)
    handover = Handover.objects.create(
        request=request, giver_id=by.post.id, receiver=to, words=words.strip(), offered_at=by.at
    )
    delivery.notify(by=by, to=f"e:{to.pk}", kind="help_requests.offered", about=handover)
    trail.leave(by, "help_requests.handed_over", handover, to=str(to.pk))
    return handover


def _need_receiver(by: Viewer, request: HelpRequest, to: Post | None) -> None:
    if to is None:
        raise NobodyNamed(_("Nimeä ihminen, joka voi auttaa. Pyyntö pysyy sinulla, kunnes hän ottaa sen."))
    if to.pk in {by.post.id, request.taken_by_id}:
        raise NobodyNamed(_("Pyyntö on jo hänellä. Nimeä joku toinen."))
    if to.role not in ANSWERING_ROLES or to.person_id == request.asker_person_id:
        raise NobodyNamed(_("Hän ei voi ottaa tätä pyyntöä. Nimeä joku toinen."))


@action
def answer_handover(
    *, by: Viewer, handover: Handover, accepts: bool, who_can: Post | None = None, words: str = ""
) -> Handover:
    """Take the offered request, or name who can: then it is offered to them in the giver's name.

    :raises NobodyNamed: the receiver does not take it and names nobody.
    :raises Over: the offer has been answered, taken back, or the request is somewhere else.
    """
    if f"e:{handover.receiver_id}" not in by.holders:
        raise NotInHand(_("Tarjous on toiselle ihmiselle."))
    if not accepts:
        _need_receiver(by, handover.request, who_can)
    waiting = Handover.objects.filter(pk=handover.pk, answered_at=None)
    if not waiting.update(answered_at=by.at, is_accepted=accepts):
        raise Over(_("Tähän tarjoukseen on jo vastattu."))
    if accepts:
        _move(by, handover)
    else:
        following = Handover.objects.create(
            request=handover.request, giver_id=handover.giver_id, receiver=who_can, words=words.strip(),
            offered_at=by.at,
        )  # fmt: skip
        delivery.notify(by=by, to=f"e:{who_can.pk}", kind="help_requests.offered", about=following)
    kind = "help_requests.offer_answered"
    delivery.notify(
        by=by, to=f"e:{handover.giver_id}", kind=kind, about=handover.request, dedupe=str(handover.pk)
    )
    trail.leave(by, "help_requests.handover_answered", handover, accepts=accepts)
    handover.refresh_from_db()
    return handover


def _move(by: Viewer, handover: Handover) -> None:
    here = HelpRequest.objects.filter(OPEN, pk=handover.request_id)
    here = here.filter(Q(taken_by=handover.giver_id) | Q(taken_by=None))
    if not here.update(taken_by=handover.receiver_id, taken_at=by.at):
        raise Over(_("Pyyntö on siirtynyt muualle. Tarjous ei ole enää voimassa."))


@action
def withdraw_handover(*, by: Viewer, handover: Handover) -> Handover:
    """Take an unanswered offer back."""
    if f"e:{handover.giver_id}" not in by.holders:
        raise NotInHand(_("Vain tarjouksen tekijä voi perua sen."))
    if not Handover.objects.filter(pk=handover.pk, answered_at=None).update(answered_at=by.at):
        raise Over(_("Tähän tarjoukseen on jo vastattu."))
    trail.leave(by, "help_requests.handover_withdrawn", handover)
    return handover


def need_in_hand(by: Viewer, request: HelpRequest) -> None:
    """Make sure that the viewer has the request in hand, and that it goes on.

    :raises NotInHand: somebody else has it, or nobody.
    :raises Over: it has been finished or withdrawn.
    """
    held = HelpRequest.objects.select_for_update().filter(pk=request.pk).get()
    if not held.is_open:
        raise Over(_("Pyyntö on päättynyt. Katso muut pyynnöt jonosta."))
    if not access.is_mine(by, held):
        raise NotInHand(_("Ota pyyntö ensin itsellesi, tai pyydä sen ottajaa tekemään tämä."))
