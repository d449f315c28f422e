"""Where the preamble ends and the text that may hold tasks begins and ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from intake.drafting.head.columns import place_start
from intake.drafting.head.folding import is_upper
from intake.drafting.head.kinds import kind_alone, kind_leading
from intake.drafting.head.paragraphs import Paragraph, paragraphs
from intake.drafting.head.pieces import LABEL, MOTTO, Piece, piece_of
from intake.drafting.head.tail import Tail, tail_of
from intake.reading.document import Line

_MOST_PARAGRAPHS: Final = 60
_MOST_TITLE_LINES: Final = 8
_LEAD: Final = re.compile(
    r":\W{0,3}$|\b(?:nhu sau|sau day|cu the|cac noi dung sau|noi dung sau|nhiem vu sau|cong viec sau|duoi day)\W{0,3}$"
)
_CITES: Final = re.compile(r"^\W{0,3}(?:nhung\s)?(?:can\s?cu|thuc hien|thi hanh|tiep theo|trien khai|xet|theo)\b")
_ASKS: Final = re.compile(
    r"(?<!theo )(?<!xet )(?<!ung )(?<!dich )(?<!ve )(?<!cac )(?<!noi dung )"
    r"(?:\b(?:de nghi|yeu cau|kinh moi|trieu tap|luu y)\b(?! cua)"
    r"|\b(?:giao|phan cong|chi dao|nhac|nhac nho)\s(?:cho\s)?"
    r"(?:cac|phong|truong|hieu truong|thu truong|ubnd|so|don vi)\b"
    r"|\bthong bao\s(?:den|toi|cho|de)\b"
    r"|(?<!viec )\b(?:gia han|lui|dieu chinh) (?:thoi (?:gian|han)|han nop)\b)"
)
_DATED: Final = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han cuoi|den het|gui (?:ve|bao cao))\b")
_TOLD: Final = re.compile(
    r"\bda (?:co|ban hanh|gui|de nghi|yeu cau|chi dao|giao)\b|\bnhan duoc\b|\bxin y kien\b|\bso \d{1,5}\s?/"
)
_SENT_BY: Final = re.compile(
    r"^\W{0,3}(?:bao cao|ket qua|ho so|danh sach|y kien|cac don vi|gui|nop)\b.{0,120}"
    r"\b(?:truoc|cham nhat|muon nhat)\b.{0,40}\d"
)
# What another document asked before is told: "Tại Công văn số … ngày …, … đã giao …".
_RETOLD: Final = re.compile(
    r"^\W{0,3}(?:tai (?:cong van|van ban|thong bao|cong dien|quyet dinh|ke hoach|chi thi)|ngay \d)\b[^.]{0,400}?"
    r"\bda (?:giao|chi dao|yeu cau|de nghi|ban hanh|co|gui|thong bao)\b"
)
_DOCUMENT: Final = r"(?:cong van|quyet dinh|ke hoach|thong tu|nghi dinh|nghi quyet|luat|huong dan|chi thi)"
_CITED: Final = re.compile(rf"\bso\s?:?\s?\d{{1,5}}|\b{_DOCUMENT}\b")
_CITED_ITEM: Final = re.compile(rf"^[-+*•\s]{{1,3}}{_DOCUMENT}\b")
_ENACTED: Final = re.compile(r"(?:^|\()\W{0,3}(?:ban hanh kem|kem theo|ban hanh theo)\b")
# What a letter gives to be filled in and sent back; nobody is asked for anything there.
_FORMS: Final = frozenset(("bao_cao", "bien_ban", "to_trinh", "giay_moi", "hop_dong"))
_SENTENCE: Final = re.compile(r"(?<=[a-z0-9)])[.;]\s")


@dataclass(frozen=True, slots=True)
class Zones:
    """Indices into the lines: the body ``lines[body_start:body_end]`` is what may hold tasks.

    ``preamble`` is the range of the citing paragraphs and the lead-in. ``request`` is the first line of a paragraph
    that cites and asks at once, so that the body begins with it. ``attached`` is the body of a plan or regulation
    that follows the signature and is issued with the directive. Documents cited before ``cited_end`` are bases.
    """

    body_start: int
    body_end: int
    preamble: tuple[int, int]
    request: int | None = None
    cited_end: int = 0
    attached: tuple[int, int] | None = None

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The ranges that may hold tasks, in text order."""
        first = ((self.body_start, self.body_end),)
        return first if self.attached is None else (*first, self.attached)


def zones_of(lines: Sequence[Line], tail: Tail, *, head_end: int) -> Zones:
    """The zones of a directive whose front ends at ``head_end``."""
    found = list(islice(paragraphs(lines, (head_end, tail.start)), _MOST_PARAGRAPHS))
    count, is_asking = _preamble_length(found)
    body_start = found[count].start if count < len(found) else (found[-1].end if found else head_end)
    cited_end = found[count].end if is_asking and _CITES.match(found[count].flat) else body_start
    return Zones(
        body_start,
        max(tail.start, body_start),
        (head_end, body_start),
        request=found[count].start if is_asking else None,
        cited_end=cited_end,
        attached=_attached(lines, tail),
    )


