"""A link as a picture for a telephone's camera, drawn here: no other service ever sees the link."""

from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def of(address: str) -> str:
    """Return the QR code as an SVG element, to stand in the page itself."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=3).save(drawn)
    return drawn.getvalue().decode().split("?>", 1)[-1].strip()
