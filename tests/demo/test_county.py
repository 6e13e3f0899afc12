"""The county is made in bulk, and keeps every promise the actions keep."""

import json
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from koppi.audit.models import AuditEvent
from koppi.demo import scenery, story
from koppi.demo.county import check, loading, plan
from koppi.demo.county.dice import Dice
from koppi.demo.county.fate import wanted_names
from koppi.demo.county.households import households_of
from koppi.demo.map import map_of
from koppi.families.models import Custody, Family, Member
from koppi.mapping.models import Invitation, Invitee
from koppi.people import search
from koppi.people.models import Person
from koppi.services.models import ServiceEpisode
from koppi.services.states import troubles
from koppi.sharing import grants
from koppi.sharing.access import families_visible_to, records_visible_to, sight_of
from koppi.sharing.models import Consent, Grant, Record, Restriction
from koppi.summary.actions import check_length
from koppi.summary.merging import lines_of
from koppi.summary.models import SummaryPart
from koppi.teams.models import Hold, TeamMember
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SCALE = 0.005  # about a hundred families


def silent(_ready: int, _of: int) -> None:
    """Nobody listens to how far the loading is."""


class Telling:
    """The story and the county around it, once for all the tests that only look."""

    def __init__(self):
        made = scenery.build(NOW)
        self.teller = story._Teller(made, NOW)
        self.told = self.teller.tell()
        self.counts = loading.load(made, NOW, SCALE, 1, silent)
        self.families = Family.objects.exclude(pk=self.told.family.pk)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Telling()
        transaction.set_rollback(True)


def test_what_is_made_is_what_the_plan_asks_for(county):
    lines = check.lines(NOW)

    assert [line.name for line in lines if not line.is_met] == []
    assert county.families.count() == round(SCALE * plan.county()["families"])


def test_a_figure_out_of_tolerance_is_called_so():
    line = check.Line("something", 0.5, 0.6, 500)

    assert not line.is_met
    assert check.table([line]).endswith("OUT")
    assert check.Line("something rare", 0.5, 0.56, 50).is_met


def test_rebuilding_the_grants_afterwards_changes_nothing(county):
    before = set(Grant.objects.values_list("pk", flat=True))

    grants.rebuild_many(Family.objects.values_list("pk", flat=True))

    assert set(Grant.objects.values_list("pk", flat=True)) == before


def test_every_family_with_open_work_has_one_hold_in_its_team_and_no_other_has(county):
    live = Hold.objects.filter(ends_at=None)
    held = county.families.annotate(open_holds=Count("holds", Q(holds__ends_at=None)))
    in_team = TeamMember.objects.filter(team__family=OuterRef("family"), post=OuterRef("post"), ends_at=None)

    assert set(held.filter(finished_at=None).values_list("open_holds", flat=True)) == {1}
    assert set(held.exclude(finished_at=None).values_list("open_holds", flat=True)) == {0}
    assert not live.exclude(Exists(in_team)).exists()


def test_the_team_of_every_family_sees_it(county):
    held = Hold.objects.filter(ends_at=None, family__in=county.families).select_related(
        "post__person__account", "post__unit__organisation", "family"
    )
    for hold in held[:40]:
        viewer = make.a_viewer(hold.post, NOW)
        sight = sight_of(viewer, hold.family)
        own = Record.everything.filter(family=hold.family, kind="SERVICE").values_list("pk", flat=True)
        assert sight.may_change
        assert set(own) <= set(sight.records)


def test_the_cast_have_families_of_their_own_and_a_quiet_list(county):
    def sees(handle):
        return families_visible_to(county.teller.at_work(handle)).count()

    told = plan.county()["cast"]
    for handle in ("anna", "petri", "maria", "liisa"):
        assert sees(handle) == told[handle]["families"] + 1
    assert sees("satu") > 30
    assert {"Korven perhe", "Mäkisen perhe"} <= set(
        families_visible_to(county.teller.at_work("anna")).values_list("name", flat=True)
    )
    assert Invitee.objects.filter(post__person__account__username="anna", answered_at=None).count() == 1


def test_the_invited_see_what_they_were_asked(county):
    asked = Invitee.objects.filter(post__person__account__username="anna").select_related("invitation")
    viewer = county.teller.at_work("anna")
    records = records_visible_to(viewer, kind="INVITATION")

    assert all(records.filter(pk=one.invitation.record_id).exists() for one in asked)


def test_rare_things_are_there_on_purpose(county):
    together = Member.objects.filter(place="CHILD").values("family", "person__born_on")
    names = Person.objects.filter(memberships__place="CHILD").values("given_names", "family_name")

    assert together.annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert names.annotate(n=Count("born_on", distinct=True)).filter(n__gt=1).exists()
    assert {"PERSON", "SAFETY"} <= set(Restriction.objects.values_list("kind", flat=True))
    for rare in ("Prohibition", "Capacity", "LegalBasis", "HoldOffer", "Clearance", "Absence"):
        assert county.counts[rare]
    assert Consent.objects.exclude(withdrawn_at=None).exists()
    assert Member.objects.filter(place="UNBORN").exists()
    assert Custody.objects.filter(kind="FOSTER").exists()


def test_rows_made_in_bulk_are_such_as_the_actions_make(county):
    today = NOW.date()
    for episode in ServiceEpisode.objects.all():
        assert not troubles(episode.state, episode.starts_on, episode.ends_on, today)
    for part in SummaryPart.objects.all():
        check_length(lines_of(part.text))
    for person in Person.objects.all()[:100]:
        assert person.search_text == search.text_of(person)
    for invitation in Invitation.objects.all():
        assert 1 < invitation.invitees.count() <= 8


def test_the_trail_has_one_entry_of_the_whole_load(county):
    event = AuditEvent.objects.get(did="demo.loaded")

    assert event.detail["counts"]["Family"] == county.families.count()
    assert sum(event.detail["counts"].values()) > 1000


def test_the_map_of_a_county_is_bounded(county, monkeypatch):
    monkeypatch.setattr("koppi.demo.map.FAMILIES", 20)
    monkeypatch.setattr("koppi.demo.map.OF_A_KIND", 5)

    objects = map_of(county.told)["objects"]

    kinds = [one["kind"] for one in objects]
    assert kinds.count("family") == 21
    assert {"family", "help_request", "invitation", "service", "own_view", "step"} == set(kinds)
    assert json.dumps(objects)


def test_the_same_seed_makes_the_same_county():
    one, same, other = (households_of(Dice(seed), 50, NOW.date(), wanted_names()) for seed in (7, 7, 8))

    assert one == same
    assert one != other
