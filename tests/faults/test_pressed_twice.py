"""Twenty presses of the same button at the same moment are one (RE06)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from tests.faults.office import UUID, Visitor, dashed

PRESSES = 20


@pytest.fixture
def press(office):
    """Send the same form many times at once, in the same session; return the answers."""

    def send(visitor: Visitor, path: str, **fields):
        with ThreadPoolExecutor(PRESSES) as hands:
            return list(hands.map(lambda _: visitor.post(path, **fields), range(PRESSES)))

    return send


def test_an_invitation_is_sent_once(office, press):
    office.open()
    anna = Visitor(office, "anna")
    check = _written(office, anna)
    before = office.one("SELECT count(*) FROM mapping_invitation")
    mails = office.one("SELECT count(*) FROM delivery_message")

    answers = press(anna, check)

    assert {status for status, *_ in answers} == {302}
    assert len({where for *_, where in answers}) == 1
    assert office.one("SELECT count(*) FROM mapping_invitation") == before + 1
    assert office.one("SELECT count(*) FROM delivery_message") == mails + 3  # two asked, and the mother told
    assert office.one("SELECT count(*) FROM audit_auditevent WHERE did = 'mapping.invited'") == before + 1
    assert office.verify() == 0


def test_an_answer_is_given_once(office, press):
    office.open()
    amina = Visitor(office, "amina")
    path = office.place_of("amina")
    key = path.split("/")[3].replace("-", "")
    times = re.findall(rf'name="times" value="({UUID})"', amina.get(path)[1])
    lights = {"knows": "YELLOW", "shares": "GREEN", "available": "GREEN"}

    answers = press(amina, path, **lights, times=times, message="Kerran.")

    assert {status for status, *_ in answers} == {302}
    told = "SELECT count(*) FROM delivery_notice WHERE kind = 'mapping.answered' AND about_id = ?"
    assert office.one(told, key) == 1
    assert office.one("SELECT count(*) FROM mapping_suitingtime WHERE invitee_id = ?", key) == len(times) == 2
    assert office.one("SELECT message FROM mapping_invitee WHERE id = ?", key) == "Kerran."
    assert office.verify() == 0


def _written(office, anna: Visitor) -> str:
    """Go through the steps of an invitation; return the address of the last, where it is sent."""
    new = f"/kutsut/uusi/{office.family().split('/')[2]}/"
    first = anna.post(new, afresh="1")[2]
    page = anna.get(first)[1]
    sanna = dashed(office.one("SELECT person_id FROM people_account WHERE username = 'sanna'"))
    given = dict.fromkeys(re.findall(r'name="(giver-[^"]+)"', page), sanna)
    subject = {"subjects": sanna, "permission": "CONSENT", "way": "WITH_WORKER"}
    assert anna.post(first, **given, **subject)[0] == 302
    asked = re.findall(rf'name="to" value="(e:{UUID})"', anna.get(first.replace("keta", "kenet"))[1])[:2]
    assert anna.post(first.replace("keta", "kenet"), to=asked, do="next")[0] == 302
    days = {"answer_by": date.today() + timedelta(days=7), "reassess_on": date.today() + timedelta(days=80)}
    status, _, check = anna.post(first.replace("keta", "mita"), about="Katsotaan yhdessä.", do="next", **days)
    assert status == 302
    return check
