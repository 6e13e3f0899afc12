"""Whatever people do one after the other, with the real verbs, the engine and the oracle see the same."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from koppi.families import actions as families
from koppi.families.models import Custody, Member
from koppi.families.new_member import NewMember
from koppi.people.access import card_of, stand_ins_of
from koppi.people.models import Absence, Role
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import access, actions, records
from koppi.sharing.models import Consent, Ground, Kind, LegalBasis, Matter, Prohibition, Restriction
from tests import make
from tests.make import NOON

from . import oracle
from .comparing import families_listed, page_of_engine, page_of_oracle, records_listed

HOUR = timedelta(hours=1)
STEPS = (timedelta(microseconds=1), HOUR, 4 * HOUR, 24 * HOUR, 40 * 24 * HOUR, 400 * 24 * HOUR)
SHORT = {"max_examples": 8, "stateful_step_count": 12}
LONG = {"max_examples": 40, "stateful_step_count": 25}

number = st.integers(0, 1000)
matters = st.sampled_from([Matter.ANY, Matter.ANY, Matter.SCHOOL, Matter.HEALTH])


class History(RuleBasedStateMachine):
    """One county, two families of one child, and everything that may happen to them."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = NOON
        self.turn = 0
        self.people = [
            make.a_person("Sanna"),
            make.a_person("Mikko"),
            make.a_child("Emma"),
            make.a_child("Onni", born_on=date(2008, 3, 20)),
        ]
        county = make.an_organisation()
        school = make.a_unit(Sector.EDUCATION, county)
        self.posts = [
            make.a_post(unit=school),
            make.a_post(unit=school, role=Role.MANAGER),
            make.a_post(unit=make.a_unit(Sector.HEALTH)),
            make.a_post(unit=make.a_unit(Sector.SOCIAL, county), person=self.people[1]),
        ]
        sanna, mikko, emma, onni = self.people
        self.families = [make.a_family("Koivu", sanna, mikko, emma), make.a_family("Salo", mikko, emma, onni)]
        self.records = []
        for family in self.families:
            self.try_to(actions.open_ground, self.workers[0], family=family, holder=self.key(0), kind="TEAM")
        make.custody(sanna, emma)
        self.members_changed()
        told = {
            "given_by": sanna,
            "way": Consent.Way.WITH_WORKER,
            "receivers": [self.key(5)],
            "ends_at": None,
        }
        for person in (sanna, emma):
            actions.give_consent(by=self.workers[0], person=person, **told)
        for viewer in (self.workers[0], self.workers[2], make.a_client(sanna, self.at)):
            for kind, subjects in (
                (Kind.SUMMARY, [emma]),
                (Kind.OWN_WORDS, [sanna]),
                (Kind.STEP, [sanna, emma]),
            ):
                values = {"family": self.families[0], "kind": kind, "subjects": subjects}
                self.records.append(records.new_record(by=viewer, **values))

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # Who acts and who looks

    @property
    def workers(self) -> list[Viewer]:
        return [self.worker(post) for post in self.posts]

    def worker(self, post) -> Viewer:
        card = card_of(post)
        return make.a_viewer(post, self.at, stand_ins_of(card, self.at))

    @property
    def viewers(self) -> list[Viewer]:
        return [*self.workers, *(make.a_client(person, self.at) for person in self.people)]

    def key(self, index: int) -> str:
        posts = [str(post) for post in self.posts]
        places = [f"u:{self.posts[0].unit_id}", f"o:{self.posts[0].unit.organisation_id}"]
        keys = [*posts, *places, f"o:{self.posts[2].unit.organisation_id}", "s:EDUCATION", "s:HEALTH"]
        return keys[index % len(keys)]

    def pick(self, things, index: int):
        things = list(things)
        return things[index % len(things)] if things else None

    def try_to(self, verb, by: Viewer, **values):
        """A refusal is an answer too: nothing may have changed then."""
        try:
            return verb(by=by, **values)
        except Refused:
            return None

    # What happens

    @rule(step=st.sampled_from(STEPS))
    def time_goes_on(self, step):
        self.at += step

    @rule(by=number, family=number, about=number, kind=st.sampled_from(Kind.values), matter=matters)
    def somebody_writes(self, by, family, about, kind, matter):
        by, family = self.pick(self.viewers, by), self.pick(self.families, family)
        members = [member.person for member in family.members.select_related("person")]
        subjects = members[: 1 + about % 2] if about % 3 else members[-1:]
        flags = {
            "is_draft": about % 7 == 0,
            "is_sensitive": about % 5 == 0,
            "is_client_visible": about % 4 != 0,
        }
        shown_from = self.at + HOUR if about % 6 == 0 else None
        values = {"family": family, "kind": kind, "matter": matter, "subjects": subjects}
        self.records.append(records.new_record(by=by, shown_from=shown_from, **values, **flags))

    @rule(by=number, whose=number, to=number, matter=matters, lasts=st.none() | st.sampled_from(STEPS))
    def somebody_consents(self, by, whose, to, matter, lasts):
        by, person = self.pick(self.viewers, by), self.pick(self.people, whose)
        own = [one for one in self.people if one.pk == by.person_id]
        giver = self.pick([person, self.people[0]], matter == Matter.ANY) if by.is_worker else own[0]
        way = Consent.Way.WITH_WORKER if by.is_worker else Consent.Way.OWN_SESSION
        values = {
            "person": person,
            "receivers": [self.key(to)],
            "matter": matter,
            "given_by": giver,
            "way": way,
        }
        self.try_to(actions.give_consent, by, ends_at=lasts and self.at + lasts, **values)

    @rule(by=number, which=number)
    def a_consent_is_withdrawn(self, by, which):
        consent = self.pick(Consent.objects.order_by("starts_at", "pk"), which)
        if consent:
            self.try_to(actions.withdraw_consent, self.pick(self.viewers, by), consent=consent)

    @rule(by=number, whose=number, to=number, matter=matters, lasts=st.sampled_from(STEPS))
    def the_law_allows(self, by, whose, to, matter, lasts):
        values = {"person": self.pick(self.people, whose), "receiver": self.key(to), "matter": matter}
        values |= {"code": "SHL_41", "necessity": "välttämätöntä " * 4, "ends_at": self.at + lasts}
        self.try_to(actions.state_basis, self.pick(self.workers, by), **values)

    @rule(by=number, which=number)
    def the_law_no_longer_allows(self, by, which):
        basis = self.pick(LegalBasis.objects.order_by("starts_at", "pk"), which)
        if basis:
            self.try_to(actions.withdraw_basis, self.pick(self.workers, by), basis=basis)

    @rule(
        by=number,
        family=number,
        to=number,
        kind=st.sampled_from(["TEAM", "UNIT_DUTY", "SUPERVISION"]),
        matter=matters,
    )
    def a_ground_opens(self, by, family, to, kind, matter):
        values = {"family": self.pick(self.families, family), "holder": self.key(to % 7), "kind": kind}
        self.try_to(actions.open_ground, self.pick(self.workers, by), matter=matter, **values)

    @rule(by=number, to=number, which=number)
    def somebody_is_invited(self, by, to, which):
        record = self.pick(self.records, which)
        if record:
            values = {
                "family": record.family,
                "record": record,
                "holder": self.key(to % 7),
                "kind": "INVITED",
            }
            self.try_to(
                actions.open_ground, self.pick(self.workers, by), ends_at=self.at + 5 * HOUR, **values
            )

    @rule(by=number, which=number)
    def a_ground_ends(self, by, which):
        ground = self.pick(Ground.objects.order_by("starts_at", "pk"), which)
        self.try_to(actions.end_ground, self.pick(self.workers, by), ground=ground)

    @rule(by=number, family=number)
    def somebody_opens_in_an_emergency(self, by, family):
        values = {"code": "CHILD_IN_DANGER", "reason": "lapsi on nyt vaarassa", "is_reauthenticated": True}
        family = self.pick(self.families, family)
        self.try_to(actions.open_emergency, self.pick(self.workers, by), family=family, **values)

    @rule(by=number, family=number, to=number)
    def another_authority_is_let_in(self, by, family, to):
        values = {"code": "SHL_41", "reason": "selvitys", "ends_at": self.at + 30 * HOUR}
        values |= {"family": self.pick(self.families, family), "post": self.pick(self.posts, to)}
        self.try_to(actions.open_for_authority, self.pick(self.workers, by), **values)

    @rule(by=number, kind=st.sampled_from(Restriction.Kind.values), whom=number, whose=number, family=number)
    def somebody_is_kept_out(self, by, kind, whom, whose, family):
        kept_out = {
            "PERSON": f"p:{self.pick(self.people, whom).pk}",
            "POST": self.key(whom % 4),
            "ORGANISATION": self.key(5 + whom % 2),
            "SAFETY": "",
        }[kind]
        values = {"kind": kind, "kept_out": kept_out, "protected": [self.pick(self.people, whose)]}
        values |= {
            "cause": "VIOLENCE",
            "review_on": date(2036, 1, 1),
            "family": self.pick([None, *self.families], family),
        }
        if kind == "SAFETY":
            values["family"] = None
        self.try_to(actions.restrict, self.pick(self.workers, by), **values)

    @rule(by=number, which=number)
    def a_restriction_is_lifted(self, by, which):
        restriction = self.pick(Restriction.objects.order_by("starts_at", "pk"), which)
        if restriction:
            self.try_to(actions.lift_restriction, self.pick(self.workers, by), restriction=restriction)

    @rule(by=number, whom=number, verb=st.sampled_from([actions.clear_place, actions.unclear_place]))
    def a_place_is_opened_or_hidden(self, by, whom, verb):
        restriction = Restriction.objects.filter(kind="SAFETY").order_by("-starts_at", "pk").first()
        holder = self.pick([self.key(whom), f"p:{self.people[0].pk}"], whom)
        if restriction:
            self.try_to(verb, self.pick(self.workers, by), restriction=restriction, holder=holder)

    @rule(by=number, whose=number, from_whom=number, which=number, matter=matters)
    def a_minor_forbids(self, by, whose, from_whom, which, matter):
        values = {"minor": self.pick(self.people[2:], whose), "matter": matter}
        values |= {"record": self.pick([None, *self.records], which)}
        values |= {"hidden_from": self.pick([None, *self.people[:2]], from_whom)}
        self.try_to(actions.prohibit, self.pick(self.viewers, by), **values)

    @rule(which=number, stands=st.booleans(), by=number)
    def a_prohibition_is_looked_at_or_taken_back(self, which, stands, by):
        prohibition = self.pick(Prohibition.objects.order_by("starts_at", "pk"), which)
        if prohibition:
            minor = make.a_client(prohibition.minor, self.at)
            self.try_to(
                actions.review_prohibition,
                self.pick(self.workers, by),
                prohibition=prohibition,
                stands=stands,
            )
            if stands and by % 2:
                self.try_to(actions.end_prohibition, minor, prohibition=prohibition)

    @rule(
        by=number,
        whose=number,
        matter=matters,
        is_capable=st.booleans(),
        lasts=st.none() | st.sampled_from(STEPS),
    )
    def a_minor_is_judged(self, by, whose, matter, is_capable, lasts):
        values = {"minor": self.pick(self.people[2:], whose), "matter": matter, "is_capable": is_capable}
        self.try_to(
            actions.judge_capacity, self.pick(self.workers, by), ends_at=lasts and self.at + lasts, **values
        )

    @rule(which=number, to=number, verb=st.sampled_from([actions.share_words, actions.unshare_words]))
    def words_are_shared_or_closed(self, which, to, verb):
        record = self.pick(self.records, which)
        if record:
            author = next(v for v in self.viewers if _has_written(v, record))
            holder = self.pick(["t:", *(f"p:{person.pk}" for person in self.people), self.key(to)], to)
            self.try_to(verb, author, record=record, holder=holder)

    @rule(child=number, adult=number, online=st.booleans())
    def custody_is_set(self, child, adult, online):
        values = {"child": self.pick(self.people[2:], child), "adult": self.pick(self.people[:2], adult)}
        kind, day = Custody.Kind.INFORMATION_RIGHT, self.workers[0].today
        values |= {"kind": kind, "starts_on": day, "may_see_online": online, "verified_from": "DVV"}
        self.try_to(families.set_custody, self.workers[0], **values)
        self.members_changed()

    @rule(which=number)
    def custody_ends(self, which):
        custody = self.pick(Custody.objects.filter(ends_on=None).order_by("starts_on", "pk"), which)
        if custody:
            self.try_to(families.end_custody, self.workers[0], custody=custody, on=self.workers[0].today)
            self.members_changed()

    @rule(who=number, family=number)
    def somebody_joins(self, who, family):
        new = NewMember(place=Member.Place.NEAR, person_id=self.pick(self.people, who).pk)
        self.try_to(families.add_member, self.workers[0], family=self.pick(self.families, family), new=new)
        self.members_changed()

    @rule(away=number, deputy=number, lasts=st.sampled_from(STEPS))
    def somebody_is_away(self, away, deputy, lasts):
        post, deputy = self.pick(self.posts, away), self.pick(self.posts, deputy)
        if post != deputy:
            Absence.objects.create(post=post, deputy=deputy, starts_at=self.at, ends_at=self.at + lasts)

    def members_changed(self):
        for family in self.families:
            actions.members_changed(by=self.workers[0], family=family)

    # What must hold after everything

    @invariant()
    def everybody_sees_what_the_oracle_says(self):
        rows, viewers = oracle.World(), self.viewers
        self.turn += 1
        for viewer in viewers:
            opened = {family.pk for family in self.families if oracle.may_open(rows, viewer, family.pk)}
            seen = {record.pk for record in self.records if oracle.may_see(rows, viewer, record.pk)}
            assert families_listed(viewer) == opened
            assert records_listed(viewer) == seen
            for family in self.families:
                page = page_of_oracle(rows, viewer, family.pk, seen) if family.pk in opened else None
                assert page_of_engine(rows, viewer, family.pk) == page
        # One of them asks each time why: it takes longer than all the rest.
        asks = viewers[self.turn % len(viewers)]
        for record in self.records[-3:]:
            why = {clause.value for clause in access.verdict_on(asks, record).why}
            assert why == oracle.reasons(rows, asks, record.pk)


def _has_written(viewer: Viewer, record) -> bool:
    return (viewer.person_id, viewer.post and viewer.post.id) == (
        record.author_person_id,
        record.author_post_id,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "size", [SHORT, pytest.param(LONG, marks=pytest.mark.exhaustive)], ids=["short", "long"]
)
def test_no_history_parts_the_engine_from_the_oracle(size):
    quiet = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
    phases = [Phase.generate, Phase.shrink]
    run_state_machine_as_test(History, settings=settings(database=None, phases=phases, **quiet, **size))
