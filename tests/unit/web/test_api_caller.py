"""The language of an answer: of the request, else of the person, else of the office."""

import pytest

from web.api.caller import wanted_language


@pytest.mark.parametrize(
    ("accepted", "kept", "wanted"),
    [
        ("", None, "vi"),
        ("", "en", "en"),
        ("en", None, "en"),
        ("en-GB,en;q=0.9", "vi", "en"),
        ("fr, en;q=0.2, vi;q=0.8", None, "vi"),
        ("de, fr;q=0.5", "en", "en"),
        ("en;q=0", None, "vi"),
        ("en;q=viel, ;;,", None, "vi"),
        ("en;q=²", None, "vi"),
    ],
)
def test_language_is_the_first_that_is_spoken_here(accepted: str, kept: str | None, wanted: str) -> None:
    assert wanted_language(accepted, kept=kept, default="vi") == wanted
