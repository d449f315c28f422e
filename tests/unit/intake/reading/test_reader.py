"""The door: a file is told by its content, and whatever cannot be read is refused with a sentence that helps."""

import ast
import os
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DocumentRefused
from intake.reading import read_document
from intake.reading.reader import LARGEST_BYTES
from reports.wording import LANGUAGES, words
from tests.support.pdf_files import PdfPage, pdf_bytes
from tests.support.source import ROOT
from tests.support.word_files import cell, paragraph, run, table, word_bytes

WORD = word_bytes(
    paragraph(run("Kế hoạch năm học")),
    table(cell(paragraph(run("1"))) + cell(paragraph(run("Báo cáo trước ngày 30/10/2023")))),
)


def pdf() -> bytes:
    """A PDF of one row."""
    page = PdfPage()
    page.write(80, 700, "Kế hoạch năm học")
    return pdf_bytes([page])


def zipped(*names: str, mimetype: str = "") -> bytes:
    """An archive of small files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def ole(stream: str) -> bytes:
    """The beginning of an old Office file with a stream of this name in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def refusal_of(path: Path) -> str:
    """The reason why a file is refused."""
    with pytest.raises(DocumentRefused) as refusal:
        read_document(path)
    assert refusal.value.values["path"] == str(path)
    return str(refusal.value.values["reason"])


@pytest.mark.parametrize(
    ("data", "kind"),
    [(WORD, "docx"), (pdf(), "pdf"), (b"\n" * 20 + pdf(), "pdf"), ("Kế hoạch năm học".encode("utf-16"), "txt")],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.doc", "a"])
def test_files_are_told_by_content_under_any_name(tmp_path: Path, *, data: bytes, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read_document(path)
    assert (document.name, document.format, document.lines[0].text) == (name, kind, "Kế hoạch năm học")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf \r\n\f\n", "file_empty"),
        (b"{\\rtf1 K\\u7871? ho\\u7841?ch}", "rtf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"II*\x00" + bytes(40), "image"),
        (b"BM" + bytes(40), "image"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "image"),
        (b"%!PS-Adobe-3.0", "postscript"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "archive"),
        (b"<!DOCTYPE html><html><body>K</body></html>", "markup"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><w/>", "markup"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "markup"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "binary"),
        (bytes(range(1, 9)) * 50, "binary"),
        (ole("WordDocument"), "word_97"),
        (ole("Workbook"), "spreadsheet"),
        (ole("PowerPoint Document"), "slides"),
        (ole("EncryptedPackage"), "office_encrypted"),
        (ole("Something"), "office_97"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "slides"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "spreadsheet"),
        (zipped("a.docx", "b.docx"), "archive"),
        (zipped("word/styles.xml"), "docx_damaged"),
        (WORD[: len(WORD) // 2], "zip_damaged"),
        (b"PK\x03\x04", "zip_damaged"),
    ],
)
def test_other_contents_are_refused_by_name(tmp_path: Path, *, data: bytes, reason: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert refusal_of(path) == reason


def test_sheets_of_text_are_refused_by_their_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("TT;Việc\n", encoding="utf-8")
    assert refusal_of(path) == "spreadsheet"


def test_code_page_that_is_not_clear_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Правительство Вьетнама, план на учебный год".encode("koi8-r"))
    assert refusal_of(path) == "encoding_unclear"
    path.write_bytes("Kế hoạch năm học, ".encode() * 3 + "Céng hoµ x· héi chñ nghÜa ViÖt Nam".encode("cp1252"))
    assert refusal_of(path) == "encoding_mixed"


def test_paths_that_are_no_file_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.docx") == "file_missing"
    assert refusal_of(tmp_path) == "not_a_file"
    os.mkfifo(tmp_path / "pipe")
    assert refusal_of(tmp_path / "pipe") == "not_a_file"
    assert refusal_of(Path("a\0b.txt")) == "file_unreadable"


def test_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_BYTES + 1)
    assert refusal_of(path) == "file_too_large"


def reasons() -> set[str]:
    """Every reason that the readers name."""
    found = set()
    for path in (ROOT / "intake" / "reading").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        literals = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        found |= {text for text in literals if isinstance(text, str) and f"refusals.document.{text}" in words("vi")}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_one_sentence_with_a_way_out(language: str) -> None:
    spoken = words("vi" if language == "vi" else "en")
    for reason in sorted(reasons()):
        said = spoken.error(DocumentRefused(path="a.doc", reason=reason))
        assert "a.doc" in said
        assert said.endswith(".")
        assert "\n" not in said
    assert ".docx" in spoken.error(DocumentRefused(path="a.doc", reason="word_97"))
    assert f"{LARGEST_BYTES // 1024 // 1024} MB" in spoken.error(DocumentRefused(path="a", reason="file_too_large"))


def test_sentences_are_all_used() -> None:
    assert len(reasons()) >= 28


@given(st.randoms(use_true_random=False), st.sampled_from([WORD, pdf(), "Kế hoạch\n| a | b |\n|--|--|\n".encode() * 9]))
def test_damage_ends_in_lines_or_a_refusal_for_any_file(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, content: bytes
) -> None:
    data = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        data[at : at + chance.choice([0, 1, 1, 40])] = chance.randbytes(chance.choice([0, 1, 1, 3]))
        data = data or bytearray(b"x")
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(data[: chance.choice([len(data), len(data), len(data) // 2])])
    numbers, reason = outcome(path)
    assert numbers == sorted(numbers)
    assert reason is None or f"refusals.document.{reason}" in words("vi")


def outcome(path: Path) -> tuple[list[int], str | None]:
    """The numbers of the lines, or why there are none."""
    try:
        return [line.number for line in read_document(path).lines], None
    except DocumentRefused as refusal:
        return [], refusal.values["reason"]
