"""The pages about channels say what the program does: settings, card keys, the file of templates, orders, replies."""

import re
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from config.channels import read_forms
from config.policies_file import read_policies
from config.settings import Settings
from engine.channels import PROBES, ChannelKind
from engine.service.contacts import CODE_LIFE
from notifications.card import LIMITS
from notifications.replies import Acknowledged, ExtensionAsked, MyWork, read_reply
from tests.support.source import ROOT

PAGES = ROOT / "docs" / "channels"
_BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README", "email", "zalo-bot", "zalo-zbs"])
def test_settings_of_a_page_exist(name: str) -> None:
    named = set(re.findall(r"DONDOC_([A-Z_]*[A-Z])", page(name)))
    assert {one.lower() for one in named} <= set(Settings.model_fields)


def test_page_of_templates_lists_every_card_key_with_its_limit() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\d+)[^|]*\|$", page("zalo-zbs"), re.MULTILINE)
    assert {key: int(limit) for key, limit in rows} == dict(LIMITS)


def test_file_of_templates_on_the_page_can_be_read(tmp_path: Path) -> None:
    (block,) = _BLOCK.findall(page("zalo-zbs"))
    path = tmp_path / "mau.yaml"
    path.write_text(block, encoding="utf-8")
    found = read_forms(path)
    assert set(found) == {ChannelKind.ZALO_PHONE, ChannelKind.ZALO_UID}
    used = {key for kinds in found.values() for form in kinds.values() for key in form["parameters"].values()}
    assert used <= set(LIMITS)


def test_order_on_the_page_is_the_shipped_one() -> None:
    (block,) = _BLOCK.findall(page("README"))
    told = YAML(typ="safe").load(block)
    shipped = read_policies(ROOT / "config" / "policies")
    assert tuple(told["channels"]) == shipped.channels
    assert tuple(told["urgent_channels"]) == shipped.urgent_channels
    assert told["fall_back_minutes"] * 60 == shipped.fall_back_after.total_seconds()


def test_spans_on_the_pages_are_those_in_force() -> None:
    minutes = [round(wait.total_seconds() / 60) for wait in PROBES]
    assert minutes == [int(one) for one in re.findall(r"sau (\d+), (\d+), (\d+) rồi mỗi (\d+) phút", page("README"))[0]]
    assert f"sống {CODE_LIFE.days} ngày" in page("README")


def test_replies_on_the_page_are_understood() -> None:
    said = re.findall(
        r"^\| `([^`]+)`(?: hoặc `([^`]+)`)? \|", page("README").partition("trả lời được gì")[2], re.MULTILINE
    )
    first, more, mine = said[0], said[1][0], said[2][0]
    today = date(2026, 4, 1)
    assert [read_reply(one, today=today) for one in first] == [Acknowledged(None), Acknowledged(123)]
    asked = read_reply(more, today=today)
    assert asked == ExtensionAsked(date(2026, 5, 20), "chờ số liệu", 123)
    assert read_reply(mine, today=today) == MyWork()
