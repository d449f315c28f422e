"""What the readers are tried on: letters of two lengths, directives, and documents of your own."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.shared import Pt

from benchmarks.readers_difficulties import Sample
from intake.reading.furniture import is_page_number

DIRECTIVES = Path(__file__).with_name("directives") / "docs"
TORN_FONT = "Liberation Serif"
"""Its version in Debian 12 lacks Vietnamese letters: LibreOffice takes them from another font and writes them apart."""
WHOLE_FONT = "DejaVu Serif"
_PARTS = 29
"""Make the long letter one of some 52 pages."""
_APART = re.compile(r"\||\t| {3}")
_HEAD = [
    [
        ["UBND HUYỆN TÂN PHÚ", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    ],
    [["Số: 12/PGDĐT-GDMN", "V/v nhiệm vụ năm học"], ["Tân Phú, ngày 05 tháng 9 năm 2024"]],
]
_SIGNATURE = [
    ["Nơi nhận:", "- Như trên;", "- Lưu: VT, GDMN."],
    ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Nguyễn Thị Minh Hằng"],
]
_TASK = (
    "Rà soát, bổ sung cơ sở vật chất, thiết bị dạy học tối thiểu cho các nhóm, lớp; báo cáo kết quả về Phòng Giáo dục "
    "và Đào tạo trước ngày {day}/10/2024 để tổng hợp, tham mưu Ủy ban nhân dân huyện."
)
_CARE = (
    "Tuyên truyền, phổ biến kiến thức nuôi dạy trẻ cho cha mẹ bằng nhiều hình thức phù hợp với điều kiện ở địa phương."
)
_CHECK = "Tổ chức kiểm tra công tác phòng chống dịch bệnh tại các trường mầm non trên địa bàn"


def documents(folder: Path) -> Iterator[Sample]:
    """Directives as paragraphs, letters with lists and ruled tables, as Word files and, where LibreOffice is there, as
    PDF files in a font with all letters and in one without."""
    folder.mkdir(exist_ok=True)
    made = [*_directives(folder), _letter(folder, "letter", parts=1), _letter(folder, "long letter", parts=_PARTS)]
    yield from made
    yield from _as_pdf(made)


def _directives(folder: Path) -> Iterator[Sample]:
    for path in sorted(DIRECTIVES.glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("\f", "\n")
        document = docx.Document()
        for line in filter(str.strip, text.split("\n")):
            document.add_paragraph(line)
        lines = countable(text.split("\n"))
        yield _saved(document, Sample(path.stem, folder / f"{path.stem}.docx", lines, group="Word, directives"))


def _saved(document: WordDocument, sample: Sample) -> Sample:
    document.save(str(sample.path))
    return sample


def _letter(folder: Path, name: str, *, parts: int) -> Sample:
    """A letter as offices write it: head and signature in tables without borders, lists, ruled tables."""
    document, lines, rows = docx.Document(), list[str](), list[list[str]]()
    document.styles["Normal"].font.size = Pt(14)
    lines += _frame(document, _HEAD)
    for part in range(parts):
        lines += _paragraphs(document, part)
        rows += _work(document)
    lines += _frame(document, [_SIGNATURE])
    return _saved(document, Sample(name, folder / f"{name}.docx", lines, rows, group=f"Word, {name}"))


def _frame(document: WordDocument, rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    made = document.add_table(len(rows), 2)
    for cells, row in zip(made.rows, rows, strict=True):
        for place, texts in zip(cells.cells, row, strict=True):
            place.text = "\n".join(texts)
    return [text for row in rows for texts in row for text in texts]


def _paragraphs(document: WordDocument, part: int) -> list[str]:
    document.add_paragraph(f"NHIỆM VỤ CỦA THÁNG THỨ {part + 1}")
    lines = [f"NHIỆM VỤ CỦA THÁNG THỨ {part + 1}"]
    for day in (11, 12, 13):
        text = _TASK.format(day=day)
        document.add_paragraph(text, style="List Number")
        document.add_paragraph(_CARE, style="List Bullet")
        lines += [f"{part * 3 + day - 10}. {text}", f"• {_CARE}"]
    return lines


def _work(document: WordDocument) -> list[list[str]]:
    rows = [["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian hoàn thành"], ["A. Việc chung", "", "", ""]]
    rows += [[str(day), _CHECK, "Phòng GDĐT", f"Trước ngày {day}/11/2024"] for day in range(1, 8)]
    made = document.add_table(len(rows), 4, style="Table Grid")
    made.cell(1, 0).merge(made.cell(1, 3))
    for cells, row in zip(made.rows, rows, strict=True):
        for place, text in zip(cells.cells, row, strict=True):
            place.text = text or place.text
    return rows


def _as_pdf(made: Sequence[Sample]) -> Iterator[Sample]:
    """The documents printed by LibreOffice, once with each font; none without LibreOffice."""
    office = shutil.which("soffice")
    for font in (WHOLE_FONT, TORN_FONT) if office else ():
        folder = made[0].path.parent / font
        folder.mkdir(exist_ok=True)
        for sample in made:
            document = docx.Document(str(sample.path))
            document.styles["Normal"].font.name = font
            document.save(str(folder / sample.path.name))
        command = [str(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]
        subprocess.run(command, check=True, capture_output=True)
        for sample in made:
            group = sample.group.replace("Word", f"PDF, {font}")
            yield replace(sample, path=folder / f"{sample.path.stem}.pdf", group=group)


def of_folder(folder: Path) -> Iterator[Sample]:
    """Documents of your own: every .docx and .pdf with a .txt of the same name, which says what they print."""
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8-sig").replace("\f", "\n").split("\n")
        for suffix in (".docx", ".pdf"):
            if (other := path.with_suffix(suffix)).exists():
                yield Sample(path.stem, other, countable(lines), group=f"{folder.name}/*{suffix}")


def countable(lines: Iterable[str]) -> list[str]:
    """The lines that any reader should give as they are: not those of typed tables and columns, which ours takes apart,
    and no page numbers, which it leaves out."""
    kept = (line.strip() for line in lines if not _APART.search(line.strip()))
    return [" ".join(line.split()) for line in kept if line and not is_page_number(line)]
