"""The working calendar of a year: a day off or a worked weekend, what it would move, and only then saved."""

from datetime import date
from typing import Literal

from starlette.responses import Response

from engine.errors import CalendarNotCovered, DondocError
from engine.service.calendar_preview import preview_calendar, read_year
from engine.service.working_calendar import change_calendar, confirm_year
from engine.workdays import DayException
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import actor, change, day_in, done, fault_of, faulty, missing, shown, today, typed
from web.presenters import workdays as presenter
from web.presenters.forms import Fault, Form

pages = Pages()
HERE = "/cai-dat/lich"
_FIELDS = ("ngay", "loai", "ten", "can_cu", "du_kien")


@pages.get("/cai-dat/lich", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """A year with its days off and worked weekends."""
    return _shown(desk, Form(), year=_year(desk))


@pages.get("/cai-dat/lich/doi", access=Access.ADMINISTRATOR)
async def preview(desk: Desk) -> Response:
    """What a change would move; nothing is saved."""
    return await _previewed(desk, Form("doi", {key: desk.asked(key).strip() for key in _FIELDS}))


@pages.post("/cai-dat/lich/doi", access=Access.ADMINISTRATOR)
async def save(desk: Desk) -> Response:
    """Save the change."""
    form = await typed(desk, "doi")
    days, removed, faults = _change_in(desk, form)
    faults += missing(desk, form, "ly_do")
    if faults:
        return await _previewed(desk, faulty(form, *faults))
    office = desk.office
    try:
        moved = await desk.run(
            change_calendar,
            office.database,
            days=days,
            removed=removed,
            reason=form.value("ly_do"),
            actor=actor(desk),
            at=desk.at,
            policies=office.policies,
        )
    except DondocError as error:
        return await _previewed(desk, faulty(form, fault_of(desk, error, fields={"CalendarNotCovered": "ngay"})))
    on = days[0].on if days else removed[0]
    kind = "calendar_set" if days else "calendar_removed"
    noted = change(desk, kind, key=0, name=f"{on:%d/%m/%Y}", reason=form.value("ly_do"), moved=len(moved.moved))
    said = presenter.moved_words(len(moved.moved), on=on, speech=desk.speech)
    return await done(desk, noted, path=f"{HERE}?nam={on.year}", said=said)


@pages.post("/cai-dat/lich/xac-nhan", access=Access.ADMINISTRATOR)
async def confirm(desk: Desk) -> Response:
    """Mark a year as official."""
    text = await desk.field("nam")
    year = int(text) if text.isdecimal() and len(text) <= 4 else 0
    try:
        read_year(desk.office.database, year) if 0 < year < 10_000 else _refuse(year)
    except CalendarNotCovered as error:
        form = Form("xac-nhan", {"nam": text}, (Fault("", desk.speech.words.error(error)),))
        return _shown(desk, form, year=today(desk).year)
    await desk.run(confirm_year, desk.office.database, year)
    noted = change(desk, "calendar_confirmed", key=year, name=str(year))
    said = desk.say("Đã xác nhận lịch năm %(year)s là chính thức.", year=str(year))
    return await done(desk, noted, path=f"{HERE}?nam={year}", said=said)


def _refuse(year: int) -> None:
    raise CalendarNotCovered(year=year)


def _year(desk: Desk) -> int:
    text = desk.asked("nam")
    return int(text) if text.isdecimal() and len(text) == 4 and text != "0000" else today(desk).year


def _change_in(desk: Desk, form: Form) -> tuple[list[DayException], list[date], list[Fault]]:
    """The change that a form asks for, or what is wrong with it."""
    on, wrong = day_in(desk, form, key="ngay")
    kind = form.value("loai")
    if kind == "bo":
        return [], [on] if on else [], list(wrong)
    faults = [*wrong, *missing(desk, form, "ten", "can_cu")]
    if kind not in ("nghi", "lam"):
        faults.append(Fault("loai", desk.say("Hãy chọn nghỉ, làm việc hoặc bỏ ngoại lệ.")))
    if on is None or faults:
        return [], [], faults
    what: Literal["off", "work"] = "off" if kind == "nghi" else "work"
    status: Literal["official", "expected"] = "expected" if form.value("du_kien") else "official"
    return [DayException(on, what, form.value("ten")[:200], form.value("can_cu")[:200], status)], [], []


async def _previewed(desk: Desk, form: Form) -> Response:
    days, removed, faults = _change_in(desk, form)
    if faults:
        known = {fault.field for fault in form.faults}
        form = faulty(form, *(fault for fault in faults if fault.field not in known))
        return _shown(desk, form, year=_year(desk))
    try:
        moved = await desk.run(preview_calendar, desk.office.database, days=days, removed=removed)
    except DondocError as error:
        form = faulty(form, fault_of(desk, error, fields={"CalendarNotCovered": "ngay"}))
        return _shown(desk, form, year=_year(desk))
    view = presenter.preview_view(moved, days=days, removed=removed, speech=desk.speech)
    return shown(desk, "settings/workdays_change.html", status=422 if form.faults else 200, view=view, form=form)


def _shown(desk: Desk, form: Form, *, year: int) -> Response:
    try:
        found = read_year(desk.office.database, year)
    except CalendarNotCovered as error:
        form = faulty(form, Fault("", desk.speech.words.error(error)))
        found = read_year(desk.office.database, today(desk).year)
    view = presenter.present(found, speech=desk.speech)
    return shown(desk, "settings/workdays.html", status=422 if form.faults else 200, view=view, form=form)
