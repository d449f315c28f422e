"""The gate before every page: session, language, size, the token of forms, who may enter; errors become pages."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from config.bootstrap import Office
from engine.access import may_administer
from engine.errors import DondocError, NotFound
from engine.service.sessions import SignedIn, keep_session, signed_in
from reports.wording import Language
from web import cookies
from web.bodies import TooLong, declared_length, is_readable, is_readable_address, limited, most_bytes
from web.desk import Desk
from web.guards import Access, Page
from web.i18n import speech
from web.nav import frame
from web.page_memory import PageMemory

log = logging.getLogger("dondoc.page")
Endpoint = Callable[[Request], Awaitable[Response]]
MOST_FILES = 20
MOST_FIELDS = 5_000
STATUS: Mapping[str, int] = {
    "NotFound": 404,
    "LinkRefused": 410,
    "SignInRefused": 401,
    "TooManyAttempts": 429,
    "TransitionRefused": 409,
    "ExtensionRefused": 409,
    "Stale": 409,
    "DraftRefused": 409,
    "AlreadyIssued": 409,
    "StorageFailed": 503,
    "FileRefused": 422,
    "PasswordRefused": 422,
    "KeyRefused": 422,
    "ChangeRefused": 409,
}
_UNREADABLE = 400


class Gate:
    """Lets a request through to the handler of a page."""

    def __init__(self, office: Office, pages: Sequence[Page], *, memory: PageMemory) -> None:
        self._office = office
        self._memory = memory
        self._pages = {page.method: page for page in pages}
        if "GET" in self._pages:
            self._pages["HEAD"] = self._pages["GET"]

    @property
    def methods(self) -> list[str]:
        """The methods of this address."""
        return list(self._pages)

    async def enter(self, request: Request) -> Response:
        """Answer a request."""
        page = self._pages[request.method]
        key = self._memory.key(request, at=self._office.clock.now())
        kept = self._memory.find(key, request)
        if kept is not None:
            return kept
        desk = open_desk(
            self._office, Request(request.scope, limited(request.receive, most_bytes(request, page.most_bytes)))
        )
        try:
            response = await self._let_in(desk, page)
        except DondocError as error:
            response = refusal(desk, error)
        finally:
            await desk.request.close()
            if page.method == "POST":
                self._memory.forget()
        response = self._finish(desk, response)
        self._memory.keep(key, response)
        return response

    async def _let_in(self, desk: Desk, page: Page) -> Response:
        if not is_readable_address(desk.request):
            raise NotFound(what="page", key="")
        if page.method == "POST":
            refused = await self._check_form(desk, page)
            if refused is not None:
                return refused
        if page.access is not Access.PUBLIC and desk.signed is None:
            return await _sign_in_first(desk, page)
        if page.access is Access.ADMINISTRATOR and not may_administer(desk.viewer):
            raise NotFound(what="page", key=desk.request.url.path)
        if desk.signed is not None and desk.signed.is_stale:
            await desk.run(keep_session, self._office.database, desk.signed.token_hash, at=desk.at)
        return await page.handler(desk)

    async def _check_form(self, desk: Desk, page: Page) -> Response | None:
        if not _is_from_here(desk.request):
            return message(desk, "foreign", status=403)
        most = most_bytes(desk.request, page.most_bytes)
        if declared_length(desk.request) > most:
            return message(desk, "too_large", status=413, most=most // 1_000_000)
        try:
            form = await desk.request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=most)
        except TooLong:
            return message(desk, "too_large", status=413, most=most // 1_000_000)
        except (HTTPException, ValueError):  # ValueError: of a character set that the sender named
            return message(desk, "unreadable", status=_UNREADABLE)
        if not is_readable(form):
            return message(desk, "unreadable", status=_UNREADABLE)
        if not any(cookies.is_form_token(str(form.get("form_token", "")), one) for one in desk.forms_secrets):
            if desk.signed is None and page.access is not Access.PUBLIC:
                return _again(desk, "signed_out", status=401, form=form)
            return _again(desk, "stale", status=403, form=form)
        return None

    def _finish(self, desk: Desk, response: Response) -> Response:
        if desk.signed is None and cookies.forms_secret(desk.request) is None:
            cookies.put(response, desk.request, name=cookies.FORMS, value=desk.forms_secrets[0])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Vary", "Cookie")
        return response


def open_desk(office: Office, request: Request) -> Desk:
    """The desk of a request: the session behind its cookie, the language of the person, else of the browser."""
    at = office.clock.now()
    token = request.cookies.get(cookies.SESSION)
    signed = signed_in(office.database, token, at=at) if token else None
    spoken = speech(_language(request, signed, default=office.settings.language))
    secrets = cookies.forms_secrets(request, session=token if signed else None)
    return Desk(request, office, at, spoken, signed, secrets, frame(office, request, signed=signed, speech=spoken))


def _language(request: Request, signed: SignedIn | None, *, default: str) -> Language:
    wanted = request.cookies.get(cookies.LANGUAGE) or (signed.language if signed else None) or default
    return "en" if wanted == "en" else "vi"


def refusal(desk: Desk, error: DondocError) -> Response:
    """A refusal of the engine as a page that says it in one sentence."""
    status = STATUS.get(error.code, _UNREADABLE)
    if status == STATUS["StorageFailed"]:
        log.error("%s %s: %s", desk.request.method, desk.request.url.path, error)
    return desk.page(
        "message.html", status=status, code=_TITLES.get(status, "refused"), sentence=desk.speech.words.error(error)
    )


_TITLES = {404: "not_found", 409: "conflict", 410: "gone", 429: "too_many", 503: "unavailable"}


def message(desk: Desk, code: str, *, status: int, **values: Any) -> Response:
    """A page with one of the gate's own sentences."""
    return desk.page("message.html", status=status, code=code, sentence="", **values)


def _is_from_here(request: Request) -> bool:
    """False for a form that another site sent (Sec-Fetch-Site, else Origin; old browsers send neither)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.url.netloc}"


async def _sign_in_first(desk: Desk, page: Page) -> Response:
    """Off to the sign-in page; what was typed into a form is kept, to be sent again after signing in elsewhere."""
    request = desk.request
    if page.method == "POST":
        return _again(desk, "signed_out", status=401, form=await request.form())
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    response = RedirectResponse(f"/dang-nhap?tiep={quote(wanted, safe='')}", status_code=303)
    if desk.is_fragment:
        response.headers["HX-Redirect"] = response.headers["location"]
    return response


# A password is typed anew rather than written into a page.
_NEVER_SHOWN = frozenset({"form_token", "password", "old", "new", "again", "code"})


def _again(desk: Desk, code: str, *, status: int, form: Mapping[str, Any]) -> Response:
    """The form once more, ready to be sent again with one touch; files have to be chosen anew."""
    items = form.multi_items() if hasattr(form, "multi_items") else list(form.items())
    kept = [(name, value) for name, value in items if isinstance(value, str) and name not in _NEVER_SHOWN]
    files = [value.filename for _, value in items if not isinstance(value, str) and value.filename]
    action = desk.request.url.path + (f"?{desk.request.url.query}" if desk.request.url.query else "")
    return desk.page("again.html", status=status, code=code, kept=kept, files=files, action=action)
