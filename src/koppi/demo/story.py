# ruff: noqa: E501 - tables of the story, a row a line
"""The story: one family and its helpers, told only with what people can do themselves.

Emma is nine, Onni four. They live with their mother Sanna; the father Mikko has moved out and is kept out.
Anna has hold. She has asked four others to look at the situation together; three have answered.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from koppi.families import actions as families
from koppi.families.models import Family, Relation
from koppi.families.new_member import NewMember
from koppi.mapping import actions as mapping
from koppi.mapping.asking import Asked, Consented, Slot
from koppi.own_words import actions as own_words
from koppi.people.access import card_of
from koppi.people.models import Account, Person, Post
from koppi.people.sectors import Sector
from koppi.people.viewer import HELSINKI, Viewer
from koppi.services import actions as services
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent, Restriction
from koppi.summary import actions as summary
from koppi.teams import actions as teams
from koppi.workdays import add_workdays

from . import asking, looking
from .scenery import COUNTY, Scenery, a_person, account

PEOPLE = {
    "emma": ("Emma", "Laine", "CHILD", 9, "", "3. luokka"),
    "onni": ("Onni", "Laine", "CHILD", 4, "", "päiväkodissa"),
    "sanna": ("Sanna", "Laine", "ADULT", 36, "äiti", ""),
    "mikko": ("Mikko", "Laine", "ADULT", 39, "isä", ""),
    "raija": ("Raija", "Laine", "NEAR", 66, "mummo", "hoitaa maanantaisin"),
}
SUMMARY = {
    "CARRIES": (
        "Emma viihtyy kuvataiteessa ja taidekerhossa",
        "Mummo auttaa joka viikko",
        "Sanna hakee rohkeasti apua",
    ),
    "NEEDS": ("Aamut ja kouluun lähtö", "Äidin jaksaminen ja lepo", "Vanhempien yhteinen sopiminen"),
    "NEXT": (
        "Yhteinen tapaaminen perhekeskuksessa",
        "Perheneuvola alkaa",
        "Yhteinen suunnitelma tammikuussa",
    ),
}
FACES = {"emma": "f01", "onni": "f02", "sanna": "f03", "mikko": "f04", "raija": "f05"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the story made, for the map and the tests."""

    family: Family
    people: dict[str, Person]
    invitation_id: UUID


def tell(scenery: Scenery, now: datetime) -> Told:
    """Tell the story so that its present moment is ``now``."""
    return _Teller(scenery, now).tell()


