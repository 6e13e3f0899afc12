"""What the pages of sharing show of one family, and what can be picked on them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from koppi.families.models import Family
from koppi.people.models import Person
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible

from .access import family_for, sight_of
from .consenting import DECIDING, may_consent_for
from .holders import kind_of, names_of, tells_place
from .legal import name_of
from .models import Capacity, Clearance, Consent, Ground, LegalBasis, Matter, Prohibition, Record, Restriction
from .partners import is_partner
from .people_cards import PersonCard
from .sight import ConsentLine, RestrictionLine, Sight
from .why import since

SET_ASIDE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class GroundCard:
    """Who may see the family, on what ground, for how long."""

    id: UUID
    kind: str
    kind_name: str
    holder: str
    name: str
    matter_name: str
    starts_at: datetime
    ends_at: datetime | None
    law: str = ""
    is_told: bool = True
    not_told_why: str = ""


@dataclass(frozen=True, slots=True)
class ProhibitionCard:
    """A minor's prohibition, for the workers who look at it and for the minor."""

    id: UUID
    minor_id: UUID
    minor: str
    matter_name: str
    is_one_record: bool
    hidden_from: str
    starts_at: datetime
    ends_at: datetime | None
    review_on: date
    is_reviewed: bool
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class CapacityCard:
    minor: str
    matter_name: str
    is_capable: bool
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Desk:
    """One family with what this viewer sees of it; its door has been passed."""

    viewer: Viewer
    family: Family
    sight: Sight

    @property
    def people(self) -> tuple[PersonCard, ...]:
        """The people shown, each once."""
        return tuple({card.id: card for card in self.sight.people}.values())

    @property
    def minors(self) -> tuple[PersonCard, ...]:
        return tuple(card for card in self.people if card.place == "CHILD")

    def name_of(self, person_id: UUID) -> str:
        return next((card.first_name for card in self.people if card.id == person_id), "")

    def consents_by_person(self) -> list[tuple[PersonCard, list[ConsentLine]]]:
        """Each person this viewer may know the sharing of, with the consents and legal bases in force."""
        told = {line.person_id for line in self.sight.consents} | self.sight.contactable
        lines = self.sight.consents
        return [
            (card, [line for line in lines if line.person_id == card.id])
            for card in self.people
            if card.id in told
        ]

    def grounds(self) -> list[GroundCard]:
        """Everybody with a ground in force; unit and organisation names are kept when a place is hidden."""
        rows = list(
            Ground.objects.in_force(self.viewer.at)
            .filter(family=self.family)
            .select_related("emergency")
            .order_by("starts_at", "id")
        )
        rows = [row for row in rows if row.kind != Ground.Kind.INVITED and self._may_know(row)]
        names = self.names(row.holder for row in rows)
        return [_ground(row, names[row.holder]) for row in rows]

    def _may_know(self, ground: Ground) -> bool:
        """The family does not learn here of a right it has not been told of yet."""
        if not self.viewer.is_client:
            return True
        if ground.kind == Ground.Kind.EMERGENCY:
            return ground.emergency.family_told_at is not None
        return ground.told_family

    def ground_rows(self) -> list[dict]:
        """The grounds with what the page says of each."""
        return [
            {
                "id": card.id,
                "name": card.name,
                "kind_name": card.kind_name,
                "matter_name": card.matter_name,
                "law": card.law,
                "when": since(card.starts_at, card.ends_at),
                "may_end": self.may_end(card),
                "may_tell": not card.is_told and self.sight.may_change,
                "not_told_why": card.not_told_why,
            }
            for card in self.grounds()
        ]

    def prohibitions(self) -> list[ProhibitionCard]:
        if not self.sight.may_change:
            return []
        live = Prohibition.objects.in_force(self.viewer.at).filter(
            minor__in=[card.id for card in self.minors]
        )
        return [
            prohibition_card(row) for row in live.select_related("minor", "hidden_from").order_by("review_on")
        ]

    def capacities(self) -> list[CapacityCard]:
        if not self.sight.may_change:
            return []
        live = Capacity.objects.in_force(self.viewer.at).filter(minor__in=[card.id for card in self.minors])
        return [
            CapacityCard(
                row.minor.first_name, row.get_matter_display(), row.is_capable, row.starts_at, row.ends_at
            )
            for row in live.select_related("minor").order_by("minor", "-starts_at")
        ]

    def names(self, holders) -> dict[str, str]:
        names = names_of(holders, self.viewer.language)
        if self.sight.is_place_hidden:
            return {
                holder: kind_of(holder) if tells_place(holder) else name for holder, name in names.items()
            }
        return names

    def receivers(self) -> list[tuple[str, str]]:
        """Whom data can be shared with: those who work with the family, and every sector."""
        holders = (
            Ground.objects.in_force(self.viewer.at)
            .filter(family=self.family)
            .values_list("holder", flat=True)
        )
        named = self.names(dict.fromkeys(holder for holder in holders if holder[:2] in ("e:", "u:", "o:")))
        return [*named.items(), *((f"s:{code}", str(label)) for code, label in Sector.choices)]

    def authorities(self) -> list[tuple[str, str]]:
        """The receivers the law can let know; a partner knows only what the family opens."""
        return [one for one in self.receivers() if not is_partner(one[0])]

    def givers(self) -> list[tuple[str, str]]:
        """Who can give a consent: the people shown, and the custodians of the children among them."""
        people = {card.id: card.name for card in self.people}
        rows = Person.objects.filter(custody_of__child__in=people, custody_of__kind__in=DECIDING)
        adults = rows.exclude(pk__in=self.sight.hidden).distinct()
        return [(str(pk), name) for pk, name in {**people, **{one.pk: one.name for one in adults}}.items()]

    def giver_rows(self) -> list[Person]:
        """Those of the givers who decide for somebody here."""
        people = Person.objects.filter(pk__in=dict(self.givers())).order_by("born_on", "id")
        return [one for one in people if self.decided_by(one)]

    def decided_by(self, giver: Person) -> list[tuple[str, str]]:
        """Return for whom this one decides on some matter: themself, and children they have custody of."""
        people = Person.objects.filter(pk__in=[card.id for card in self.people]).order_by("born_on", "id")
        return [(str(one.pk), one.name) for one in people if _decides(giver, one, self.viewer)]

    def set_aside(self) -> list[Consent]:
        """Consents that workers here do not rely on; only they know."""
        if not self.sight.may_change:
            return []
        people = [card.id for card in self.people]
        rows = Consent.objects.filter(person__in=people).exclude(set_aside_by="").select_related("person")
        return list(rows.order_by("-withdrawn_at", "id")[:SET_ASIDE_SHOWN])

    def giver(self, pk) -> Person:
        """:raises NotVisible: nobody with this key can be picked as the giver here."""
        if str(pk) not in dict(self.givers()):
            raise NotVisible
        return Person.objects.get(pk=pk)

    def person(self, pk) -> Person:
        """:raises NotVisible: nobody shown here has this key."""
        if str(pk) not in {str(card.id) for card in self.people}:
            raise NotVisible
        return Person.objects.get(pk=pk)

    def consent(self, pk) -> Consent:
        """:raises NotVisible: no consent this viewer may know of has this key."""
        self._line(pk, is_basis=False)
        return Consent.objects.select_related("person").get(pk=pk)

    def basis(self, pk) -> LegalBasis:
        self._line(pk, is_basis=True)
        return LegalBasis.objects.select_related("person").get(pk=pk)

    def restriction(self, pk) -> Restriction:
        """:raises NotVisible: no restriction this viewer may know of has this key."""
        if pk not in {line.id for line in self.sight.restrictions}:
            raise NotVisible
        return Restriction.objects.select_related("family").get(pk=pk)

    def restriction_line(self, pk) -> RestrictionLine:
        return next(line for line in self.sight.restrictions if line.id == pk)

    def clearances(self, restriction: Restriction) -> list[tuple[str, str]]:
        holders = (
            Clearance.objects.filter(restriction=restriction)
            .order_by("given_at")
            .values_list("holder", flat=True)
        )
        names = self.names(holders)
        return [(holder, names[holder]) for holder in holders]

    def prohibition(self, pk) -> Prohibition:
        if pk not in {card.id for card in self.prohibitions()}:
            raise NotVisible
        return Prohibition.objects.select_related("minor").get(pk=pk)

    def may_end(self, card: GroundCard) -> bool:
        """Another authority's right by the team, an emergency opening by whoever opened it."""
        if card.kind == Ground.Kind.EMERGENCY:
            return card.holder in self.viewer.holders
        return card.kind == Ground.Kind.OTHER_AUTHORITY and self.sight.may_change

    def untold_ground(self, pk) -> Ground:
        """:raises NotVisible: there is no right here that the family waits to be told of."""
        if not self.sight.may_change or pk not in {card.id for card in self.grounds() if not card.is_told}:
            raise NotVisible
        return Ground.objects.select_related("family").get(pk=pk)

    def parents(self, record: Record) -> list[tuple[str, str]]:
        """From whom a part about a child can be closed: its guardians who are not in it themselves."""
        subjects = set(record.subjects.values_list("person_id", flat=True))
        rows = Person.objects.filter(custody_of__child__in=subjects).exclude(pk__in=subjects)
        adults = rows.exclude(pk__in=self.sight.hidden).distinct().order_by("born_on", "id")
        return [(str(one.pk), one.name) for one in adults]

    def part(self, pk) -> Record:
        """:raises NotVisible: no part that this viewer sees has this key."""
        if pk not in self.sight.records:
            raise NotVisible
        return Record.objects.system("its key is in the sight of the viewer").get(pk=pk)

    def hidings(self, record: Record) -> list[ProhibitionCard]:
        """From whom this part is closed now."""
        live = Prohibition.objects.in_force(self.viewer.at).filter(record=record)
        return [prohibition_card(row) for row in live.select_related("minor", "hidden_from")]

    def passing_ground(self, pk) -> Ground:
        """:raises NotVisible: there is no ground here that this viewer ends on these pages."""
        if pk not in {card.id for card in self.grounds() if self.may_end(card)}:
            raise NotVisible
        return Ground.objects.get(pk=pk)

    def _line(self, pk, *, is_basis: bool) -> None:
        if not any(line.id == pk and line.is_basis == is_basis for line in self.sight.consents):
            raise NotVisible


