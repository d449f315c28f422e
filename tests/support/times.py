"""Times of drafts in a short form that a table of expectations can hold on one line."""

from datetime import date

from intake.drafting.draft import DraftDeadline
from intake.drafting.times import TimeContext, find_times

ISSUED_ON = date(2024, 8, 15)
CONTEXT = TimeContext(issued_on=ISSUED_ON)
CELL = TimeContext(issued_on=ISSUED_ON, where="column")


def shown(deadline: DraftDeadline) -> str:
    """ "due 2024-09-24", "yearly", "n_per_year 2", "2024-09-01..2024-09-30", "2024-09-01..", "unresolved"."""
    if deadline.due is not None:
        return f"due {deadline.due}"
    if deadline.recurrence is not None:
        return " ".join(str(deadline.recurrence[key]) for key in ("freq", "n") if key in deadline.recurrence)
    start, end = deadline.window or (None, None)
    return f"{start or ''}..{end or ''}" if start or end else "unresolved"


def times_in(text: str, context: TimeContext = CONTEXT) -> list[str]:
    """Each time of ``text`` in the short form, in text order."""
    return [shown(found.deadline) for found in find_times(text, context)]


def quotes_in(text: str, context: TimeContext = CONTEXT) -> list[str]:
    """The quotes of the times of ``text``."""
    return [found.deadline.quote for found in find_times(text, context)]
