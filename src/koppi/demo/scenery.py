# ruff: noqa: E501 - tables of the scenery, a row a line
"""The county of the story: its organisations, units and the cast at work. All invented."""

from dataclasses import dataclass
from datetime import date, datetime

from koppi.people import search
from koppi.people.models import Account, Organisation, Person, Post, Role, Unit
from koppi.people.sectors import Sector

COUNTY, CITY, ISLAND, NGO = "county", "city", "island", "ngo"
ORGANISATIONS = {
    COUNTY: ("Kaislarannan hyvinvointialue", "Vasstrands välfärdsområde", Organisation.Kind.COUNTY),
    CITY: ("Kaislarannan kaupunki", "Vasstrands stad", Organisation.Kind.MUNICIPALITY),
    ISLAND: ("Hiidensalon kunta", "Jätteholms kommun", Organisation.Kind.MUNICIPALITY),
    NGO: ("Yhden vanhemman tuki ry", "Stöd för ensamföräldrar rf", Organisation.Kind.NGO),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: key, organisation, Finnish and Swedish name, sector, municipality, telephone."""

    key: str
    organisation: str
    name: str
    name_sv: str
    sector: str
    phone: str
    municipality: str = "Kaislaranta"
    address: str = ""


UNITS = (
    Place("centre", COUNTY, "Perhekeskus Kaisla", "Familjecenter Vass", Sector.SOCIAL, "040 000 1000", address="Koivukatu 4"),
    Place("clinic", COUNTY, "Lastenneuvola", "Barnrådgivningen", Sector.HEALTH, "040 000 1010", address="Rantatie 2"),
    Place("welfare", COUNTY, "Opiskeluhuolto", "Elev- och studerandevården", Sector.STUDENT_WELFARE, "040 000 1020"),
    Place("counsel", COUNTY, "Perheneuvola", "Familjerådgivningen", Sector.HEALTH, "040 000 1030", address="Koivukatu 4"),
    Place("office", COUNTY, "Hyvinvointialueen toimisto", "Välfärdsområdets kansli", Sector.OTHER_AUTHORITY, "040 000 1040"),
    Place("school", CITY, "Kivilahden koulu", "Kivilahti skola", Sector.EDUCATION, "040 000 2000", address="Koulukuja 1"),
    Place("daycare", CITY, "Päiväkoti Käpylinna", "Daghemmet Kottslottet", Sector.ECEC, "040 000 2010", address="Käpypolku 3"),
    Place("youth", CITY, "Nuorisotalo Ankkuri", "Ungdomsgården Ankaret", Sector.YOUTH, "040 000 2020"),
    Place("peer", NGO, "Vertaistuki", "Kamratstödet", Sector.THIRD_SECTOR, "040 000 3000"),
    Place("islandcentre", COUNTY, "Perhekeskus Hiisi", "Familjecenter Jätten", Sector.SOCIAL, "040 000 1050", "Hiidensalo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worker:
    """One of the cast at work."""

    handle: str
    given: str
    family: str
    unit: str
    title: str
    title_sv: str
    role: str = Role.WORKER
    face: str = ""
    language: str = "fi"


WORKERS = (
    Worker("anna", "Anna", "Salo", "centre", "sosiaaliohjaaja", "socialhandledare", face="f06"),
    Worker("petri", "Petri", "Niemi", "welfare", "koulukuraattori", "skolkurator", face="f07"),
    Worker("maria", "Maria", "Lindqvist", "clinic", "terveydenhoitaja", "hälsovårdare", face="f08"),
    Worker("liisa", "Liisa", "Ahonen", "daycare", "varhaiskasvatuksen opettaja", "lärare i småbarnspedagogik", face="f09"),
    Worker("amina", "Amina", "Yusuf", "peer", "vertaisohjaaja", "kamratstödjare", Role.PARTNER, face="f10"),
    Worker("satu", "Satu", "Korhonen", "centre", "perhepalvelujen esihenkilö", "chef för familjeservice", Role.MANAGER, "f11"),
    Worker("kaisa", "Kaisa", "Rantanen", "office", "tietosuojavastaava", "dataskyddsombud", Role.DPO),
    Worker("tomi", "Tomi", "Virtanen", "office", "analyytikko", "analytiker", Role.ANALYST),
    Worker("ylva", "Ylva", "Bergström", "office", "pääkäyttäjä", "huvudanvändare", Role.ADMIN, language="sv"),
    Worker("vera", "Vera", "Koskinen", "islandcentre", "sosiaaliohjaaja", "socialhandledare"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scenery:
    """What the story plays in, by key and handle."""

    organisations: dict[str, Organisation]
    units: dict[str, Unit]
    posts: dict[str, Post]


def build(at: datetime) -> Scenery:
    """Build the county and its workers; they have been there since long before the story."""
    organisations = {key: _organisation(*row) for key, row in ORGANISATIONS.items()}
    units = {place.key: _unit(place, organisations) for place in UNITS}
    posts = {worker.handle: _worker(worker, units, at) for worker in WORKERS}
    for key in ("centre", "welfare", "clinic", "daycare", "islandcentre"):
        units[key].deputy = posts["satu"]
        units[key].save(update_fields=["deputy"])
    return Scenery(organisations, units, posts)


def account(person: Person, handle: str, language: str = "fi") -> Account:
    """Open an account nobody can sign in to with a password: the cast comes in by the demo button."""
    made = Account(
        person=person, username=handle, email=f"{handle}@koppi.example", language=language,
        joined_at=person.created_at,
    )  # fmt: skip
    made.set_unusable_password()
    made.save()
    return made


def a_person(at: datetime, given: str, family: str, **more) -> Person:
    """Make a person with the words they are found by."""
    person = Person(given_names=given, family_name=family, created_at=at, **more)
    person.search_text = search.text_of(person)
    person.save()
    return person


def _organisation(name: str, name_sv: str, kind: str) -> Organisation:
    allows = kind == Organisation.Kind.COUNTY
    return Organisation.objects.create(name=name, name_sv=name_sv, kind=kind, allows_legal_ground=allows)


def _unit(place: Place, organisations: dict[str, Organisation]) -> Unit:
    return Unit.objects.create(
        organisation=organisations[place.organisation], name=place.name, name_sv=place.name_sv,
        sector=place.sector, municipality=place.municipality, address=place.address, phone=place.phone,
        email=f"{place.key}@koppi.example",
    )  # fmt: skip


def _worker(worker: Worker, units: dict[str, Unit], at: datetime) -> Post:
    person = a_person(at, worker.given, worker.family, face=worker.face, service_language=worker.language)
    account(person, worker.handle, worker.language)
    post = Post(
        person=person, unit=units[worker.unit], title=worker.title, title_sv=worker.title_sv,
        role=worker.role, phone=units[worker.unit].phone, email=f"{worker.handle}@koppi.example",
        languages=["fi", "sv"] if worker.family in {"Lindqvist", "Bergström"} else ["fi"],
        pledged_on=date(at.year - 3, 1, 1), starts_on=date(at.year - 3, 1, 1),
    )  # fmt: skip
    post.search_text = search.text_of_post(post)
    post.save()
    return post
