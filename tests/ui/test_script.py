"""What koppi.js adds: drafts, the session's end, leaving in a hurry, counting, menus."""

import gzip
from pathlib import Path

import pytest

from tests.ui.conftest import STATIC

pytestmark = pytest.mark.browser


def typed(page, text: str) -> None:
    page.get_by_label("Viesti Annalle").press_sequentially(text)


def wait_for_words(page, selector: str, words: str) -> None:
    page.locator(selector, has_text=words).wait_for(timeout=4000)


def test_typing_is_saved_as_a_draft_soon_after_the_hand_stops(show, desk):
    page = show("answer")
    typed(page, "Hei Anna")
    wait_for_words(page, "[data-draft-status]", "Tallennettu luonnos 9.14")
    saved = [body for path, body in desk.posted if path == "/draft/answer/"]
    assert len(saved) == 1
    assert "message=Hei+Anna" in saved[0]


def test_a_draft_that_could_not_be_saved_says_so_and_keeps_the_text(show, desk):
    desk.answers["/draft/answer/"] = (503, {})
    page = show("answer")
    typed(page, "Hei")
    wait_for_words(page, "[data-draft-status]", "Ei tallentunut. Yritä uudelleen.")
    assert page.get_by_label("Viesti Annalle").input_value() == "Hei"


def test_leaving_asks_only_while_something_is_not_saved(show, desk):
    asked = []
    page = show("answer")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    typed(page, "Hei")
    wait_for_words(page, "[data-draft-status]", "Tallennettu")
    page.goto(f"{desk.url}/answer.html")
    assert asked == []
    desk.answers["/draft/answer/"] = (503, {})
    typed(page, "Hei")
    wait_for_words(page, "[data-draft-status]", "Ei tallentunut")
    page.goto(f"{desk.url}/answer.html")
    assert asked == ["beforeunload"]


def test_before_the_session_ends_one_button_keeps_it_going_and_the_text(show, desk):
    page = show("answer", session_left=32, session_warn=30)
    typed(page, "Hei")
    page.get_by_role("heading", name="Istunto").wait_for()
    page.get_by_role("button", name="Jatka").click()
    page.locator("dialog").wait_for(state="hidden")
    assert "/session/" in [path for path, _ in desk.posted]
    assert page.get_by_label("Viesti Annalle").input_value() == "Hei"


def test_a_session_that_ended_says_so_and_leaves_the_text_on_the_page(show, desk):
    desk.answers["/session/"] = (403, {})
    page = show("answer", session_left=30, session_warn=30)
    page.get_by_role("button", name="Jatka").click()
    wait_for_words(page, "dialog h2", "Istunto on päättynyt")
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Kirjaudu uudelleen").is_visible()


def test_the_servers_own_words_are_shown_when_a_draft_is_too_long(show, desk):
    desk.answers["/draft/answer/"] = (413, {"status": "Tekstiä on liikaa. Lyhennä."})
    page = show("answer")
    typed(page, "Hei")
    wait_for_words(page, "[data-draft-status].bad", "Tekstiä on liikaa. Lyhennä.")


@pytest.mark.parametrize("way", ["button", "keys"])
def test_leaving_in_a_hurry_leaves_no_page_to_come_back_to(show, desk, drawn: Path, way):
    (drawn / "weather.html").write_text("<title>Sää</title>")
    page = show("help", exit_url="/weather.html")
    before = page.evaluate("history.length")
    if way == "button":
        page.get_by_role("link", name="Poistu").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/weather.html")
    assert page.evaluate("history.length") == before


def test_a_capital_letter_is_not_a_wish_to_leave(show, desk):
    page = show("answer")
    page.get_by_label("Puhelinnumerosi").click()
    for key in ("Shift+A", "Shift+B", "Shift+C"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == f"{desk.url}/answer.html"


def test_the_count_tells_how_much_is_left_and_how_much_is_too_much(show):
    page = show("answer")
    typed(page, "Hei")
    wait_for_words(page, ".counter", "Tilaa on vielä 57 merkkiä.")
    page.get_by_label("Viesti Annalle").fill("a" * 63)
    wait_for_words(page, ".counter.over", "Lyhennä 3 merkkiä.")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(show):
    page = show("answer-errors")
    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    page.get_by_role("link", name="Kerro puhelinnumero").click()
    assert page.evaluate("document.activeElement.name") == "phone"


def test_escape_closes_a_menu_and_gives_the_focus_back(show):
    page = show("day")
    page.locator(".who > summary").click()
    assert page.get_by_role("link", name="Omat asetukset").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Omat asetukset").is_visible()
    assert page.evaluate("document.activeElement.matches('.who > summary')")


def test_what_came_in_is_swapped_and_spoken(show, desk):
    desk.answers["/answer/"] = (200, '<p data-announce="Petri vastasi">2 / 4</p>')
    page = show("live")
    page.get_by_role("button", name="Lähetä").click()
    wait_for_words(page, "#grid", "2 / 4")
    wait_for_words(page, "#live", "Petri vastasi")
    assert page.troubles == []


def test_a_refusal_is_said_where_it_happened_and_the_page_stays(show, desk):
    desk.answers["/answer/"] = (409, "Kutsu on jo päätetty.")
    page = show("live")
    page.get_by_role("button", name="Lähetä").click()
    page.get_by_role("alert").filter(has_text="Kutsu on jo päätetty.").wait_for()
    assert page.locator("#grid").inner_text() == "1 / 4"


def test_what_broke_is_not_shown_in_pieces(show, desk):
    desk.answers["/answer/"] = (500, "<html>Jokin meni rikki")
    page = show("live")
    page.get_by_role("button", name="Lähetä").click()
    page.get_by_role("alert").filter(has_text="Ei tallentunut. Yritä uudelleen.").wait_for()


def test_a_part_that_could_not_be_refreshed_says_so_and_keeps_quiet_about_being_there(show, desk):
    asked = []
    page = show("live")
    page.on("request", lambda request: asked.append(request.headers))
    page.evaluate("htmx.trigger('#poll', 'look')")
    page.get_by_role("alert").filter(has_text="Tämä osa ei päivittynyt.").wait_for()
    polls = [headers for headers in asked if "hx-request" in headers]
    assert [headers["x-koppi-quiet"] for headers in polls] == ["1"]


def test_everything_but_the_weather_comes_from_our_own_server(show, desk):
    asked = []
    page = show("family")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert asked
    assert all(url.startswith(desk.url) for url in asked)


def test_the_script_is_small():
    assert len(gzip.compress((STATIC["ui"] / "koppi.js").read_bytes())) < 3000