def desk_for(viewer: Viewer, pk, *, to_change: bool = False) -> Desk:
    """Open the sharing of a family.

    :raises NotVisible: the family is not for this viewer, or ``to_change`` and they may only look.
    """
    family = family_for(viewer, pk)
    sight = sight_of(viewer, family)
    if to_change and not sight.may_change:
        raise NotVisible
    return Desk(viewer, family, sight)


def _decides(giver: Person, person: Person, viewer: Viewer) -> bool:
    return any(may_consent_for(person, giver, matter, viewer) for matter in Matter)


def prohibition_card(row: Prohibition) -> ProhibitionCard:
    return ProhibitionCard(
        id=row.pk,
        minor_id=row.minor_id,
        minor=row.minor.first_name,
        matter_name=row.get_matter_display(),
        is_one_record=row.record_id is not None,
        hidden_from=row.hidden_from.first_name if row.hidden_from else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        review_on=row.review_on,
        is_reviewed=bool(row.reviewed_by),
        is_own=row.cause == Prohibition.Cause.OWN,
    )


def _ground(row: Ground, name: str) -> GroundCard:
    law = name_of(row.source) if row.kind == Ground.Kind.OTHER_AUTHORITY else ""
    return GroundCard(
        row.pk, row.kind, row.get_kind_display(), row.holder, name, row.get_matter_display(),
        row.starts_at, row.ends_at, law, row.told_family, row.not_told_why,
    )  # fmt: skip
