"""``dondoc intake`` and ``dondoc plan diff``: from a letter to a plan that can be checked, corrected and issued."""

import stat
from pathlib import Path

import pytest

from cli import failures
from tests.support.command import ORGANISATION, Terminal, compare, process
from tests.support.source import ROOT

GOLDEN = ROOT / "tests" / "golden" / "cli"
LETTER = """\
UBND HUYỆN AN PHÚ
PHÒNG GIÁO DỤC VÀ ĐÀO TẠO

Số: 125/PGDĐT-MN
V/v báo cáo số liệu đầu năm học

An Phú, ngày 03 tháng 9 năm 2024

Kính gửi: Các trường mầm non trong huyện

Căn cứ Công văn số 2045/SGDĐT-GDMN ngày 28/8/2024 của Sở Giáo dục và Đào tạo về việc báo cáo đầu năm;

Phòng Giáo dục và Đào tạo yêu cầu các trường thực hiện một số nội dung sau:

1. Rà soát cơ sở vật chất, đồ dùng, đồ chơi của nhà trường.

2. Báo cáo số liệu trẻ em gửi về Phòng Giáo dục và Đào tạo trước ngày 20/9/2024 (theo mẫu đính kèm).

3. Tổ chức kiểm tra công tác bán trú hằng tháng.

Đề nghị các trường nghiêm túc triển khai thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT, MN.

TRƯỞNG PHÒNG

Nguyễn Văn Bình
"""


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command on an empty data folder."""
    for name in ("DONDOC_LANGUAGE", "DONDOC_DATABASE_URL", "DONDOC_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(tmp_path / "data", capsys)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A short letter as a text file."""
    path = tmp_path / "thu.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_letter_becomes_a_plan_that_can_be_checked(terminal: Terminal, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.yaml"
    printed = terminal.expect("intake", letter, "--out", out)
    assert "3 nhiệm vụ" in printed
    assert "T02 19/09/2024" in printed
    assert "không có lỗi" in terminal.expect("plan", "check", out)
    assert terminal.expect("intake", letter) == out.read_text(encoding="utf-8")


def test_texts_of_intake_stay(terminal: Terminal, letter: Path) -> None:
    for lang, ending in (("vi", "txt"), ("en", "en.txt")):
        compare(terminal.expect("intake", letter, lang=lang), GOLDEN / f"intake.{ending}")
        compare(terminal.expect("intake", letter, "--review", lang=lang), GOLDEN / f"intake_review.{ending}")


def test_review_marks_what_is_doubtful_without_colour(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text(LETTER.replace("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\n\nSố", "\nSố").replace("20/9/2024", "…/9/2024"), "utf-8")
    printed = terminal.expect("intake", path, "--review")
    assert "\x1b[" not in printed
    assert any(line.startswith("? ") for line in printed.splitlines())


def test_json_holds_the_plan_and_how_each_value_was_read(terminal: Terminal, letter: Path) -> None:
    found = terminal("intake", letter, "--json").json
    assert found["plan"]["number"] == "125/PGDĐT-MN"
    assert [task["deadlines"] for task in found["plan"]["tasks"]][1] == [
        {"quote": "trước ngày 20/9/2024", "due": "2024-09-19"}
    ]
    readings = {reading["place"]: reading for reading in found["readings"]}
    assert {"number", "issuer", "T02.owner", "T02.deadlines[1].due"} <= readings.keys()
    assert readings["number"]["line"] == 4


def test_file_that_is_there_stays_unless_forced(terminal: Terminal, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.yaml"
    out.write_text("đã sửa\n", encoding="utf-8")
    out.chmod(0o640)
    assert str(out) in terminal.expect("intake", letter, "--out", out, code=failures.USAGE)
    assert out.read_text(encoding="utf-8") == "đã sửa\n"
    terminal.expect("intake", letter, "--out", out, "--force")
    assert out.read_text(encoding="utf-8") != "đã sửa\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_folder_that_is_not_there_is_told(terminal: Terminal, letter: Path, tmp_path: Path) -> None:
    terminal.expect("intake", letter, "--out", tmp_path / "nowhere" / "plan.yaml", code=failures.STORAGE)


def test_units_of_an_organisation_are_known_by_name(terminal: Terminal, letter: Path) -> None:
    assert "doc: thu.txt" in terminal.expect("intake", letter, "--org", ORGANISATION)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n", b"\0" * 64])
def test_what_is_no_document_is_refused_in_one_sentence(terminal: Terminal, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.docx"
    path.write_bytes(content)
    complaint = terminal.expect("intake", path, code=failures.INPUT)
    assert str(path) in complaint
    assert "Traceback" not in complaint


def test_missing_document_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect("intake", tmp_path / "none.txt", code=failures.INPUT)


def test_secret_document_is_refused_and_nothing_of_it_is_printed(terminal: Terminal, tmp_path: Path) -> None:
    path, out = tmp_path / "thu.txt", tmp_path / "plan.yaml"
    path.write_text(LETTER.replace("Số: 125", "MẬT\n\nSố: 125"), encoding="utf-8")
    ran = terminal("intake", path, "--out", out)
    assert (ran.code, ran.out, out.exists()) == (failures.INPUT, "", False)
    assert "125" not in ran.err


# --- plan diff ----------------------------------------------------------------------------------


def test_diff_tells_what_an_official_changed(terminal: Terminal, letter: Path, tmp_path: Path) -> None:
    draft, corrected = tmp_path / "draft.yaml", tmp_path / "plan.yaml"
    terminal.expect("intake", letter, "--out", draft)
    assert "như nhau" in terminal.expect("plan", "diff", draft, draft)
    text = (
        draft.read_text(encoding="utf-8")
        .replace("2024-09-19", "2024-09-20")
        .replace("place: An Phú", "place: An Phước")
    )
    corrected.write_text(text.replace("owner: all addressees", "owner: cơ sở GDMN", 1), encoding="utf-8")
    for lang, ending in (("vi", "txt"), ("en", "en.txt")):
        ran = terminal("plan", "diff", draft, corrected, lang=lang)
        assert ran.code == failures.MISMATCH
        compare(ran.out, GOLDEN / f"plan_diff.{ending}")
    found = terminal("plan", "diff", draft, corrected, "--json").json
    assert (found["is_same"], [change["field"] for change in found["head"]]) == (False, ["place"])
    assert [change["task"]["id"] for change in found["changed"]] == ["T01", "T02"]


def test_draft_through_a_pipe_is_whole(letter: Path, tmp_path: Path) -> None:
    ran = process("intake", letter, folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# ")
    assert "Nguyễn Văn Bình" in ran.out


def test_draft_is_the_same_in_every_process(tmp_path: Path) -> None:
    document = ROOT / "benchmarks" / "seeds" / "docs" / "04_khanh_hoa_ke_hoach_8994.txt"
    runs = [process("intake", document, folder=tmp_path, environment={"PYTHONHASHSEED": seed}) for seed in ("1", "2")]
    assert runs[0].code == 0
    assert runs[0].out == runs[1].out
