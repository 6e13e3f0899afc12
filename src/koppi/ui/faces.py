"""Drawn faces a person may choose for themselves; until then, and for everybody else, there are initials.

No photographs of children, and no face given to anyone by somebody else.
"""

from dataclasses import dataclass
from functools import cache

SKIN = {"a": "#F2CDB0", "b": "#E8B68E", "c": "#C98F66", "d": "#8D5A3B"}
_LINE = 'fill="none" stroke="#3A2A20" stroke-width="1.5" stroke-linecap="round"'
_SHOULDERS = "M5 48c0-9.5 8-14.5 19-14.5S43 38.5 43 48z"
_BEARD = (
    "M13.7 22c.3 8 4.8 11.5 10.3 11.5S34 30 34.3 22c-1 3-2.5 3.8-4.3 3.5-2-.4-4-.7-6-.7s-4 .3-6 .7"
    "c-1.8.3-3.3-.5-4.3-3.5z"
)
_CURLS = ((14.5, 16, 4), (18, 11.5, 4.2), (24, 9.8, 4.6), (30, 11.5, 4.2), (33.5, 16, 4))

# Hair behind the head and hair in front of it.
_BACK = {
    "long": "M11.5 35V20.5C11.5 12.5 17 8 24 8s12.5 4.5 12.5 12.5V35c-3.5 1.5-21.5 1.5-25 0z",
    "bob": "M11.8 28V20C11.8 12.5 17 8.2 24 8.2S36.2 12.5 36.2 20v8c0 2-3 2-4 1H16c-1 1-4.2 1-4.2-1z",
    "scarf": "M10.5 34V20C10.5 11.5 16.5 7 24 7s13.5 4.5 13.5 13v14z",
}
_FRONT = {
    "short": "M13.2 20.5c-.6-8 4-12 10.8-12s11.4 4 10.8 12c-1.6-4-4.2-6-10.8-6s-9.2 2-10.8 6z",
    "long": (
        "M13.3 21.5C12.5 12.5 17 8 24 8s11.5 4.5 10.7 13.5c-2-4.5-5.7-6-8.7-8.3-2.5 3.3-8.7 4.3-12.7 8.3z"
    ),
    "bob": "M13.3 21c0-8 4.7-12.5 10.7-12.5S34.7 13 34.7 21c-1-4-3-5.5-4.7-6.5-3 1.5-13 1-16.7 6.5z",
    "bun": "M13.2 21c-.6-8 4-12.5 10.8-12.5S35.4 13 34.8 21c-2-5-5-7-10.8-7s-8.8 2-10.8 7z",
    "tails": "M13.2 21c-.6-8 4-12.5 10.8-12.5S35.4 13 34.8 21c-1.5-4-4-6.5-10.8-6.5S14.7 17 13.2 21z",
    "tuft": (
        "M14 17c1-5.5 5-8.5 10-8.5 5.2 0 9 3 10 8.5-3-2.5-5-3-7-3.5.5-1 .3-2-.5-2.8-.5 1.8-2 2.8-4 3"
        "-3 .2-6 1-8.5 3.3z"
    ),
    "scarf": "M13 22c-.8-8.5 4.5-12 11-12s11.8 3.5 11 12c-1-5-4.5-8-11-8s-10 3-11 8z",
}
_BALLS = {"bun": ((24, 7.5, 4.8),), "tails": ((11.5, 24.5, 4.6), (36.5, 24.5, 4.6)), "curly": ()}


@dataclass(frozen=True)
class Face:
    """What is drawn; nothing here says anything about the person who chose it."""

    skin: str
    hair: str
    style: str
    shirt: str
    ground: str
    glasses: bool = False
    beard: bool = False


