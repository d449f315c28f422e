"""A person: posts added and ended, addresses, days away with who stands in."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from engine.errors import DondocError
from engine.service.accounts import find
from engine.service.change import Change
from engine.service.directory import show_person, unit_by_code
from engine.service.personnel import add_post, change_contact, end_post, note_absence
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import actor, day_in, done, fault_of, faulty, missing, shown, today, typed
from web.presenters import units as presenter
from web.presenters.forms import Fault, Form

pages = Pages()
HERE = "/cai-dat/nguoi"


@pages.get("/cai-dat/nguoi/{person}", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """One person."""
    return _shown(desk, Form())


@pages.post("/cai-dat/nguoi/{person}/chuc-vu", access=Access.ADMINISTRATOR)
async def add(desk: Desk) -> Response:
    """A further post."""
    person, form = _number(desk), await typed(desk, "chuc-vu")
    on, faults = day_in(desk, form, key="tu_ngay", is_needed=False)
    faults = [*missing(desk, form, "don_vi", "vai_tro"), *faults]
    unit_id = _unit(desk, form.value("don_vi"))
    if form.value("don_vi") and unit_id is None:
        faults.append(
            Fault("don_vi", desk.say("Không có đúng một đơn vị tên hoặc mã “%(text)s”.", text=form.value("don_vi")))
        )
    if faults or unit_id is None:
        return _shown(desk, faulty(form, *faults))

    def work() -> Change:
        return add_post(
            desk.office.database,
            person,
            unit_id=unit_id,
            role=form.value("vai_tro"),
            title=form.value("chuc_danh"),
            actor=actor(desk),
            at=desk.at,
            on=on,
        )

    return await _changed(desk, form, work=work, fields={"unit_ended": "don_vi"}, said=desk.say("Đã thêm chức vụ."))


@pages.post("/cai-dat/nguoi/{person}/chuc-vu/{post}/ket-thuc", access=Access.ADMINISTRATOR)
async def end(desk: Desk) -> Response:
    """The last day of a post."""
    post = desk.number("post", what="post")
    form = await typed(desk, f"ket-thuc-{post}")
    on, faults = day_in(desk, form, key="den_ngay")
    held = show_person(desk.office.database, _number(desk), on=today(desk)).posts
    if on is None or post not in {one.id for one in held}:
        wrong = faults or [Fault("", desk.say("Chức vụ này không còn ở đây; hãy xem lại."))]
        return _shown(desk, faulty(form, *wrong))

    def work() -> Change:
        return end_post(desk.office.database, post, on=on, actor=actor(desk), at=desk.at)

    fields = {"before_start": "den_ngay", "post_ended": "den_ngay"}
    return await _changed(desk, form, work=work, fields=fields, said=desk.say("Đã ghi ngày cuối của chức vụ."))


@pages.post("/cai-dat/nguoi/{person}/lien-he", access=Access.ADMINISTRATOR)
async def contact(desk: Desk) -> Response:
    """Another mail address or telephone number; empty: none any more."""
    person, form = _number(desk), await typed(desk, "lien-he")
    channel = form.value("kenh")
    field = "thu" if channel == "email" else "dien_thoai"

    def work() -> Change:
        return change_contact(
            desk.office.database, person, channel=channel, address=form.value(field), actor=actor(desk), at=desk.at
        )

    whys = ("email_bad", "email_local_not_ascii", "phone_bad", "AddressTaken")
    return await _changed(desk, form, work=work, fields=dict.fromkeys(whys, field), said=desk.say("Đã sửa địa chỉ."))


@pages.post("/cai-dat/nguoi/{person}/vang", access=Access.ADMINISTRATOR)
async def away(desk: Desk) -> Response:
    """Days away, and who stands in."""
    person, form = _number(desk), await typed(desk, "vang")
    first, wrong_first = day_in(desk, form, key="tu_ngay")
    last, wrong_last = day_in(desk, form, key="den_ngay")
    faults = [*wrong_first, *wrong_last]
    stand_in = find(desk.office.database, form.value("thay")) if form.value("thay") else None
    if form.value("thay") and stand_in is None:
        faults.append(Fault("thay", desk.say("Không có ai có địa chỉ thư này.")))
    if first is None or last is None or faults:
        return _shown(desk, faulty(form, *faults))

    def work() -> Change:
        delegate = stand_in.person_id if stand_in else None
        return note_absence(
            desk.office.database,
            person,
            starts_on=first,
            ends_on=last,
            delegate_id=delegate,
            actor=actor(desk),
            at=desk.at,
        )

    fields = {"reversed": "den_ngay", "own_delegate": "thay"}
    return await _changed(desk, form, work=work, fields=fields, said=desk.say("Đã ghi những ngày vắng."))


async def _changed(
    desk: Desk, form: Form, *, work: Callable[[], Change], fields: Mapping[str, str], said: str
) -> Response:
    person = _number(desk)
    try:
        made = await desk.run(work)
    except DondocError as error:
        return _shown(desk, faulty(form, fault_of(desk, error, fields=fields)))
    return await done(desk, made, path=f"{HERE}/{person}", said=said)


def _number(desk: Desk) -> int:
    return desk.number("person", what="person")


def _unit(desk: Desk, text: str) -> int | None:
    posts = show_person(desk.office.database, _number(desk), on=today(desk)).posts
    return unit_by_code(desk.office.database, text, like=posts[0].unit_id) if posts and text else None


def _shown(desk: Desk, form: Form) -> Response:
    person = show_person(desk.office.database, _number(desk), on=today(desk))
    roles = presenter.roles_of(desk.office.policies)
    view = presenter.person_view(person, roles=roles, today=today(desk), speech=desk.speech)
    return shown(desk, "settings/person.html", status=422 if form.faults else 200, view=view, form=form)
