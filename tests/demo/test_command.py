"""`koppi demo` tells the story once, makes a county of the asked scale, and checks what is there."""

import json

import pytest
from django.core.management import CommandError, call_command

from koppi.demo.county import check
from koppi.families.models import Family

pytestmark = pytest.mark.django_db


def test_scale_nothing_tells_only_the_story(tmp_path, capsys):
    call_command("demo", "--scale", "0", "--map", str(tmp_path / "map.json"))

    assert Family.objects.count() == 1
    assert "The story is told." in capsys.readouterr().out
    assert json.loads((tmp_path / "map.json").read_text())["actors"]


def test_the_story_is_told_once_only():
    call_command("demo", "--scale", "0")

    with pytest.raises(CommandError, match="There is data already"):
        call_command("demo", "--scale", "0")


def test_the_check_says_by_its_exit_code_when_something_is_off(capsys):
    call_command("demo", "--scale", "0.003")
    call_command("demo", "--check")
    Family.objects.exclude(name=check.STORY).exclude(finished_at=None).update(finished_at=None)

    with pytest.raises(SystemExit) as end:
        call_command("demo", "--check")

    assert end.value.code == 1
    assert "OUT" in capsys.readouterr().out
