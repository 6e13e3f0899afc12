"""Who comes in, how, for how long, and what the trail says of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.people.models import Account, Role
from koppi.signin import actions
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "kuusi metsässä 9"
LOGIN = "/tili/login/"


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


def a_worker(role=Role.WORKER) -> Account:
    account = make.a_post(role=role).person.account
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, account, password=PASSWORD):
    return client.post(LOGIN, {"login": account.username, "password": password})


def started_at(client) -> float:
    """Return when the session of this browser began."""
    client.get(reverse("people:search"))
    return client.session["started_at"]


def did() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("did", flat=True))


def test_a_worker_signs_in_with_a_password_and_lands_on_their_day(client):
    response = sign_in(client, a_worker())

    assert response.status_code == 302
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("day:show")
    assert "signin.in" in did()


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    account = a_worker()

    wrong = sign_in(client, account, "ei tämä")
    unknown = client.post(LOGIN, {"login": "ei-ketaan", "password": "ei tämä"})

    def plain(page):
        return re.sub(r'value="[^"]*"', "", page.content.decode())

    assert wrong.status_code == unknown.status_code == 200
    assert plain(wrong) == plain(unknown)


def test_failed_sign_ins_are_in_the_trail_without_the_name(client):
    account = a_worker()

    sign_in(client, account, "ei tämä")

    event = AuditEvent.objects.get(did="signin.failed")
    assert account.username not in str(list(AuditEvent.objects.filter(pk=event.pk).values()))


def test_guessing_is_stopped_and_then_even_the_right_password_waits(client):
    account = a_worker()
    for _ in range(6):
        sign_in(client, account, "arvaus")

    sign_in(client, account)

    assert "_auth_user_id" not in client.session


def test_a_session_that_cannot_be_locked_ends_and_says_that_what_was_typed_is_kept(client, settings):
    client.force_login(make.a_post().person.account)
    minutes = settings.KOPPI_WORKER_IDLE_MINUTES
    started = started_at(client)

    with time_machine.travel(started + minutes * 60 + 1, tick=False):
        response = client.get(reverse("day:show"), follow=True)

    assert response.redirect_chain[0][0].startswith(LOGIN)
    assert "kirjoittamasi on tallessa" in response.content.decode()


def test_working_keeps_the_session_but_never_beyond_its_longest_time(client, settings):
    sign_in(client, a_worker())
    started = started_at(client)
    step = (settings.KOPPI_WORKER_IDLE_MINUTES - 1) * 60
    moment, last = started, None
    while moment < started + settings.KOPPI_SESSION_HOURS * 3600:
        moment += step
        with time_machine.travel(moment, tick=False):
            response = client.get(reverse("people:search"))
        last = moment if response.status_code == 200 else last

    assert last is not None
    assert last - started > (settings.KOPPI_SESSION_HOURS - 1) * 3600
    assert response.status_code == 302


def test_a_poll_does_not_keep_a_session_alive(client, settings):
    sign_in(client, a_worker())
    started = started_at(client)
    half = settings.KOPPI_WORKER_IDLE_MINUTES * 60 - 5
    with time_machine.travel(started + half, tick=False):
        assert client.get(reverse("people:search"), headers={"X-Koppi-Quiet": "1"}).status_code == 200

    with time_machine.travel(started + half + 10, tick=False):
        assert client.get(reverse("people:search")).status_code == 302


def test_an_account_that_is_closed_is_out_at_the_next_click(client):
    account = a_worker()
    sign_in(client, account)
    assert client.get(reverse("people:search")).status_code == 200

    actions.close_account(by=make.a_viewer(), account=account)

    assert client.get(reverse("people:search")).status_code == 302


def test_in_production_a_worker_without_a_second_factor_gets_one_first(client, settings):
    settings.KOPPI_ENV = "production"
    sign_in(client, a_worker())

    assert client.get(reverse("day:show")).url == reverse("mfa_index")


def test_a_second_factor_is_asked_for_and_opens_the_door(client, settings):
    settings.KOPPI_ENV = "production"
    account, secret = a_worker(), generate_totp_secret()
    TOTP.activate(account, secret)

    assert sign_in(client, account).url == reverse("mfa_authenticate")
    assert client.get(reverse("day:show")).status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(reverse("day:show")).status_code == 200


def test_the_secret_of_a_second_factor_is_sealed_at_rest():
    account, secret = a_worker(), generate_totp_secret()

    TOTP.activate(account, secret)

    assert secret not in str(Authenticator.objects.get().data)


def test_nobody_makes_an_account_by_themselves(client):
    before = Account.objects.count()

    client.post(reverse("account_signup"), {"username": "itse", "password1": PASSWORD})

    assert Account.objects.count() == before


def test_the_demo_door_is_not_there_unless_it_is_switched_on(client, settings):
    account = a_worker()
    Account.objects.filter(pk=account.pk).update(username="anna")
    settings.KOPPI_DEMO = False
    assert client.post("/demo/sign-in/", {"as": "anna"}).status_code == 404
    settings.KOPPI_DEMO = True

    assert client.post("/demo/sign-in/", {"as": "anna"}).status_code == 302
    assert client.post("/demo/sign-in/", {"as": "ylva"}).status_code == 404


def test_the_demo_door_opens_nobody_outside_the_cast(client, settings):
    settings.KOPPI_DEMO = True
    account = a_worker()

    assert client.post("/demo/sign-in/", {"as": account.username}).status_code == 404


def test_signing_out_is_in_the_trail_and_closes_the_pages(client):
    sign_in(client, a_worker())

    client.post(reverse("account_logout"))

    assert did()[-1] == "signin.out"
    assert client.get(reverse("day:show")).status_code == 302


def test_the_language_is_the_persons_own_also_after_coming_back(client):
    account = a_worker()
    sign_in(client, account)

    client.post("/kieli/", {"language": "sv", "next": "/paiva/"})

    account.refresh_from_db()
    assert account.language == "sv"
    assert 'lang="sv"' in client.get(reverse("day:show")).content.decode()


def test_the_language_form_never_sends_anybody_to_another_site(client):
    response = client.post("/kieli/", {"language": "en", "next": "https://example.com/"})

    assert response.url == "/"


def test_a_worker_may_look_in_as_themselves(client):
    account = a_worker()
    sign_in(client, account)

    client.post("/rooli/", {"post": "me"})

    assert client.get(reverse("day:show")).status_code == 404


def test_nobody_acts_in_a_post_that_is_not_theirs(client):
    sign_in(client, a_worker())
    other = make.a_post(title="toisen tehtävä")

    client.post("/rooli/", {"post": str(other.pk)})

    assert client.session.get("acting_post") is None


def test_a_manager_opens_an_account_and_its_owner_sets_the_password(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    manager = a_worker(Role.MANAGER)
    sign_in(client, manager)
    unit = manager.person.posts.get().unit
    person = make.a_person("Uusi", "Tulija")
    post = make.Post.objects.create(person=person, unit=unit, title="ohjaaja", starts_on=make.NOON.date())

    page = client.post(
        reverse("signin:open-account", args=[post.pk]),
        {"username": "uusi.tulija", "email": "uusi@koppi.example", "language": "fi"},
    )
    assert page.status_code == 302
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "uusi@koppi.example"})
    link = re.search(r"http\S+", mail.outbox[-1].body)[0]
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    assert "Tulija" not in mail.outbox[-1].body
    assert sign_in(client, person.account).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_taken_user_name_is_said_in_a_sentence_and_nothing_is_made():
    taken = make.an_account()
    before = Account.objects.count()

    with pytest.raises(actions.NameTaken):
        actions.open_account(by=make.a_viewer(), person=make.a_person(), username=taken.username)

    assert Account.objects.count() == before + 1  # the viewer's own


def test_an_old_session_does_not_survive_a_new_sign_in(client):
    client.get(LOGIN)
    before = client.session.session_key
    sign_in(client, a_worker())

    assert client.session.session_key != before


def test_a_session_counts_from_the_moment_of_signing_in(client):
    sign_in(client, a_worker())
    started = started_at(client)

    assert (
        abs(started - AuditEvent.objects.filter(did="signin.in").get().at.timestamp())
        < timedelta(minutes=1).total_seconds()
    )
