"""The words of the pages: Vietnamese as written in templates and presenters, English from the catalogue."""

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from reports.wording import Language, Words, words

CATALOGUES = Path(__file__).resolve().parent / "locales"


@dataclass(frozen=True)
class Speech:
    """One language: ``words`` for codes of the engine, ``say`` and ``count`` for what pages say themselves."""

    language: Language
    words: Words
    translations: gettext.NullTranslations

    def say(self, text: str, /, **values: Any) -> str:
        """A Vietnamese text in this language; ``%(name)s`` takes a value."""
        said = self.translations.gettext(text)
        return said % {name: self.words.shown(value) for name, value in values.items()} if values else said

    def count(self, one: str, many: str, /, *, n: int, **values: Any) -> str:
        """A text with a number, ``%(n)s``: Vietnamese has one form, English two."""
        said = self.translations.ngettext(one, many, n)
        shown = {name: self.words.shown(value) for name, value in values.items()}
        return said % {"n": number(n), **shown}


@cache
def speech(language: Language) -> Speech:
    """The words of a language, read once."""
    return Speech(language, words(language), _translations(language))


def _translations(language: Language) -> gettext.NullTranslations:
    """The catalogue, compiled in memory: what lies beside the code is text that people read and correct."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as text:
        catalogue = read_po(text, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def number(value: int | float) -> str:
    """A number as Vietnamese documents print it: 1.234,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
