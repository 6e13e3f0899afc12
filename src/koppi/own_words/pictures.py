"""A drawing or a photograph of one, drawn anew. Pure.

Nothing of the file that came is kept but its colours: no place, no time, no camera, no name, no thumbnail,
and nothing that only looks like a picture.
"""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
LONGEST_SIDE = 1600
MOST_PIXELS = 50_000_000


class NotAPicture(ValueError):
    """The file is no picture that can be read, or is a bomb of one."""


def drawn_anew(file: IO[bytes]) -> tuple[bytes, str]:
    """Return the picture as new bytes and their type: PNG of a drawing, JPEG of a photograph.

    :raises NotAPicture: it cannot be read, or has too many points.
    """
    try:
        with Image.open(file, formats=FORMATS) as given:
            if given.width * given.height > MOST_PIXELS:
                raise NotAPicture("too many points")
            is_photograph = given.format != "PNG"
            upright = ImageOps.exif_transpose(given)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = _on_white(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture("it cannot be read") from error
    out = BytesIO()
    if is_photograph:
        plain.save(out, "JPEG", quality=85)
        return out.getvalue(), "image/jpeg"
    plain.save(out, "PNG", optimize=True)
    return out.getvalue(), "image/png"


def _on_white(given: Image.Image) -> Image.Image:
    """Return a new image of the colours alone: what a file tells besides stays behind."""
    paper = Image.new("RGB", given.size, "white")
    seen = given.convert("RGBA")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper
