"""What only the demo has: its clock above every page, and signing in as somebody at one click."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from config.pace import Pace
from config.sign_in import local_path
from engine.errors import NotFound
from engine.service.accounts import find_known
from engine.service.sessions import viewer_of
from web.desk import Desk
from web.guards import Access, Handler, Pages
from web.i18n import Speech
from web.nav import Bar
from web.pages.sign_in import enter_as
from web.presenters.demo import LEAPS, SPEEDS, Role, bar_view, clock_view, person_view
from web.templating import render

FRONT = "/thu"
_PATIENCE = 30.0
"""Seconds for which somebody waits for the end of a leap; then the page comes back while it goes on."""


@dataclass(frozen=True)
class Stage:
    """``starts_at``: before it the past is being made. ``document``: the letter that waits to be issued."""

    pace: Pace
    people: Mapping[str, Role]
    starts_at: datetime
    document: Path


def demo_bar(stage: Stage) -> Bar:
    """What stands above every page."""

    def bar(_request: Request, speech: Speech) -> Any:
        return bar_view(stage.pace.state(), starts_at=stage.starts_at, speech=speech)

    return bar


def demo_pages(stage: Stage) -> Pages:
    """The addresses below ``/thu``; they exist in the demo only."""
    pages = Pages()
    pages.get(FRONT, access=Access.PUBLIC)(_front(stage))
    pages.post(f"{FRONT}/vai", access=Access.PUBLIC)(_be_somebody(stage))
    pages.get(f"{FRONT}/gio", access=Access.PUBLIC)(_tell_time(stage))
    pages.post(f"{FRONT}/gio", access=Access.PUBLIC)(_steer(stage))
    pages.get(f"{FRONT}/van-ban.txt", access=Access.PUBLIC)(_hand_out(stage))
    return pages


def _front(stage: Stage) -> Handler:
    async def front(desk: Desk) -> Response:
        """Who one may be, and what there is to see."""
        here = desk.signed.viewer.person_id if desk.signed else None
        people = []
        for name, role in stage.people.items():
            known = find_known(desk.office.database, role.address)
            viewer = viewer_of(desk.office.database, known.person_id, name=known.name, at=desk.at)
            people.append((name, person_view(role, viewer, here=here, speech=desk.speech)))
        return desk.page("demo/front.html", people=people, starts_at=stage.starts_at)

    return front


def _be_somebody(stage: Stage) -> Handler:
    async def be_somebody(desk: Desk) -> Response:
        """Sign in as one of the people."""
        role = stage.people.get(await desk.field("vai"))
        if role is None:
            raise NotFound(what="person", key=await desk.field("vai"))
        known = find_known(desk.office.database, role.address)
        return await enter_as(desk, known.person_id, means="demo", onward="/")

    return be_somebody


def _tell_time(stage: Stage) -> Handler:
    async def tell_time(desk: Desk) -> Response:
        """The clock by itself: the bar asks for it every other second."""
        clock = clock_view(stage.pace.state(), starts_at=stage.starts_at, speech=desk.speech)
        return HTMLResponse(render("demo/clock.html", desk.speech.language, values={"clock": clock}))

    return tell_time


def _steer(stage: Stage) -> Handler:
    async def steer(desk: Desk) -> Response:
        """Pause, run on, another speed, or a leap; of a leap one awaits the end while others go on working."""
        pace, speed, by = stage.pace, await desk.field("toc-do"), await desk.field("them")
        back = local_path(await desk.field("tiep"))
        if by in LEAPS:
            pace.leap(LEAPS[by])
            has_landed = await desk.run(pace.landed, within=_PATIENCE)
            if not has_landed:
                return desk.go(back, done=desk.say("Thời gian vẫn đang chạy; hãy mở lại trang sau ít giây."))
        elif speed in SPEEDS:
            pace.run(speed=SPEEDS[speed])
        elif await desk.field("chay"):
            pace.run()
        else:
            pace.pause()
        return desk.go(back)

    return steer


def _hand_out(stage: Stage) -> Handler:
    async def hand_out(_desk: Desk) -> Response:
        """The letter that waits, as a file."""
        return FileResponse(stage.document, media_type="text/plain; charset=utf-8", filename="van-ban-vinh-bao.txt")

    return hand_out
