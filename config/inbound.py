"""What comes in: receipts and bounces settle messages, what people write is kept, matched, acted on and answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import assert_never

from config.bootstrap import Office
from engine.channels import ChannelKind, known_on
from engine.errors import AddressTaken
from engine.outbox import Outcome, Outgoing
from engine.service import contacts, incoming, receipts
from engine.service.decisions import OFFICE
from engine.service.incoming import Heard, Made, Waiting
from notifications.answers import Answer, AnswerKind, render_answer
from notifications.bounces import Bounce, BounceKind
from notifications.channels.imap import collect
from notifications.channels.zalo.bot import BotClient
from notifications.channels.zalo.events import Event, Incoming, Receipt
from notifications.channels.zalo.words import tracking_of
from notifications.incoming_mail import AutoReply, Reply, read_mail
from notifications.mail import Rendered
from notifications.replies import (
    Acknowledged,
    ExtensionAsked,
    LinkCode,
    MyWork,
    Unclear,
    numbers_named,
    read_reply,
)

_TRACKING = re.compile(r"m(\d{1,18})x", re.ASCII)
_MOST_UPDATES = 500


@dataclass
class Inbox:
    """What a round took in, and how many people it answered."""

    events: int = 0
    mails: int = 0
    answered: int = 0


def take_event(office: Office, event: Event) -> bool:
    """Keep what Zalo told; False if it was told before or means nothing here. Quick: a webhook waits for it."""
    match event:
        case Receipt():
            taken = [_take_receipt(office, event, provider_id=one) for one in event.message_ids]
            return any(taken)
        case Incoming(is_group=False):
            heard = Heard(event.channel, event.key, event.address, event.text)
            return incoming.keep(office.database, heard, at=office.clock.now())
        case _:
            return False


def take_mail(office: Office, content: bytes) -> bool:
    """Keep what a mail is: a bounce, a machine's answer (nothing comes of it) or a person's reply."""
    sender = office.channels.sender()
    found = read_mail(content, key=office.seal.mail_key, own=[sender.address])
    match found:
        case Bounce():
            return _take_bounce(office, found)
        case AutoReply():
            return False
        case Reply():
            own_id = found.own_id or sha256(content).hexdigest()
            words = found.words
            if not numbers_named(words) and (numbers := numbers_named(found.subject)):
                words = f"{words}\n#{numbers[0]}" if len(numbers) == 1 else words
            heard = Heard(
                ChannelKind.EMAIL,
                own_id[:200],
                found.sender,
                words,
                message_id=found.message_id,
                rfc_ids=tuple(f"<{one.strip('<>')}>" for one in found.references),
            )
            return incoming.keep(office.database, heard, at=office.clock.now())
        case _:
            assert_never(found)


async def take_in(office: Office) -> Inbox:
    """A round: what the bot was told, what came by mail, and an answer to everybody who waits for one."""
    done = Inbox()
    bot = office.channels.bot()
    if bot is not None:
        async with bot:
            done.events = await _drain(office, bot)
    # Who wrote in a chat does not wait for the mailbox, which may be out of reach for hours.
    done.answered = await answer_waiting(office)
    mailbox = office.channels.mailbox()
    if mailbox is not None:

        async def handle(content: bytes) -> None:
            take_mail(office, content)

        done.mails = await collect(mailbox, handle)
    done.answered += await answer_waiting(office)
    return done


async def _drain(office: Office, bot: BotClient) -> int:
    taken = 0
    for _ in range(_MOST_UPDATES):
        event = await bot.get_updates(wait=0)
        if event is None or isinstance(event, Outcome):
            break
        taken += take_event(office, event)
    return taken


async def answer_waiting(office: Office) -> int:
    """Act on every message that waits, and answer those whom we know; strangers get nothing. What is answered is on
    record before it is sent."""
    answered = 0
    # One after the other: a code may have made a stranger of before known.
    while found := incoming.waiting(office.database, limit=1):
        (one,) = found
        made, answer = _act(office, one)
        rendered = None if answer is None else _rendered(office, answer)
        if rendered is not None:
            made = replace(made, answer=rendered.chat)
        if incoming.conclude(office.database, one.id, made=made, at=office.clock.now()) and answer and rendered:
            await _send(office, one, answer=answer, rendered=rendered)
            answered += 1
    return answered


def _rendered(office: Office, answer: Answer) -> Rendered:
    head = office.letterhead
    return render_answer(
        answer, at=office.clock.now(), base_url=head.base_url, sender_office=head.office, zone=head.zone
    )


def _act(office: Office, one: Waiting) -> tuple[Made, Answer | None]:
    """What is made of a message, and what its writer is told."""
    now = office.clock.now()
    reading = read_reply(one.heard.text, today=now.astimezone(OFFICE).date())
    if isinstance(reading, LinkCode):
        return _link(office, one, code=reading.code)
    if one.person_id is None:
        return Made("stranger"), None
    match reading:
        case MyWork():
            items = incoming.my_work(office.database, one.person_id, at=now)
            return Made("my_work", person_id=one.person_id), Answer(AnswerKind.MY_WORK, items)
        case Unclear():
            answer = Answer(reading.reason, number=reading.number)
            return Made(f"unclear:{reading.reason}", person_id=one.person_id), answer
        case Acknowledged() | ExtensionAsked():
            return _on_work(office, one, reading=reading, person_id=one.person_id, now=now)
        case _:
            assert_never(reading)


def _on_work(
    office: Office, one: Waiting, *, reading: Acknowledged | ExtensionAsked, person_id: int, now: datetime
) -> tuple[Made, Answer | None]:
    if one.heard.channel == ChannelKind.EMAIL and one.heard.message_id is None and _has_token(office):
        return Made("unproven", person_id=person_id), None
    found = incoming.meant(office.database, one, number=reading.number)
    if not found:
        kind = AnswerKind.NO_SUCH_TASK if reading.number is not None else AnswerKind.WHICH_TASK
        items = () if reading.number is not None else incoming.my_work(office.database, person_id, at=now)
        return Made(kind, person_id=person_id), Answer(kind, items, number=reading.number)
    items = incoming.lines(office.database, found, at=now)
    if len(found) > 1:
        return Made(AnswerKind.WHICH_TASK, person_id=person_id), Answer(AnswerKind.WHICH_TASK, items)
    if isinstance(reading, Acknowledged):
        came = incoming.acknowledge(office.database, found[0], person_id=person_id, at=now, policies=office.policies)
        kind = AnswerKind(came) if came in set(AnswerKind) else AnswerKind.NO_SUCH_TASK
        # Once more: the answer must not show the work as it stood before.
        items = incoming.lines(office.database, found, at=now)
        return Made(came, found[0], person_id), Answer(kind, items, number=found[0])
    return _on_extension(office, one, person_id=person_id, obligation_id=found[0], now=now)


def _has_token(office: Office) -> bool:
    """True if every mail carries an address for answers that only its reader knows: then a mail has to use it."""
    return "*" in (office.settings.reply_address or "")


def _on_extension(
    office: Office, one: Waiting, *, person_id: int, obligation_id: int, now: datetime
) -> tuple[Made, Answer]:
    """The words once more, now that it is known from which deadline they count: only a draft comes of them."""
    items = incoming.lines(office.database, [obligation_id], at=now)
    today = now.astimezone(OFFICE).date()
    again = read_reply(one.heard.text, today=today, due=items[0].last_day)
    if not isinstance(again, ExtensionAsked):
        reason = again.reason if isinstance(again, Unclear) else AnswerKind.WHICH_TASK
        return Made(f"unclear:{reason}", obligation_id, person_id), Answer(reason, items, number=obligation_id)
    said = {"until": again.until.isoformat(), "reason": again.reason}
    answer = Answer(AnswerKind.EXTENSION_DRAFTED, items, until=again.until, reason=again.reason)
    return Made(incoming.DRAFTED, obligation_id, person_id, said), answer


def _link(office: Office, one: Waiting, *, code: str) -> tuple[Made, Answer | None]:
    heard = one.heard
    if heard.channel == ChannelKind.EMAIL:
        return Made("stranger" if one.person_id is None else "code_refused", person_id=one.person_id), None
    try:
        person_id = contacts.link(
            office.database,
            code,
            channel=known_on(heard.channel),
            address=heard.sender,
            at=office.clock.now(),
        )
    except AddressTaken:
        person_id = None
    if person_id is None:
        return Made("code_refused", person_id=one.person_id), Answer(AnswerKind.CODE_REFUSED)
    return Made("linked", person_id=person_id), Answer(AnswerKind.LINKED)


async def _send(office: Office, one: Waiting, *, answer: Answer, rendered: Rendered) -> None:
    """Answer once, on the channel it came on; an answer that does not arrive is not sent again."""
    routes = {route.kind: route for route in office.routes()}
    route = routes.get(one.heard.channel)
    if route is None:
        return
    now = office.clock.now()
    own = sha256(f"{one.heard.channel}|{one.heard.provider_id}".encode()).hexdigest()[:32]
    outgoing = Outgoing(
        id=0,
        kind="answer",
        channel=one.heard.channel,
        address=one.heard.sender,
        person_name="",
        rfc_message_id=f"<{own}@{office.settings.message_domain}>",
        dated_at=now,
        attempt=1,
        items=answer.items,
        thread_id=one.heard.provider_id if one.heard.provider_id.startswith("<") else None,
    )
    async with route.open() as channel:
        await channel.send(outgoing, rendered)


def _take_receipt(office: Office, event: Receipt, *, provider_id: str) -> bool:
    own = _tracked(office, event.tracking_id)
    kinds = (ChannelKind.ZALO_PHONE,) if own is not None else (ChannelKind.ZALO_UID, ChannelKind.ZALO_PHONE)
    taken = [
        receipts.take(
            office.database,
            receipts.Receipt(kind, "delivered", provider_id, happened_at=event.at, message_id=own),
            at=office.clock.now(),
        )
        for kind in kinds
    ]
    return any(taken)


def _tracked(office: Office, tracking_id: str) -> int | None:
    """Our own number of a message in the tracking id that went with it."""
    match = _TRACKING.match(tracking_id)
    rfc_id = receipts.rfc_message_id(office.database, int(match[1])) if match else None
    if match is None or rfc_id is None:
        return None
    return int(match[1]) if tracking_of(int(match[1]), rfc_id) == tracking_id else None


_LOST: Mapping[BounceKind, str] = {
    BounceKind.PERMANENT: receipts.CAME_BACK,
    BounceKind.TEMPORARY: receipts.CAME_BACK,
    BounceKind.UNKNOWN: receipts.CAME_BACK,
    BounceKind.DELAYED: "delayed",
}


def _take_bounce(office: Office, bounce: Bounce) -> bool:
    """Only a bounce that names its message under our signature settles it: anybody can write the rest."""
    if bounce.message_id is None:
        return False
    receipt = receipts.Receipt(
        ChannelKind.EMAIL,
        _LOST[bounce.kind],
        str(bounce.message_id),
        detail=f"{bounce.status} {bounce.diagnostic}".strip(),
        message_id=bounce.message_id,
        is_recipient_lost=bounce.kind is BounceKind.PERMANENT and bounce.is_address_bad,
    )
    return receipts.take(office.database, receipt, at=office.clock.now())
