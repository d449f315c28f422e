"""Parties that a sentence names together, and what stands before and behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from intake.drafting.parties.mentions import Party
from intake.drafting.parties.plain import Plain, loose
from intake.drafting.verbs import ACTIONS, IMPERATIVE

_BETWEEN: Final = loose(r"(?: ?\([^()]{0,80}\))? ?(?:, và|,|;|và|&|/|-|cùng với|cùng) ?(?:với )?(?:các )?$")
_SKIPPED: Final = loose(
    r"(?: ?\([^()]{0,200}\))?(?: ?(?:\.{2,4}|…))?"
    r"(?: (?:hoặc|và) (?:những )?(?:người|cá nhân) (?:được|có) (?:phân công|uỷ quyền|giao|thẩm quyền|trách nhiệm)"
    r"(?: nhiệm vụ| phụ trách)?(?= ))? ?"
)
# What comes first in a sentence without being what it asks for; a comma ends it.
_OPENING: Final = loose(
    r"(?:^|[.;:])\W{0,8}(?:căn cứ|trên cơ sở|thực hiện|theo|sau khi|khi|nếu|để|nhằm|qua|trong|từ|với|ngoài)(?: "
    r"[^.;:]*)?$"
)
_OF: Final = loose(r"(?:của|do|bởi) $")
# How a party does something, between its name and the verb.
_MANNER: Final = loose(
    r"(?:(?:đã|đang|cũng|đều|vẫn|lại|cùng|nghiêm túc|khẩn trương|chủ động|tự|kịp thời|thường xuyên|tích cực"
    r"|tiếp tục|tăng cường|trực tiếp|cần|phải|sẽ|chịu|quan tâm|lưu ý|nhanh chóng|báo ngay) ?)+"
)
_DUTY: Final = loose(
    r"(?:(?:có|chịu) trách nhiệm|có nhiệm vụ|cần|phải|sẽ|không được|được (?:giao|phân công|chủ động|quyền)|chịu"
    r"|nghiêm túc|khẩn trương|chủ động|tự|lưu ý|xem xét|phấn đấu|là (?:đơn vị|cơ quan|đầu mối|thường trực)|căn cứ"
    r"|trên cơ sở|theo (?:chức năng|thẩm quyền|nhiệm vụ)|hằng|hàng|định kỳ|trước ngày|chậm nhất"
    r"|duyệt|ký|họp|báo|thí điểm|làm điểm|đăng cai|chi trả|giải ngân)(?!\w)"
)
_ASIDE: Final = loose(r", ?(?:theo|căn cứ|trên cơ sở|tuỳ|qua|sau khi|khi|trong)(?: [^\s,;.:()]+){1,25}, (?=\w)")
_OWNS: Final = loose(r"có (?!trách nhiệm|nhiệm vụ|kế hoạch|biện pháp|giải pháp|văn bản|báo cáo|hình thức|phương án)")
# What marks off which of a class is meant ("các trường còn chỉ tiêu", "cơ sở có tồn tại").
_MODIFIED: Final = loose(
    r"(?:có|còn|chưa|đã|đang|được|không|nằm|ở|tại|thuộc|trên|tham gia|phụ trách|đạt|đủ|dự|nêu|đóng|khi)(?!\w)"
)
_WORDS: Final = loose(r"[^\s,;.:()]+(?: [^\s,;.:()]+){0,14}")
# Verbs of two syllables are known without their marks as well, as scans print them ("săp xêp", "phôi hợp").
_SCANNED: Final = loose(rf"(?:{'|'.join(verb for verb in ACTIONS.split('|') if '+' in verb)})(?!\w)")
_COLON: Final = loose(r":[^\w]{0,4}(?=\w)")
_WORD: Final = loose(r"[^\s]+")
_RANKS: Final = {"bo": 6, "ubnd_tinh": 5, "so": 4, "ubnd_huyen": 3, "ubnd_xa": 2, "phong": 2}


@dataclass(frozen=True)
class Group:
    """Parties that are named together: a list, or one alone."""

    plain: Plain
    parties: tuple[Party, ...]

    @property
    def start(self) -> int:
        """Where the first one begins."""
        return self.parties[0].start

    @property
    def end(self) -> int:
        """Where the last one ends."""
        return self.parties[-1].end

    @property
    def rank(self) -> int:
        """How high the highest of them stands: 6 for a ministry down to 1 for schools and units."""
        return max(_RANKS.get(party.level, 1) for party in self.parties)

    @cached_property
    def after(self) -> int:
        """Where the text goes on behind the names and a remark in brackets."""
        skipped = _SKIPPED.match(self.plain.low, self.end)
        return skipped.end() if skipped else self.end

    def before(self, letters: int = 60) -> str:
        """The text before the group, in small letters."""
        return self.plain.low[max(0, self.start - letters) : self.start]

    def sentence_before(self) -> str:
        """The text before the group from the last mark that ends a part of the sentence."""
        before = self.before(420)
        return before[max(before.rfind(mark) for mark in ";.:") + 1 :]

    @cached_property
    def does(self) -> bool:
        """True if the words behind say what the group does or has to do."""
        return self.after < len(self.plain.low) and self._does_from(self.after)

    @cached_property
    def does_later(self) -> bool:
        """``does``, also behind words that say which of a class is meant."""
        if self.does:
            return True
        return _MODIFIED.match(self.plain.low, self.after) is not None and self._does_within()

    @property
    def is_told_after(self) -> bool:
        """True if a colon and a verb stand behind the group ("Đề nghị Sở Y tế: Hướng dẫn …")."""
        colon = _COLON.match(self.plain.low, self.after)
        return colon is not None and IMPERATIVE.match(self.plain.text, colon.end()) is not None

    @property
    def is_last(self) -> bool:
        """True if nothing but a mark stands behind the group."""
        return not any(map(str.isalnum, self.plain.low[self.after : self.after + 3]))

    def _does_within(self) -> bool:
        """True if a verb follows among the next words of the same part of the sentence."""
        words = _WORDS.match(self.plain.low, self.after)
        starts = [match.start() for match in _WORD.finditer(words[0])] if words else []
        return any(self._does_from(self.after + start) for start in starts[1:])

    def _does_from(self, at: int) -> bool:
        aside = _ASIDE.match(self.plain.low, at)
        begin = aside.end() if aside else at
        if not self.plain.low[begin : begin + 1].isalpha() or _OWNS.match(self.plain.low, begin):
            return False
        manner = _MANNER.match(self.plain.low, begin)
        if manner or _DUTY.match(self.plain.low, begin) or IMPERATIVE.match(self.plain.text, begin):
            return True
        return _SCANNED.match(self.plain.low, begin) is not None


def groups_of(text: str, parties: Sequence[Party]) -> tuple[Group, ...]:
    """The parties of a text in groups: neighbours between which nothing but a mark or "và" stands."""
    plain = Plain(text)
    return tuple(Group(plain, held) for held in _runs(plain, parties))


def _runs(plain: Plain, parties: Sequence[Party]) -> Iterator[tuple[Party, ...]]:
    held: list[Party] = []
    for party in parties:
        if held and not _are_joined(plain, held[-1], other=party, first=held[0]):
            yield tuple(held)
            held = []
        held.append(party)
    if held:
        yield tuple(held)


def _are_joined(plain: Plain, one: Party, *, other: Party, first: Party) -> bool:
    between = plain.low[one.end : other.start]
    if len(between) > 90 or _BETWEEN.match(between) is None:
        return False
    if "," not in between and ";" not in between:
        return True
    # "Căn cứ kế hoạch của Phòng GDĐT, các trường xây dựng …": the comma ends the opening, it joins nothing.
    before = plain.low[max(0, first.start - 200) : first.start]
    return not (_OF.search(before) and _OPENING.search(before))
