"""A server by itself: python -m benchmarks.pages_alone URL FOLDER, or --empty for a FastAPI page with nothing in it.
Prints its address when it answers."""

import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from benchmarks.reads import NOW
from config.bootstrap import open_office
from config.settings import Settings
from engine.clock import SetClock
from web.app import create_app

EMPTY = "<!doctype html><html lang=vi><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1></body></html>"


def empty() -> FastAPI:
    """One page, one template, no data."""
    app = FastAPI()
    template = Environment(autoescape=True).from_string(EMPTY)

    @app.get("/", response_class=HTMLResponse)
    async def page() -> str:
        return template.render(title="Trang trống")

    return app


def ours(url: str, folder: Path) -> FastAPI:
    """The pages of the office in a database."""
    settings = Settings(data_dir=folder, database_url=url)
    return create_app(open_office(clock=SetClock(NOW), settings=settings))


def main() -> None:
    """Serve until stopped."""
    app = empty() if sys.argv[1] == "--empty" else ours(sys.argv[1], Path(sys.argv[2]))
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        print(f"http://127.0.0.1:{place.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run(sockets=[place])


if __name__ == "__main__":
    main()
