"""The services of a family on one line of time: rows, words and the window they are drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koppi.services.access import EpisodeCard
from koppi.services.states import COMING, ENDED, PROPOSED, RUNNING
from koppi.ui.moments import full_date, month, short_day
from koppi.ui.timeline import Window, window_around

ADULTS = "aikuiset"


@dataclass(frozen=True, slots=True)
class Row:
    """One service: ``label`` stands in the bar, ``when`` says the same in a sentence."""

    card: EpisodeCard
    who: str
    label: str
    when: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: everybody, one child, or the adults. ``value`` stands in the address."""

    label: str
    value: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows shown now, out of ``count`` in all."""

    rows: tuple[Row, ...]
    count: int
    window: Window
    choices: tuple[Choice, ...]
    shown: str


def timeline_of(cards: Sequence[EpisodeCard], figures, shown: str, today: date) -> Timeline:
    """Return the timeline of those the filter shows; a filter that means nobody here shows everybody."""
    groups = _groups(figures)
    chosen = shown if shown in groups else ""
    kept = [card for card in cards if not chosen or groups[chosen].intersection(card.persons)]
    everybody = {figure.id for figure in figures if figure.place in ("CHILD", "ADULT")}
    spans = [(card.starts_on, card.ends_on) for card in cards]
    return Timeline(
        rows=tuple(_row(card, everybody, today) for card in kept),
        count=len(cards),
        window=window_around(spans, today),
        choices=_choices(groups, figures, chosen),
        shown=chosen,
    )


def _groups(figures) -> dict[str, set[UUID]]:
    """Return whom each filter means: everybody alone, and all who are not children together."""
    alone = {str(figure.id): {figure.id} for figure in figures}
    grown = {figure.id for figure in figures if not figure.is_child}
    return alone | ({ADULTS: grown} if grown else {})


def _choices(groups, figures, chosen: str) -> tuple[Choice, ...]:
    children = [Choice(one.name, str(one.id), chosen == str(one.id)) for one in figures if one.is_child]
    grown = [Choice(_("Aikuiset"), ADULTS, chosen == ADULTS)] if ADULTS in groups else []
    others = [one for one in figures if str(one.id) == chosen and not one.is_child]
    return (
        Choice(_("Kaikki"), "", not chosen),
        *children,
        *grown,
        *(Choice(one.name, str(one.id), True) for one in others),
    )


def _row(card: EpisodeCard, everybody: set[UUID], today: date) -> Row:
    whole = len(everybody) > 2 and everybody <= set(card.persons)
    parts = [_("Koko perhe") if whole else card.for_whom, card.giver or card.contact]
    # What is only proposed, with no days yet, is drawn as the coming months.
    drawn = (card.starts_on, card.ends_on)
    if card.state == PROPOSED and not card.starts_on:
        drawn = (today + timedelta(days=20), today + timedelta(days=110))
    return Row(card, " · ".join(part for part in parts if part), _label(card, today), _when(card), *drawn)


def _label(card: EpisodeCard, today: date) -> str:
    language = get_language()
    if card.state == ENDED:
        return _("päättyi %(month)s") % {"month": month(card.ends_on, language)}
    if card.state == COMING and card.starts_on:
        near = abs((card.starts_on - today).days) < 300
        day = short_day(card.starts_on, language) if near else full_date(card.starts_on, language)
        return _("alkaa %(day)s") % {"day": day}
    if card.state == RUNNING:
        if card.ends_on:
            return _("päättyy %(month)s") % {"month": month(card.ends_on, language)}
        return _("jatkuu")
    return _("ehdotettu")


def _when(card: EpisodeCard) -> str:
    language = get_language()
    said = {
        "start": month(card.starts_on, language) if card.starts_on else "",
        "day": full_date(card.starts_on, language) if card.starts_on else "",
        "end": month(card.ends_on, language) if card.ends_on else "",
    }
    if card.state == PROPOSED:
        return (
            _("Ehdotettu, aika %(start)s") % said if card.starts_on else _("Ehdotettu, aikaa ei ole sovittu")
        )
    if card.state == COMING:
        return _("Tulossa, alkaa %(day)s") % said
    if card.state == ENDED:
        return _("Päättynyt, %(start)s – %(end)s") % said
    if card.ends_on:
        return _("Käynnissä, %(start)s – %(end)s") % said
    return _("Käynnissä, alkoi %(start)s") % said
