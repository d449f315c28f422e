"""A line of a message about one obligation, from a row that has it with its unit, task, document and deadline."""

from datetime import datetime
from typing import Any

from engine.outbox import NoticeItem
from engine.service.book import document_of
from engine.service.decisions import OFFICE
from engine.store.database import Row
from engine.workdays import WorkCalendar


def line_of(row: Row[Any], calendar: WorkCalendar, *, at: datetime, **said: Any) -> NoticeItem:
    """The line as things stand at ``at``; ``said`` are the fields that tell why the reader is told (rung, audience,
    note, …)."""
    today = at.astimezone(OFFICE).date()
    return NoticeItem(
        obligation_id=row.obligation_id,
        unit_name=row.unit_name,
        directive_number=document_of(row),
        directive_on=row.issued_on.isoformat() if row.issued_on else row.issued_text,
        issuer_name=row.issuer_name,
        directive_title=row.title,
        task_key=row.task_key,
        task_text=row.task_text,
        status=row.status,
        due_at=row.due_at,
        last_day=row.last_day_on,
        days_left=None if row.last_day_on is None else calendar.between(today, row.last_day_on),
        **said,
    )
