"""What waits for my answer: reports and requests for more time, one by one or several at once."""

import re
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from config.sign_in import local_path
from engine.errors import DondocError, ExtensionRefused, NotFound, Stale, TransitionRefused
from engine.service.agenda import waiting_for_me
from engine.service.deadlines import decide_extension
from engine.service.obligations import act
from engine.service.sight import Reached, actor_in, reach_obligation
from engine.service.views import Shown, show_obligation
from engine.states import Verb
from web.desk import Desk, number_in
from web.guards import Pages
from web.pages.obligation import CONFLICT, UNPROCESSABLE, obligation_page, refused_extension
from web.presenters.forms import Fault, Form, read_day
from web.presenters.reviewing import Result, present_waiting, result_of, why_not

pages = Pages()
AT_ONCE = 20
MOST_AT_ONCE = 2 * AT_ONCE
"""A page offers half as many; each costs a transaction."""
VERBS = {"xac-nhan": Verb.ACCEPT, "tra-lai": Verb.RETURN}
_CHOICE = re.compile(r"(\d{1,15})-(\d{1,6})")


@dataclass(frozen=True)
class Answer:
    """An answer to a report: the same for all that were chosen."""

    verb: Verb
    reason: str


@pages.get("/cho-xac-nhan")
async def show(desk: Desk) -> Response:
    """Reports and requests, the oldest first."""
    return _page(desk)


def _page(desk: Desk, *, status: int = 200, form: Form | None = None, results: tuple[Result, ...] = ()) -> Response:
    handed_in, requests = desk.asked("bao-cao"), desk.asked("gia-han")
    waiting = waiting_for_me(
        desk.office.database,
        desk.viewer,
        at=desk.at,
        handed_in_cursor=handed_in or None,
        asked_cursor=requests or None,
        limit=AT_ONCE,
    )
    form = form or Form()
    view = present_waiting(
        waiting,
        speech=desk.speech,
        chosen=form.value("chon").split(),
        is_all_chosen=desk.asked("chon") == "tat-ca",
        results=results,
        here="&".join(f"{name}={value}" for name, value in (("bao-cao", handed_in), ("gia-han", requests)) if value),
    )
    return desk.page("reviewing/list.html", status=status, view=view, form=form)


@pages.post("/viec/{id}/xac-nhan")
async def review(desk: Desk) -> Response:
    """Accept one report, or return it with a reason."""
    one = _reviewed(desk, desk.number("id"))
    answer = await _answer(desk)
    seen = await desk.field("bao_cao")
    typed = {"ly_do": answer.reason}
    if answer.verb is Verb.RETURN and not answer.reason:
        fault = Fault("ly_do", desk.say("Hãy nêu lý do trả lại, để đơn vị biết phải sửa gì."))
        return obligation_page(desk, one, form=Form("xac-nhan", typed, (fault,)), status=UNPROCESSABLE)
    try:
        await _act(desk, one, answer=answer, seen_report=int(seen) if _CHOICE.fullmatch(f"0-{seen}") else 0)
    except (Stale, TransitionRefused) as error:
        why = why_not(_shown(desk, one), error, speech=desk.speech)
        fault = Fault("", desk.say("Chưa ghi nhận: %(why)s.", why=why))
        return obligation_page(desk, one, form=Form("xac-nhan", typed, (fault,)), status=CONFLICT)
    back = local_path(await desk.field("tiep", f"/viec/{one.obligation_id}"))
    if answer.verb is Verb.ACCEPT:
        return desk.go(back, done=desk.say("Đã xác nhận hoàn thành."))
    return desk.go(back, done=desk.say("Đã trả lại báo cáo; đơn vị được báo kèm lý do."))


