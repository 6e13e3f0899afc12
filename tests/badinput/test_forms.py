"""Every form with every kind of bad value: a clear sentence, what was typed kept, nothing changed."""

import html
import inspect
import pkgutil
import re
from importlib import import_module
from itertools import chain

import pytest
from django import forms

import koppi
from tests.badinput import world as w
from tests.badinput.forms import CASES, Case, filled

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert("KN-x")</script>'
HOSTILE = {
    "script": SCRIPT,
    "address that runs": "javascript:alert('KN-x')",
    "line break": "rivi\r\nBcc: kaikki@x.example\r\n\r\nKN-x",
    "nothing at all": "\x00",
    "formula": '=HYPERLINK("http://x.example","KN-x")',
    "template": "{{ request.user }}{% debug %}%(who)s",
    "another script": "家庭 😀 \u202eoikealta vasemmalle עברית",
    "path": "../../etc/passwd",
}
NO_DAY = ("ei päivä", "2026-02-30", "31 december 2026")
FAR_DAYS = ("0001-01-01", "9999-12-31", "1600-02-29")
NO_NUMBER = ("kolme", "1e400", "9" * 400, "-99999999999999999999", "١٢")
NO_KEY = ("00000000-0000-4000-8000-00000000dead", SCRIPT)
ids = {"ids": str}


def form_on(client, case: Case, world: w.World) -> forms.Form:
    """Return the form as the page shows it, with its choices."""
    page = client.get(case.path(world))
    assert page.status_code == 200, (str(case), page.status_code)
    for context in page.context or ():
        for value in chain.from_iterable(part.values() for part in context.dicts):
            if type(value) is case.form:
                return value
    raise LookupError(case)


@pytest.fixture
def filled_in(request, world):
    """A browser, the address, the form as it is shown and everything a careful person would send."""
    case = request.param
    client = w.signed_in(case.handle)
    form = form_on(client, case, world)
    return case, client, case.path(world), form, filled(form, case.given(world))


every = pytest.mark.parametrize("filled_in", CASES, indirect=True, **ids)
changing = pytest.mark.parametrize(
    "filled_in", [one for one in CASES if not one.is_filter], indirect=True, **ids
)


@every
def test_what_a_careful_person_sends_is_taken(filled_in):
    """Without this the tests below could pass because the page takes nothing at all."""
    _case, client, path, _form, good = filled_in
    answer, _changed, _ = w.send(client, path, good)
    assert answer.status_code in (200, 302), said(answer)
    assert not errors_in(answer)


@changing
def test_an_empty_form_is_not_taken(filled_in):
    _case, client, path, form, _good = filled_in
    answer, changed, _ = w.send(client, path, {})
    if any(one.required for one in form.fields.values() if not isinstance(one, forms.BooleanField)):
        assert answer.status_code == 422
        assert_sentences(answer)
    assert answer.status_code in (302, 422)
    assert answer.status_code == 302 or not changed


@every
def test_each_field_missing_or_of_another_kind_is_told_of_and_the_rest_kept(filled_in):
    case, client, path, form, good = filled_in
    wrong = []
    for name, one in form.fields.items():
        for value in bad_values(one):
            sent = {key: given for key, given in good.items() if key != form.add_prefix(name)}
            if value is not None:
                sent[form.add_prefix(name)] = value
            answer, changed, _ = w.send(client, path, sent)
            is_well = (answer.status_code in (200, 302, 422) and not changed) or answer.status_code == 409
            if is_well and (case.is_filter or isinstance(one.widget, forms.HiddenInput)):
                continue
            if trouble := trouble_with(answer, changed, form, sent):
                wrong.append((name, str(value)[:40], trouble))
    assert wrong == []


@every
def test_hostile_text_is_text_wherever_it_comes_to_be_seen(filled_in, world):
    _case, client, path, form, good = filled_in
    texts = {form.add_prefix(name): one for name, one in form.fields.items() if is_text(one)}
    wrong = []
    for kind, text in HOSTILE.items() if texts else ():
        sent = good | {name: text[: one.max_length] for name, one in texts.items()}
        look = (lambda: pages_of(client, world)) if kind == "script" else list
        answer, changed, seen = w.send(client, path, sent, look)
        pages = [answer.content.decode("utf-8", "replace"), *seen]
        if answer.status_code not in (200, 302, 422, 429) or (answer.status_code == 422 and changed):
            wrong.append((kind, answer.status_code))
        if any("<script>alert" in page for page in pages) or "Bcc" in answer.headers:
            wrong.append((kind, "is live"))
    assert wrong == []


