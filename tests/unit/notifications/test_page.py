"""The page of a mail: readable on a phone by day and by night."""

import re

import pytest

from notifications.letter import GROUPS
from tests.unit.notifications.test_render import MESSAGES, rendered

LIGHT, DARK = "#ffffff", "#1c1d1f"
HTML = rendered(MESSAGES["digest"]).html
NIGHT = dict(re.findall(r"\.tone\.(\w+) \{ color: (#\w{6}) !important", HTML))


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_standing_has_a_colour_for_the_night() -> None:
    assert set(NIGHT) == set(GROUPS)
    used = set(re.findall(r'class="(?:tone|bar) (\w+)"', HTML))
    assert {"overdue", "today", "soon", "undated"} <= used <= set(GROUPS)


@pytest.mark.parametrize("name", MESSAGES)
def test_words_stand_out_by_day(name: str) -> None:
    colours = set(re.findall(r"(?<!-)color:(#\w{6})", rendered(MESSAGES[name]).html))
    assert {colour for colour in colours if contrast(colour, LIGHT) < 4.5} == set()


def test_words_stand_out_by_night() -> None:
    style = HTML[HTML.index("<style>") : HTML.index("</style>")]
    colours = set(re.findall(r"(?<!-)(?<!border-)color: (#\w{6})", style))
    assert len(colours) >= 5
    assert {colour for colour in colours if contrast(colour, DARK) < 4.5} == set()


def test_nothing_is_wider_than_a_phone() -> None:
    assert "overflow-wrap:anywhere" in HTML
    assert "width=device-width" in HTML
    assert {int(width) for width in re.findall(r"(?<!max-)\bwidth:(\d+)px", HTML)} == set()
