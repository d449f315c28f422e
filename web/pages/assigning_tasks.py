"""The tasks of a draft: correcting one, a phrase derived while it is typed, which tasks there are."""

from starlette.responses import Response

from config.assigning import DraftView, derive_in_draft
from engine.errors import DondocError, DraftRefused, InputRefused, NotFound
from engine.plans import ALL_ADDRESSEES
from engine.service.organisation import owners_offered
from intake.plan_changes import add_task, confirm, merge_tasks, restore_skipped, skip_task
from web.desk import Desk
from web.guards import Pages
from web.pages.assigning import change, look, refused_with, sentences
from web.presenters.assigning import DerivedView, ladder_choices, owner_meant, owner_said, present, present_derived
from web.presenters.assigning_forms import (
    AGGREGATES,
    KINDS,
    TYPES,
    Change,
    NewTask,
    TaskForm,
    options,
    task_change,
    task_form,
    typed_new_task,
    typed_task_form,
    whole,
)

pages = Pages()
_PATH = "/giao-viec/{id}/viec/{task}"
_LONGEST_PHRASE = 300


@pages.get(_PATH)
async def ask(desk: Desk) -> Response:
    """The form of a task."""
    view = await look(desk)
    task = view.reading.task(_key(desk))
    if task is None:
        raise NotFound(what="task", key=_key(desk))
    return _page(desk, view, form=task_form(task, desk.speech))


def _key(desk: Desk) -> str:
    return str(desk.request.path_params["task"])[:60]


def _page(
    desk: Desk,
    view: DraftView,
    *,
    form: TaskForm,
    errors: tuple[str, ...] = (),
    derived: tuple[DerivedView, ...] = (),
    status: int = 200,
) -> Response:
    speech, shown, key = desk.speech, present(view, desk.speech), _key(desk)
    return desk.page(
        "assigning/task.html",
        status=status,
        view=shown,
        key=key,
        task=next((task for task in shown.tasks if task.key == key), None),
        lines=[line for line in view.lines if key in line.tasks],
        form=form,
        errors=errors,
        derived=derived,
        kinds=options("intake.kind", KINDS, speech=speech),
        ladders=ladder_choices(desk.office.policies, speech=desk.speech),
        types=_types(desk),
        aggregates=_aggregates(desk),
        offered=owners_offered(desk.office.database, unit_id=view.draft.unit_id),
    )


def _types(desk: Desk) -> list[tuple[str, str]]:
    _ = desk.say
    return list(zip(TYPES, (_("số"), _("có / không"), _("chữ")), strict=True))


def _aggregates(desk: Desk) -> list[tuple[str, str]]:
    _ = desk.say
    said = (_("tự chọn theo loại"), _("cộng"), _("trung bình"), _("không tổng hợp"))
    return list(zip(AGGREGATES, said, strict=True))


@pages.post(_PATH)
async def correct(desk: Desk) -> Response:
    """Correct a task, or, for the button that only tries, say what its phrases mean; what was typed stays."""
    typed = typed_task_form(await desk.form())
    if await desk.field("do") == "derive":
        view = await look(desk)
        found = tuple(_derived(desk, phrase, view=view) for phrase in typed.phrases)
        return _page(desk, view, form=typed, derived=found)
    try:
        await change(desk, task_change(_key(desk), typed, speech=desk.speech))
    except (InputRefused, DraftRefused) as error:
        return _page(
            desk, await look(desk), form=typed, errors=tuple(sentences(desk, error)), status=refused_with(error)
        )
    return _back(desk, desk.say("Đã lưu việc %(key)s.", key=_key(desk)), at=_key(desk))


def _back(desk: Desk, done: str, *, at: str = "ke-hoach") -> Response:
    return desk.go(f"/giao-viec/{desk.number('id')}#{at}", done=done)


def _derived(desk: Desk, phrase: str, *, view: DraftView) -> DerivedView:
    if not phrase:
        return DerivedView("")
    try:
        found = derive_in_draft(desk.office, phrase[:_LONGEST_PHRASE], spec=view.reading.spec, at=desk.at)
    except DondocError as error:
        return DerivedView(phrase, error=desk.speech.words.error(error))
    return present_derived(found, desk.speech)


