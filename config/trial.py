"""Trying channels out by hand: one message to one address, the account and its templates as Zalo sees them."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import uuid4

from config.bootstrap import Office
from config.channels import LIMITS_FILE, read_forms
from engine.deadlines import OFFICE_ZONE
from engine.errors import NotFound
from engine.outbox import NoticeItem, Outcome, OutcomeClass, Outgoing
from notifications.channels.zalo.templates import Template
from notifications.channels.zalo.zbs import DailyQuota, TemplateClient
from notifications.render import render


async def send_test(office: Office, *, channel: str, address: str, words: str) -> Outcome:
    """Send one message about nothing (``words``) to an address and give what the provider said. Nothing is recorded.

    Raises NotFound for a channel that is not set up."""
    route = next((route for route in office.routes() if route.kind == channel), None)
    if route is None:
        raise NotFound(what="channel", key=channel)
    now, head = office.clock.now(), office.letterhead
    today = now.astimezone(OFFICE_ZONE).date()
    item = NoticeItem(
        obligation_id=0,
        rung="",
        audience="officer",
        unit_name=head.office,
        directive_number="00/THU",
        directive_on=today.isoformat(),
        issuer_name=head.office,
        directive_title=words,
        task_key="T01",
        task_text=words,
        status="assigned",
        due_at=now + timedelta(days=1),
        last_day=today + timedelta(days=1),
        days_left=1,
    )
    outgoing = Outgoing(
        id=0,
        kind="urgent",
        channel=channel,
        address=address,
        person_name="",
        rfc_message_id=f"<thu-{uuid4().hex}@{office.settings.message_domain}>",
        dated_at=now,
        attempt=1,
        items=(item,),
        is_urgent=True,
    )
    rendered = render(outgoing, at=now, base_url=head.base_url, sender_office=head.office, zone=head.zone)
    async with route.open() as opened:
        return await opened.send(outgoing, rendered)


@dataclass(frozen=True)
class Checked:
    """What Zalo says of the account's templates, and of today's quota; an Outcome where it could not be asked."""

    templates: tuple[Template | Outcome, ...]
    quota: DailyQuota | Outcome


async def check_templates(office: Office) -> Checked:
    """Ask Zalo for each template in use and keep its limits, so that messages are checked before they are sent."""
    path = office.settings.zalo_templates
    forms = read_forms(path) if path is not None else {}
    wanted = sorted({form["template"] for kinds in forms.values() for form in kinds.values()})
    async with TemplateClient(office.channels.account()) as client:
        found = tuple([await client.template(one) for one in wanted])
        quota = await client.quota()
    limits = {
        one.template_id: [asdict(parameter) for parameter in one.parameters]
        for one in found
        if isinstance(one, Template)
    }
    if limits:
        target = office.settings.data_dir / LIMITS_FILE
        # The runner reads it whenever it likes, and must never find half of it.
        draft = target.with_name(f".{target.name}.{uuid4().hex}")
        draft.write_text(json.dumps(limits, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(target)
    return Checked(found, quota)


async def greet_bot(office: Office) -> str | Outcome:
    """The bot's name; the Outcome where it cannot be had; config where there is no bot."""
    bot = office.channels.bot()
    if bot is None:
        return Outcome(OutcomeClass.CONFIG, "DONDOC_ZALO_BOT_TOKEN")
    async with bot:
        found = await bot.get_me()
    return found if isinstance(found, Outcome) else found.name


async def set_bot_webhook(office: Office, url: str) -> Outcome:
    """Have the bot's updates sent to ``url`` under DONDOC_ZALO_BOT_SECRET, or with "" kept for polling again."""
    bot = office.channels.bot()
    secret = office.settings.zalo_bot_secret
    if bot is None or (url and secret is None):
        return Outcome(OutcomeClass.CONFIG, "DONDOC_ZALO_BOT_TOKEN, DONDOC_ZALO_BOT_SECRET")
    async with bot:
        if url and secret is not None:
            return await bot.set_webhook(url, secret=secret.get_secret_value())
        return await bot.delete_webhook()
