"""Making the cards of an invitation out of its rows; the door has been passed before."""

from collections import Counter

from django.utils.translation import gettext as _

from koppi.people.viewer import Viewer
from koppi.sharing.look import look_at

from . import lights, periods, sending
from .cards import Grid, Lamp, Party, Row, TimeCard
from .models import Invitation, Invitee, ProposedTime
from .questions import QUESTIONS


def hides_places(viewer: Viewer, family_id) -> bool:
    """Tell whether somebody's place is kept from this viewer: then no unit or number is shown."""
    look = look_at(viewer, family_id)
    return look is None or bool(look.placeless)


def party_of_post(post, hide_place: bool = False) -> Party:
    """Return a professional as a card; person, unit and organisation must be at hand."""
    unit = post.unit
    return Party(
        name=post.person.name,
        role=post.said_title,
        sector=unit.sector,
        key=str(post.person_id),
        face=post.person.face,
        place="" if hide_place else f"{unit.said_name}, {unit.organisation.said_name}",
        phone="" if hide_place else post.phone or unit.phone,
    )


def party_of(invitee: Invitee, hide_place: bool) -> Party:
    """Return the asked party: a professional, a unit or a guest."""
    if invitee.post:
        return party_of_post(invitee.post, hide_place)
    if invitee.unit:
        unit = invitee.unit
        name = _("Yksikkö") if hide_place else unit.said_name
        return Party(name, _("Yhteinen jono"), unit.sector, str(unit.pk))
    return Party(invitee.guest_name, invitee.guest_role, "", str(invitee.pk))


def state_of_invitee(invitee: Invitee) -> str:
    """Return where one asked party stands: PASSED, NOT_FOR_ME, ANSWERED, EXPIRED or WAITING."""
    if invitee.passed_to_id:
        return "PASSED"
    if invitee.not_for_me_at:
        return "NOT_FOR_ME"
    if invitee.answered_at:
        return "ANSWERED"
    return "EXPIRED" if invitee.expired_at else "WAITING"


def lamps_of(invitee: Invitee) -> tuple[Lamp, ...]:
    """Return the three answers; unanswered ones wait."""
    given = ((question, getattr(invitee, question.name)) for question in QUESTIONS)
    return tuple(Lamp(str(question.heading), light, str(question.word(light))) for question, light in given)


def invitees_of(invitation: Invitation, with_times: bool = True) -> list[Invitee]:
    """Return the asked parties with everything their cards need, in the order of asking."""
    rows = invitation.invitees.select_related(
        "post__person", "post__unit__organisation", "unit__organisation", "answered_by__person",
        "passed_to__post__person", "link",
    )  # fmt: skip
    rows = rows.prefetch_related("suits") if with_times else rows
    return list(rows.order_by("number", "asked_at", "id"))


def lights_of(
    viewer: Viewer, invitation: Invitation, hide_place: bool
) -> tuple[tuple[Row, ...], lights.Tally]:
    """Return the rows and what they come to, without the proposed times, in one query."""
    invitees = invitees_of(invitation, with_times=False)
    is_inviter = sending.holds_inviter(viewer, invitation)
    rows = tuple(_row(viewer, row, invitation, is_inviter, hide_place, frozenset()) for row in invitees)
    return rows, lights.tally(row.available for row in invitees if row.is_asked)


def grid_of(viewer: Viewer, invitation: Invitation, hide_place: bool) -> Grid:
    """Return the grid as this viewer sees it: messages and guests' addresses are the inviter's alone."""
    invitees = invitees_of(invitation)
    is_inviter = sending.holds_inviter(viewer, invitation)
    times = list(invitation.times.all())
    counted = lights.tally(row.available for row in invitees if row.is_asked)
    suits = Counter(suit.time_id for row in invitees if row.is_asked for suit in row.suits.all())
    cards = {time.pk: _time(time, suits[time.pk]) for time in times}
    choice = lights.best_time({time.pk: time.starts_at for time in times}, suits, counted.asked)
    return Grid(
        rows=tuple(_row(viewer, row, invitation, is_inviter, hide_place, _suits(row)) for row in invitees),
        times=tuple(cards.values()),
        tally=counted,
        best=cards[choice.key] if choice else None,
        choice=choice,
        version=invitation.version,
    )


def _time(time: ProposedTime, suits: int) -> TimeCard:
    return TimeCard(time.pk, time.starts_at, time.ends_at, time.is_remote, suits)


def _suits(row: Invitee) -> frozenset:
    return frozenset(suit.time_id for suit in row.suits.all())


def _row(
    viewer: Viewer, row: Invitee, invitation: Invitation, is_inviter: bool, hide_place: bool, suits: frozenset
) -> Row:
    state = state_of_invitee(row)
    waits = state == "WAITING" and invitation.is_open
    return Row(
        id=row.pk,
        party=party_of(row, hide_place),
        state=state,
        is_mine=row.holder in viewer.holders,
        lamps=lamps_of(row),
        why=row.why,
        answered_by=row.answered_by.person.name if row.unit_id and row.answered_by else "",
        answered_at=row.answered_at,
        passed_to=_passed_to(row),
        reminded_next=periods.next_reminder_on(row.asked_at, viewer.today) if waits else None,
        suits=suits,
        **(_for_inviter(row, viewer) if is_inviter else {}),
    )


def _passed_to(row: Invitee) -> str:
    return row.passed_to.post.person.name if row.passed_to and row.passed_to.post else ""


def _for_inviter(row: Invitee, viewer: Viewer) -> dict[str, str]:
    link = getattr(row, "link", None)
    more = {"message": row.message, "email": row.guest_email}
    if link is None:
        return more
    return more | {
        "code": link.code if link_state(link, viewer.at) == "UNOPENED" else "",
        "link_state": link_state(link, viewer.at),
    }


def link_state(link, at) -> str:
    """Return how a guest's link stands: UNOPENED, OPENED, ENDED or EXPIRED."""
    if link.ended_at:
        return "ENDED"
    if link.expires_at <= at:
        return "EXPIRED"
    return "OPENED" if link.opened_at else "UNOPENED"
