"""A family centre with a queue, two who answer it, and somebody who asks."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from koppi.help_requests import access, actions
from koppi.help_requests.asked import Asked
from koppi.help_requests.models import HelpRequest, Queue
from koppi.people.models import Post, Unit
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from tests import make

NOON = make.NOON  # a Monday, 14 o'clock in Finland
TEXT = "Aamut ovat vaikeita. Tyttäreni ei halua mennä kouluun."


@dataclass
class Centre:
    """The people of one queue."""

    unit: Unit
    queue: Queue
    anna: Post
    petri: Post
    satu: Post
    vera: Post

    def viewer(self, post: Post, at=NOON, **more) -> Viewer:
        return make.a_viewer(post, at, **more)

    def ask(self, at=NOON, by: Viewer | None = None, **said) -> tuple[HelpRequest, str]:
        given = {
            "once": str(uuid4()),
            "asker": "PARENT",
            "text": TEXT,
            "way": "CALL",
            "contact": "040 1234567",
        }
        return actions.ask(by=by or access.asker_of(uuid4(), at), asked=Asked(**given | said))

    def asked(self, at=NOON, **said) -> HelpRequest:
        return self.ask(at, **said)[0]

    def taken(self, by: Post | None = None, **said) -> HelpRequest:
        return actions.take(by=self.viewer(by or self.anna), request=self.asked(**said))


def a_centre() -> Centre:
    county = make.an_organisation("Kaislaranta")
    unit = make.a_unit(Sector.SOCIAL, county, "Perhekeskus", municipality="Kaislaranta")
    anna, satu = make.a_post("sosiaaliohjaaja", unit), make.a_post("esihenkilö", unit, role="MANAGER")
    petri = make.a_post("koulukuraattori", make.a_unit(Sector.STUDENT_WELFARE, county, "Koulu"))
    vera = make.a_post("ohjaaja", make.a_unit(Sector.SOCIAL, county, "Muu"))
    unit.deputy = petri
    unit.save()
    manager = make.a_viewer(satu)
    queue = actions.open_queue(by=manager, unit=unit)
    for holder in (f"u:{unit.pk}", f"e:{petri.pk}"):
        actions.give_duty(by=manager, queue=queue, holder=holder)
    return Centre(unit, queue, anna, petri, satu, vera)


@pytest.fixture
def centre(db) -> Centre:
    return a_centre()
