"""The story's looks: who has opened the family's picture lately, and one question about a look."""

from datetime import timedelta
from typing import Any

from koppi.looks import actions as looks
from koppi.looks.access import told_to
from koppi.services.access import episodes_of, note_listing
from koppi.sharing.access import page_for

# Who, how many working days ago, at which hour and minute, and whether they looked at the services too.
LOOKS = (
    ("liisa", 8, 10, 25, False),
    ("maria", 6, 15, 40, True),
    ("anna", 5, 9, 5, True),
    ("petri", 3, 13, 2, False),
    ("satu", 2, 8, 20, False),
    ("anna", 1, 9, 14, False),
    ("anna", 1, 11, 30, True),
)


def look_around(teller: Any) -> None:
    """Open the picture as the team does at work, in the order of time."""
    for handle, days, hour, minute, takes_services in LOOKS:
        at = teller.workday(-days).replace(hour=hour, minute=minute)
        viewer = teller.at_work(handle).moved_to(at)
        family, sight = page_for(viewer, teller.family.pk, "overview.seen")
        if takes_services:
            note_listing(viewer, family, episodes_of(viewer, family, sight))
    _ask(teller)


def _ask(teller: Any) -> None:
    """Sanna asks about the look of the manager, and her own worker tells why."""
    sanna, satu = teller.at_home("sanna", days=-1), str(teller.at_work("satu"))
    told = told_to(sanna, sanna.person_id, sanna.at - timedelta(days=30))
    entry = next((one.id for one in told if one.by == satu), None)
    if entry is None:
        return
    question = looks.ask_about(
        by=sanna, person=sanna.person_id, entry=entry, words="Miksi esihenkilö katsoi meidän tietoja?"
    )
    looks.answer(
        by=teller.at_work("anna"), question=question,
        words="Satu on toinen vahvistaja: hän tarkisti, että rajaus on kunnossa.",
    )  # fmt: skip
