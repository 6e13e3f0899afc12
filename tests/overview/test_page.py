"""The page itself: one load, no script or style of its own, banner and print."""

import re

import pytest


@pytest.fixture
def page(laine_today, client):
    def open_as(handle, query=""):
        laine = laine_today
        people = laine.told.people
        account = people[handle].account if handle in people else laine.scenery.posts[handle].person.account
        client.force_login(account)
        return client.get(f"/perhe/{laine.family.pk}/{query}")

    open_as.laine, open_as.client = laine_today, client
    return open_as


def test_the_page_is_one_load_without_script_or_style_of_its_own(page):
    html = page("anna").content.decode()
    assert " style=" not in html
    assert "onclick" not in html
    assert 'href="#"' not in html
    assert re.findall(r"<script(?![^>]*src=)", html) == []


def test_the_title_and_the_address_tell_nothing_about_anybody(page):
    html = page("anna").content.decode()
    assert re.search(r"<title>(.*?)</title>", html, re.S)[1].strip() == "Perhe – Koppi"


def test_every_person_stands_in_the_drawing_and_in_the_list(page):
    html = page("anna").content.decode()
    drawing = html[html.index('class="famsvg') : html.index("maplegend")]
    assert drawing.count('class="t1"') == 5
    listed = html[html.index('class="members') :]
    assert listed[: listed.index("</ul>")].count("<li>") == 5


def test_a_family_member_may_not_turn_the_screen(page):
    assert "Katso yhdessä" not in page("sanna").content.decode()
    assert page.client.post(f"/perhe/{page.laine.family.pk}/yhdessa/", {"on": "1"}).status_code in (403, 404)


def test_looking_together_has_a_banner_that_ends_it(page):
    page("anna")
    address = f"/perhe/{page.laine.family.pk}/"
    page.client.post(f"{address}yhdessa/", {"on": "1"})
    html = page.client.get(address).content.decode()
    assert "Katsotte yhdessä perheen kanssa." in html
    assert "näkymää on rajattu" not in html.lower()
    assert "Petri Niemi, " not in html[html.index("h-kart") : html.index("h-kartta")]
    page.client.post(f"{address}yhdessa/", {})
    assert "Katsotte yhdessä" not in page.client.get(address).content.decode()


def test_the_print_view_leaves_out_restrictions_and_who_answered_what(page):
    html = page("anna", "?tuloste=1").content.decode()
    assert "Kenelle tulostat?" in html
    assert "Yhden perheenjäsenen näkymää" not in html
    assert "Sisältää luottamuksellista tietoa" in html


def test_empty_blocks_say_what_emptiness_means(page):
    raija = page("raija").content.decode()
    assert "Ei kirjattu tai ei jaettu sinulle." in raija
    assert "tai niitä ei ole jaettu sinulle." in raija
    assert "Ei kysytty, tai kartoitusta ei ole jaettu sinulle." in raija
