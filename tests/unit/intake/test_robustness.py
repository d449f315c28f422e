"""Laws of the whole reader for documents that accidents have damaged: no crash, nothing invented, the same again."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DocumentRefused, InputRefused, SecretDocument
from intake.draft_writer import plan_mapping, plan_text
from intake.drafting import draft_of
from intake.drafting.draft import Draft, DraftDeadline
from intake.plan_file import read_plan
from intake.reading.document import Document
from intake.reading.plain import read_text
from intake.reading.source import Source
from intake.yaml_places import read_yaml
from reports.wording import words
from tests.support.damaged_text import damaged_texts
from tests.support.source import ROOT

ORIGINALS: Final = [
    path.read_text(encoding="utf-8")
    for name in ("seeds", "directives")
    for path in sorted((ROOT / "benchmarks" / name / "docs").glob("*.txt"))
]
many = settings(max_examples=max(300, settings.default.max_examples if settings.default else 0))
DAMAGED: Final = damaged_texts(ORIGINALS)

# What scanners print for digits; numbers in words; Roman quarters and semesters.
_LOOKALIKES: Final = str.maketrans("OoQqlLIi|sb", "00001111158")
_WORDS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "tư": 4}


def document_of(text: str) -> Document | None:
    """The text as a file is read; None if it is refused by name."""
    try:
        return read_text(Source("van_ban.txt", text.encode()), name="van_ban.txt", kind="txt")
    except DocumentRefused:
        return None


def drafted(document: Document) -> Draft | None:
    """The draft; None for a document that is marked secret."""
    try:
        return draft_of(document)
    except SecretDocument:
        return None


@many
@given(text=DAMAGED)
def test_draft_says_nothing_that_is_not_printed_for_any_damaged_directive(text: str) -> None:
    document = document_of(text)
    draft = None if document is None else drafted(document)
    if document is None or draft is None:
        return
    printed = _Print(document)
    assert not list(_unprinted_head(draft, printed))
    assert not list(_unprinted_tasks(draft, printed))
    assert not [found for found in _deadlines(draft) if not _is_dated(found, draft, printed)]


@given(text=DAMAGED)
def test_draft_is_a_plan_file_or_refused_with_findings_for_any_damaged_directive(text: str) -> None:
    document = document_of(text)
    draft = None if document is None else drafted(document)
    if draft is None:
        return
    for language in ("vi", "en"):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "plan.yaml"
            path.write_text(plan_text(draft, words(language)), encoding="utf-8")
            root, findings = read_yaml(path)
            findings.refuse_if_errors()
            assert list(root.entries) == list(plan_mapping(draft))
            assert refs_or_findings(path) in ([task.id for task in draft.tasks], "findings")


def refs_or_findings(path: Path) -> list[str] | str:
    """The tasks of a plan file by their names, or "findings" where it is refused with some."""
    try:
        spec, _ = read_plan(path)
    except InputRefused as refused:
        return "findings" if refused.problems else "no findings"
    return [task.key for task in spec.tasks]


@given(text=DAMAGED, other=DAMAGED)
def test_draft_is_the_same_whatever_was_read_between_for_any_damaged_directives(text: str, other: str) -> None:
    documents = [document for document in (document_of(text), document_of(other)) if document is not None]
    before = [drafted(document) for document in documents]
    after = [drafted(document) for document in reversed(documents)]
    assert before == list(reversed(after))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_draft_is_made_or_refused_for_any_text(text: str) -> None:
    document = document_of(text)
    draft = None if document is None else drafted(document)
    assert draft is None or not [task for task in draft.tasks if not task.text.strip()]


# Every word that a rule of the reader knows, so that no way through its tables is left untried.
_RULES: Final = "".join(path.read_text("utf-8") for path in sorted((ROOT / "intake" / "drafting").rglob("*.py")))
_KNOWN: Final = sorted(set(re.findall(r"[a-zđà-ỹ]{1,9}(?: [a-zđà-ỹ]{1,9}){0,4}", _RULES)))
_JOINTS: Final = (
    "\n",
    "\n- ",
    "\n1. ",
    ", ",
    "; ",
    ". ",
    ": ",
    " và ",
    "/",
    "-",
    " (",
    ") ",
    " “",
    "” ",
    " Hà Nội ",
    " 15/9/2025 ",
)
_PIECES: Final = st.one_of(
    st.sampled_from(_KNOWN),
    st.sampled_from(_KNOWN).map(str.capitalize),
    st.sampled_from(_KNOWN).map(str.title),
    st.sampled_from(_KNOWN).map(str.upper),
    st.sampled_from(_JOINTS),
)


@many
@given(pieces=st.lists(_PIECES, max_size=60))
def test_draft_is_made_or_refused_for_any_words_that_rules_know(pieces: list[str]) -> None:
    document = document_of(" ".join(pieces))
    draft = None if document is None else drafted(document)
    assert draft is None or not [task for task in draft.tasks if not task.text.strip()]


# --- what is printed ----------------------------------------------------------------------------


class _Print:
    """What a document prints, blanks folded: by line, as a whole, without blanks, and its numbers."""

    def __init__(self, document: Document) -> None:
        self.lines: dict[int, list[str]] = {}
        for line in document.lines:
            self.lines.setdefault(line.number, []).append(_folded(line.text))
        texts = [text for lines in self.lines.values() for text in lines if text]
        self.whole = " ".join(texts)
        self.unmarked = _unmarked(self.whole)
        # A head may have words put together whose letters stand apart in print.
        self.joined = " " + re.sub(r"\s", "", self.unmarked)
        self.tight = _tight("".join(texts))
        self.numbers = _numbers(self.whole)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _unmarked(text: str) -> str:
    """Without Markdown's emphasis, and without brackets, of which a list of names gets back a lost one."""
    return re.sub(r"[*()]", "", text)


