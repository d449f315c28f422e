"""Pages as they were sent a moment ago: sent again to the same browser as long as nothing was written and the minute
lasts. Officials reload; nothing stale is ever shown, since every commit of any process makes all of it forgotten."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from engine.errors import StorageFailed
from web import cookies

MOST_PAGES = 512
LARGEST = 200_000
_SMALLEST_PACKED = 1_000
Key = tuple[str, ...]


@dataclass
class Kept:
    """A page and its headers. ``packed`` is made when a browser first asks for it so."""

    body: bytes
    headers: Mapping[str, str]
    packed: bytes | None = None

    def answer(self, *, is_packed: bool) -> Response:
        """The page once more."""
        if not is_packed or len(self.body) < _SMALLEST_PACKED:
            return Response(self.body, headers=dict(self.headers))
        if self.packed is None:
            self.packed = gzip.compress(self.body, 5, mtime=0)
        headers = {**self.headers, "Content-Encoding": "gzip", "Vary": "Cookie, Accept-Encoding"}
        return Response(self.packed, headers=headers)


class PageMemory:
    """The pages of one process. ``mark`` tells the newest change of the database (engine.store.changes)."""

    def __init__(self, mark: Callable[[], str]) -> None:
        self._mark = mark
        self._seen = ""
        self._changes = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def key(self, request: Request, *, at: datetime) -> Key | None:
        """Under what the answer to a request may be kept: after which change, whose browser, which page, which minute.
        None: not at all (nobody is signed in, a sentence waits, the database cannot say what was written).

        The change is asked for before anything is read for the page: a page that is made while others write is kept, if
        at all, under a change that is over."""
        given = request.cookies
        if request.method != "GET" or cookies.SESSION not in given or cookies.SAID in given:
            return None
        try:
            mark = f"{self._mark()} {self._changes}"
        except StorageFailed:
            return None
        if mark != self._seen:
            self._pages.clear()
            self._seen = mark
        names = (cookies.SESSION, cookies.FORMS, cookies.LANGUAGE)
        headers = (request.headers.get("hx-request", ""), request.headers.get("hx-target", ""))
        return (
            mark,
            request.url.path,
            request.url.query,
            f"{at:%Y%m%d%H%M}",
            *headers,
            *(given.get(n, "") for n in names),
        )

    def forget(self) -> None:
        """Something was changed that the database does not know of: a file of policies, say."""
        self._changes += 1

    def find(self, key: Key | None, request: Request) -> Response | None:
        """The page that was sent for a key."""
        kept = self._pages.get(key) if key is not None else None
        if key is None or kept is None:
            return None
        self._pages.move_to_end(key)
        return kept.answer(is_packed="gzip" in request.headers.get("accept-encoding", ""))

    def keep(self, key: Key | None, response: Response) -> None:
        """Remember a page that is whole, plain HTML, and sets no cookie."""
        is_html = response.headers.get("content-type", "").startswith("text/html")
        is_page = response.status_code == 200 and is_html and response.headers.get("cache-control") != "no-store"
        is_over = key is not None and key[0] != self._seen
        if key is None or is_over or not is_page or "set-cookie" in response.headers or len(response.body) > LARGEST:
            return
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        self._pages[key] = Kept(bytes(response.body), headers)
        if len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
