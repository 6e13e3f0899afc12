"""How a form field is shown: label, hint, error and control in one order, tied together by ids."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from koppi.ui.troubles import words_of

KINDS = (
    "text",
    "textarea",
    "select",
    "date",
    "choices",
    "ticks",
    "tick",
    "switch",
    "chips",
    "lights",
    "radios",
    "file",
)
_GROUPS = ("choices", "ticks", "chips", "lights", "radios")
_BY_WIDGET = (
    (forms.CheckboxSelectMultiple, "ticks"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "tick"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.DateInput, "date"),
    (forms.FileInput, "file"),
)


@dataclass(frozen=True)
class Option:
    """One choice of a group: its control, its words, and what the look needs."""

    control: SafeString
    label: str
    hint: str = ""
    icon: str = ""
    lamp: str = ""


@dataclass(frozen=True)
class Shown:
    """A field ready for its template."""

    bound: BoundField
    kind: str
    control: SafeString | str = ""
    options: list[Option] = field(default_factory=list)
    limit: int | None = None
    hint: str = ""

    @property
    def trouble(self) -> str:
        return words_of(self.bound)

    @property
    def is_group(self) -> bool:
        return self.kind in _GROUPS

    @property
    def is_optional(self) -> bool:
        return not self.bound.field.required and self.kind not in ("tick", "switch")

    @property
    def template(self) -> str:
        if self.is_group:
            return "ui/field/group.html"
        return "ui/field/tick.html" if self.kind in ("tick", "switch") else "ui/field/plain.html"


def shown(bound: BoundField, kind: str = "", hints: dict | None = None, icons: dict | None = None) -> Shown:
    """Return the field as it is shown; `hints` and `icons` map the value of a choice to words and an icon.

    :raises ValueError: ``kind`` is none of ``KINDS``.
    """
    kind = kind or _kind_of(bound.field.widget)
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
    hint = str(bound.help_text or "")
    limit = getattr(bound.field, "max_length", None) if kind == "textarea" else None
    if kind in _GROUPS:
        return Shown(bound, kind, options=_options(bound, kind, hints or {}, icons or {}), hint=hint)
    return Shown(
        bound, kind, control=bound.as_widget(attrs=_attrs(bound, kind, limit)), limit=limit, hint=hint
    )


def _kind_of(widget: forms.Widget) -> str:
    return next((kind for known, kind in _BY_WIDGET if isinstance(widget, known)), "text")


def described_by(bound: BoundField, counted: bool = False) -> str:
    """Return the ids of the hint, the error and the count, in reading order."""
    parts = {"hint": bound.help_text, "error": bound.errors, "count": counted}
    return " ".join(f"{bound.auto_id}_{part}" for part, there in parts.items() if there)


def _attrs(bound: BoundField, kind: str, limit: int | None) -> dict:
    # The server tells what is missing, in one place and in whole sentences; the browser stays silent.
    bound.form.use_required_attribute = False
    attrs: dict[str, Any] = {"aria-required": "true"} if bound.field.required else {}
    if kind not in ("tick", "switch"):
        attrs["class"] = f"in {bound.field.widget.attrs.get('class', '')}".strip()
    if kind == "switch":
        attrs["role"] = "switch"
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if limit:
        # The browser must not cut what is typed or pasted: the count says how much is too much.
        attrs |= {"maxlength": False, "data-limit": str(limit)}
    ids = described_by(bound, bool(limit))
    return attrs | ({"aria-describedby": ids} if ids else {})


def _options(bound: BoundField, kind: str, hints: dict, icons: dict) -> list[Option]:
    bound.form.use_required_attribute = False
    attrs = {"aria-invalid": "true"} if bound.errors else {}
    made = []
    for choice in bound.subwidgets:
        value = str(choice.data["value"])
        choice.data["attrs"] |= attrs
        lamp = value if kind == "lights" else ""
        made.append(
            Option(choice.tag(), choice.choice_label, hints.get(value, ""), icons.get(value, ""), lamp)
        )
    return made
