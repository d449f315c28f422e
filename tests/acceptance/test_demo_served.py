"""`dondoc demo --serve` as a newcomer meets it: a page within seconds, a role at one click, a month at another."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from lxml import html

from config.bootstrap import ROOM
from config.policies_file import read_policies
from engine.errors import AlreadyIssued
from engine.service.issuing import issue
from engine.service.system import last_beat_at
from engine.store.database import open_database, reading
from engine.store.messages import counts
from intake.plan_file import read_plan
from tests.support.command import PLAN
from tests.support.processes import Started, eventually, free_port, python, started

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT_ONCE = 60.0
SOON = 10.0
PAST = 120.0


class Visitor:
    """A browser that remembers its cookies and fills in the first form with an action."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=60)

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def press(self, path: str, action: str, **fields: str) -> str:
        form = next(f for f in html.fromstring(self.get(path)).xpath("//form") if f.get("action") == action)
        answer = self.client.post(action, data={**dict(form.form_values()), **fields}, follow_redirects=False)
        assert answer.status_code == 303, (action, answer.status_code, answer.text)
        return self.get("/thu")

    def day(self) -> datetime:
        """The demo's present."""
        found = re.search(r"(\d\d/\d\d/\d{4} \d\d:\d\d)", self.get("/thu/gio"))
        assert found
        return datetime.strptime(found[1], "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Started, Visitor, Path]]:
    port = free_port()
    command = python("-m", "cli.main", "demo", "--serve", "--port", str(port), "--out", str(tmp_path / "demo"))
    with started(*command, log=tmp_path / "demo.log", environment={}) as process:
        process.says("http://127.0.0.1", within=AT_ONCE)
        visitor = Visitor(f"http://127.0.0.1:{port}")
        with visitor.client:
            yield process, visitor, tmp_path / "demo"


@pytest.mark.timeout(300)
def test_newcomer_becomes_somebody_issues_the_letter_and_sees_a_month_pass(
    demo: tuple[Started, Visitor, Path],
) -> None:
    process, visitor, folder = demo
    assert "đang dựng lại quá khứ" in visitor.get("/thu")
    assert "Vĩnh Bảo" in visitor.get("/thu/van-ban.txt")
    process.says("Hôm nay là 10/10/2023", within=PAST)
    assert "Trưởng Phòng GDĐT" in visitor.press("/thu", "/thu/vai", vai="lanh-dao")
    eventually(lambda: "đang dừng" in visitor.get("/thu/gio"), what="the clock waits for the newcomer")
    stood_at = visitor.day()
    assert stood_at == datetime(2023, 10, 10, 8, tzinfo=ZONE)
    assert "cong-van-vinh-bao.txt" in visitor.get("/giao-viec")

    database = open_database(f"sqlite:///{folder / 'dondoc.db'}")
    plan, _ = read_plan(PLAN)
    policies = read_policies(ROOM / "policies")
    issued = issue(database, plan, policies=policies, at=stood_at, actor="Trưởng phòng", scheme="vinh_bao")
    mails = len(list((folder / "mail").glob("*.eml")))
    visitor.press("/thu", "/thu/gio", them="thang")
    assert (visitor.day() - stood_at).days == 30
    assert len(list((folder / "mail").glob("*.eml"))) > mails
    with pytest.raises(AlreadyIssued) as refused:
        issue(database, plan, policies=policies, at=stood_at, actor="story", scheme="vinh_bao")
    assert refused.value.values["id"] == issued.directive_id
    with reading(database) as connection:
        assert any(row.state == "accepted" for row in counts(connection))
    assert "Trưởng Phòng GDĐT" in visitor.get("/thu"), "the session must outlast the month"
    assert last_beat_at(database, "heartbeat")
    database.dispose()
    visitor.press("/thu", "/thu/gio", **{"toc-do": "ngay"})
    eventually(lambda: (visitor.day() - stood_at).days > 31, what="time goes on by itself")
    assert process.end(within=SOON) == 0, process.output
    assert str(folder) in process.output
    assert "Traceback" not in process.output


@pytest.mark.timeout(120)
def test_demo_ends_soon_while_its_past_is_being_made(demo: tuple[Started, Visitor, Path]) -> None:
    process, visitor, _ = demo
    assert visitor.client.get("/health").json() == {"status": "ok"}
    assert process.end(within=SOON) == 0, process.output
    assert "Traceback" not in process.output