def _tight(text: str) -> str:
    return re.sub(r"[\s*_]", "", text).replace("–", "-")


def _as_digits(run: re.Match[str]) -> str:
    return run[0].translate(_LOOKALIKES)


@cache
def _numbers(text: str) -> frozenset[int]:
    """Every number that may be read in a text: digits, what looks like them, words, Roman numerals."""
    found: set[int] = set()
    for shape in (text, re.sub(r"(?<=[\dOolI])\s(?=[\dOolI])", "", text)):
        repaired = re.sub(r"(?<![^\W_])[\dOoQqlLIi|sb]{1,4}(?![^\W_])", _as_digits, shape)
        repaired = re.sub(r"[\dOolLI]{2,}", _as_digits, repaired)
        found |= {int(digits) for digits in re.findall(r"\d{1,4}", repaired)}
    spoken = text.casefold().split()
    found |= {_WORDS.index(word) for word in spoken if word in _WORDS}
    found |= {number for word in re.findall(r"\w+", text.casefold()) if (number := _ROMAN.get(word, 0))}
    return frozenset(found)


# --- the head -----------------------------------------------------------------------------------


def _unprinted_head(draft: Draft, printed: _Print) -> Iterator[str]:
    """What the head says though it is not printed."""
    head = draft.head
    for value in (head.number.value, head.number_suffix.value, *(base.number for base in head.based_on.value)):
        if value is not None and _tight(value) not in printed.tight:
            yield value
    days = [part for part in re.split("-", head.issued_on.value or "") if part]
    yield from (part for part in days if int(part) not in printed.numbers)
    signer = head.signer.value.name
    for text in (head.title.value, signer, *head.addressees.value, *head.recipients.value, head.period.value.phrase):
        yield from (word for word in _unmarked(text or "").split() if word not in printed.unmarked + printed.joined)
    cited = [base.issued_on for base in head.based_on.value if base.issued_on is not None]
    for day in (*cited, *(day for day in (head.period.value.start, head.period.value.end) if day is not None)):
        if day.year not in printed.numbers:
            yield str(day)


# --- the tasks ----------------------------------------------------------------------------------


def _unprinted_tasks(draft: Draft, printed: _Print) -> Iterator[str]:
    """Texts and quotes that do not stand where the draft says."""
    for task in draft.tasks:
        if not any(_folded(task.text) in text for text in printed.lines.get(task.line, [])) or not task.text:
            yield f"{task.line}: {task.text}"
        yield from (found.quote for found in task.deadlines if _folded(found.quote) not in printed.whole)
    yield from (str(entry.line) for entry in draft.skipped if entry.line not in printed.lines)


def _deadlines(draft: Draft) -> list[DraftDeadline]:
    return [deadline for task in draft.tasks for deadline in task.deadlines]


def _is_dated(found: DraftDeadline, draft: Draft, printed: _Print) -> bool:
    """True if every date of a deadline is written in its quote, or follows from it by a rule of the calendar."""
    days = [date.fromisoformat(found.due[:10])] if found.due else [day for day in found.window or () if day]
    is_due = found.due is not None
    # "cùng ngày" leans on a day that was named before.
    numbers = printed.numbers if "cùng" in found.quote.casefold() else _numbers(found.quote)
    return all(
        any(
            _is_day_said(day, numbers, is_due=is_due) and _is_year_said(day.year, found, draft=draft, printed=printed)
            for day in (said, said + timedelta(days=1))
        )
        for said in days
    )


def _is_day_said(day: date, numbers: frozenset[int], *, is_due: bool) -> bool:
    if day.day in numbers and day.month in numbers:
        return True
    if not is_due and day.month in numbers:
        return True
    is_edge = day.day in (1, monthrange(day.year, day.month)[1])
    is_named = day.month in numbers or (day.month + 2) // 3 in numbers
    is_of_year = day.year in numbers or any(number in (day.year - 1, day.year + 1) for number in numbers)
    return is_edge and (is_named or (is_of_year and day.month in (1, 5, 9, 12)))


def _is_year_said(year: int, found: DraftDeadline, *, draft: Draft, printed: _Print) -> bool:
    """A year is printed, in full or as its last two digits, or the first that fits the day of issue and the period."""
    if year in printed.numbers or year - 2000 in _numbers(found.quote):
        return True
    issued = draft.head.issued_on.value
    return "year_assumed" in found.notes and issued is not None and year - int(issued[:4]) in (0, 1)
