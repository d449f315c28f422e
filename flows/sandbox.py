"""A Zalo on this machine for those who have no account: what would be sent is printed, and one may write back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import TextIO

from pydantic import SecretStr

from config.bootstrap import Office, open_office
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.channels.zalo.sandbox.world import Taken

_STEP = 0.2


@contextmanager
def on_sandbox(office: Office, *, out: TextIO, lines: TextIO, hint: str) -> Iterator[Office]:
    """The same office with a bot on the loopback. What the bot says is printed as ``bot → chat: words``; a line
    ``chat: words`` that is typed is said to it, any other line is answered with ``hint``. Real accounts are not used
    meanwhile."""
    with ZaloSandbox(office.clock) as sandbox:
        settings = office.settings.model_copy(
            update={
                "zalo_url": sandbox.url,
                "zalo_bot_token": SecretStr(sandbox.world.keys.bot_token),
                "zalo_app_id": "",
                "zalo_templates": None,
            }
        )
        inner = open_office(clock=office.clock, settings=settings)
        end = Event()
        printer = Thread(target=_print, args=(sandbox, out), kwargs={"end": end}, name="sandbox-out")
        reader = Thread(
            target=_listen, args=(sandbox, lines), kwargs={"out": out, "hint": hint}, name="sandbox-in", daemon=True
        )
        printer.start()
        reader.start()
        try:
            yield replace(inner)
        finally:
            end.set()
            printer.join()


def _print(sandbox: ZaloSandbox, out: TextIO, *, end: Event) -> None:
    shown = 0
    while True:
        is_over = end.wait(_STEP)
        fresh = sandbox.taken[shown:]
        shown += len(fresh)
        for one in fresh:
            out.write(f"{_line(one)}\n")
            out.flush()
        if is_over:
            return


def _line(one: Taken) -> str:
    words = one.text or ", ".join(f"{name}: {value}" for name, value in one.template_data.items())
    indented = words.replace("\n", "\n    ")
    return f"bot → {one.recipient}: {indented}"


def _listen(sandbox: ZaloSandbox, lines: TextIO, *, out: TextIO, hint: str) -> None:
    for line in lines:
        chat, mark, words = line.strip().partition(":")
        if mark and chat.strip() and words.strip():
            sandbox.say_to_bot(chat.strip(), words.strip())
        elif line.strip():
            out.write(f"{hint}\n")
            out.flush()


def stdin_and_out() -> dict[str, TextIO]:
    """The terminal."""
    return {"out": sys.stdout, "lines": sys.stdin}
