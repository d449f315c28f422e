"""The office of Vĩnh Bảo with a channel of Zalo before email, on which everybody has an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select

from config.bootstrap import ROOM, Office
from config.credentials import begin
from engine.clock import SetClock
from engine.service.contacts import consent
from engine.service.digest import compose
from engine.store.database import reading
from engine.store.tables import PERSON
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.channels.zalo.tokens import TokenAnswer
from tests.support.offices import DIGESTS, ISSUED_AT, MORNING_AT, issued_office
from tests.support.zalo import FORM, PARAMETERS

_ADDRESSES = {"zalo_bot": "chat{:04}", "zalo_uid": "25125236254{:04}", "zalo_phone": "84987650{:03}"}


@contextmanager
def office_on_zalo(url: str, folder: Path, *, channel: str, zalo: ZaloSandbox, smtp_port: int) -> Iterator[Office]:
    """On the morning of the first reminder; the office's clock stands there. What Zalo does not bring goes by mail."""
    _order(folder, channel)
    keys = zalo.world.keys
    zalo.world.templates[FORM.template_id] = PARAMETERS
    settings = {
        "email_channel": "smtp",
        "smtp_port": smtp_port,
        "email_per_minute": 0,
        "zalo_per_minute": 0,
        "zalo_url": zalo.url,
        "zalo_bot_token": SecretStr(keys.bot_token),
        "zalo_app_id": keys.app_id,
        "zalo_app_secret": SecretStr(keys.app_secret),
        "zalo_templates": _forms(folder),
    }
    with issued_office(url, folder, **settings) as office:
        begin(office.channels.kept(), TokenAnswer(keys.access_token, keys.refresh_token, timedelta(days=90)))
        _link_everybody(office, channel)
        assert isinstance(office.clock, SetClock)
        office.clock.set(MORNING_AT)
        domain = office.settings.message_domain
        composed = compose(office.database, at=MORNING_AT, policies=office.policies, mail_domain=domain)
        assert composed.messages == {"digest": DIGESTS}
        yield office


def zalo_environment(office: Office) -> dict[str, str]:
    """What a process must be told beside ``environment`` to send over the same Zalo."""
    settings = office.settings
    assert settings.zalo_bot_token is not None
    assert settings.zalo_app_secret is not None
    return {
        "zalo_url": str(settings.zalo_url),
        "zalo_bot_token": settings.zalo_bot_token.get_secret_value(),
        "zalo_app_id": settings.zalo_app_id,
        "zalo_app_secret": settings.zalo_app_secret.get_secret_value(),
        "zalo_templates": str(settings.zalo_templates),
    }


def _order(folder: Path, channel: str) -> None:
    """The office's own policies: ``channel``, then email."""
    text = (ROOM / "policies" / "office.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("channels:", "urgent_channels:"))]
    order = f"[{channel}, email]"
    own = folder / "policies"
    own.mkdir()
    text = "\n".join([*lines, f"channels: {order}", f"urgent_channels: {order}", ""])
    (own / "office.yaml").write_text(text, encoding="utf-8")


def _forms(folder: Path) -> Path:
    """One template for everything, on both ways to a phone."""
    keys = ", ".join(f"{name}: {key}" for name, key in FORM.card_keys.items())
    form = f"{{any: {{template: {FORM.template_id}, parameters: {{{keys}}}}}}}"
    path = folder / "templates.yaml"
    path.write_text(f"zalo_phone: {form}\nzalo_uid: {form}\n", encoding="utf-8")
    return path


def _link_everybody(office: Office, channel: str) -> None:
    with reading(office.database) as connection:
        people = list(connection.execute(select(PERSON.c.id)).scalars())
    for person in people:
        address = _ADDRESSES[channel].format(person)
        consent(office.database, person, channel=channel, address=address, source="phiếu đồng ý", at=ISSUED_AT)
