"""Files of reports: told by their content, named as people can read them, kept under their digest."""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.file_kinds import MEDIA_TYPES, kind_of
from config.report_files import MOST_BYTES, clean_name, ended, find_file, keep_upload
from engine.errors import FileRefused

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*names: str, **parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


KINDS = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": b"\xff\xd8\xff\xe0" + b"\0" * 20,
    ".webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    ".heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    ".docx": packed("[Content_Types].xml", "word/document.xml"),
    ".xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    ".pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    ".odt": packed(mimetype=b"application/vnd.oasis.opendocument.text"),
    ".ods": packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    ".doc": OLE + "WordDocument".encode("utf-16-le"),
    ".xls": OLE + "Workbook".encode("utf-16-le"),
    ".ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
}


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_kind_is_told_by_content(kind: str) -> None:
    assert kind_of(KINDS[kind]) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<html><script>alert(1)</script>", "wrong_kind"),
        (b"<!-- --><svg xmlns='http://www.w3.org/2000/svg'>%PDF-", "wrong_kind"),
        (b"MZ\x90\0", "wrong_kind"),
        ("Báo cáo".encode(), "wrong_kind"),
        (OLE + b"\0" * 50, "wrong_kind"),
        (packed("anh.jpg"), "archive"),
        (packed(mimetype=b"application/epub+zip"), "archive"),
        (b"Rar!\x1a\x07", "archive"),
        (packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        (packed("word/document.xml")[:40], "damaged"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 10_001, "archive"),
    ],
    ids=range(13),  # the archives carry the time they were packed at
)
def test_other_contents_are_refused_by_name(data: bytes, why: str) -> None:
    assert kind_of(data) == why


def test_upload_is_kept_under_its_digest_with_the_end_that_its_content_has(tmp_path: Path) -> None:
    said = keep_upload(BytesIO(PDF), tmp_path / "files", name="C:\\Users\\Lan\\Báo cáo <b>.html")
    digest = sha256(PDF).hexdigest()
    assert said == {"name": "Báo cáo b.pdf", "size": len(PDF), "sha256": digest}
    assert [path.name for path in (tmp_path / "files").iterdir()] == [f"{digest}.pdf"]
    found = find_file(digest, tmp_path / "files")
    assert found is not None
    assert found.read_bytes() == PDF
    assert keep_upload(BytesIO(PDF), tmp_path / "files", name="b.pdf")["sha256"] == digest
    assert len(list((tmp_path / "files").iterdir())) == 1


@pytest.mark.parametrize("digest", ["../../etc/passwd", "*", "", "A" * 64, "0" * 64])
def test_nothing_else_is_found(tmp_path: Path, digest: str) -> None:
    (tmp_path / "x.pdf").write_bytes(PDF)
    assert find_file(digest, tmp_path) is None


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "empty"), (PDF + b"\0" * MOST_BYTES, "too_large"), (b"<html>", "wrong_kind")]
)
def test_refused_upload_leaves_nothing(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        keep_upload(BytesIO(data), tmp_path / "files", name="a.pdf")
    assert refused.value.values == {"name": "a.pdf", "why": why}
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("bao\u202egpj.exe", "baogpj.exe"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("", "tep"),
        (".pdf", "pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("Bao\u0301 ca\u0301o.pdf", "Baó cáo.pdf"),
    ],
)
def test_names_are_cleaned(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@given(st.text(max_size=200), st.sampled_from(sorted(MEDIA_TYPES)))
def test_cleaned_name_is_short_printable_and_ends_as_it_should_for_any_text(name: str, kind: str) -> None:
    made = ended(clean_name(name), kind)
    assert made.isprintable()
    assert len(made) <= 126
    assert made.lower().endswith((kind, ".jpeg"))
    assert not set(made) & set('\\/<>"')
