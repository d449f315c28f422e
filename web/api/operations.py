"""Every operation of the API is declared here with its scope; what is declared nowhere is not served."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.access import Scope
from web.api.problems import MEDIA_TYPE, TITLES

Endpoint = Callable[..., Any]
JSON: Final = ("application/json",)
BODY_BYTES: Final = 1_000_000
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_KEY_PARAMETER: Final[Mapping[str, Any]] = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": "Any text of your own, 1 to 255 visible ASCII characters. The same key with the same request within "
    "seven days gives the same answer and does nothing twice.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "example": "5f0c1c3e-8d9b-4a53-9a3c-1f2f3d9a7c11",
}
_ALWAYS: Final = (400, 401, 403, 422, 429, 503)
_BY_METHOD: Final[Mapping[str, tuple[int, ...]]] = {"POST": (409, 413, 415), "PATCH": (413, 415)}


@dataclass(frozen=True)
class Operation:
    """One address and method. ``takes``: the media types of the body; ``refusals``: further statuses it may answer."""

    path: str
    method: str
    scope: Scope
    endpoint: Endpoint
    takes: tuple[str, ...] = JSON
    most_bytes: int = BODY_BYTES
    refusals: tuple[int, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def documented(self) -> dict[str, Any]:
        """What FastAPI is told of it."""
        statuses = sorted({*_ALWAYS, *_BY_METHOD.get(self.method, ()), *self.refusals})
        if "{" in self.path:
            statuses = sorted({*statuses, 404})
        extra = {"security": [{"bearer": [self.scope.value]}], **self.more.get("openapi_extra", {})}
        if self.method == "POST":
            extra["parameters"] = [dict(_KEY_PARAMETER), *extra.get("parameters", [])]
        more = {name: value for name, value in self.more.items() if name not in ("openapi_extra", "responses")}
        answers = {**{status: problem(status) for status in statuses}, **self.more.get("responses", {})}
        return {"responses": answers, "openapi_extra": extra, **more}


def problem(status: int) -> dict[str, Any]:
    """A refusal as OpenAPI describes it."""
    headers: dict[str, Any] = {}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}, "required": True}
    if status in (429, 503):
        headers["Retry-After"] = {"schema": {"type": "string"}, "description": "Seconds", "required": True}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status)}}
    return {"description": TITLES[status], "content": content, **({"headers": headers} if headers else {})}


def _example(status: int) -> dict[str, Any]:
    code, detail = _EXAMPLES[status]
    return {
        "type": f"/api/v1/docs#{code}",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
    }


_EXAMPLES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("unreadable", "The request cannot be read."),
    401: ("token_invalid", "The token is wrong, has run out or was revoked."),
    403: ("scope_missing", "This token lacks the scope: report."),
    404: ("NotFound", "There is no obligation “17”."),
    409: ("TransitionRefused", "Obligation 17 cannot go from “completed” to “submitted”: not from this status."),
    412: ("Stale", "Obligation 17 was changed by somebody else meanwhile; look again."),
    413: ("too_large", "The body is longer than 1000000 bytes."),
    415: ("media_type", "This media type is not taken; send: application/json."),
    422: ("invalid", "Something in the request is wrong: query/limit."),
    429: ("too_many_requests", "Too many requests; wait and send again."),
    503: ("StorageFailed", "The database cannot be read or written: database is locked."),
}


class Operations:
    """The operations of one module: ``@operations.get("/me")``."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.found: list[Operation] = []

    def get(self, path: str, *, scope: Scope = Scope.READ, **more: Any) -> Callable[[Endpoint], Endpoint]:
        """Declare what can be read."""
        return self._declare(path, "GET", scope=scope, **more)

    def post(self, path: str, *, scope: Scope, **more: Any) -> Callable[[Endpoint], Endpoint]:
        """Declare what can be done; safe to repeat with an idempotency key."""
        return self._declare(path, "POST", scope=scope, **more)

    def patch(self, path: str, *, scope: Scope, **more: Any) -> Callable[[Endpoint], Endpoint]:
        """Declare what can be changed."""
        return self._declare(path, "PATCH", scope=scope, **more)

    def delete(self, path: str, *, scope: Scope, **more: Any) -> Callable[[Endpoint], Endpoint]:
        """Declare what can be ended."""
        return self._declare(path, "DELETE", scope=scope, **more)

    def _declare(self, path: str, method: str, *, scope: Scope, **more: Any) -> Callable[[Endpoint], Endpoint]:
        own = {name: more.pop(name) for name in ("takes", "most_bytes", "refusals") if name in more}

        def declare(endpoint: Endpoint) -> Endpoint:
            self.found.append(Operation(path, method, scope, endpoint, **own, more={"tags": [self.tag], **more}))
            return endpoint

        return declare


def gathered(modules: Iterable[Operations]) -> list[Operation]:
    """The operations of all modules, in order."""
    return [operation for module in modules for operation in module.found]
