"""The command: a first day at the office as a user would type it, each exit code, bad input, both languages."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli import failures
from engine.clock import SystemClock
from tests.support.command import ISSUED_AT, ORGANISATION, PLAN, Terminal, compare, process
from tests.support.source import ROOT

GOLDEN = ROOT / "tests" / "golden" / "cli"
SWEPT_AT = "31/10/2023 08:00"


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command on an empty data folder."""
    for name in ("DONDOC_LANGUAGE", "DONDOC_DATABASE_URL", "DONDOC_DATA_DIR", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(tmp_path / "data", capsys)


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """The command where the letter of Vĩnh Bảo was issued and time has acted to the end of October 2023."""
    terminal.issue()
    terminal.expect("sweep", "--at", SWEPT_AT)
    return terminal


def test_command_leads_from_plan_to_table_as_processes(tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        ran = process(*arguments, folder=tmp_path)
        assert ran.code == 0, ran
        return ran.out

    assert "dondoc init" in process("status", folder=tmp_path).err
    run("init")
    run("org", "import", ORGANISATION)
    assert "không có lỗi" in run("plan", "check", PLAN, "--org", ORGANISATION)
    assert "182 phần việc" in run("issue", PLAN, "--at", ISSUED_AT)
    assert "18 việc quá hạn mới" in run("sweep", "--at", SWEPT_AT)
    assert "QUÁ HẠN (18)" in run("status", "--at", SWEPT_AT)
    assert "đã tiếp nhận" in run("ack", 3, "--as", "ht.mnvinhquang@vinhbao.example")
    run("report", 3, "--text", "Đã xong.")
    assert "đã hoàn thành" in run("accept", 3)
    assert "Tổng cộng" in run("rollup", 1)
    assert "0 chỗ lệch" in run("audit", "tallies")
    assert "nguyên vẹn" in run("audit", "history")
    assert process("doctor", folder=tmp_path).code == failures.UNHEALTHY


def test_texts_of_why_show_and_status_stay(office: Terminal) -> None:
    compare(office.expect("why", 3, "--at", SWEPT_AT), GOLDEN / "why.txt")
    compare(office.expect("why", 3, "--at", SWEPT_AT, lang="en"), GOLDEN / "why.en.txt")
    compare(office.expect("show", 3, "--at", SWEPT_AT), GOLDEN / "show.txt")
    compare(office.expect("status", "--at", SWEPT_AT, "--limit", 3), GOLDEN / "status.txt")
    compare(office.expect("status", "--at", SWEPT_AT, "--limit", 3, lang="en"), GOLDEN / "status.en.txt")


def test_text_of_rollup_stays(office: Terminal) -> None:
    compare(office.expect("rollup", 1), GOLDEN / "rollup.txt")
    compare(office.expect("rollup", 1, "--by", "assigned", "--worst-first", lang="en"), GOLDEN / "rollup.en.txt")


def test_table_of_a_past_day_knows_nothing_of_what_came_later(office: Terminal) -> None:
    late = " 18 "
    assert late in office.expect("rollup", 1).rpartition("Tổng cộng")[2]
    assert late not in office.expect("rollup", 1, "--as-of", "28/10/2023").rpartition("Tổng cộng")[2]


@pytest.mark.parametrize(
    ("name", "phrase", "issued", "options"),
    [
        ("before", "trước ngày 30/10/2023", "2023-10-10", ()),
        ("monthly", "hằng tháng trước ngày 25", "10/10/2023", ()),
        ("working_days", "trong 05 ngày làm việc kể từ ngày nhận được văn bản", "2023-12-28", ()),
        ("none", "thường xuyên", "2023-10-10", ()),
        ("event", "trong 10 ngày kể từ ngày kết thúc học kỳ", "2023-10-10", ("--event", "2024-01-15")),
    ],
)
def test_text_of_deadline_stays(
    terminal: Terminal, name: str, phrase: str, issued: str, options: tuple[str, ...]
) -> None:
    arguments = ("deadline", phrase, "--issued", issued, *options)
    compare(terminal.expect(*arguments), GOLDEN / f"deadline_{name}.txt")
    compare(terminal.expect(*arguments, lang="en"), GOLDEN / f"deadline_{name}.en.txt")


def test_lines_fit_a_page(office: Terminal) -> None:
    for arguments in (("status",), ("rollup", 1), ("directives",), ("calendar", "show", 2024), ("org", "show")):
        tables = [line for line in office.expect(*arguments).splitlines() if "  " in line.strip()]
        assert tables
        assert max(map(len, tables)) <= 100, arguments


def test_help_is_quick_to_load_and_names_no_heavy_room() -> None:
    code = (
        "import sys, cli.main; heavy = {'sqlalchemy', 'pydantic', 'jinja2', 'rich', 'prefect', 'engine.store'};"
        " print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_of_every_command_is_in_the_language(terminal: Terminal, lang: str) -> None:
    heading = {"vi": "Cách dùng: dondoc", "en": "Usage: dondoc"}[lang]
    for path in ((), ("org",), ("calendar", "set"), ("messages",), ("report",), ("demo",)):
        printed = terminal.expect(*path, "--help", lang=lang)
        assert printed.startswith(heading), path
        assert max(map(len, printed.splitlines())) <= 120


def test_version_is_printed(terminal: Terminal) -> None:
    assert re.fullmatch(r"dondoc \d+\.\d+\.\d+\n", terminal.expect("--version"))


# --- acts ---------------------------------------------------------------------------------------


def test_unit_reports_and_office_returns_and_accepts(office: Terminal, tmp_path: Path) -> None:
    paper = tmp_path / "báo cáo.pdf"
    paper.write_bytes(b"%PDF-1.7 noi dung")
    unit, chief = "ht.mnvinhquang@vinhbao.example", "truongphong@vinhbao.example"
    office.expect("ack", 3, "--as", unit)
    office.expect("start", 3, "--as", unit)
    office.expect("report", 3, "--text", "Đã làm.", "--file", paper, "--as", unit)
    assert "phải nêu lý do" in office.expect("return", 3, code=failures.LIFE_CYCLE)
    office.expect("return", 3, "--reason", "Thiếu số liệu")
    office.expect("report", 3, "--text", "Đã bổ sung.", "--as", unit)
    assert "không có quyền" in office.expect("accept", 3, "--as", unit, code=failures.LIFE_CYCLE)
    office.expect("accept", 3)
    shown = office("show", 3, "--json").json
    assert shown["status"] == "completed"
    assert shown["timeliness"] == "late"
    assert [report["review"] for report in shown["reports"]] == ["returned", "accepted"]
    kept = shown["reports"][0]["files"][0]
    assert (office.folder / "files" / f"{kept['sha256']}.pdf").read_bytes() == paper.read_bytes()
    assert "Không có người" in office.expect("ack", 5, "--as", chief, code=failures.INPUT)


def test_extension_is_asked_granted_and_refused(office: Terminal) -> None:
    office.expect("extend", "ask", 4, "--until", "31/12/2099", "--reason", "Chờ kinh phí")
    assert "còn một đề nghị" in office.expect(
        "extend", "ask", 4, "--until", "31/12/2099", "--reason", "x", code=failures.LIFE_CYCLE
    )
    assert "30/12/2050" in office.expect("extend", "grant", 4, "--until", "2050-12-30")
    office.expect("extend", "ask", 4, "--until", "31/12/2060", "--reason", "Chờ kinh phí")
    assert "từ chối" in office.expect("extend", "refuse", 4, "--reason", "Đã gia hạn")
    assert "30/12/2050" in office.expect("why", 4)


def test_deadline_is_corrected_by_phrase_or_taken_away(office: Terminal) -> None:
    assert "15/12/2050" in office.expect("correct", 5, "--phrase", "chậm nhất ngày 15/12/2050", "--reason", "Ghi sai")
    assert "–" in office.expect("correct", 6, "--none", "--reason", "Không có thời hạn")
    office.expect("correct", 5, "--none", "--phrase", "x", "--reason", "y", code=failures.USAGE)


def test_work_is_cancelled_several_at_once(office: Terminal) -> None:
    printed = office.expect("cancel", 7, 8, 7, "--reason", "Trùng việc")
    assert printed.count("đã hủy") == 2
    assert office("status", "--all", "--limit", 1, "--json").json["open"] == 180


# --- exit codes and bad input -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show",), failures.USAGE, "Thiếu ID"),
        (("status", "--nope"), failures.USAGE, "--nope"),
        (("sweep", "--at", "hôm qua"), failures.USAGE, "hôm qua"),
        (("sweep", "--at", "2999-01-01"), failures.USAGE, "còn ở phía trước"),
        (("deadline", "trước ngày 30/10/2023", "--issued", "31/02/2023"), failures.USAGE, "31/02/2023"),
        (("deadline", "hôm nào đó", "--issued", "2023-10-10"), failures.INPUT, "hôm nào đó"),
        (("deadline", "x", "--issued", "2023-10-10", "--zone", "Moon/Base"), failures.USAGE, "Moon/Base"),
        (("deadline", "x", "--issued", "2023-10-10"), failures.INPUT, "x"),
        (("plan", "check", "/nonexistent.yaml"), failures.INPUT, "/nonexistent.yaml"),
        (("plan", "check", "/"), failures.INPUT, "/"),
        (("plan", "check", "/bin/sh"), failures.INPUT, "/bin/sh"),
        (("status",), failures.STORAGE, "dondoc init"),
        (("simulate", "--until", "2020-01-01"), failures.USAGE, "đã qua"),
        (("messages", "--state", "lost"), failures.USAGE, "lost"),
        (("policies", "--foo"), failures.USAGE, "--foo"),
    ],
)
def test_refusal_has_a_sentence_and_a_code(
    terminal: Terminal, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = terminal(*arguments)
    assert ran.code == code, ran
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", 99999), failures.INPUT, "99999"),
        (("status", "--unit", "Trường Không Có"), failures.INPUT, "Trường Không Có"),
        (("rollup", 77), failures.INPUT, "77"),
        (("rollup", 1, "--task", "T99"), failures.INPUT, "T99"),
        (("rollup", 1, "--by", "guess"), failures.USAGE, "guess"),
        (("accept", 3), failures.LIFE_CYCLE, "mới giao"),
        (("report", 3, "--figure", "so"), failures.USAGE, "so"),
        (("report", 3, "--figure", "so=1"), failures.LIFE_CYCLE, "so"),
        (("report", 3, "--file", "/nonexistent"), failures.STORAGE, "/nonexistent"),
        (("issue", PLAN), failures.LIFE_CYCLE, "đã được ban hành"),
        (("calendar", "show", 1600), failures.INPUT, "1600"),
        (("calendar", "set", "2026-01-05", "--name", "x", "--source", "y"), failures.USAGE, "--off"),
        (("extend", "grant", 3), failures.LIFE_CYCLE, "không có đề nghị"),
        (("org", "absent", "ai@do.vn", "--from", "01/01/2026", "--to", "02/01/2026"), failures.INPUT, "ai@do.vn"),
    ],
)
def test_refusal_by_the_record_has_a_sentence_and_a_code(
    office: Terminal, arguments: tuple[object, ...], code: int, said: str
) -> None:
    ran = office(*arguments)
    assert ran.code == code, ran
    assert said in ran.err


