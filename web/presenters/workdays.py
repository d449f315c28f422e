"""The working calendar as its page shows it: a year by months, what is special, what a change would move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from engine.service.calendar_preview import CalendarDate, CalendarYear, WouldMove
from engine.workdays import DayException
from web.i18n import Speech
from web.presenters.phrases import first_sentence

HERE = "/cai-dat/lich"
MOST_MOVED = 200


@dataclass(frozen=True)
class DayView:
    """One day of a month: its number, and whether offices work ("" for a blank before the first)."""

    number: str
    tone: str
    said: str


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    name: str
    weeks: tuple[tuple[DayView, ...], ...]


@dataclass(frozen=True)
class Special:
    """A day unlike its weekday."""

    on: date
    weekday: str
    kind: str
    tone: str
    name: str
    source: str
    is_expected: bool
    value: str


@dataclass(frozen=True)
class YearView:
    """A year. ``years``: those near it, with their addresses and whether they are shown; ``weekdays``: short and
    whole."""

    year: int
    status: str
    is_official: bool
    years: tuple[tuple[int, str, bool], ...]
    months: tuple[Month, ...]
    specials: tuple[Special, ...]
    weekdays: tuple[tuple[str, str], ...]


_NEAR = 2


def present(found: CalendarYear, *, speech: Speech) -> YearView:
    """The view of a year."""
    near = tuple(year for year in found.years if abs(year - found.year) <= _NEAR)
    return YearView(
        year=found.year,
        status=speech.words.say(f"cli.calendar.{found.status}"),
        is_official=found.status == "official",
        years=tuple((year, f"{HERE}?nam={year}", year == found.year) for year in near),
        months=tuple(
            _month(number, list(days), speech=speech)
            for number, days in groupby(found.dates, key=lambda one: one.on.month)
        ),
        specials=tuple(special(one, speech=speech) for one in found.exceptions),
        weekdays=tuple((short, weekday(number, speech=speech)) for number, short in enumerate(_short(speech))),
    )


def _short(speech: Speech) -> list[str]:
    _ = speech.say
    return [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]


def weekday(number: int, *, speech: Speech) -> str:
    """A day of the week, Monday is 0."""
    return speech.words.say(f"weekdays.{number}")


def special(one: DayException, *, speech: Speech) -> Special:
    """A day unlike its weekday."""
    return Special(
        on=one.on,
        weekday=weekday(one.on.weekday(), speech=speech),
        kind=speech.words.say(f"cli.calendar.{one.kind}"),
        tone="bad" if one.kind == "off" else "calm",
        name=one.name,
        source=one.source,
        is_expected=one.status == "expected",
        value=one.on.isoformat(),
    )


def _month(number: int, days: Sequence[CalendarDate], *, speech: Speech) -> Month:
    blanks = [DayView("", "", "")] * days[0].on.weekday()
    cells = [*blanks, *(_day(one) for one in days)]
    cells += [DayView("", "", "")] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[i : i + 7]) for i in range(0, len(cells), 7))
    return Month(speech.say("Tháng %(number)s", number=str(number)), weeks)


def _day(one: CalendarDate) -> DayView:
    if isinstance(one.why, DayException):
        return DayView(str(one.on.day), "off" if one.why.kind == "off" else "work", one.why.name)
    return DayView(str(one.on.day), "" if one.is_working else "rest", "")


@dataclass(frozen=True)
class Move:
    """A deadline that would move."""

    document: str
    link: str
    task: str
    from_day: date | None
    to_day: date | None
    obligations: int


@dataclass(frozen=True)
class ChangeView:
    """What a change would do. ``more``: moves that are not listed."""

    said: str
    summary: str
    moves: tuple[Move, ...]
    more: int


def preview_view(
    moved: Sequence[WouldMove], *, days: Sequence[DayException], removed: Sequence[date], speech: Speech
) -> ChangeView:
    """The view of what a change would move."""
    if days:
        day = days[0]
        kind = speech.words.say(f"cli.calendar.{day.kind}")
        said = speech.say("Ngày %(on)s thành ngày %(kind)s: %(name)s.", on=day.on, kind=kind, name=day.name)
    else:
        said = speech.say("Bỏ ngoại lệ của ngày %(on)s: ngày này theo đúng thứ trong tuần.", on=removed[0])
    hanging = sum(one.obligations for one in moved)
    summary = speech.say("Không thời hạn nào bị dời.")
    if moved:
        summary = speech.count(
            "%(n)s thời hạn sẽ dời, với %(hanging)s phần việc đang mở.",
            "%(n)s thời hạn sẽ dời, với %(hanging)s phần việc đang mở.",
            n=len(moved),
            hanging=hanging,
        )
    return ChangeView(
        said, summary, tuple(_move(one, speech=speech) for one in moved[:MOST_MOVED]), max(0, len(moved) - MOST_MOVED)
    )


def _move(one: WouldMove, *, speech: Speech) -> Move:
    return Move(
        document=one.document or speech.say("không số"),
        link=f"/van-ban/{one.directive_id}",
        task=f"{one.task_key}: {first_sentence(one.task_text, longest=90)}",
        from_day=one.from_day,
        to_day=one.to_day,
        obligations=one.obligations,
    )


def moved_words(count: int, *, on: date, speech: Speech) -> str:
    """What a saved change did."""
    return speech.count(
        "Đã sửa lịch ngày %(on)s; %(n)s thời hạn đã dời.",
        "Đã sửa lịch ngày %(on)s; %(n)s thời hạn đã dời.",
        n=count,
        on=on,
    )
