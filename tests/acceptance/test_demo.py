"""The main job as its user runs it: two runs say the same, and what they leave agrees with what they say."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from engine.service.tallies import audit
from engine.store.database import open_database
from engine.tallies import COUNT_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
SET_UP = ("agreed", "chose")


def played(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "cli.main", "demo", "--json", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=True)
    assert "2024" in done.stderr, "no progress was shown"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folders = [tmp_path_factory.mktemp("demo") / name for name in ("một", "hai")]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(played, folders))


@pytest.mark.xdist_group("demo")
@pytest.mark.timeout(300)
class TestDemo:
    def test_says_the_same_each_time(self, runs: list[dict[str, Any]]) -> None:
        places = ("folder", "database", "mail")
        first, second = ({k: v for k, v in run.items() if k not in places} for run in runs)
        assert first == second

    def test_has_a_table_for_each_directive_whose_rows_add_up(self, runs: list[dict[str, Any]]) -> None:
        tables = runs[0]["tables"]
        assert len(tables) == 5
        for table in tables:
            total = table["total"]
            assert total["assigned"] == sum(total[name] for name in COUNT_COLUMNS) > 0
            for column in ("assigned", *COUNT_COLUMNS):
                assert sum(row[column] for row in table["rows"]) == total[column]

    def test_counters_agree_with_a_full_count(self, runs: list[dict[str, Any]]) -> None:
        found = audit(open_database(f"sqlite:///{runs[0]['database']}"))
        assert found.mismatches == ()
        assert found.obligations == runs[0]["histories_checked"] > 1000

    def test_every_mail_that_was_sent_arrived_once(self, runs: list[dict[str, Any]]) -> None:
        paths = list(Path(runs[0]["mail"]).glob("*.eml"))
        unsent = ("suppressed", "failed", "waiting")
        sent = sum(count for kind, count in runs[0]["mails"].items() if kind not in unsent)
        identities = {message_from_bytes(path.read_bytes())["Message-ID"] for path in paths}
        assert len(paths) == len(identities) == sent == runs[0]["mails_kept"]
        assert runs[0]["mails"].get("failed", 0) == runs[0]["mails"].get("waiting", 0) == 0

    def test_shows_every_way_to_answer(self, runs: list[dict[str, Any]]) -> None:
        assert set(runs[0]["acts"]) == {
            "accept",
            "acknowledge",
            "ask_extension",
            "grant",
            "refuse",
            "report",
            "return",
            "start",
        }

    def test_explains_one_obligation_with_each_decision(self, runs: list[dict[str, Any]]) -> None:
        why = runs[0]["why"]
        assert why["versions"][0]["derivation"]
        assert {"bundled", "suppressed"} <= {one["decision"] for one in why["decisions"]}

    def test_explains_a_morning_of_mishaps_from_the_record(self, runs: list[dict[str, Any]]) -> None:
        morning = runs[0]["morning"]
        happened = {case: [what for what in one["happened"] if what not in SET_UP] for case, one in morning.items()}
        assert happened == {
            "bounced": ["made", "tried", "told", "disabled", "moved", "tried"],
            "refused": ["made", "tried", "disabled", "moved", "tried"],
            "quiet": ["made", "held", "tried"],
            "pressed": ["made", "tried", "wrote"],
        }
        told = {case: "\n".join(one["told"]) for case, one in morning.items()}
        assert "bị trả lại (5.1.1" in told["bounced"]
        assert "-139" in told["refused"]
        assert "tin chờ đến 09:00 19/10/2023" in told["quiet"]
        assert "07:40 19/10/2023: người nhận bấm nút" in told["pressed"]
        assert "Đã ghi nhận" in told["pressed"]

    def test_says_no_secret_of_the_morning(self, runs: list[dict[str, Any]]) -> None:
        said = json.dumps([run["morning"] for run in runs], ensure_ascii=False)
        assert not re.search(r"LK-|849|message_id|chat-", said)

    def test_sends_each_mail_of_the_morning_to_its_own_server(self, runs: list[dict[str, Any]]) -> None:
        sent = {path.name for path in (Path(runs[0]["folder"]) / "morning" / "mail").glob("2023-10-19_vt.*.eml")}
        assert {"2023-10-19_vt.mnvinhquang@vinhbao.example.eml", "2023-10-19_vt.mntrunglap@vinhbao.example.eml"} <= sent
        assert not any("mntienphong" in name or "mnthangthuy" in name for name in sent)
