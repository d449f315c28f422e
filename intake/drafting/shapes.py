"""What a clause is by its shape: a title, a stem, a task with its topics, or a sentence of several paragraphs."""

import re
from functools import lru_cache
from typing import Final

from intake.drafting.attributes import label_of
from intake.drafting.clauses import Clause
from intake.drafting.headings import names_only
from intake.drafting.parties import subject_of
from intake.drafting.requests import asks
from intake.drafting.sections import why_no_task, why_silent
from intake.drafting.sentences import sentences
from intake.drafting.verbs import first_kinds, is_imperative

_LISTS_PARTS: Final = re.compile(
    r"(?:\b(?:bao\s+)?gồm(?:\s+(?:các|những|có))?(?:\s+\w+){0,4}|\bnhư(?:\s+sau)?|\bcác (?:chuyên đề|nội dung"
    r"|tiêu chí|hồ sơ|mục|chủ đề|yêu cầu|thông tin|phần"
    r"|hoạt động|hình thức|văn bản|tài liệu|bước|vấn đề)(?:\s+(?:sau|chính|cụ thể|sau đây))*"
    r"|\btrong đó)\W*(?:như sau|sau|sau đây|cụ thể|cụ thể như sau)?\W*$",
    re.IGNORECASE,
)
_BRINGS_WORK: Final = re.compile(
    r"\b(?:thực hiện|triển khai|làm|tập trung(?: vào)?|quan tâm|chú trọng)(?: \w+){0,4} (?:các|một số"
    r"|những) (?:nội dung|nhiệm vụ|công việc|công tác|giải pháp|biện pháp|yêu cầu|hoạt động|vấn đề)"
    r"|\b(?:nhiệm vụ|giải pháp|công việc)(?: \w+){0,3} (?:sau|sau đây)\b|^\W*(?:các|một số|những)\s",
    re.IGNORECASE,
)
_TOPIC_NOUN: Final = re.compile(
    r"\W*(?:(?:chuyên đề|chương trình|nội dung|chủ đề|module|mô đun|học phần|đối với (?:cbql|gv|giáo viên|cán bộ|trẻ"
    r"|học sinh|nhân viên)|đối tượng|thời gian|địa điểm|thành phần"
    r"|hình thức|số lượng|hồ sơ|giải (?:nhất|nhì|ba|khuyến)|tiêu chí|khối|lớp|nhóm|phần thi|vòng|môn|bảng|biểu|mẫu"
    r"|danh sách|đơn|bản sao|văn bản|tỷ lệ|tỉ lệ|tổng số|số)\b|\d)",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(r"\W*(?:ngày|tháng|tuần|đợt|quý|buổi|giai đoạn|từ ngày|học kỳ)\s", re.IGNORECASE)
_CONTENT: Final = re.compile(r"\W*nội dung\b[^:.;]{0,40}:", re.IGNORECASE)
_STEP: Final = re.compile(r"\W*(?:bước|giai đoạn|đợt)\s+(?:\d{1,2}|[IVX]{1,4})\s*[:.(–-]", re.IGNORECASE)
_CRITERIA: Final = re.compile(
    r"\b(?:các|những|một số) (?:điều kiện|tiêu chuẩn|tiêu chí|trường hợp|đối tượng|giấy tờ|loại giấy tờ|thành phần"
    r"|thứ tự ưu tiên)"
    r"(?: (?:sau|sau đây|như sau|cụ thể|dưới đây|ưu tiên))*\W*$|\bthứ tự ưu tiên(?: (?:sau|sau đây|như sau))*\W*$"
    r"|\bgồm(?: có)?\W*$",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(
    r"\W*(?:\d{1,2} )?(?:đơn|bản (?:sao|chính|photo|cam|tóm|đăng|thuyết)|giấy|phiếu|ảnh|học bạ|sơ yếu|minh chứng"
    r"|biên bản|tờ (?:trình|khai)"
    r"|danh sách|hồ sơ|file|video|bài thuyết|báo cáo (?:kết quả|tóm|tự|thành))\b",
    re.IGNORECASE,
)
_SHORT: Final = 90
_LONGEST_END: Final = 120
_SHORTEST: Final = 40
_NEAR: Final = 40
_MOSTLY: Final = 0.6
_UPPER_RANKS: Final = 30


def is_title(clause: Clause) -> bool:
    """True for a numbered heading: a part or chapter, a step, or a line that does not end a sentence."""
    if clause.children and not clause.is_bullet and _STEP.match(clause.text):
        return True
    return not clause.is_bullet and not clause.is_open and not clause.text.rstrip(" *_").endswith((".", ";"))


def is_time_title(clause: Clause) -> bool:
    """True for a bullet that only names the time of the items below it ("* Tháng 9/2023")."""
    return clause.is_bullet and len(clause.text) <= _SHORTEST and _WHEN.match(clause.text) is not None


def has_paragraphs(clause: Clause) -> bool:
    """True for a sentence with only running text below it: a numbered item of several paragraphs."""
    is_sentence = clause.text.rstrip(" *_").endswith((".", ";", "/"))
    return is_sentence and all(
        child.marker is None and not child.is_heading and child.block.row is None for child in clause.children
    )


def has_topics(clause: Clause) -> bool:
    """True if the items below only list the topics, the audience or the circumstances of the clause's own action."""
    if not clause.is_open or not (is_imperative(clause.text) or asks(clause.text)):
        return False
    children = clause.children
    if names_only(clause):
        return False
    if clause.marker is None and _heads_work(clause):
        return False
    if any(_WHEN.match(child.text) and child.children for child in children):
        return False
    nouns = sum(_TOPIC_NOUN.match(child.text) is not None or not is_imperative(child.text) for child in children)
    if nouns >= _MOSTLY * len(children):
        return not _names_doers(clause)
    kinds = first_kinds(clause.text)
    if kinds and kinds[0][1] == "train" and kinds[0][0] <= _NEAR:
        return True
    if brings_work(clause.text):
        return False
    return bool(kinds) and kinds[0][1] in ("train", "report") and _LISTS_PARTS.search(clause.text) is not None


def _heads_work(clause: Clause) -> bool:
    """True for a lead-in above headings with work of their own below them, unless it asks for a report on them."""
    start, _ = sentences(clause.text)[-1]
    kinds = first_kinds(clause.text[start:])
    if kinds and kinds[0][1] in ("train", "report"):
        return False
    titles = [child for child in clause.children if is_title(child) and why_silent(child.text) is None]
    return any(is_imperative(step.text) or subject_of(step.text) for title in titles for step in title.walk())


def lists_things(clause: Clause) -> bool:
    """True if the items below are no deeds: what must hold ("một trong các điều kiện sau:"), or papers to hand in."""
    children = clause.children
    if len(children) < 2 or any(child.children or child.block.row is not None for child in children):
        return False
    if any(subject_of(child.text) for child in children):
        return False
    deeds = sum(is_imperative(child.text) for child in children)
    if clause.is_open and _CRITERIA.search(clause.text[-_LONGEST_END:]) and deeds < _MOSTLY * len(children):
        return True
    return deeds == 0 and sum(_PAPER.match(child.text) is not None for child in children) >= _MOSTLY * len(children)


def brings_work(text: str) -> bool:
    """True for words that announce the work below: "thực hiện các nhiệm vụ sau"."""
    return _BRINGS_WORK.search(text) is not None


def _names_doers(clause: Clause) -> bool:
    """True if an item names an office and what it does: a list of jobs, not of topics."""
    for child in clause.children:
        named = [party for party in subject_of(child.text) if not party.is_generic and party.level != "khac"]
        if named and is_imperative(child.text[named[-1].end :]):
            return True
    return False


def is_content_label(clause: Clause) -> bool:
    """True for "Nội dung: …" beside "Thời gian: …" or "Đối tượng: …": circumstances of what stands above."""
    if clause.parent is None or _CONTENT.match(clause.text) is None:
        return False
    match = _CONTENT.match(clause.text)
    is_work = match is not None and is_imperative(clause.text[match.end() :])
    labels = _labels_below(clause.parent)
    # Where a place stands beside, an event is described.
    if is_work and "owner" in labels and "place" not in labels:
        return False
    return "period" in labels


@lru_cache(maxsize=64)
def _labels_below(parent: Clause) -> frozenset[str | None]:
    """Which circumstances the items right below a clause state, "period" among them; asked for each item, so kept."""
    found = {label_of(child) for child in parent.children}
    return frozenset(found | {why_no_task(child.text) for child in parent.children} & {"owner", "period"})


def is_bare_title(clause: Clause) -> bool:
    """True for a heading with nothing below it, or a line of nothing but capitals."""
    text = clause.text.strip(" *_.:")
    if not clause.is_bullet and len(text) < _SHORT and is_title(clause) and not is_imperative(text) and not asks(text):
        return True
    return (
        clause.rank <= 30
        and clause.marker is not None
        and clause.marker.style != "article"
        and not asks(text)
        and not is_imperative(text)
    ) or (text.upper() == text)
