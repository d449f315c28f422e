"""Files that came with reports: who may fetch which."""

from collections.abc import Mapping
from typing import Any

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.sight import reach_obligation
from engine.store import drafts as draft_store
from engine.store import obligations as store
from engine.store.database import Database, reading


def attachment(database: Database, viewer: Viewer, *, obligation_id: int, sha256: str) -> Mapping[str, Any]:
    """A file (name, size in bytes, sha256) of a report on an obligation that the viewer may see, or of the viewer's own
    draft of one. Raises NotFound."""
    reach_obligation(database, viewer, obligation_id=obligation_id)
    with reading(database) as connection:
        draft = draft_store.report_draft(connection, obligation_id, person_id=viewer.person_id)
        rows = [*store.reports(connection, obligation_id), *([draft] if draft is not None else [])]
    found: Mapping[str, Any] | None = next(
        (file for row in reversed(rows) for file in row.files if file.get("sha256") == sha256), None
    )
    if found is None:
        raise NotFound(what="file", key=sha256[:12])
    return found
