"""Mapping invitations of the last year: open, closed, and the counts that are left of the old ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from koppi.mapping import periods
from koppi.mapping.models import Invitation, Invitee, PastInvitation
from koppi.people.models import Post
from koppi.people.viewer import HELSINKI
from koppi.sharing.models import Ground, Kind
from koppi.workdays import add_months, add_workdays

from . import plan
from .fate import count_of_cast, first_of
from .making import Case, Making

KEPT_DAYS = 80  # closed longer ago, only counts are left
RUNS = (7, 16)  # days an invitation is open
LIGHTS = {"INFO_AND_WORRY": ("GREEN", "GREEN"), "INFO_ONLY": ("GREEN", "RED"), "NO_INFO": ("RED", "RED")}
LATE = "NO_ANSWER_IN_A_WEEK"
WEEK = 168.0
WORDS, TOLD = "Sovittiin yhdessä, kuka tekee mitä.", "Kerrottiin puhelimessa."


@dataclass(slots=True)
class Dealt:
    """One invitation as dealt; ``asks`` is the member of the cast who has not answered."""

    number: int
    sent_at: datetime
    closed_at: datetime | None
    asked: int
    outcome: str
    asks: str = ""

    def is_forgotten(self, now: datetime) -> bool:
        return self.closed_at is not None and self.closed_at < now - timedelta(days=KEPT_DAYS)


@dataclass(slots=True)
class Answers:
    """Replies and hours still to be dealt, taken from their ends."""

    replies: list[str]
    hours: list[float]


def deal(making: Making, children: int, open_cases: list[int]) -> list[Dealt]:
    """Return the invitations of a year for families with open work, in the plan's shares and season."""
    told, dice = plan.county()["invitations"], making.dice
    count = round(told["per_1000_children"] * children / 1000)
    outcomes, asked = dice.deal(told["outcomes"], count), dice.deal(told["asked"], count)
    moments = _moments(making, count)
    numbers = [number for number in open_cases if number >= count_of_cast()] or open_cases
    chosen = dice.most(numbers, count) if count <= len(numbers) else dice.choices(numbers, k=count)
    dealt = [
        _one(making, number, sent_at, people, outcome)
        for number, sent_at, people, outcome in zip(chosen, moments, asked, outcomes, strict=True)
    ]
    _ask_cast(making, dealt)
    return dealt


def _moments(making: Making, count: int) -> list[datetime]:
    """Return when each was sent: in the months of the last year as busy as they are."""
    season = plan.county()["invitations"]["season"]
    moments = []
    for month in making.dice.deal(season, count):
        ago = (making.today.month - month) % 12
        first = add_months(making.today.replace(day=1), -ago)
        last = add_months(first, 1) - timedelta(days=1) if ago else making.today - timedelta(days=1)
        day = first + timedelta(days=making.dice.randint(0, max((last - first).days, 0)))
        moments.append(min(making.office_hours(day), making.now - timedelta(hours=2)))
    return moments


def _one(making: Making, number: int, sent_at: datetime, asked: int, outcome: str) -> Dealt:
    closed_at = sent_at + timedelta(days=making.dice.randint(*RUNS), hours=making.dice.randint(0, 5))
    return Dealt(number, sent_at, closed_at if closed_at < making.now else None, asked, outcome)


def _ask_cast(making: Making, dealt: list[Dealt]) -> None:
    """Let the members of the cast wait for nothing: each has been asked something in the last days.

    One more is about anna's own family, and is to be looked at again about now. The oldest are taken for
    these: of them nothing but counts would be left.
    """
    asks = [handle for handle, told in plan.county()["cast"].items() for _ in range(told["asked"])]
    oldest = sorted(dealt, key=lambda one: one.sent_at)
    for one, handle in zip(oldest, asks, strict=False):
        day = add_workdays(making.today, -making.dice.randint(1, 3))
        one.asks, one.closed_at, one.sent_at = handle, None, making.office_hours(day)
    for one in oldest[len(asks) : len(asks) + 1]:
        one.number = first_of("anna")
        one.sent_at = making.office_hours(add_months(making.today, -3))
        one.closed_at = max(one.sent_at, making.now - timedelta(days=KEPT_DAYS - 2)) + timedelta(hours=1)
        one.outcome = "TEAM"


def answers_of(making: Making, dealt: list[Dealt]) -> Answers:
    """Deal replies and hours for all that are still in the house and were sent more than a week ago."""
    told = plan.county()["invitations"]
    count = sum(one.asked for one in dealt if is_settled(making, one))
    hours = [min(one, WEEK - 1) for one in making.dice.lognormal(told["median_answer_hours"], 0.9, count)]
    return Answers(making.dice.deal(told["replies"], count), hours)


def is_settled(making: Making, dealt: Dealt) -> bool:
    """Was it sent more than a week ago, so that what the rates say of a week can be seen in it?"""
    return not dealt.is_forgotten(making.now) and dealt.sent_at < making.now - timedelta(days=8)


