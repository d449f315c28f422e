"""Refusals as RFC 9457 says them: application/problem+json, with a sentence in the caller's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from pydantic import BaseModel, Field
from starlette.responses import Response

from engine.errors import DondocError, InputRefused, NotFound
from web.i18n import Speech

MEDIA_TYPE: Final = "application/problem+json"
DOCS: Final = "/api/v1/docs"
ENGINE: Final[Mapping[str, int]] = {
    "NotFound": 404,
    "TransitionRefused": 409,
    "ExtensionRefused": 409,
    "AlreadyIssued": 409,
    "DraftRefused": 409,
    "StillUnderWay": 409,
    "Stale": 412,
    "TooManyAttempts": 429,
    "StorageFailed": 503,
}
"""The status of a refusal of the engine; everything else is 422: understood, and wrong."""
OWN: Final[Mapping[str, int]] = {
    "unreadable": 400,
    "token_missing": 401,
    "token_invalid": 401,
    "scope_missing": 403,
    "not_yours": 403,
    "no_such_address": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "media_type": 415,
    "invalid": 422,
    "broken_cursor": 422,
    "too_many_requests": 429,
    "failed": 500,
}
TITLES: Final[Mapping[int, str]] = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "Not allowed with this token, or not for this unit",
    404: "Not found, or not to be seen",
    405: "This address does not take this method",
    409: "Not possible in the present state",
    412: "Changed meanwhile",
    413: "Too large",
    415: "This media type or kind of file is not taken",
    422: "Understood, but wrong",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "The database cannot be reached",
}
_FILES: Final[Mapping[str, int]] = {"too_large": 413, "wrong_kind": 415, "archive": 415, "macros": 415}
_AGAIN_AFTER: Final = 2
_SAID: Final = (
    *("AlreadyIssued", "Ambiguous", "BadFigure", "CalendarNotCovered", "DocumentRefused", "DraftRefused"),
    *("ExtensionRefused", "FileRefused", "InputRefused", "KeyReused", "NotFound", "NotKeptByDay", "SecretDocument"),
    *("Stale", "StillUnderWay", "StorageFailed", "SubscriptionRefused", "TransitionRefused"),
)


class Flaw(BaseModel):
    """One place that is wrong."""

    pointer: str = Field(description="Where: query/limit, header/Idempotency-Key, body/figures/so_tre, plan.yaml:12")
    code: str
    detail: str
    is_warning: bool = False


class Problem(BaseModel):
    """RFC 9457 problem details. `code` is stable; `detail` is a sentence for people."""

    type: str = Field(examples=["/api/v1/docs#NotFound"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["NotFound"])
    instance: str | None = None
    errors: list[Flaw] | None = None


@dataclass
class Refused(Exception):
    """A refusal of the API itself: ``code`` of OWN, what it names, headers for the answer."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    flaws: Sequence[Flaw] = ()


def refused_input(pointer: str, *, code: str = "invalid", why: str = "value_error") -> Refused:
    """A refusal that points at one place."""
    return Refused(code, {"pointer": pointer}, flaws=[Flaw(pointer=pointer, code=why, detail="")])


def of_refusal(refused: Refused, *, speech: Speech, path: str) -> Response:
    """The answer to a refusal of the API."""
    flaws = [
        one if one.detail else one.model_copy(update={"detail": flaw_said(one.code, speech=speech)})
        for one in refused.flaws
    ]
    detail = own_sentence(refused.code, speech=speech, values=refused.values)
    return answer(OWN[refused.code], refused.code, detail=detail, path=path, flaws=flaws, headers=refused.headers)


def of_error(error: DondocError, *, speech: Speech, path: str) -> Response:
    """The answer to a refusal of the engine."""
    if isinstance(error, NotFound) and error.values.get("what") == "page":
        return of_refusal(refused_input("query/cursor", code="broken_cursor"), speech=speech, path=path)
    status = status_of(error)
    flaws: list[Flaw] = []
    if isinstance(error, InputRefused):
        said = speech.words.problem
        flaws = [Flaw(pointer=p.place, code=p.code, detail=said(p), is_warning=p.is_warning) for p in error.problems]
    headers = {"Retry-After": str(_AGAIN_AFTER)} if error.code in ("StillUnderWay", "StorageFailed") else {}
    return answer(status, error.code, detail=speech.words.error(error), path=path, flaws=flaws, headers=headers)


def documented_codes() -> list[tuple[str, int]]:
    """The codes that a program may meet, with their statuses: what ``type`` points at."""
    return [*OWN.items(), *((code, ENGINE.get(code, 422)) for code in _SAID)]


def status_of(error: DondocError) -> int:
    """The HTTP status of a refusal of the engine."""
    if error.code == "FileRefused":
        return _FILES.get(str(error.values.get("why")), 422)
    return ENGINE.get(error.code, 422)


def answer(
    status: int, code: str, *, detail: str, path: str, flaws: Sequence[Flaw] = (), headers: Mapping[str, str]
) -> Response:
    """A problem as an answer."""
    problem = Problem(
        type=f"{DOCS}#{code}",
        title=TITLES[status],
        status=status,
        detail=detail,
        code=code,
        instance=path,
        errors=list(flaws) or None,
    )
    content = problem.model_dump_json(exclude_none=True).encode("utf-8", "replace")
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers))


def retry_after(seconds: float) -> dict[str, str]:
    """The header that says when to come again."""
    return {"Retry-After": str(max(1, ceil(seconds)))}


def own_sentence(code: str, *, speech: Speech, values: Mapping[str, Any]) -> str:
    """The sentence of a refusal of the API."""
    _ = speech.say
    sentences = {
        "unreadable": _("Không đọc được yêu cầu."),
        "token_missing": _("Thiếu khóa truy cập: gửi Authorization: Bearer dd_…"),
        "token_invalid": _("Khóa truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."),
        "scope_missing": _("Khóa này không có quyền cần thiết: %(scope)s.", scope=values.get("scope", "")),
        "not_yours": _("Thấy được việc này nhưng không được làm thay đơn vị có trách nhiệm."),
        "no_such_address": _("Không có địa chỉ này."),
        "method_not_allowed": _("Địa chỉ này không nhận phương thức đó."),
        "too_large": _("Nội dung gửi lên dài quá %(most)s byte.", most=values.get("most", "")),
        "media_type": _("Không nhận loại nội dung này; hãy gửi: %(takes)s.", takes=values.get("takes", "")),
        "invalid": _("Yêu cầu có chỗ chưa đúng: %(pointer)s.", pointer=values.get("pointer", "")),
        "broken_cursor": _("Con trỏ trang không đúng; hãy lấy lại từ trang đầu."),
        "too_many_requests": _("Quá nhiều yêu cầu; hãy chờ rồi gửi lại."),
        "failed": _("Có lỗi ở máy chủ; yêu cầu chưa được thực hiện xong."),
    }
    return sentences[code]


def flaw_said(code: str, *, speech: Speech) -> str:
    """What is wrong with one place; ``code`` is pydantic's, or ours."""
    _ = speech.say
    said = {
        "missing": _("thiếu mục này"),
        "extra_forbidden": _("không có mục này"),
        "repeated": _("chỉ được gửi một lần"),
        "not_together": _("không dùng được cùng nhau, hoặc thiếu một mục đi kèm"),
        "json_invalid": _("không phải JSON hợp lệ"),
    }
    return said.get(code) or _("giá trị không hợp lệ")
