"""Drafts: kept while typing, found again by their writer, seen by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import FieldError
from django.db import connection
from django.test import RequestFactory

from koppi.audit.models import AuditEvent
from koppi.drafts import access, actions, jobs, keeping
from koppi.drafts.forms import restored
from koppi.drafts.models import Draft
from koppi.people.viewer import Viewer
from tests import make

MINUTE = timedelta(minutes=1)
CANARY = "KN-5eed0001"
KEY = f"summary:{uuid4()}"
pytestmark = pytest.mark.django_db


class TrialForm(forms.Form):
    text = forms.CharField(required=False)
    day = forms.DateField(required=False)
    told = forms.BooleanField(required=False)
    to = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    when = forms.SplitDateTimeField(required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    fixed = forms.CharField(disabled=True, required=False)


def save(viewer, key=KEY, **fields) -> None:
    actions.save(by=viewer, key=key, fields=fields)


def shown(viewer, key=KEY, **given) -> forms.Form:
    return restored(TrialForm, viewer, key, RequestFactory().get("/"), **given)


def test_a_draft_comes_back_to_its_writer_after_a_new_sign_in():
    viewer = make.a_viewer()
    save(viewer, text=["kesken"], to=["a", "b"])
    tomorrow = viewer.moved_to(viewer.at + timedelta(days=1))
    assert access.draft_for(tomorrow, KEY) == {"text": "kesken", "to": ["a", "b"]}
    assert access.draft_for(viewer, "summary") == {}


def test_nobody_else_finds_it_not_a_colleague_a_deputy_or_the_same_person_as_themselves():
    unit = make.a_unit()
    writer = make.a_viewer(make.a_post(unit=unit))
    save(writer, text=[CANARY])
    others = [
        make.a_viewer(make.a_post(unit=unit)),
        make.a_viewer(make.a_post(unit=unit), stand_ins=[str(writer)]),
        Viewer(writer.account_id, writer.person_id, writer.name, None, writer.at),
        Viewer(None, None, "", None, writer.at, guest_id=uuid4()),
        Viewer.system(writer.at),
    ]
    for other in others:
        assert access.draft_for(other, KEY) == {}
        assert CANARY not in str(shown(other))
        assert not keeping.keep(other, KEY, {})
    assert access.draft_for(writer, KEY) == {"text": CANARY}


def test_what_was_typed_is_unreadable_in_the_database_and_absent_from_the_trail():
    save(make.a_viewer(), text=[CANARY])
    with connection.cursor() as cursor:
        for table in ("drafts_draft", "audit_auditevent"):
            cursor.execute(f"SELECT * FROM {table}")
            assert CANARY not in repr(cursor.fetchall())


def test_a_draft_cannot_be_searched_by_its_text():
    with pytest.raises(FieldError):
        Draft.objects.filter(fields="x")


def test_autosave_goes_on_without_a_trace_and_never_begins_a_draft():
    viewer = make.a_viewer()
    assert not keeping.keep(viewer, KEY, {"text": ["1"]})
    save(viewer, text=["1"])
    later = viewer.moved_to(viewer.at + MINUTE)
    assert keeping.keep(later, KEY, {"text": ["2"]})
    assert access.card_for(viewer, KEY) == access.DraftCard({"text": ["2"]}, later.at)
    assert AuditEvent.objects.count() == 1


def test_a_discarded_draft_is_gone_and_the_others_stay():
    viewer = make.a_viewer()
    save(viewer, text=["pois"])
    save(viewer, "summary", text=["jää"])
    stranger = make.a_viewer()
    save(stranger, text=["muun"])
    actions.discard(by=viewer, key=KEY)
    actions.discard(by=viewer, key=KEY)
    assert access.draft_for(viewer, KEY) == {}
    assert access.draft_for(viewer, "summary") == {"text": "jää"}
    assert access.draft_for(stranger, KEY) == {"text": "muun"}


def test_a_draft_nobody_came_back_to_is_forgotten_after_thirty_days():
    viewer = make.a_viewer()
    save(viewer, text=["vanha"])
    day = timedelta(days=1)
    assert jobs.forget_old(by=Viewer.system(viewer.at + 30 * day)) == 0
    assert jobs.forget_old(by=Viewer.system(viewer.at + 30 * day + MINUTE)) == 1
    assert not Draft.objects.exists()


def test_the_form_shows_the_draft_over_what_was_saved_before_and_says_when():
    viewer = make.a_viewer()
    save(
        viewer,
        text=["kesken"],
        day=["2026-12-03"],
        to=["b"],
        when_0=["2026-12-03"],
        when_1=["10:00"],
        fixed=["muutettu"],
        password=["canary"],
    )
    form = shown(viewer, initial={"text": "tallennettu", "told": True, "fixed": "pysyy", "password": ""})
    assert form.initial["text"] == "kesken"
    assert (form.initial["fixed"], form.initial["password"]) == ("pysyy", "")
    assert form.initial["told"] is False  # an unticked box is sent as nothing at all
    assert (form.initial["to"], form.initial["when"]) == (["b"], ["2026-12-03", "10:00"])
    assert form["day"].value() == "2026-12-03"
    assert (form.draft_key, form.restored_at) == (KEY, viewer.at)
    assert not form.is_bound


def test_a_field_the_draft_does_not_know_keeps_its_saved_value():
    viewer = make.a_viewer()
    save(viewer, day=["2026-12-03"])
    assert shown(viewer, initial={"text": "tallennettu"}).initial["text"] == "tallennettu"


def test_a_form_with_a_prefix_finds_its_own_fields():
    viewer = make.a_viewer()
    save(viewer, **{"b-text": ["kesken"], "text": ["muu"]})
    assert shown(viewer, prefix="b").initial["text"] == "kesken"


def test_a_sent_form_is_bound_to_what_was_sent_and_not_to_the_draft():
    viewer = make.a_viewer()
    save(viewer, text=["luonnos"])
    request = RequestFactory().post("/", {"text": "lähetetty"})
    form = restored(TrialForm, viewer, KEY, request)
    assert form.is_valid()
    assert form.cleaned_data["text"] == "lähetetty"
    assert form.restored_at is None


def test_without_a_draft_the_form_is_as_it_was_given():
    form = shown(make.a_viewer(), initial={"text": "tallennettu"})
    assert form.initial == {"text": "tallennettu"}
    assert form.restored_at is None
