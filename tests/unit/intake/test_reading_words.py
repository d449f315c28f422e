"""Words for what the reader of documents says about its readings: each code has some, and no words are left over."""

import ast
import re
from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML

from tests.support.marked_files import words as problem_words
from tests.support.source import ROOT, listed

DRAFTING = ROOT / "intake" / "drafting"
# Functions whose first arguments are codes: the position of ``how`` and of ``notes``.
HOW_AT = {"Reading": 1, "unresolved": 0}
NOTES_AT = {"Reading": 4}


def spoken(language: str) -> dict[str, dict[str, str]]:
    """The part of the locale that belongs to intake."""
    text = (ROOT / "reports" / "locales" / f"{language}.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(text)["intake"]
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the reader of documents with the name of what is called."""
    for path in DRAFTING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node


def texts(node: ast.AST) -> set[str]:
    """The texts written out in an expression, on whichever branch; not those of a comparison."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    if isinstance(node, ast.Tuple):
        return set().union(*(texts(item) for item in node.elts))
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def codes(key: str, places: dict[str, int]) -> set[str]:
    """The codes that are written out in calls, by keyword or position."""
    found: set[str] = set()
    for name, call in calls():
        by_name = [keyword.value for keyword in call.keywords if keyword.arg == key]
        at = places.get(name, len(call.args))
        for argument in [*by_name, *call.args[at : at + 1]]:
            found |= texts(argument)
    return found


def warnings() -> set[str]:
    """The codes of everything a reader warns about."""
    found: set[str] = set()
    for path in [*DRAFTING.rglob("*.py"), *(ROOT / "intake" / "reading").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".warning"):
                found |= texts(node.args[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                found |= texts(node.args[1])
    return found


def literals() -> set[str]:
    """Every word in the source of the reader of documents and of its corrections, docstrings included."""
    source = "".join(path.read_text("utf-8") for path in [*DRAFTING.rglob("*.py"), *DRAFTING.parent.glob("plan_*.py")])
    return set(re.findall(r"\b[a-z][a-z0-9_]+\b", source))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_that_is_written_out_has_its_words(language: str) -> None:
    words = spoken(language)
    assert listed(sorted(codes("how", HOW_AT) - words["how"].keys())) == ""
    assert listed(sorted(codes("notes", NOTES_AT) - words["notes"].keys())) == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_warning_has_its_words(language: str) -> None:
    assert "intake_no_tasks" in warnings()
    assert listed(sorted(warnings() - problem_words(language).keys())) == ""


@pytest.mark.parametrize("section", ["how", "notes", "why"])
def test_words_belong_to_a_code_of_intake(section: str) -> None:
    assert listed(sorted(spoken("vi")[section].keys() - literals())) == ""


def test_codes_are_found_on_both_branches() -> None:
    call = ast.parse('Reading(1, "a" if x == "c" else "b", "sure", None, ("d",))').body[0]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert [texts(argument) for argument in call.value.args] == [set(), {"a", "b"}, {"sure"}, set(), {"d"}]
