"""Requests for help in the story: a queue that units of three sectors answer, and what has come to it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from koppi.help_requests import access
from koppi.help_requests import actions as help_requests
from koppi.help_requests.asked import Asked
from koppi.help_requests.models import HelpRequest
from koppi.people.models import Post
from koppi.people.viewer import Viewer

ANSWERING = ("centre", "welfare", "clinic")
# Presses of the button in the story: the same story has the same word pairs.
PRESSES = UUID("7b1f0b54-3c1e-4a52-9d0e-3f7a8f5c2b11")
FIRST = (
    "PARENT", "CALL", "040 000 4100", "Elina",
    "Vauva valvottaa öisin, ja olen ihan poikki. Kaipaan jonkun, jonka kanssa jutella.",
)  # fmt: skip
SECOND = (
    "NEAR", "CALL", "040 000 4200", "Pentti",
    "Lapsenlapsi jää usein iltaisin yksin. Voisiko joku auttaa perhettä arjessa?",
)  # fmt: skip
THIRD = ("CHILD", "HERE", "", "", "Mulla ei ole ketään, jonka kanssa olla välitunnilla.")


def tell(units: dict, posts: dict[str, Post], at_work, now: datetime) -> list[HelpRequest]:
    """Tell of the queue and of three requests: one that waits, one that is taken, one that is answered."""
    satu = at_work("satu", days=-30)
    queue = help_requests.open_queue(by=satu, unit=units["centre"])
    for key in ANSWERING:
        help_requests.give_duty(by=satu, queue=queue, holder=f"u:{units[key].pk}")
    waits = _ask(1, FIRST, now - timedelta(minutes=50))
    taken = _ask(2, SECOND, now - timedelta(hours=3))
    answered = _ask(3, THIRD, now - timedelta(hours=26))
    help_requests.take(by=at_work("petri", hours=-2), request=taken)
    help_requests.take(by=at_work("anna", hours=-25), request=answered)
    words = "Kiitos, että kerroit. Tulen huomenna koululle ja jutellaan yhdessä."
    help_requests.answer(by=at_work("anna", hours=-24), request=answered, way="HERE", text=words)
    return [waits, taken, answered]


def _ask(number: int, row: tuple[str, str, str, str, str], at: datetime) -> HelpRequest:
    asker, way, contact, name, text = row
    by: Viewer = access.asker_of(uuid5(PRESSES, f"request {number}"), at)
    asked = Asked(
        once=str(uuid5(PRESSES, str(number))), asker=asker, text=text, way=way, contact=contact, name=name,
        municipality="Kaislaranta",
    )  # fmt: skip
    return help_requests.ask(by=by, asked=asked)[0]
