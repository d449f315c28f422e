"""Units: found without diacritics, one with its people, added below, renamed, ended."""

from starlette.responses import Response

from engine.errors import DondocError
from engine.service.directory import UnitFound, find_people, find_units, show_unit
from engine.service.personnel import add_person
from engine.service.unit_changes import add_unit, end_unit, rename_unit
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import actor, day_in, done, fault_of, faulty, missing, shown, today, typed
from web.presenters import units as presenter
from web.presenters.forms import Form

pages = Pages()
AT_ONCE = 30
_LONGEST = 200
_UNIT_FIELDS = {"code_bad": "ma", "code_taken": "ma", "same_name": "ten", "before_start": "den_ngay"}
_PERSON_FIELDS = {
    "email_bad": "thu",
    "email_local_not_ascii": "thu",
    "AddressTaken": "thu",
    "phone_bad": "dien_thoai",
}


@pages.get("/cai-dat/don-vi", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """Units and people that fit what was typed."""
    database, text = desk.office.database, desk.asked("q").strip()[:_LONGEST]
    units = find_units(database, text=text, cursor=desk.asked("sau") or None, limit=AT_ONCE)
    after = desk.asked("sau-nguoi") or None
    people = find_people(database, text=text, on=today(desk), cursor=after, limit=AT_ONCE) if text else None
    view = presenter.present(units, people, text=text, speech=desk.speech)
    return shown(desk, "settings/units.html", view=view)


@pages.get("/cai-dat/don-vi/{unit}", access=Access.ADMINISTRATOR)
async def one(desk: Desk) -> Response:
    """One unit with its people and the units below it."""
    return _shown(desk, Form())


@pages.post("/cai-dat/don-vi/{unit}/them", access=Access.ADMINISTRATOR)
async def add(desk: Desk) -> Response:
    """A new unit below this one."""
    above, form = _here(desk), await typed(desk, "them")
    on, faults = day_in(desk, form, key="tu_ngay", is_needed=False)
    faults = [*missing(desk, form, "ten", "ma", "loai"), *faults]
    if faults:
        return _shown(desk, faulty(form, *faults))
    try:
        made = await desk.run(
            add_unit,
            desk.office.database,
            scheme=above.scheme,
            code=form.value("ma"),
            name=form.value("ten"),
            kind=form.value("loai"),
            parent_id=above.id,
            actor=actor(desk),
            at=desk.at,
            on=on,
        )
    except DondocError as error:
        return _shown(desk, faulty(form, fault_of(desk, error, fields=_UNIT_FIELDS)))
    said = desk.say("Đã thêm đơn vị “%(name)s”.", name=made.name)
    return await done(desk, made, path=f"/cai-dat/don-vi/{made.id}", said=said)


@pages.post("/cai-dat/don-vi/{unit}/ten", access=Access.ADMINISTRATOR)
async def rename(desk: Desk) -> Response:
    """Another name."""
    unit, form = _here(desk), await typed(desk, "ten")
    faults = missing(desk, form, "ten")
    if faults:
        return _shown(desk, faulty(form, *faults))
    try:
        made = await desk.run(
            rename_unit, desk.office.database, unit.id, name=form.value("ten"), actor=actor(desk), at=desk.at
        )
    except DondocError as error:
        return _shown(desk, faulty(form, fault_of(desk, error, fields=_UNIT_FIELDS)))
    said = desk.say("Đã đổi tên; văn bản ghi tên cũ vẫn tìm thấy đơn vị này.")
    return await done(desk, made, path=f"/cai-dat/don-vi/{unit.id}", said=said)


@pages.post("/cai-dat/don-vi/{unit}/ket-thuc", access=Access.ADMINISTRATOR)
async def end(desk: Desk) -> Response:
    """The last day of the unit."""
    unit, form = _here(desk), await typed(desk, "ket-thuc")
    on, faults = day_in(desk, form, key="den_ngay")
    if on is None:
        return _shown(desk, faulty(form, *faults))
    try:
        made = await desk.run(end_unit, desk.office.database, unit.id, on=on, actor=actor(desk), at=desk.at)
    except DondocError as error:
        return _shown(desk, faulty(form, fault_of(desk, error, fields=_UNIT_FIELDS)))
    said = desk.say("Đã ghi: “%(name)s” hoạt động đến hết ngày %(on)s.", name=unit.name, on=on)
    return await done(desk, made, path=f"/cai-dat/don-vi/{unit.id}", said=said)


@pages.post("/cai-dat/don-vi/{unit}/nguoi", access=Access.ADMINISTRATOR)
async def add_to(desk: Desk) -> Response:
    """Somebody new in a post here."""
    unit, form = _here(desk), await typed(desk, "nguoi")
    on, faults = day_in(desk, form, key="tu_ngay", is_needed=False)
    faults = [*missing(desk, form, "ho_ten", "vai_tro"), *faults]
    if faults:
        return _shown(desk, faulty(form, *faults))
    try:
        made = await desk.run(
            add_person,
            desk.office.database,
            unit_id=unit.id,
            name=form.value("ho_ten"),
            role=form.value("vai_tro"),
            title=form.value("chuc_danh"),
            email=form.value("thu"),
            phone=form.value("dien_thoai"),
            actor=actor(desk),
            at=desk.at,
            on=on,
        )
    except DondocError as error:
        return _shown(desk, faulty(form, fault_of(desk, error, fields=_PERSON_FIELDS)))
    said = desk.say("Đã thêm %(name)s.", name=made.name)
    return await done(desk, made, path=f"/cai-dat/don-vi/{unit.id}", said=said)


def _here(desk: Desk) -> UnitFound:
    return show_unit(desk.office.database, desk.number("unit", what="unit"))


def _shown(desk: Desk, form: Form) -> Response:
    database, unit_id = desk.office.database, desk.number("unit", what="unit")
    unit = show_unit(database, unit_id)
    people = find_people(
        database, unit_id=unit_id, on=today(desk), cursor=desk.asked("sau-nguoi") or None, limit=AT_ONCE
    )
    below = find_units(database, under_id=unit_id, cursor=desk.asked("sau") or None, limit=AT_ONCE)
    view = presenter.unit_view(
        unit, people, below=below, roles=presenter.roles_of(desk.office.policies), today=today(desk), speech=desk.speech
    )
    return shown(desk, "settings/unit.html", status=422 if form.faults else 200, view=view, form=form)
