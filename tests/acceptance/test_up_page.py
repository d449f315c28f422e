"""The command `dondoc up` serves the page: one process, one port, ended together with the loop."""

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from engine.service.system import last_beat_at
from engine.store.database import open_database
from tests.support.processes import Started, eventually, free_port, python, started

UP = python("-c", "from cli.main import run; run()", "up")
BUSY = 8
SOON = 8.0


@contextmanager
def up(folder: Path, port: int, *, name: str = "up", **settings: str) -> Iterator[Started]:
    """The command in a folder that may be empty."""
    folder.mkdir(exist_ok=True)
    told = {"DONDOC_DATA_DIR": str(folder), "DONDOC_PAGE_PORT": str(port), **settings}
    with started(*UP, log=folder / f"{name}.log", environment=told) as runner:
        yield runner


def test_up_in_an_empty_folder_makes_the_database_and_answers_on_its_port_while_the_loop_beats(tmp_path: Path) -> None:
    port = free_port()
    with up(tmp_path, port) as runner:
        runner.says("runner started")
        assert "tạo mới" in runner.output
        assert f"http://127.0.0.1:{port}" in runner.output
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/health").json() == {"status": "ok"}
            assert client.post("/zalo/bot", json={}).status_code == 403
            found = re.search(rf"http://127.0.0.1:{port}(/bat-dau/\S+)", runner.output)
            assert found, runner.output
            assert "Bước 1 trên 2" in client.get(found[1]).text
            assert client.get("/bat-dau/doan").status_code == 410
            database = open_database(f"sqlite:///{tmp_path / 'dondoc.db'}")
            eventually(lambda: last_beat_at(database, "heartbeat"), what="a heartbeat")
            database.dispose()
            assert client.get("/dang-nhap").status_code == 200
            assert runner.end(within=SOON) == 0, runner.output
    assert "runner stopped" in runner.output


def test_up_ends_soon_when_interrupted_during_an_upload(tmp_path: Path) -> None:
    port = free_port()
    with up(tmp_path, port) as runner:
        runner.says("runner started")
        with socket.create_connection(("127.0.0.1", port)) as upload:
            upload.sendall(b"POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nform_token=")
            assert runner.end(signal.SIGINT, within=SOON) == 0, runner.output
    assert "Traceback" not in runner.output


def test_up_does_not_begin_when_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with up(tmp_path, taken.getsockname()[1]) as runner:
            assert runner.ended() == BUSY
    assert "DONDOC_PAGE_PORT" in runner.output
    assert "runner started" not in runner.output
    assert "Traceback" not in runner.output


def test_up_serves_no_page_while_another_runner_has_the_lock(tmp_path: Path) -> None:
    port = free_port()
    with up(tmp_path, 0) as first:
        first.says("runner started")
        with up(tmp_path, port, name="second") as second:
            assert second.ended() == BUSY
        assert "Trang web" not in second.output
        assert first.end() == 0