@every
def test_values_given_twice_or_at_the_ends_of_the_calendar_break_nothing(filled_in):
    _case, client, path, form, good = filled_in
    twice = {name: [value, value] if isinstance(value, str) else value for name, value in good.items()}
    tries = [twice, {name: [value, "toinen"] for name, value in good.items()}]
    days = [form.add_prefix(name) for name, one in form.fields.items() if isinstance(one, forms.DateField)]
    tries += [good | dict.fromkeys(days, far) for far in FAR_DAYS if days]
    answers = [w.send(client, path, sent)[:2] for sent in tries]
    assert [answer.status_code for answer, _ in answers if answer.status_code not in (200, 302, 422)] == []
    assert [changed for answer, changed in answers if answer.status_code == 422 and changed] == []


@changing
def test_sent_again_it_is_done_once_or_refused_kindly(filled_in):
    """The second press of the button, or a page that was open in another window."""
    _case, client, path, _form, good = filled_in
    answer, _changed, again = w.send(client, path, good, lambda: client.post(path, good))
    assert answer.status_code in (200, 302)
    assert again.status_code in (200, 302, 404, 409, 410, 422)


def bad_values(one: forms.Field):
    """Yield what this field must not take; None is leaving it out."""
    if one.required and not isinstance(one.widget, forms.HiddenInput):
        yield None
    if isinstance(one, forms.BooleanField):
        return
    if isinstance(one, forms.MultipleChoiceField):
        yield from ([NO_KEY[0]], ["\x00"])
    elif isinstance(one, forms.ChoiceField | forms.ModelChoiceField):
        yield from NO_KEY
    elif isinstance(one, forms.DateField):
        yield from NO_DAY
    elif isinstance(one, forms.TimeField):
        yield from ("25:61", "kahdelta", "99")
    elif isinstance(one, forms.IntegerField):
        yield from NO_NUMBER[:3]
    elif isinstance(one, forms.EmailField):
        yield from ("ei osoite", "a@x.example\r\nBcc: b@x.example", "å@" + "x" * 300 + ".example")
    elif isinstance(one, forms.UUIDField):
        yield from ("abc", SCRIPT)
    elif isinstance(one, forms.CharField) and one.max_length:
        yield "å" * (one.max_length + 1)


def trouble_with(answer, changed: bool, form: forms.Form, sent: dict) -> str:
    """Return what is wrong with how a bad value was received; empty when nothing is."""
    if answer.status_code not in (422, 429):
        return f"status {answer.status_code}"
    if changed:
        return "the database changed"
    sentences = errors_in(answer)
    if not sentences or any(not is_sentence(one) for one in sentences):
        return f"no sentence: {sentences}"
    page = html.unescape(answer.content.decode())
    lost = [
        name for name, value in sent.items()
        if name in form.fields and is_text(form.fields[name]) and isinstance(value, str)
        and value.strip() not in page
    ]  # fmt: skip
    return f"lost {lost}" if lost else ""


def errors_in(answer) -> list[str]:
    """Return what the summary of the page says is to be mended."""
    page = answer.content.decode("utf-8", "replace")
    summary = re.search(r'<div class="errsum".*?</div>', page, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>|<h2>(.*?)</h2>", summary[0] if summary else "", re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", "".join(words))).strip() for words in found]


def is_sentence(words: str) -> bool:
    return words[:1].isupper() and words[-1:] in ".?"


def assert_sentences(answer) -> None:
    assert errors_in(answer)
    assert [one for one in errors_in(answer) if not is_sentence(one)] == []


def said(answer) -> str:
    return f"{answer.status_code} {errors_in(answer)}"


def is_text(one: forms.Field) -> bool:
    plain = isinstance(one, forms.CharField) and not isinstance(one, forms.EmailField | forms.UUIDField)
    return plain and not isinstance(one.widget, forms.PasswordInput | forms.HiddenInput | forms.RadioSelect)


def pages_of(client, world: w.World) -> list[str]:
    paths = (f"/perhe/{world.family}/", f"/perhe/{world.family}/muokkaa/", "/kutsut/", "/paiva/")
    return [client.get(path).content.decode("utf-8", "replace") for path in paths]


def test_every_form_of_the_site_is_tried():
    """A form nobody tries is a form nobody knows: name it in tests/badinput/forms.py."""
    modules = [
        import_module(found.name)
        for found in pkgutil.walk_packages(koppi.__path__, "koppi.")
        if ".forms" in found.name and "migrations" not in found.name
    ]
    defined = {
        one for module in modules for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, forms.BaseForm) and one.__module__.startswith("koppi.")
    }  # fmt: skip
    tried = {case.form for case in CASES}
    bases = {base for one in tried for base in one.__mro__[1:]}
    assert defined - tried - bases == set()


def test_every_line_of_text_has_a_longest_length():
    """What has no end fills the disk."""
    endless = [
        (case.form.__name__, name) for case in CASES for name, one in case.form.base_fields.items()
        if is_text(one) and one.max_length is None and not isinstance(one, forms.RegexField)
    ]  # fmt: skip
    assert endless == []
