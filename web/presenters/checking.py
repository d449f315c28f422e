"""Proofs, findings and changes in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.doctor import Finding
from engine.service.tallies import Audit
from web.i18n import Speech, number

MOST_MISMATCHES = 100
_AUDIT = "cli.audit"
_TONES = {"ok": "good", "warning": "near", "error": "bad"}


@dataclass(frozen=True)
class Proof:
    """What a proof came to, in sentences."""

    lines: tuple[str, ...]
    is_good: bool


def tally_proof(found: Audit, *, speech: Speech) -> Proof:
    """Counters against a full count."""
    words = speech.words
    values = {"directives": found.directives, "nodes": found.nodes, "obligations": found.obligations}
    shown = {name: number(value) for name, value in values.items()}
    lines = [words.say(f"{_AUDIT}.tallies", mismatches=len(found.mismatches), **shown)]
    lines += [
        words.say(f"{_AUDIT}.mismatch", directive=one.directive_id, task=one.task_id, unit=one.unit_id)
        for one in found.mismatches[:MOST_MISMATCHES]
    ]
    return Proof(tuple(lines), is_good=not found.mismatches)


def history_proof(checked: int, *, speech: Speech) -> Proof:
    """Every chain holds."""
    return Proof((speech.words.say(f"{_AUDIT}.history", checked=number(checked)),), is_good=True)


@dataclass(frozen=True)
class FindingLine:
    """A finding of the doctor. ``hint`` "" where nothing is to be done."""

    id: str
    level: str
    tone: str
    said: str
    hint: str


def finding_lines(found: Iterable[Finding], *, speech: Speech) -> list[FindingLine]:
    """The findings, what is wrong first."""
    order = ["error", "warning", "ok"]
    return [_finding(one, speech=speech) for one in sorted(found, key=lambda one: order.index(one.level))]


def _finding(one: Finding, *, speech: Speech) -> FindingLine:
    words, hint = speech.words, f"doctor.hints.{one.code}"
    values = words.spoken("PolicyBroken", one.values) if one.code == "policies_broken" else one.values
    return FindingLine(
        id=one.id,
        level=words.say(f"doctor.levels.{one.level}").strip().lower(),
        tone=_TONES[one.level],
        said=words.say(f"doctor.found.{one.code}", **values),
        hint=words.say(hint, **one.values) if hint in words and one.level != "ok" else "",
    )


@dataclass(frozen=True)
class ChangeLine:
    """One change: when, who, what, and what stands there now."""

    at: datetime
    who: str
    what: str
    name: str
    details: str


def change_line(one: Mapping[str, Any], *, speech: Speech) -> ChangeLine:
    """A line of the record of changes."""
    before, after = dict(one.get("before", {})), dict(one.get("after", {}))
    told = [
        f"{key}: {_value(before[key])} → {_value(value)}" if key in before else f"{key}: {_value(value)}"
        for key, value in after.items()
        if value not in (None, "")
    ]
    return ChangeLine(
        at=datetime.fromisoformat(str(one["at"])),
        who=str(dict(one["actor"])["name"]),
        what=change_name(str(one["kind"]), speech=speech),
        name=str(one["name"]),
        details="; ".join(told),
    )


def change_name(kind: str, *, speech: Speech) -> str:
    """The kind of a change as people call it."""
    names = {
        "unit_added": speech.say("thêm đơn vị"),
        "unit_renamed": speech.say("đổi tên đơn vị"),
        "unit_ended": speech.say("kết thúc đơn vị"),
        "person_added": speech.say("thêm người"),
        "post_added": speech.say("thêm chức vụ"),
        "post_ended": speech.say("kết thúc chức vụ"),
        "contact_changed": speech.say("sửa địa chỉ"),
        "absence_noted": speech.say("ghi ngày vắng"),
        "organisation_imported": speech.say("nhập từ tệp"),
        "calendar_set": speech.say("sửa lịch"),
        "calendar_removed": speech.say("bỏ ngoại lệ trong lịch"),
        "calendar_confirmed": speech.say("xác nhận lịch năm"),
        "policy_saved": speech.say("sửa bậc nhắc"),
        "channel_started": speech.say("cho kênh gửi tiếp"),
        "account_unlocked": speech.say("mở khóa tài khoản"),
        "account_link": speech.say("cấp đường dẫn đăng nhập"),
        "account_codes_dropped": speech.say("bỏ mã xác thực"),
        "administrator_made": speech.say("giao quyền quản trị"),
        "administrator_ended": speech.say("thôi quyền quản trị"),
    }
    return names.get(kind, kind)


def _value(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
