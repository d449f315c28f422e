"""The readers of Word and PDF beside python-docx and pdfplumber: what decision 0020 says of them."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.readers import exact, verdict
from benchmarks.readers_alone import Given, Ours, PdfPlumber, PythonDocx, Reader, given
from benchmarks.readers_difficulties import Sample, pdf_difficulties, word_difficulties
from tests.support.source import ROOT

SHARED = {
    *("plain paragraphs and a table", "line breaks", "links", "merged cells"),
    *("plain rows", "letters of another font", "print that is doubled", "a stamp at an angle", "a turned page"),
    *("a ruled table", "a merged cell"),
}


def verdicts(reader: Reader, samples: Iterable[Sample]) -> dict[str, str]:
    """How a reader fares with each difficulty."""
    return {sample.path.stem: verdict(sample, given(reader, sample.path)) for sample in samples}


def test_every_difficulty_is_read_right(tmp_path: Path) -> None:
    found = verdicts(Ours(), [*word_difficulties(tmp_path), *pdf_difficulties(tmp_path)])
    assert {name for name, said in found.items() if said != "right"} == set()
    assert len(found) == 25


def test_libraries_are_right_where_the_decision_says(tmp_path: Path) -> None:
    word = verdicts(PythonDocx(), word_difficulties(tmp_path))
    pdf = verdicts(PdfPlumber(), pdf_difficulties(tmp_path))
    assert {name for name, said in {**word, **pdf}.items() if said == "right"} == SHARED


def test_lines_count_once() -> None:
    sample = Sample("a", Path("a.docx"), ["một", "hai", "hai"])
    assert exact(sample, Given(lines=["hai", "một  ", "một"])) == 2


def test_benchmark_compares_a_folder(tmp_path: Path) -> None:
    plain = next(word_difficulties(tmp_path / "made"))
    (tmp_path / "a.docx").write_bytes(plain.path.read_bytes())
    (tmp_path / "a.txt").write_text("Việc\nNội dung\nkhông có", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.readers", str(tmp_path), "--json"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    rows: list[dict[str, Any]] = json.loads(printed)["rows"]
    assert [(row["ours"], row["peer"]) for row in rows[:2]] == [("2 of 3 (66.7 %)", "2 of 3 (66.7 %)")] * 2
