"""From the first invitation to another's hold, as people live it: browsers, a server, real mail."""

import re
import socket
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from koppi.workdays import add_workdays
from tests.journeys import steps
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.father import all_he_gets

pytestmark = pytest.mark.browser

ABOUT = "Aamut ovat raskaita KN-about."
STRENGTHS = "Emma piirtää KN-strengths."
GUEST = {"name": "Noora Vieras", "role": "KN-role ohjaaja", "email": "noora@seura.example", "why": "KN-why"}
CANARIES = (
    "KN-", "Laine", "Emma", "Onni", "Sanna", "Mikko", "Raija", "Anna", "Salo", "Petri", "Niemi", "Maria",
    "Lindqvist", "Liisa", "Ahonen", "Noora", "Vieras", "Koivukatu", "Kivilah", "Hiidensalo", "Perhekeskus",
    "koulu", "neuvola", "päiväkoti", "lastensuojel", "perhe",
)  # fmt: skip
PEOPLE = {"petri": "Petri Niemi", "maria": "Maria Lindqvist", "liisa": "Liisa Ahonen"}
SILENT = "liisa"


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("fi", DESK, True), ("sv", PHONE, True), ("en", DESK, True), ("fi", DESK, False)],
    ids=["Finnish", "Swedish on a phone", "English", "without script"],
)
def test_from_an_invitation_to_another_who_has_the_hold(houses, windows, language, width, script):
    house = houses()
    journey = Journey(house, windows, language, script)
    before = journey.of_the_father()
    anna = journey.window("anna", width)

    page = journey.invite(anna)
    journey.tell_by_mail()
    journey.answer_by_mail("petri", "GREEN", "GREEN")
    journey.see_the_grid_fill(anna, 1)
    journey.answer_by_mail("maria", "YELLOW", "GREEN")
    journey.answer_as_guest()
    journey.see_the_grid_fill(anna, 3)
    journey.remind_the_silent_one()
    journey.close(anna, page)
    journey.take_the_hold("petri", width)
    journey.see_who_has_the_hold(anna, "sanna", width)
    journey.read_what_came_of_it("maria")

    assert journey.of_the_father() == before
    journey.mails_say_nothing_of_anybody()
    assert house.commands.verify() == 0


