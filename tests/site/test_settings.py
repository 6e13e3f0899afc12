import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from koppi.site import env
from koppi.site.knobs import KNOBS, shown, table, with_table

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in (ROOT / "src" / "koppi").rglob("*.py") if path.name != "knobs.py"]
PRODUCTION = {
    "KOPPI_ENV": "production",
    "KOPPI_SECRET_KEY": "a" * 50 + "secret",
    "KOPPI_AUDIT_KEY": "b" * 50 + "audit",
    "KOPPI_FIELD_KEY": "c" * 50 + "field",
    "KOPPI_HOSTS": "koppi.example.fi",
    "KOPPI_PUBLIC_URL": "https://koppi.example.fi",
    "KOPPI_DATABASE_URL": "postgres://koppi:word@db/koppi",
    "KOPPI_SMTP_URL": "smtp://mail.example.fi",
    "KOPPI_OIDC_URL": "https://sign-in.example.fi",
}


def read(**environ: str):
    return env.read(KNOBS, environ)


def koppi(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KOPPI_", "DJANGO_"))}
    command = [sys.executable, "-m", "koppi", *words]
    paths = {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=clean | paths | environ, cwd=ROOT, capture_output=True, text=True)


def test_every_setting_that_code_reads_is_in_the_table():
    known = {knob.name for knob in KNOBS}
    read_somewhere = {name for path in SOURCES for name in re.findall(r"\bKOPPI_[A-Z_]+\b", path.read_text())}
    assert {name for name in read_somewhere if not name.endswith("_")} - known == set()


def test_every_setting_in_the_table_does_something():
    code = "\n".join(path.read_text() for path in SOURCES)
    families = ("KOPPI_COUNTY_NAME_",)  # read by a name that is put together
    idle = [knob.name for knob in KNOBS if knob.name not in code and not knob.name.startswith(families)]
    assert idle == []


def test_an_area_finds_each_setting_under_its_own_name():
    assert all(hasattr(settings, knob.name) for knob in KNOBS)


def test_the_readme_shows_the_table_as_it_is():
    assert table() in (ROOT / "README.md").read_text(), "`./koppi fix` writes it"


def test_the_table_is_written_between_its_marks_and_nowhere_else():
    before = "a\n<!-- settings -->\nold\n<!-- /settings -->\nb\n"
    after = with_table(before)
    assert after == f"a\n<!-- settings -->\n\n{table()}\n\n<!-- /settings -->\nb\n"
    assert with_table(after) == after


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("KOPPI_PORT", "eight"),
        ("KOPPI_PORT", "0"),
        ("KOPPI_PORT", "-1"),
        ("KOPPI_PORT", "8000.5"),
        ("KOPPI_PORT", "²"),
        ("KOPPI_DEMO", "true"),
        ("KOPPI_ENV", "prod"),
        ("KOPPI_REMIND_AFTER_WORKDAYS", "5,3"),
        ("KOPPI_REMIND_AFTER_WORKDAYS", "3,3"),
        ("KOPPI_REMIND_AFTER_WORKDAYS", ","),
    ],
)
def test_a_value_of_the_wrong_kind_stops_the_start_and_is_named(name, raw):
    with pytest.raises(env.Unusable, match=name):
        read(**{name: raw})


def test_all_wrong_values_are_told_at_once():
    with pytest.raises(env.Unusable) as no:
        read(KOPPI_PORT="x", KOPPI_THREADS="y")
    assert len(str(no.value).splitlines()) == 2


def test_an_empty_value_means_the_default():
    assert read(KOPPI_PORT="")["KOPPI_PORT"] == 8000


