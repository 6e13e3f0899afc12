"""A worker makes a way in, and exactly the right person comes in by it, once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from koppi.audit.models import AuditEvent
from koppi.delivery.models import Message, Notice
from koppi.people.models import Account
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import actions as sharing
from koppi.signin import replay as signin_replay
from koppi.welcome import actions, replay, secret
from koppi.welcome.models import WayIn
from tests import make
from tests.services.conftest import World, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


@pytest.fixture
def world(db) -> World:
    return a_world(datetime.now(UTC))


@pytest.fixture
def anna(world) -> Client:
    client = Client()
    client.force_login(world.anna.person.account)
    return client


def a_way(world, person=None, **more) -> actions.Made:
    return actions.make_way(
        by=world.by, family=world.family, person=person or world.sanna, given="SCREEN", **more
    )


def knock(token: str, digits: str, client: Client | None = None):
    client = client or Client()
    return client, client.post(f"/tervetuloa/{token}/", {"digits": digits})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_mother_comes_in_with_the_link_and_the_digits_and_is_herself(world):
    made = a_way(world)
    client, response = knock(made.token, made.digits)

    assert response.url == "/tervetuloa/alku/"
    assert "Sanna" in client.get(response.url).content.decode()
    assert who(client) == str(Account.objects.get(person=world.sanna).pk)
    assert Notice.objects.filter(kind="welcome.used", recipient=f"e:{world.anna.pk}").exists()


def test_a_link_opens_one_time(world):
    made = a_way(world)
    knock(made.token, made.digits)
    client, response = knock(made.token, made.digits)

    assert (response.status_code, who(client)) == (422, None)


def test_looking_at_a_link_changes_nothing_and_names_nobody(world, anna):
    made = a_way(world)
    before = list(WayIn.objects.values())
    page = Client().get(f"/tervetuloa/{made.token}/").content.decode()

    assert list(WayIn.objects.values()) == before
    assert "Sanna" not in page
    assert "Koivu" not in page


def test_a_dead_link_one_that_never_was_and_wrong_digits_look_and_answer_the_same(world):
    made, spent = a_way(world, world.emma, is_agreed=True), a_way(world)
    knock(spent.token, spent.digits)
    wrong = f"{(int(made.digits) + 1) % 10**6:06}"
    answers = [knock(made.token, wrong), knock(spent.token, spent.digits), knock("A" * 16, "123456")]
    looks = [Client().get(f"/tervetuloa/{token}/") for token in (made.token, spent.token, "A" * 16)]

    def plain(response):
        return response.status_code, re.sub(r'value="[^"]*"', "", response.content.decode())

    assert len({plain(response) for _client, response in answers}) == 1
    assert len({plain(response) for response in looks}) == 1


def test_five_wrong_tries_end_a_link_and_the_worker_is_told(world):
    made = a_way(world)
    wrong = f"{(int(made.digits) + 1) % 10**6:06}"
    for _ in range(5):
        knock(made.token, wrong)
    client, _response = knock(made.token, made.digits)

    assert who(client) is None
    assert Notice.objects.filter(kind="welcome.locked").count() == 1


def test_an_expired_and_a_withdrawn_link_open_nothing(world, settings):
    late, gone = a_way(world), a_way(world, world.emma, is_agreed=True)
    actions.withdraw(by=world.by, way=gone.way)
    ends = late.way.expires_at
    assert ends - late.way.made_at == timedelta(days=settings.KOPPI_WAY_IN_DAYS)

    with time_machine.travel(ends, tick=False):
        assert who(knock(late.token, late.digits)[0]) is None
    assert who(knock(gone.token, gone.digits)[0]) is None


def test_a_new_link_ends_the_earlier_one(world):
    first, second = a_way(world), a_way(world)

    assert who(knock(first.token, first.digits)[0]) is None
    assert who(knock(second.token, second.digits)[0])


def test_only_hashes_are_kept(world):
    made = a_way(world)
    kept = str(list(WayIn.objects.values())) + str(list(AuditEvent.objects.values()))

    assert made.token not in kept
    assert made.digits not in kept
    assert secret.hash_of(made.token) in kept


def test_the_digits_of_one_link_do_not_open_another(world):
    """Two people of the same name: each comes in as themselves, and never with the other's digits."""
    other = make.a_person("Sanna", "Koivu", world.sanna.born_on)
    make.a_member(world.family, other)
    sharing.members_changed(by=world.by, family=world.family)
    mine, theirs = a_way(world), a_way(world, other)

    if mine.digits != theirs.digits:
        assert who(knock(mine.token, theirs.digits)[0]) is None
    client, _response = knock(theirs.token, theirs.digits)
    assert Account.objects.get(pk=who(client)).person == other
    client, _response = knock(mine.token, mine.digits)
    assert Account.objects.get(pk=who(client)).person == world.sanna


def test_a_link_cannot_be_made_outside_the_team_nor_for_a_stranger_nor_for_a_colleague(world):
    with pytest.raises(Refused):
        actions.make_way(
            by=make.a_viewer(world.other, world.at), family=world.family, person=world.sanna, given="SCREEN"
        )
    with pytest.raises(actions.NotInFamily):
        a_way(world, make.a_person("Vieras"))
    make.a_member(world.family, world.other.person)
    with pytest.raises(actions.ComesFromWork):
        a_way(world, world.other.person)
    assert not WayIn.objects.exists()


