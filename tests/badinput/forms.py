"""Every form of the site: where it is, who fills it in, and what makes it good."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django import forms
from django.urls import reverse

from koppi.editing import forms as editing
from koppi.finding import forms as finding
from koppi.help_requests import forms as help_requests
from koppi.looks import forms as looks
from koppi.mapping import forms as mapping
from koppi.own_words import forms as own_words
from koppi.people import forms as people
from koppi.services import forms as services
from koppi.sharing import forms as sharing
from koppi.signin import forms as signin
from koppi.summary import forms as summary
from koppi.welcome import forms as welcome

from .world import CODE, FOUR, IN, NUMBER, TOKEN, WORDS, World

TODAY = date.today()
SOON, LATER, BEFORE = (TODAY + timedelta(days=days) for days in (20, 60, -20))


@dataclass(frozen=True)
class Case:
    """``values`` are given where the first choice, the present value or plain words would not do."""

    form: type[forms.Form]
    handle: str
    name: str
    keys: dict[str, str] = field(default_factory=dict)
    values: dict | Callable[[World], dict] = field(default_factory=dict)
    # A filter has nothing to change, and the status of a page is its own.
    is_filter: bool = False

    def path(self, world: World) -> str:
        return reverse(self.name, kwargs={to: world.ids.get(kind, kind) for to, kind in self.keys.items()})

    def given(self, world: World) -> dict:
        return self.values(world) if callable(self.values) else self.values

    def __str__(self):
        return f"{self.name} {self.form.__name__}"


ASKED = {"way": "CALL", "contact": "040 123 4567", "name": "Aava", "once": "", "municipality": ""}
FAMILY = {"pk": "family"}


def of_family(**more: str) -> dict[str, str]:
    return FAMILY | more


CASES = (
    # editing
    Case(editing.PersonForm, "anna", "editing:add-person", FAMILY, {
        "place": "NEAR", "born_on": "2015-05-05",
    }),
    Case(editing.MemberForm, "anna", "editing:change-person", of_family(member="member")),
    Case(editing.EndForm, "anna", "editing:end-membership", of_family(member="member")),
    Case(editing.HomeForm, "anna", "editing:add-home", FAMILY),
    Case(editing.HomeForm, "anna", "editing:change-home", of_family(home="home")),
    Case(editing.TieForm, "anna", "editing:tie", FAMILY, lambda w: {
        "person": str(w.told.people["raija"].pk), "other": str(w.told.people["mikko"].pk),
        "kind": "SUPPORT_PERSON",
    }),
    Case(editing.CustodyForm, "anna", "editing:set-custody", FAMILY, lambda w: {
        "child": str(w.told.people["emma"].pk), "adult": str(w.told.people["raija"].pk),
        "kind": "INFORMATION_RIGHT", "starts_on": str(TODAY), "verified_from": "väestötietojärjestelmä",
    }),
    Case(editing.JoinForm, "anna", "editing:join", of_family(post="vera"), {"ends_on": str(LATER)}),
    Case(editing.TeamForm, "anna", "editing:form-team", FAMILY, lambda w: {
        "stay": [w.ids["anna"], w.ids["petri"]],
    }),
    Case(editing.OfferForm, "anna", "editing:offer-hold", FAMILY, lambda w: {"to": w.ids["liisa"]}),
    Case(editing.StepForm, "anna", "editing:agree-step", FAMILY, {
        "day": str(SOON), "from_time": "14:00", "until_time": "15:00",
    }),
    # finding
    Case(finding.FamiliesForm, "anna", "finding:families", is_filter=True),
    Case(finding.LookupForm, "anna", "finding:lookup", values={"born_on": "2015-05-05"}),
    Case(finding.NewFamilyForm, "anna", "finding:new", values={
        "child_given_names": "Aava", "child_born_on": "2019-09-09", "child_expected_on": "",
        "adult1_given_names": "Tuuli", "adult1_born_on": "1988-08-08", "adult1_is_custodian": "on",
        "adult1_consents": "on", "adult2_given_names": "", "adult2_family_name": "", "adult2_born_on": "",
        "child_same": "", "adult1_same": "", "adult2_same": "", "until": str(LATER), "basis": "CONSENT",
    }),
    Case(finding.MergeForm, "anna", "finding:merge", {"kept": "onni", "dropped": "double"},
         {"is_sure": "on"}),
    # help_requests
    Case(help_requests.AskForm, "", "help_requests:ask", values=ASKED),
    Case(help_requests.PlainForm, "", "help_requests:ask-plain", values=ASKED),
    Case(help_requests.ChildForm, "", "help_requests:ask-child", values=ASKED),
    Case(help_requests.StaffForm, "vera", "help_requests:enter", values=ASKED | {"takes": ""}),
    Case(help_requests.WordsForm, "", "help_requests:come-back", values=lambda w: {"words": w.ids["words"]}),
    Case(help_requests.AddForm, "asker", "help_requests:own"),
    Case(help_requests.QueueFilter, "anna", "help_requests:queue", is_filter=True),
    Case(help_requests.AnswerForm, "anna", "help_requests:show", {"pk": "answered_help"}),
    Case(help_requests.ReceiverForm, "anna", "help_requests:hand-over", {"pk": "answered_help"}, lambda w: {
        "to": w.ids["petri"], "search": "",
    }),
    Case(help_requests.AcceptForm, "maria", "help_requests:answer-handover", {"pk": "offered_help"},
         {"accepts": "yes", "to": "", "search": ""}),
    Case(help_requests.QueueForm, "ylva", "help_requests:queues"),
    Case(help_requests.DutyForm, "satu", "help_requests:duties", {"pk": "queue"}, lambda w: {
        "holder": f"e:{w.ids['liisa']}",
    }),
    # mapping
    Case(mapping.AboutForm, "anna", "mapping:step", {"pk": "start", "name": "keta"}, lambda w: {
        "permission": "CONSENT",
        "subjects": [str(w.told.people[one].pk) for one in w.told.people] + [w.ids["double"]],
    }),
    Case(mapping.ContactForm, "anna", "mapping:step", {"pk": "bare", "name": "keta"}, {
        "permission": "CONSENT", "given_names": "Aava", "phone": "040 123 4567", "birth_year": "2015",
    }),
    Case(mapping.LawForm, "anna", "mapping:step", {"pk": "lawful", "name": "laki"}, {"told": "yes"}),
    Case(mapping.AskForm, "anna", "mapping:step", {"pk": "start", "name": "kenet"}, lambda w: {
        "to": [f"e:{w.ids['petri']}"], "text": "", "guest-0-name": "Noora", "guest-0-role": "ohjaaja",
        "guest-0-email": "noora@x.example", f"why-e:{w.ids['petri']}": "tuntee koulun",
    }),
    Case(mapping.WhatForm, "anna", "mapping:step", {"pk": "start", "name": "mita"}, {
        "answer_by": str(TODAY + timedelta(days=7)), "reassess_on": str(LATER),
        "contact_phone": "040 1234567",
        **{f"{part}{n}": "" for part in ("day", "from", "until", "remote") for n in (1, 2, 3)},
    }),
    Case(mapping.DaysForm, "anna", "mapping:step", {"pk": "bare", "name": "mita"}, {
        "answer_by": str(TODAY + timedelta(days=7)), "reassess_on": str(LATER),
    }),
    Case(mapping.LightsForm, "petri", "mapping:answer", {"pk": "invited"}),
    Case(mapping.PassForm, "liisa", "mapping:pass", {"pk": "unanswered"}),
    Case(mapping.CodeForm, "", "mapping:guest-link", {"token": TOKEN}, {"digits": CODE}),
    Case(mapping.CloseForm, "anna", "mapping:close", {"pk": "first"}, lambda w: {
        "outcome": "HOLD", "team": [], "hold": w.ids["petri"], "reassess_on": str(LATER),
    }),
    Case(mapping.AgainForm, "anna", "mapping:reassess", {"pk": "closed"}, {"needs_new": "no"}),
    Case(mapping.ListFilter, "anna", "mapping:index", is_filter=True),
    # looks
    Case(looks.LogForm, "sanna", "looks:show", is_filter=True),
    Case(looks.AskForm, "sanna", "looks:ask", {"person": "sanna_person", "entry": "look"}),
    Case(looks.AnswerForm, "anna", "looks:question", {"pk": "question"}),
    Case(looks.FarBackForm, "sanna", "looks:far-back", {"person": "sanna_person"}),
    Case(looks.MarkForm, "satu", "looks:mark", {"pk": "drawn"}),
    # own words
    Case(own_words.OwnWordsForm, "sanna", "own_words:new", {"family": "family"}),
    Case(own_words.OwnWordsForm, "anna", "own_words:new", {"family": "family"}),
    Case(own_words.OwnWordsForm, "sanna", "own_words:change", {"family": "family", "pk": "sanna_words"}),
    Case(own_words.AudienceForm, "sanna", "own_words:who-sees", {"family": "family", "pk": "sanna_words"}),
    # people
    Case(people.WhoForm, "anna", "people:search", is_filter=True),
    Case(people.ContactForm, "anna", "people:contact"),
    Case(people.AbsenceForm, "anna", "people:absence", values={
        "starts_on": str(SOON), "ends_on": str(LATER),
    }),
    Case(people.AbsenceForm, "satu", "people:absence-of-post", {"pk": "petri"}, {
        "starts_on": str(SOON), "ends_on": str(LATER),
    }),
    Case(people.OrganisationForm, "ylva", "people:new-organisation", values={"business_id": ""}),
    Case(people.UnitForm, "ylva", "people:new-unit", {"pk": "organisation"}),
    Case(people.UnitForm, "ylva", "sharing:edit-unit", {"pk": "unit"}),
    Case(people.PostForm, "ylva", "people:edit-post", {"pk": "petri"}),
    Case(people.NewPostForm, "ylva", "people:new-post", {"pk": "unit"}),
    Case(people.PledgeForm, "newhelper", "people:pledge", values={"is_agreed": "on"}),
    Case(people.PaperPledgeForm, "ylva", "people:paper-pledge", {"pk": "newhelper"}, {
        "signed_on": str(BEFORE),
    }),
    # services
    Case(services.ServiceForm, "anna", "services:new", {"family": "family"}, {
        "state": "RUNNING", "starts_on": str(BEFORE), "ends_on": "", "as_of": str(TODAY),
    }),
    Case(services.EndForm, "anna", "services:end", {"family": "family", "pk": "service"}),
    Case(services.ServiceFilter, "anna", "services:index", {"family": "family"}, is_filter=True),
    # sharing
    Case(sharing.ConsentForm, "anna", "sharing:consent", of_family(giver="sanna_person"), lambda w: {
        "person": str(w.told.people["sanna"].pk), "sure": "1",
    }),
    Case(sharing.OwnConsentForm, "sanna", "sharing:my-consent", values=lambda w: {
        "person": str(w.told.people["sanna"].pk), "sure": "1",
    }),
    Case(sharing.RenewalForm, "anna", "sharing:renew", values=lambda w: {
        "given_names": "Sanna", "family_name": w.told.people["sanna"].family_name, "giver": "SELF",
        "born_on": str(w.told.people["sanna"].born_on), "giver_given_names": "", "giver_family_name": "",
        "last_day": "",
    }),
    Case(sharing.BasisForm, "anna", "sharing:basis", FAMILY),
    Case(sharing.RestrictionForm, "anna", "sharing:restrict", FAMILY, lambda w: {
        "kind": "PERSON", "kept_out": f"p:{w.told.people['raija'].pk}", "cleared": [], "asked_by": "",
        "protected": [str(w.told.people["emma"].pk)], "review_on": str(LATER), "sure": "1",
    }),
    Case(sharing.ClearanceForm, "anna", "sharing:clear", of_family(restriction="safety")),
    Case(sharing.OwnProhibitionForm, "emma", "sharing:my-prohibition"),
    Case(sharing.ProhibitionForm, "anna", "sharing:prohibit", FAMILY, lambda w: {
        "minor": str(w.told.people["emma"].pk), "hidden_from": str(w.told.people["raija"].pk),
    }),
    Case(sharing.ProhibitionReviewForm, "anna", "sharing:review-prohibition",
         of_family(prohibition="prohibition")),
    Case(sharing.HidePartForm, "anna", "sharing:hide-part", of_family(record="part"), lambda w: {
        "hidden_from": str(w.told.people["mikko"].pk), "review_on": str(LATER),
    }),
    Case(sharing.DelayForm, "anna", "sharing:delay-part", of_family(record="part"), {
        "last_day": str(SOON),
    }),
    Case(sharing.CapacityForm, "anna", "sharing:capacity", FAMILY),
    Case(sharing.AuthorityForm, "anna", "sharing:authority", of_family(post="authority")),
    Case(sharing.EmergencyForm, "vera", "sharing:emergency", values=lambda w: {
        "address": f"/perhe/{w.family}/",
    }),
    Case(sharing.EmergencyReviewForm, "satu", "sharing:review-emergency", {"pk": "emergency"}),
    # welcome
    Case(welcome.WayForm, "anna", "welcome:make", {"family": "family", "person": "sanna_person"}, {
        "address": "",
    }),
    Case(welcome.NumberForm, "anna", "welcome:join", {"family": "family", "person": "sanna_person"}, {
        "number": NUMBER,
    }),
    Case(welcome.TokenForm, "", "welcome:typed", values={"token": IN}),
    Case(welcome.DigitsForm, "", "welcome:link", {"token": IN}, {"digits": CODE}),
    # signin
    Case(signin.WordsForm, "device", "signin:words", values={"words": FOUR}),
    Case(signin.OwnPasswordForm, "sanna", "welcome:password", values={
        "username": "sanna.uusi", "password": "kuusi metsässä 9",
    }),
    Case(signin.SettingsForm, "anna", "signin:settings"),
    Case(signin.AccountForm, "ylva", "signin:open-account", {"pk": "newcomer"}, {"username": "uusi.tekija"}),
    # summary
    Case(summary.SummaryForm, "anna", "summary:edit", {"family": "family"}, {
        f"text_{part}": "Uusi rivi" for part in ("carries", "needs", "next")
    }),
    Case(summary.HighlightForm, "anna", "summary:highlight", {"family": "family", "part": "NEEDS"}),
)  # fmt: skip


def filled(form: forms.Form, given: dict) -> dict:
    """Return what a careful person would send: the present values, the first choices, plain words."""
    sent = {}
    for name, one in form.fields.items():
        value = given.get(name, _present(form, name, one))
        if value not in (None, "", False, []):
            sent[form.add_prefix(name)] = value
    return sent | {name: value for name, value in given.items() if name not in form.fields}


def _present(form: forms.Form, name: str, one: forms.Field):
    kept = form.get_initial_for_field(one, name)
    if kept not in (None, "", []):
        return "on" if kept is True else _as_sent(kept)
    return _plain(one)


def _as_sent(value):
    if isinstance(value, list | tuple | set):
        return [str(one) for one in value]
    return str(getattr(value, "pk", value))


def _plain(one: forms.Field):
    if isinstance(one, forms.ModelChoiceField):
        return str(one.queryset[0].pk) if one.queryset else ""
    if isinstance(one, forms.MultipleChoiceField):
        return [str(one.choices[0][0])] if one.choices else []
    if isinstance(one, forms.ChoiceField):
        return next((str(key) for key, _words in one.choices if key), "")
    if isinstance(one, forms.DateField):
        return str(LATER)
    if isinstance(one, forms.TimeField):
        return "14:00"
    if isinstance(one, forms.IntegerField):
        return "1"
    if isinstance(one, forms.EmailField):
        return "aava@x.example"
    if isinstance(one, forms.CharField):
        return WORDS[: one.max_length]
    return ""
