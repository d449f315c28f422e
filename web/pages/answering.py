"""Handing a report in: the form, its draft, its files. Whatever comes next, what was typed is saved first."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, Response

from config.report_files import MOST_BYTES, keep_upload
from engine.errors import FileRefused, NotFound, Stale, TransitionRefused
from engine.service.drafts import drop_report_draft, report_draft, save_report_draft
from engine.service.obligations import ReportInput, act
from engine.service.sight import Reached, actor_in
from engine.service.views import Shown, show_obligation
from engine.states import Verb
from web.desk import Desk
from web.guards import Pages
from web.pages.obligation import CONFLICT, UNPROCESSABLE, reached
from web.presenters.answering import MOST_FILES, Written, begun, faults_of, present_answer
from web.presenters.forms import Fault

pages = Pages()
REPORT_BYTES = 60_000_000
"""All files of one sending together; more go in with the next one."""


@pages.get("/viec/{id}/bao-cao")
async def write(desk: Desk) -> Response:
    """The form, with the draft of the viewer."""
    one = _answered(desk)
    shown = _shown(desk, one)
    draft = report_draft(desk.office.database, desk.viewer, obligation_id=one.obligation_id)
    return _form(desk, shown, written=begun(shown, draft))


@pages.post("/viec/{id}/bao-cao/nhap", most_bytes=REPORT_BYTES)
async def save(desk: Desk) -> Response:
    """Save a draft, with the files that were chosen; nothing is checked."""
    one = _answered(desk)
    shown = _shown(desk, one)
    written = await _written(desk, shown)
    await _keep(desk, one, written=written)
    if desk.is_fragment:
        saved = {"Dondoc-Saved": desk.at.isoformat()}
        return PlainTextResponse(desk.say("Đã lưu nháp lúc %(at)s.", at=desk.at), headers=saved)
    if written.faults:
        return _form(desk, shown, written=written, faults=written.faults, status=UNPROCESSABLE)
    done = desk.say("Đã lưu nháp. Báo cáo chưa được gửi đi.")
    return desk.go(f"/viec/{one.obligation_id}/bao-cao", done=done)


@pages.post("/viec/{id}/bao-cao/bo-nhap")
async def drop(desk: Desk) -> Response:
    """Forget the draft."""
    one = _answered(desk)
    await desk.run(drop_report_draft, desk.office.database, desk.viewer, obligation_id=one.obligation_id)
    return desk.go(f"/viec/{one.obligation_id}", done=desk.say("Đã bỏ bản nháp."))


@pages.post("/viec/{id}/bao-cao", most_bytes=REPORT_BYTES)
async def send(desk: Desk) -> Response:
    """Hand the report in."""
    one, office = _answered(desk), desk.office
    shown = _shown(desk, one)
    written = await _written(desk, shown)
    await _keep(desk, one, written=written)
    faults = faults_of(written, shown.fields, speech=desk.speech)
    if faults:
        return _form(desk, shown, written=written, faults=faults, status=UNPROCESSABLE)
    handed_in = ReportInput(written.text, written.figures, written.files)
    try:
        await desk.run(
            act,
            office.database,
            one.obligation_id,
            verb=Verb.REPORT,
            actor=actor_in(desk.viewer, one.unit_id),
            at=desk.at,
            policies=office.policies,
            report=handed_in,
            seen_report=written.seen_report,
        )
    except (Stale, TransitionRefused):
        return _changed(desk, one, written=written)
    return desk.go(f"/viec/{one.obligation_id}", done=desk.say("Đã gửi báo cáo; đang chờ xác nhận."))


def _answered(desk: Desk) -> Reached:
    """The obligation, for one who may answer for its unit. Raises NotFound."""
    one = reached(desk)
    if not one.may_answer:
        raise NotFound(what="obligation", key=one.obligation_id)
    return one


def _shown(desk: Desk, one: Reached) -> Shown:
    return show_obligation(desk.office.database, one.obligation_id, at=desk.at, policies=desk.office.policies)


def _form(
    desk: Desk,
    shown: Shown,
    *,
    written: Written,
    faults: tuple[Fault, ...] = (),
    is_stale: bool = False,
    status: int = 200,
) -> Response:
    view = present_answer(
        shown,
        written,
        faults=faults,
        is_stale=is_stale,
        speech=desk.speech,
        most_bytes=MOST_BYTES,
        most_together=REPORT_BYTES,
        person_id=desk.viewer.person_id,
    )
    return desk.page("obligation/report.html", status=status, view=view)


def _changed(desk: Desk, one: Reached, *, written: Written) -> Response:
    """What happened since the form was opened, and the form as it was typed."""
    shown = _shown(desk, one)
    fault = Fault("", desk.say("Phần việc đã thay đổi từ khi mở trang này, nên báo cáo chưa được gửi đi."))
    return _form(desk, shown, written=written, faults=(fault,), is_stale=True, status=CONFLICT)


async def _keep(desk: Desk, one: Reached, *, written: Written) -> None:
    """Save the draft; a program that saves by itself leaves the files to the buttons."""
    await desk.run(
        save_report_draft,
        desk.office.database,
        desk.viewer,
        obligation_id=one.obligation_id,
        text=written.text,
        figures=written.figures,
        files=None if desk.is_fragment else written.files,
        at=desk.at,
    )


async def _written(desk: Desk, shown: Shown) -> Written:
    """What was typed, the files that lay there less those that were taken out, and the files that came along."""
    form = await desk.form()
    draft = report_draft(desk.office.database, desk.viewer, obligation_id=shown.obligation.id)
    before = begun(shown, draft)
    dropped = await desk.field("bo_tep")
    kept = [file for file in before.files if file["sha256"] != dropped]
    files, faults = await _taken(desk, kept, uploads=(one for one in form.getlist("tep") if _is_file(one)))
    typed = {spec["key"]: await desk.field(f"so-{spec['key']}") for spec in shown.fields}
    return Written(
        text=(await desk.field("noi_dung")).replace("\r\n", "\n"),
        figures={key: value for key, value in typed.items() if value},
        files=tuple(files),
        seen_report=_count(await desk.field("bao_cao"), before.seen_report),
        seen_history=_count(await desk.field("lich_su"), before.seen_history),
        saved_at=desk.at,
        faults=tuple(faults),
    )


def _is_file(one: Any) -> bool:
    return isinstance(one, UploadFile) and bool(one.filename)


def _count(given: str, otherwise: int) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else otherwise


async def _taken(
    desk: Desk, kept: list[Mapping[str, Any]], *, uploads: Iterable[Any]
) -> tuple[list[Mapping[str, Any]], list[Fault]]:
    """The files with those that came along; what is wrong with the others."""
    files, faults = list(kept), []
    for upload in uploads:
        try:
            file = await desk.run(keep_upload, upload.file, files_folder(desk), name=upload.filename)
        except FileRefused as error:
            faults.append(Fault("tep", desk.speech.words.error(error)))
            continue
        if all(other["sha256"] != file["sha256"] for other in files):
            files.append(file)
    if len(files) > MOST_FILES:
        faults.append(Fault("tep", desk.say("Mỗi báo cáo nhận nhiều nhất %(n)s tệp; hãy bỏ bớt.", n=MOST_FILES)))
    return files[:MOST_FILES], faults


def files_folder(desk: Desk) -> Path:
    """Where files of reports are kept."""
    return desk.office.settings.data_dir / "files"
