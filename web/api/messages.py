"""The record of messages: who was told of what, as far as the caller may know."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from engine.channels import ChannelKind
from engine.outbox import MessageState
from engine.service.message_log import Entry, Sought, read_log
from web.api.caller import Who
from web.api.operations import Operations
from web.api.shapes import AskedDay, Cursor, Instant, Limit, PageOf, Shape

operations = Operations("messages")


class SubjectShape(Shape):
    """A piece of work that a message speaks of."""

    obligation_id: int
    status: str
    document: str
    task_key: str
    unit_name: str


class MessageShape(Shape):
    """A message; phone numbers and accounts are masked. `unseen`: how many more pieces of work it speaks of; `is_dead`:
    it reached nobody, and nothing is tried any more."""

    id: int
    kind: str
    channel: str
    person_name: str
    address: str
    state: str
    created_at: Instant
    settled_at: Instant | None
    next_at: Instant | None
    outcome: str | None
    detail: str
    receipt: str | None
    receipt_at: Instant | None
    subjects: list[SubjectShape] = Field(default=[])
    unseen: int = 0
    is_dead: bool = False


@operations.get("/messages", summary="What was sent")
async def index(
    caller: Who,
    *,
    state: Annotated[MessageState | None, Query()] = None,
    channel: Annotated[ChannelKind | None, Query()] = None,
    on: Annotated[AskedDay | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[MessageShape]:
    """The newest first: messages to the caller and about work that the caller sees; with the scope `administer`, all. A
    page may be short, even empty, where the next one goes on."""
    sought = Sought(states=(state.value,) if state else (), channels=(channel.value,) if channel else (), on=on)
    found = read_log(caller.database, caller.viewer, sought=sought, cursor=cursor, limit=limit)
    return PageOf[MessageShape](items=[_shape(entry) for entry in found.items], next_cursor=found.next_cursor)


def _shape(entry: Entry) -> MessageShape:
    about: dict[str, Any] = {
        "subjects": [SubjectShape.model_validate(subject) for subject in entry.subjects],
        "unseen": entry.unseen,
        "is_dead": entry.is_dead,
    }
    return MessageShape.model_validate(entry.message).model_copy(update=about)
