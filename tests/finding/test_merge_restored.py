"""A merge made after the backup: the rows are two again, and what protects one protects both."""

import pytest
from django.db import transaction

from koppi.audit import journal
from koppi.finding import actions
from koppi.people.viewer import Viewer
from koppi.sharing import access as sharing
from koppi.sharing import actions as sharing_actions
from koppi.sharing.models import Consent, Prohibition, Restriction
from koppi.site.keeping.replay import replay
from tests import make

from .conftest import a_human, open_to, person_of, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def emma(laine):
    return person_of(laine, "Emma")


@pytest.fixture
def double(anna, emma):
    """Emma written once more, in a family of her grandmother's."""
    ema = a_human("Ema", "Laine", emma.born_on)
    raija = a_human("Raija", "Laine", None)
    open_to(anna, make.a_family("Raijan perhe", ema, raija, centre=ema))
    return ema


def merged(anna, emma, double):
    by = make.a_viewer(anna, make.NOON + make.DAY)
    return actions.merge_persons(by=by, kept=emma, dropped=double, from_dropped=set())


def restored(after_the_backup, times=1) -> None:
    """Do something after the backup, bring the backup back, and replay the journal."""
    since = journal.position(make.NOON.timestamp())
    place = transaction.savepoint()
    after_the_backup()
    transaction.savepoint_rollback(place)
    for _again in range(times):
        replay(journal.lines_from(since), Viewer.system(make.NOON + 2 * make.DAY))


def protects(person):
    return set(Restriction.objects.filter(protected__person=person).values_list("pk", flat=True))


def test_a_restriction_of_one_row_is_in_force_for_both(anna, emma, double):
    hiding = restrict("SAFETY", emma)
    restored(lambda: merged(anna, emma, double))
    double.refresh_from_db()
    assert double.merged_into is None
    assert protects(double) == protects(emma) == {hiding.pk}


def test_what_was_restricted_after_the_merge_reaches_the_row_that_had_been_dropped(anna, emma, double):
    def after():
        merged(anna, emma, double)
        later = make.a_viewer(anna, make.NOON + make.DAY)
        father = make.a_person("Mikko", "Laine")
        sharing_actions.restrict(
            by=later, kind="PERSON", protected=[emma], kept_out=f"p:{father.pk}", cause="VIOLENCE",
            review_on=(make.NOON + 90 * make.DAY).date(),
        )  # fmt: skip

    restored(after)
    assert protects(double) == protects(emma) != set()


def test_whoever_is_kept_out_by_one_row_is_kept_out_by_the_other(anna, laine, double):
    grandmother = make.a_person("Raija", "Laine")
    old = make.a_person("Raija", "Laine")
    emma = person_of(laine, "Emma")
    restrict("PERSON", emma, kept_out=f"p:{old.pk}")
    line = {"kept": str(grandmother.pk), "dropped": str(old.pk)}
    restored(lambda: journal.append("finding.persons_merged", double.pk, line, make.NOON), times=2)
    kept_out = Restriction.objects.filter(protected__person=emma).values_list("kept_out", flat=True)
    assert sorted(kept_out) == sorted([f"p:{old.pk}", f"p:{grandmother.pk}"])


def test_what_one_row_forbade_or_withdrew_stands_for_the_other_and_twice_changes_nothing(anna, emma, double):
    Prohibition.objects.create(
        minor=double, matter="HEALTH", hidden_from=None, set_by="system", starts_at=make.NOON,
        review_on=make.NOON.date(),
    )  # fmt: skip
    given = Consent.objects.get(person=emma)
    Consent.objects.filter(person=double).update(withdrawn_at=make.NOON + make.DAY)
    restored(lambda: merged(anna, emma, double), times=2)
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert Prohibition.objects.filter(minor=emma).count() == 1
    assert Prohibition.objects.filter(minor=double).count() == 1


def test_a_restore_opens_nothing_that_the_merge_had_opened(anna, vera, emma, double):
    seen = sharing.families_visible_to(make.a_viewer(vera)).count()
    restored(lambda: merged(anna, emma, double))
    assert sharing.families_visible_to(make.a_viewer(vera)).count() == seen
    assert {row.family.name for row in double.memberships.all()} == {"Raijan perhe"}


def test_a_row_the_backup_does_not_have_needs_nothing(anna, emma):
    line = {"kept": str(emma.pk), "dropped": "00000000-0000-4000-8000-000000000000"}
    restored(lambda: journal.append("finding.persons_merged", emma.pk, line, make.NOON))
    assert protects(emma) == set()
