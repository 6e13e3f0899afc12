"""The commands that look after an installation."""

import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from koppi.site import holes, static
from koppi.site.run import is_migrated, server


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def doctor(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *words)
    return ended.value.code


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_noticed_by_its_name():
    assert is_migrated()
    MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    assert not is_migrated()


@pytest.mark.django_db
def test_the_doctor_finds_a_healthy_house_well(data, capsys):
    call_command("compile_messages")
    assert doctor("--json") == 0, capsys.readouterr().out


@pytest.mark.django_db
def test_the_doctor_names_what_is_wrong_and_what_to_do(settings, capsys):
    settings.DATA = settings.ROOT / "nowhere"
    assert doctor("--json") == 1
    health = json.loads(capsys.readouterr().out)["health"]
    (room,) = [finding for finding in health if finding["about"] == "room"]
    assert (room["is_well"], room["hint"]) == (False, "./koppi run makes it")


@pytest.mark.django_db
def test_the_doctor_lists_every_setting(data, capsys):
    doctor()
    assert "KOPPI_REASSESS_MONTHS" in capsys.readouterr().out


def test_static_files_are_hashed_and_compressed_once(data, settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "koppi.site.static.Collected"}}
    static.collect()
    manifest = json.loads((data / "static" / "staticfiles.json").read_text())
    sheet = manifest["paths"]["ui/koppi.css"]
    assert (data / "static" / f"{sheet}.br").exists()
    first = (data / "static" / "staticfiles.json").stat().st_mtime_ns
    static.collect()
    assert (data / "static" / "staticfiles.json").stat().st_mtime_ns == first


def test_the_server_is_told_what_the_settings_say():
    told = " ".join(server())
    assert f"--port {settings.KOPPI_PORT}" in told
    assert f"--host {settings.KOPPI_BIND}" in told
    assert "--interface wsgi" in told


def test_the_locked_versions_are_read_from_the_lock():
    lock = "django==5.2.19 \\\n    --hash=sha256:aa\n    # via koppi\ntzdata==2026.6 ; os_name == 'nt' \\\n"
    assert holes.locked(lock) == [("django", "5.2.19"), ("tzdata", "2026.6")]
