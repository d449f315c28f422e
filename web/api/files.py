"""Files that go with a report: sent first, then named by their digest."""

from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Query
from starlette.requests import Request

from config.bootstrap import Office
from config.report_files import MOST_BYTES, clean_name, find_file, keep_upload, note_sender, was_sent_by
from engine.access import Scope
from engine.errors import NotFound
from engine.service.attachments import attachment
from web.api.caller import Caller, Who
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
    body, folder = await request.body(), folder_of(caller.office)
    kept = await caller.run(keep_upload, BytesIO(body), folder, name=name)
    await caller.run(note_sender, kept["sha256"], folder, person_id=caller.viewer.person_id)
    return FileShape.model_validate(kept)


def folder_of(office: Office) -> Path:
    """Where the files of reports are kept."""
    return office.settings.data_dir / FOLDER


def described_file(caller: Caller, sha256: str, *, name: str, obligation_id: int) -> dict[str, Any] | None:
    """A file as a report names it that the caller sent, or that came with an earlier report on the same obligation;
    None for any other."""
    folder = folder_of(caller.office)
    if not (
        was_sent_by(sha256, folder, person_id=caller.viewer.person_id)
        or _is_there(caller, sha256, obligation_id=obligation_id)
    ):
        return None
    path = find_file(sha256, folder)
    if path is None:
        return None
    stem = clean_name(name)
    shown = stem if Path(stem).suffix.lower() == path.suffix else f"{stem}{path.suffix}"
    return {"name": shown, "size": path.stat().st_size, "sha256": sha256}


def _is_there(caller: Caller, sha256: str, *, obligation_id: int) -> bool:
    try:
        attachment(caller.database, caller.viewer, obligation_id=obligation_id, sha256=sha256)
    except NotFound:
        return False
    return True
