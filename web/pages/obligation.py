"""One obligation: what is owed, the answer to it, its history, and why its date and reminders are what they are."""

from datetime import date

from starlette.responses import Response

from config.sign_in import local_path
from engine.deadlines import OFFICE_ZONE
from engine.errors import ExtensionRefused, TransitionRefused
from engine.service.deadlines import ask_extension
from engine.service.obligations import act
from engine.service.sight import Reached, actor_in, reach_obligation
from engine.service.views import show_obligation, why
from engine.states import OPEN, Verb
from web.desk import Desk
from web.guards import Pages
from web.presenters.forms import Fault, Form, extension_fault, read_day
from web.presenters.obligation import history_of, present

pages = Pages()
CONFLICT, UNPROCESSABLE = 409, 422


@pages.get("/viec/{id}")
async def show(desk: Desk) -> Response:
    """Everything about one obligation."""
    return obligation_page(desk, reached(desk))


def reached(desk: Desk) -> Reached:
    """The obligation in the address, as far as the viewer may reach it. Raises NotFound."""
    return reach_obligation(desk.office.database, desk.viewer, obligation_id=desk.number("id"))


def obligation_page(desk: Desk, one: Reached, *, form: Form | None = None, status: int = 200) -> Response:
    """The page, with what was typed into one of its forms and what is wrong with that."""
    database, policies, form = desk.office.database, desk.office.policies, form or Form()
    with desk.snapshot():
        shown = show_obligation(database, one.obligation_id, at=desk.at, policies=policies)
        explained = why(database, one.obligation_id, at=desk.at, policies=policies)
    today = desk.at.astimezone(OFFICE_ZONE).date()
    view = present(shown, explained, reached=one, speech=desk.speech, policies=policies, today=today)
    changed = () if form.seen is None else history_of(shown, speech=desk.speech, after=form.seen)
    return desk.page("obligation/show.html", status=status, view=view, form=form, changed=changed)


@pages.post("/viec/{id}/da-nhan")
async def acknowledge(desk: Desk) -> Response:
    """The unit has taken note."""
    return await _step(desk, Verb.ACKNOWLEDGE, done=desk.say("Đã ghi nhận: đơn vị đã nhận việc."))


@pages.post("/viec/{id}/bat-dau")
async def start(desk: Desk) -> Response:
    """The unit has begun."""
    return await _step(desk, Verb.START, done=desk.say("Đã ghi nhận: đơn vị bắt đầu thực hiện."))


async def _step(desk: Desk, verb: Verb, *, done: str) -> Response:
    """A step without anything to type. If somebody of the unit was faster, nothing is wrong."""
    one, office = reached(desk), desk.office
    back = local_path(await desk.field("tiep", f"/viec/{one.obligation_id}"))
    actor = actor_in(desk.viewer, one.unit_id)
    try:
        await desk.run(
            act, office.database, one.obligation_id, verb=verb, actor=actor, at=desk.at, policies=office.policies
        )
    except TransitionRefused as error:
        if error.values["source"] not in OPEN:
            raise
        return desk.go(back, warning=desk.say("Việc này đã được ghi nhận từ trước."))
    return desk.go(back, done=done)


@pages.post("/viec/{id}/gia-han")
async def ask(desk: Desk) -> Response:
    """Ask for more time."""
    one, office = reached(desk), desk.office
    actor = actor_in(desk.viewer, one.unit_id)
    typed = {name: await desk.field(name) for name in ("den_ngay", "ly_do")}
    day = read_day(typed["den_ngay"], at=desk.at, speech=desk.speech)
    faults = [] if isinstance(day, date) else [Fault("den_ngay", day)]
    if not typed["ly_do"]:
        faults.append(Fault("ly_do", desk.say("Hãy nêu lý do xin gia hạn.")))
    if faults or not isinstance(day, date):
        return obligation_page(desk, one, form=Form("gia-han", typed, tuple(faults)), status=UNPROCESSABLE)
    try:
        asked = await desk.run(
            ask_extension,
            office.database,
            one.obligation_id,
            until=day,
            reason=typed["ly_do"],
            actor=actor,
            at=desk.at,
            policies=office.policies,
        )
    except ExtensionRefused as error:
        return await refused_extension(desk, one, error=error, form=Form("gia-han", typed))
    if asked.is_repeated:
        said = desk.say("Đã gửi đề nghị gia hạn đến ngày %(day)s; đây là lần thứ %(n)s.", day=day, n=asked.number)
    else:
        said = desk.say("Đã gửi đề nghị gia hạn đến ngày %(day)s.", day=day)
    return desk.go(f"/viec/{one.obligation_id}", done=said)


async def refused_extension(desk: Desk, one: Reached, *, error: ExtensionRefused, form: Form) -> Response:
    """What stands in the way of more time: at the field, or what changed since the page was opened."""
    fault = extension_fault(error, speech=desk.speech)
    seen = await desk.field("lich_su")
    is_stale = not fault.field and seen.isdecimal()
    again = Form(form.name, form.typed, (fault,), seen=int(seen[:9]) if is_stale else None)
    return obligation_page(desk, one, form=again, status=CONFLICT if not fault.field else UNPROCESSABLE)
