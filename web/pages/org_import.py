"""Units and people from a file: the template, every error line by line, what would change, and only then saved."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from config.org_upload import drop_upload, examine_upload, keep_upload, scheme_of
from engine.errors import InputRefused, NotFound
from engine.service.organisation import import_organisation, show_organisation
from reports.org_template import org_template
from web.desk import Desk
from web.downloads import download
from web.guards import UPLOAD_BYTES, Access, Pages
from web.keeping import change, done, shown, today
from web.presenters import org_import as presenter

pages = Pages()
HERE = "/cai-dat/nhap"


@pages.get("/cai-dat/nhap", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """Where the template is, and where a file is sent."""
    return _form(desk)


@pages.get("/cai-dat/nhap/mau", access=Access.ADMINISTRATOR)
async def template(desk: Desk) -> Response:
    """The template as a workbook."""
    content = await desk.run(org_template, desk.speech.words)
    return download(content, name=desk.say("Mẫu đơn vị và cán bộ"), kind="xlsx")


@pages.post("/cai-dat/nhap", access=Access.ADMINISTRATOR, most_bytes=UPLOAD_BYTES)
async def send(desk: Desk) -> Response:
    """Look through a file; nothing is saved yet."""
    sent = (await desk.form()).get("tep")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _form(desk, problems=[desk.say("Hãy chọn một tệp .xlsx, .csv hoặc .yaml.")])
    name, data, office = sent.filename, await sent.read(), desk.office
    try:
        key = await desk.run(keep_upload, office, name, data=data, at=desk.at)
        scheme = await desk.run(scheme_of, name, data=data, wanted=await desk.field("co_cau"))
        await desk.run(examine_upload, office, key, name=name, scheme=scheme)
    except InputRefused as error:
        return _form(desk, problems=presenter.problem_lines(error.problems, speech=desk.speech), name=name)
    return desk.go(f"{HERE}/{key}", ten=name[:200], co_cau=scheme)


@pages.get("/cai-dat/nhap/{key}", access=Access.ADMINISTRATOR)
async def preview(desk: Desk) -> Response:
    """What the file would bring."""
    return await _previewed(desk)


@pages.post("/cai-dat/nhap/{key}", access=Access.ADMINISTRATOR)
async def save(desk: Desk) -> Response:
    """Save it."""
    office, key = desk.office, str(desk.request.path_params["key"])
    name, scheme = await desk.field("ten"), await desk.field("co_cau")
    try:
        spec, _ = await desk.run(examine_upload, office, key, name=name, scheme=scheme)
        made = await desk.run(import_organisation, office.database, spec, at=desk.at, on=today(desk))
    except InputRefused as error:  # what the office has changed meanwhile
        return _form(desk, problems=presenter.problem_lines(error.problems, speech=desk.speech), name=name)
    await desk.run(drop_upload, office, key)
    noted = change(
        desk, "organisation_imported", key=0, name=made.scheme, file=name, units=made.units, people=made.people
    )
    return await done(desk, noted, path="/cai-dat/don-vi", said=presenter.imported(made, speech=desk.speech))


async def _previewed(desk: Desk) -> Response:
    office, key = desk.office, str(desk.request.path_params["key"])
    name, scheme = desk.asked("ten"), desk.asked("co_cau")
    try:
        spec, warnings = await desk.run(examine_upload, office, key, name=name, scheme=scheme)
    except InputRefused as error:
        return _form(desk, problems=presenter.problem_lines(error.problems, speech=desk.speech), name=name)
    try:
        before = show_organisation(office.database, scheme=spec.scheme)[spec.scheme]
    except NotFound:
        before = ()
    view = presenter.present(spec, before, warnings=warnings, key=key, name=name, speech=desk.speech)
    return shown(desk, "settings/org_preview.html", view=view, scheme=scheme)


def _form(desk: Desk, *, problems: list[str] | None = None, name: str = "") -> Response:
    schemes = [(key, units[0].name) for key, units in show_organisation(desk.office.database).items() if units]
    status = 422 if problems else 200
    return shown(desk, "settings/org_import.html", status=status, problems=problems or [], name=name, schemes=schemes)
