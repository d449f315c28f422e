"""What every page of the settings does: read a form, note who changed what, send nothing old again."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

from config.change_log import record_change
from engine.errors import DondocError
from engine.service.change import Change
from engine.service.record import Actor
from reports.wording import ZONE
from web.desk import Desk
from web.presenters.forms import Fault, Form, read_day

FIRST_YEAR = 1990
"""Nothing that is kept here began earlier."""
log = logging.getLogger("dondoc.page")


def actor(desk: Desk) -> Actor:
    """The administrator as who changes something."""
    return Actor(desk.viewer.name, desk.say("quản trị viên"))


def today(desk: Desk) -> date:
    """The day in Việt Nam."""
    return desk.at.astimezone(ZONE).date()


def shown(desk: Desk, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of the settings: files beside the database may change it, so it is never sent a second time."""
    response = desk.page(template, status=status, **values)
    response.headers["Cache-Control"] = "no-store"
    return response


async def note(desk: Desk, change: Change) -> bool:
    """Add a change to the record of changes; False (and a line in the log) where it cannot be written."""
    try:
        await desk.run(record_change, desk.office.settings, change)
    except OSError as error:
        log.error("the record of changes cannot be written: %s", error)
        return False
    return True


async def done(desk: Desk, change: Change, *, path: str, said: str) -> Response:
    """Note a change and go on to a page that says so."""
    if await note(desk, change):
        return desk.go(path, done=said)
    unwritten = desk.say("Nhưng chưa ghi được vào sổ thay đổi; hãy xem dung lượng đĩa.")
    return desk.go(path, warning=f"{said} {unwritten}")


def change(desk: Desk, kind: str, *, key: int, name: str, **after: Any) -> Change:
    """A change that the engine does not describe by itself."""
    return Change(kind, key, name, actor(desk), desk.at, {}, after)


async def typed(desk: Desk, name: str) -> Form:
    """What was typed into the form ``name``."""
    sent = await desk.form()
    return Form(name, {key: value.strip() for key, value in sent.items() if isinstance(value, str)})


def faulty(form: Form, *faults: Fault) -> Form:
    """The form with what is wrong with it."""
    return Form(form.name, form.typed, (*form.faults, *faults), form.seen)


def fault_of(desk: Desk, error: DondocError, *, fields: Mapping[str, str]) -> Fault:
    """A refusal at the field where it can be put right; ``fields``: reason of the refusal to field."""
    why = str(error.values.get("why", error.code))
    return Fault(fields.get(why, ""), desk.speech.words.error(error))


def day_in(desk: Desk, form: Form, *, key: str, is_needed: bool = True) -> tuple[date | None, Iterable[Fault]]:
    """The day in a field, or what is wrong with it."""
    text = form.value(key)
    if not text and not is_needed:
        return None, ()
    found = read_day(text, at=desk.at, speech=desk.speech, first_year=FIRST_YEAR)
    return (None, (Fault(key, found),)) if isinstance(found, str) else (found, ())


def missing(desk: Desk, form: Form, *keys: str) -> list[Fault]:
    """The fields that must not be empty and are."""
    return [Fault(key, desk.say("Hãy ghi mục này.")) for key in keys if not form.value(key)]
