"""The first set-up: an organisation and an administrator, for whoever has the address that ``dondoc up`` printed."""

import secrets
from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from config.organisation_files import examine_upload, sample, samples
from engine.deadlines import OFFICE_ZONE
from engine.errors import AddressTaken, InputRefused, LinkRefused, NotFound
from engine.organisation import OrganisationSpec, PersonSpec
from engine.service.first_run import Missing, first_administrator, missing
from engine.service.organisation import import_organisation, show_organisation
from reports.org_template import org_template
from web.desk import Desk
from web.downloads import download
from web.guards import UPLOAD_BYTES, Access, Handler, Pages
from web.pages.sign_in import enter_as
from web.presenters import first_run as presenter
from web.presenters.first_run import Finding, Typed

FRONT = "/bat-dau"
_ROLE = "chuyen_vien"


def set_up_pages(token: str) -> Pages:
    """The addresses below ``/bat-dau/{token}``: they work until there is an administrator."""
    pages = Pages()
    pages.get(FRONT, access=Access.PUBLIC)(_where)
    pages.get(f"{FRONT}/{{token}}", access=Access.PUBLIC)(_show(token))
    pages.get(f"{FRONT}/{{token}}/mau", access=Access.PUBLIC)(_hand_out_template(token))
    pages.post(f"{FRONT}/{{token}}/to-chuc", access=Access.PUBLIC, most_bytes=UPLOAD_BYTES)(_take_organisation(token))
    pages.post(f"{FRONT}/{{token}}/quan-tri", access=Access.PUBLIC)(_take_administrator(token))
    return pages


async def _where(desk: Desk) -> Response:
    """Where the address of the set-up is found."""
    if not missing(desk.office.database):
        return RedirectResponse("/dang-nhap", status_code=303)
    return desk.page("first_run/where.html")


def _show(token: str) -> Handler:
    async def show(desk: Desk) -> Response:
        """The next step."""
        return await _step(desk, _let_in(desk, token))

    return show


def _hand_out_template(token: str) -> Handler:
    async def hand_out_template(desk: Desk) -> Response:
        """The template as a workbook."""
        _let_in(desk, token)
        content = await desk.run(org_template, desk.speech.words)
        return download(content, name=desk.say("Mẫu đơn vị và cán bộ"), kind="xlsx")

    return hand_out_template


def _take_organisation(token: str) -> Handler:
    async def take_organisation(desk: Desk) -> Response:
        """Import a sample or a file."""
        lacks = _let_in(desk, token)
        try:
            spec = await _chosen(desk)
        except InputRefused as refused:
            return await _step(desk, lacks, wrong=presenter.findings(refused, desk.speech))
        if spec is None:
            sentence = desk.say("Hãy chọn một cơ cấu mẫu hoặc một tệp.")
            return await _step(desk, lacks, wrong=[Finding("", sentence, is_warning=False)])
        on = desk.at.astimezone(OFFICE_ZONE).date()
        done = await desk.run(import_organisation, desk.office.database, spec, at=desk.at, on=on)
        said = desk.say("Đã nhập %(name)s: %(units)s đơn vị.", name=spec.name, units=done.units)
        return desk.go(f"{FRONT}/{token}", done=said)

    return take_organisation


async def _chosen(desk: Desk) -> OrganisationSpec | None:
    """The organisation of the form; None if none was chosen. A file goes before a sample."""
    given = (await desk.form()).get("tep")
    if isinstance(given, UploadFile) and given.filename:
        spec, _ = await desk.run(examine_upload, desk.office, await given.read(), name=given.filename)
        return spec
    key = await desk.field("mau")
    if not key:
        return None
    try:
        return await desk.run(sample, key)
    except KeyError:
        raise NotFound(what="scheme", key=key[:40]) from None


def _take_administrator(token: str) -> Handler:
    async def take_administrator(desk: Desk) -> Response:
        """Make the administrator, who is signed in at once and led to where a password is set."""
        lacks = _let_in(desk, token)
        typed = presenter.examined(await _typed(desk), desk.speech)
        if typed.errors:
            return await _step(desk, lacks, typed=typed)
        scheme, _, unit = typed.unit.partition("/")
        person = PersonSpec(typed.name, unit, _ROLE, contacts={"email": typed.email}) if typed.is_new else None
        address = typed.email if typed.is_new else typed.address
        try:
            person_id = await desk.run(
                first_administrator, desk.office.database, address=address, at=desk.at, person=person, scheme=scheme
            )
        except AddressTaken:
            taken = {"email": desk.say("Địa chỉ này đã có người dùng; hãy chọn người đó trong danh sách.")}
            return await _step(desk, lacks, typed=replace(typed, errors=taken))
        said = desk.say("Đã xong: bạn là quản trị viên. Hãy đặt mật khẩu ở đây; đơn vị, cán bộ, lịch ở trang Cài đặt.")
        return await enter_as(desk, person_id, means="link", onward="/tai-khoan", done=said)

    return take_administrator


async def _typed(desk: Desk) -> Typed:
    return Typed(
        address=await desk.field("nguoi"),
        name=await desk.field("ho-ten"),
        email=await desk.field("thu"),
        unit=await desk.field("don-vi"),
    )


def _let_in(desk: Desk, token: str) -> Missing:
    """What is missing still. LinkRefused for another address, and once nothing is."""
    if not secrets.compare_digest(str(desk.request.path_params["token"]).encode(), token.encode()):
        raise LinkRefused(why="unknown")
    lacks = missing(desk.office.database)
    if not lacks:
        raise LinkRefused(why="used")
    return lacks


async def _step(
    desk: Desk, lacks: Missing, *, wrong: list[Finding] | None = None, typed: Typed | None = None
) -> Response:
    token, status = desk.request.path_params["token"], 422 if wrong or typed else 200
    if lacks.organisation or wrong:
        known = await desk.run(samples)
        return desk.page("first_run/organisation.html", status=status, token=token, samples=known, wrong=wrong or [])
    trees = await desk.run(show_organisation, desk.office.database)
    return desk.page(
        "first_run/administrator.html",
        status=status,
        token=token,
        people=presenter.people(trees, desk.speech),
        units=presenter.units(trees),
        typed=typed or Typed(),
    )