class Journey:
    def __init__(self, house, windows, language: str, script: bool):
        self.house, self.windows = house, windows
        self.language, self.script = language, script
        self.today = date.today()

    def window(self, handle: str, width: int = PHONE):
        page = self.windows.open(self.house, width, self.script)
        steps.sign_in(page, handle, self.language)
        return page

    def of_the_father(self) -> dict[str, str]:
        return all_he_gets(self.windows.open(self.house).request, self.house.map)

    def invite(self, anna) -> str:
        steps.begin_invitation(anna)
        steps.say_whom_about(anna)
        steps.say_whom_to_ask(anna, list(PEOPLE.values()), GUEST)
        day = add_workdays(self.today, 6)
        steps.say_what(anna, STRENGTHS, ABOUT, [(str(day), "14:00"), (str(day), "15:30")])
        assert ABOUT in anna.locator("main").inner_text()
        self.invitation = steps.send(anna)
        self.code = anna.locator("li", has_text=GUEST["name"]).locator("strong.num").inner_text()
        return self.invitation

    def tell_by_mail(self) -> None:
        self.house.tick()
        self.invited = {who: self.mail_to(self.address_of(who)) for who in PEOPLE}
        self.link = steps.link_in(self.mail_to(GUEST["email"]))

    def address_of(self, handle: str) -> str:
        (row,) = self.house.commands.rows(
            "SELECT post.email FROM people_post post JOIN people_account account USING (person_id) "
            "WHERE account.username = ?", handle,
        )  # fmt: skip
        return row[0]

    def mail_to(self, address: str):
        (mail,) = self.house.letters.to(address)
        return mail

    def answer_by_mail(self, handle: str, knows: str, shares: str) -> None:
        """Open the link of the mail before signing in, and again after it."""
        page = self.windows.open(self.house, PHONE, self.script)
        link = steps.link_in(self.invited[handle])
        page.goto(link)
        assert "/tili/login/" in page.url
        steps.sign_in(page, handle, self.language)
        page.goto(link)
        assert ABOUT in page.locator("main").inner_text()
        steps.answer(page, knows, shares, "GREEN", f"KN-message {handle}")

    def answer_as_guest(self) -> None:
        page = self.windows.open(self.house, PHONE, self.script)
        page.goto("/")
        page.locator("summary.iconbtn").click()
        page.locator(f".menu-panel button[name=language][value={self.language}]").click()
        page.goto(self.link)
        page.locator("[name=digits]").fill("000000" if self.code != "000000" else "111111")
        steps.press(page)
        expect(page.locator(".errsum")).to_be_visible()
        page.locator("[name=digits]").fill(self.code)
        steps.press(page)
        expect(page.locator("html")).to_have_attribute("lang", self.language)
        assert "Laine" not in page.locator("main").inner_text()
        steps.answer(page, "GREEN", "YELLOW", "GREEN", "KN-message guest")
        steps.press(page, "form[action$='poistu/'] button")
        other = self.windows.open(self.house, PHONE, self.script)
        other.goto(self.link)
        assert other.locator("[name=digits]").count() == 0, "a link opens once"

    def see_the_grid_fill(self, anna, count: int) -> None:
        """The page at hand changes by itself; without script it is asked for again."""
        if not self.script:
            anna.reload()
        expect(anna.locator("#grid .sechead")).to_contain_text(f"{count} / 4", timeout=9000)

    def remind_the_silent_one(self) -> None:
        """The third working day comes: one reminder to the one who has been silent, and only one."""
        later = add_workdays(self.today, 3)
        for clock in ("16:00", "16:20", "16:40"):
            self.house.tick(f"{later}T{clock}")
        assert len(self.house.letters.to(self.address_of(SILENT))) == 2
        assert len(self.house.letters.to(self.address_of("petri"))) == 1
        assert len(self.house.letters.to(GUEST["email"])) == 1

    def close(self, anna, page: str) -> None:
        """Say what came of it. The earlier invitation of the story needs nothing more now."""
        anna.goto(f"{self.house.path_of('invitation')}paata/")
        steps.choose(anna, "outcome", "NOTHING_NOW")
        anna.locator("[name=family_told]").fill("Jatketaan uudella kutsulla.")
        steps.press(anna)
        anna.goto(f"{page}paata/")
        steps.choose(anna, "outcome", "HOLD")
        petri = anna.locator("[name=hold] option", has_text=PEOPLE["petri"]).get_attribute("value")
        anna.locator("[name=hold]").select_option(petri)
        anna.locator("[name=words]").fill("KN-outcome Petri jatkaa perheen kanssa.")
        anna.locator("[name=family_told]").fill("KN-told Sovittiin yhdessä.")
        steps.press(anna)
        anna.wait_for_url(f"**{page}")
        assert "KN-outcome" in anna.locator("main").inner_text()

    def take_the_hold(self, handle: str, width: int) -> None:
        page = self.window(handle, width)
        offer = page.locator("main a[href^='/perhe/koppi/']").first
        offer.click()
        steps.press(page, "button[name=answer][value=take]")
        page.wait_for_url(re.compile(r"/perhe/[0-9a-f-]{36}/$"))

    def see_who_has_the_hold(self, anna, mother: str, width: int) -> None:
        """The picture is the new one, for the professional and at home."""
        for page in (anna, self.window(mother, width)):
            page.goto(self.house.path_of("family"))
            expect(page.locator("li:has(.holdmark)")).to_contain_text(PEOPLE["petri"])
            assert "KN-outcome" in page.locator("main").inner_text()
            assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        page.goto(self.invitation)
        assert "KN-told" in page.locator("main").inner_text()

    def read_what_came_of_it(self, handle: str) -> None:
        """Everybody who was asked is told by mail, and sees on the page what came of it."""
        self.house.tick()
        links = [steps.link_in(mail) for mail in self.house.letters.to(self.address_of(handle))]
        asked = steps.link_in(self.invited[handle])
        assert links.count(asked) == 2, "one mail to ask, one to tell"
        page = self.window(handle)
        page.goto(asked)
        assert "KN-outcome" in page.locator("main").inner_text()

    def mails_say_nothing_of_anybody(self) -> None:
        """No name, place, unit or matter; no name of the machine; every link leads home."""
        mails = self.house.letters.mails
        assert len(mails) >= 4 + 1 + 4
        for mail in mails:
            del mail["X-Envelope-To"]
            heads = {name: value for name, value in mail.items() if name != "To"}
            text = f"{heads}\n{mail.get_content()}"
            assert [word for word in CANARIES if word.lower() in text.lower()] == []
            assert socket.gethostname() not in text
            assert mail["From"] == "Koppi <koppi@post.example>"
            assert "Received" not in mail
            assert not mail.is_multipart()
            assert all(
                url.startswith(self.house.address) for url in re.findall(r"https?://\S+", mail.get_content())
            )
        assert len({mail["Message-ID"] for mail in mails}) == len(mails)


def test_three_working_days_are_what_the_calendar_says():
    """The journey's own clock: it would prove nothing if it were shifted by too little."""
    assert add_workdays(date(2026, 12, 4), 3) - date(2026, 12, 4) >= timedelta(days=5)
