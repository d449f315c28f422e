"""Laws of the whole reader for documents that accidents have damaged: no crash, nothing invented, the same again."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DocumentRefused, InputRefused, SecretDocument
from intake.draft_writer import plan_mapping, plan_text
from intake.drafting import draft_of
from intake.drafting.draft import Draft, DraftDeadline
from intake.plan_file import read_plan
from intake.reading.document import Document
from intake.reading.plain import read_text
from intake.reading.source import Source
from intake.yaml_places import read_yaml
from reports.wording import words
from tests.support.damaged_text import ACCIDENTS, damaged_texts
from tests.support.source import ROOT

ORIGINALS: Final = [
    path.read_text(encoding="utf-8")
    for name in ("seeds", "directives")
    for path in sorted((ROOT / "benchmarks" / name / "docs").glob("*.txt"))
]
MANY: Final = settings(max_examples=max(300, settings.default.max_examples if settings.default else 0))
