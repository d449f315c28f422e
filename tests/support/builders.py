"""Plain builders of engine values, create_x(**overrides): each gives the simplest one that is right."""

from datetime import UTC, date, datetime, time
from typing import Any

from engine.deadlines import By
from engine.history import Entry
from engine.ladders import Audience, Ladder, Policies, Rung
from engine.plans import ByKind, ByName, DeadlineSpec, DirectiveSpec, FieldSpec, Selector, TaskSpec
from engine.rules import Rule
from engine.states import Status
from engine.tallies import Bucket
from engine.timeline import Track

MORNING = time(7, 30)
ISSUED_AT = datetime(2023, 10, 10, 1, 0, tzinfo=UTC)
"""Tuesday 10 October 2023, 08:00 in Vietnam."""


def create_rung(key: str, days: int, **overrides: Any) -> Rung:
    """A rung for the officer at 07:30."""
    values: dict[str, Any] = {"audience": Audience.OFFICER, "at": MORNING, **overrides}
    return Rung(key, days, **values)


def create_ladder(**overrides: Any) -> Ladder:
    """The default ladder of the policies, typed in by hand."""
    rungs = (
        create_rung("before_7", -7),
        create_rung("before_3", -3),
        create_rung("before_1", -1),
        create_rung("on_day", 0),
        create_rung("after_1", 1, audience=Audience.LEADER, is_escalation=True),
        create_rung("after_3", 3, audience=Audience.MONITOR, is_escalation=True),
        create_rung("after_7", 7, audience=Audience.PARENT_LEADER, is_escalation=True, is_draft=True),
        create_rung("weekly", 12, audience=Audience.LEADER, is_escalation=True, repeat_days=7),
    )
    values: dict[str, Any] = {"name": "default", "rungs": rungs, **overrides}
    return Ladder(**values)


def create_express_ladder() -> Ladder:
    """Two rungs that leave the morning digest aside."""
    rungs = (
        create_rung("before_1", -1, is_immediate=True),
        create_rung("after_1", 1, audience=Audience.LEADER, is_immediate=True, is_escalation=True),
    )
    return Ladder("express", rungs)


def create_policies(**overrides: Any) -> Policies:
    """An office with the default ladder for everything but hỏa tốc."""
    values: dict[str, Any] = {
        "ladders": {"default": create_ladder(), "express": create_express_ladder()},
        "urgencies": {"normal": "default", "urgent": "express", "express": "express"},
        "roles": {"officer": ("chuyen_vien", "van_thu"), "leader": ("hieu_truong", "lanh_dao")},
        "bypassing": frozenset({"express"}),
        **overrides,
    }
    return Policies(**values)


def create_track(**overrides: Any) -> Track:
    """Assigned work, due at 24:00 of Monday 30 October 2023."""
    values: dict[str, Any] = {
        "status": Status.ASSIGNED,
        "running_from": ISSUED_AT,
        "settled_at": ISSUED_AT,
        "bucket": Bucket.OPEN_WITHIN,
        "due_at": datetime(2023, 10, 30, 17, 0, tzinfo=UTC),
        "last_day": date(2023, 10, 30),
        **overrides,
    }
    return Track(**values)


def create_entry(**overrides: Any) -> Entry:
    """The first entry of a history."""
    values: dict[str, Any] = {
        "seq": 1,
        "kind": "acknowledged",
        "at": ISSUED_AT,
        "actor": "Hiệu trưởng",
        "post": "hieu_truong",
        "reason": "",
        "payload": "{}",
        **overrides,
    }
    return Entry(**values)


def create_field(**overrides: Any) -> FieldSpec:
    """A number that is summed."""
    values: dict[str, Any] = {"key": "children", "label": "Số trẻ", **overrides}
    return FieldSpec(**values)


def create_deadline(rule: Rule, quote: str = "") -> DeadlineSpec:
    """A phrase read as ``rule``."""
    return DeadlineSpec(quote or type(rule).__name__, rule)


def create_task(key: str = "T01", *rules: Rule, **overrides: Any) -> TaskSpec:
    """A task of all kindergartens; without rules it has no deadline."""
    owner: Selector = overrides.pop("owner", ByKind(("truong_mam_non",)))
    values: dict[str, Any] = {
        "text": f"Nhiệm vụ {key}",
        "owner_label": "các trường",
        "deadlines": tuple(create_deadline(rule) for rule in rules),
        **overrides,
    }
    return TaskSpec(key, owner=owner, **values)


def create_directive(*tasks: TaskSpec, **overrides: Any) -> DirectiveSpec:
    """A letter of the district office of 10 October 2023."""
    values: dict[str, Any] = {
        "doc": "plan.yaml",
        "issuer": "Phòng GDĐT",
        "title": "Báo cáo sơ kết",
        "doc_type": "cong_van",
        "issued_text": "2023-10-10",
        "issued_on": date(2023, 10, 10),
        "number": "396/GDĐT-MN",
        "tasks": tasks or (create_task("T01", By(date(2023, 10, 30))),),
        **overrides,
    }
    return DirectiveSpec(**values)


def one_unit(name: str) -> Selector:
    """The selector of one named unit."""
    return ByName(name)
