"""The family map as one drawing made on the server; every attribute is the drawing's own, none is a style."""

from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koppi.overview.family_grid import Box, Spot
from koppi.overview.family_lines import Label, Line
from koppi.overview.kinship import Figure, Kinship
from koppi.ui import faces, marks

register = template.Library()

INK, MUTED, SPRUCE, BORDER = "#48575B", "#857B6B", "#14565B", "#857B6B"
STROKES = {
    "pair": (INK, "2.5", ""),
    "parted": (INK, "2.5", ""),
    "slash": (INK, "3", ""),
    "parent": (INK, "2.5", ""),
    "foster": (INK, "2.5", "8 6"),
    "kin": (MUTED, "2", ""),
    "near": (MUTED, "2", "2 5"),
    "contact": (INK, "3", "1 8"),
}
GROUNDS = ("#C5E0DC", "#FCE7D2", "#EBE1D1", "#E9EDF2")


@register.simple_tag
def family_map(kinship: Kinship, is_linked: bool = True) -> SafeString:
    """`{% family_map glance.kinship %}`: each person is a link to their services unless told otherwise."""
    drawing, figures = kinship.drawing, kinship.by_key
    parts = [
        *(_home(box) for box in drawing.boxes),
        *(_stroke(line) for line in drawing.lines),
        *(_home_name(box) for box in drawing.boxes),
        *(_words(label) for label in drawing.labels),
        *(_person(spot, figures[spot.kin.key], is_linked) for spot in drawing.spots),
    ]
    size, name = f"{drawing.width:g} {drawing.height:g}", _("Perhekartta")
    return marks.drawn(
        f'<svg class="famsvg only-wide" viewBox="0 0 {size}" role="group" aria-label="{name}">'
        f"{''.join(parts)}</svg>"
    )


# Words keep clear of a line that passes behind them.
HALO = 'stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'


def _home(box: Box) -> str:
    fill, stroke, dash = ("#F4F5F7", "#8994A3", "7 6") if box.is_apart else ("#F5EFE5", "#D9CBB4", "none")
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="44" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="2" stroke-dasharray="{dash}"/>'
    )


def _home_name(box: Box) -> str:
    return _text("t3", box.middle, box.y - 12, box.label, f" {HALO}")


def _text(look: str, x: float, y: float, words: str, more: str = "") -> str:
    return f'<text class="{look}" x="{x:g}" y="{y:g}" text-anchor="middle"{more}>{escape(words)}</text>'


def _stroke(line: Line) -> str:
    colour, width, dash = STROKES[line.kind]
    return (
        f'<path d="{line.path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-dasharray="{dash or "none"}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _words(label: Label) -> str:
    return "".join(
        _text("t2", label.x, label.y + 18 * number, words, f" {HALO}")
        for number, words in enumerate(label.lines)
    )


def _person(spot: Spot, figure: Figure, is_linked: bool) -> str:
    foot = spot.y + spot.r + (4 if figure.is_centre else 0)
    name, sub = _text("t1", spot.x, foot + 24, spot.name), _text("t2", spot.x, foot + 43, spot.sub)
    whole = f"{_face(spot, figure)}{_ring(spot, figure)}{_lock(spot, figure)}{name} {sub}"
    if not is_linked:
        return f"<g>{whole}</g>"
    said = escape(f"{spot.name} {spot.sub}. {_about(figure)}")
    return f'<a href="?palvelut={figure.id}#h-pal" aria-label="{said}">{whole}</a>'


def _about(figure: Figure) -> str:
    said = [_("Suunnitelma koskee häntä.")] if figure.is_centre else []
    said += [_("Näkymää on rajattu.")] if figure.is_locked else []
    return " ".join([*said, _("Näytä palvelut.")])


def _face(spot: Spot, figure: Figure) -> str:
    """A drawn face where the person has chosen one, else initials on a tint of their own."""
    if figure.face in faces.FACES:
        place = f"translate({spot.x - spot.r:g} {spot.y - spot.r:g}) scale({2 * spot.r / 48:g})"
        return (
            f'<clipPath id="c-{figure.id}"><circle cx="{spot.x:g}" cy="{spot.y:g}" r="{spot.r}"/></clipPath>'
            f'<g clip-path="url(#c-{figure.id})"><g transform="{place}">{faces.draw(figure.face)}</g></g>'
        )
    tint, letters = GROUNDS[figure.id.int % len(GROUNDS)], marks.initials(figure.name)
    return f'<circle cx="{spot.x:g}" cy="{spot.y:g}" r="{spot.r}" fill="{tint}"/>' + _text(
        "t0", spot.x, spot.y + 8, letters, ' aria-hidden="true"'
    )


def _ring(spot: Spot, figure: Figure) -> str:
    """The plan is about whoever has two rings; an unborn child's ring is dashed."""
    place = f'cx="{spot.x:g}" cy="{spot.y:g}"'
    stroke, width = (SPRUCE, 4) if figure.is_centre else (BORDER, 2)
    dash = "5 5" if figure.place == "UNBORN" else "none"
    ring = (
        f'<circle class="ring" {place} r="{spot.r + 2}" fill="none" stroke="{stroke}" stroke-width="{width}" '
        f'stroke-dasharray="{dash}"/>'
    )
    if not figure.is_centre:
        return ring
    return f'{ring}<circle {place} r="{spot.r + 9}" fill="none" stroke="{SPRUCE}" stroke-width="2"/>'


def _lock(spot: Spot, figure: Figure) -> str:
    if not figure.is_locked:
        return ""
    x, y = spot.x + spot.r - 6, spot.y + spot.r - 10
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="15" fill="#48566A" stroke="#fff" stroke-width="3"/>'
        f'<svg x="{x - 9:g}" y="{y - 9:g}" width="18" height="18" color="#fff">{marks.icon("lock")}</svg>'
    )
