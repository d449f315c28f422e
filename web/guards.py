"""Every page is declared here with who may open it; what is declared nowhere is not served."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from web.desk import Desk

Handler = Callable[[Desk], Awaitable[Response]]


class Access(StrEnum):
    """Who may open a page at all; what of it, the policy says (engine.access)."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Page:
    """One address and method. ``most_bytes`` is the longest body that is read."""

    path: str
    method: str
    access: Access
    handler: Handler
    most_bytes: int


FORM_BYTES = 1_000_000
UPLOAD_BYTES = 25_000_000


class Pages:
    """The pages of one module: ``@pages.get("/viec")``."""

    def __init__(self) -> None:
        self.found: list[Page] = []

    def get(self, path: str, *, access: Access = Access.SIGNED_IN) -> Callable[[Handler], Handler]:
        """Declare what is shown at an address; it changes nothing."""
        return self._declare(path, "GET", access=access, most_bytes=0)

    def post(
        self, path: str, *, access: Access = Access.SIGNED_IN, most_bytes: int = FORM_BYTES
    ) -> Callable[[Handler], Handler]:
        """Declare what an address does; the form's token is checked before."""
        return self._declare(path, "POST", access=access, most_bytes=most_bytes)

    def _declare(self, path: str, method: str, *, access: Access, most_bytes: int) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            self.found.append(Page(path, method, access, handler, most_bytes))
            return handler

        return declare


def gathered(modules: Iterable[Pages]) -> list[Page]:
    """The pages of all modules, in order."""
    return [page for module in modules for page in module.found]
