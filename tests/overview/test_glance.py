"""Who sees what on the family page; the story is told with what people can do."""

import re

import pytest
from django.http import Http404

from koppi.audit.models import AuditEvent
from koppi.overview.access import glance_for
from koppi.refusal import NotVisible
from koppi.sharing import actions as sharing
from koppi.sharing.access import sight_of
from koppi.sharing.models import Restriction
from tests.make import DAY


def look(viewer, laine, **more):
    return glance_for(viewer, laine.family.pk, **more)


def names(things):
    return {thing.name for thing in things}


def test_the_own_worker_sees_the_whole_picture(laine):
    glance = look(laine.worker("anna"), laine)
    assert names(glance.kinship.figures) == {"Emma", "Onni", "Sanna", "Mikko", "Raija"}
    assert glance.summary.parts[0].lines[0] == "Emma viihtyy kuvataiteessa ja taidekerhossa"
    assert glance.own_worker.name == glance.hold.name == "Anna Salo"
    assert glance.mapping.tally.answered == 3
    assert glance.step.place == "Perhekeskus, Koivukatu 4"
    assert glance.timeline.count == 10
    assert glance.restrictions == ("Yhden perheenjäsenen näkymää on rajattu",)
    assert glance.consent.kind == "ok"


def test_the_mother_sees_the_same_page_with_what_is_hers_and_her_childrens(laine):
    glance = look(laine.home("sanna"), laine)
    assert not glance.may_change
    assert glance.timeline.count == 10
    assert {view.name for view in glance.own_views} == {"Sanna"}
    assert glance.why_short in ("Tämä on sinun perheesi", "Olet lapsen huoltaja")


def test_the_father_who_is_kept_out_meets_the_same_answer_as_for_a_family_that_does_not_exist(
    laine_today, client
):
    laine = laine_today
    stranger = "/perhe/00000000-0000-4000-8000-000000000000/"
    client.force_login(laine.told.people["mikko"].account)
    shut, absent = client.get(f"/perhe/{laine.family.pk}/"), client.get(stranger)
    assert shut.status_code == absent.status_code == 404
    assert without_marks(shut) == without_marks(absent)


def without_marks(response):
    """The page but for what is new on every page: the form's token, the request's number, its own address."""
    token, own_address = r'csrfmiddlewaretoken" value="[^"]+', "/perhe/[0-9a-f-]+/"
    number, time_left = "[0-9a-f]{32}", 'data-session="[0-9]+"'
    marks = "|".join((token, own_address, number, time_left))
    return re.sub(marks, "", response.content.decode())


def test_an_invited_person_who_is_not_in_the_team_does_not_come_in(laine):
    with pytest.raises(NotVisible):
        look(laine.worker("amina"), laine)


def test_workers_of_other_teams_and_those_who_see_no_content_do_not_come_in(laine):
    for handle in ("vera", "tomi", "ylva", "kaisa"):
        with pytest.raises(Http404):
            look(laine.worker(handle), laine)


def test_a_child_sees_their_own_and_honest_empty_blocks(laine):
    glance = look(laine.home("emma"), laine)
    assert all("Emma" in row.card.for_whom for row in glance.timeline.rows)
    assert {view.name for view in glance.own_views} == {"Emma"}
    assert glance.restrictions == ()
    assert not glance.is_whole


def test_the_tag_on_restrictions_is_only_for_those_who_may_know(laine):
    assert look(laine.home("sanna"), laine).restrictions == ("Yhden perheenjäsenen näkymää on rajattu",)
    assert look(laine.home("raija"), laine).restrictions == ()
    locked = [one for one in look(laine.home("raija"), laine).kinship.figures if one.is_locked]
    assert locked == []


def test_looking_together_hides_what_is_not_for_the_room(laine):
    glance = look(laine.worker("anna"), laine, together=True)
    assert glance.restrictions == ()
    assert not any(one.is_locked for one in glance.kinship.figures)
    assert glance.timeline.count == 10


@pytest.fixture
def shielded(laine):
    return shield(laine)


def shield(laine):
    """Hide Emma's place from everybody but those cleared by name."""
    anna = laine.worker("anna")
    sharing.restrict(
        by=anna, kind=Restriction.Kind.SAFETY, family=None, protected=[laine.told.people["emma"]],
        kept_out="", cause=Restriction.Cause.VIOLENCE, review_on=(laine.at + 90 * DAY).date(),
        words="Turvakielto.",
    )  # fmt: skip
    return laine


PLACES = (
    "Kivilahdessa", "Ruovikossa", "Kivilahden koulu", "Perhekeskus", "Koivukatu", "Käpylinna",
    "Nuorisotalo", "Kaislaranta", "040 000 1010", "040 000 2010", "@koppi.example",
)  # fmt: skip


def test_a_safety_restriction_hides_every_place_on_the_page(laine_today, client):
    shielded = shield(laine_today)
    client.force_login(shielded.scenery.posts["maria"].person.account)
    page = client.get(f"/perhe/{shielded.family.pk}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert [place for place in PLACES if place in main] == []
    assert "ei jaettu sinulle" in main


def test_homes_are_still_drawn_but_without_their_names_when_places_are_hidden(shielded):
    glance = look(shielded.worker("maria"), shielded)
    assert {box.label for box in glance.kinship.drawing.boxes} == {"Koti"}
    assert glance.municipality == ""
    assert all(card.unit == card.phone == card.email == "" for card in glance.team)
    assert all(row.card.giver == "" for row in glance.timeline.rows)


def test_services_are_shown_for_one_person_when_asked(laine):
    onni = laine.told.people["onni"]
    glance = look(laine.worker("anna"), laine, shown=str(onni.pk))
    assert glance.timeline.count == 10
    assert {row.card.name for row in glance.timeline.rows} == {
        "Varhaiskasvatus", "Lastenneuvola", "Lapsiperheiden kotipalvelu", "Perhetyö",
    }  # fmt: skip
    assert [choice.label for choice in glance.timeline.choices if choice.is_current] == ["Onni"]


def test_a_filter_that_means_nobody_here_shows_everybody(laine):
    assert len(look(laine.worker("anna"), laine, shown="joku muu").timeline.rows) == 10


def test_every_look_is_in_the_trail_with_what_was_shown(laine):
    anna = laine.worker("anna")
    look(anna, laine)
    event = AuditEvent.objects.filter(did="overview.seen").latest("id")
    assert set(event.ids) == {str(key) for key in (laine.family.pk, *sight_of(anna, laine.family).records)}
    assert len(event.ids) >= 10 + 4 + 3
    look(laine.worker("anna"), laine, is_print=True)
    assert AuditEvent.objects.filter(did="overview.printed", action="print").count() == 1


def test_the_cards_hold_no_rows_of_the_database(laine):
    from django.db.models import Model

    def walk(thing, seen):
        if id(thing) in seen or isinstance(thing, str | bytes):
            return
        seen.add(id(thing))
        assert not isinstance(thing, Model)
        parts = getattr(thing, "__dataclass_fields__", None)
        inside = [getattr(thing, name) for name in parts] if parts else []
        inside += list(thing) if isinstance(thing, tuple | list | frozenset | set) else []
        inside += list(thing.values()) if isinstance(thing, dict) else []
        for one in inside:
            walk(one, seen)

    walk(look(laine.worker("anna"), laine), set())
