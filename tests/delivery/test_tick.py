"""The site's own timetable: the tick, its shifted clock, and where mail goes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command

from koppi.delivery import actions
from koppi.delivery.access import dead_messages
from koppi.delivery.letters import Recipient
from koppi.delivery.models import Message
from koppi.due.access import dead_jobs
from koppi.due.models import Job
from koppi.people.viewer import Viewer
from koppi.site import tick
from koppi.site.address_book import address_of
from tests import make

AT = make.NOON
pytestmark = pytest.mark.django_db


def test_a_tick_runs_all_there_is_and_sends_what_waits(settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    monkeypatch.setitem(tick.STILL_DUE, "trial/invited", lambda by, slip: True)
    account = make.an_account(email="aino@example.fi")
    by = Viewer.system(datetime(2026, 12, 3, 8, tzinfo=UTC))
    actions.enqueue(by=by, to_account=account.pk, template="trial/invited", dedupe_key="1")
    assert {turn.name: turn.result for turn in tick.tick("2026-12-03T09:59")}["delivery.send_due"] == 0
    turns = tick.tick("2026-12-03T10:00")
    assert {turn.name: turn.result for turn in turns}["delivery.send_due"] == 1
    assert [turn.error_code for turn in turns] == [""] * len(tick.PERIODIC)
    turns = tick.tick("2026-12-03T10:00")
    assert {turn.name: turn.result for turn in turns}["delivery.send_due"] == 0


def test_the_post_leaves_after_all_who_write_and_the_seal_closes_over_everything():
    *_, post, seal = tick.PERIODIC
    assert (post.name, seal.name) == ("delivery.send_due", "audit.seal")
    assert not post.is_atomic


def test_every_mail_has_a_rule_for_whether_it_may_still_be_sent():
    mails = {
        f"{path.parts[-3]}/{path.stem}"
        for area in apps.get_app_configs()
        if area.name.startswith("koppi.")
        for path in Path(area.path).glob("templates/*/mail/*.txt")
        if not path.stem.startswith("_")
    }
    assert mails == set(tick.STILL_DUE)


def test_a_shifted_moment_is_finnish_time_unless_it_says_its_own():
    assert tick.shifted("2026-12-03T10:00") == datetime(2026, 12, 3, 8, tzinfo=UTC)
    assert tick.shifted("2026-07-03T10:00") == datetime(2026, 7, 3, 7, tzinfo=UTC)
    assert tick.shifted("2026-12-03T10:00Z") == datetime(2026, 12, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("at", ["huomenna", "2026-13-40T10:00", "10:00"])
def test_what_is_no_moment_is_refused(at):
    with pytest.raises(tick.NoShift, match="2026-12-03T10:00"):
        tick.tick(at)


def test_the_clock_is_never_shifted_in_production(settings):
    settings.KOPPI_ENV = "production"
    with pytest.raises(tick.NoShift, match="production"):
        tick.tick("2026-12-03T10:00")


def test_what_was_given_up_is_tried_again_at_one_command(capsys):
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    Job.objects.create(key="k", name="j", run_at=at, attempts=10, dead_at=at)
    by = Viewer.system(at)
    actions.enqueue(by=by, to_account=uuid4(), template="trial/invited", dedupe_key="1")
    Message.objects.update(dead_at=at, refusals=10)
    call_command("try_again", skip_checks=True)
    assert capsys.readouterr().out == "1 jobs and 1 mails will be tried again.\n"
    assert (len(dead_jobs()), len(dead_messages())) == (0, 0)


def test_mail_goes_to_the_account_in_its_language():
    account = make.an_account(email="aino@example.fi", language="sv")
    expected = Recipient("aino@example.fi", "sv")
    assert address_of(f"a:{account.pk}", AT) == expected
    assert address_of(f"p:{account.person_id}", AT) == expected


def test_work_mail_goes_to_the_post_and_to_the_account_where_the_post_has_none():
    person = make.a_person()
    make.an_account(person, email="own@example.fi", language="en")
    post = make.a_post(person=person, email="work@example.fi")
    assert address_of(f"e:{post.pk}", AT) == Recipient("work@example.fi", "en")
    post.email = ""
    post.save()
    assert address_of(f"e:{post.pk}", AT) == Recipient("own@example.fi", "en")


def test_a_unit_has_a_shared_mailbox_or_none():
    unit = make.a_unit(email="unit@example.fi")
    assert address_of(f"u:{unit.pk}", AT) == Recipient("unit@example.fi", "fi")
    assert address_of(f"u:{make.a_unit().pk}", AT) is None


def test_nothing_goes_to_an_account_switched_off_or_a_post_that_has_ended():
    off = make.an_account(email="off@example.fi", is_active=False)
    ended = make.a_post(email="ended@example.fi", ends_on=date(2026, 3, 2))
    assert address_of(f"a:{off.pk}", AT) is None
    assert address_of(f"e:{off.pk}", AT) is None
    assert address_of(f"e:{ended.pk}", AT) is None
    assert address_of(f"e:{ended.pk}", AT - timedelta(days=1)) is not None
