"""The care of organisations, units, posts and absences: who may, and that rights end at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from koppi.people import actions, whoswho
from koppi.people.access import stand_ins_of, viewer_of
from koppi.people.forms import AbsenceForm
from koppi.people.models import Absence, Account, Organisation, Person, Post, Unit
from koppi.people.viewer import HELSINKI
from tests import make

from .conftest import a_professional, browser_of

pytestmark = pytest.mark.django_db

NEW = {
    "given_names": "Liisa", "family_name": "Niemi", "email": "liisa@example.fi", "title": "terveydenhoitaja",
    "starts_on": date(2026, 1, 1),
}  # fmt: skip


def test_a_manager_opens_a_post_at_home_and_it_is_found(satu, anna, centre):
    post = actions.open_post(by=make.a_viewer(satu), unit=centre, **NEW)
    assert [line.post_id for line in whoswho.search(make.a_viewer(anna), "terveydenhoitajaa")] == [post.pk]
    account = Account.objects.get(email="liisa@example.fi")
    assert account.person == post.person
    assert not account.has_usable_password()


def test_a_manager_has_no_say_in_another_organisation(satu, school):
    with pytest.raises(actions.NotYours):
        actions.open_post(by=make.a_viewer(satu), unit=school, **NEW)
    with pytest.raises(actions.NotYours):
        actions.save_unit(by=make.a_viewer(satu), organisation=school.organisation, name="X", sector="SOCIAL")


@pytest.mark.parametrize("role", ["MANAGER", "ADMIN", "DPO", "ANALYST"])
def test_only_an_administrator_gives_the_high_roles(satu, ylva, centre, role):
    with pytest.raises(actions.NotYours):
        actions.open_post(by=make.a_viewer(satu), unit=centre, role=role, **NEW)
    assert actions.open_post(by=make.a_viewer(ylva), unit=centre, role=role, **NEW).role == role


def test_workers_and_clients_manage_nothing(anna, centre):
    for viewer in (make.a_viewer(anna), make.a_client()):
        with pytest.raises(actions.Refused):
            actions.open_post(by=viewer, unit=centre, **NEW)
        with pytest.raises(actions.Refused):
            actions.save_organisation(by=viewer, name="Uusi", kind="NGO")


def test_nobody_opens_a_post_for_themselves(ylva, centre):
    Account.objects.filter(person=ylva.person).update(email="ylva@example.fi")
    with pytest.raises(actions.NotForOneself):
        actions.open_post(by=make.a_viewer(ylva), unit=centre, **(NEW | {"email": "YLVA@example.fi"}))


def test_a_known_address_means_the_same_person_and_the_answer_is_the_same(ylva, satu, centre, school):
    """LK07: whoever opens a post does not learn whether the address was known."""
    browser = browser_of(satu)
    sent = {**NEW, "role": "WORKER"}
    first = browser.post(reverse("people:new-post", args=[centre.pk]), sent)
    second = browser.post(reverse("people:new-post", args=[centre.pk]), sent)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Person.objects.filter(given_names="Liisa").count() == 1
    assert Post.objects.filter(person__given_names="Liisa").count() == 2


def test_a_closed_post_has_no_rights_from_the_same_moment(satu, anna, centre):
    account = anna.person.account
    assert viewer_of(account, make.NOON).post.id == anna.pk
    actions.close_post(by=make.a_viewer(satu), post=anna)
    assert viewer_of(account, make.NOON).post is None


def test_a_closed_post_is_nobodys_deputy_and_has_none(satu, anna, centre):
    other = a_professional("Olli", "Aho", unit=centre)
    Absence.objects.create(post=other, deputy=anna, starts_at=make.NOON - make.DAY)
    Absence.objects.create(post=anna, deputy=other, starts_at=make.NOON + make.DAY)
    Unit.objects.filter(pk=centre.pk).update(deputy=anna)
    actions.close_post(by=make.a_viewer(satu), post=anna)
    assert stand_ins_of(make.a_viewer(anna).post, make.NOON) == ()
    assert not Absence.objects.in_force(make.NOON + 2 * make.DAY).exists()
    centre.refresh_from_db()
    assert centre.deputy is None


def test_a_post_that_has_not_begun_ends_before_it_begins(satu, centre):
    post = actions.open_post(by=make.a_viewer(satu), unit=centre, **(NEW | {"starts_on": date(2099, 1, 1)}))
    actions.close_post(by=make.a_viewer(satu), post=post)
    assert not Post.objects.on_day(date(2099, 1, 1)).filter(pk=post.pk).exists()


def test_nobody_closes_the_post_they_act_in(ylva):
    with pytest.raises(actions.NotForOneself):
        actions.close_post(by=make.a_viewer(ylva), post=ylva)


def test_a_renamed_unit_is_found_by_its_new_name(satu, anna, centre):
    by = make.a_viewer(satu)
    actions.save_unit(by=by, organisation=centre.organisation, unit=centre, name="Majakka", sector="SOCIAL")
    assert [line.name for line in whoswho.search(by, "majakan")] == ["Satu Mäki", "Anna Virtanen"]


def test_an_organisation_is_founded_by_an_administrator(ylva):
    organisation = actions.save_organisation(by=make.a_viewer(ylva), name="Uusi järjestö", kind="NGO")
    assert Organisation.objects.get(pk=organisation.pk).name == "Uusi järjestö"


# ---- absences


def away(by, post, deputy, days=3):
    return actions.set_absence(
        by=make.a_viewer(by),
        post=post,
        deputy=deputy,
        starts_at=make.NOON,
        ends_at=make.NOON + days * make.DAY,
    )


def test_the_deputy_acts_while_the_post_is_away_and_no_longer(anna, satu):
    away(anna, anna, satu)
    assert viewer_of(satu.person.account, make.NOON).stand_ins == (f"e:{anna.pk}",)
    assert viewer_of(satu.person.account, make.NOON + 3 * make.DAY).stand_ins == ()


def test_ending_an_absence_ends_the_deputys_rights_the_same_moment(anna, satu):
    absence = away(anna, anna, satu)
    later = make.a_viewer(anna, make.NOON + timedelta(hours=2))
    actions.end_absence(by=later, absence=absence)
    assert viewer_of(satu.person.account, later.at).stand_ins == ()


def test_a_deputy_works_for_the_same_controller(anna, petri):
    with pytest.raises(actions.AwayAlready, match="samassa organisaatiossa"):
        away(anna, anna, petri)


def test_somebody_who_sees_no_content_is_not_the_deputy_of_one_who_does(anna, ylva):
    with pytest.raises(actions.AwayAlready):
        away(anna, anna, ylva)


def test_somebody_who_is_away_is_not_a_deputy(anna, satu, centre):
    other = a_professional("Olli", "Aho", unit=centre)
    away(satu, satu, other)
    with pytest.raises(actions.AwayAlready, match="itse poissa"):
        away(anna, anna, satu)


def test_one_is_not_ones_own_deputy_in_another_post(anna, centre):
    second = make.a_post(unit=centre, person=anna.person)
    with pytest.raises(actions.AwayAlready):
        away(anna, anna, second)


def test_two_absences_do_not_overlap(anna, satu):
    away(anna, anna, satu)
    with pytest.raises(actions.AwayAlready):
        away(anna, anna, satu)


def test_a_manager_marks_anothers_absence_but_not_for_themselves(anna, satu, centre):
    other = a_professional("Olli", "Aho", unit=centre)
    with pytest.raises(actions.NotForOneself):
        away(satu, anna, satu)
    assert away(satu, anna, other).deputy == other
    with pytest.raises(actions.NotYours):
        away(other, satu, anna)


def test_a_stranger_ends_nobodys_absence(anna, satu, petri):
    absence = away(anna, anna, satu)
    assert browser_of(petri).post(reverse("people:end-absence", args=[absence.pk])).status_code == 404
    with pytest.raises(actions.NotYours):
        actions.end_absence(by=make.a_viewer(petri), absence=absence)


# ---- pages


def test_the_pages_of_care_are_for_managers_and_administrators(anna, satu, ylva, centre, school):
    addresses = {
        "people:organisations": [], "people:manage-organisation": [centre.organisation_id],
        "people:new-unit": [centre.organisation_id], "people:manage-unit": [centre.pk],
        "sharing:edit-unit": [centre.pk], "people:new-post": [centre.pk], "people:manage-post": [anna.pk],
        "people:edit-post": [anna.pk], "people:absence-of-post": [anna.pk], "teams:close-post": [anna.pk],
    }  # fmt: skip
    for name, args in addresses.items():
        address = reverse(name, args=args)
        assert browser_of(satu).get(address).status_code == 200, name
        assert browser_of(ylva).get(address).status_code == 200, name
        assert browser_of(anna).get(address).status_code == 404, name


def test_anothers_organisation_is_the_page_of_what_does_not_exist(satu, petri, school):
    for name, pk in (
        ("people:manage-organisation", school.organisation_id), ("people:manage-unit", school.pk),
        ("people:manage-post", petri.pk), ("teams:close-post", petri.pk), ("people:new-post", school.pk),
    ):  # fmt: skip
        assert browser_of(satu).get(reverse(name, args=[pk])).status_code == 404
        assert browser_of(satu).post(reverse(name, args=[pk])).status_code in (404, 405)


def test_a_unit_is_founded_changed_and_staffed_on_pages(ylva, county):
    browser = browser_of(ylva)
    unit = {"name": "Neuvola", "sector": "HEALTH", "municipality": "Kaislaranta"}
    answer = browser.post(reverse("people:new-unit", args=[county.pk]), unit)
    founded = Unit.objects.get(name="Neuvola")
    assert answer.url == reverse("people:manage-unit", args=[founded.pk])
    browser.post(reverse("sharing:edit-unit", args=[founded.pk]), unit | {"phone": "050 3"})
    browser.post(reverse("people:new-post", args=[founded.pk]), NEW | {"role": "WORKER"})
    assert "Liisa Niemi" in browser.get(reverse("people:manage-unit", args=[founded.pk])).content.decode()
    post = founded.posts.get()
    browser.post(reverse("people:edit-post", args=[post.pk]), {"title": "johtava terveydenhoitaja"})
    post.refresh_from_db()
    assert post.title == "johtava terveydenhoitaja"
    assert browser.post(reverse("teams:close-post", args=[post.pk])).status_code == 302
    post.refresh_from_db()
    assert post.ends_on is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "ei osoite"}, {"title": ""}, {"role": "KUNINGAS"}, {"starts_on": "joskus"},
        {"given_names": "x" * 151}, {"languages": ["xx"]},
    ],
)  # fmt: skip
def test_a_post_that_is_not_whole_is_answered_kept_and_not_opened(ylva, centre, changed):
    sent = {**NEW, "role": "WORKER", **changed}
    answer = browser_of(ylva).post(reverse("people:new-post", args=[centre.pk]), sent)
    assert answer.status_code == 422
    assert 'value="Niemi"' in answer.content.decode()
    assert not Person.objects.filter(family_name="Niemi").exists()


def test_a_refusal_of_the_action_is_answered_on_the_page_of_the_form(satu, centre):
    sent = {**NEW, "role": "ADMIN"}
    answer = browser_of(satu).post(reverse("people:new-post", args=[centre.pk]), sent)
    assert answer.status_code == 422
    assert "antaa vain pääkäyttäjä" in answer.content.decode()


def test_an_absence_lasts_to_the_end_of_its_last_day_in_helsinki(anna, satu):
    sent = {"starts_on": "2026-03-05", "ends_on": "2026-03-06", "deputy": satu.pk}
    form = AbsenceForm(sent, deputies=Post.objects.select_related("person", "unit"), at=make.NOON)
    assert form.is_valid()
    assert form.given["starts_at"].astimezone(HELSINKI).isoformat() == "2026-03-05T00:00:00+02:00"
    assert form.given["ends_at"].astimezone(HELSINKI).isoformat() == "2026-03-07T00:00:00+02:00"


@pytest.mark.parametrize("more", [0, 2])
def test_a_units_people_take_the_same_queries_with_one_and_three(
    ylva, centre, anna, more, django_assert_num_queries
):
    for number in range(more):
        a_professional(f"Joku{number}", "Muu", unit=centre)
    with django_assert_num_queries(3):
        assert len(whoswho.unit_for(make.a_viewer(ylva), centre.pk).people) == 1 + more
