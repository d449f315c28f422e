"""What was sent to people: for administrators."""

from typing import Annotated

from fastapi import Query

from engine.access import Scope
from engine.channels import ChannelKind
from engine.outbox import MessageState
from engine.service.correspondence import list_messages
from web.api.caller import Who
from web.api.operations import Operations
from web.api.shapes import Instant, Limit, Shape

operations = Operations("messages")


class MessageShape(Shape):
    """A message; phone numbers and accounts are masked."""

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


class MessagesShape(Shape):
    """The newest messages."""

    items: list[MessageShape]


@operations.get("/messages", scope=Scope.ADMINISTER, summary="What was sent")
async def index(
    caller: Who,
    *,
    state: Annotated[MessageState | None, Query()] = None,
    channel: Annotated[ChannelKind | None, Query()] = None,
    limit: Limit = 50,
) -> MessagesShape:
    """The newest messages of the office; only for administrators."""
    found = list_messages(
        caller.database,
        states=[state.value] if state else (),
        channels=[channel.value] if channel else (),
        limit=limit,
    )
    return MessagesShape(items=[MessageShape.model_validate(one) for one in found])
