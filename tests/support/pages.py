"""A browser without a screen: signs somebody in, opens pages, fills in forms as they stand there."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from lxml import html
from sqlalchemy import select
from starlette.testclient import TestClient

from config.bootstrap import Office
from engine.service.sessions import open_session
from engine.store.database import reading
from engine.store.tables import CONTACT, OBLIGATION, TASK, UNIT
from web.app import create_app
from web.cookies import SESSION

HOST = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Seen:
    """A page as it came."""

    status: int
    url: str
    text: str
    headers: Mapping[str, str]

    @property
    def tree(self) -> Any:
        """The page as a tree."""
        return html.fromstring(self.text)

    @property
    def words(self) -> str:
        """What one reads, blanks folded."""
        return " ".join(self.tree.text_content().split())

    @property
    def heading(self) -> str:
        """The first heading."""
        found = self.tree.xpath("//h1")
        return " ".join(found[0].text_content().split()) if found else ""

    def links(self, start: str = "") -> list[str]:
        """Addresses of the links that begin so."""
        return [to for to in self.tree.xpath("//a/@href") if to.startswith(start)]

    def forms(self, action: str = "") -> list[Any]:
        """The forms whose action begins so."""
        return [form for form in self.tree.xpath("//form") if (form.get("action") or "").startswith(action)]


class Browser(AbstractContextManager["Browser"]):
    """One person's browser. Redirects are followed."""

    def __init__(self, office: Office, **own: Any) -> None:
        self.office = office
        self.client = TestClient(create_app(office, **own), base_url=HOST, raise_server_exceptions=True)
        self.last = Seen(0, "", "<html></html>", {})

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.__exit__(kind, error, trace)

    def sign_in(self, address: str) -> Self:
        """Sign in whoever has a mail address, as if a link had been used."""
        token = open_session(
            self.office.database, person_of(self.office, address), means="link", at=self.office.clock.now()
        )
        self.client.cookies.set(SESSION, token)
        return self

    def get(self, path: str, **headers: str) -> Seen:
        """Open a page."""
        return self._seen(self.client.get(path, headers=headers))

    def submit(self, action: str, /, *, files: Any = None, button: str = "", **fields: Any) -> Seen:
        """Fill in the form with this action on the page that is open, and send it."""
        found = [form for form in self.last.forms() if form.get("action") == action]
        assert found, f"no form {action} on {self.last.url}: {[form.get('action') for form in self.last.forms()]}"
        values: dict[str, Any] = {**dict(found[0].form_values()), **fields}
        if button:
            name, _, value = button.partition("=")
            values[name] = value
        return self._seen(self.client.post(action, data=values, files=files))

    def submit_to(self, action: str, /, beside: str, *, files: Any = None, **fields: Any) -> Seen:
        """The same by a button of that form which sends it to another address, ``action`` with ``beside`` behind."""
        form = next(form for form in self.last.forms() if form.get("action") == action)
        assert form.xpath(".//button[@formaction=$to]", to=action + beside), f"no button to {action}{beside}"
        values: dict[str, Any] = {**dict(form.form_values()), **fields}
        return self._seen(self.client.post(action + beside, data=values, files=files))

    def post(self, path: str, *, data: Mapping[str, Any] | None = None, **headers: str) -> Seen:
        """Send something that no form has; without a token unless ``data`` carries one."""
        return self._seen(self.client.post(path, data=dict(data or {}), headers=headers))

    def _seen(self, response: Any) -> Seen:
        self.last = Seen(response.status_code, str(response.url), response.text, dict(response.headers))
        return self.last


def person_of(office: Office, address: str) -> int:
    """The id of whoever has a mail address."""
    with reading(office.database) as connection:
        return int(connection.execute(select(CONTACT.c.person_id).where(CONTACT.c.address == address)).scalar_one())


def obligation_of(office: Office, *, task: str, unit: str) -> int:
    """The id of the first obligation of a task that a unit (by code) owes."""
    query = (
        select(OBLIGATION.c.id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .where((TASK.c.key == task) & (UNIT.c.code == unit))
        .order_by(OBLIGATION.c.occurrence)
    )
    with reading(office.database) as connection:
        return int(connection.execute(query).scalars().first() or 0)
