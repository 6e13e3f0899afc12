"""Family members come in by the county's sign-in, tried against a real provider; strangers never meet.

An identification is joined by a link, by a verified identity code, or by a worker; never by a name.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import requests
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from koppi.people import identity_code
from koppi.people.models import Account, Person
from koppi.people.viewer import Viewer
from koppi.signin import actions, identity
from koppi.signin.access import stranger_of
from koppi.signin.models import StrangeIdentity
from koppi.welcome import actions as welcome
from tests import make
from tests.services.conftest import World, a_world
from tests.signin.test_organisations_own_signin import provider  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
START, CALLBACK = "/tili/oidc/family/login/", "/tili/oidc/family/login/callback/"
CODES = ("131052-308T", "010594Y9032", "131052A308T")


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


@pytest.fixture(autouse=True)
def _family_sign_in(settings, provider):  # noqa: F811
    app = {
        "provider_id": "family",
        "name": "Suomi.fi",
        "client_id": "koppi",
        "secret": "salaisuus",
        "settings": {"server_url": provider},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    settings.KOPPI_FAMILY_OIDC_URL = provider
    settings.KOPPI_FAMILY_OIDC_IDENTITY_CLAIM = "hetu"
    settings.KOPPI_IDENTITY_CODES = True


@pytest.fixture
def world(db) -> World:
    return a_world(datetime.now(UTC))


def identify(provider: str, client: Client | None = None, sub="sanna", process="", **claims):  # noqa: F811
    """Walk the whole way: our button, the provider's page, back to us; return the browser and the page."""
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5)
    client = client or Client()
    away = client.post(START + (f"?process={process}&next=/" if process else ""))
    chosen = requests.post(away.url, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = chosen.headers["Location"]
    return client, client.get(back[back.index(CALLBACK) :], follow=True)


def who(client: Client) -> Person | None:
    key = client.session.get("_auth_user_id")
    return Account.objects.get(pk=key).person if key else None


def a_person_with(code: str, **more) -> Person:
    return make.a_person(**more, **identity_code.columns(code))


def number_in(page) -> str:
    return "".join(page.content.decode().split('class="codebig num">')[1].split("</p>")[0].split())


def test_a_verified_identity_code_opens_the_persons_own_account(provider):  # noqa: F811
    person = a_person_with(CODES[0], name="Sanna")
    client, _page = identify(provider, hetu=CODES[0], given_name="Ihan", family_name="Muu")

    assert who(client) == person
    assert SocialAccount.objects.get().extra_data == {}


def test_the_same_name_and_day_of_birth_open_nothing(provider):  # noqa: F811
    person = make.a_person("Sanna", "Koivu", date(1990, 5, 17))
    make.an_account(person)
    client, page = identify(
        provider, given_name="Sanna", family_name="Koivu", birthdate="1990-05-17", email="sanna@koti.example"
    )

    assert who(client) is None
    assert "Koivu" not in page.content.decode()
    assert len(number_in(page)) == 8


def test_a_code_opens_nothing_where_the_county_does_not_keep_codes(provider, settings):  # noqa: F811
    a_person_with(CODES[0])
    settings.KOPPI_IDENTITY_CODES = False

    assert who(identify(provider, hetu=CODES[0])[0]) is None


def test_a_code_of_two_rows_or_of_somebody_with_a_post_opens_nothing(provider):  # noqa: F811
    a_person_with(CODES[0])
    a_person_with(CODES[0])
    make.a_post(person=a_person_with(CODES[1]))

    assert who(identify(provider, sub="two", hetu=CODES[0])[0]) is None
    assert who(identify(provider, sub="worker", hetu=CODES[1])[0]) is None


def test_the_next_time_the_same_identification_opens_the_same_account(provider):  # noqa: F811
    person = a_person_with(CODES[0])
    identify(provider, hetu=CODES[0])
    client, _page = identify(provider, given_name="Uusi", family_name="Nimi")

    assert who(client) == person
    assert SocialAccount.objects.get().extra_data == {}


def test_somebody_who_came_by_a_link_joins_their_own_identification(world, provider):  # noqa: F811
    made = welcome.make_way(by=world.by, family=world.family, person=world.sanna, given="SCREEN")
    client = Client()
    client.post(f"/tervetuloa/{made.token}/", {"digits": made.digits})
    identify(provider, client, process="connect")
    again, _page = identify(provider)

    assert who(again) == world.sanna
    assert SocialAccount.objects.get().extra_data == {}


def test_a_worker_joins_having_seen_both(world, provider):  # noqa: F811
    said = {"given_name": "Sanna Maria", "family_name": "Koivu", "birthdate": "1990-05-17"}
    _client, page = identify(provider, **said)
    anna = Client()
    anna.force_login(world.anna.person.account)
    address = f"/perhe/{world.family.pk}/tervetuloa/{world.sanna.pk}/tunnistautuminen/"
    seen = anna.post(address, {"number": number_in(page)}).content.decode()
    assert "Sanna Maria Koivu" in seen
    assert not SocialAccount.objects.exists()
    assert anna.post(address, {"number": number_in(page), "is_sure": "1"}).status_code == 302

    assert who(identify(provider, **said)[0]) == world.sanna
    assert not StrangeIdentity.objects.exists()


def test_another_day_of_birth_is_not_joined(world, provider):  # noqa: F811
    _client, page = identify(provider, given_name="Sanna", family_name="Koivu", birthdate="1991-05-17")
    stranger = stranger_of(number_in(page), datetime.now(UTC))

    with pytest.raises(actions.OtherDay):
        actions.join_stranger(by=world.by, stranger=stranger, person=world.sanna)


def test_a_wrong_number_finds_nobody_and_ten_are_enough_for_a_day(world, provider):  # noqa: F811
    identify(provider)
    anna = Client()
    anna.force_login(world.anna.person.account)
    address = f"/perhe/{world.family.pk}/tervetuloa/{world.sanna.pk}/tunnistautuminen/"
    answers = [anna.post(address, {"number": "99999999"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [409]


def test_an_identification_nobody_joins_is_forgotten(world, provider, settings):  # noqa: F811
    _client, page = identify(provider, given_name="Sanna")
    kept = str(list(StrangeIdentity.objects.values()))
    assert number_in(page) not in kept
    later = datetime.now(UTC) + timedelta(days=settings.KOPPI_FAMILY_OIDC_DAYS)
    with time_machine.travel(later, tick=False):
        assert stranger_of(number_in(page), later) is None
        actions.forget_strangers(by=Viewer.system(later))

    assert not StrangeIdentity.objects.exists()


def test_a_worker_does_not_come_to_work_from_home(provider):  # noqa: F811
    person = a_person_with(CODES[0])
    identify(provider, hetu=CODES[0])
    make.a_post(person=person)

    assert who(identify(provider, hetu=CODES[0])[0]) is None


names = st.sampled_from(("Sanna", "Mikko"))
days = st.sampled_from((date(1990, 5, 17), date(2012, 1, 2), None))
people = st.lists(st.tuples(names, days, st.sampled_from(("", *CODES))), min_size=2, max_size=5)
told = st.fixed_dictionaries(
    {"given_name": names, "family_name": st.just("Koivu")},
    optional={
        "birthdate": st.sampled_from(("1990-05-17", "2012-01-02", "roskaa")),
        "hetu": st.sampled_from((*CODES, "131052-308U", "", None, 7)),
        "email": st.just("sama@koti.example"),
        "sub": st.just("x"),
    },
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=people, told=told)
def test_two_people_never_meet_whatever_they_are_called(people, told):
    """Exactly the one whose verified code it is, or nobody; names and days of birth change nothing."""
    Person.objects.all().delete()
    rows = [
        (
            code,
            make.a_person(name, "Koivu", born_on, email="sama@koti.example", **identity_code.columns(code)),
        )
        for name, born_on, code in people
    ]
    owners = [person for code, person in rows if code and code == told.get("hetu")]

    assert identity.person_of(told, date(2026, 3, 2)) == (owners[0] if len(owners) == 1 else None)
