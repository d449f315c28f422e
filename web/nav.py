"""What stands on every page: where one can go, and whether the loop stands still."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import State
from starlette.requests import Request

from config.bootstrap import Office
from engine.service.sessions import SignedIn
from web.i18n import Speech


@dataclass(frozen=True)
class Entry:
    """A place one can go to."""

    path: str
    title: str
    is_here: bool


Bar = Callable[[Request, Speech], Any]
"""Gives the view value of ``templates/demo/bar.html`` for the page that is asked for."""


def frame(office: Office, request: Request, *, signed: SignedIn | None, speech: Speech) -> Mapping[str, Any]:
    """The values of the layout: ``main`` and ``more`` entries, the office's name, what stands above every page
    (``bar``), and since when the loop stands still."""
    values: dict[str, Any] = {"office_name": office.settings.office_name, "main": (), "more": ()}
    state = _state(request)
    bar, pulse = getattr(state, "bar", None), getattr(state, "pulse", None)
    values |= {"bar": bar(request, speech) if bar else None, "still_since": None}
    if signed is None:
        return values
    values["still_since"] = pulse.still_since(office.clock.now()) if pulse else None
    path, _ = request.url.path, speech.say
    main = (("/viec", _("Việc của tôi")), ("/cho-xac-nhan", _("Chờ tôi xác nhận")), ("/van-ban", _("Văn bản")))
    more = [("/tong-hop", _("Tổng hợp")), ("/giao-viec", _("Giao việc")), ("/nhac-viec", _("Nhắc việc"))]
    if signed.viewer.is_administrator:
        more.append(("/cai-dat", _("Cài đặt")))
    more.append(("/tai-khoan", _("Tài khoản")))
    values["main"] = [Entry(to, title, is_here=_is_here(path, to)) for to, title in main]
    values["more"] = [Entry(to, title, is_here=_is_here(path, to)) for to, title in more]
    return values


def _state(request: Request) -> State:
    """What the application was made with; nothing for a request that no application serves."""
    app = request.scope.get("app")
    return app.state if app is not None else State()


def _is_here(path: str, to: str) -> bool:
    return path == to or path.startswith(f"{to}/")
