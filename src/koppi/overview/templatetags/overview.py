"""The family map as one drawing made on the server; every attribute is the drawing's own, none is a style."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
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
    return format_html(
        '<svg class="famsvg only-wide" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        f"{drawing.width:g}",
        f"{drawing.height:g}",
        _("Perhekartta"),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


# Words keep clear of a line that passes behind them.
HALO = mark_safe('stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke"')


def _home(box: Box) -> SafeString:
    look = ("#F4F5F7", "#8994A3", "7 6") if box.is_apart else ("#F5EFE5", "#D9CBB4", "none")
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="44" fill="{}" stroke="{}" stroke-width="2" '
        'stroke-dasharray="{}"/>',
        *(f"{size:g}" for size in (box.x, box.y, box.width, box.height)),
        *look,
    )


def _home_name(box: Box) -> SafeString:
    place = (f"{box.middle:g}", f"{box.y - 12:g}")
    return format_html(
        '<text class="t3" x="{}" y="{}" text-anchor="middle" {}>{}</text>', *place, HALO, box.label
    )


def _stroke(line: Line) -> SafeString:
    colour, width, dash = STROKES[line.kind]
    return format_html(
        '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}" stroke-linecap="round" '
        'stroke-linejoin="round"/>',
        line.path,
        colour,
        width,
        dash or "none",
    )


def _words(label: Label) -> SafeString:
    lines = [(f"{label.x:g}", f"{label.y + 18 * n:g}", HALO, words) for n, words in enumerate(label.lines)]
    return format_html_join("", '<text class="t2" x="{}" y="{}" text-anchor="middle" {}>{}</text>', lines)


def _person(spot: Spot, figure: Figure, is_linked: bool) -> SafeString:
    texts = format_html(
        '<text class="t1" x="{0}" y="{1}" text-anchor="middle">{2}</text> '
        '<text class="t2" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        f"{spot.x:g}",
        f"{spot.y + spot.r + (28 if figure.is_centre else 24):g}",
        spot.name,
        f"{spot.y + spot.r + (47 if figure.is_centre else 43):g}",
        spot.sub,
    )
    whole = format_html("{}{}{}{}", _face(spot, figure), _ring(spot, figure), _lock(spot, figure), texts)
    if not is_linked:
        return format_html("<g>{}</g>", whole)
    said = f"{spot.name} {spot.sub}. {_about(figure)}"
    return format_html('<a href="?palvelut={}#h-pal" aria-label="{}">{}</a>', figure.id, said, whole)


def _about(figure: Figure) -> str:
    said = [_("Suunnitelma koskee häntä.")] if figure.is_centre else []
    said += [_("Näkymää on rajattu.")] if figure.is_locked else []
    return " ".join([*said, _("Näytä palvelut.")])


def _face(spot: Spot, figure: Figure) -> SafeString:
    """A drawn face where the person has chosen one, else initials on a tint of their own."""
    if figure.face in faces.FACES:
        drawing = mark_safe(faces.draw(figure.face))  # noqa: S308 - our own drawings, no input
        return format_html(
            '<clipPath id="c-{0}"><circle cx="{1}" cy="{2}" r="{3}"/></clipPath><g clip-path="url(#c-{0})">'
            '<g transform="translate({4} {5}) scale({6})">{7}</g></g>',
            figure.id,
            f"{spot.x:g}",
            f"{spot.y:g}",
            spot.r,
            f"{spot.x - spot.r:g}",
            f"{spot.y - spot.r:g}",
            f"{2 * spot.r / 48:g}",
            drawing,
        )
    return format_html(
        '<circle cx="{0}" cy="{1}" r="{2}" fill="{3}"/>'
        '<text class="t0" x="{0}" y="{4}" text-anchor="middle" aria-hidden="true">{5}</text>',
        f"{spot.x:g}",
        f"{spot.y:g}",
        spot.r,
        GROUNDS[figure.id.int % len(GROUNDS)],
        f"{spot.y + 8:g}",
        marks.initials(figure.name),
    )


def _ring(spot: Spot, figure: Figure) -> SafeString:
    """The plan is about whoever has two rings; an unborn child's ring is dashed."""
    ring = format_html(
        '<circle class="ring" cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="{}" '
        'stroke-dasharray="{}"/>',
        f"{spot.x:g}",
        f"{spot.y:g}",
        spot.r + 2,
        SPRUCE if figure.is_centre else BORDER,
        4 if figure.is_centre else 2,
        "5 5" if figure.place == "UNBORN" else "none",
    )
    if not figure.is_centre:
        return ring
    outer = '{}<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="2"/>'
    return format_html(outer, ring, f"{spot.x:g}", f"{spot.y:g}", spot.r + 9, SPRUCE)


def _lock(spot: Spot, figure: Figure) -> SafeString | str:
    if not figure.is_locked:
        return ""
    x, y = spot.x + spot.r - 6, spot.y + spot.r - 10
    return format_html(
        '<circle cx="{}" cy="{}" r="15" fill="#48566A" stroke="#fff" stroke-width="3"/>'
        '<svg x="{}" y="{}" width="18" height="18" color="#fff">{}</svg>',
        f"{x:g}",
        f"{y:g}",
        f"{x - 9:g}",
        f"{y - 9:g}",
        marks.icon("lock"),
    )
