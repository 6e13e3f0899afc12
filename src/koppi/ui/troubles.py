"""What stands in the summary of a form that could not be taken as it is."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
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
    return whole + [Trouble(_words(bound), target_of(bound)) for bound in form if bound.errors]


def target_of(bound: forms.BoundField) -> str:
    """Return the id of the first control of a field; a group of choices has one id per choice."""
    if bound.field.widget.use_fieldset and bound.subwidgets:
        return bound.subwidgets[0].id_for_label
    return bound.id_for_label or bound.auto_id


def _words(bound: forms.BoundField) -> str:
    """Django's own sentences do not say which field they mean; the house's own do."""
    first = str(bound.errors[0])
    if first in {str(own) for own in _stock(bound.field)}:
        return _("%(label)s: %(trouble)s") % {"label": bound.label, "trouble": first}
    return first


def _stock(field: forms.Field) -> list:
    found = []
    for kind in type(field).__mro__:
        found += getattr(kind, "default_error_messages", {}).values()
    return found


def heading(count: int, language: str) -> str:
    """Return "Korjaa vielä kaksi kohtaa"."""
    words = ngettext("Korjaa vielä %(count)s kohta", "Korjaa vielä %(count)s kohtaa", count)
    return words % {"count": count_word(count, language)}
