"""Asking about a look: to whom it goes, when it is answered, and what happens when it is not."""

import pytest
from django.db import connection

from koppi.delivery.models import Notice
from koppi.looks import access, actions, jobs
from koppi.looks.models import Question
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused
from koppi.sharing.models import Restriction
from koppi.workdays import add_workdays
from tests import make
from tests.make import DAY, NOON

from .test_log import restrict, signed_in


def ask(home, entry, words="Miksi katsoit?", who=None):
    mother = home.at_home(who or home.mother)
    return actions.ask_about(by=mother, person=mother.person_id, entry=entry.pk, words=words)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_a_question_goes_to_the_own_worker_and_its_answer_to_the_asker(home):
    asked = ask(home, home.opens(home.petri))
    assert asked.to_post == home.anna
    assert asked.answer_by == add_workdays(NOON.date(), 5)
    assert told("looks.asked") == {f"e:{home.anna.pk}"}
    actions.answer(by=home.at_work(home.anna), question=asked, words="Petri valmisteli tapaamista.")
    assert told("looks.answered") == {f"p:{home.mother.pk}"}
    (card,) = access.cards_of(home.at_home(home.mother), access.questions_of(home.at_home(home.mother)))
    assert (card.answer, card.answered_by) == ("Petri valmisteli tapaamista.", "Anna Salo")
    with pytest.raises(NotVisible):
        access.question_for(home.at_home(home.father), asked.pk)


def test_a_question_about_the_own_worker_goes_to_the_officer_who_never_answers_for_a_colleague(home):
    asked = ask(home, home.opens(home.anna))
    assert asked.to_post is None
    assert told("looks.asked") == {f"e:{home.kaisa.pk}"}
    for other in (home.anna, home.petri, home.boss):
        with pytest.raises(NotVisible):
            actions.answer(by=home.at_work(other), question=asked, words="x")
    actions.answer(by=home.at_work(home.kaisa), question=asked, words="Anna on tiimissä.")


def test_nobody_answers_about_their_own_look(home):
    asked = ask(home, home.opens(home.petri))
    Question.objects.filter(pk=asked.pk).update(to_post=home.petri)
    with pytest.raises(NotVisible):
        access.question_for(home.at_work(home.petri), asked.pk)


def test_a_late_question_is_told_to_the_officer_and_the_manager_once(home):
    asked = ask(home, home.opens(home.petri))
    in_time = Viewer.system(NOON + 7 * DAY)
    late = Viewer.system(NOON + 8 * DAY)
    assert jobs.escalate_late(by=in_time) == 0
    assert [jobs.escalate_late(by=late), jobs.escalate_late(by=late)] == [1, 0]
    assert told("looks.late") == {f"e:{post.pk}" for post in (home.anna, home.boss, home.kaisa)}
    kaisa = home.at_work(home.kaisa, NOON + 8 * DAY)
    actions.answer(by=kaisa, question=access.question_for(kaisa, asked.pk), words="Selvitin asian.")
    with pytest.raises(Refused):
        actions.answer(by=home.at_work(home.anna), question=asked, words="Minäkin.")


def test_one_asks_only_about_what_one_reads_and_once_at_a_time(home):
    entry = home.opens(home.petri)
    with pytest.raises(Refused):
        ask(home, entry, words="   ")
    ask(home, entry)
    with pytest.raises(Refused):
        ask(home, entry)
    with pytest.raises(NotVisible):
        ask(home, entry, who=make.a_person("Vieras"))
    own = access.log_for(home.at_home(home.mother)).lines
    mine = next(line for line in access.log_for(home.at_home(home.mother)).lines if line.is_own)
    assert own
    with pytest.raises(NotVisible):
        actions.ask_about(by=home.at_home(home.mother), person=home.mother.pk, entry=mine.entry, words="x")


def test_whoever_answers_reads_no_title_when_a_place_is_hidden(home):
    ask(home, home.opens(home.petri))
    anna = home.at_work(home.anna)
    assert [card.who.title for card in access.inbox_of(anna)] == ["koulukuraattori"]
    restrict(home, Restriction.Kind.SAFETY)
    assert [(card.who.name, card.who.whole_work) for card in access.inbox_of(anna)] == [("Petri Niemi", "")]


def test_the_words_are_sealed_where_they_are_kept(home):
    asked = ask(home, home.opens(home.petri), words="Salainen huoleni")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM looks_question")
        assert "Salainen" not in cursor.fetchone()[0]
    assert asked.words == "Salainen huoleni"


def test_asking_and_answering_on_the_pages(home):
    entry = home.opens(home.petri)
    mother, anna = signed_in(home.mother), signed_in(home.anna.person)
    page = f"/omat-tiedot/katselut/{home.mother.pk}/kysy/{entry.pk}/"
    assert "Kysymys menee omatyöntekijälle: Anna Salo." in mother.get(page).content.decode()
    assert mother.post(page, {"words": ""}).status_code == 422
    sent = mother.post(page, {"words": "Miksi?"})
    assert "Anna Salo vastaa viimeistään" in mother.get(sent.url).content.decode()
    assert "Sanna Aho" in anna.get("/katselut/kysymykset/").content.decode()
    assert anna.post(sent.url, {"words": "Valmisteli tapaamista."}).status_code == 302
    assert "Valmisteli tapaamista." in mother.get(sent.url).content.decode()
    assert signed_in(home.father).get(sent.url).status_code == 404
    assert signed_in(home.petri.person).get(sent.url).status_code == 404