def test_somebody_who_has_got_a_post_meanwhile_does_not_come_in_by_a_link(world):
    made = a_way(world)
    make.a_post(person=world.sanna)

    assert who(knock(made.token, made.digits)[0]) is None


def test_a_small_childs_link_needs_an_agreement(world):
    with pytest.raises(actions.NotAgreed):
        a_way(world, world.emma)

    assert a_way(world, world.emma, is_agreed=True).way.person == world.emma


def test_a_worker_does_not_come_in_as_the_client_in_their_own_browser(world, anna):
    made = a_way(world)
    _client, response = knock(made.token, made.digits, anna)

    assert response.status_code == 409
    assert who(anna) == str(world.anna.person.account.pk)


def test_whoever_had_a_way_back_is_told_that_a_link_was_used(world):
    account = make.an_account(world.sanna)
    account.set_password("pitkä ja oma lause")
    account.save()
    made = a_way(world)
    knock(made.token, made.digits)

    assert Notice.objects.filter(kind="welcome.came_by_link", recipient=f"p:{world.sanna.pk}").exists()


def test_a_mailed_link_carries_neither_a_name_nor_the_digits(world):
    made = actions.make_way(
        by=world.by, family=world.family, person=world.sanna, given="MAIL", address="sanna@koti.example"
    )
    [message] = Message.objects.filter(template="welcome/way_in")

    assert made.token in message.slip
    assert made.digits not in message.slip
    assert "sanna" not in message.slip.lower()


def test_a_spent_link_stays_spent_after_a_restore(world):
    made = a_way(world)
    replay.ended(by=Viewer.system(world.at), key=str(made.way.pk), payload={"at": world.at.isoformat()})

    assert who(knock(made.token, made.digits)[0]) is None


def test_everything_about_a_link_is_in_the_trail(world):
    made = a_way(world)
    knock(made.token, "0" * 6 if made.digits != "0" * 6 else "1" * 6)
    knock(made.token, made.digits)
    did = list(AuditEvent.objects.order_by("id").values_list("did", flat=True))

    assert [one for one in did if one.startswith("welcome.")] == [
        "welcome.made", "welcome.refused", "welcome.used",
    ]  # fmt: skip
    assert "signin.in" in did


def test_the_worker_sees_who_may_come_and_what_became_of_each_link(world, anna):
    address = f"/perhe/{world.family.pk}/tervetuloa/"
    page = anna.post(f"{address}{world.sanna.pk}/", {"given": "SCREEN"}).content.decode()
    assert "<svg" in page
    assert "Käyttämättä" in anna.get(address).content.decode()
    way = WayIn.objects.get()
    anna.post(f"{address}linkki/{way.pk}/pois/")
    assert "Peruttu." in anna.get(address).content.decode()


def test_the_pages_are_not_there_for_others(world):
    address = f"/perhe/{world.family.pk}/tervetuloa/"
    for account in (make.an_account(world.sanna), world.other.person.account):
        client = Client()
        client.force_login(account)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}{world.sanna.pk}/", {"given": "SCREEN"}).status_code == 404


def test_the_letters_can_be_typed_from_paper(world):
    made = a_way(world)
    client = Client()
    typed = secret.in_groups(made.token).lower().replace("0", "o").replace("1", "l")

    assert client.post("/tervetuloa/", {"token": typed}).url == f"/tervetuloa/{made.token}/"
    assert client.post("/tervetuloa/", {"token": "liian lyhyt"}).status_code == 422


def test_a_lost_telephone_opens_nothing_any_more_and_a_new_link_does(world, anna):
    account = make.an_account(world.sanna)
    account.set_password("pitkä ja oma lause")
    account.save()
    lost = Client()
    lost.force_login(account)
    assert lost.get("/tervetuloa/alku/").status_code == 200
    address = f"/perhe/{world.family.pk}/tervetuloa/{world.sanna.pk}/avaimet/"
    assert anna.get(address).status_code == 200
    anna.post(address)

    assert lost.get("/tervetuloa/alku/").url.startswith("/tili/login/")
    account.refresh_from_db()
    assert not account.has_usable_password()
    made = a_way(world)
    assert who(knock(made.token, made.digits)[0]) == str(account.pk)


def test_taken_keys_stay_taken_after_a_restore(world):
    account = make.an_account(world.sanna)
    account.set_password("pitkä ja oma lause")
    account.save()
    by = Viewer.system(world.at)
    for key in (account.pk, world.family.pk):
        signin_replay.keys_forgotten(by=by, key=str(key), payload={})

    account.refresh_from_db()
    assert not account.has_usable_password()


def test_nobody_waits_in_the_session_of_somebody_who_comes_in(world):
    """Session fixation: what a browser held before is worth nothing after."""
    made = a_way(world)
    client = Client()
    client.get("/tili/login/")
    client.session.save()
    before = client.session.session_key
    knock(made.token, made.digits, client)

    assert client.session.session_key != before
    assert client.session["acting_post"] == "me"
