"""Our readers of Word and PDF beside python-docx and pdfplumber: python -m benchmarks.readers [FOLDER …] [--json].

Without a folder, files are made for the run: small ones with one difficulty each, letters of two lengths, and the
made-up directives; PDF files of these need LibreOffice (``soffice``) and are left out without it. A folder holds
documents of your own beside what they print, see readers_documents.of_folder. Every reader reads a group of files in a
process of its own. Lines and cells are compared with every run of blanks taken for one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measuring import machine
from benchmarks.readers_alone import Given
from benchmarks.readers_difficulties import Sample, pdf_difficulties, word_difficulties
from benchmarks.readers_documents import documents, of_folder

Counting = Callable[[Sample, Given], int]
PEERS = {".docx": "python-docx", ".pdf": "pdfplumber"}


@dataclass(frozen=True)
class Run:
    """What one reader gave of some files, in order."""

    files: list[Given]
    importing: float
    peak_mb: float


@dataclass(frozen=True)
class Row:
    """A figure of ours beside that of the library."""

    name: str
    ours: str
    peer: str


def run(reader: str, samples: Sequence[Sample]) -> Run:
    """Read the files in a fresh process."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.readers_alone", reader]
    command += [str(sample.path) for sample in samples]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Run([Given(**given) for given in found["files"]], found["importing"], found["peak_mb"])


def exact(sample: Sample, given: Given) -> int:
    """How many lines of the file came back as lines, or as cells where they are of a table."""
    texts = [*given.lines, *(cell for row in given.rows for cell in row)]
    return (Counter(map(_folded, sample.lines)) & Counter(map(_folded, texts))).total()


def present(sample: Sample, given: Given) -> int:
    """How many lines of the file stand anywhere in the text, broken into rows or not."""
    whole = _folded(" ".join([*given.lines, *(cell for row in given.rows for cell in row)]))
    return sum(_folded(line) in whole for line in sample.lines)


def cells(sample: Sample, given: Given) -> int:
    """How many cells came back in rows that are right as a whole."""
    wanted = Counter(tuple(row) for row in sample.rows)
    return sum(len(row) * count for row, count in (wanted & Counter(tuple(row) for row in given.rows)).items())


def verdict(sample: Sample, given: Given) -> str:
    """``right``, or what is wrong."""
    if given.error:
        return given.error.partition(":")[0]
    text = " ".join([*given.lines, *(cell for row in given.rows for cell in row)])
    if any(word in text for word in sample.unwanted):
        return "too much"
    if sample.rows:
        return "right" if [tuple(row) for row in given.rows] == [tuple(row) for row in sample.rows] else "other cells"
    return "right" if exact(sample, given) == len(sample.lines) else "lines missing"


def compared(samples: Sequence[Sample], title: str) -> Iterator[Row]:
    """The rows of a set of files of one format."""
    ours, peer = (run(reader, samples) for reader in ("ours", PEERS[samples[0].path.suffix]))
    if not samples[0].group:
        for sample, one, two in zip(samples, ours.files, peer.files, strict=True):
            yield Row(sample.name, verdict(sample, one), verdict(sample, two))
        return
    runs = (ours, peer)
    lines = sum(len(sample.lines) for sample in samples)
    for name, count in (("lines exactly", exact), ("lines anywhere in the text", present)):
        yield Row(f"{title}: {name}", *(_share(count, samples, of=lines, run=one) for one in runs))
    if places := sum(len(row) for sample in samples for row in sample.rows):
        yield Row(f"{title}: cells in whole rows", *(_share(cells, samples, of=places, run=one) for one in runs))
    if any(file.error for one in runs for file in one.files):
        yield Row(f"{title}: files not read", *(str(sum(bool(file.error) for file in one.files)) for one in runs))
    yield Row(f"{title}: seconds", *(f"{_seconds(one):.2f} (and import {one.importing:.2f})" for one in runs))
    yield Row(f"{title}: peak of memory", *(f"{one.peak_mb:.0f} MB" for one in runs))


def _seconds(run: Run) -> float:
    return sum(file.seconds for file in run.files)


def _share(count: Counting, samples: Sequence[Sample], *, of: int, run: Run) -> str:
    found = sum(count(sample, given) for sample, given in zip(samples, run.files, strict=True))
    return f"{found} of {of} ({100 * found / of:.1f} %)"


def _folded(text: str) -> str:
    return " ".join(text.split())


def measured(folders: Sequence[Path]) -> Iterator[Row]:
    """All rows, one group of files after the other."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        samples = [sample for folder in folders for sample in of_folder(folder)]
        if not folders:
            samples = [
                *word_difficulties(place / "word"),
                *pdf_difficulties(place / "pdf"),
                *documents(place / "whole"),
            ]
        groups: dict[str, list[Sample]] = {}
        for sample in samples:
            groups.setdefault(sample.group or sample.path.suffix, []).append(sample)
        for title, group in groups.items():
            yield from compared(group, title)


def told(rows: Iterable[Row]) -> Iterator[str]:
    """The figures as a table for a page in Markdown."""
    yield ", ".join(f"{key} {value}" for key, value in machine().items())
    yield "\n| | ours | python-docx (Word), pdfplumber (PDF) |\n|---|---|---|"
    yield from (f"| {row.name} | {row.ours} | {row.peer} |" for row in rows)


def main() -> None:
    """Make or find the files, read them, print."""
    parser = argparse.ArgumentParser(description="Our readers of Word and PDF beside python-docx and pdfplumber.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args()
    rows = list(measured(chosen.folders))
    if not rows:
        parser.error("no .txt with a .docx or .pdf of the same name beside it")
    if chosen.json:
        print(json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(told(rows)))


if __name__ == "__main__":
    main()
