"""The summary is written by several, and nobody's line disappears."""

import pytest

from koppi.audit.models import AuditEvent
from koppi.delivery.access import notices_for
from koppi.refusal import NotVisible, Refused
from koppi.sharing import actions as sharing
from koppi.sharing.access import family_for, sight_of
from koppi.summary import access, actions
from koppi.summary.models import Highlight, SummaryPart, SummaryVersion
from koppi.teams import actions as teams
from tests import make
from tests.services.conftest import World, a_world


@pytest.fixture
def world(db) -> World:
    return a_world()


def write(world, text, seen=0, part="CARRIES", by=None, **more):
    return actions.write_part(
        by=by or world.by, family=world.family, part=part, text=text, seen_version=seen, **more
    )


def read(viewer, world):
    family = family_for(viewer, world.family.pk)
    return access.summary_of(viewer, family, sight_of(viewer, family))


def test_three_parts_stand_in_their_order_also_when_nothing_is_written(world):
    assert [part.part for part in read(world.by, world).parts] == ["CARRIES", "NEEDS", "NEXT"]
    assert read(world.by, world).is_empty


def test_the_team_writes_and_the_mother_reads_the_same(world):
    write(world, "Mummo auttaa\n\n  Emma piirtää  ", written_with_family=True)
    for viewer in (world.by, world.mother):
        summary = read(viewer, world)
        assert summary.parts[0].lines == ("Mummo auttaa", "Emma piirtää")
        assert summary.latest.written_with_family
        assert summary.latest.changed_by == world.anna.person.name


def test_the_mother_and_a_stranger_write_nothing(world):
    for by in (world.mother, make.a_viewer(world.other)):
        with pytest.raises(Refused):
            write(world, "Ei näin", by=by)
    assert not SummaryPart.objects.exists()


@pytest.mark.parametrize("text", ["1\n2\n3\n4", "x" * 81, "hyvä\n" + "y" * 200])
def test_a_part_is_at_most_three_lines_of_eighty_characters(world, text):
    with pytest.raises(actions.TooLong):
        write(world, text)
    write(world, "\n".join(["z" * 80] * 3))


def test_the_second_of_two_who_wrote_at_once_overwrites_nothing(world):
    write(world, "Mummo auttaa")
    write(world, "Mummo auttaa\nKuvis", seen=1)
    with pytest.raises(actions.WrittenMeanwhile) as met:
        write(world, "Mummo auttaa\nLepo", seen=1)
    assert met.value.now.text == "Mummo auttaa\nKuvis"
    assert read(world.by, world).parts[0].lines == ("Mummo auttaa", "Kuvis")


def test_every_wording_stays_readable_with_its_writer(world):
    for number, text in enumerate(["yksi", "kaksi", "kolme"]):
        write(world, text, seen=number)
    record = access.record_of(world.by, world.family)
    assert [card.number for card in access.history_of(world.by, record)] == [3, 2, 1]
    assert access.version_of(world.by, record, "CARRIES", 1).lines == ("yksi",)
    with pytest.raises(NotVisible):
        access.version_of(world.by, record, "CARRIES", 9)


def test_the_three_parts_share_one_record(world):
    for part in ("CARRIES", "NEEDS", "NEXT"):
        write(world, "rivi", part=part)
    assert SummaryPart.objects.values("record").distinct().count() == 1
    assert SummaryVersion.objects.count() == 3


def test_the_summary_is_about_whom_the_plan_is_about(world):
    part = write(world, "rivi")
    assert [subject.person for subject in part.record.subjects.all()] == [world.emma]


def join(world):
    teams.join(by=world.by, family=world.family, post=world.other)
    sharing.give_consent(
        by=world.by, person=world.emma, receivers=[f"e:{world.other.pk}"], matter="ANY",
        given_by=world.sanna, way="WITH_WORKER", ends_at=None,
    )  # fmt: skip
    return make.a_viewer(world.other)


def test_a_highlight_sends_a_notice_and_shows_once_when_it_was_seen(world):
    colleague = join(world)
    part = write(world, "Aamut")
    made = actions.highlight(by=world.by, part=part, to_post=world.other, words="Katsotko tätä?")
    assert [notice.kind for notice in notices_for(colleague)].count("summary.highlighted") == 1
    record = access.record_of(world.by, world.family)
    assert [one.seen_at for one in access.highlights_of(world.by, record)] == [None]
    later = colleague.moved_to(colleague.at + make.DAY)
    actions.see_highlight(by=colleague, highlight=made)
    actions.see_highlight(by=later, highlight=made)
    assert Highlight.objects.get().seen_at == colleague.at
    assert [one.seen_at for one in access.highlights_of(world.by, record)] == [colleague.at]
    assert not access.unseen_by(colleague, record).exists()


def test_the_same_wording_is_not_highlighted_twice_to_the_same_person(world):
    join(world)
    part = write(world, "Aamut")
    actions.highlight(by=world.by, part=part, to_post=world.other)
    with pytest.raises(actions.AlreadyHighlighted):
        actions.highlight(by=world.by, part=part, to_post=world.other)


def test_a_highlight_goes_only_to_the_team_and_is_seen_only_by_the_one_it_was_meant_for(world):
    part = write(world, "Aamut")
    with pytest.raises(actions.NotInTeam):
        actions.highlight(by=world.by, part=part, to_post=world.other)
    join(world)
    made = actions.highlight(by=world.by, part=part, to_post=world.other)
    with pytest.raises(actions.NotInTeam):
        actions.see_highlight(by=world.by, highlight=made)
    assert Highlight.objects.get().seen_at is None


def test_the_trail_holds_no_word_of_the_summary(world):
    write(world, "Salainen rivi")
    assert not [event for event in AuditEvent.objects.all() if "alainen" in str(event.detail)]


def test_the_summary_comes_in_one_query(world, django_assert_num_queries):
    for part in ("CARRIES", "NEEDS", "NEXT"):
        write(world, "rivi", part=part)
    family = family_for(world.by, world.family.pk)
    sight = sight_of(world.by, family)
    with django_assert_num_queries(1):
        access.summary_of(world.by, family, sight)
