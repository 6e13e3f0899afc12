"""The steps of making an invitation: each is a form kept as a draft, so nothing typed is lost."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.utils.datastructures import MultiValueDict

from koppi.drafts import access as drafts_access
from koppi.drafts import actions as drafts
from koppi.drafts.typed import TooMuch, typed
from koppi.people.models import Person
from koppi.people.viewer import Viewer

from . import actions, choosing, fetching, inviting, sending
from .asking import ByLaw, Consented
from .forms import AboutForm, AskForm, ContactForm, DaysForm, LawForm, WhatForm, consented_by
from .models import Invitation, Start
from .people_as_shown import short_name

STEPS = ("keta", "laki", "kenet", "mita")
NUMBERS = {"keta": 1, "laki": 1, "kenet": 2, "mita": 3, "tarkista": 4}


@dataclass
class Wizard:
    """One beginning and the forms of its steps, as they have been kept."""

    viewer: Viewer
    start: Start
    kept: dict[str, MultiValueDict] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def is_minimal(self) -> bool:
        return self.start.family is None

    @property
    def steps(self) -> list[str]:
        """Return the steps that are gone through; the law's page only when it is by law."""
        return [step for step in STEPS if step != "laki" or self.is_by_law]

    @property
    def is_by_law(self) -> bool:
        return self.kept.get("keta", MultiValueDict()).get("permission") == "LAW"

    def after(self, step: str) -> str:
        later = self.steps[self.steps.index(step) + 1 :]
        return later[0] if later else "tarkista"

    def form(self, step: str, data: MultiValueDict | None) -> Form:
        """Return the form of a step, bound to ``data`` or fresh."""
        given = {"viewer": self.viewer}
        if step == "keta" and self.is_minimal:
            return ContactForm(data, **given)
        if step == "keta":
            return AboutForm(
                data, subjects=choosing.subjects_to_choose(self.viewer, self.start.family), **given
            )
        if step == "laki":
            return LawForm(data)
        if step == "kenet":
            return AskForm(data, **given)
        return DaysForm(data, **given) if self.is_minimal else WhatForm(data, **given, **self._what())

    def _what(self) -> dict:
        post = inviting.post_of(self.viewer)
        people = Person.objects.filter(
            pk__in=_ids(self.kept.get("keta", MultiValueDict()).getlist("subjects"))
        )
        return {
            "allows_shl41": sending.is_social_worker(post),
            "reader": ", ".join(person.first_name for person in people),
            "initial": {"contact_phone": post.phone or post.unit.phone},
        }

    def checked(self, step: str) -> Form | None:
        """Return the form of a kept step; None when the step has not been taken or does not hold."""
        if step not in self.forms and step in self.kept:
            form = self.form(step, self.kept[step])
            if form.is_valid():
                self.forms[step] = form
        return self.forms.get(step)

    def first_open(self) -> str | None:
        """Return the first step that is not done, or None when everything is."""
        return next((step for step in self.steps if self.checked(step) is None), None)

    def permission(self) -> Consented | ByLaw:
        form = self.forms["keta"]
        if form.is_by_law:
            return self.forms["laki"].law
        if self.is_minimal:
            return consented_by(form, {})
        givers = Person.objects.in_bulk(form.giver_ids.values())
        return consented_by(form, {pk: givers[giver] for pk, giver in form.giver_ids.items()})

    def subjects(self) -> list[Person]:
        people = Person.objects.in_bulk(self.forms["keta"].subject_ids)
        return [people[pk] for pk in self.forms["keta"].subject_ids]

    def send(self) -> Invitation:
        """Send what the steps hold; every step has been checked."""
        days = self.forms["mita"].cleaned_data
        common = {
            "by": self.viewer, "to": self.forms["kenet"].asked, "permission": self.permission(),
            "once": self.start.pk, "duty_shown_at": self.start.duty_shown_at,
            "answer_by": days["answer_by"], "reassess_on": days["reassess_on"],
        }  # fmt: skip
        if self.is_minimal:
            return actions.invite_by_contact(contact=self.forms["keta"].contact, **common)
        return actions.invite(
            family=self.start.family, subjects=self.subjects(), mode=days["mode"], about=days["about"],
            strengths=days["strengths"], contact_phone=days["contact_phone"], times=self.forms["mita"].slots,
            matter=self.forms["keta"].cleaned_data["matter"] or "ANY", **common,
        )  # fmt: skip

    def reader_label(self) -> str:
        """Return whom the invitation is about, as the invited will read it."""
        if self.is_minimal:
            contact = self.forms["keta"].contact
            return short_name(Person(given_names=contact.given_names, family_name=contact.family_name))
        return ""


def draft_key(step: str, start: Start) -> str:
    return f"kutsu-{step}:{start.pk}"


def load(viewer: Viewer, start: Start) -> Wizard:
    """Return the wizard with everything that has been kept of its steps."""
    wizard = Wizard(viewer, start)
    for step in STEPS:
        if card := drafts_access.card_for(viewer, draft_key(step, start)):
            wizard.kept[step] = MultiValueDict(card.fields)
    return wizard


def keep(wizard: Wizard, step: str, data: MultiValueDict) -> None:
    """Keep a step as it was typed."""
    wizard.kept[step] = MultiValueDict(dict(data.lists()))
    with suppress(TooMuch):  # the form itself says what is too long
        fields = typed(data.lists())
        drafts.save(by=wizard.viewer, key=draft_key(step, wizard.start), fields=fields)


def let_go(viewer: Viewer, start: Start) -> None:
    """Let go of what was typed: it has been sent, or its writer begins afresh."""
    for step in STEPS:
        if drafts_access.card_for(viewer, draft_key(step, start)):
            drafts.discard(by=viewer, key=draft_key(step, start))


def prefill(viewer: Viewer, start: Start, old: Invitation) -> None:
    """Begin a new invitation where an earlier one ended; its writer goes through every step again."""
    people = [str(pk) for pk in fetching.subjects_of(old)]
    asked = [row.holder for row in inviting.still_asked(old) if not row.guest_name]
    whys = {f"why-{row.holder}": [row.why] for row in inviting.still_asked(old) if not row.guest_name}
    for step, fields in {
        "keta": {"subjects": people},
        "kenet": {"to": asked, **whys},
        "mita": {"strengths": [old.strengths], "about": [old.about]},
    }.items():
        drafts.save(by=viewer, key=draft_key(step, start), fields=fields)


def duty_numbers() -> dict[str, str]:
    """Return the numbers and the form of the page that tells what an invitation never replaces."""
    return {
        "urgent": settings.KOPPI_COUNTY_URGENT_PHONE,
        "social_emergency": settings.KOPPI_COUNTY_SOCIAL_EMERGENCY_PHONE,
        "county": settings.KOPPI_COUNTY_PHONE,
        "form": settings.KOPPI_COUNTY_NOTIFICATION_URL,
    }


def _ids(keys: list[str]) -> list[UUID]:
    return choosing.ids_of((f"p:{key}" for key in keys), "p")
