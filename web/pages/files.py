"""Files that came with reports: fetched to be kept, never shown inside the page."""

from starlette.responses import FileResponse, Response

from config.file_kinds import MEDIA_TYPES
from config.report_files import find_file
from engine.errors import NotFound
from engine.service.attachments import attachment
from web.desk import Desk
from web.downloads import saved_as
from web.guards import Pages
from web.pages.answering import files_folder

pages = Pages()


@pages.get("/tep/{obligation}/{sha256}")
async def fetch(desk: Desk) -> Response:
    """A file of a report on an obligation that the viewer may see, or of the viewer's own draft."""
    digest = str(desk.request.path_params["sha256"])
    file = attachment(desk.office.database, desk.viewer, obligation_id=desk.number("obligation"), sha256=digest)
    path = find_file(digest, files_folder(desk))
    if path is None:
        raise NotFound(what="file", key=digest[:12])
    media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=media_type, headers=saved_as(str(file["name"])))
