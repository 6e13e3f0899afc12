"""A family as invitations meet it: a child and her mother, a worker who has hold, and people to ask."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from koppi.families.models import Custody, Family
from koppi.mapping import actions
from koppi.mapping.asking import Asked, Consented, Slot
from koppi.mapping.models import Invitation, Invitee
from koppi.people.models import Organisation, Person, Post
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.teams import actions as teams
from tests import make

NOON = make.NOON
DAY = timedelta(days=1)


@dataclass
class Story:
    """The people of one mapping."""

    family: Family
    emma: Person
    sanna: Person
    anna: Post
    petri: Post
    maria: Post
    others: list[Post] = field(default_factory=list)

    def viewer(self, post: Post, at=NOON, **more) -> Viewer:
        return make.a_viewer(post, at, **more)

    @property
    def by(self) -> Viewer:
        return self.viewer(self.anna)

    def consented(self, colleagues: bool = True) -> Consented:
        return Consented({self.emma.pk: self.sanna}, "WITH_WORKER", date(2026, 9, 2), colleagues)

    def invite(self, *to: Post | Asked, by: Viewer | None = None, **more) -> Invitation:
        asked = [one if isinstance(one, Asked) else Asked(post=one) for one in to]
        more.setdefault("permission", self.consented())
        more.setdefault("about", "Emma kaipaa tukea aamuihin.")
        return actions.invite(
            by=by or self.by, family=self.family, subjects=[self.emma], duty_shown_at=NOON,
            to=asked or [Asked(post=self.petri), Asked(post=self.maria)], **more,
        )  # fmt: skip

    def place(self, invitation: Invitation, post: Post) -> Invitee:
        return Invitee.objects.get(invitation=invitation, post=post)

    def pass_on(self, invitation: Invitation, post: Post, to: Post) -> Invitee:
        return actions.pass_on(by=self.viewer(post), invitee=self.place(invitation, post), to=to)

    def answer(self, invitation: Invitation, post: Post, at=NOON, **lights) -> Invitee:
        given = {"knows": "GREEN", "shares": "YELLOW", "available": "GREEN"} | lights
        return actions.answer(by=self.viewer(post, at), invitee=self.place(invitation, post), **given)


def a_story() -> Story:
    emma, sanna = make.a_child("Emma", family_name="Laine"), make.a_person("Sanna", "Laine")
    family = make.a_family("Laineen perhe", emma, sanna, centre=emma)
    make.custody(sanna, emma)
    county = make.an_organisation("Kaislaranta", allows_legal_ground=True)
    unit = make.a_unit(Sector.SOCIAL, county, "Perhepalvelut")
    anna = make.a_post("sosiaaliohjaaja", unit)
    petri = make.a_post("koulukuraattori", make.a_unit(Sector.STUDENT_WELFARE, county, "Koulu"))
    maria = make.a_post("terveydenhoitaja", make.a_unit(Sector.HEALTH, county, "Neuvola"))
    by = make.a_viewer(anna)
    teams.take_hold(by=by, family=family, post=anna)
    make.an_account(sanna)
    for person in (emma, sanna):
        sharing.give_consent(
            by=by, person=person, receivers=[f"u:{unit.pk}"], ends_at=None, given_by=sanna, way="WITH_WORKER"
        )
    return Story(family, emma, sanna, anna, petri, maria)


@pytest.fixture
def story(db) -> Story:
    return a_story()


def slot(days: int, hour: int = 9, remote: bool = False) -> Slot:
    starts = (NOON + days * DAY).replace(hour=hour)
    return Slot(starts, starts + timedelta(hours=1), remote)


__all__ = ["NOON", "Custody", "Organisation", "Story", "a_story", "slot"]
