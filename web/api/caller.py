"""Who calls the API: a person through a key, with its scopes, at one instant, in one language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from config.bootstrap import Office
from engine.access import Viewer
from engine.service.api_tokens import KeyHolder
from engine.store.database import Database
from reports.wording import Language
from web.i18n import Speech

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Caller:
    """One request of a program. ``at`` is read once from the office's clock."""

    office: Office
    holder: KeyHolder
    at: datetime
    speech: Speech

    @property
    def viewer(self) -> Viewer:
        """The person for whom the program acts."""
        return self.holder.viewer

    @property
    def database(self) -> Database:
        """The office's database."""
        return self.office.database

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what waits for a lock, a disk or much arithmetic, while others are served."""
        return await run_in_threadpool(work, *args, **kwargs)


async def caller_of(request: Request) -> Caller:
    """Who was let in by the guard."""
    found: Caller = request.state.caller
    return found


Who = Annotated[Caller, Depends(caller_of)]


def wanted_language(accepted: str, *, kept: str | None, default: str) -> Language:
    """The language of the sentences: of Accept-Language what comes first of "vi" and "en", else the person's, else the
    office's."""
    ranked = sorted(filter(None, map(_weighed, accepted.split(","))), reverse=True)
    wanted = next((name for _, name in ranked), None) or kept or default
    return "en" if wanted == "en" else "vi"


def _weighed(part: str) -> tuple[float, str] | None:
    name, _, quality = part.partition(";")
    name = name.strip().lower()[:2]
    value = quality.strip().removeprefix("q=")
    is_number = value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdecimal()
    weight = 1.0 if not value else float(value) if is_number else 0.0
    return (weight, name) if name in ("vi", "en") and weight > 0 else None
