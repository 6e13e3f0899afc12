"""A form that goes on from where its writer left."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from . import access

FormType = TypeVar("FormType", bound=forms.BaseForm)


def restored(form_class: type[FormType], viewer, key: str, request: HttpRequest, **given: Any) -> FormType:
    """Return the form: bound when it was sent, else with the viewer's draft over the ``initial`` given.

    The form also carries ``draft_key`` for ``data-draft`` and ``restored_at``, None unless a draft was
    found, for the line "Jatka siitä mihin jäit".
    """
    if request.method == "POST":
        form: Any = form_class(request.POST, request.FILES, **given)
        form.draft_key, form.restored_at = key, None
        return form
    form, card = form_class(**given), access.card_for(viewer, key)
    form.draft_key, form.restored_at = key, card and card.saved_at
    if card:
        form.initial = {**form.initial, **_values(form, MultiValueDict(card.fields))}
    return form


def _values(form: forms.BaseForm, draft: MultiValueDict) -> dict[str, Any]:
    """Return what the widgets of the form read out of the draft, as they would out of a sent form."""
    values = {}
    for name, field in form.fields.items():
        widget, sent_as = field.widget, form.add_prefix(name)
        if isinstance(widget, forms.FileInput | forms.PasswordInput) or field.disabled:
            continue
        if not widget.value_omitted_from_data(draft, {}, sent_as):
            values[name] = widget.value_from_datadict(draft, {}, sent_as)
    return values
