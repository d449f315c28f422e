"""What a page works with: who asks, when, in which language, and how to answer."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from config.bootstrap import Office
from engine.access import Viewer
from engine.errors import NotFound
from engine.service.sessions import SignedIn
from engine.store.database import one_snapshot
from web import cookies
from web.cookies import Said
from web.i18n import Speech
from web.templating import render

P = ParamSpec("P")
T = TypeVar("T")
_LONGEST_ID, _LARGEST_ID = 15, 2**31 - 1


def number_in(given: str, *, what: str) -> int:
    """The id of a ``what`` that somebody gives as text. Raises NotFound for what is none, or larger than any."""
    if not given.isdecimal() or len(given) > _LONGEST_ID or int(given) > _LARGEST_ID:
        raise NotFound(what=what, key=given[:40])
    return int(given)


@dataclass
class Desk:
    """One request. ``at`` is read once from the office's clock. A form carries the first of ``forms_secrets``, and is
    taken with any of them."""

    request: Request
    office: Office
    at: datetime
    speech: Speech
    signed: SignedIn | None
    forms_secrets: tuple[str, ...]
    frame: Mapping[str, Any] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """Who is signed in; pages that anybody may open must ask ``signed`` instead."""
        if self.signed is None:
            raise NotFound(what="person", key="")
        return self.signed.viewer

    @property
    def is_fragment(self) -> bool:
        """True if HTMX asks for a part of the page."""
        return self.request.headers.get("HX-Request") == "true" and "HX-Boosted" not in self.request.headers

    def say(self, text: str, /, **values: Any) -> str:
        """A Vietnamese text in the reader's language."""
        return self.speech.say(text, **values)

    def number(self, name: str, *, what: str = "obligation") -> int:
        """A number in the address, of ``what``; NotFound for anything else."""
        return number_in(str(self.request.path_params[name]), what=what)

    def asked(self, name: str, default: str = "") -> str:
        """A value of the query."""
        return self.request.query_params.get(name, default)

    @cached_property
    def query(self) -> str:
        """The query as it came, to come back to."""
        return str(self.request.url.query)

    async def form(self) -> FormData:
        """The form that was sent; it was read when its token was checked."""
        return await self.request.form()

    async def field(self, name: str, default: str = "") -> str:
        """One field of the form, without the blanks around it."""
        found = (await self.form()).get(name, default)
        return found.strip() if isinstance(found, str) else default

    def snapshot(self) -> AbstractContextManager[None]:
        """Read all that a page shows as of one instant, so that its totals are those of its rows."""
        return one_snapshot(self.office.database)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what waits for a lock, a disk or much arithmetic, while others are served."""
        return await run_in_threadpool(work, *args, **kwargs)

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from its template."""
        said = cookies.said_in(self.request)
        shared = {
            "desk": self,
            "viewer": self.signed.viewer if self.signed else None,
            "at": self.at,
            "path": self.request.url.path,
            "said": said,
            "form_token": cookies.form_token(self.forms_secrets[0]),
            **self.frame,
        }
        response = HTMLResponse(render(template, self.speech.language, values={**shared, **values}), status_code=status)
        if said is not None:
            response.delete_cookie(cookies.SAID, path="/")
        return response

    def go(self, path: str, *, done: str = "", warning: str = "", **query: str) -> Response:
        """Send the browser on after a POST, with a sentence for the next page."""
        response = RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)
        if done or warning:
            said = Said("done", done) if done else Said("warning", warning)
            cookies.put_said(response, self.request, said=said)
        return response
