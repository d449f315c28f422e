"""The settings: where an administrator keeps what."""

from starlette.responses import Response

from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import shown

pages = Pages()


@pages.get("/cai-dat", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """The places of the settings."""
    return shown(desk, "settings/index.html")
