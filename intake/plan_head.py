"""The head of a plan file: number, dates, urgency, policy; a secret document is refused before anything is kept."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.errors import SecretDocument
from engine.plans import IssuePolicy, Selector
from intake.plan_deadlines import Frame
from intake.plan_owners import read_selector
from intake.yaml_fields import LATEST_YEAR, Fields, date_from, slug

KEYS: Final = (
    *("doc", "number", "number_suffix", "number_corrected", "number_suffix_corrected", "issued_on", "issuer"),
    *("place", "place_printed", "doc_type", "title", "addressees", "recipients", "signer", "based_on", "period"),
    *("tasks", "skipped", "note", "notes", "selectors", "ladder", "urgency", "confidentiality", "policy"),
)
EARLIEST_ISSUE: Final = 2000
_SECRET: Final = {"mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}
_OPEN: Final = frozenset({"khong", "khong_mat", "thuong", "none", "normal"})
_URGENCIES: Final = {
    "normal": "normal",
    "thuong": "normal",
    "binh_thuong": "normal",
    "khong": "normal",
    "khan": "khan",
    "thuong_khan": "thuong_khan",
    "hoa_toc": "hoa_toc",
    "hoa_toc_hen_gio": "hoa_toc",
}
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_BASE_KEYS: Final = ("number", "number_corrected", "issued_on", "issuer", "where", "note")


def refuse_secret(top: Fields) -> None:
    """Raise SecretDocument for Mật, Tối mật, Tuyệt mật (Luật 117/2025/QH15); an unknown level is an error."""
    level = top.text("confidentiality")
    if level is None:
        return
    if slug(level) in _SECRET:
        raise SecretDocument(level=_SECRET[slug(level)])
    if slug(level) not in _OPEN:
        top.error("confidentiality_unknown", "confidentiality", text=level)


@dataclass(frozen=True)
class Period:
    """The period that the directive itself covers."""

    phrase: str | None = None
    start: date | None = None
    end: date | None = None

    @property
    def dates(self) -> tuple[date, date] | None:
        """First and last day, if both are known."""
        return None if self.start is None or self.end is None else (self.start, self.end)


def read_period(top: Fields) -> Period:
    """The ``period`` of the head."""
    row = top.mapping("period")
    if row is None:
        return Period()
    row.check_keys(("phrase", "start", "end", "note"), is_slip_fatal=True)
    start, end = row.days_in_order("start", "end")
    return Period(row.text("phrase"), start, end)


def read_issue_date(top: Fields, period: Period) -> tuple[str, Frame]:
    """``issued_on`` as it is written, and what it gives: a day, a month with the day left blank, or nothing."""
    if "issued_on" not in top.node.entries:
        top.error("missing_key", "issued_on")
    text = top.label("issued_on") or ""
    issued_on, month = date_from(text), _MONTH.fullmatch(text)
    issued_from = issued_on or (date_from(f"{text}-01") if month else None)
    if text and issued_from is None:
        top.error("issued_on_bad", "issued_on", text=text)
    elif issued_from is not None and not EARLIEST_ISSUE <= issued_from.year <= LATEST_YEAR:
        top.error("date_unbelievable", "issued_on", text=text, earliest=EARLIEST_ISSUE, latest=LATEST_YEAR)
        issued_on = issued_from = None
    return text, Frame(issued_on=issued_on, issued_from=issued_from, period=period.dates)


def read_number(top: Fields) -> tuple[str | None, str | None]:
    """Number and suffix; a number left blank keeps its suffix, and both blank is worth a look."""
    number, suffix = top.label("number"), top.label("number_suffix")
    if number is None and suffix is None:
        top.warning("number_blank", "number")
    return number, suffix


def read_urgency(top: Fields) -> str:
    """The urgency: normal, khan, thuong_khan, hoa_toc."""
    text = top.text("urgency", "normal")
    if slug(text) not in _URGENCIES:
        top.error("urgency_unknown", "urgency", text=text)
    return _URGENCIES.get(slug(text), "normal")


def read_policy(top: Fields) -> IssuePolicy:
    """How this issuer reads dates."""
    row = top.mapping("policy")
    if row is None:
        return IssuePolicy()
    row.check_keys(("before", "roll_fixed", "note"), is_slip_fatal=True)
    before = row.text("before", "exclusive")
    if before not in ("inclusive", "exclusive"):
        row.error("policy_before", "before", text=before)
    return IssuePolicy(is_before_inclusive=before == "inclusive", is_fixed_rolled=row.flag("roll_fixed"))


def read_selectors(top: Fields) -> dict[str, Selector]:
    """The plan's own owner phrases."""
    row = top.mapping("selectors")
    if row is None:
        return {}
    named = {phrase: read_selector(row, phrase) for phrase in row.node.entries}
    return {phrase: found.selector for phrase, found in named.items() if found is not None}


def read_based_on(top: Fields) -> tuple[dict[str, str | None], ...]:
    """The documents that the directive cites."""
    return tuple(_base(row) for row in top.rows("based_on"))


def read_rest(top: Fields) -> dict[str, object]:
    """What is kept beside the head: the signer and the corrected or printed forms of other keys."""
    rest: dict[str, object] = {}
    signer = top.mapping("signer")
    if signer is not None:
        signer.check_keys(("name", "title", "on_behalf", "note"), is_slip_fatal=True)
        rest["signer"] = {key: signer.text(key) for key in ("name", "title", "on_behalf")}
    for key in ("number_corrected", "number_suffix_corrected", "place_printed"):
        if top.has(key):
            rest[key] = top.label(key)
    return rest


def _base(row: Fields) -> dict[str, str | None]:
    row.check_keys(_BASE_KEYS, is_slip_fatal=True)
    on = row.day("issued_on")
    return {
        "number": row.label("number"),
        "issued_on": on.isoformat() if on else None,
        "issuer": row.label("issuer"),
        **{key: row.label(key) for key in ("number_corrected", "where") if row.has(key)},
    }
