"""Leaves: the clauses that give somebody something to do, and what is left out with its reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from intake.drafting.attributes import is_event_of_labels, is_term_of_others, label_of
from intake.drafting.clauses import Clause
from intake.drafting.draft import Skipped
from intake.drafting.headings import owners_in_heading
from intake.drafting.parties import subject_of
from intake.drafting.requests import asks, is_closing, tells
from intake.drafting.sections import is_goal, why_no_task, why_silent
from intake.drafting.sentences import sentences
from intake.drafting.shapes import (
    brings_work,
    has_paragraphs,
    has_topics,
    is_bare_title,
    is_content_label,
    is_time_title,
    is_title,
    lists_things,
)
from intake.drafting.verbs import IMPERATIVE, is_imperative

_PROMULGATES: Final = re.compile(
    r"\W*(?:nay )?(?:ban hành kèm theo|phê duyệt|công nhận|thành lập)\b.{0,40}\b(?:này|kế hoạch|quy chế|quy định)",
    re.IGNORECASE,
)
_EVENT_DAY: Final = re.compile(
    r"\b\d{1,2}\s?/\s?\d{1,2}\b|\b(?:tháng|tuần|quý)\s+(?:\d|[IVX])|\btrước\b", re.IGNORECASE
)
_HANDED_IN: Final = re.compile(
    r"\b(?:báo cáo|gửi|nộp|đăng ký|nhập|cập nhật)\b.*\b(?:trước|chậm nhất|muộn nhất)\b", re.IGNORECASE
)
_APART: Final = re.compile(r"\W*riêng\b", re.IGNORECASE)
_DELIVERY: Final = re.compile(
    r"\W*(?:các )?(?:ý kiến|báo cáo|kết quả|văn bản|danh sách|hồ sơ|bản|thời gian|thời hạn|hạn|số liệu|phiếu|file"
    r"|bản mềm)\b[^.]{0,160}\b(?:gửi|nộp|về|trước|chậm nhất)\b",
    re.IGNORECASE,
)
_MANNER: Final = re.compile(
    r"\W*(?:về |các )?hình thức(?:,? và (?:phương pháp|cách thức))? (?:tổ chức|thực hiện|triển khai|tiến hành"
    r"|kiểm tra|giám sát|tuyên truyền"
    r"|phát triển|hoạt động)\b",
    re.IGNORECASE,
)
_DATED_WORK: Final = re.compile(
    rf"\W*(?:(?:đợt|giai đoạn|bước|buổi|từ|trước|đến|trong|ngày|tháng|quý|tuần|học kỳ|năm)\b[^.;:]{{0,80}}:"
    rf"|\(?từ [^.;:]{{0,60}}\):?)\s*"
    rf"(?={IMPERATIVE.pattern})",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r"\W*(?:thi|tự luận|viết|học|dạy|in|(?:trực tiếp|trực tuyến)\b(?!\s+(?:tham|tổ|kiểm|giám|hướng|chỉ))|kết hợp"
    r"|có|chấm|kiểm tra|đánh giá)\b",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(r"\b(?:đã|chưa|còn|được|vẫn|hiện nay|hiện tại)\b", re.IGNORECASE)
_SHORT: Final = 90
_LONGEST_FORMULA: Final = 160


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of a paragraph that is a task: ``start`` and ``end`` are offsets into the paragraph's text."""

    clause: Clause
    start: int
    end: int
    is_running: bool = False

    @property
    def text(self) -> str:
        """The words of the leaf, verbatim."""
        return self.clause.block.text[self.start : self.end].strip()

    @property
    def line(self) -> int:
        """The printed line on which it begins."""
        return self.clause.block.line_at(self.start)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The leaves of a document in text order, and what was left out."""

    leaves: tuple[Leaf, ...]
    skipped: tuple[Skipped, ...]


def sift(root: Clause) -> Sifted:
    """Tell leaves from headings, stems, topics and the parts that ask for nothing."""
    found: list[Leaf | Skipped] = []
    waiting = list(reversed(root.children))
    while waiting:
        clause = waiting.pop()
        results, goes_down = _sifted(clause)
        found.extend(results)
        if goes_down:
            waiting.extend(reversed(clause.children))
    return Sifted(
        tuple(entry for entry in found if isinstance(entry, Leaf)),
        tuple(entry for entry in found if isinstance(entry, Skipped)),
    )


def _sifted(clause: Clause) -> tuple[list[Leaf | Skipped], bool]:
    """What one clause gives, and whether its children are looked at by themselves."""
    if clause.block.row is not None:
        return [], False
    if not any(map(str.isalnum, clause.text)):
        return [], True
    if is_term_of_others(clause):
        return [_left_out(clause, "period")], False
    if _is_schedule(clause):
        return [], True
    if label_of(clause) is not None and clause.parent is not None and clause.parent.parent is not None:
        return [_left_out(step, "topic_of_parent") for step in (clause, *clause.walk())], False
    silent = _silenced(clause)
    if silent is not None:
        return list(_unless_named(clause, silent[0], heading=silent[1])), True
    return _above_others(clause) if clause.children else (_childless(clause), False)


def _is_schedule(clause: Clause) -> bool:
    """True for the heading "Tiến độ thực hiện" above work, each with its time."""
    return label_of(clause) == "time" and any(_DATED_WORK.match(child.text) for child in clause.children)


def _above_others(clause: Clause) -> tuple[list[Leaf | Skipped], bool]:
    """What a clause with others below it gives."""
    if all(_is_circumstance(child) for child in clause.children) and (
        is_imperative(clause.text) or is_event_of_labels(clause) or all(label_of(child) for child in clause.children)
    ):
        return [_whole(clause)], True
    if lists_things(clause):
        is_deed = is_imperative(clause.text) or bool(subject_of(clause.text))
        head = _whole(clause) if is_deed else _left_out(clause, "stem")
        return [head, *(_left_out(child, "topic_of_parent") for child in clause.children)], False
    if clause.is_heading or is_title(clause) or is_time_title(clause):
        return [], True
    if has_topics(clause):
        return [_whole(clause), *(_left_out(child, "topic_of_parent") for child in clause.walk())], False
    if clause.is_open or not (clause.is_bullet or asks(clause.text)) or has_paragraphs(clause):
        return _stem(clause), True
    return [_whole(clause)], True


def _is_circumstance(clause: Clause) -> bool:
    if is_content_label(clause):
        return not clause.children
    return label_of(clause) is not None or why_no_task(clause.text) in ("period", "funding")


def _stem(clause: Clause) -> list[Leaf | Skipped]:
    """A clause above others: a task of its own where only further paragraphs stand below it, otherwise its heading."""
    if has_paragraphs(clause):
        return _childless(clause)
    text = clause.block.text
    asking = [
        (start, end)
        for start, end in _asking(text, sentences(text, clause.start)[:-1])
        if _HANDED_IN.search(text[start:end]) and not brings_work(text[start:end])
    ]
    if asking:
        return [Leaf(clause, start, end, is_running=True) for start, end in asking]
    return [] if len(clause.text) <= _SHORT else [_left_out(clause, "stem")]


def _silenced(clause: Clause) -> tuple[str, Clause] | None:
    """Why a clause lies in a part that asks for nothing, and the heading of that part."""
    for step in (clause, *clause.ancestors()):
        if (step.marker is not None and not step.is_bullet) or step.is_heading or (step is not clause and step.is_open):
            may_title = step is not clause or clause.children or (len(step.text) < _SHORT and not asks(step.text))
            why = why_silent(step.text) if may_title else None
            if why is not None:
                return why, step
    return None


def _unless_named(clause: Clause, why: str, *, heading: Clause) -> Iterator[Leaf | Skipped]:
    """A clause in a silent part is left out, unless it gives a named party a job (a budget to draw up), asks for
    something by a day, or is an event with its own day in a timetable."""
    if clause.children and not clause.is_bullet:
        return
    if why_no_task(clause.text) is None and (_has_job(clause, why) or _is_ordered(clause, why, heading=heading)):
        yield from _childless(clause)
    else:
        yield _left_out(clause, why)


def _has_job(clause: Clause, why: str) -> bool:
    if why == "period":
        is_asked = is_imperative(clause.text) or asks(clause.text) or _HANDED_IN.search(clause.text) is not None
        return is_asked and _EVENT_DAY.search(clause.text) is not None
    if why in ("funding", "reference"):
        return bool(subject_of(clause.text))
    return why == "requirement" and _HANDED_IN.search(clause.text) is not None and bool(subject_of(clause.text))


def _is_ordered(clause: Clause, why: str, *, heading: Clause) -> bool:
    """True for work below a heading that within a part of work only sounds as if it asked for nothing: how it is done
    ("Hình thức tổ chức"), or what to look into first ("Đánh giá thực trạng")."""
    if heading is clause:
        return False
    does = any(is_imperative(clause.text[party.end :]) for party in subject_of(clause.text))
    if why == "period" and _MANNER.match(heading.text):
        return does or (_NOUN.match(clause.text) is None and is_imperative(clause.text))
    outer = next((step for step in reversed([*clause.ancestors()])), heading)
    is_within = why == "background" and outer is not heading and why_silent(outer.text) is None
    return is_within and does and _TELLS.search(clause.text) is None


def _childless(clause: Clause) -> list[Leaf | Skipped]:
    why = _why_none(clause)
    if why == "closing" and len(sentences(clause.block.text, clause.start)) > 1:
        return _running(clause)
    if why is not None:
        return [_left_out(clause, why)]
    if clause.marker is None:
        return _running(clause)
    is_formula = len(clause.text) < _LONGEST_FORMULA and is_closing(clause.text) and asks(clause.text)
    return [_left_out(clause, "closing")] if is_formula else [_whole(clause)]


def _why_none(clause: Clause) -> str | None:
    """Why a clause without others below it is no task."""
    why = why_no_task(clause.text)
    if why is not None:
        return why
    if is_content_label(clause):
        return "topic_of_parent"
    if clause.marker is not None and clause.marker.style == "article" and _PROMULGATES.match(clause.text):
        return "closing"
    if is_goal(clause.text) and not asks(clause.text):
        return "requirement"
    return "reference" if clause.marker is not None and is_bare_title(clause) else None


def _running(clause: Clause) -> list[Leaf | Skipped]:
    """Running text: a paragraph that begins with its verb is one task; otherwise each sentence that asks is one."""
    parts = sentences(clause.block.text, clause.start)
    if all(is_closing(clause.block.text[start:end]) for start, end in parts):
        return [_left_out(clause, "closing")]
    in_list = clause.parent is not None and clause.parent.parent is not None
    if in_list and (is_imperative(clause.text) or _DATED_WORK.match(clause.text) or _stands_under_owner(clause)):
        return [_whole(clause, is_running=True)]
    asking = _asking(clause.block.text, parts)
    if not asking:
        return [_left_out(clause, "background")]
    return [Leaf(clause, start, end, is_running=True) for start, end in asking]


def _asking(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences that ask for something; one that only says how and when to hand it in goes with the one before."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and _DELIVERY.match(text[start:end]) and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        elif _is_request(text[start:end]):
            joined.append((start, end))
    return joined


def _stands_under_owner(clause: Clause) -> bool:
    """True for a paragraph right below the heading that names who does it."""
    return clause.parent is not None and bool(owners_in_heading(clause.parent))


def _is_request(sentence: str) -> bool:
    is_asked = asks(sentence) or (_APART.match(sentence) is not None and _HANDED_IN.search(sentence) is not None)
    return is_asked and not (tells(sentence) or is_closing(sentence)) and why_no_task(sentence) is None


def _whole(clause: Clause, *, is_running: bool = False) -> Leaf:
    return Leaf(clause, clause.start, len(clause.block.text), is_running)


def _left_out(clause: Clause, why: str) -> Skipped:
    return Skipped(clause.line, clause.text, why)
