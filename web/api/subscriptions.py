"""Subscriptions: another server is told what happens at and below a unit, with signed calls."""

from typing import Annotated

from pydantic import Field, WithJsonSchema
from starlette.responses import Response

from config.calls import new_secret, sealed_secret
from engine.access import Scope
from engine.service.subscriptions import (
    KINDS,
    change_subscription,
    show_subscription,
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from web.api.caller import Who
from web.api.operations import Operations
from web.api.shapes import Asked, Instant, Shape, SmallId, Text

operations = Operations("subscriptions")
Kind = Annotated[str, WithJsonSchema({"type": "string", "enum": list(KINDS)})]
Address = Annotated[Text, Field(min_length=1, max_length=500, examples=["https://kho.example.gov.vn/dondoc"])]
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=len(KINDS), examples=[["obligation.reported"]])]


class SubscriptionAsked(Asked):
    """Of which unit, of what, and where to: https only."""

    unit: int = Field(ge=1, le=2**31 - 1)
    url: Address
    kinds: Kinds


class SubscriptionChange(Asked):
    """What is to change; a subscription that was stopped runs again."""

    url: Address | None = None
    kinds: Kinds | None = None


class SubscriptionShape(Shape):
    """A subscription. `stopped_reason`: unreachable, gone, no_right, or empty while it runs."""

    id: int
    unit_id: int
    unit_name: str
    url: str
    kinds: list[str]
    made_at: Instant
    stopped_at: Instant | None
    stopped_reason: str
    waiting: int


class NewSubscriptionShape(SubscriptionShape):
    """A subscription with its secret, which is shown this once."""

    secret: str


class SubscriptionsShape(Shape):
    """The caller's subscriptions."""

    items: list[SubscriptionShape]


@operations.get("/subscriptions", summary="My subscriptions")
async def index(caller: Who) -> SubscriptionsShape:
    """The subscriptions of the person behind the token."""
    found = subscriptions_of(caller.database, caller.viewer)
    return SubscriptionsShape(items=[SubscriptionShape.model_validate(one) for one in found])


@operations.post("/subscriptions", scope=Scope.READ, refusals=(404,), summary="Subscribe", status_code=201)
async def make(caller: Who, *, body: SubscriptionAsked, response: Response) -> NewSubscriptionShape:
    """From now on the server is told what happens at and below the unit. The secret signs the calls."""
    secret = new_secret()
    made = await caller.run(
        subscribe,
        caller.database,
        caller.viewer,
        unit_id=body.unit,
        url=body.url,
        kinds=body.kinds,
        secret_sealed=await caller.run(sealed_secret, caller.office, secret),
        allows_private=caller.office.settings.calls_to_private,
        at=caller.at,
    )
    response.headers["Location"] = f"/api/v1/subscriptions/{made}"
    shown = SubscriptionShape.model_validate(show_subscription(caller.database, caller.viewer, subscription_id=made))
    return NewSubscriptionShape(**shown.model_dump(), secret=secret)


@operations.get("/subscriptions/{id}", summary="One subscription")
async def show(caller: Who, number: SmallId) -> SubscriptionShape:
    """One of the caller's subscriptions."""
    return SubscriptionShape.model_validate(show_subscription(caller.database, caller.viewer, subscription_id=number))


@operations.patch("/subscriptions/{id}", scope=Scope.READ, summary="Change or resume a subscription")
async def change(caller: Who, number: SmallId, *, body: SubscriptionChange) -> SubscriptionShape:
    """Change it; one that was stopped runs again, and is told what happened meanwhile."""
    await caller.run(
        change_subscription,
        caller.database,
        caller.viewer,
        subscription_id=number,
        url=body.url,
        kinds=body.kinds,
        allows_private=caller.office.settings.calls_to_private,
        at=caller.at,
    )
    return SubscriptionShape.model_validate(show_subscription(caller.database, caller.viewer, subscription_id=number))


@operations.delete("/subscriptions/{id}", scope=Scope.READ, summary="End a subscription", status_code=204)
async def end(caller: Who, number: SmallId) -> Response:
    """Nothing is told any more."""
    await caller.run(unsubscribe, caller.database, caller.viewer, subscription_id=number)
    return Response(status_code=204)
