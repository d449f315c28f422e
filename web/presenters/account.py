"""The account page: devices in words, the picture for an authenticator."""

import re
from dataclasses import dataclass

import segno

from web.i18n import Speech

_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iPhone/iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True)
class Picture:
    """A QR picture as one path of an SVG, ``size`` modules wide with its quiet zone."""

    size: int
    path: str


def picture_of(text: str) -> Picture:
    """The QR picture of a text (ISO/IEC 18004), with a quiet zone of four modules."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=4)]
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Picture(len(rows), "".join(squares))


def device_of(agent: str, *, speech: Speech) -> str:
    """A browser in a few words."""
    names = [next((name for mark, name in known if re.search(mark, agent)), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in names if name) or speech.say("máy không rõ")