class _Teller:
    """Holds the scenery and the clock of the story while it is told."""

    def __init__(self, scenery: Scenery, now: datetime):
        self.scenery, self.now = scenery, now
        self.today = now.astimezone(HELSINKI).date()

    def tell(self) -> Told:
        anna = self.at_work("anna", days=-40)
        self.people = self._draw(anna)
        self._set_sharing(anna)
        self._form_team(anna)
        self._record_services(self.at_work("anna", days=-30))
        self._write_together()
        invitation_id = self._invite()
        self._agree_next()
        asking.tell(self.scenery.units, self.scenery.posts, self.at_work, self.now)
        looking.look_around(self)
        return Told(self.family, self.people, invitation_id)

    def at_work(self, handle: str, days: int = 0, hours: int = 0) -> Viewer:
        """Return a worker of the cast at a moment of the story."""
        post = self.post(handle)
        at = self.now + timedelta(days=days, hours=hours)
        return Viewer(post.person.account.pk, post.person_id, post.person.name, card_of(post), at)

    def at_home(self, handle: str, days: int = 0) -> Viewer:
        """Return a family member who looks in as themselves."""
        person = self.people[handle]
        who = Account.objects.get(person=person)
        return Viewer(who.pk, person.pk, person.name, None, self.now + timedelta(days=days))

    def post(self, handle: str) -> Post:
        return Post.objects.select_related("person__account", "unit__organisation").get(
            pk=self.scenery.posts[handle].pk
        )

    def _draw(self, anna: Viewer) -> dict[str, Person]:
        people = {handle: self._person(handle) for handle in PEOPLE}
        members = [
            NewMember(place, people[handle].pk, word=word, note=note, is_centre=handle == "emma")
            for handle, (_given, _family, place, _age, word, note) in PEOPLE.items()
        ]
        self.family = families.begin_family(
            by=anna, name="Laineen perhe", members=members, municipality="Kaislaranta"
        )
        teams.take_hold(
            by=anna, family=self.family, post=self.post("anna"), why="Yhteydenotto perhekeskukseen"
        )
        self._tie_people(anna, people)
        sharing.members_changed(by=anna, family=self.family)
        return people

    def _person(self, handle: str) -> Person:
        given, family, _place, age, _word, _note = PEOPLE[handle]
        born = date(self.today.year - age, 3 + age % 8, 1 + age % 27)
        person = a_person(
            self.now - timedelta(days=40),
            given,
            family,
            born_on=born,
            face=FACES[handle],
            mother_tongue="suomi",
        )
        if handle != "onni":
            account(person, handle)
        if handle == "sanna":
            Person.objects.filter(pk=person.pk).update(phone="040 000 4000", email="sanna@koppi.example")
        return person

    def _tie_people(self, anna: Viewer, people: dict[str, Person]) -> None:
        sanna, mikko, emma, onni, raija = (people[n] for n in ("sanna", "mikko", "emma", "onni", "raija"))
        kind, parted = Relation.Kind, date(self.today.year - 1, 5, 12)
        for person, other, tie, more in (
            (sanna, emma, kind.PARENT, {}), (sanna, onni, kind.PARENT, {}),
            (mikko, emma, kind.CONTACT_PARENT, {"words": "joka toinen viikonloppu"}),
            (mikko, onni, kind.CONTACT_PARENT, {"words": "joka toinen viikonloppu"}),
            (sanna, mikko, kind.EX_PARTNER, {"starts_on": parted}),
            (raija, sanna, kind.PARENT, {}), (raija, emma, kind.GRANDPARENT, {}),
            (raija, onni, kind.GRANDPARENT, {}), (emma, onni, kind.SIBLING, {}),
        ):  # fmt: skip
            families.tie(by=anna, family=self.family, person=person, other=other, kind=tie, **more)
        families.add_home(
            by=anna, family=self.family, label="Koti Kivilahdessa", municipality="Kaislaranta",
            address="Koivukatu 12", residents=[(sanna, ""), (emma, ""), (onni, "")],
        )  # fmt: skip
        families.add_home(
            by=anna, family=self.family, label="Koti Ruovikossa", municipality="Hiidensalo",
            residents=[(mikko, "")],
        )  # fmt: skip
        for child in (emma, onni):
            families.set_custody(
                by=anna, child=child, adult=sanna, kind="CUSTODIAN", starts_on=child.born_on,
                may_see_online=True, verified_from="väestötietojärjestelmä",
            )  # fmt: skip
            families.set_custody(
                by=anna, child=child, adult=mikko, kind="INFORMATION_RIGHT", starts_on=parted
            )

    def _set_sharing(self, anna: Viewer) -> None:
        units = (self.scenery.units[key] for key in ("welfare", "clinic", "daycare", "school"))
        receivers = [f"o:{self.scenery.organisations[COUNTY].pk}", *(f"u:{unit.pk}" for unit in units)]
        sanna = self.people["sanna"]
        for handle in ("sanna", "emma", "onni"):
            self._consent(anna, self.people[handle], sanna, receivers)
        self._consent(anna, self.people["raija"], self.people["raija"], receivers[:1])
        restriction = sharing.restrict(
            by=anna, kind=Restriction.Kind.PERSON, family=self.family,
            protected=[sanna, self.people["emma"], self.people["onni"]],
            kept_out=f"p:{self.people['mikko'].pk}", cause=Restriction.Cause.VIOLENCE,
            review_on=self.today + timedelta(days=150), words="Lähestymiskielto voimassa.",
            appeal_contact="Hyvinvointialueen kirjaamo, 040 000 1040", asked_by=sanna,
        )  # fmt: skip
        teams.join(by=anna, family=self.family, post=self.post("satu"), task="esihenkilö, toinen vahvistaja")
        sharing.confirm_restriction(by=self.at_work("satu", days=-39), restriction=restriction)
        sharing.judge_capacity(
            by=anna, minor=self.people["emma"], matter="EVERYDAY", is_capable=True,
            words="Emma kertoo itse arjestaan selvästi.",
        )  # fmt: skip

    def _consent(self, by: Viewer, person: Person, giver: Person, receivers: list[str]) -> None:
        sharing.give_consent(
            by=by, person=person, receivers=receivers, matter="ANY", given_by=giver,
            way=Consent.Way.WITH_WORKER, ends_at=self.now + timedelta(days=210),
        )  # fmt: skip

    def _form_team(self, anna: Viewer) -> None:
        for handle, task in (
            ("petri", "koulun arki"),
            ("maria", "terveys ja uni"),
            ("liisa", "Onnin päivät"),
        ):
            teams.join(by=anna, family=self.family, post=self.post(handle), task=task)
        teams.name_own_worker(by=anna, family=self.family, post=self.post("anna"))

    def _record_services(self, anna: Viewer) -> None:
        for row in self._services():
            whom, name, sector, unit, contact, state, start, end, provider = row
            services.record_service(
                by=anna, family=self.family, subjects=[self.people[one].pk for one in whom], name=name,
                sector=sector, unit=self.scenery.units.get(unit), provider=provider,
                contact=self.post(contact) if contact else None, state=state, starts_on=self._day(start),
                ends_on=self._day(end), source="kerrottu yhdessä perheen kanssa",
            )  # fmt: skip

    def _services(self) -> tuple:
        """For whom, name, sector, unit, contact, state, first and last day from today, provider in words."""
        return (
            (("emma",), "Perusopetus, luokka 3B", Sector.EDUCATION, "school", "", "RUNNING", -830, None, ""),
            (("emma",), "Koulukuraattori", Sector.STUDENT_WELFARE, "welfare", "petri", "RUNNING", -95, 210, ""),
            (("emma",), "Taidekerho", Sector.YOUTH, "youth", "", "RUNNING", -150, 300, ""),
            (("onni",), "Varhaiskasvatus", Sector.ECEC, "daycare", "liisa", "RUNNING", -800, None, ""),
            (("onni",), "Lastenneuvola", Sector.HEALTH, "clinic", "maria", "RUNNING", -1500, None, ""),
            (("sanna", "emma", "onni"), "Lapsiperheiden kotipalvelu", Sector.SOCIAL, "centre", "", "ENDED", -560, -330, ""),
            (("sanna", "emma", "onni"), "Perhetyö", Sector.SOCIAL, "centre", "anna", "RUNNING", -38, 240, ""),
            (("sanna",), "Vertaisryhmä", Sector.THIRD_SECTOR, "peer", "amina", "RUNNING", -130, 160, ""),
            (("sanna", "emma"), "Perheneuvola", Sector.HEALTH, "counsel", "", "COMING", 43, 330, ""),
            (("emma",), "Nepsy-valmennus", Sector.COMPANY, "", "", "PROPOSED", None, None, "ostopalvelu"),
        )  # fmt: skip

    def _day(self, offset: int | None) -> date | None:
        return None if offset is None else self.today + timedelta(days=offset)

    def _write_together(self) -> None:
        anna = self.at_work("anna", days=-6)
        for part, lines in SUMMARY.items():
            summary.write_part(
                by=anna,
                family=self.family,
                part=part,
                text="\n".join(lines),
                seen_version=0,
                written_with_family=True,
            )
        team = ("t:",)
        own_words.say(
            by=self.at_home("emma", days=-7), family=self.family, person=self.people["emma"], shares=team,
            text="Koulussa on parasta kuvis. Aamut on tyhmiä, kun kaikilla on kiire.", matter="EVERYDAY",
        )  # fmt: skip
        own_words.say(
            by=self.at_home("sanna", days=-8), family=self.family, person=self.people["sanna"], shares=team,
            text="Toivon, että joku katsoo kokonaisuutta. En jaksa kertoa samaa monelle.",
        )  # fmt: skip
        own_words.say(
            by=self.at_work("liisa", days=-11), family=self.family, person=self.people["onni"], shares=team,
            told_to=self.post("liisa"), text="Onni valitsi kuvakortit iloinen ja väsynyt.",
        )  # fmt: skip
        own_words.say(
            by=self.at_home("raija", days=-8), family=self.family, person=self.people["raija"], shares=team,
            text="Voin hakea Onnin myös torstaisin.",
        )  # fmt: skip

    def _invite(self) -> UUID:
        sent = self.workday(-3)
        anna = self.at_work("anna").moved_to(sent)
        start = mapping.begin(by=anna, family=self.family)
        sanna = self.people["sanna"]
        subjects = [sanna, self.people["emma"], self.people["onni"]]
        invitation = mapping.invite(
            by=anna, family=self.family, subjects=subjects, duty_shown_at=start.duty_shown_at,
            to=[Asked(self.post(handle), why=why) for handle, why in self._asked()],
            permission=Consented(
                {person.pk: sanna for person in subjects}, Consent.Way.WITH_WORKER,
                self.today + timedelta(days=90),
            ),
            strengths="Emma viihtyy kuvataiteessa, mummo auttaa joka viikko.",
            about="Aamut ovat olleet raskaita syksystä asti. Katsotaan yhdessä, mikä auttaisi Emmaa "
            "lähtemään kouluun rauhassa ja äitiä lepäämään.",
            times=self._times(),
        )  # fmt: skip
        self._answer(invitation, sent)
        return invitation.pk

    def _asked(self) -> tuple[tuple[str, str], ...]:
        return (
            ("petri", "näkee koulupäivän"), ("maria", "tuntee perheen neuvolasta"),
            ("liisa", "näkee Onnin arjen"), ("amina", "vetää äidin vertaisryhmää"),
        )  # fmt: skip

    def _answer(self, invitation, sent: datetime) -> None:
        lights = {
            "petri": ("GREEN", "GREEN", "GREEN", "Koulussa on sovittu pehmeä aloitus aamuihin."),
            "maria": ("YELLOW", "GREEN", "GREEN", "Unesta voidaan jutella neuvolassa."),
            "liisa": ("RED", "YELLOW", "GREEN", ""),
        }
        times = list(invitation.times.values_list("pk", flat=True))
        for hours, (handle, (knows, shares, available, words)) in enumerate(lights.items(), start=2):
            viewer = self.at_work(handle).moved_to(sent + timedelta(hours=hours))
            invitee = invitation.invitees.get(post=viewer.post.id)
            mapping.answer(
                by=viewer, invitee=invitee, knows=knows, shares=shares, available=available, message=words,
                times=times[: 1 + (handle == "petri")],
            )  # fmt: skip

    def _times(self) -> list[Slot]:
        days = (add_workdays(self.today, 5), add_workdays(self.today, 6))
        return [Slot(self._clock(day, 14), self._clock(day, 15)) for day in days]

    def _agree_next(self) -> None:
        day = add_workdays(self.today, 8)
        teams.agree_step(
            by=self.at_work("anna", days=-1), family=self.family,
            subjects=[self.people["sanna"], self.people["emma"]], what="Yhteinen tapaaminen",
            goal="Sovitaan, kuka tekee mitä", lead=self.post("anna"), starts_at=self._clock(day, 14),
            ends_at=self._clock(day, 15), place="Perhekeskus, Koivukatu 4",
            who="Emma, Sanna, Petri, Maria",
        )  # fmt: skip

    def _clock(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), HELSINKI)

    def workday(self, count: int) -> datetime:
        """Return a moment of office hours ``count`` working days ago, always before now."""
        day = self.today
        while count:
            day -= timedelta(days=1)
            count += add_workdays(day - timedelta(days=1), 1) == day
        return self._clock(day, 9)
