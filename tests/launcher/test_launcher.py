import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from django.core.management import get_commands

from koppi.__main__ import main
from koppi.site.commands import COMMANDS, help_text

ROOT = Path(__file__).resolve().parents[2]
LISTED = {command for commands in COMMANDS.values() for command in commands}
RUNTIME = (ROOT / "requirements.txt").read_text()
TEST = (ROOT / "requirements-test.txt").read_text()
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def launcher():
    loader = SourceFileLoader("launcher", str(ROOT / "koppi"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    return module


def test_help_lists_every_command_koppi_has():
    own = {name for name, app in get_commands().items() if app.startswith("koppi.")}
    internal = {"check_dependencies"}  # a part of `check`
    assert own - LISTED == internal


def test_every_command_in_the_help_exists():
    assert LISTED - set(get_commands()) == {"fix", "bench"}


@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_bare_koppi_and_help_list_the_commands(words, capsys):
    assert main(words) == 0
    assert capsys.readouterr().out.strip() == help_text("koppi").strip()


def test_the_launcher_says_help_without_any_environment():
    done = subprocess.run([sys.executable, "-I", str(ROOT / "koppi")], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, help_text().strip())


def test_the_launcher_needs_nothing_but_python():
    tree = ast.parse((ROOT / "koppi").read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.split(".")[0] for name in names - {"koppi.site.commands"}}
    assert roots <= set(sys.stdlib_module_names)


def test_the_environment_is_made_once_and_again_when_the_lock_changes(tmp_path):
    for name in (
        "koppi",
        "src/koppi/__init__.py",
        "src/koppi/site/__init__.py",
        "src/koppi/site/commands.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "src/koppi/__main__.py").write_text("import sys; print(sys.prefix, sys.argv[1:])")
    (tmp_path / "requirements.txt").write_text("# nothing\n")

    def start() -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PATH": "/usr/bin:/bin"}
        command = [sys.executable, str(tmp_path / "koppi"), "serve", "--now"]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True)

    first, second = start(), start()
    assert first.stdout == second.stdout == f"{tmp_path / '.venv'} ['serve', '--now']\n"
    assert ("installs" in first.stderr, "installs" in second.stderr) == (True, False)
    (tmp_path / "requirements.txt").write_text("# still nothing\n")
    assert "installs" in start().stderr
    inside = subprocess.run(
        [tmp_path / ".venv/bin/koppi", "tick"], capture_output=True, text=True, check=True
    )
    assert inside.stdout == f"{tmp_path / '.venv'} ['tick']\n"


def test_the_total_adds_up_what_each_run_reports(launcher):
    import xml.etree.ElementTree as ET

    totals = launcher.Totals(is_a_part=False)
    totals.add(ET.fromstring('<testsuite tests="10" failures="1" errors="2" skipped="3"/>'))
    totals.add(ET.fromstring('<testsuite tests="5" failures="0" errors="0" skipped="0"/>'))
    assert totals.counts == {"passed": 9, "failed": 1, "errors": 2, "skipped": 3}


def test_tests_that_did_not_run_fail_only_where_nothing_may_be_missing(launcher, capsys):
    totals = launcher.Totals(is_a_part=False)
    totals.counts["passed"] = 7
    launcher.IN_CI = False
    assert totals.end(["Chromium"]) == 0
    launcher.IN_CI = True
    assert totals.end(["Chromium"]) == 1
    said = capsys.readouterr()
    assert "Not run: Chromium" in said.err
    assert re.match(r"==== 7 passed in [\d.]+s ====", said.out)


def test_no_test_at_all_is_no_success(launcher):
    launcher.IN_CI = False
    assert launcher.Totals(is_a_part=False).end([]) == 1


@pytest.mark.parametrize("lock", [RUNTIME, TEST])
def test_the_locks_hold_no_address_and_no_path_of_a_machine(lock):
    assert re.findall(r"https?:|file:|--(extra-)?index|--find-links|/\w+/\w+", lock) == []


def test_everything_pyproject_asks_for_is_locked_with_hashes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-") for line in wanted}
    assert names <= {name for name, _ in PIN.findall(TEST)}
    blocks = re.split(r"\n(?=[a-z])", TEST.strip())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_tests_run_on_the_versions_that_are_served():
    assert set(PIN.findall(RUNTIME)) <= set(PIN.findall(TEST))


def test_the_contracts_name_the_same_ladder_as_the_settings():
    from koppi.site.settings import LADDER

    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (ladder,) = [contract for contract in linter["contracts"] if contract["id"] == "ladder"]
    rungs = ladder["layers"]
    assert rungs[:2] == ["__main__", "site"]
    assert rungs[2 : 2 + len(LADDER)] == LADDER


def test_what_is_typed_strictly_is_what_knows_no_django():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    (thought,) = [contract for contract in tool["importlinter"]["contracts"] if contract["id"] == "thought"]
    (strict,) = tool["mypy"]["overrides"]
    assert strict["module"] == thought["source_modules"]
    assert strict["enable_error_code"] == tool["mypy"]["disable_error_code"]