@pages.post("/cho-xac-nhan/bao-cao")
async def review_several(desk: Desk) -> Response:
    """Answer all reports that were chosen, each by itself: what cannot go does not hold up the others."""
    answer = await _answer(desk)
    given = dict.fromkeys(str(choice) for choice in (await desk.form()).getlist("chon"))
    chosen = [choice for choice in given if _CHOICE.fullmatch(choice)][:MOST_AT_ONCE]
    form = Form("nhieu", {"ly_do": answer.reason, "chon": " ".join(chosen)})
    fault = None
    if not chosen:
        fault = Fault("chon", desk.say("Hãy chọn ít nhất một báo cáo."))
    elif answer.verb is Verb.RETURN and not answer.reason:
        fault = Fault("ly_do", desk.say("Hãy nêu lý do trả lại, để đơn vị biết phải sửa gì."))
    if fault is not None:
        return _page(desk, form=Form(form.name, form.typed, (fault,)), status=UNPROCESSABLE)
    all_seen = {choice: _reviewed(desk, number_in(choice.partition("-")[0], what="obligation")) for choice in chosen}
    results = [await _result(desk, one, answer=answer, choice=choice) for choice, one in all_seen.items()]
    if any(result.why for result in results):
        return _page(desk, form=form, results=tuple(results), status=CONFLICT)
    n = len(results)
    if answer.verb is Verb.ACCEPT:
        said = desk.speech.count("Đã xác nhận %(n)s báo cáo.", "Đã xác nhận %(n)s báo cáo.", n=n)
    else:
        said = desk.speech.count("Đã trả lại %(n)s báo cáo.", "Đã trả lại %(n)s báo cáo.", n=n)
    return desk.go("/cho-xac-nhan", done=said)


async def _result(desk: Desk, one: Reached, *, answer: Answer, choice: str) -> Result:
    """One answer of several."""
    error = None
    try:
        await _act(desk, one, answer=answer, seen_report=int(choice.partition("-")[2]))
    except DondocError as refused:
        error = refused
    return result_of(_shown(desk, one), error, speech=desk.speech)


async def _answer(desk: Desk) -> Answer:
    verb = VERBS.get(await desk.field("lam"))
    if verb is None:
        raise NotFound(what="page", key=desk.request.url.path)
    return Answer(verb, await desk.field("ly_do"))


async def _act(desk: Desk, one: Reached, *, answer: Answer, seen_report: int) -> None:
    await desk.run(
        act,
        desk.office.database,
        one.obligation_id,
        verb=answer.verb,
        actor=actor_in(desk.viewer, one.issuer_id),
        at=desk.at,
        policies=desk.office.policies,
        reason=answer.reason,
        seen_report=seen_report,
    )


def _reviewed(desk: Desk, obligation_id: int) -> Reached:
    """An obligation, for one who may review it. Raises NotFound."""
    one = reach_obligation(desk.office.database, desk.viewer, obligation_id=obligation_id)
    if not one.may_review:
        raise NotFound(what="obligation", key=obligation_id)
    return one


def _shown(desk: Desk, one: Reached) -> Shown:
    return show_obligation(desk.office.database, one.obligation_id, at=desk.at, policies=desk.office.policies)


@pages.post("/viec/{id}/gia-han/tra-loi")
async def decide(desk: Desk) -> Response:
    """Grant more time, to the day asked for or another one, or refuse with a reason."""
    one, office = _reviewed(desk, desk.number("id")), desk.office
    typed = {name: await desk.field(name) for name in ("den_ngay", "ly_do", "lam", "de_nghi")}
    is_granted = typed["lam"] == "dong-y"
    faults, day = [], None
    if is_granted:
        read = read_day(typed["den_ngay"], at=desk.at, speech=desk.speech)
        day = read if isinstance(read, date) else None
        faults = [] if isinstance(read, date) else [Fault("den_ngay", read)]
    elif not typed["ly_do"]:
        faults.append(Fault("ly_do", desk.say("Hãy nêu lý do không đồng ý.")))
    if faults:
        return obligation_page(desk, one, form=Form("tra-loi", typed, tuple(faults)), status=UNPROCESSABLE)
    try:
        await desk.run(
            decide_extension,
            office.database,
            one.obligation_id,
            is_granted=is_granted,
            until=day,
            reason=typed["ly_do"],
            extension_id=number_in(typed["de_nghi"], what="extension") if typed["de_nghi"] else None,
            actor=actor_in(desk.viewer, one.issuer_id),
            at=desk.at,
            policies=office.policies,
        )
    except ExtensionRefused as error:
        return await refused_extension(desk, one, error=error, form=Form("tra-loi", typed))
    back = local_path(await desk.field("tiep", f"/viec/{one.obligation_id}"))
    if is_granted:
        return desk.go(back, done=desk.say("Đã gia hạn đến ngày %(day)s.", day=day))
    return desk.go(back, done=desk.say("Đã trả lời: không gia hạn."))
