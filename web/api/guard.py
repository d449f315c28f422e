"""The guard before every operation: token, scope, rate, size, media type, known parameters, idempotency key."""

import json
import re
from collections.abc import Awaitable, Callable, Collection
from hashlib import sha256
from typing import Final

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from config.bootstrap import Office
from engine.errors import DondocError, StorageFailed
from engine.service.api_tokens import KeyHolder, holder_of_token, note_use
from engine.service.kept_answers import KeptAnswer, begin_answer, keep_answer, release_answer
from web.api.caller import Caller, wanted_language
from web.api.limits import Buckets, Rate
from web.api.operations import IDEMPOTENCY_KEY, Operation
from web.api.problems import Flaw, Refused, refused_input, retry_after
from web.bodies import TooLong, declared_length, limited
from web.i18n import Speech, speech

Handler = Callable[[Request], Awaitable[Response]]
_KEY: Final = re.compile("[!-~]{1,255}")
_LONGEST_TOKEN: Final = 200
BAD_TOKENS: Final = Rate(burst=60, per_second=1)
_BODY: Final = "body"
_NOTHING_DONE: Final = (DondocError, Refused, RequestValidationError, HTTPException)
_KEPT_HEADERS: Final = ("content-type", "etag", "location")


class Guard:
    """Lets requests through to the handlers of one office."""

    def __init__(self, office: Office, *, rate: Rate, strangers: Rate) -> None:
        self._office = office
        self._asked = Buckets(rate)
        self._strangers = Buckets(strangers)

    async def enter(
        self, request: Request, operation: Operation, *, known: Collection[str], handle: Handler
    ) -> Response:
        """Answer a request. ``known``: the query parameters that the operation has."""
        caller = await self._let_in(request, operation)
        _refuse_unknown(request, known)
        request = Request(request.scope, limited(request.receive, operation.most_bytes))
        request.state.caller = caller
        body = b"" if request.method in ("GET", "DELETE") else await _body_of(request, operation)
        key = request.headers.get(IDEMPOTENCY_KEY)
        if request.method != "POST" or key is None:
            return await handle(request)
        if not _KEY.fullmatch(key):
            raise refused_input(f"header/{IDEMPOTENCY_KEY}")
        return await self._once(request, caller, key=key, body=body, handle=handle)

    def speech_for(self, request: Request, *, kept: str | None = None) -> Speech:
        """The language of an answer."""
        accepted = request.headers.get("accept-language", "")[:200]
        return speech(wanted_language(accepted, kept=kept, default=self._office.settings.language))

    async def _let_in(self, request: Request, operation: Operation) -> Caller:
        at = self._office.clock.now()
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Refused("token_missing", headers={"WWW-Authenticate": 'Bearer realm="dondoc"'})
        holder = self._holder(request, token.strip())
        if holder is None:
            said = 'Bearer realm="dondoc", error="invalid_token"'
            raise Refused("token_invalid", headers={"WWW-Authenticate": said})
        request.state.speech = self.speech_for(request, kept=holder.language)
        wait = self._asked.take(str(holder.key_id), at=at)
        if wait:
            raise Refused("too_many_requests", headers=retry_after(wait))
        if holder.is_stale:
            await run_in_threadpool(note_use, self._office.database, holder.key_id, at=at)
        if operation.scope not in holder.scopes:
            raise Refused("scope_missing", {"scope": operation.scope.value})
        return Caller(self._office, holder, at, request.state.speech)

    def _holder(self, request: Request, token: str) -> KeyHolder | None:
        at = self._office.clock.now()
        found = holder_of_token(self._office.database, token, at=at) if len(token) <= _LONGEST_TOKEN else None
        if found is None:
            wait = self._strangers.take(request.client.host if request.client else "", at=at)
            if wait:
                raise Refused("too_many_requests", headers=retry_after(wait))
        return found

    async def _once(self, request: Request, caller: Caller, *, key: str, body: bytes, handle: Handler) -> Response:
        database, owner, at = caller.database, f"key:{caller.holder.key_id}", caller.at
        asked = _request_hash(request, body)
        kept = await run_in_threadpool(begin_answer, database, owner, key=key, request_hash=asked, at=at)
        if kept is not None:
            return await run_in_threadpool(_unpacked, self._office, kept)
        try:
            response = await handle(request)
        except _NOTHING_DONE as error:
            # After anything else it is not known what was done: the key stays taken for a while.
            if not isinstance(error, StorageFailed):
                await run_in_threadpool(release_answer, database, owner, key=key, begun_at=at)
            raise
        answer = await run_in_threadpool(_packed, self._office, response)
        await run_in_threadpool(keep_answer, database, owner, key=key, begun_at=at, answer=answer)
        return response


def _refuse_unknown(request: Request, known: Collection[str]) -> None:
    """A parameter that is misspelt would silently be another question."""
    given = [name for name, _ in request.query_params.multi_items()]
    flaws = [Flaw(pointer=f"query/{name}", code="extra_forbidden", detail="") for name in given if name not in known]
    flaws += [
        Flaw(pointer=f"query/{name}", code="repeated", detail="")
        for name in sorted(set(given) & set(known))
        if given.count(name) > 1
    ]
    if flaws:
        raise Refused("invalid", {"pointer": ", ".join(flaw.pointer for flaw in flaws[:5])}, flaws=flaws[:20])


async def _body_of(request: Request, operation: Operation) -> bytes:
    """The body, no longer than the operation takes, of a kind that it takes."""
    if declared_length(request) > operation.most_bytes:
        raise Refused("too_large", {"most": operation.most_bytes})
    try:
        body = await request.body()
    except TooLong as error:
        raise Refused("too_large", {"most": operation.most_bytes}) from error
    if not operation.takes and body.strip() not in (b"", b"{}"):
        raise refused_input("body", why="extra_forbidden")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and operation.takes and kind not in operation.takes:
        raise Refused("media_type", {"takes": ", ".join(operation.takes)})
    return body


def _request_hash(request: Request, body: bytes) -> str:
    said = [request.method, request.url.path, request.url.query]
    said += [request.headers.get(name, "") for name in ("content-type", "if-match")]
    return sha256(json.dumps(said).encode() + body).hexdigest()


def _packed(office: Office, response: Response) -> KeptAnswer:
    """An answer with those of its headers that belong to it, sealed: it may hold a secret that is shown once."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    values = {**headers, _BODY: bytes(response.body).decode()}
    return KeptAnswer(response.status_code, office.seal.close(values).encode())


def _unpacked(office: Office, kept: KeptAnswer) -> Response:
    values = office.seal.open(kept.body.decode())
    body = values.pop(_BODY)
    return Response(body, status_code=kept.status, headers={**values, "Idempotency-Replayed": "true"})
