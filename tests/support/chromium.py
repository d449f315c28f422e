"""A real browser: Debian's Chromium, driven by Playwright, against the pages served on loopback."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

MISSING = (
    "no Chromium on this machine: install it (Debian, Ubuntu: apt-get install chromium), "
    "or name one with DONDOC_TEST_CHROMIUM"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def executable() -> str | None:
    """Where Chromium is; None if it is not on this machine."""
    named = os.environ.get("DONDOC_TEST_CHROMIUM")
    found = (named, *(shutil.which(name) for name in _NAMES))
    return next((path for path in found if path), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a screen; without one on the machine the test is skipped with a sentence that says what to
    do."""
    path = executable()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The pages on a port of this test's own; gives the address."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = Thread(target=server.run, kwargs={"sockets": [place]}, name="pages")
        thread.start()
        try:
            yield f"http://127.0.0.1:{place.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page that is open: rule, and the first elements."""
    found: Any = Axe().run(page, options=RULES)
    return [
        f"{one['id']}: {', '.join(' '.join(node['target']) for node in one['nodes'][:3])}"
        for one in found.response["violations"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    """True if one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
