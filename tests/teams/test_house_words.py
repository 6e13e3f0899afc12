"""What the house wrote is said in the reader's language; what a person typed stays as it was typed."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from koppi.finding.models import Lookup
from koppi.sharing import actions as sharing
from koppi.sharing.models import Capacity
from koppi.teams import access, actions
from koppi.teams.models import Hold, HoldOffer, Team
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return make.a_post("sosiaaliohjaaja")


@pytest.fixture
def family(worker):
    mother = make.a_person("Sanna")
    family, by = make.a_family("Laineen perhe", mother), make.a_viewer(worker)
    with override("fi"):
        actions.take_hold(by=by, family=family, post=worker, why="house:mapped")
    sharing.give_consent(
        by=by, person=mother, receivers=[str(by)], ends_at=None, given_by=mother, way="WITH_WORKER"
    )
    return family


def test_the_same_row_is_read_in_two_languages(family, worker):
    said = {}
    for language in ("fi", "sv"):
        with override(language):
            said[language] = (access.stage_of(family), access.hold_of(make.a_viewer(worker), family).why)
    assert said["fi"] == ("Aloitus", "Kartoituskutsusta sovittiin.")
    assert said["sv"] == ("Start", "Avtalat utifrån kartläggningsinbjudan.")


def test_what_a_person_typed_is_shown_as_it_was_typed(family, worker):
    by = make.a_viewer(worker)
    actions.form_team(by=by, family=family, stage="Aloitus", members=[actions.NewTeamMember(worker)])
    with override("sv"):
        assert access.stage_of(family) == "Aloitus"


def test_the_team_s_page_tells_the_stage_and_how_the_hold_came(family, worker):
    browser = Client()
    browser.force_login(worker.person.account, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get(reverse("editing:team", args=[family.pk])).text
    assert "Vaihe: Aloitus" in page
    assert "Kartoituskutsusta sovittiin." in page
    assert "house:" not in page


def test_an_offer_made_by_the_house_is_said_in_words():
    offer = HoldOffer(words="house:mapped")
    assert (offer.said_words, HoldOffer(words="Voisitko?").said_words) == (
        "Kartoituskutsusta sovittiin.",
        "Voisitko?",
    )


def test_old_rows_written_in_any_language_become_codes_and_typed_words_stay(family, worker):
    Team.objects.update(stage="Efter kartläggningen")
    Hold.objects.update(why="Began with the family.")
    Lookup.objects.create(post=worker, reason="Start med en ny familj.", asked_at=make.NOON)
    typed = Lookup.objects.create(post=worker, reason="Äiti pyysi.", asked_at=make.NOON)
    Capacity.objects.create(
        minor=make.a_child(), is_capable=True, judged_by="system", starts_at=make.NOON,
        words="Nuori antoi luvan itse kutsua tehtäessä.",
    )  # fmt: skip
    for step in ("teams.migrations.0002", "finding.migrations.0002", "mapping.migrations.0005"):
        import_module(f"koppi.{step}_house_words").to_codes(apps, None)
    assert Team.objects.get().stage == "house:after-mapping"
    assert Hold.objects.get().why == "house:began"
    assert {row.reason for row in Lookup.objects.all()} == {"house:new-family", typed.reason}
    assert Capacity.objects.get().words == "house:invited"
