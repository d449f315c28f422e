"""Programs that call the API with a key of somebody."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Self

from starlette.testclient import TestClient

from config.bootstrap import Office
from engine.access import Scope
from engine.service.api_tokens import make_token
from tests.support.pages import HOST, person_of
from web.api.server import PREFIX
from web.app import create_app

ALL_BUT_KEEPING = (Scope.READ, Scope.REPORT, Scope.REVIEW, Scope.ISSUE)


class Program:
    """A program with a key of whoever has a mail address. Addresses are given below /api/v1."""

    def __init__(self, office: Office, address: str, *, scopes: Collection[Scope] = ALL_BUT_KEEPING) -> None:
        self.office = office
        self.client = TestClient(create_app(office), base_url=HOST, raise_server_exceptions=True)
        self.token = token_of(office, address, scopes=scopes)
        self.unit = 0

    def as_(self, address: str, *, scopes: Collection[Scope] = ALL_BUT_KEEPING) -> Self:
        """The same program with the key of somebody else."""
        self.token = token_of(self.office, address, scopes=scopes)
        return self

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, json: Any = None, **headers: str) -> Any:
        """Do; header names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, headers=named, **({} if json is None else {"json": json}))

    def ask(self, method: str, path: str, *, headers: Any = None, **more: Any) -> Any:
        """Send anything."""
        said = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.request(method, f"{PREFIX}{path}", headers=said, **more)


def token_of(office: Office, address: str, *, scopes: Collection[Scope] = ALL_BUT_KEEPING) -> str:
    """A key of whoever has a mail address, good for a month."""
    at = office.clock.now()
    return make_token(
        office.database,
        person_of(office, address),
        name="thử",
        scopes=scopes,
        expires_at=at + timedelta(days=30),
        at=at,
    )
