"""Templates: one environment for each language, everything escaped, nothing undefined."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.wording import Language
from web import assets
from web.i18n import number, speech

FOLDER = Path(__file__).resolve().parent / "templates"


@cache
def environment(language: Language) -> Environment:
    """The templates of a language. Filters: ``day``, ``instant``, ``number``; ``asset(name)`` gives an address."""
    spoken = speech(language)
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.install_gettext_translations(spoken.translations, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(asset=assets.address, words=spoken.words, language=language)
    made.filters.update(day=_day, instant=_instant, number=number)
    return made


def render(name: str, language: Language, *, values: Mapping[str, Any]) -> str:
    """A template with its values."""
    return environment(language).get_template(name).render(values)


def _day(on: date | None) -> str:
    return "–" if on is None else f"{on:%d/%m/%Y}"


def _instant(at: datetime | None) -> str:
    return "–" if at is None else str(speech("vi").words.shown(at))
