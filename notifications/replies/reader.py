"""A reply read from its words alone: an acknowledgement, a wish, a code or a doubt. Nothing is guessed."""

from datetime import date
from typing import Final

from engine.workdays import WorkCalendar
from notifications.replies.codes import link_code, numbers_named, pressed
from notifications.replies.day_meanings import Bearings
from notifications.replies.days import day_asked
from notifications.replies.extensions import Request, request_in
from notifications.replies.quotes import own_words
from notifications.replies.readings import (
    Acknowledged,
    Doubt,
    ExtensionAsked,
    LinkCode,
    MyWork,
    Reply,
    Unclear,
)
from notifications.replies.statements import asks_for_tasks, doubt_of, is_acknowledgement
from notifications.replies.words import saying

# A mail of more letters is no answer to a reminder; only its beginning is looked at.
MOST_READ: Final = 20_000
LONGEST_REASON: Final = 500


def read_reply(text: str, *, today: date, due: date | None = None, workdays: WorkCalendar | None = None) -> Reply:
    """Read ``text`` (the body of a mail or a chat message, quotations and all) as it was meant on ``today``.

    ``due`` is the last day of the present deadline: "thêm 3 ngày" counts from it, a day without a year comes after it.
    ``workdays`` serves "3 ngày làm việc". Raises nothing; what is not certain is Unclear, what is done as well.
    """
    press = pressed(text[:MOST_READ])
    if press:
        return _pressed(*press)
    own = own_words(text[:MOST_READ])
    code = link_code(own)
    if code:
        return LinkCode(code)
    numbers = numbers_named(own)
    number = numbers[0] if len(numbers) == 1 else None
    said = saying(own)
    if asks_for_tasks(said):
        return MyWork()
    request = request_in(said)
    if request is None and not is_acknowledgement(said):
        return Unclear(doubt_of(said), number)
    if len(numbers) > 1:
        return Unclear(Doubt.SEVERAL_TASKS)
    return _extension(request, Bearings(today, due, workdays), number=number) if request else Acknowledged(number)


def _pressed(press: str, number: int | None) -> Reply:
    match press:
        case "ack":
            return Acknowledged(number)
        case "mine":
            return MyWork()
        case _:
            return Unclear(Doubt.NO_DATE, number)


def _extension(request: Request, bearings: Bearings, *, number: int | None) -> Reply:
    until = day_asked(request.asking, bearings=bearings)
    if until is Doubt.NO_DATE:
        until = day_asked(request.reason_heard, bearings=bearings, is_led=True)
    if isinstance(until, Doubt):
        return Unclear(until, number)
    return ExtensionAsked(until, request.reason[:LONGEST_REASON].rstrip(), number)
