"""Files that came with reports: fetched to be kept, never shown inside the page."""

from urllib.parse import quote

from starlette.responses import FileResponse, Response

from config.file_kinds import MEDIA_TYPES
from config.report_files import clean_name, find_file
from engine.errors import NotFound
from engine.service.attachments import attachment
from web.desk import Desk
from web.guards import Pages
from web.pages.answering import files_folder

pages = Pages()
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@pages.get("/tep/{obligation}/{sha256}")
async def fetch(desk: Desk) -> Response:
    """A file of a report on an obligation that the viewer may see, or of the viewer's own draft."""
    digest = str(desk.request.path_params["sha256"])
    file = attachment(desk.office.database, desk.viewer, obligation_id=desk.number("obligation"), sha256=digest)
    path = find_file(digest, files_folder(desk))
    if path is None:
        raise NotFound(what="file", key=digest[:12])
    headers = {
        "Content-Disposition": disposition(str(file["name"])),
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-store",
    }
    media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=media_type, headers=headers)


def disposition(name: str) -> str:
    """A header that makes browsers save a file under its name (RFC 6266): letters of any language, and what is left of
    them in ASCII for old programs."""
    shown = clean_name(name)
    plain = "".join(sign if sign.isascii() and sign not in '"\\%' else "_" for sign in shown)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"
