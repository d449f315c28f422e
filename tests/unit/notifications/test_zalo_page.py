"""docs/zalo.md: its tables of codes are those of the program."""

import re

import pytest

from engine.outbox import OutcomeClass
from notifications.channels.zalo.codes import TABLES, Api
from tests.support.source import ROOT


def written(api: Api) -> dict[int, OutcomeClass]:
    """The table of ``api`` as the page has it."""
    page = (ROOT / "docs/zalo.md").read_text(encoding="utf-8")
    found = re.search(rf"\| code of {api.name} \| class \|\n\|---\|---\|\n((?:\|.*\n)+)", page)
    assert found, f"no table of {api.name}"
    rows = [row.strip("|\n").split("|") for row in found[1].splitlines()]
    return {int(code): OutcomeClass(name.strip()) for codes, name in rows for code in codes.split(",")}


@pytest.mark.parametrize("api", [Api.OA, Api.ZBS, Api.BOT])
def test_page_tells_the_class_of_every_code(api: Api) -> None:
    assert written(api) == dict(TABLES[api])