FACES = {
    "f01": Face("a", "#B8752E", "tails", "#E08A3E", "#FCE7D2"),
    "f02": Face("a", "#D2A24C", "tuft", "#4666D1", "#E8ECFB"),
    "f03": Face("a", "#8A5326", "long", "#14565B", "#E2F0EE"),
    "f04": Face("b", "#3E2A1C", "short", "#48566A", "#E9EDF2", beard=True),
    "f05": Face("a", "#A9A39A", "bun", "#85328F", "#F4E9F6", glasses=True),
    "f06": Face("b", "#2E2119", "bob", "#C2365D", "#FCE9EE"),
    "f07": Face("a", "#6E6A64", "short", "#4666D1", "#E8ECFB", glasses=True),
    "f08": Face("a", "#D8B25A", "bun", "#119DA1", "#DDF2F2"),
    "f09": Face("c", "#1F1712", "curly", "#BD8208", "#FBF0DA"),
    "f10": Face("c", "#4E6300", "scarf", "#38490A", "#EDF2DD"),
    "f11": Face("a", "#7A4B2A", "bob", "#24374F", "#E6EBF1", glasses=True),
    "f12": Face("b", "#54321B", "tuft", "#602D08", "#F5EAE2"),
    "f13": Face("d", "#1F1712", "short", "#14565B", "#E2F0EE"),
    "f14": Face("d", "#1F1712", "curly", "#85328F", "#F4E9F6", glasses=True),
    "f15": Face("d", "#2E2119", "tails", "#C2365D", "#FCE9EE"),
    "f16": Face("d", "#24374F", "scarf", "#119DA1", "#DDF2F2"),
    "f17": Face("c", "#1F1712", "short", "#602D08", "#F5EAE2", beard=True),
    "f18": Face("c", "#2E2119", "long", "#4666D1", "#E8ECFB"),
    "f19": Face("b", "#85328F", "scarf", "#A8481A", "#FCE7D2"),
    "f20": Face("b", "#2E2119", "curly", "#4E6300", "#EDF2DD"),
    "f21": Face("a", "#B8752E", "short", "#4E6300", "#EDF2DD", beard=True, glasses=True),
    "f22": Face("a", "#A9A39A", "short", "#A8481A", "#FCE7D2", beard=True),
    "f23": Face("b", "#8A5326", "bob", "#E08A3E", "#FBF0DA"),
    "f24": Face("d", "#A9A39A", "bun", "#24374F", "#E6EBF1"),
}


def _path(shape: str, colour: str) -> str:
    return f'<path d="{shape}" fill="{colour}"/>' if shape else ""


def _balls(rings: tuple, colour: str) -> str:
    return "".join(f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>' for x, y, r in rings)


def _hair(face: Face) -> tuple[str, str]:
    """Return what is drawn behind the head and what in front of it."""
    back = _balls(_BALLS.get(face.style, ()), face.hair) + _path(_BACK.get(face.style, ""), face.hair)
    front = _balls(_CURLS, face.hair) if face.style == "curly" else _path(_FRONT[face.style], face.hair)
    return back, front


def _glasses() -> str:
    lenses = '<circle cx="20" cy="21.5" r="3"/><circle cx="28" cy="21.5" r="3"/><path d="M23 21.5h2"/>'
    return f'<g fill="none" stroke="#24374F" stroke-width="1.3">{lenses}</g>'


@cache
def draw(code: str) -> str:
    """Return the inside of a 48 x 48 svg, so that the family map can place the same face anywhere.

    :raises KeyError: no face has this code.
    """
    face = FACES[code]
    back, front = _hair(face)
    skin = SKIN[face.skin]
    eyes = _balls(((20.2, 21.5, 1.25), (27.8, 21.5, 1.25)), "#3A2A20")
    return "".join(
        [
            f'<rect width="48" height="48" fill="{face.ground}"/>',
            _path(_SHOULDERS, face.shirt),
            f'<rect x="20" y="27" width="8" height="9.5" rx="4" fill="{skin}"/>',
            back,
            f'<circle cx="24" cy="20.8" r="10.6" fill="{skin}"/>',
            _path(_BEARD, face.hair) if face.beard else "",
            front,
            eyes,
            f'<path d="M20.3 25.5q3.7 3.4 7.4 0" {_LINE}/>',
            _glasses() if face.glasses else "",
        ]
    )
