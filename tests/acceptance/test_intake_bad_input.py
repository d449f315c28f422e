"""What nobody should feed the reader: a draft with notes or one sentence, in bounded time and memory."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml

from cli import failures
from tests.support.pdf_files import PdfPage, pdf_bytes
from tests.support.source import ROOT
from tests.support.word_files import body, paragraph, run, word_bytes

# Ten seconds are promised on an idle machine; a busy one may need twice as long.
MOST_SECONDS = 20.0
MOST_MEGABYTES = 300.0
POEM = """\
Sông quê

Chiều buông trên bến vắng người,
Đò ngang ai gọi giữa trời mênh mông.
Mẹ ngồi đếm những mùa đông,
Tóc pha sương trắng, nước ròng lại lên.
"""
INVOICE = """\
HÓA ĐƠN BÁN HÀNG
Số: 000123
Người mua: Trần Văn Tư
1. Gạo tẻ 10 kg x 18.000 = 180.000
2. Nước mắm 2 chai x 45.000 = 90.000
Tổng cộng: 270.000 đồng
"""
HEAD = "Số: 12/KH-UBND\n\nKẾ HOẠCH\nKiểm tra trường học\n\nKính gửi: Các trường tiểu học\n\n"


# The largest memory that wait4 tells counts that of this process as well, from which the other was forked.
_MEASURED = """
import atexit, os, pathlib
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: pathlib.Path(os.environ["STATUS_FILE"]).write_text(status.read_text()))
from cli.main import run
run()
"""


@dataclass(frozen=True)
class Measured:
    """How a run ended: processor time in seconds, largest memory in MB."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def measured(path: Path, out: Path) -> Measured:
    """``dondoc intake`` as a process of its own; once more where another program may have slowed it down."""
    first = once(path, out)
    return first if first.seconds < MOST_SECONDS else once(path, out)


def once(path: Path, out: Path) -> Measured:
    with out.open("wb") as printed, out.with_suffix(".err").open("wb") as complained:
        command = [sys.executable, "-c", _MEASURED, "intake", str(path)]
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=printed,
            stderr=complained,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "STATUS_FILE": str(out.with_suffix(".status"))},
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    texts = (file.read_text("utf-8") for file in (out, out.with_suffix(".err")))
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", out.with_suffix(".status").read_text("utf-8"))
    return Measured(child.returncode, *texts, usage.ru_utime + usage.ru_stime, int(peak) / 1024)


def workbook() -> bytes:
    """A spreadsheet's outermost parts."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


def bomb() -> bytes:
    """A .docx of some 300 kB whose text would fill 300 MB."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    return stream.getvalue()


def locked() -> bytes:
    page = PdfPage()
    page.write(50, 700, "Số: 12/KH-UBND")
    return pdf_bytes([page], is_locked=True)


def scanned() -> bytes:
    page = PdfPage()
    page.picture()
    return pdf_bytes([page, page])


@pytest.mark.parametrize(
    ("name", "content", "way_out"),
    [
        ("a.txt", b"", "không có nội dung"),
        ("a.txt", bytes(range(256)) * 40, "không phải tệp văn bản"),
        ("a.docx", workbook(), "bảng tính"),
        ("a.docx", bomb(), "văn bản"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), ".docx"),
        ("a.rtf", b"{\\rtf1 K\\u7871? ho\\u7841?ch}", ".docx"),
        ("a.pdf", locked(), "mật khẩu"),
        ("a.pdf", scanned(), "OCR"),
    ],
    ids=["empty", "binary", "workbook", "bomb", "doc", "rtf", "locked", "scanned"],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(tmp_path: Path, name: str, content: bytes, way_out: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ran = measured(path, tmp_path / "out")
    assert (ran.code, ran.out) == (failures.INPUT, ""), ran
    assert str(path) in ran.err
    assert way_out in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.megabytes < MOST_MEGABYTES


def test_file_of_two_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    ran = measured(path, tmp_path / "out")
    assert (ran.code, ran.out) == (failures.INPUT, "")
    assert ran.megabytes < MOST_MEGABYTES / 2


@pytest.mark.parametrize("text", [POEM, INVOICE], ids=["poem", "invoice"])
def test_what_is_no_directive_gives_no_task_and_a_note(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    ran = measured(path, tmp_path / "out")
    assert ran.code == 0, ran
    plan = yaml.safe_load(ran.out)
    assert plan["tasks"] == []
    assert plan["notes"]


LONG = {
    "ten thousand clauses": HEAD
    + "\n".join(f"{n}. Các trường rà soát danh sách lớp {n}, báo cáo trước ngày 15/9/2025." for n in range(1, 10_001)),
    "one line of a megabyte": HEAD + "Các trường báo cáo số liệu về phòng. " * 27_000,
    "one line without a stop": HEAD + "1. Các trường " + "rà soát và báo cáo, " * 50_000,
    "one word of a megabyte": HEAD + "1. " + "a" * 1_000_000,
    "only digits": HEAD + "1. Báo cáo trước ngày " + "1" * 1_000_000,
    "only brackets": HEAD + "1. Báo cáo " + "(" * 300_000,
}


def test_no_clause_of_ten_thousand_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LONG["ten thousand clauses"], encoding="utf-8")
    ran = measured(path, tmp_path / "out")
    assert (ran.code, ran.out.count("\n  - id: T")) == (0, 10_000)
    assert ran.seconds < MOST_SECONDS
    assert ran.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("name", list(LONG)[1:])
def test_long_document_is_read_or_refused_in_bounded_time_and_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LONG[name], encoding="utf-8")
    ran = measured(path, tmp_path / "out")
    assert ran.code in (0, failures.INPUT), ran.err[-500:]
    assert "Traceback" not in ran.err
    assert ran.seconds < MOST_SECONDS
    assert ran.megabytes < MOST_MEGABYTES


def test_long_word_document_is_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    clause = "Các trường rà soát danh sách lớp, báo cáo trước ngày 15/9/2025."
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(document=body(*(paragraph(run(f"{n}. {clause}")) for n in range(1, 5_001)))))
    ran = measured(path, tmp_path / "out")
    assert ran.code in (0, failures.INPUT), ran.err[-500:]
    assert ran.seconds < MOST_SECONDS
    assert ran.megabytes < MOST_MEGABYTES