def invite(making: Making, case: Case, dealt: Dealt, answers: Answers) -> None:
    """Put an invitation with its answers on the shelf; of an old one only the counts."""
    if dealt.is_forgotten(making.now):
        _forget(making, case, dealt)
        return
    whom = [*(child for child in case.house.children if child.is_centre), *case.house.parents[:1]]
    record = case.record(making, Kind.INVITATION, whom, dealt.sent_at)
    sent_on = dealt.sent_at.astimezone(HELSINKI).date()
    answer_by = periods.answer_by(sent_on)
    closed = dealt.closed_at
    reassess_on = add_months((closed or dealt.sent_at).astimezone(HELSINKI).date(), 3)
    invitation = Invitation(
        id=making.dice.key(), record=record, inviter=case.holder, contact_phone=case.holder.phone,
        about=making.dice.choice(plan.words()["about"]), answer_by=answer_by,
        duty_shown_at=dealt.sent_at, sent_at=dealt.sent_at,
        expires_at=periods.expires_at(dealt.sent_at, answer_by), closed_at=closed,
        outcome=dealt.outcome if closed else "", outcome_words=WORDS if closed else "",
        family_told=TOLD if closed else "",
        reassess_on=min(reassess_on, making.today + timedelta(days=3)) if _is_annas(case) else reassess_on,
    )  # fmt: skip
    making.shelf.put(invitation)
    for post in _asked(making, case, dealt):
        _invitee(making, case, dealt, invitation, post, answers)


def _is_annas(case: Case) -> bool:
    return case.house.number == first_of("anna")


def _asked(making: Making, case: Case, dealt: Dealt) -> list[Post]:
    """The cast first, then people of the units that know the family, then of any other."""
    posts = {making.scenery.posts[dealt.asks].pk: making.scenery.posts[dealt.asks]} if dealt.asks else {}
    units = [unit for unit in case.units.values() if unit.pk in making.places.staff]
    while len(posts) < dealt.asked:
        kind = making.dice.choice(("school", "daycare", "clinic", "welfare", "counsel", "youth"))
        unit = units.pop() if units else making.places.unit(making.dice, kind, case.house.municipality)
        post = making.places.post(making.dice, unit)
        if post.pk != case.holder.pk:
            posts[post.pk] = post
    return list(posts.values())


def _invitee(
    making: Making, case: Case, dealt: Dealt, invitation: Invitation, post: Post, answers: Answers
) -> None:
    is_cast = bool(dealt.asks) and post is making.scenery.posts[dealt.asks]
    values = {} if is_cast else _answer(making, dealt, answers)
    invitee = Invitee(
        id=making.dice.key(), invitation=invitation, post=post, asked_at=dealt.sent_at,
        answered_by=post if "answered_at" in values else None, **values,
    )  # fmt: skip
    making.shelf.put(invitee)
    case.units[post.unit_id] = post.unit
    ends_at = periods.result_until(dealt.closed_at) if dealt.closed_at else invitation.expires_at
    making.shelf.put(
        Ground(
            id=making.dice.key(), kind=Ground.Kind.INVITED, holder=f"e:{post.pk}", family=case.family,
            record=invitation.record, given_by=f"e:{case.holder.pk}", starts_at=dealt.sent_at,
            ends_at=ends_at, source=str(invitee),
        )
    )  # fmt: skip


def _answer(making: Making, dealt: Dealt, answers: Answers) -> dict:
    """Return the answer given by now, if any."""
    if is_settled(making, dealt):
        reply = answers.replies.pop()
        hours = answers.hours.pop()
    else:
        reply = making.dice.choice(list(LIGHTS))
        hours = making.dice.uniform(3, 100)
    if reply == LATE:
        reply, hours = making.dice.choice(list(LIGHTS)), making.dice.uniform(WEEK + 1, 2 * WEEK)
    at = dealt.sent_at + timedelta(hours=hours)
    if at >= (dealt.closed_at or making.now):
        return {}
    knows, shares = LIGHTS[reply]
    available = making.dice.choices(("GREEN", "YELLOW", "RED"), (0.6, 0.25, 0.15))[0]
    return {"answered_at": at, "knows": knows, "shares": shares, "available": available}


def _forget(making: Making, case: Case, dealt: Dealt) -> None:
    answered = sum(making.dice.often(0.88) for _ in range(dealt.asked))
    making.shelf.put(
        PastInvitation(
            month=dealt.sent_at.astimezone(HELSINKI).date().replace(day=1), sector=case.holder.unit.sector,
            mode=Invitation.Mode.FREE, outcome=dealt.outcome, asked=dealt.asked, answered=answered,
            available=min(answered, making.dice.randint(1, 3)),
        )
    )  # fmt: skip
