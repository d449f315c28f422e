"""What the first set-up offers: who may become the administrator, and in which unit a new one works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.errors import InputRefused
from engine.service.organisation import UnitLine
from web.i18n import Speech

MOST = 300


@dataclass(frozen=True)
class Choice:
    """An option of a list."""

    value: str
    label: str


@dataclass(frozen=True)
class Finding:
    """What is wrong in a file, and where."""

    place: str
    sentence: str
    is_warning: bool


@dataclass(frozen=True)
class Typed:
    """What was typed into the form for the administrator, and what is wrong with it, by field."""

    address: str = ""
    name: str = ""
    email: str = ""
    unit: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """True if somebody new was typed in."""
        return bool(self.name or self.email)


def people(trees: Mapping[str, Sequence[UnitLine]], speech: Speech) -> list[Choice]:
    """People with a mail address, those of the highest units first."""
    lines = sorted((line for lines in trees.values() for line in lines), key=lambda line: line.depth)
    return [
        Choice(member.email, f"{member.name} – {speech.words.role(member.role)}, {line.name} ({member.email})")
        for line in lines
        for member in line.members
        if member.email
    ][:MOST]


def units(trees: Mapping[str, Sequence[UnitLine]]) -> list[Choice]:
    """Units as the tree has them, the highest first."""
    lines = [(line.depth, f"{scheme}/{line.code}", line.name) for scheme, lines in trees.items() for line in lines]
    return [Choice(value, name) for _, value, name in sorted(lines, key=lambda one: one[0])[:MOST]]


def findings(refused: InputRefused, speech: Speech) -> list[Finding]:
    """Everything that is wrong with a file, line by line."""
    return [Finding(one.place, speech.words.problem(one), one.is_warning) for one in refused.problems]


def examined(typed: Typed, speech: Speech) -> Typed:
    """The form with a sentence for each field that cannot be used."""
    _ = speech.say
    if not typed.is_new:
        errors = {} if typed.address else {"address": _("Hãy chọn một người, hoặc nhập người mới.")}
        return Typed(typed.address, typed.name, typed.email, typed.unit, errors)
    errors = {}
    if not typed.name:
        errors["name"] = _("Hãy ghi họ tên.")
    name, at, domain = typed.email.rpartition("@")
    if not (name and at and "." in domain) or any(letter.isspace() for letter in typed.email):
        errors["email"] = _("Địa chỉ thư phải có dạng ten@coquan.vn.")
    if not typed.unit:
        errors["unit"] = _("Hãy chọn đơn vị.")
    return Typed(typed.address, typed.name, typed.email, typed.unit, errors)
