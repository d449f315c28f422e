"""Channels: set up or not, stopped since when and why, the last success; a stopped one started again."""

from starlette.responses import Response

from config.channel_health import channel_health
from config.channel_pages import PAGES
from engine.channels import ChannelKind
from engine.errors import NotFound
from engine.service.system import resume_channel
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import change, done, shown
from web.presenters.messages import channel_name, channel_view

pages = Pages()
HERE = "/cai-dat/kenh"


@pages.get("/cai-dat/kenh", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """All channels."""
    health = channel_health(desk.office, desk.at)
    channels = [
        (one, channel_view(one, is_told_why=True, speech=desk.speech), PAGES[one.channel]) for one in health.channels
    ]
    return shown(desk, "settings/channels.html", channels=channels)


@pages.post("/cai-dat/kenh/{channel}/chay", access=Access.ADMINISTRATOR)
async def start(desk: Desk) -> Response:
    """Let a stopped channel go on."""
    channel = str(desk.request.path_params["channel"])
    if channel not in set(ChannelKind):
        raise NotFound(what="channel", key=channel[:40])
    name = channel_name(channel, speech=desk.speech)
    if not await desk.run(resume_channel, desk.office.database, channel):
        return desk.go(HERE, warning=desk.say("Kênh %(name)s không dừng; không có gì thay đổi.", name=name))
    noted = change(desk, "channel_started", key=0, name=channel)
    said = desk.say("Kênh %(name)s gửi tiếp từ vòng chạy sau.", name=name)
    return await done(desk, noted, path=HERE, said=said)
