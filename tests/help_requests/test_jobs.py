"""Before a promise breaks the taker, the deputy and the manager are told; what is over is forgotten."""

from datetime import timedelta

from koppi.delivery.models import Notice
from koppi.help_requests import access, actions, jobs
from koppi.help_requests.models import HelpRequest
from koppi.help_requests.replay import REPLAYS
from koppi.people import actions as people
from koppi.people.viewer import Viewer

from .conftest import NOON

HOUR = timedelta(hours=1)


def run(at):
    jobs.tell_of_promises(by=Viewer.system(at))


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="help_requests.promise").order_by("created_at", "recipient")
    return [(row.kind.rsplit("_", 1)[1], row.recipient) for row in rows]


def test_the_taker_then_the_deputy_then_the_manager_are_told_once_each(centre):
    asked = centre.taken()
    expected = []
    for hours, step, post in (
        (5, "", None),
        (4, "taker", "anna"),
        (2, "deputy", "petri"),
        (1, "manager", "satu"),
    ):
        for _twice in range(2):
            run(asked.promised_at - hours * HOUR)
        if step:
            expected.append((step, f"e:{getattr(centre, post).pk}"))
        assert told() == expected
    run(asked.promised_at + 100 * HOUR)
    assert told() == expected


def test_as_long_as_nobody_has_it_everybody_on_duty_is_told(centre):
    asked = centre.asked()
    run(asked.promised_at - 4 * HOUR)
    assert sorted(told()) == sorted([("taker", f"u:{centre.unit.pk}"), ("taker", f"e:{centre.petri.pk}")])


def test_the_deputy_of_an_absent_taker_comes_before_the_units(centre):
    asked = centre.taken()
    people.set_absence(
        by=centre.viewer(centre.satu), post=centre.anna, deputy=centre.vera, starts_at=NOON, ends_at=None
    )
    run(asked.promised_at - 2 * HOUR)
    assert ("deputy", f"e:{centre.vera.pk}") in told()


def test_an_answered_or_withdrawn_request_hurries_nobody(centre):
    answered, withdrawn = centre.taken(), centre.asked()
    actions.answer(by=centre.viewer(centre.anna), request=answered, way="CALL", text="x")
    actions.withdraw(by=access.asker_of(withdrawn.pk, NOON), request=withdrawn)
    run(answered.promised_at + HOUR)
    assert told() == []


def test_what_is_over_is_emptied_in_time_and_counts_stay(centre, settings):
    asked = centre.taken(origin="abc")
    actions.answer(by=centre.viewer(centre.anna), request=asked, way="CALL", text="x")
    actions.close(by=centre.viewer(centre.anna), request=asked)
    days = timedelta(days=settings.KOPPI_REQUEST_KEPT_DAYS)
    jobs.forget_old(by=Viewer.system(NOON + days))
    asked = HelpRequest.objects.get()
    assert asked.text
    assert asked.origin == ""
    jobs.forget_old(by=Viewer.system(NOON + days + HOUR))
    asked = HelpRequest.objects.get()
    assert (asked.text, asked.contact, asked.lines.count()) == ("", "", 0)
    assert asked.answered_at
    assert asked.emptied_at


def test_a_restored_backup_does_not_bring_back_what_was_withdrawn(centre):
    asked = centre.asked()
    again = {"by": Viewer.system(NOON), "key": str(asked.pk), "payload": {"at": NOON.isoformat()}}
    for _twice in range(2):
        REPLAYS["help_requests.withdrawn"](**again)
    assert HelpRequest.objects.get().text == ""
    duty = centre.queue.duties.first()
    REPLAYS["help_requests.duty_ended"](**again | {"key": str(duty.pk)})
    duty.refresh_from_db()
    assert duty.ends_at == NOON
