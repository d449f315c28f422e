"""The working calendar: which days are worked."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from fastapi import Query

from engine.service.working_calendar import read_calendar
from engine.workdays import DayException, WorkCalendar
from web.api.caller import Who
from web.api.operations import Operations
from web.api.problems import refused_input
from web.api.shapes import AskedDay, Day, Shape

operations = Operations("calendar")
MOST_DAYS: Final = 400
Kind = Literal["weekday", "weekend", "off", "work"]


class WorkDayShape(Shape):
    """One day. `kind`: off or work if it is unlike its weekday, with its name; `is_expected`: not announced yet."""

    on: Day
    is_working: bool
    kind: Kind
    name: str
    is_expected: bool


class WorkDaysShape(Shape):
    """Days in order."""

    items: list[WorkDayShape]


@operations.get("/calendar/days", summary="Working days")
async def index(
    caller: Who, *, since: Annotated[AskedDay, Query(alias="from")], until: Annotated[AskedDay, Query(alias="to")]
) -> WorkDaysShape:
    """Each day from `from` to `to`, 400 at most, with what makes it special."""
    if not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
        raise refused_input("query/to")
    calendar = read_calendar(caller.database)
    days = (since + timedelta(days=number) for number in range((until - since).days + 1))
    return WorkDaysShape(items=[_shape(calendar, on) for on in days])


def _shape(calendar: WorkCalendar, on: date) -> WorkDayShape:
    why, is_working = calendar.why(on), calendar.is_working(on)
    if isinstance(why, DayException):
        is_expected = why.status == "expected"
        return WorkDayShape(on=on, is_working=is_working, kind=why.kind, name=why.name, is_expected=is_expected)
    kind: Kind = "weekend" if why else "weekday"
    return WorkDayShape(on=on, is_working=is_working, kind=kind, name="", is_expected=False)
