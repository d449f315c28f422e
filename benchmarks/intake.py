"""How well intake reads directives: python -m benchmarks.intake GOLD_DIR DOCS_DIR [--misses] [--fail-under FILE].

Every gold plan of GOLD_DIR names its document in DOCS_DIR. The document is read as ``dondoc intake`` reads it, and the
draft is compared by the rules of the seeds' README ("How to match"). ``--drafts DIR`` compares plan files instead,
named like the gold.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from ruamel.yaml import YAML

from benchmarks.intake_counts import Miss, Score, total
from benchmarks.intake_floors import figures, raise_floors, read_floors, shortfalls
from benchmarks.intake_scores import score_of
from benchmarks.intake_tables import as_json, tell
from engine.errors import DondocError
from intake.draft_writer import plan_mapping
from intake.drafting import draft_of
from intake.reading import read_document

NOTHING: dict[str, Any] = {"tasks": [], "skipped": []}


def loaded(path: Path) -> dict[str, Any]:
    """A plan file as plain values; dates without quotes become dates, as scoring knows."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return found


def scores(gold_folder: Path, docs: Path, *, drafts: Path | None = None, only: str = "") -> Iterator[Score]:
    """The score of every document whose name contains ``only``."""
    for path in sorted(gold_folder.glob("*.yaml")):
        if only in path.stem:
            gold = loaded(path)
            yield _score(path.stem, gold, source=docs / gold["doc"] if drafts is None else drafts / path.name)


def drafted(path: Path) -> dict[str, Any]:
    """The plan that intake drafts from a document."""
    return plan_mapping(draft_of(read_document(path)))


def _score(name: str, gold: dict[str, Any], *, source: Path) -> Score:
    started = perf_counter()
    refusal = ""
    try:
        got = loaded(source) if source.suffix == ".yaml" else drafted(source)
    except DondocError as error:
        got, refusal = NOTHING, f"{error.code}: {error}"
    seconds = perf_counter() - started
    score = score_of(name, gold, got=got)
    score.seconds = seconds
    if refusal:
        score.note(Miss("refused", "document", "a draft", refusal, is_grave=True))
    return score


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = argparse.ArgumentParser(description="How well intake reads directives, against gold plans.")
    made.add_argument("gold", type=Path, metavar="GOLD_DIR")
    made.add_argument("docs", type=Path, metavar="DOCS_DIR")
    made.add_argument("--only", default="", metavar="PART", help="only documents whose name contains this")
    made.add_argument(
        "--drafts", type=Path, metavar="DIR", help="compare these plan files instead of reading documents"
    )
    made.add_argument("--json", action="store_true", help="print JSON instead of tables")
    made.add_argument("--misses", action="store_true", help="list every disagreement, gold beside reading")
    made.add_argument("--set", default="", metavar="NAME", help="name in the floors; default: the folder of GOLD_DIR")
    made.add_argument("--fail-under", type=Path, metavar="FILE", help="end with 1 if a figure is below its floor")
    made.add_argument("--raise-floors", type=Path, metavar="FILE", help="write better figures as new floors")
    return made


def main() -> int:
    """Run, print, and compare with the floors."""
    chosen = parser().parse_args()
    found = list(scores(chosen.gold, chosen.docs, drafts=chosen.drafts, only=chosen.only))
    if not found:
        print(f"no gold plan in {chosen.gold}", file=sys.stderr)
        return 2
    everything = total(found)
    if chosen.json:
        print(json.dumps(as_json(found, everything), ensure_ascii=False, indent=2))
    else:
        print("\n".join(tell(found, everything, is_with_misses=chosen.misses)))
    name = chosen.set or chosen.gold.resolve().parent.name
    if chosen.raise_floors:
        risen = raise_floors(chosen.raise_floors, name, found=figures(everything))
        print(f"{name}: {len(risen)} floors rose", file=sys.stderr)
    return _judged(name, everything, path=chosen.fail_under) if chosen.fail_under else 0


def _judged(name: str, everything: Score, *, path: Path) -> int:
    floors = read_floors(path).get(name)
    if not floors:
        print(f"{path} has no floors for {name}", file=sys.stderr)
        return 2
    below = shortfalls(figures(everything), floors)
    for line in below:
        print(f"{name}: below its floor: {line}", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
