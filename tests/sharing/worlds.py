"""Every small world: all combinations of the facts that matter together, some thirty thousand of them.

Facts that cannot touch each other are not multiplied with each other; those that can are, group by group.
In each fact the choices are parted by `|`, and `-` says that there is no such row.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import product
from random import Random

from django.db import transaction

from koppi.families.models import Family
from koppi.sharing import grants
from tests import make

from .telling import Builder, Cast

# A sector holds no ground, since it would reach into the worlds of every other viewer.
GROUNDS = """- | TEAM e | TEAM e ended | TEAM e ending | TEAM e begins | TEAM e coming | TEAM e empty
    | TEAM e SCHOOL | TEAM e HEALTH | TEAM u | TEAM o | TEAM xe | TEAM pe | TEAM ue | TEAM uu | TEAM ae
    | TEAM p | TEAM e there | UNIT_DUTY u | SUPERVISION e | INVITED e | INVITED e that | INVITED u
    | INVITED e SCHOOL | INVITED e ended | INVITED xe | OTHER_AUTHORITY e | OTHER_AUTHORITY e SCHOOL
    | OTHER_AUTHORITY e ended | OTHER_AUTHORITY xe | EMERGENCY e | EMERGENCY e ended | EMERGENCY xe"""
FEW_GROUNDS = "TEAM e | UNIT_DUTY u | INVITED e | EMERGENCY e"
COVERS = """- | o | s | u | e | ae | pe | ue | uu | xo | xs | xe | p | o SCHOOL | o HEALTH | o ended
    | o ending | o begins | o coming | o withdrawn | o withdrawing | o unsaid | o other | law o | law s
    | law xo | law e HEALTH | law e SCHOOL | law o ended | law o begins | law o other
    | o HEALTH + law s SCHOOL"""
TIMES = ("", "ended", "ending", "begins", "coming", "empty")
EMERGENCIES = "| + EMERGENCY e | + EMERGENCY e ended | + EMERGENCY xe | + EMERGENCY u | + EMERGENCY e there"
KEPT_OUT = """PERSON p | POST e | ORGANISATION o | PERSON xp | POST xe | ORGANISATION xo | POST pe | POST ae
    | ORGANISATION u | POST p | PERSON e | ORGANISATION e"""
SCOPES = ("", "here", "there", "child", "other", "child other", "child there", "other here")
FLAGS = """- | words | draft | words draft | sensitive | internal | later | showing | shown | words sensitive
    | words internal later"""
AUTHORS_OUTSIDE = "- | me | me elsewhere"
AUTHORS = "- | me | me elsewhere | me as myself | my post"
SHARES = """- | e | u | o | s | ae | p | t | xe | xp | pe | t ended | t begins | e ended | e begins | e ending
    | e coming | p ended | p begins | t that | e that | p that"""
OWN_SHARES = "- | p | p ended | p begins | p ending | p coming | p that | xp | t"
CUSTODIES = """- | online | offline | informed | ended | ending | begins | coming | xp | reversed
    | offline + informed | online other"""
SHIELDS = """- | child | child p | child xp | child p + child | child p + child p | child ended | child begins
    | child ending | child coming | other | other p | child other p | outsider"""
PROHIBITIONS = tuple(
    f"{who} {what} {key}"
    for who in ("child", "other", "me")
    for what in ("", "this", "that", "SCHOOL", "HEALTH")
    for key in ("", "p", "xp")
)
CAPACITIES = """- | ANY | no | SCHOOL | HEALTH | ANY + newer no | no + newer ANY | ANY + no | SCHOOL + no
    | ANY + SCHOOL newer no | no + SCHOOL newer | SCHOOL newer + no | SCHOOL + HEALTH no | ANY ended
    | ANY begins | SCHOOL ending + HEALTH coming | ANY coming | ANY + no begins | ANY + no coming
    | ANY + no ended | ANY + SCHOOL no ended | SCHOOL ended + ANY begins"""


def at_times(sentence: str) -> list[str]:
    return [f"{sentence} {time}".strip() for time in TIMES]


def crossed(*parts: str | list[str] | tuple[str, ...]) -> list[str]:
    """Every choice of the first with every choice of the second, and so on, as one sentence."""
    return [" ".join(words).strip() for words in product(*map(choices, parts))]


def choices(said) -> list[str]:
    found = said.split("|") if isinstance(said, str) else said
    return [" ".join(one.split()).removeprefix("- ").removesuffix("-").strip() for one in found]


def every(side: str, **facts) -> Iterator[dict[str, str]]:
    for combination in product(*map(choices, facts.values())):
        yield {"side": side, **{fact: said for fact, said in zip(facts, combination, strict=True) if said}}


RESTRICTIONS = ["", *crossed(KEPT_OUT, SCOPES)]
TIMED_FOR_CLIENTS = crossed("PERSON p", "here | child", TIMES)
TIMED_RESTRICTIONS = [*TIMED_FOR_CLIENTS, *crossed("POST e | ORGANISATION o", "here | child", TIMES)]


def of_workers() -> Iterator[dict[str, str]]:
    """Grounds and cover in all their forms, then what restrictions and the record itself say to them."""
    yield from every("worker", ground=GROUNDS, cover=COVERS, record="- | SCHOOL")
    yield from every(
        "worker",
        ground=GROUNDS,
        cover="o other | o other child | o SCHOOL other + o | o other + law s ended | s HEALTH other + u",
        record="- | SCHOOL",
        about="child other | child",
    )
    yield from every(
        "worker",
        ground=[
            time for kind in ("TEAM e", "TEAM u", "OTHER_AUTHORITY e", "INVITED e") for time in at_times(kind)
        ],
        cover=[
            *at_times("o"),
            *at_times("law u"),
            "o begins withdrawn",
            "o withdrawing",
            "o ended withdrawing",
        ],
    )
    yield from every(
        "worker",
        ground="TEAM e + INVITED e | INVITED e | INVITED e + INVITED e that",
        cover="o SCHOOL | o SCHOOL + o HEALTH other | o + o other",
        about="child | child other | child outsider",
        record="SCHOOL | HEALTH | -",
        restriction="- | POST e child | POST e other",
    )
    yield from every("worker", ground=crossed(FEW_GROUNDS, EMERGENCIES), cover="o", restriction=RESTRICTIONS)
    yield from every(
        "worker",
        ground="TEAM e | SUPERVISION e | TEAM e + EMERGENCY e",
        cover="o child other",
        restriction=RESTRICTIONS,
        about="child | other | child other",
    )
    yield from every(
        "worker",
        ground=crossed("TEAM e", EMERGENCIES),
        cover="o other child | -",
        restriction=TIMED_RESTRICTIONS,
        record="- | draft",
    )
    yield from every(
        "worker", ground="TEAM e | EMERGENCY e", cover="o | -", record=FLAGS, author=AUTHORS, share=SHARES
    )
    yield from every(
        "worker",
        ground="TEAM xe | TEAM e ended | UNIT_DUTY u | INVITED e | TEAM u | TEAM o",
        cover="o | -",
        record="- | words | draft",
        author=AUTHORS,
        share="- | e | t | p",
    )


def of_workers_with_more() -> Iterator[dict[str, str]]:
    """Roles, deputies, relatives of the family, hidden places, a second family of the child."""
    yield from every(
        "worker",
        me="- | ADULT | ADULT past | ADULT coming | ADULT there | CHILD ended",
        ground=crossed(FEW_GROUNDS, "- | + EMERGENCY e"),
        cover="o",
        about="child | child me | me",
        author="- | me",
        record="- | words",
    )
    yield from every(
        "worker",
        role="- | MANAGER | PARTNER | ANALYST | ADMIN | DPO",
        ground=[*choices(FEW_GROUNDS), "TEAM e + EMERGENCY e"],
        cover="o | -",
        author="- | me",
        record="- | words | draft",
        share="- | e | t",
    )
    yield from every(
        "worker",
        deputy=["now", "back", *TIMES],
        ground=[f"TEAM {key}" for key in ("e", "ae", "pe", "u", "xe")],
        cover="ae | e | o | -",
        record="- | words | words draft",
        share="- | ae | t",
        restriction="- | POST ae here",
    )
    cleared = crossed("child | child other", "- | e | u | o | s | ae | p | pe | xe | xo | t")
    yield from every(
        "worker",
        shield=[*choices(SHIELDS), *cleared, "child e + child", "child e + child u"],
        ground="TEAM e | EMERGENCY e",
        cover="o child other",
        me="- | ADULT there",
    )
    yield from every(
        "worker",
        ground="TEAM e | TEAM e there | TEAM e there + INVITED e | INVITED e there",
        cover="o | o other",
        restriction=["", *crossed("PERSON p | POST e", SCOPES)],
        record="- | words",
        share="- | e | t",
    )
    yield from every(
        "worker",
        place="CHILD | CHILD past | CHILD coming | ADULT | UNBORN | NEAR ended",
        ground=FEW_GROUNDS,
        cover="o | o other | -",
        about="child | other | child other",
    )


def of_workers_with_two_grounds() -> Iterator[dict[str, str]]:
    """What one ground opens and another does not: the door, the record, the change."""
    yield from every(
        "worker",
        ground=[f"{sentence} + UNIT_DUTY u" for sentence in (*at_times("TEAM e"), "TEAM xe", "TEAM e there")],
        cover="o | -",
        record="- | words | draft | words draft",
        author="- | me",
        share="- | t | e",
    )
    yield from every(
        "worker",
        ground="TEAM e + OTHER_AUTHORITY e | TEAM e + EMERGENCY e | UNIT_DUTY u + SUPERVISION e",
        cover="o | o other | -",
        restriction="- | POST e child | POST e other | PERSON p child | PERSON xp other inherited",
        about="child | other",
    )
    yield from every(
        "worker", ground="TEAM e", cover="o", prohibition=["", *PROHIBITIONS], record="- | SCHOOL"
    )


def of_nobody() -> Iterator[dict[str, str]]:
    """A record about nobody is seen by nobody but its author."""
    shared = {"about": "nobody | child", "record": FLAGS, "author": "- | me"}
    yield from every("worker", ground=FEW_GROUNDS, cover="o", **shared)
    yield from every("client", custody="- | online", share="- | p", **shared)


def of_guardians() -> Iterator[dict[str, str]]:
    yield from every(
        "client",
        custody=CUSTODIES,
        age="minor | grown | almost | leap | ageless",
        about="child | child other | me child | other",
        me="- | ADULT | ADULT there",
        place="CHILD | ADULT past",
    )
    yield from every(
        "client",
        custody="- | online | online child other",
        shield=SHIELDS,
        about="child | child other",
        restriction="- | PERSON p child | PERSON p other | PERSON p here | PERSON xp child",
        me="- | ADULT",
    )
    yield from every(
        "client",
        custody="- | online",
        record=crossed(FLAGS, "- | SCHOOL"),
        author=AUTHORS_OUTSIDE,
        share=OWN_SHARES,
        about="child | other",
    )
    yield from every(
        "client",
        custody="online | online child other",
        me="- | ADULT",
        record="- | SCHOOL",
        prohibition=["", *PROHIBITIONS],
        about="child | child other | me child | other",
    )
    yield from every(
        "client",
        custody="online | -",
        prohibition=[
            *at_times("child"),
            *at_times("child this p"),
            *at_times("other"),
            "child SCHOOL + other p",
        ],
        author="- | me",
        share="- | p",
        about="child | child other | me child",
    )
    kept_out = crossed("PERSON p | PERSON xp | POST p | ORGANISATION xo | POST xe", SCOPES)
    yield from every(
        "client",
        custody="online | online child other",
        restriction=["", *kept_out, *TIMED_FOR_CLIENTS],
        about="child | child other",
        author="- | me",
        share="- | p",
        me="- | ADULT",
    )
    yield from every(
        "client",
        ground="TEAM p | INVITED p | TEAM xe | INVITED xp | OTHER_AUTHORITY p",
        cover="p | xo | - | p other",
        custody="- | online",
        record="- | words",
        share="- | t",
        shield="- | child",
    )
    yield from every(
        "client",
        custody="online",
        record="- | words | sensitive",
        share="- | p",
        restriction="- | PERSON p there | PERSON p child there",
        me="- | ADULT there",
    )
    yield from every(
        "client",
        custody="- | online | online child other",
        me="- | ADULT",
        restriction=crossed(
            "PERSON xp asked | POST xe asked | PERSON p asked", SCOPES, "- | ended | inherited"
        ),
        shield="- | child asked p | other asked",
    )


def of_oneself() -> Iterator[dict[str, str]]:
    yield from every(
        "client",
        born="adult | minor | grown | almost | leap | ageless",
        capacity=CAPACITIES,
        me="- | CHILD | ADULT | UNBORN | CHILD past | ADULT coming + CHILD past | ADULT there",
        about="me",
        record="- | SCHOOL | HEALTH",
    )
    yield from every(
        "client",
        born="adult | minor",
        capacity="- | ANY | SCHOOL",
        me="CHILD | ADULT",
        custody="- | online",
        about="me | me child | me other",
        record=crossed(FLAGS, "- | SCHOOL"),
        author="- | me",
    )
    yield from every(
        "client",
        born="adult | minor",
        capacity="ANY",
        me="CHILD",
        about="me | me other",
        restriction=["", "PERSON p me", *crossed("PERSON p | PERSON xp", SCOPES), "PERSON xp me"],
        shield="- | me | me p",
        prohibition="- | me | other | me xp | other this p",
    )


def of_guests() -> Iterator[dict[str, str]]:
    grounds = ("", "INVITED g that", "INVITED xg", "INVITED g SCHOOL", "TEAM g", "TEAM xg")
    yield from every(
        "guest",
        ground=[*at_times("INVITED g"), *grounds],
        cover="g | - | xg | g ended | g SCHOOL | g HEALTH | law g | g other | g other child",
        about="child | child other | child outsider",
        record="- | SCHOOL",
    )
    yield from every(
        "guest",
        ground="INVITED g | TEAM g",
        cover="g",
        record=FLAGS,
        share="- | g | xg | t | g ended | g begins",
    )
    yield from every(
        "guest",
        ground="INVITED g | TEAM g",
        cover="g child other",
        about="child | child other",
        restriction="- | PERSON xp child | POST xe here | ORGANISATION xo child",
        shield="- | child | child g",
    )


@cache
def all_told() -> list[dict[str, str]]:
    """Every world once, well mixed, in an order that does not change."""
    groups = (
        of_workers,
        of_workers_with_more,
        of_workers_with_two_grounds,
        of_nobody,
        of_guardians,
        of_oneself,
        of_guests,
    )
    once = {tuple(sorted(told.items())): told for group in groups for told in group()}
    return Random(1).sample(list(once.values()), len(once))


@contextmanager
def built(worlds: Iterable[dict[str, str]]) -> Iterator[list[Cast]]:
    """Write the worlds and make their grants as the product does; forget everything afterwards."""
    with transaction.atomic():
        builder = Builder()
        for told in worlds:
            builder.tell(told)
        builder.write()
        grants.rebuild_many(Family.objects.values_list("pk", flat=True))
        make.counted()
        yield builder.casts
        transaction.set_rollback(True)
