"""``dondoc send-test`` and ``dondoc zalo``: trying channels out, and the consent of an Official Account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import Json, session_of
from cli.failures import UNHEALTHY
from cli.legs import address_kind, channel_name, known_channel
from cli.output import say, say_json
from cli.spoken import SpokenCommand, group
from config.channel_pages import PAGES

if TYPE_CHECKING:
    from cli.session import Session
    from engine.outbox import Outcome

app = group("zalo")


def send_test(
    ctx: typer.Context,
    *,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL")],
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    is_json: Json = False,
) -> None:
    """Send one test message and say what the provider answered."""
    import asyncio

    from config.trial import send_test as send

    session = session_of(ctx)
    to = _address_on(session, channel, text=address)
    outcome = asyncio.run(send(session.office, channel=channel, address=to, words=session.say("cli.send_test.words")))
    _tell(session, outcome, channel=channel, is_json=is_json)


def _address_on(session: Session, channel: str, *, text: str) -> str:
    """The address as the channel writes it; a usage error for a channel that is not set up or no address."""
    from engine.channels import masked, normal_address

    ready = session.settings.channels_set_up
    if known_channel(session, channel) not in ready:
        names = {"channel": channel, "name": channel_name(session, channel), "page": PAGES[channel]}
        raise session.fail("cli.usage.not_set_up", known=", ".join(ready), **names)
    found = normal_address(channel, text)
    if found is None:
        raise session.fail(f"cli.usage.address.{address_kind(channel)}", text=masked(channel, text.strip()))
    return found


@app.command("check", cls=SpokenCommand)
def check(ctx: typer.Context) -> None:
    """Ask Zalo who the bot is, and what it says of the templates and the quota."""
    import asyncio

    from config.trial import check_templates, greet_bot
    from engine.outbox import Outcome

    session = session_of(ctx)
    settings = session.settings
    is_well = True
    if settings.zalo_bot_token is not None:
        found = asyncio.run(greet_bot(session.office))
        is_well &= not isinstance(found, Outcome)
        say(_said(session, "bot", found=found))
    if settings.zalo_templates is not None:
        checked = asyncio.run(check_templates(session.office))
        for one in checked.templates:
            is_well &= not isinstance(one, Outcome)
            say(
                _failed(session, "template", outcome=one)
                if isinstance(one, Outcome)
                else session.say("cli.zalo.template", id=one.template_id, status=one.status)
            )
        quota = checked.quota
        is_well &= not isinstance(quota, Outcome)
        say(
            _failed(session, "quota", outcome=quota)
            if isinstance(quota, Outcome)
            else session.say("cli.zalo.quota", left=quota.remaining, limit=quota.limit)
        )
    if settings.zalo_bot_token is None and settings.zalo_templates is None:
        say(session.say("cli.zalo.nothing"))
    if not is_well:
        raise typer.Exit(UNHEALTHY)


@app.command("webhook", cls=SpokenCommand)
def webhook(ctx: typer.Context, *, url: Annotated[str, typer.Argument(metavar="[URL]")] = "") -> None:
    """Have what people write to the bot sent to an address, or without one fetched again by the runner."""
    import asyncio

    from config.trial import set_bot_webhook
    from engine.outbox import OutcomeClass

    session = session_of(ctx)
    outcome = asyncio.run(set_bot_webhook(session.office, url))
    if outcome.outcome_class is not OutcomeClass.OK:
        say(_failed(session, "bot", outcome=outcome))
        raise typer.Exit(UNHEALTHY)
    say(session.say("cli.zalo.webhook_set" if url else "cli.zalo.webhook_off", url=url))


@app.command("consent", cls=SpokenCommand)
def consent(
    ctx: typer.Context,
    *,
    code: Annotated[str, typer.Argument(metavar="CODE")],
    verifier: Annotated[str, typer.Option("--verifier", metavar="TEXT")],
) -> None:
    """Turn the code of the account's consent into tokens, and keep them sealed."""
    import asyncio

    from config.credentials import begin
    from notifications.channels.zalo.tokens import TokenAnswer

    session = session_of(ctx)
    channels = session.office.channels
    found = asyncio.run(channels.redeem(code, verifier=verifier))
    if not isinstance(found, TokenAnswer):
        say(session.say("cli.zalo.refused", detail=str(getattr(found, "detail", found))))
        raise typer.Exit(UNHEALTHY)
    begin(channels.kept(), found)
    say(session.say("cli.zalo.kept"))


@app.command("tokens", cls=SpokenCommand)
def tokens(ctx: typer.Context) -> None:
    """Keep a pair of tokens that was made elsewhere; asked for, so that it stands in no history of commands."""
    from datetime import timedelta

    from config.credentials import begin
    from notifications.channels.zalo.tokens import TokenAnswer

    session = session_of(ctx)
    access = typer.prompt(session.say("cli.zalo.ask_access"), hide_input=True)
    refresh = typer.prompt(session.say("cli.zalo.ask_refresh"), hide_input=True)
    # How old the pair is cannot be seen: it is renewed with its first use.
    begin(session.office.channels.kept(), TokenAnswer(access, refresh, timedelta(0)))
    say(session.say("cli.zalo.kept"))


def _tell(session: Session, outcome: Outcome, *, channel: str, is_json: bool) -> None:
    from engine.outbox import OutcomeClass

    if is_json:
        say_json({"outcome": outcome.outcome_class, "detail": outcome.detail, "provider_id": outcome.provider_id})
    elif outcome.outcome_class is OutcomeClass.OK:
        folder = session.office.mail_folder
        say(session.say(_sent_key(session, channel, outcome=outcome), id=outcome.provider_id, folder=str(folder)))
    else:
        reason = session.say(f"outcomes.{outcome.outcome_class}")
        say(session.say("cli.send_test.failed", reason=reason, detail=outcome.detail))
    if outcome.outcome_class is not OutcomeClass.OK:
        raise typer.Exit(UNHEALTHY)


def _sent_key(session: Session, channel: str, *, outcome: Outcome) -> str:
    from engine.channels import ChannelKind

    if channel == ChannelKind.EMAIL and session.settings.email_channel != "smtp":
        return f"cli.send_test.{session.settings.email_channel}"
    return "cli.send_test.sent_as" if outcome.provider_id else "cli.send_test.sent"


def _said(session: Session, what: str, *, found: Any) -> str:
    from engine.outbox import Outcome

    if isinstance(found, Outcome):
        return _failed(session, what, outcome=found)
    return session.say(f"cli.zalo.{what}", name=found)


def _failed(session: Session, what: str, *, outcome: Outcome) -> str:
    from config.credentials import NO_CONSENT

    reason = session.say(f"outcomes.{outcome.outcome_class}")
    name = session.say(f"cli.zalo.names.{what}")
    if outcome.detail == NO_CONSENT:
        return session.say("cli.zalo.no_consent", what=name)
    detail = outcome.detail
    return session.say("cli.zalo.failed", what=name, reason=reason, detail=detail)
