"""Everything a template of Koppi draws with: `{% load ui %}`. What each tag takes stands in its docstring."""

from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any, cast

from django import template
from django.template.base import Template
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from koppi.ui import dues, fields, marks, moments, timeline, troubles
from koppi.ui.lamps import lamp_of
from koppi.ui.sectors import LOOKS, sector_look

register = template.Library()


# ---- marks


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "phone" %}`: a decorative icon; names are the keys of `koppi.ui.icons.ICONS`."""
    return marks.icon(name, extra)


@register.simple_tag
def sector(code: str, text: str = "") -> SafeString:
    """`{% sector "SOCIAL" %}`: badge and name; with a text of its own the name is for screen readers."""
    name = sector_look(code).name
    hidden = format_html('<span class="vh"> ({})</span>', name) if text else ""
    return format_html(
        '<span class="sec">{}<span>{}{}</span></span>', marks.badge(code), text or name, hidden
    )


@register.simple_tag
def sector_badge(code: str, quiet: bool = False) -> SafeString:
    """`{% sector_badge code %}`: badge with a hidden name; `quiet=True` where the name stands beside it."""
    badge = marks.badge(code)
    return badge if quiet else format_html('{}<span class="vh">{}</span>', badge, sector_look(code).name)


@register.filter
def sector_name(code: str) -> str | Promise:
    """`{{ post.sector|sector_name }}`: the sector's name in the reader's language."""
    return sector_look(code).name


@register.simple_tag
def lamp(value: str, word: str = "", size: str = "s", heading: str = "") -> SafeString:
    """`{% lamp answer.knows "Vähän" %}`: lamp and word; the word defaults to yes, partly, no, waiting."""
    look = lamp_of(value)
    disc = _disc(look.kind, look.icon, size)
    small = format_html("<small>{}</small>", heading) if heading else ""
    return format_html('<span class="lampw">{}<span>{}{}</span></span>', disc, small, word or look.word)


@register.simple_tag
def lamp_disc(value: str, size: str = "") -> SafeString:
    """`{% lamp_disc "GREEN" %}`: the disc alone, where its word stands beside it."""
    look = lamp_of(value)
    return _disc(look.kind, look.icon, size)


def _disc(kind: str, mark: str, size: str) -> SafeString:
    classes = f"lamp lamp-{size} lamp-{kind}" if size else f"lamp lamp-{kind}"
    return marks.drawn(f'<span class="{escape(classes)}">{marks.icon(mark) if mark else ""}</span>')


@register.simple_tag
def tag(kind: str, icon_name: str, text: str) -> SafeString:
    """`{% tag "ok" "check" "Valmis" %}`: kinds ok, mid, stop, info, plain, no, line."""
    return marks.tag(kind, icon_name, text)


@register.simple_tag
def due(by: date | datetime, now: datetime) -> SafeString:
    """`{% due invitation.answer_by viewer.at %}`: how a promise stands, in words."""
    stands = dues.due(_here(by), _here(now), get_language())
    return marks.tag(stands.kind, stands.icon, stands.words)


@register.simple_tag
def avatar(
    name: str, key: Any = "", size: str = "", sector: str = "", locked: bool = False, face: str = ""
) -> SafeString:
    """`{% avatar person.name person.pk size="s" sector=post.sector %}`: sizes "", "s", "l"; decorative."""
    return marks.avatar(str(name), str(key), size, sector, locked, face or "")


# ---- days and hours


def _here(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _moment_filter(name: str, say: Any) -> None:
    def show(value: Any) -> str:
        return say(_here(value), get_language()) if value else ""

    register.filter(name, show)


for _name in ("day", "long_day", "short_day", "full_date", "month", "moment", "full_moment", "clock"):
    _moment_filter(_name, getattr(moments, _name))


@register.simple_tag
def span(starts: datetime, ends: datetime) -> str:
    """`{% span slot.starts_at slot.ends_at %}`: "ke 10.12. klo 14–15"."""
    return moments.span(_here(starts), _here(ends), get_language())


@register.filter
def count_word(count: int) -> str:
    """`{{ waiting|count_word }}`: "kolme"; above ten in figures."""
    return moments.count_word(int(count), get_language())


# ---- forms


@register.simple_tag(takes_context=True)
def field(
    context: Context, bound: Any, kind: str = "", hints: dict | None = None, icons: dict | None = None
) -> str:
    """`{% field form.name %}`: label, hint, error, control; `kind` overrides what the widget says.

    Kinds: text, textarea, select, date, file, tick, switch, and the groups choices (cards), radios (plain
    rows), ticks, chips, lights (values GREEN, YELLOW, RED). `hints` and `icons` go by choice value.
    """
    shown = fields.shown(bound, kind, hints, icons)
    return _drawn(
        context, shown.template, {"shown": shown, "bound": bound, "error_id": f"{bound.auto_id}_error"}
    )


@register.simple_tag(takes_context=True)
def errors(context: Context, *forms: Any) -> str:
    """`{% errors form %}`: the summary that takes the focus; nothing when there is nothing to mend."""
    found = [
        trouble for form in forms if form is not None and form.is_bound for trouble in troubles.troubles(form)
    ]
    if not found:
        return ""
    return _drawn(
        context,
        "ui/_errors.html",
        {"troubles": found, "heading": troubles.heading(len(found), get_language())},
    )


def _drawn(context: Context, name: str, values: dict) -> SafeString:
    return cast(Template, context.template).engine.get_template(name).render(context.new(values))


# ---- pieces of pages


@register.inclusion_tag("ui/_empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", level: int = 2) -> dict:
    """`{% empty "Ei avoimia kutsuja" "Kun joku kutsuu…" url "Tee kartoituskutsu" %}`: an empty state."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("ui/_steps.html")
def steps(current: int, *labels: str) -> dict:
    """`{% steps 2 "Ketä" "Kenet" "Mitä" "Tarkista" %}`: named stages of a form, the first is 1."""
    stages = [{"number": n, "label": text, "state": _state(n, current)} for n, text in enumerate(labels, 1)]
    return {"stages": stages}


def _state(number: int, current: int) -> str:
    return "done" if number < current else "now" if number == current else "next"


@register.inclusion_tag("ui/_crumbs.html")
def crumbs(*parts: str) -> dict:
    """`{% crumbs "Perheet" url "Laineen perhe" %}`: pairs of words and address, the page itself last."""
    *pairs, here = parts
    return {"links": list(zip(pairs[::2], pairs[1::2], strict=True)), "here": here}


@register.inclusion_tag("ui/_tabs.html")
def tabs(label: str, items: list) -> dict:
    """`{% tabs "Perheen sivut" items %}`: items have label, url, is_current and perhaps count."""
    return {"label": label, "items": items}


@register.inclusion_tag("ui/_chips.html")
def chips(label: str, items: list) -> dict:
    """`{% chips "Näytä" items %}`: filter links; items have label, url, is_current and perhaps count."""
    return {"label": label, "items": items}


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict:
    """`{% pagination page %}`: earlier and later; the page needs number, has_previous, has_next."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("ui/_timeline.html")
def timeline_list(events: list) -> dict:
    """`{% timeline_list events %}`: what has happened, newest first.

    Each has at, who, what, and perhaps role, sector, why, url, url_label.
    """
    return {"events": events}


# ---- the services timeline


@register.inclusion_tag("ui/_patterns.html")
def bar_patterns() -> dict:
    """`{% bar_patterns %}`: once on a page that has service bars; the patterns are in the page itself."""
    return {}


@register.simple_tag
def service_axis(window: timeline.Window, today_word: str) -> SafeString:
    """`{% service_axis window "tänään" %}`: the months above the bars; hidden from screen readers."""
    now = window.percent(window.today)
    language = get_language()
    labels = [(window.percent(first), moments.month(first, language)) for first in window.ticks()]
    far = [
        (f"{place}%", "start" if place < 4 else "middle", words)
        for place, words in labels
        if abs(place - now) > 8 and place < 95
    ]
    months = format_html_join("", '<text x="{}" y="19" text-anchor="{}">{}</text>', far)
    today = format_html('<text class="now" x="{}%" y="19" text-anchor="middle">{}</text>', now, today_word)
    return format_html('<svg class="tl-axis" aria-hidden="true" focusable="false">{}{}</svg>', months, today)


@register.simple_tag
def service_bar(
    window: timeline.Window, sector: str, state: str, starts: date | None, ends: date | None, label: str
) -> SafeString:
    """`{% service_bar window s.sector s.state s.starts_on s.ends_on "jatkuu" %}`: one server-drawn bar.

    States PROPOSED, COMING, RUNNING, ENDED. The same must stand as text in the row; the bar is decoration.
    """
    look = sector_look(sector).look
    parts = timeline.pieces(window, state, starts, ends)
    now = window.percent(window.today)
    place, anchor = _label_place(parts, now)
    return marks.drawn(
        f'<svg class="tl-bar" aria-hidden="true" focusable="false">{_grid(window)}'
        f"{''.join(_piece(piece, look) for piece in parts)}"
        f'<text x="{place}%" y="24" text-anchor="{anchor}">{escape(label)}</text>'
        f'<line class="today" x1="{now}%" x2="{now}%" y1="-8" y2="46"/></svg>'
    )


@lru_cache(maxsize=64)
def _grid(window: timeline.Window) -> str:
    """The lines behind every bar of one timeline are the same."""
    places = (window.percent(tick) for tick in window.ticks())
    return "".join(f'<line class="grid" x1="{place}%" x2="{place}%" y1="-6" y2="44"/>' for place in places)


def _piece(piece: timeline.Piece, look: str) -> str:
    if piece.kind == "done":
        return _rect(piece, f'class="f-{look}"') + _rect(piece, f'fill="url(#p-{look})"')
    edge = "edge" if piece.kind == "past" else "edge dash"
    return _rect(piece, f'class="f-{look} pale"') + _rect(piece, f'class="k-{look} {edge}"')


def _rect(piece: timeline.Piece, look: str) -> str:
    return f'<rect x="{piece.x}%" y="9" width="{piece.width}%" height="20" rx="6" {look}/>'


def _label_place(parts: list[timeline.Piece], now: float) -> tuple[float, str]:
    """Words stand inside what is to come, and beside what has been; near the right edge they turn back."""
    first = parts[0]
    place = first.x + first.width + 1 if first.kind == "past" else first.x + 1.2
    if place > 84:
        return (first.x - 1, "end") if first.kind != "ahead" else (now - 1.2, "end")
    return place, "start"


@register.simple_tag
def sector_looks() -> tuple[str, ...]:
    """`{% sector_looks as looks %}`: the eight looks, for legends and tests."""
    return LOOKS
