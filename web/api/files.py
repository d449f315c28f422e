"""Files that go with a report: sent first, then named by their digest."""

from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Query
from starlette.requests import Request

from config.bootstrap import Office
from config.report_files import MOST_BYTES, clean_name, find_file, keep_upload
from engine.access import Scope
from web.api.caller import Who
from web.api.operations import Operations
from web.api.shapes import FileShape, Text

operations = Operations("files")
FOLDER: Final = "files"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is; what it is, its content says.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@operations.post(
    "/files",
    scope=Scope.REPORT,
    takes=("application/octet-stream",),
    most_bytes=MOST_BYTES,
    summary="Send a file",
    status_code=201,
    openapi_extra=_BODY,
)
async def send(
    caller: Who, request: Request, *, name: Annotated[Text, Query(min_length=1, max_length=200)]
) -> FileShape:
    """Send a file (20 MB at most) to name it in a report. PDF, Word, Excel, PowerPoint, OpenDocument, pictures."""
    body = await request.body()
    return FileShape.model_validate(await caller.run(keep_upload, BytesIO(body), folder_of(caller.office), name=name))


def folder_of(office: Office) -> Path:
    """Where the files of reports are kept."""
    return office.settings.data_dir / FOLDER


def described_file(office: Office, sha256: str, *, name: str) -> dict[str, Any] | None:
    """A file that was sent before, as a report names it; None if it never was."""
    path = find_file(sha256, folder_of(office))
    if path is None:
        return None
    stem = clean_name(name)
    shown = stem if Path(stem).suffix.lower() == path.suffix else f"{stem}{path.suffix}"
    return {"name": shown, "size": path.stat().st_size, "sha256": sha256}
