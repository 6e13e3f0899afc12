"""The doctor tells what waits, what fails, and which families nobody has hold of."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from koppi.delivery.models import Message
from koppi.due.models import Job
from koppi.site import health
from koppi.teams.models import Hold
from tests import make


def found(about: str) -> health.Finding:
    (one,) = [finding for finding in health.everything() if finding.about == about]
    return one


def a_message(key="once", **more) -> Message:
    now = timezone.now()
    return Message.objects.create(
        recipient="a:1", template="mapping/invited", slip="{}", dedupe_key=key, created_at=now,
        **{"not_before": now, **more},
    )  # fmt: skip


@pytest.fixture
def house(db, settings, tmp_path):
    settings.DATA = tmp_path


def test_in_a_quiet_house_nothing_fails_waits_or_is_without_a_hold(house):
    assert all(found(about).is_well for about in ("failing", "mail", "refused mail", "holds"))


def test_a_job_that_failed_is_named_with_its_error_and_a_hint(house):
    Job.objects.create(
        key="one", name="mapping.remind", run_at=timezone.now() + timedelta(hours=1), attempts=2,
        last_error_code="OSError jobs.py:7",
    )  # fmt: skip
    failing = found("failing")
    assert not failing.is_well
    assert failing.said == "1 jobs failed the last time; mapping.remind (OSError jobs.py:7)"
    assert failing.hint.endswith(".")


def test_mail_that_has_waited_too_long_says_since_when(house):
    a_message()
    assert found("mail").is_well
    a_message("late", not_before=timezone.now() - timedelta(minutes=12))
    mail = found("mail")
    assert (mail.is_well, mail.said) == (False, "the longest waiting mail should have gone 12 min ago")
    assert mail.hint.endswith(".")


def test_mail_the_server_refused_is_counted_without_its_recipient(house):
    a_message(refusals=1, last_error_code="SMTPRecipientsRefused 550")
    refused = found("refused mail")
    assert (refused.is_well, refused.said) == (False, "1 mails refused; SMTPRecipientsRefused 550")
    assert refused.hint.endswith(".")


def test_a_family_with_open_work_and_nobody_who_has_hold_is_counted(house):
    family, done = make.a_family("Koivun perhe", make.a_child()), make.a_family("Kosken perhe")
    done.finished_at = make.NOON
    done.save()
    holds = found("holds")
    assert (holds.is_well, holds.said) == (False, "1 families with open work have nobody who has hold")
    assert holds.hint.endswith(".")
    Hold.objects.create(family=family, post=make.a_post(), starts_at=make.NOON)
    assert found("holds").is_well


def test_the_doctor_ends_with_an_error_and_prints_the_hint(house, capsys):
    make.a_family("Koivun perhe", make.a_child())
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json")
    told = {one["about"]: one for one in json.loads(capsys.readouterr().out)["health"]}
    assert ended.value.code == 1
    assert told["holds"]["hint"] == found("holds").hint
