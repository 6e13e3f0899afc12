"""Somebody with the database in their hands but not the key cannot touch the trail unseen (AU01)."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from koppi.audit import chain, checkpoints, guards, heads, ledger, trail
from koppi.audit.chain import Finding
from koppi.audit.examine import Outcome, examine
from koppi.audit.models import AuditEvent, AuditSeal
from tests import make


@contextmanager
def tampering():
    """Hand over the bare database, and undo all of it at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor.execute
        transaction.set_rollback(True)


def found(tamper, *given):
    with tampering() as execute:
        for statement in tamper:
            execute(statement, given)
        return examine().finding


def verify(capsys, *options):
    with pytest.raises(SystemExit) as end:
        call_command("audit", "verify", *options)
    return end.value.code, capsys.readouterr().out


def test_an_untouched_trail_is_whole(chained, capsys):
    code, said = verify(capsys, "--json")
    assert code == 0
    assert json.loads(said)["size"] == 6


COLUMNS = {
    "at": "'2020-01-01 00:00:00'", "by": "'e:x'", "account": "'x'", "post": "'x'", "organisation": "'x'",
    "on_behalf": "'x'", "action": "'job'", "did": "'x'", "kind": "'x'", "ids": "'[]'", "purpose": "'x'",
    "rules": "'[]'", "result": "'denied'", "request": "'x'", "session": "'x'", "ip": "'x'", "count": "7",
    "detail": "'{\"a\":1}'", "mac": "'x'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_is_found_at_its_place(chained, column):
    change = f'UPDATE audit_auditevent SET "{column}" = {COLUMNS[column]} WHERE id = %s'
    fault = "mac" if column == "mac" else "body"
    assert found([change], chained[2].pk) == Finding(fault, 3, chained[2].pk)


def test_the_columns_tried_are_all_there_are():
    assert set(COLUMNS) == {field.name for field in AuditEvent._meta.fields} - {"id"}


@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_removed_entry_is_found_at_its_place(chained, at):
    gone = [
        "DELETE FROM audit_auditsubject WHERE event_id = %s",
        "DELETE FROM audit_auditevent WHERE id = %s",
    ]
    assert found(gone, chained[at].pk) == Finding("gap", at + 1, chained[at].pk)


@pytest.mark.parametrize("at", [0, 2, 5])
def test_an_entry_removed_with_its_seal_is_found_at_its_place(chained, at):
    tables = ("auditsubject WHERE event_id", "auditseal WHERE event_id", "auditevent WHERE id")
    finding = found([f"DELETE FROM audit_{table} = %s" for table in tables], chained[at].pk)
    assert (finding.fault, finding.seq) == ("head" if at == 5 else "gap", at + 1)


def test_an_end_cut_off_with_its_checkpoints_is_found_where_the_chain_now_ends(chained):
    with tampering() as execute:
        for table in ("auditcheckpoint", "auditseal WHERE seq > 3"):
            execute(f"DELETE FROM audit_{table}")
        for table, column in (("auditsubject", "event_id"), ("auditevent", "id")):
            execute(f"DELETE FROM audit_{table} WHERE {column} > %s", [chained[2].pk])
        assert examine().finding == Finding("head", 4)


def test_an_emptied_trail_is_found(chained):
    tables = ("checkpoint", "seal", "subject", "event")
    assert found([f"DELETE FROM audit_audit{table}" for table in tables]) == Finding("head", 1)


def test_the_newest_entry_is_missed_even_before_the_next_checkpoint(chained):
    event = trail.leave(make.a_viewer(), "families.opened")
    ledger.seal_waiting()
    heads.remember(ledger.head())
    gone = ["DELETE FROM audit_auditseal WHERE event_id = %s", "DELETE FROM audit_auditevent WHERE id = %s"]
    assert found(gone, event.pk) == Finding("head", 7)


def test_two_entries_in_each_others_place_are_found(chained):
    second, third = AuditSeal.objects.filter(seq__in=[2, 3]).order_by("seq")
    with tampering() as execute:
        execute("DELETE FROM audit_auditseal WHERE seq IN (2, 3)")
        add = "INSERT INTO audit_auditseal (seq, event_id, digest) VALUES (%s, %s, %s)"
        execute(add, [2, third.event_id, second.digest])
        execute(add, [3, second.event_id, third.digest])
        assert examine().finding == Finding("link", 2, third.event_id)


def test_a_copied_entry_with_a_well_made_seal_is_found(chained):
    names = [field.name for field in AuditEvent._meta.fields if field.name != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    table = "audit_auditevent"
    copy = f"INSERT INTO {table} (id, {columns}) SELECT id + 1, {columns} FROM {table} WHERE id = %s"
    with tampering() as execute:
        execute(copy, [chained[5].pk])
        ((event, body, mac),) = ledger.unsealed()
        digest = chain.digest(ledger.head().digest, 7, body, mac)
        execute("INSERT INTO audit_auditseal (seq, event_id, digest) VALUES (7, %s, %s)", [event, digest])
        assert examine().finding == Finding("mac", 7, event)


def test_a_forged_entry_is_found_before_it_is_sealed(chained):
    with tampering():
        forged = AuditEvent(at=make.NOON, by="e:x", action="read", did="overview.seen", mac="0" * 64)
        forged.save()
        assert examine().finding == Finding("mac", None, forged.pk)


@pytest.mark.parametrize(
    "whose", ["DELETE FROM {}", "UPDATE {} SET whom = '00000000000000000000000000000000'"]
)
def test_whom_an_entry_concerns_cannot_be_changed_unseen(chained, whose):
    one = chained[1].subjects.first()
    change = whose.format("audit_auditsubject") + " WHERE id = %s"
    assert found([change], one.pk) == Finding("body", 2, chained[1].pk)


def test_whom_an_entry_concerns_cannot_be_added_to_unseen(chained):
    nobody = "'00000000000000000000000000000000', '2026-01-01'"
    add = f"INSERT INTO audit_auditsubject (event_id, whom, at) VALUES (%s, {nobody})"
    assert found([add], chained[1].pk) == Finding("body", 2, chained[1].pk)


def test_every_seal_made_again_shows_against_the_places_kept_outside(chained):
    """An operator with the key but without the file outside the database."""
    with tampering() as execute:
        execute("DELETE FROM audit_auditseal")
        execute("DELETE FROM audit_auditcheckpoint")
        execute("DELETE FROM audit_auditsubject WHERE event_id = %s", [chained[0].pk])
        execute("DELETE FROM audit_auditevent WHERE id = %s", [chained[0].pk])
        ledger.seal_waiting()
        trail.leave(make.a_viewer(), "families.opened")
        ledger.seal_waiting()
        assert (examine().finding.fault, examine().finding.seq) == ("checkpoint", 6)


def test_a_checkpoint_rewritten_outside_is_found(chained):
    path = checkpoints.path()
    path.write_text(path.read_text().replace("tick", "tock"))
    assert examine().finding == Finding("checkpoint", None)


def test_a_checkpoint_torn_by_a_power_cut_is_no_finding(chained):
    with checkpoints.path().open("a") as file:
        file.write("koppi/audit\n12")
    assert examine().finding is None
    checkpoints.make(make.NOON)
    assert len(checkpoints.read(checkpoints.path())) == 2
    assert examine().finding is None


def test_a_signed_restore_gives_up_what_lay_behind_it(chained):
    with tampering() as execute:
        execute("DELETE FROM audit_auditseal WHERE seq > 3")
        execute("DELETE FROM audit_auditsubject WHERE event_id > %s", [chained[2].pk])
        execute("DELETE FROM audit_auditevent WHERE id > %s", [chained[2].pk])
        assert examine().finding == Finding("head", 4)
        checkpoints.make(make.NOON, "restore")
        heads.remember(ledger.head(), even_if_shorter=True)
        assert examine().finding is None


def test_reading_from_a_checkpoint_reads_only_what_came_after_it(chained, capsys, tmp_path):
    copy = tmp_path / "note"
    copy.write_text(checkpoints.path().read_text())
    trail.leave(make.a_viewer(), "families.opened")
    ledger.seal_waiting()
    with tampering() as execute:
        execute("UPDATE audit_auditevent SET did = 'x' WHERE id = %s", [chained[2].pk])
        assert verify(capsys)[0] == Outcome.BROKEN
        assert verify(capsys, "--from-checkpoint", str(copy))[0] == Outcome.WHOLE


def test_a_checkpoint_of_another_chain_is_refused_as_a_start(chained, capsys, tmp_path):
    copy = tmp_path / "note"
    copy.write_text(checkpoints.path().read_text())
    with tampering() as execute:
        execute("UPDATE audit_auditseal SET digest = %s WHERE seq = 6", ["0" * 64])
        assert verify(capsys, "--from-checkpoint", str(copy))[0] == Outcome.BROKEN


def test_a_file_that_is_no_checkpoint_cannot_be_read(chained, capsys, tmp_path):
    (tmp_path / "note").write_text("nothing")
    assert verify(capsys, "--from-checkpoint", str(tmp_path / "note"))[0] == Outcome.UNREADABLE
    assert verify(capsys, "--from-checkpoint", str(tmp_path / "absent"))[0] == Outcome.UNREADABLE


def test_an_entry_left_unsealed_makes_the_trail_incomplete(chained, capsys, monkeypatch):
    monkeypatch.setattr(ledger, "seal_if_alone", lambda *_: None)
    event = trail.leave(make.a_viewer(), "families.opened")
    assert verify(capsys)[0] == Outcome.WHOLE
    monkeypatch.setattr("koppi.audit.examine.PATIENCE", -1)
    code, said = verify(capsys)
    assert code == Outcome.INCOMPLETE
    assert "1 entries wait" in said
    assert event.pk


def test_a_trail_that_is_not_there_cannot_be_read(chained, capsys):
    with tampering() as execute:
        execute("ALTER TABLE audit_auditseal RENAME TO elsewhere")
        assert verify(capsys)[0] == Outcome.UNREADABLE


def test_content_closes_when_the_sealer_has_been_silent_for_four_hours(chained, monkeypatch):
    now = datetime.now(UTC)
    trail.ensure_sealed(now + timedelta(days=30))
    monkeypatch.setattr(ledger, "seal_if_alone", lambda *_: None)
    trail.leave(make.a_viewer(), "families.opened")
    trail.ensure_sealed(now + timedelta(hours=3, minutes=59))
    with pytest.raises(trail.TrailClosed):
        trail.ensure_sealed(now + timedelta(hours=4, minutes=1))
    ledger.seal_waiting()
    trail.ensure_sealed(now + timedelta(days=30))


def test_asking_the_sealer_adds_no_query_to_the_page(chained, django_assert_num_queries):
    with django_assert_num_queries(0):
        trail.ensure_sealed(datetime.now(UTC))


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_trail(chained, table, verb):
    column = "seq" if table.endswith("seal") else "id"
    with tampering() as execute:
        guards.install(connection)
        assert guards.missing(connection) == []
        with pytest.raises(Exception, match=guards.SAYS), transaction.atomic():
            execute(verb.format(table, column, column))
        guards.remove(connection)
        assert guards.missing(connection)
