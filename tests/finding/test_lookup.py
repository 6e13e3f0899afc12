"""An exact question outside one's own sight: at most whom to ask, and often nothing, told alike."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koppi.audit.models import AuditEvent, AuditSubject
from koppi.finding import actions
from koppi.finding.asking import Question
from koppi.finding.models import Lookup
from koppi.people import identity_code
from koppi.people.models import Absence
from tests import make

from .conftest import a_human, open_to, person_of, restrict

pytestmark = pytest.mark.django_db

ONNI = Question("Onni", "Koski", date(2015, 9, 9))
REASON = "Äiti pyysi olemaan yhteydessä."


def ask(post, question=ONNI, at=make.NOON):
    told = actions.look_up(by=make.a_viewer(post, at), question=question, reason=REASON)
    return told and told.contact


def test_somebody_known_is_answered_with_the_one_who_has_hold(anna, koski, vera):
    contact = ask(anna)
    assert contact.post_id == vera.pk
    assert contact.name == vera.person.name


def test_the_deputy_is_told_while_the_holder_is_away(anna, koski, vera):
    deputy = make.a_post("sijainen", vera.unit)
    Absence.objects.create(post=vera, deputy=deputy, starts_at=make.NOON, ends_at=None)
    assert ask(anna).deputy_id == deputy.pk


def test_without_a_hold_the_own_worker_is_told(anna, vera):
    aino = a_human("Aino", "Suo", date(2016, 1, 1))
    open_to(vera, make.a_family("Suon perhe", aino), holds=False)
    assert ask(anna, Question("Aino", "Suo", date(2016, 1, 1))).post_id == vera.pk


@pytest.mark.parametrize(
    "question",
    [
        Question("Onni", "Koski", date(2015, 9, 8)),
        Question("Onn", "Koski", date(2015, 9, 9)),
        Question("", "Koski", date(2015, 9, 9)),
        Question("Onni", "", date(2015, 9, 9)),
        Question("Onni", "Kosken", date(2015, 9, 9)),
        Question("Onni", "Koski", None),
        Question("%", "%", date(2015, 9, 9)),
    ],
)
def test_anything_but_the_exact_person_tells_nothing(anna, koski, question):
    assert ask(anna, question) is None


@pytest.mark.parametrize("typed", [("ONNI", "koski"), ("Koski", "Onni")])
def test_case_does_not_matter_but_the_order_of_the_fields_does(anna, koski, typed):
    answer = ask(anna, Question(*typed, date(2015, 9, 9)))
    assert (answer is None) == (typed[0] == "Koski")


def restrictions(anna, koski):
    onni, tiina = person_of(koski, "Onni"), person_of(koski, "Tiina")
    organisation = f"o:{anna.unit.organisation_id}"
    return {
        "a hidden place": lambda: restrict("SAFETY", onni),
        "a hidden place of the mother": lambda: restrict("SAFETY", tiina),
        "the worker's person kept out": lambda: restrict("PERSON", onni, kept_out=f"p:{anna.person_id}"),
        "the post kept out": lambda: restrict("POST", onni, kept_out=f"e:{anna.pk}"),
        "the post kept from the mother": lambda: restrict("POST", tiina, kept_out=f"e:{anna.pk}"),
        "the organisation kept out": lambda: restrict("ORGANISATION", kept_out=organisation, family=koski),
        "a family of one's own": lambda: make.a_member(koski, anna.person),
        "a former family of one's own": lambda: make.a_member(
            koski, anna.person, starts_on=date(2018, 1, 1), ends_on=date(2019, 1, 1)
        ),
        "nobody to ask": lambda: (koski.holds.all().delete(), koski.teams.all().delete()),
    }


CASES = [
    "a hidden place", "a hidden place of the mother", "the worker's person kept out", "the post kept out",
    "the post kept from the mother", "the organisation kept out", "a family of one's own",
    "a former family of one's own", "nobody to ask",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_restriction_is_answered_like_nobody_with_the_same_queries(anna, koski, case):
    restrictions(anna, koski)[case]()
    with CaptureQueriesContext(connection) as unknown:
        assert ask(anna, Question("Ei", "Kukaan", date(2015, 9, 9))) is None
    with CaptureQueriesContext(connection) as restricted:
        assert ask(anna) is None
    assert len(restricted) - subject_rows(restricted) == len(unknown) - subject_rows(unknown)


def subject_rows(queries):
    """The trail's own rows of whom it concerned; written after the answer is made."""
    return sum("INTO audit_auditsubject" in query["sql"].replace('"', "") for query in queries)


def test_somebody_known_takes_the_same_queries_as_nobody(anna, koski):
    with CaptureQueriesContext(connection) as unknown:
        ask(anna, Question("Ei", "Kukaan", date(2015, 9, 9)))
    with CaptureQueriesContext(connection) as known:
        assert ask(anna)
    assert len(known) - subject_rows(known) == len(unknown) - subject_rows(unknown)


def test_somebody_else_kept_out_does_not_silence_the_answer(anna, koski):
    restrict("PERSON", person_of(koski, "Onni"), kept_out=f"p:{make.a_person('Isä').pk}")
    assert ask(anna)


def test_the_question_is_in_the_familys_log_whatever_was_answered(anna, koski):
    onni = person_of(koski, "Onni")
    restrict("SAFETY", onni)
    ask(anna)
    event = AuditEvent.objects.get(did="finding.looked_up")
    subjects = set(AuditSubject.objects.filter(event=event).values_list("whom", flat=True))
    assert subjects == {onni.pk, koski.pk}
    assert event.action == "search"


def test_the_trail_holds_a_keyed_hash_and_never_the_words(anna, koski):
    ask(anna)
    event = AuditEvent.objects.get(did="finding.looked_up")
    told = f"{event.detail} {event.ids}"
    assert "Onni" not in told
    assert "2015" not in told.replace(event.detail["hash"], "")
    assert len(event.detail["hash"]) == 64
    assert Lookup.objects.get().reason == REASON


def test_a_post_asks_so_many_times_a_day_and_no_more(anna, koski, settings):
    settings.KOPPI_LOOKUPS_PER_DAY = 3
    for _ in range(3):
        ask(anna)
    with pytest.raises(actions.AskedTooOften):
        ask(anna)
    assert Lookup.objects.count() == 3
    assert ask(anna, at=make.NOON + timedelta(days=1))


def test_another_post_has_its_own_count(anna, vera, koski, settings):
    settings.KOPPI_LOOKUPS_PER_DAY = 1
    ask(anna)
    ask(make.a_post())


@pytest.mark.parametrize("role", ["ADMIN", "ANALYST", "DPO"])
def test_roles_that_see_no_content_ask_nothing(role, koski):
    with pytest.raises(actions.Refused):
        ask(make.a_post(role=role))


def test_clients_ask_nothing(koski):
    with pytest.raises(actions.Refused):
        actions.look_up(by=make.a_client(), question=ONNI, reason=REASON)


def test_the_identity_code_answers_only_where_codes_are_in_use(anna, koski, settings):
    onni = person_of(koski, "Onni")
    settings.KOPPI_IDENTITY_CODES = True
    for column, value in identity_code.columns("010516B903X").items():
        setattr(onni, column, value)
    onni.save()
    assert ask(anna, Question(code="010516b903x"))
    settings.KOPPI_IDENTITY_CODES = False
    assert ask(anna, Question(code="010516b903x")) is None