def _preamble_length(found: Sequence[Paragraph]) -> tuple[int, bool]:
    """How many paragraphs the preamble has, and whether the first one after it cites and asks at once."""
    lead = _lead(found)
    if lead is not None:
        asking = next((at for at in range(lead + 1) if _asks_by_itself(found[at], is_lead=at == lead)), None)
        return (lead + 1, False) if asking is None else (asking, True)
    count = 0
    while count < len(found) and _is_citing(found[count]):
        count += 1
    has_more = count < len(found)
    return count, has_more and bool(_CITES.match(found[count].flat)) and not found[count].is_item


def _lead(found: Sequence[Paragraph]) -> int | None:
    """The lead-in: the paragraph that ends with ":" or "như sau" before the first item of the text."""
    for at, paragraph in enumerate(found):
        if paragraph.is_item and not _is_cited_item(paragraph, found[:at]):
            return None
        is_enacting = kind_alone(Piece(paragraph.start, paragraph.text, paragraph.flat)) is not None
        if is_enacting or (_LEAD.search(paragraph.flat) and not paragraph.is_item and not _lists_citations(found, at)):
            return at
    return None


def _is_cited_item(paragraph: Paragraph, before: Sequence[Paragraph]) -> bool:
    """True for an item of the preamble: "- Căn cứ …" before any text, or a document in a list of them."""
    is_first = all(_CITES.match(_bare(one)) or _CITED_ITEM.match(one.flat) for one in before)
    is_basis = _CITES.match(_bare(paragraph)) and (before or _CITED.search(paragraph.flat))
    return is_first and bool(is_basis or _CITED_ITEM.match(paragraph.flat))


def _bare(paragraph: Paragraph) -> str:
    return paragraph.flat.lstrip("-+* •")


def _lists_citations(found: Sequence[Paragraph], at: int) -> bool:
    """True where "Thực hiện các văn bản sau:" is followed by a list of documents."""
    return at + 1 < len(found) and bool(_CITED_ITEM.match(found[at + 1].flat)) and bool(_CITES.match(found[at].flat))


def _is_citing(paragraph: Paragraph) -> bool:
    if paragraph.is_item and not _is_cited_item(paragraph, ()):
        return False
    if _RETOLD.match(paragraph.flat):
        return not any(_asks(one) for one in _SENTENCE.split(paragraph.flat))
    return bool(_CITES.match(_bare(paragraph))) and not _ASKS.search(paragraph.flat, 20)


def _asks_by_itself(paragraph: Paragraph, *, is_lead: bool) -> bool:
    """True for a paragraph that asks for something of its own, not only for what the list below it says."""
    sentences = _SENTENCE.split(paragraph.flat)
    if is_lead:
        return bool(_SENT_BY.search(sentences[-1])) or any(_asks(one) and _DATED.search(one) for one in sentences[:-1])
    is_over = paragraph.flat.rstrip(" *_").endswith(".")
    return is_over and any(_asks(one) for one in sentences)


def _asks(sentence: str) -> bool:
    """True where a sentence asks in its own voice; what another document asked, or was asked, is told."""
    asked = _ASKS.search(sentence)
    return asked is not None and not _TOLD.search(sentence[: asked.start()]) and not _CITES.match(sentence)


def _below_title(lines: Sequence[Line], index: int) -> int:
    """The line below "(Kèm theo Quyết định số …)", wherever its brackets close; else ``index`` itself."""
    near = range(index, min(len(lines), index + _MOST_TITLE_LINES))
    enacted = next((at for at in near if _ENACTED.search(piece_of(at, lines[at].text[:600]).folded)), None)
    if enacted is None:
        return index
    is_open = "(" in lines[enacted].text
    closed = next((at for at in range(enacted, near.stop) if ")" in lines[at].text), enacted) if is_open else enacted
    return closed + 1


def _is_of_front(piece: Piece) -> bool:
    """True for the motto, the number and the date above the title of what is attached."""
    return bool(MOTTO.search(piece.folded) or LABEL.match(piece.folded)) or place_start(piece.text) == 0


def _attached(lines: Sequence[Line], tail: Tail) -> tuple[int, int] | None:
    """The body of a plan or regulation that is issued with this document and stands after the signature."""
    named = -1
    for index in range(tail.end, min(len(lines), tail.end + _MOST_PARAGRAPHS)):
        piece = piece_of(index, lines[index].text[:600])
        if piece.is_blank or (named < 0 and _is_of_front(piece)):
            continue
        leading = kind_leading(piece)
        kind = kind_alone(piece) or (leading[0] if leading else None)
        if kind in _FORMS and named < 0:
            return None
        if kind:
            named = index
        elif named >= 0 and (_ENACTED.search(piece.folded) or not is_upper(piece.text)):
            start = _below_title(lines, index)
            return start, tail_of(lines, start).start
        elif named < 0 and not is_upper(piece.text):
            return None
    return None
