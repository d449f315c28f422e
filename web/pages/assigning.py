"""Giving out work: documents that were dropped, the draft of one beside its text, its head, and what becomes of it."""

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from config.assigning import PASTED, DraftView, correct_draft, draft_document, look_at_draft
from engine.errors import DocumentRefused, DondocError, DraftRefused, InputRefused, SecretDocument
from engine.service.drafts import drop_plan_draft, list_plan_drafts
from intake.plan_changes import confirm
from intake.reading import LARGEST_UPLOAD_BYTES
from web.desk import Desk
from web.guards import UPLOAD_BYTES, Pages
from web.presenters.assigning import ladder_choices, present, problem_said
from web.presenters.assigning_forms import (
    Change,
    HeadForm,
    field,
    head_change,
    head_form,
    typed_head_form,
    urgencies,
    whole,
)

pages = Pages()
UNREADABLE = 422


@pages.get("/giao-viec")
async def show_all(desk: Desk) -> Response:
    """The drafts of one's units, and where to drop a document."""
    return _all(desk)


def _all(desk: Desk, *, status: int = 200, refused: str = "", pasted: str = "") -> Response:
    drafts = list_plan_drafts(desk.office.database, desk.viewer)
    most = LARGEST_UPLOAD_BYTES // 1024 // 1024
    return desk.page(
        "assigning/list.html", status=status, drafts=drafts, refused=refused, pasted=pasted, most_megabytes=most
    )


@pages.post("/giao-viec", most_bytes=UPLOAD_BYTES)
async def drop(desk: Desk) -> Response:
    """Read a document that was chosen or pasted, and go on to its draft."""
    form = await desk.form()
    pasted = field(form, "text")
    try:
        name, data = await _document(form, pasted)
        unit_id = whole(field(form, "unit")) or 0
        draft_id = await desk.run(draft_document, desk.office, desk.viewer, unit_id=unit_id, name=name, data=data)
    except (DocumentRefused, SecretDocument) as error:
        return _all(desk, status=UNREADABLE, refused=desk.speech.words.error(error), pasted=pasted)
    return desk.go(f"/giao-viec/{draft_id}", done=desk.say("Đã đọc văn bản. Hãy xem lại từng việc rồi mới giao."))


async def _document(form: FormData, pasted: str) -> tuple[str, bytes]:
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        return file.filename, await file.read(LARGEST_UPLOAD_BYTES + 1)
    return PASTED, pasted.encode()


@pages.get("/giao-viec/{id}")
async def show(desk: Desk) -> Response:
    """The draft beside the text."""
    return desk.page("assigning/draft.html", view=present(await look(desk), desk.speech))


async def look(desk: Desk) -> DraftView:
    """The draft in the address."""
    return await desk.run(look_at_draft, desk.office, desk.viewer, draft_id=desk.number("id"), at=desk.at)


async def version_of(desk: Desk) -> int:
    """The version of the draft that the form was filled in on."""
    return whole(await desk.field("version")) or 0


def sentences(desk: Desk, error: DondocError) -> list[str]:
    """What a refusal says, one sentence for each finding."""
    if isinstance(error, InputRefused):
        return [problem_said(problem, desk.speech) for problem in error.problems if not problem.is_warning]
    return [desk.speech.words.error(error)]


@pages.get("/giao-viec/{id}/dau-van-ban")
async def ask_head(desk: Desk) -> Response:
    """The form of number, date, issuer and title."""
    view = await look(desk)
    return _head(desk, view, form=head_form(view.reading))


def _head(desk: Desk, view: DraftView, *, form: HeadForm, errors: tuple[str, ...] = (), status: int = 200) -> Response:
    return desk.page(
        "assigning/head.html",
        status=status,
        view=present(view, desk.speech),
        form=form,
        errors=errors,
        urgencies=urgencies(desk.speech),
        ladders=ladder_choices(desk.office.policies, speech=desk.speech),
        units=[post.unit_name for post in desk.viewer.posts],
    )


@pages.post("/giao-viec/{id}/dau-van-ban")
async def change_head(desk: Desk) -> Response:
    """Correct the head; what cannot be read is said and stays in the form."""
    typed = typed_head_form(await desk.form())
    try:
        await change(desk, head_change(typed, desk.speech))
    except (InputRefused, DraftRefused) as error:
        errors = tuple(sentences(desk, error))
        return _head(desk, await look(desk), form=typed, errors=errors, status=refused_with(error))
    return desk.go(f"/giao-viec/{desk.number('id')}", done=desk.say("Đã lưu phần đầu văn bản."))


def refused_with(error: DondocError) -> int:
    """The status of a form that comes back with what was typed."""
    return 409 if isinstance(error, DraftRefused) else UNREADABLE


async def change(desk: Desk, correction: Change) -> None:
    """Correct the draft in the address from the version in the form."""
    version = await version_of(desk)
    await desk.run(
        correct_draft, desk.office, desk.viewer, draft_id=desk.number("id"), version=version, change=correction
    )


@pages.post("/giao-viec/{id}/dau-van-ban/da-xem")
async def confirm_head(desk: Desk) -> Response:
    """The head was looked at and is right."""
    remark = desk.say("đã xem")
    await change(desk, lambda plan: confirm(plan, "", remark=remark))
    return desk.go(f"/giao-viec/{desk.number('id')}", done=desk.say("Đã ghi: phần đầu văn bản đúng."))


@pages.post("/giao-viec/{id}/xoa")
async def remove(desk: Desk) -> Response:
    """Take the draft off the list."""
    version = await version_of(desk)
    await desk.run(
        drop_plan_draft, desk.office.database, desk.viewer, draft_id=desk.number("id"), version=version, at=desk.at
    )
    return desk.go("/giao-viec", done=desk.say("Đã bỏ bản nháp."))