def test_refused_plan_tells_every_problem_with_its_place(terminal: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "plan.yaml"
    broken.write_text("issuer: x\ntitle: ''\ntasks: []\n", encoding="utf-8")
    printed = terminal.expect("plan", "check", broken, code=failures.INPUT)
    assert f"{broken}:2: lỗi:" in printed
    assert "lỗi" in printed.splitlines()[0]


def test_file_that_is_no_database_is_a_storage_failure(terminal: Terminal) -> None:
    terminal.folder.mkdir()
    (terminal.folder / "dondoc.db").write_bytes(b"not a database, but long enough to be looked at" * 50)
    assert "Traceback" not in terminal.expect("status", code=failures.STORAGE)


def test_broken_setting_is_named_without_its_value(tmp_path: Path) -> None:
    ran = process("status", folder=tmp_path, environment={"DONDOC_SMTP_PORT": "hush"})
    assert ran.code == failures.INPUT
    assert "DONDOC_SMTP_PORT" in ran.err
    assert "hush" not in ran.err


def test_reader_that_goes_away_ends_the_command_quietly(tmp_path: Path) -> None:

    reading, writing = os.pipe()
    os.close(reading)
    command = [
        sys.executable,
        "-c",
        "from cli.main import run; run()",
        "deadline",
        "thường xuyên",
        "--issued",
        "2024-01-01",
    ]
    environment = {**os.environ, "DONDOC_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == failures.PIPE_CLOSED
    assert done.stderr == b""


# --- JSON ---------------------------------------------------------------------------------------


def test_deadline_as_json_is_what_is_promised(terminal: Terminal) -> None:
    found = terminal("deadline", "trước ngày 30/10/2023", "--issued", "2023-10-10", "--json").json
    assert found["last_day"] == "2023-10-29"
    assert found["due_at"] == "2023-10-30T00:00:00+07:00"
    assert found["rule"]["type"] == "before"
    assert found["derivation"]
    undated = terminal("deadline", "thường xuyên", "--issued", "2023-10-10", "--json").json
    assert undated["due_at"] is None
    assert undated["last_day"] is None


def test_recurrence_as_json_has_the_next_five(terminal: Terminal) -> None:
    found = terminal("deadline", "hằng tháng trước ngày 25", "--issued", "2023-10-10", "--json").json
    assert [one["last_day"] for one in found["occurrences"]] == [
        "2023-10-24",
        "2023-11-24",
        "2023-12-24",
        "2024-01-24",
        "2024-02-24",
    ]


def test_lists_as_json_have_stable_keys(office: Terminal) -> None:
    status = office("status", "--at", SWEPT_AT, "--json", "--limit", 1).json
    assert {group["group"]: group["count"] for group in status["groups"]} == {
        "overdue": 18,
        "due_soon": 18,
        "waiting": 0,
        "within_term": 16,
        "no_deadline": 130,
    }
    assert status["groups"][0]["obligations"][0]["due_at"] == "2023-10-30T00:00:00+07:00"
    table = office("rollup", 1, "--json").json
    assert table["total"]["assigned"] == 182
    assert table["total"]["rates"]["open_overdue"] == {"part": 18, "whole": 18, "percent": 100.0}
    assert sum(row["open_overdue"] for row in table["rows"]) == 18
    why = office("why", 3, "--json").json
    assert why["versions"][0]["derivation"]
    assert {one["decision"] for one in why["decisions"]} <= {"bundled", "merged", "sent"}
    assert office("directives", "--json").json[0]["id"] == 1
    assert office("calendar", "show", 2024, "--json").json["year"] == 2024
    assert office("calendar", "check", "--json").json == []
    assert "default" in office("policies", "--json").json["ladders"]
    assert office("audit", "tallies", "--json").json["mismatches"] == []
    assert office("messages", "--json").json == []
    assert office("org", "show", "--json").json[0]["scheme"] == "vinh_bao"


# --- the rest of the office ---------------------------------------------------------------------


def test_dry_run_writes_nothing(terminal: Terminal) -> None:
    terminal.expect("init")
    printed = terminal.expect("issue", PLAN, "--org-file", ORGANISATION, "--at", ISSUED_AT, "--dry-run")
    assert "182 phần việc" in printed
    assert terminal("directives", "--json").json == []
    assert terminal("org", "show", "--json").json == []


def test_calendar_change_moves_what_counts_working_days(office: Terminal) -> None:
    trial = ("calendar", "set", "2050-01-03", "--off", "--name", "Nghỉ", "--source", "QĐ", "--trial")
    assert "Chạy thử" in office.expect(*trial)
    office.expect("calendar", "set", "2050-01-03", "--off", "--name", "Nghỉ", "--source", "QĐ", "--expected")
    assert "2050-01-03" in [day["on"] for day in office("calendar", "show", 2050, "--json").json["days"]]
    office.expect("calendar", "unset", "03/01/2050")
    assert "2050-01-03" not in [day["on"] for day in office("calendar", "show", 2050, "--json").json["days"]]
    office.expect("calendar", "confirm", 2050)
    assert office("calendar", "show", 2050, "--json").json["status"] == "official"


def test_absence_is_noted_and_delivery_writes_to_the_folder(office: Terminal) -> None:
    office.expect("org", "absent", "ht.mnvinhquang@vinhbao.example", "--from", "01/01/2026", "--to", "05/01/2026")
    office.expect(
        "org",
        "absent",
        "ht.mnvinhquang@vinhbao.example",
        "--from",
        "05/01/2026",
        "--to",
        "01/01/2026",
        code=failures.USAGE,
    )
    assert "thư nằm trong" in office.expect("deliver")
    assert "không bị dừng" in office.expect("messages", "resume", "email")


def test_policies_are_copied_once_and_a_broken_one_is_named(office: Terminal) -> None:
    assert "4 tệp" in office.expect("policies", "copy")
    assert "0 tệp" in office.expect("policies", "copy")
    (office.folder / "policies" / "office.yaml").write_text("digest_at: noon\n", encoding="utf-8")
    assert "office.yaml:1" in office.expect("status", code=failures.INPUT)
    findings = {f["id"]: f["level"] for f in office("doctor", "--json").json["findings"]}
    assert findings["D004"] == "error"


def test_simulation_is_printed_and_changes_nothing(office: Terminal) -> None:
    before = office("status", "--all", "--json").json["groups"]
    assert "Giả lập" in office.expect("simulate", "--until", _soon(office))
    assert office("status", "--all", "--json").json["groups"] == before


def _soon(office: Terminal) -> str:
    return (SystemClock().now() + timedelta(days=3)).isoformat(timespec="minutes")


def test_flows_are_listed(terminal: Terminal) -> None:
    assert "sweep" in terminal.expect("flows", "list")
    assert {"name", "cron"} <= set(terminal("flows", "list", "--json").json[0])


def test_workbook_of_units_and_people_is_written_filled_in_and_imported(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect("init")
    template = tmp_path / "don-vi.xlsx"
    assert str(template) in terminal.expect("org", "template", template)
    assert "--force" in terminal.expect("org", "template", template, code=failures.USAGE)
    book = load_workbook(template)
    book["Hướng dẫn"]["B1"] = "Giáo dục Hoa Sen"
    book["Đơn vị"].append(["PHONG", "Phòng Giáo dục", "phòng"])
    book["Cán bộ"].append(["Trần Thị B", "KHONG", "văn thư"])
    book.save(template)
    assert "Cán bộ!B4" in terminal.expect("org", "import", template, code=failures.INPUT)
    assert terminal("org", "show", "--json").json == []
    book["Cán bộ"]["B4"] = "PHONG"
    book.save(template)
    assert "giao_duc_hoa_sen" in terminal.expect("org", "import", template)
    people = tmp_path / "nguoi.csv"
    people.write_text("Họ tên;Đơn vị (mã);Chức vụ/vai trò\nA;PHONG;lãnh đạo\n", encoding="utf-8")
    terminal.expect("org", "import", people, "--scheme", "giao_duc_hoa_sen")
    (scheme,) = terminal("org", "show", "--json").json
    assert [person["role"] for person in scheme["units"][0]["people"]] == ["van_thu", "lanh_dao"]
