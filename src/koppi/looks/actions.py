"""Asking about a look, answering, reading far back with a reason, and marking what was checked."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery.actions import notify
from koppi.people.models import Post, Role
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused

from . import access, checking
from .models import Checked, Combed, FarBack, Outcome, Question, Sample, UnusualLook

FAR_BACK_LASTS = timedelta(days=7)
REASON_LENGTH = 10


@action
def ask_about(*, by: Viewer, person, entry: int, words: str) -> Question:
    """Ask about one entry of a log; the answer is promised by a working day.

    :raises NotVisible: the asker is not told of the entry.
    :raises Refused: there is nothing asked, or the same has been asked and waits for its answer.
    """
    line = access.line_to_ask(by, person, entry)
    if not words.strip():
        raise Refused(_("Kirjoita, mitä haluat kysyä."))
    if Question.objects.filter(asker=by.person_id, entry=entry, answered_at=None).exists():
        raise Refused(_("Olet jo kysynyt tästä. Vastaus tulee tälle sivulle."))
    question = Question.objects.create(
        asker_id=by.person_id, about_id=person, entry=entry, looker=line.by, looked_at=line.at,
        words=words.strip(),
        asked_at=by.at, answer_by=access.promised_day(by),
        to_post=access.own_worker_of(by, person, line.by),
    )  # fmt: skip
    trail.leave(by, "looks.asked", question, subjects=[person], action="create", entry=entry)
    for holder in _asked(by, question):
        notify(by=by, to=holder, kind="looks.asked", about=question)
    return question


@action
def answer(*, by: Viewer, question: Question, words: str) -> Question:
    """Answer a question; the asker is told.

    :raises NotVisible: the question is not for this worker to answer.
    :raises Refused: there are no words, or somebody has answered meanwhile.
    """
    if not access.may_be_answered_by(by, question):
        raise NotVisible
    if not words.strip():
        raise Refused(_("Kirjoita vastaus."))
    waiting = Question.objects.filter(pk=question.pk, answered_at=None)
    if not waiting.update(answer=words.strip(), answered_by=by.post.id, answered_at=by.at):
        raise Refused(_("Kysymykseen on jo vastattu."))
    trail.leave(by, "looks.answered", question, subjects=[question.about_id])
    notify(by=by, to=f"p:{question.asker_id}", kind="looks.answered", about=question)
    question.refresh_from_db()
    return question


@action
def escalate(*, by: Viewer, question: Question) -> None:
    """The promised day is over: tell the officer, who may now answer too, the one asked and their manager."""
    Question.objects.filter(pk=question.pk).update(escalated_at=by.at)
    holders = {f"e:{post.pk}" for post in access.officers(by.at)}
    if question.to_post:
        managers = Post.objects.on_day(by.today).filter(role=Role.MANAGER, unit=question.to_post.unit_id)
        holders |= {f"e:{post.pk}" for post in managers} | {f"e:{question.to_post_id}"}
    for holder in sorted(holders):
        notify(by=by, to=holder, kind="looks.late", about=question)
    trail.leave(by, "looks.escalated", question, told=len(holders))


@action
def read_far_back(*, by: Viewer, person, reason: str) -> FarBack:
    """Open what is older than two years for a week; the reason is kept.

    Source: laki sosiaali- ja terveydenhuollon asiakastietojen käsittelystä (703/2023) 11 §.

    :raises NotVisible: the log is not this reader's.
    :raises Refused: the reason is missing.
    """
    access.require_reader(by, person)
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(_("Kerro muutamalla sanalla, miksi tarvitset vanhempia tietoja."))
    opened = FarBack.objects.create(
        reader_id=by.person_id,
        about_id=person,
        reason=reason.strip(),
        starts_at=by.at,
        ends_at=by.at + FAR_BACK_LASTS,
    )
    trail.leave(by, "looks.far_back_opened", opened, subjects=[person], action="create")
    return opened


@action
def mark(*, by: Viewer, look: Checked, outcome: str, words: str = "") -> Checked:
    """Mark a look as in order, or as asked about with what was found out.

    :raises NotVisible: the look is not this viewer's to check.
    :raises Refused: the outcome is none, or what was found out is missing.
    """
    checking.require_checker(by, look)
    if outcome not in (Outcome.IN_ORDER, Outcome.ASKED):
        raise Refused(_("Valitse, oliko katselu kunnossa vai kysyitkö siitä."))
    if outcome == Outcome.ASKED and not words.strip():
        raise Refused(_("Kirjoita, mitä kysyit ja mitä selvisi."))
    look.outcome, look.words, look.marked_by_id, look.marked_at = outcome, words.strip(), by.post.id, by.at
    look.save(update_fields=["outcome", "words", "marked_by", "marked_at"])
    trail.leave(by, "looks.marked", look, outcome=outcome, entry=look.entry)
    return look


@action
def draw_sample(*, by: Viewer, week: date) -> Sample:
    """Draw one week's sample of looks, once; those who check are told."""
    sample = checking.draw(by.at, week)
    for post in sorted(checking.checkers_of(sample, by.at), key=str):
        notify(by=by, to=f"e:{post}", kind="looks.to_check", about=sample)
    trail.leave(by, "looks.sample_drawn", sample, size=sample.size, out_of=sample.out_of)
    return sample


@action
def comb(*, by: Viewer, day: date) -> int:
    """Go through one day's looks and list those that a plain rule finds unusual; return how many."""
    found = checking.unusual_on(day)
    made = UnusualLook.objects.bulk_create(found, ignore_conflicts=True)
    Combed.objects.update_or_create(pk=1, defaults={"until": day + timedelta(days=1)})
    trail.leave(by, "looks.combed", None, found=len(made), day=day)
    return len(made)


def _asked(by: Viewer, question: Question) -> list[str]:
    if question.to_post_id:
        return [f"e:{question.to_post_id}"]
    return [f"e:{post.pk}" for post in access.officers(by.at)]
