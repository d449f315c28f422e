"""If-Match: what is asked holds only for the obligation as it was seen."""

import re
from typing import Annotated, Final

from fastapi import Header

from engine.errors import Stale

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match", max_length=100, description="The ETag of the obligation as it was seen; 412 if it changed"
    ),
]
_TAG: Final = re.compile(r'"(\d{1,9})"')


def etag(length: int) -> str:
    """The entity tag of an obligation: how many entries its history has."""
    return f'"{length}"'


def seen_length(if_match: str | None, obligation_id: int) -> int | None:
    """The length that was seen; None where any will do. Raises Stale for a tag that was never ours."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise Stale(id=obligation_id)
    return int(found[1])
