"""Whole directives through intake: every draft is a plan that can be checked, in both languages, and reaches its floors."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from benchmarks.intake import main, parser
from intake.draft_remarks import remarks
from intake.draft_writer import plan_text
from intake.drafting import draft_of
from intake.drafting.draft import Draft
from intake.plan_diff import diff_plans
from intake.plan_file import read_plan
from intake.reading import read_document
from reports.wording import LANGUAGES, words
from tests.support.source import ROOT

FLOORS = ROOT / "benchmarks" / "floors.yaml"
SETS = ("seeds", "directives")
DOCUMENTS = [path for name in SETS for path in sorted((ROOT / "benchmarks" / name / "docs").glob("*.txt"))]
# Parts of the locale with a sentence for each code that intake gives.
SECTIONS = ("how", "notes", "why")

documents = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


@cache
def draft(path: Path) -> Draft:
    """The draft of a document, read once."""
    return draft_of(read_document(path))


@documents
def test_draft_is_a_plan_without_an_error_in_both_languages(path: Path, tmp_path: Path) -> None:
    plans = []
    for language in LANGUAGES:
        plans.append(tmp_path / f"{language}.yaml")
        plans[-1].write_text(plan_text(draft(path), words(language)), encoding="utf-8")
        spec, _ = read_plan(plans[-1])
        assert len(spec.tasks) == len(draft(path).tasks) > 0
    assert diff_plans(*plans).is_same


@documents
def test_draft_is_the_same_byte_for_byte_each_time(path: Path) -> None:
    again = draft_of(read_document(path))
    assert plan_text(again, words("vi")) == plan_text(draft(path), words("vi"))


@documents
def test_every_code_of_a_draft_has_its_words(path: Path) -> None:
    found = draft(path)
    codes = {f"intake.why.{entry.why}" for entry in found.skipped}
    codes |= {f"intake.kind.{task.kind.value}" for task in found.tasks} | {f"intake.how.{r.how}" for r in remarks(found)}
    codes |= {f"intake.notes.{note.partition(':')[0]}" for remark in remarks(found) for note in remark.notes}
    assert [code for code in sorted(codes) if code not in words("vi") and not code.endswith(".notes_only")] == []


@documents
def test_dates_of_a_draft_stand_in_the_document(path: Path) -> None:
    """A draft invents no day: the figures of day and month are those of the quote, or of the day after it."""
    text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
    for task in draft(path).tasks:
        for deadline in task.deadlines:
            assert re.sub(r"\s+", " ", deadline.quote) in text, (task.id, deadline.quote)


@pytest.mark.parametrize("section", SECTIONS)
def test_words_belong_to_a_code_of_intake(section: str) -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "intake").rglob("*.py"))
    literals = set(re.findall(r"[\"']([a-z0-9_]+)[\"']", source)) | set(re.findall(r"\b[a-z_]+\b", Draft.__doc__ or ""))
    spoken = words("vi").keys(f"intake.{section}.")
    assert sorted(spoken - literals) == []


# --- the evaluation -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETS)
def test_figures_reach_their_floors(name: str) -> None:
    folder = ROOT / "benchmarks" / name
    command = [sys.executable, "-m", "benchmarks.intake", str(folder / "gold"), str(folder / "docs")]
    done = subprocess.run([*command, "--fail-under", str(FLOORS)], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
