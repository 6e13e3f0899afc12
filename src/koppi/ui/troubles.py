"""What is said when a form could not be taken as it is: beside the field, and in the summary above."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koppi.ui.moments import count_word


@dataclass(frozen=True)
class Trouble:
    """One thing to mend: the words, and the id of the control they lead to (empty for the whole form)."""

    words: str
    target: str = ""


def troubles(form: forms.BaseForm) -> list[Trouble]:
    """Return what to mend, in the order of the form, what concerns the whole form first."""
    whole = [Trouble(str(words)) for words in form.errors.get(NON_FIELD_ERRORS, [])]
    return whole + [Trouble(_in_summary(bound), target_of(bound)) for bound in form if bound.errors]


def target_of(bound: BoundField) -> str:
    """Return the id of the first control of a field; a group of choices has one id per choice."""
    if bound.field.widget.use_fieldset and bound.subwidgets:
        return bound.subwidgets[0].id_for_label
    return bound.id_for_label or bound.auto_id


def words_of(bound: BoundField) -> str:
    """Return what is wrong with a field, in the form's own sentence or in the house's."""
    error = _first(bound)
    if error is None:
        return ""
    return _house_words(bound.field, error) if _is_stock(bound.field, error) else str(error.messages[0])


def heading(count: int, language: str) -> str:
    """Return "Korjaa vielä kaksi kohtaa"."""
    words = ngettext("Korjaa vielä %(count)s kohta", "Korjaa vielä %(count)s kohtaa", count)
    return words % {"count": count_word(count, language)}


def _first(bound: BoundField) -> ValidationError | None:
    found = bound.form.errors.as_data().get(bound.name)
    return found[0] if found else None


def _in_summary(bound: BoundField) -> str:
    """A sentence the form wrote itself says what it means; any other needs the name of the field."""
    words, error = words_of(bound), _first(bound)
    if error is None or not _is_stock(bound.field, error):
        return words
    return _("%(label)s – %(trouble)s") % {"label": capfirst(bound.label), "trouble": words}


def _is_stock(field: forms.Field, error: ValidationError) -> bool:
    """Django's own message objects are told from ours by identity: their words may well be the same."""
    if _is_no_key(field, error):
        return True
    stock = [
        words
        for kind in type(field).__mro__
        for words in getattr(kind, "default_error_messages", {}).values()
    ]
    stock += [getattr(validator, "message", None) for validator in field.validators]
    return any(error.message is words for words in stock)


def _is_no_key(field: forms.Field, error: ValidationError) -> bool:
    """A choice among rows was sent something that is no key at all: the column's words speak of UUIDs."""
    return isinstance(field, forms.ModelChoiceField) and error.code == "invalid"


def _house_words(field: forms.Field, error: ValidationError) -> str:
    if error.code == "required":
        return _("Tämä kohta puuttuu vielä.")
    if error.code == "max_length":
        params = error.params or {}
        over = params["show_value"] - params["limit_value"]
        return _("Teksti on liian pitkä. Lyhennä %(n)s merkkiä.") % {"n": over}
    if error.code in ("invalid_choice", "invalid_list") or _is_no_key(field, error):
        return _("Valitse jokin tarjotuista vaihtoehdoista.")
    if error.code == "invalid" and isinstance(field, forms.DateField):
        return _("Kirjoita päivä näin: 10.12.2025.")
    if error.code == "invalid" and isinstance(field, forms.EmailField):
        return _("Kirjoita sähköpostiosoite näin: nimi@esimerkki.fi.")
    return str(error.messages[0])
