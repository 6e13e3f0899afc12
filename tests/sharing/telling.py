"""Rows told in a few words: `TEAM e SCHOOL ended` is a ground of the viewer's post, on school, ending now.

A world is told as a dictionary of such sentences; several rows of one sort are parted by `+`. Everything a
wrong rule could take for the right thing stands close by: a peer in the same unit, a stranger in another
organisation, another person of the family, another family of the same child, another record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from koppi.families.models import Custody, Family, Member
from koppi.people.access import card_of, stand_ins_of
from koppi.people.models import Absence, Organisation, Person, Post, Unit
from koppi.people.viewer import Viewer
from koppi.sharing import models as sharing

# Midnight in Helsinki, so that days begin and end at the same moment as hours do.
NOW = datetime(2026, 3, 1, 22, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
LONG_AGO = NOW - 400 * DAY

PERIODS = {
    "ended": (NOW - DAY, NOW),
    "ending": (NOW - DAY, NOW + TICK),
    "begins": (NOW, None),
    "begun": (NOW - TICK, None),
    "coming": (NOW + TICK, None),
    "empty": (NOW, NOW),
}
DAYS = {
    "ended": (TODAY - DAY, TODAY),
    "ending": (TODAY - DAY, TODAY + DAY),
    "begins": (TODAY, None),
    "coming": (TODAY + DAY, None),
    "past": (TODAY - 90 * DAY, TODAY - 30 * DAY),
}
MATTERS = {matter: matter for matter in sharing.Matter.values}
BORN = {
    "minor": date(2017, 4, 3),
    "grown": date(2008, 3, 2),
    "almost": date(2008, 3, 3),
    "leap": date(2008, 2, 29),
    "ageless": None,
    "adult": date(1985, 6, 1),
}
SHOWN = {"shown": NOW - TICK, "showing": NOW, "later": NOW + TICK}
PASSING = ("OTHER_AUTHORITY", "EMERGENCY", "INVITED")
KINDS = {kind: kind for kind in (*sharing.Ground.Kind.values, *sharing.Restriction.Kind.values)}
PLACES = {place: place for place in Member.Place.values}


class Said:
    """The words of one row."""

    def __init__(self, sentence: str):
        self.words = sentence.split()

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def one(self, known: Mapping, otherwise=None):
        return next((known[word] for word in self.words if word in known), otherwise)

    def all(self, known: Mapping) -> list:
        return [known[word] for word in self.words if word in known]

    def lasts(self, end: datetime | None = None) -> dict:
        start, said_end = self.one(PERIODS, (LONG_AGO, None))
        return {"starts_at": start, "ends_at": said_end or end}


@dataclass
class Cast:
    """One who looks, with the keys of those whom a wrong rule might take for them."""

    side: str
    person_id: UUID | None
    post: Post | None
    keys: dict[str, str]
    # A member of every family in which nothing else is told of the other member.
    neighbour: UUID
    worlds: list["World"] = field(default_factory=list)

    def viewer(self, at: datetime = NOW) -> Viewer:
        guest_id = UUID(self.keys["g"][2:]) if self.side == "guest" else None
        card = card_of(self.post) if self.post else None
        stand_ins = stand_ins_of(card, at)
        return Viewer(None, self.person_id, "", card, at, guest_id=guest_id, stand_ins=stand_ins)


@dataclass(frozen=True)
class World:
    """What was told, and the keys of what came of it."""

    told: dict[str, str]
    families: tuple[UUID, ...]
    records: tuple[UUID, ...]
    people: tuple[UUID, ...]


class Builder:
    """Collects the rows of many worlds, to be written all at once."""

    def __init__(self):
        self.rows: dict[type, list] = defaultdict(list)
        self.casts: list[Cast] = []
        self.open_casts: dict[tuple, Cast] = {}
        self.stranger = self._post(self._unit("HEALTH", self._organisation()))

    def add(self, model, **values):
        row = model(**values)
        self.rows[model].append(row)
        return row

    def write(self) -> None:
        order = (Person, Organisation, Unit, Post, Absence, Family, Member, Custody, sharing.Record)
        for model in (*order, *(model for model in self.rows if model not in order)):
            model._base_manager.bulk_create(self.rows[model], batch_size=1000)

    def tell(self, told: dict[str, str], at_most: int = 40) -> World:
        cast = self._cast_for(told, at_most)
        world = Story(self, cast, told).world
        cast.worlds.append(world)
        return world

    # Whoever looks

    def _cast_for(self, told: dict[str, str], at_most: int) -> Cast:
        sort = tuple(told.get(fact, "") for fact in ("side", "role", "deputy", "born", "capacity"))
        cast = self.open_casts.get(sort)
        if cast is None or len(cast.worlds) >= at_most:
            cast = self.open_casts[sort] = self._cast(*sort)
            self.casts.append(cast)
        return cast

    def _cast(self, side: str, role: str, deputy: str, born: str, capacity: str) -> Cast:
        xe = self.stranger
        keys = {"xe": f"e:{xe.pk}", "xu": f"u:{xe.unit_id}", "xo": f"o:{xe.unit.organisation_id}"}
        keys |= {"xs": f"s:{xe.unit.sector}", "xp": f"p:{xe.person_id}", "xg": f"g:{uuid4()}", "t": "t:"}
        if side == "guest":
            return Cast(side, None, None, keys | {"g": f"g:{uuid4()}"}, self.person("adult").pk)
        if side == "worker":
            return self._worker(keys, role or "WORKER", deputy)
        me = self.person(born or "adult")
        for sentence in rows_of(capacity):
            self._capacity(me.pk, Said(sentence))
        return Cast(side, me.pk, None, keys | {"p": f"p:{me.pk}"}, self.person("adult").pk)

    def _worker(self, keys: dict[str, str], role: str, deputy: str) -> Cast:
        county = self._organisation()
        unit, beside = self._unit("EDUCATION", county), self._unit("SOCIAL", county)
        me, peer, away, other = (self._post(one) for one in (unit, unit, unit, beside))
        me.role = role
        said = Said(deputy)
        if said.words:
            post, stands_in = said.one({"back": (me, away), "peer": (away, peer)}, (away, me))
            self.add(Absence, post=post, deputy=stands_in, **said.lasts())
        keys |= {"e": f"e:{me.pk}", "u": f"u:{unit.pk}", "o": f"o:{county.pk}", "s": f"s:{unit.sector}"}
        keys |= {"pe": f"e:{peer.pk}", "ae": f"e:{away.pk}", "ue": f"e:{other.pk}", "uu": f"u:{beside.pk}"}
        keys["p"] = f"p:{me.person_id}"
        return Cast("worker", me.person_id, me, keys, self.person("adult").pk)

    def _organisation(self) -> Organisation:
        return self.add(Organisation, name="Kaislaranta", kind=Organisation.Kind.COUNTY)

    def _unit(self, sector: str, organisation: Organisation) -> Unit:
        return self.add(Unit, name="Yksikkö", sector=sector, organisation=organisation)

    def _post(self, unit: Unit) -> Post:
        return self.add(
            Post, person=self.person("adult"), unit=unit, title="ohjaaja", starts_on=date(2020, 1, 1)
        )

    def person(self, born: str) -> Person:
        return self.add(Person, given_names="Aino", born_on=BORN[born], created_at=LONG_AGO)

    def _capacity(self, minor_id: UUID, said: Said) -> None:
        start, end = said.one(PERIODS, (LONG_AGO, None))
        start += DAY if "newer" in said else 0 * DAY
        matter, is_capable = said.one(MATTERS, "ANY"), "no" not in said
        values = {"is_capable": is_capable, "starts_at": start, "ends_at": end, "judged_by": "e:x"}
        self.add(sharing.Capacity, minor_id=minor_id, matter=matter, **values)


class Story:
    """One told world: each sort of fact has a method of its name."""

    def __init__(self, builder: Builder, cast: Cast, told: dict[str, str]):
        self.builder, self.cast, self.told, self.keys = builder, cast, told, cast.keys
        words = {word for sentence in told.values() for word in sentence.split()}
        self.families = {"here": self._family()}
        if "there" in words:
            self.families["there"] = self._family()
        self.who = {"child": builder.person(told.get("age", "minor")).pk}
        self.who["other"] = builder.person("adult").pk if "other" in words else cast.neighbour
        self.who["outsider"] = builder.person("minor").pk if "outsider" in words else None
        self.who["me"] = cast.person_id
        self._members()
        self.records = {"this": self._record("here", told.get("about", "child"))}
        if "that" in words:
            self.records["that"] = self._record("here", told.get("about", "child"))
        if "there" in words:
            self.records["there"] = self._record("there", "child")
        for fact in ("ground", "cover", "restriction", "shield", "share", "custody", "prohibition"):
            for sentence in rows_of(told.get(fact, "")):
                getattr(self, f"_{fact}")(Said(sentence))
        self.world = World(told, tuple(self.families.values()), tuple(self.records.values()), self._people())

    def _people(self) -> tuple[UUID, ...]:
        return tuple(person_id for person_id in self.who.values() if person_id)

    def _key(self, said: Said) -> str:
        """The key named; a sentence that names nobody this cast knows is a slip of the pen."""
        found = said.one(self.keys)
        if found is None:
            raise ValueError(f"whose: {self.told}")
        return found

    def _where(self, said: Said) -> UUID:
        return said.one(self.families, self.families["here"])

    def _family(self) -> UUID:
        return self.builder.add(Family, name="Perhe", created_at=LONG_AGO).pk

    def _members(self) -> None:
        self._member("here", "child", Said(self.told.get("place", "CHILD")))
        self._member("here", "other", Said("ADULT"))
        if "there" in self.families:
            self._member("there", "child", Said("CHILD"))
        for sentence in rows_of(self.told.get("me", "")):
            said = Said(sentence)
            self._member("there" if "there" in said else "here", "me", said)

    def _member(self, where: str, who: str, said: Said) -> None:
        start, end = said.one(DAYS, (None, None))
        self.builder.add(
            Member, family_id=self.families[where], person_id=self.who[who],
            place=said.one(PLACES, "CHILD"), starts_on=start, ends_on=end,
        )  # fmt: skip

    def _record(self, where: str, about: str) -> UUID:
        said = Said(self.told.get("record", ""))
        person, post = self._author()
        record = self.builder.add(
            sharing.Record, family_id=self.families[where], author_person_id=person, author_post_id=post,
            kind="OWN_WORDS" if "words" in said else "SUMMARY", matter=said.one(MATTERS, "ANY"),
            is_draft="draft" in said, is_sensitive="sensitive" in said, shown_from=said.one(SHOWN),
            is_client_visible="internal" not in said, created_at=LONG_AGO,
        )  # fmt: skip
        for who in Said(about).all(self.who):
            self.builder.add(sharing.RecordSubject, record_id=record.pk, person_id=who)
        return record.pk

    def _author(self) -> tuple[UUID, UUID | None]:
        """Who wrote it: `me`, me in another capacity, somebody else in my post, or a stranger at work."""
        me, stranger = self.cast.person_id, self.builder.stranger
        post_id = self.cast.post.pk if self.cast.post else None
        return {
            "": (stranger.person_id, stranger.pk),
            "me": (me, post_id),
            "me elsewhere": (me, stranger.pk),
            "me as myself": (me, None),
            "my post": (stranger.person_id, post_id),
        }[self.told.get("author", "")]

    def _ground(self, said: Said) -> None:
        kind = said.one(KINDS)
        record_id = said.one(self.records, self.records["this"]) if kind == "INVITED" else None
        self.builder.add(
            sharing.Ground, kind=kind, holder=self._key(said), family_id=self._where(said),
            record_id=record_id, matter=said.one(MATTERS, "ANY"), given_by="e:x",
            **said.lasts(NOW + 9 * DAY if kind in PASSING else None),
        )  # fmt: skip

    def _cover(self, said: Said) -> None:
        """Whose is told by names, `child` if none is."""
        for person_id in said.all(self.who) or [self.who["child"]]:
            shared = {"person_id": person_id, "receiver": self._key(said)}
            shared["matter"] = said.one(MATTERS, "ANY")
            if "law" in said:
                lasts = said.lasts(NOW + 9 * DAY)
                self.builder.add(
                    sharing.LegalBasis, code="SHL_41", necessity="x", decided_by="e:x", decided_at=LONG_AGO,
                    **shared, **lasts,
                )  # fmt: skip
                continue
            withdrawn = {"withdrawn": NOW, "withdrawing": NOW + TICK, "unsaid": NOW - 2 * DAY}
            self.builder.add(
                sharing.Consent, given_by_id=person_id, way="WITH_WORKER", recorded_by="e:x",
                recorded_at=LONG_AGO, withdrawn_at=said.one(withdrawn), **shared, **said.lasts(),
            )  # fmt: skip

    def _restriction(self, said: Said) -> None:
        self._restrict(
            said, kind=said.one(KINDS), kept_out=self._key(said), family_id=said.one(self.families)
        )

    def _restrict(self, said: Said, **values) -> UUID:
        made = self.builder.add(
            sharing.Restriction, cause="VIOLENCE", decided_at=LONG_AGO,
            decided_by="inherited" if "inherited" in said else "e:x",
            asked_by_id=self.cast.person_id if "asked" in said else None, review_on=date(2026, 9, 1),
            **values, **said.lasts(),
        )  # fmt: skip
        for person_id in said.all(self.who):
            self.builder.add(sharing.Protected, restriction_id=made.pk, person_id=person_id)
        return made.pk

    def _shield(self, said: Said) -> None:
        """A safety restriction on those named, with a clearance for each key named."""
        restriction_id = self._restrict(said, kind="SAFETY")
        for holder in said.all(self.keys):
            values = {"holder": holder, "given_by": "e:x", "given_at": LONG_AGO}
            self.builder.add(sharing.Clearance, restriction_id=restriction_id, **values)

    def _share(self, said: Said) -> None:
        record_id = said.one(self.records, self.records["this"])
        self.builder.add(sharing.RecordShare, record_id=record_id, holder=self._key(said), **said.lasts())

    def _custody(self, said: Said) -> None:
        """Over those named, `child` if none is; of the viewer, unless another key is named."""
        start, end = said.one(DAYS, (date(2017, 4, 3), None))
        adult = UUID(said.one(self.keys, self.keys["p"])[2:])
        for child_id in said.all(self.who) or [self.who["child"]]:
            pair = {"adult_id": child_id, "child_id": adult}
            if "reversed" not in said:
                pair = {"adult_id": adult, "child_id": child_id}
            kind = Custody.Kind.INFORMATION_RIGHT if "informed" in said else Custody.Kind.CUSTODIAN
            online = "offline" not in said
            self.builder.add(Custody, kind=kind, may_see_online=online, starts_on=start, ends_on=end, **pair)

    def _prohibition(self, said: Said) -> None:
        """Of the one named; about a record named or a matter; from the one whose key is named or all."""
        holder = said.one(self.keys)
        record_id = said.one(self.records)
        self.builder.add(
            sharing.Prohibition, minor_id=said.one(self.who, self.who["child"]), record_id=record_id,
            matter=said.one(MATTERS, "ANY"), hidden_from_id=holder and UUID(holder[2:]), set_by="e:x",
            review_on=date(2026, 9, 1), **said.lasts(),
        )  # fmt: skip


def rows_of(sentences: str) -> Iterable[str]:
    return [sentence for sentence in map(str.strip, sentences.split("+")) if sentence]