def test_a_secret_may_lie_in_a_file(tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    assert read(KOPPI_SECRET_KEY_FILE=str(tmp_path / "key"))["KOPPI_SECRET_KEY"] == "from the file"


def test_a_secret_file_that_is_missing_stops_the_start():
    with pytest.raises(env.Unusable, match="KOPPI_SECRET_KEY"):
        read(KOPPI_SECRET_KEY_FILE="/nowhere/key")


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant():
    assert env.unknown(KNOBS, {"KOPPI_SESION_HOURS": "1"}) == {"KOPPI_SESION_HOURS": "KOPPI_SESSION_HOURS"}


def test_production_starts_when_everything_is_set():
    assert env.refusals(read(**PRODUCTION)) == []


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"KOPPI_SECRET_KEY": ""}, "E001"),
        ({"KOPPI_AUDIT_KEY": ""}, "E001"),
        ({"KOPPI_FIELD_KEY": "too short"}, "E001"),
        ({"KOPPI_FIELD_KEY": PRODUCTION["KOPPI_AUDIT_KEY"]}, "E001"),
        ({"KOPPI_DEMO": "1"}, "E002"),
        ({"KOPPI_HOSTS": ""}, "E003"),
        ({"KOPPI_PUBLIC_URL": "http://koppi.example.fi"}, "E004"),
    ],
)
def test_production_refuses_what_is_only_for_trying_out(change, number):
    refusals = env.refusals(read(**PRODUCTION | change))
    assert [refusal.split()[0] for refusal in refusals] == [f"koppi.{number}"]


def test_no_command_starts_in_production_on_trial_keys():
    done = koppi("check", KOPPI_ENV="production", KOPPI_DEMO="1")
    assert done.returncode == 2
    assert {"koppi.E001", "koppi.E002", "koppi.E003", "koppi.E004"} <= set(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_production_set_as_told_passes_djangos_own_examination():
    done = koppi("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_run_is_not_for_production():
    done = koppi("run", **PRODUCTION)
    assert done.returncode == 2
    assert "koppi serve" in done.stderr


def test_each_key_of_a_trial_is_its_own():
    keys = {settings.SECRET_KEY, settings.KOPPI_AUDIT_KEY, settings.KOPPI_FIELD_KEY}
    assert len(keys) == 3


def test_secrets_are_never_shown():
    hidden = "Salainen-4711"
    given = {knob.name: hidden for knob in KNOBS if knob.secret}
    assert hidden not in " ".join(shown(given).values())
    assert shown({})["KOPPI_SECRET_KEY"] == ""


def test_postgresql_is_described_by_one_address():
    told = env.database("postgres://me:p%40ss@db.example:5433/koppi?sslmode=require")
    assert told == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "koppi",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgresql_may_be_reached_through_a_socket():
    told = env.database("postgres://me@/koppi?host=/run/pg&port=5433")
    assert (told["HOST"], told["PORT"], told["OPTIONS"]) == ("/run/pg", "5433", {})


@pytest.mark.parametrize("url", ["mysql://db/koppi", "postgres://db/", "koppi.sqlite3"])
def test_another_database_is_refused(url):
    with pytest.raises(env.Unusable):
        env.database(url)


@pytest.mark.parametrize(
    ("url", "port", "wrapped", "upgraded"),
    [
        ("smtp://mail", 25, False, False),
        ("smtp://mail:587?tls=1", 587, False, True),
        ("smtps://mail", 465, True, False),
    ],
)
def test_the_mail_server_is_described_by_one_address(url, port, wrapped, upgraded):
    told = env.mail_server(url)
    assert (told["EMAIL_PORT"], told["EMAIL_USE_SSL"], told["EMAIL_USE_TLS"]) == (port, wrapped, upgraded)


def test_sqlite_never_loses_what_it_has_acknowledged():
    given = env.read(KNOBS, {})
    assert given["KOPPI_DATABASE_URL"] == ""
    from koppi.site.settings import SQLITE

    assert SQLITE["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in SQLITE["OPTIONS"]["init_command"]


@pytest.mark.django_db
def test_the_cache_has_its_table_after_migrating():
    from django.core.cache import cache

    cache.set("a", 1)
    assert cache.get("a") == 1
