"""Whole directives through intake: each draft is a plan in both languages, invents nothing, and reaches its floors."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from intake.draft_remarks import NOTES_ONLY, remarks
from intake.draft_writer import plan_text
from intake.drafting import draft_of
from intake.drafting.draft import Draft
from intake.plan_diff import diff_plans
from intake.plan_file import read_plan
from intake.reading import read_document
from reports.wording import LANGUAGES, words
from tests.support.source import ROOT

FLOORS = ROOT / "benchmarks" / "floors.yaml"
SETS = ("seeds", "directives", "blind")
DOCUMENTS = [path for name in SETS for path in sorted((ROOT / "benchmarks" / name / "docs").glob("*.txt"))]

documents = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


@cache
def draft(path: Path) -> Draft:
    """The draft of a document, read once."""
    return draft_of(read_document(path))


@documents
def test_draft_is_a_plan_without_an_error_in_both_languages(path: Path, tmp_path: Path) -> None:
    plans = [tmp_path / f"{language}.yaml" for language in LANGUAGES]
    for plan, language in zip(plans, LANGUAGES, strict=True):
        plan.write_text(plan_text(draft(path), words(language)), encoding="utf-8")
        spec, _ = read_plan(plan)
        assert len(spec.tasks) == len(draft(path).tasks) > 0
    assert diff_plans(*plans).is_same


@documents
def test_draft_is_the_same_byte_for_byte_each_time(path: Path) -> None:
    again = draft_of(read_document(path))
    assert plan_text(again, words("vi")) == plan_text(draft(path), words("vi"))


@documents
def test_every_code_of_a_draft_has_its_words(path: Path) -> None:
    found = draft(path)
    codes = {f"why.{entry.why}" for entry in found.skipped} | {f"kind.{task.kind.value}" for task in found.tasks}
    for remark in remarks(found):
        codes |= {f"how.{remark.how}"} - {f"how.{NOTES_ONLY}"}
        codes |= {f"notes.{note.partition(':')[0]}" for note in remark.notes}
    assert sorted(code for code in codes if f"intake.{code}" not in words("vi")) == []


@documents
def test_texts_and_quotes_stand_in_the_document(path: Path) -> None:
    # The reader drops page numbers and rejoins the sentence, so its lines are what is printed.
    printed = " ".join(" ".join(line.text for line in read_document(path).lines).split())
    for task in draft(path).tasks:
        for text in (task.text, *(deadline.quote for deadline in task.deadlines)):
            assert " ".join(text.split()) in printed, task.id


@pytest.mark.parametrize("name", SETS)
def test_figures_reach_their_floors(name: str) -> None:
    folder = ROOT / "benchmarks" / name
    arguments = [folder / "gold", folder / "docs", "--fail-under", FLOORS]
    command = [sys.executable, "-m", "benchmarks.intake", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_evaluation_fails_below_a_floor_and_tells(tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text("seeds:\n  tasks.recall: 1.1\n", encoding="utf-8")
    folder = ROOT / "benchmarks" / "seeds"
    arguments = [folder / "gold", folder / "docs", "--drafts", folder / "gold", "--fail-under", floors]
    command = [sys.executable, "-m", "benchmarks.intake", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "seeds: below its floor: tasks.recall: 1, at least 1.1 was reached\n")
