"""Parties that a sentence names together, and what stands before and behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from intake.drafting.parties.mentions import Party
from intake.drafting.parties.plain import Plain, loose
from intake.drafting.verbs import IMPERATIVE

_BETWEEN: Final = loose(r"(?: ?\([^()]{0,80}\))? ?(?:, và|,|và|&|/|cùng với|cùng)? ?(?:đối với |với )?$")
_NAMED_BETWEEN: Final = loose(r"(?: ?\([^()]{0,80}\))? ?(?:, và|,|và|&|/|cùng với|cùng) ?(?:với )?$")
_BRACKET: Final = loose(r" ?\([^()]{0,200}\)")
# Words between a party and what it does that leave it the doer.
_HOW: Final = loose(
    r"(?:,? ?(?:theo|căn cứ|trên cơ sở|trong|với|tùy|tuỳ|qua|sau khi|khi|tại|ngoài)(?: [^\s,;.:()]+){1,25},)? ?"
    r"(?:(?:đã|đang|cũng|đều|vẫn|lại|cùng|nghiêm túc|khẩn trương|chủ động|tự|kịp thời|thường xuyên|tích cực|tiếp tục|tăng cường|trực tiếp|cần|phải|sẽ|được|"
    r"chịu|hằng|hàng|định kỳ|quan tâm|lưu ý|căn cứ|trên cơ sở|theo dõi) ?)*"
)
_DUTY: Final = loose(
    r"(?:có|chịu) trách nhiệm|có nhiệm vụ|cần |phải |sẽ |không được|được (?:giao|phân công|chủ động|quyền)|chịu |nghiêm túc|khẩn trương|chủ động|tự |lưu ý"
    r"|là (?:đơn vị|cơ quan|đầu mối|thường trực)|căn cứ |trên cơ sở |theo chức năng|theo thẩm quyền|hằng |hàng |định kỳ|trước ngày|chậm nhất|xem xét|tuỳ |phấn đấu"
)
_POSSESSES: Final = loose(r"có (?!trách nhiệm|nhiệm vụ|kế hoạch|biện pháp|giải pháp|văn bản|báo cáo|hình thức|phương án)")


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

    @cached_property
    def after(self) -> int:
        """Where the text goes on behind the names and a remark in brackets."""
        bracket = _BRACKET.match(self.plain.low, self.end)
        at = bracket.end() if bracket else self.end
        while self.plain.low[at : at + 1] == " ":
            at += 1
        return at

    def before(self, letters: int = 60) -> str:
        """The text before the group, in small letters."""
        return self.plain.low[max(0, self.start - letters) : self.start]

    @property
    def does(self) -> bool:
        """True if the words behind say what the group does or has to do."""
        if self.after >= len(self.plain.low) or _POSSESSES.match(self.plain.low, self.after):
            return False
        if not self.plain.low[self.after].isalnum() and self.plain.low[self.after] != ",":
            return False
        if _DUTY.match(self.plain.low, self.after):
            return True
        how = _HOW.match(self.plain.low, self.after)
        at = how.end() if how else self.after
        if not self.plain.low[at : at + 1].isalpha():
            return False
        return bool(IMPERATIVE.match(self.plain.text, at)) or (at > self.after and self.plain.low[self.after] != ",")


def groups_of(text: str, parties: Sequence[Party]) -> Iterator[Group]:
    """The parties of a text in groups: neighbours between which nothing but a mark or "và" stands."""
    plain = Plain(text)
    held: list[Party] = []
    for party in parties:
        if held and not _are_joined(plain, held[-1], party):
            yield Group(plain, tuple(held))
            held = []
        held.append(party)
    if held:
        yield Group(plain, tuple(held))


def _are_joined(plain: Plain, first: Party, second: Party) -> bool:
    between = plain.low[first.end : second.start]
    return len(between) < 90 and _NAMED_BETWEEN.match(between) is not None
