"""Sentences for findings: none is left over from a code that no reader notes any more."""

import re
from pathlib import Path

from tests.support.marked_files import words

INTAKE = Path(__file__).parents[3] / "intake"
ROOMS = (INTAKE, INTAKE.parent / "engine")


def test_every_sentence_belongs_to_a_code_of_the_readers_or_of_issuing() -> None:
    literals = set(
        re.findall(r'"([a-z0-9_]+)"', "".join(path.read_text("utf-8") for room in ROOMS for path in room.rglob("*.py")))
    )
    assert sorted(words("vi").keys() - literals) == []
    assert words("vi").keys() == words("en").keys()
