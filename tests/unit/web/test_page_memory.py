"""Pages that are sent again, while others write."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from web.cookies import SESSION
from web.page_memory import PageMemory

AT = datetime(2023, 10, 20, 9, 30, 59, tzinfo=UTC)


class Database:
    """Something that is written to now and then."""

    def __init__(self) -> None:
        self.commits = 0

    def mark(self) -> str:
        return str(self.commits)

    def page(self) -> Response:
        return HTMLResponse(f"sau {self.commits} lần ghi")


@pytest.fixture
def database() -> Database:
    return Database()


def request() -> Request:
    headers = [(b"cookie", f"{SESSION}=abc".encode()), (b"host", b"x")]
    scope = {"type": "http", "method": "GET", "path": "/viec", "query_string": b"", "headers": headers}
    return Request({**scope, "scheme": "http", "server": ("x", 80)})


def seen(memory: PageMemory, *, at: datetime = AT) -> str:
    found = memory.find(memory.key(request(), at=at), request())
    return "" if found is None else bytes(found.body).decode()


def test_page_is_sent_again_while_nothing_is_written(database: Database) -> None:
    memory = PageMemory(database.mark)
    memory.keep(memory.key(request(), at=AT), database.page())
    assert seen(memory) == "sau 0 lần ghi"
    assert seen(memory, at=AT + timedelta(minutes=1)) == ""
    database.commits += 1
    assert seen(memory) == ""


@pytest.mark.parametrize("is_read_before", [True, False])
@pytest.mark.parametrize("is_asked_meanwhile", [True, False])
def test_page_during_which_others_wrote_is_never_sent_again(
    database: Database, *, is_read_before: bool, is_asked_meanwhile: bool
) -> None:
    memory = PageMemory(database.mark)
    key = memory.key(request(), at=AT)
    page = database.page() if is_read_before else None
    database.commits += 1
    if is_asked_meanwhile:  # by another browser: what was kept before is forgotten
        assert seen(memory) == ""
    memory.keep(key, page or database.page())
    assert seen(memory) == ""


def test_change_outside_of_the_database_makes_pages_forgotten(database: Database) -> None:
    memory = PageMemory(database.mark)
    begun = memory.key(request(), at=AT)
    memory.keep(begun, database.page())
    memory.forget()
    assert seen(memory) == ""
    memory.keep(begun, database.page())
    assert seen(memory) == ""
