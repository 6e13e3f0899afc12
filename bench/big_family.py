"""The family of the targets: twelve people, thirty service episodes, a team of eight."""

from datetime import date, datetime, timedelta

from koppi.families.models import Custody, Family, Home, Member, Relation, Resident
from koppi.own_words.models import OwnView
from koppi.people import search
from koppi.people.models import Person, Post
from koppi.services.models import ServiceEpisode
from koppi.sharing import grants
from koppi.sharing.models import Consent, Ground, Record, RecordShare, RecordSubject
from koppi.summary.models import Part, SummaryPart
from koppi.teams.models import AgreedStep, Hold, Team, TeamMember

NAME = "Mittasen perhe"
PEOPLE = (
    ("Saana", "CHILD", 9), ("Topi", "CHILD", 4), ("Mette", "CHILD", 14), ("Ilari", "CHILD", 11),
    ("Niko", "CHILD", 6), ("Katri", "ADULT", 38), ("Jarkko", "ADULT", 41), ("Sirpa", "ADULT", 35),
    ("Aune", "NEAR", 67), ("Onerva", "NEAR", 70), ("Taisto", "NEAR", 69), ("Lempi", "NEAR", 44),
)  # fmt: skip
EPISODES, TEAM = 30, 8
TEXT = "Lapset viihtyvät koulussa\nIsovanhemmat auttavat arjessa"


def big_family(now: datetime) -> Family:
    """Return the family; it is made the first time."""
    return Family.objects.filter(name=NAME).first() or _Maker(now).make()


class _Maker:
    """Makes it in plain rows, as the county is made."""

    def __init__(self, now: datetime):
        self.now, self.start = now, now - timedelta(days=60)

    def make(self) -> Family:
        self.family = Family.objects.create(name=NAME, municipality="Kaislaranta", created_at=self.start)
        self.people = [self._person(*row) for row in PEOPLE]
        self.posts = self._posts()
        self._tie()
        self._form_team()
        self._consent()
        for number in range(EPISODES):
            self._episode(number)
        self._write()
        grants.rebuild(self.family.pk)
        return self.family

    def _person(self, name: str, place: str, age: int) -> Person:
        born_on = date(self.now.year - age, 2, 3)
        person = Person(given_names=name, family_name="Mittanen", born_on=born_on, created_at=self.start)
        person.search_text = search.text_of(person)
        person.save()
        Member.objects.create(family=self.family, person=person, place=place, is_centre=name == "Saana")
        return person

    def _posts(self) -> list[Post]:
        anna = Post.objects.get(person__account__username="anna")
        own = Post.objects.filter(unit__organisation=anna.unit.organisation_id, role="WORKER")
        return [anna, *own.exclude(pk=anna.pk).order_by("pk")[: TEAM - 1]]

    def _tie(self) -> None:
        children, (mother, father, step), near = self.people[:5], self.people[5:8], self.people[8:]
        kind = Relation.Kind
        ties = [(parent, child, kind.PARENT) for parent in (mother, father) for child in children]
        ties += [
            (near[0], mother, kind.PARENT),
            (near[1], father, kind.PARENT),
            (near[2], father, kind.PARENT),
        ]
        ties += [(mother, father, kind.EX_PARTNER), (father, step, kind.PARTNER)]
        ties += [(near[3], child, kind.SUPPORT_PERSON) for child in children[:1]]
        Relation.objects.bulk_create(
            Relation(family=self.family, person=one, other=other, kind=tie) for one, other, tie in ties
        )
        for label, grown in (("Koti", [mother]), ("Toinen koti", [father, step])):
            home = Home.objects.create(family=self.family, label=label, municipality="Kaislaranta")
            Resident.objects.bulk_create(Resident(home=home, person=one) for one in [*grown, *children])
        Custody.objects.bulk_create(
            Custody(child=child, adult=mother, kind="CUSTODIAN", may_see_online=True, starts_on=child.born_on)
            for child in children
        )

    def _form_team(self) -> None:
        team = Team.objects.create(
            family=self.family, stage="Tuen aika", formed_by="system", starts_at=self.start
        )
        for post in self.posts:
            ground = Ground.objects.create(
                kind="TEAM",
                holder=f"e:{post.pk}",
                family=self.family,
                given_by="system",
                starts_at=self.start,
            )
            TeamMember.objects.create(
                team=team, post=post, ground=ground, starts_at=self.start, is_own_worker=post == self.posts[0]
            )
        Hold.objects.create(family=self.family, post=self.posts[0], starts_at=self.start)

    def _consent(self) -> None:
        county = f"o:{self.posts[0].unit.organisation_id}"
        Consent.objects.bulk_create(
            Consent(
                person=person, receiver=county, given_by=person, way="WITH_WORKER", recorded_by="system",
                recorded_at=self.start, starts_at=self.start, ends_at=self.now + timedelta(days=200),
            )
            for person in self.people
        )  # fmt: skip

    def _record(self, kind: str, *whom: Person) -> Record:
        anna = self.posts[0]
        record = Record.everything.create(
            family=self.family, kind=kind, author_person=anna.person, author_post=anna, created_at=self.start,
            controller=anna.unit.organisation,
        )  # fmt: skip
        RecordSubject.objects.bulk_create(RecordSubject(record=record, person=person) for person in whom)
        return record

    def _episode(self, number: int) -> None:
        post = self.posts[number % TEAM]
        state = ("RUNNING", "ENDED", "RUNNING", "COMING")[number % 4]
        first = self.now.date() + timedelta(days=20 if state == "COMING" else -30 * (number + 2))
        ServiceEpisode.objects.create(
            record=self._record("SERVICE", self.people[number % 7]), name=f"Palvelu {number + 1}",
            sector=post.unit.sector, unit=post.unit, organisation=post.unit.organisation, contact=post,
            state=state,
            starts_on=first, ends_on=first + timedelta(days=25) if state == "ENDED" else None,
            as_of=self.now.date(),
        )  # fmt: skip

    def _write(self) -> None:
        record = self._record("SUMMARY", *self.people[:6])
        for part in Part:
            SummaryPart.objects.create(
                record=record, part=part, text=TEXT, version=1, changed_at=self.start,
                changed_by_person=self.posts[0].person, changed_by_post=self.posts[0],
            )  # fmt: skip
        for person in self.people[:3]:
            words = self._record("OWN_WORDS", person)
            OwnView.objects.create(
                record=words, person=person, text="Haluan, että joku kuuntelee.", said_at=self.start
            )
            RecordShare.objects.create(record=words, holder="t:", starts_at=self.start)
        AgreedStep.objects.create(
            record=self._record("STEP", self.people[0]), what="Yhteinen tapaaminen", lead=self.posts[0],
            starts_at=self.now + timedelta(days=5),
        )  # fmt: skip
