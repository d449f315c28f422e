"""Values of a plan: what a directive asks of whom, before it is issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.deadlines import Rule
from engine.errors import BadRule

ALL_ADDRESSEES = "all addressees"


@dataclass(frozen=True)
class ByName:
    """A unit by name, alias or code, or an owner phrase of the organisation file ("cơ sở GDMN")."""

    name: str


@dataclass(frozen=True)
class ByCode:
    """Units by their opaque code in the issuer's scheme."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class ByKind:
    """All units of these kinds below ``under`` (a code or name; None: below the whole scheme)."""

    kinds: tuple[str, ...]
    under: str | None = None


@dataclass(frozen=True)
class Addressees:
    """All addressees of the directive ("Kính gửi")."""


@dataclass(frozen=True)
class External:
    """Parties outside the tree: kept as text, not tracked."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Several:
    """The union of several selectors."""

    parts: tuple["Selector", ...]


Selector = ByName | ByCode | ByKind | Addressees | External | Several


@dataclass(frozen=True)
class FieldSpec:
    """A figure that a report is asked for.

    ``type``: number, text, yes_no. ``aggregate``: sum, mean, ratio, count_yes, none.
    ``weight`` names the field that weighs a mean; ``denominator`` the field below a ratio of sums.
    """

    key: str
    label: str
    type: str = "number"
    aggregate: str = "sum"
    is_required: bool = True
    weight: str | None = None
    denominator: str | None = None


@dataclass(frozen=True)
class DeadlineSpec:
    """A time phrase of a task, as printed (``quote``), and the rule it was read as."""

    quote: str
    rule: Rule
    is_inherited: bool = False


@dataclass(frozen=True)
class TaskSpec:
    """One clause that gives someone something to do. ``line`` is its 1-based line in the source document."""

    key: str
    text: str
    owner: Selector
    owner_label: str
    kind: str = "do"
    line: int | None = None
    section: str | None = None
    lead: Selector | None = None
    coordinators: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    deadlines: tuple[DeadlineSpec, ...] = ()
    report_to: str | None = None
    is_form: bool = False
    fields: tuple[FieldSpec, ...] = ()
    ladder: str | None = None
    place: str = ""


@dataclass(frozen=True)
class IssuePolicy:
    """How this issuer reads dates: "trước ngày X" inclusive of X; a fixed date on a day off rolls forward."""

    is_before_inclusive: bool = False
    is_fixed_rolled: bool = False


@dataclass(frozen=True)
class DirectiveSpec:
    """The head of a directive and its tasks. ``issued_on`` is None where the day was left blank;
    ``issued_text`` keeps what was printed ("2023-10")."""

    doc: str
    issuer: str
    title: str
    doc_type: str
    issued_text: str
    tasks: tuple[TaskSpec, ...]
    number: str | None = None
    number_suffix: str | None = None
    issued_on: date | None = None
    place: str | None = None
    urgency: str = "normal"
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    based_on: tuple[dict[str, str | None], ...] = ()
    period_phrase: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    ladder: str | None = None
    selectors: dict[str, Selector] = field(default_factory=dict)
    policy: IssuePolicy = field(default_factory=IssuePolicy)
    head: dict[str, object] = field(default_factory=dict)


def selector_to_dict(selector: Selector) -> dict[str, object]:
    """A selector as JSON."""
    match selector:
        case ByName(name):
            return {"name": name}
        case ByCode(codes):
            return {"codes": list(codes)}
        case ByKind(kinds, under):
            return {"kinds": list(kinds), "under": under}
        case Addressees():
            return {"addressees": True}
        case External(names):
            return {"external": list(names)}
        case _:
            return {"several": [selector_to_dict(part) for part in selector.parts]}


def selector_from_dict(values: Mapping[str, Any]) -> Selector:
    """The selector that ``selector_to_dict`` wrote; BadRule for anything else."""
    match values:
        case {"name": str(name)}:
            return ByName(name)
        case {"codes": list(codes)}:
            return ByCode(tuple(codes))
        case {"kinds": list(kinds), "under": under}:
            return ByKind(tuple(kinds), under)
        case {"addressees": True}:
            return Addressees()
        case {"external": list(names)}:
            return External(tuple(names))
        case {"several": list(parts)}:
            return Several(tuple(selector_from_dict(part) for part in parts))
    raise BadRule(reason="selector")