@pages.get("/giao-viec/{id}/cach-tinh")
async def derive(desk: Desk) -> Response:
    """What a phrase would mean: nothing is saved."""
    phrase = next((value for name, value in desk.request.query_params.items() if name.startswith("phrase_")), "")
    found = _derived(desk, (desk.asked("cum") or phrase).strip(), view=await look(desk))
    template = "assigning/derived.html" if desk.is_fragment else "assigning/derivation.html"
    return desk.page(template, derived=found, draft_id=desk.number("id"))


@pages.post(f"{_PATH}/da-xem")
async def confirm_task(desk: Desk) -> Response:
    """A task was looked at and is right."""
    remark, key = desk.say("đã xem"), _key(desk)
    return await _changed(
        desk,
        lambda plan: confirm(plan, key, remark=remark),
        done=desk.say("Đã ghi: việc %(key)s đúng.", key=key),
        at=key,
    )


@pages.post(f"{_PATH}/khong-phai-viec")
async def skip(desk: Desk) -> Response:
    """A clause gives nobody anything to do."""
    key = _key(desk)
    done = desk.say("Đã bỏ %(key)s khỏi kế hoạch; vẫn còn ở mục “Không giao”.", key=key)
    return await _changed(desk, lambda plan: skip_task(plan, key), done=done)


@pages.post(f"{_PATH}/gop")
async def merge(desk: Desk) -> Response:
    """Make this task part of another."""
    key, other = await desk.field("into"), _key(desk)
    remark = desk.say("đã gộp %(key)s", key=other)
    done = desk.say("Đã gộp %(other)s vào %(key)s.", other=other, key=key)
    return await _changed(desk, lambda plan: merge_tasks(plan, key, other=other, remark=remark), done=done, at=key)


@pages.get("/giao-viec/{id}/viec-moi")
async def ask_new(desk: Desk) -> Response:
    """The form of a new task."""
    return await _new(desk, NewTask(owner=owner_said(ALL_ADDRESSEES, desk.speech)))


async def _new(desk: Desk, form: NewTask, *, errors: tuple[str, ...] = (), status: int = 200) -> Response:
    view = await look(desk)
    offered = owners_offered(desk.office.database, unit_id=view.draft.unit_id)
    shown = present(view, desk.speech)
    return desk.page("assigning/new.html", status=status, view=shown, form=form, errors=errors, offered=offered)


@pages.post("/giao-viec/{id}/viec-moi")
async def add(desk: Desk) -> Response:
    """Add a task; what cannot be added stays in the form."""
    typed, remark = typed_new_task(await desk.form()), desk.say("thêm trên trang")
    meant = owner_meant(typed.owner, desk.speech)
    try:
        await change(
            desk, lambda plan: add_task(plan, typed.text, owner=meant, line=whole(typed.line) or None, remark=remark)
        )
    except (InputRefused, DraftRefused) as error:
        return await _new(desk, typed, errors=tuple(sentences(desk, error)), status=refused_with(error))
    return _back(desk, desk.say("Đã thêm một việc."))


@pages.post("/giao-viec/{id}/giao-lai")
async def restore(desk: Desk) -> Response:
    """Make a task of a clause that was left out."""
    given = whole(await desk.field("number"))
    number = -1 if given is None else given
    remark = desk.say("thêm trên trang")
    done = desk.say("Đã đưa vào kế hoạch.")
    return await _changed(desk, lambda plan: restore_skipped(plan, number, remark=remark), done=done)


async def _changed(desk: Desk, correction: Change, *, done: str, at: str = "ke-hoach") -> Response:
    """Correct, and go back to the draft with a sentence: also where it was refused, since nothing was typed."""
    try:
        await change(desk, correction)
    except (InputRefused, DraftRefused) as error:
        return desk.go(f"/giao-viec/{desk.number('id')}", warning=" ".join(sentences(desk, error)))
    return _back(desk, done, at=at)
