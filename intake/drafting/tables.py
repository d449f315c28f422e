"""Tables of tasks: which column says what, and one row as one task."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.clauses import Clause
from intake.drafting.letters import UPPER

_COLUMNS: Final = (
    ("number", r"^\W*(?:tt|stt|số tt|số thứ tự)\W*$"),
    ("coordinators", r"phối hợp"),
    (
        "time",
        (
            r"thời gian|thời hạn|tiến độ|hoàn thành|ngày thực hiện|hạn (?:nộp|gửi|cuối|chót)|^\W*tháng\W*$|^\W*tuần\W*$"
            r"|^\W*ngày\W*$|lộ trình"
        ),
    ),
    (
        "owner",
        (
            r"chủ trì|thực hiện(?! nhiệm)|phụ trách|đơn vị|cơ quan|bộ phận|phân công|chịu trách nhiệm|người làm"
            r"|trách nhiệm|đầu mối"
        ),
    ),
    ("content", r"nội dung|nhiệm vụ|công việc|công tác|hoạt động|tên việc|giải pháp|hạng mục|việc cần"),
    ("product", r"sản phẩm|kết quả|dự kiến|đầu ra|hồ sơ"),
    ("remark", r"ghi chú|kinh phí|lưu ý|minh chứng|địa điểm"),
)
_COLUMN_PATTERNS: Final = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _COLUMNS)
_ITEM: Final = re.compile(rf"(?:^|(?<=[\s.;:]))[-–+•]\s+(?=[{UPPER}])")
_GROUP_NUMBER: Final = re.compile(r"[IVX]+[.)]?|[A-H][.)]?")
_NUMBERED: Final = re.compile(r"\s*(?:[IVX]+|\d[\d.]*|[A-Za-z])\s*[.)]?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A task of a table: where it stands, its words, and the words of the columns beside it."""

    clause: Clause
    text: str
    heading: str | None
    columns: dict[str, str] = field(default_factory=dict)


def rows_of(tables: Iterable[Sequence[Clause]]) -> Iterator[Row]:
    """The tasks of the rows of some tables, in order; nothing for a table that lists no tasks.

    A table without a header that has as many columns as the one before goes on with that one's, after a page break.
    """
    before: tuple[dict[str, int], int] | None = None
    for clauses in tables:
        width = max(len(_cells(clause)) for clause in clauses)
        header = _header(clauses)
        if header is None and before is not None and before[1] == width:
            header = (before[0], 0)
        if header is not None:
            before = (header[0], width)
            yield from _rows(clauses[header[1] :], header[0])


def _rows(clauses: Sequence[Clause], names: dict[str, int]) -> Iterator[Row]:
    heading: str | None = None
    carried: dict[str, str] = {}
    for clause in clauses:
        cells = _cells(clause)
        row = {name: cells[index].strip() for name, index in names.items() if index < len(cells)}
        content = row.get("content", "")
        if _is_group(cells, content):
            heading, carried = " ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip())), {}
            continue
        carried = {**carried, **{name: text for name, text in row.items() if text and name in ("time", "owner")}}
        for text in _items(content):
            yield Row(clause, text, heading, {**row, **_merged(row, carried, names=names)})


def _merged(row: dict[str, str], carried: dict[str, str], *, names: dict[str, int]) -> dict[str, str]:
    """A time that stands left of the content is printed once for the rows that it covers."""
    if row.get("time") or "time" not in carried or names["time"] > names["content"]:
        return {}
    return {"time": carried["time"]}


def _cells(clause: Clause) -> tuple[str, ...]:
    return clause.block.row.cells if clause.block.row is not None else ()


def _header(clauses: Sequence[Clause]) -> tuple[dict[str, int], int] | None:
    """Which column holds what, and the first row below the header; None if no row names tasks and owners or times."""
    for index, clause in enumerate(clauses[:3]):
        names: dict[str, int] = {}
        for position, cell in enumerate(_cells(clause)):
            name = next((name for name, pattern in _COLUMN_PATTERNS if len(cell) < 60 and pattern.search(cell)), None)
            if name is not None:
                names.setdefault(name, position)
        if "content" in names and names.keys() & {"owner", "time"}:
            return names, index + 1
    return None


def _is_group(cells: Sequence[str], content: str) -> bool:
    """True for a row that only titles the rows below it: all its words stand in one cell, or a number and a title."""
    filled = list(dict.fromkeys(cell.strip(" *_") for cell in cells if cell.strip(" *_")))
    words = [cell for cell in filled if not _NUMBERED.fullmatch(cell)]
    if len(words) > 1:
        return False
    is_numbered = any(_GROUP_NUMBER.fullmatch(cell) for cell in filled)
    return not content or is_numbered or not words or words[0].upper() == words[0] or len(cells) == 1


def _items(content: str) -> list[str]:
    """The tasks of a cell: its list items where it is a list, else the whole."""
    cuts = [match.end() for match in _ITEM.finditer(content)]
    if len(cuts) < 2:
        return [content.strip(" -–+•")] if any(map(str.isalnum, content)) else []
    pieces = [content[start:end] for start, end in zip(cuts, [*cuts[1:], len(content)], strict=True)]
    return [piece.strip(" -–+•\n") for piece in pieces if any(map(str.isalnum, piece))]
