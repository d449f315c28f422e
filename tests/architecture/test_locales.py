"""Locales: every sentence in both languages, with the same values, and one for every error."""

import inspect
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ruamel.yaml import YAML

from engine import errors
from tests.support.source import ROOT, listed, rooms

LANGUAGES = ("vi", "en")
LOCALES = ROOT / "reports" / "locales"


def sentences(path: Path) -> dict[str, str]:
    """The sentences of a locale under their dotted keys."""
    return dict(flattened(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))))


def flattened(tree: Mapping[str, Any], *, prefix: str = "") -> Iterable[tuple[str, str]]:
    """The leaves of a nested mapping with their dotted keys."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from flattened(value, prefix=f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def placeholders(sentence: str) -> set[str]:
    """Names of the values a sentence takes."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def disagreements(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Keys that only one language has, and sentences that take other values."""
    lonely = [f"{key} is in one language only" for key in sorted(one.keys() ^ other.keys())]
    unlike = [key for key in sorted(one.keys() & other.keys()) if placeholders(one[key]) != placeholders(other[key])]
    return lonely + [f"{key} takes other values in the other language" for key in unlike]


def untranslated(kinds: Iterable[type[errors.DondocError]], spoken: Mapping[str, str]) -> list[str]:
    """Errors without a sentence, and sentences that take values their error does not carry."""
    return [
        f"errors.{kind.__name__}: {problem}"
        for kind in kinds
        if (problem := what_is_wrong(spoken.get(f"errors.{kind.__name__}"), said=kind.__doc__ or ""))
    ]


def what_is_wrong(sentence: str | None, *, said: str) -> str:
    """Why a translation does not stand for the docstring ``said``, or ""."""
    if sentence is None:
        return "missing"
    unknown = placeholders(sentence) - placeholders(said.split("\n", 1)[0])
    return f"unknown values {sorted(unknown)}" if unknown else ""


def family() -> list[type[errors.DondocError]]:
    """Every error of engine.errors."""
    return [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DondocError)]


def test_languages_say_the_same() -> None:
    one, other = (sentences(LOCALES / f"{language}.yaml") for language in LANGUAGES)
    assert listed(disagreements(one, other)) == ""


def test_errors_have_a_sentence_in_each_language() -> None:
    for language in LANGUAGES:
        assert listed(untranslated(family(), sentences(LOCALES / f"{language}.yaml"))) == "", language


def test_disagreements_are_found() -> None:
    one = {"a": "{n} ngày", "b": "x", "c": "{when:%d/%m}"}
    other = {"a": "{m} days", "c": "{when}", "d": "y"}
    assert disagreements(one, other) == [
        "b is in one language only",
        "d is in one language only",
        "a takes other values in the other language",
    ]


def test_untranslated_errors_are_found() -> None:
    spoken = {"errors.NotFound": "Không có {what} {key} trong {place}."}
    assert untranslated([errors.NotFound, errors.Stale], spoken) == [
        "errors.NotFound: unknown values ['place']",
        "errors.Stale: missing",
    ]


def test_everything_that_may_be_missing_has_a_name() -> None:
    named = {name for source in rooms() for name in re.findall(r'NotFound\(what="(\w+)"', source.text)}
    assert named
    for language in LANGUAGES:
        known = sentences(LOCALES / f"{language}.yaml")
        assert [name for name in sorted(named) if f"things.{name}" not in known] == []
