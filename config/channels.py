"""Channels out of settings: what carries messages, and where answers and receipts come in."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from config.credentials import Kept, StoredTokens
from config.sealing import Seal
from config.settings import Settings, secret_of
from engine.channels import ChannelKind
from engine.clock import Clock
from engine.errors import SettingBroken
from engine.outbox import Outcome
from engine.store.database import Database
from notifications.card import LIMITS
from notifications.channels.console import ConsoleChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.imap import ImapServer
from notifications.channels.mail_tokens import OAuthTokens, TokenServer
from notifications.channels.protocol import Channel
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.channels.zalo.account import Account
from notifications.channels.zalo.bot import BotChannel, BotClient
from notifications.channels.zalo.oa import OaChannel
from notifications.channels.zalo.oauth import OauthApp, OauthClient
from notifications.channels.zalo.templates import Parameter, TemplateForm
from notifications.channels.zalo.tokens import TokenAnswer, TokenLost
from notifications.channels.zalo.wire import BOT_URL, OA_URL, OAUTH_URL, ZBS_URL, ZaloHost
from notifications.channels.zalo.zbs import EVERY_KIND, TemplateChannel
from notifications.delivery import Route
from notifications.mail import Sender

CREDENTIAL = "zalo"
LIMITS_FILE = "zalo-templates.json"


class Channels:
    """Everything that speaks to a provider, made once for an office. ``database`` is opened when a token is needed."""

    def __init__(self, settings: Settings, *, seal: Callable[[], Seal], database: Callable[[], Database], clock: Clock):
        self._settings = settings
        self._seal = seal
        self._database = database
        self._clock = clock
        self._mail_tokens: OAuthTokens | None = None
        self._account: Account | None = None

    def routes(self) -> list[Route]:
        """The channels in use, in no order of preference."""
        makers: dict[str, Callable[[], Route]] = {
            ChannelKind.EMAIL: self._email,
            ChannelKind.ZALO_BOT: self._bot,
            ChannelKind.ZALO_UID: partial(self._template, ChannelKind.ZALO_UID),
            ChannelKind.ZALO_PHONE: partial(self._template, ChannelKind.ZALO_PHONE),
            ChannelKind.ZALO_OA: self._oa,
        }
        return [makers[kind]() for kind in self._settings.channels_set_up]

    def sender(self) -> Sender:
        """Who mail comes from, and where bounces and answers go."""
        settings = self._settings
        has_tokens = any(address and "*" in address for address in (settings.bounce_address, settings.reply_address))
        try:
            return Sender(
                name=settings.office_name,
                address=settings.email_from,
                reply_to=settings.reply_address,
                bounce_address=settings.bounce_address,
                key=self._seal().mail_key if has_tokens else b"",
            )
        except ValueError as error:
            raise SettingBroken(name="DONDOC_BOUNCE_ADDRESS, DONDOC_REPLY_ADDRESS", reason=str(error)) from error

    def mailbox(self) -> ImapServer | None:
        """Where mail comes in; None if nobody looks."""
        settings = self._settings
        if not settings.imap_host:
            return None
        return ImapServer(
            host=settings.imap_host,
            port=settings.imap_port,
            user=settings.imap_user,
            password=secret_of(settings.imap_password),
            tls=settings.imap_security,
            tokens=self._tokens_for_mail(),
            folder=settings.imap_folder,
        )

    def bot(self) -> BotClient | None:
        """The bot's client, None if there is no bot."""
        token = secret_of(self._settings.zalo_bot_token)
        return BotClient(self._host(BOT_URL), token=token, clock=self._clock) if token else None

    def account(self) -> Account:
        """The Official Account; one token source for all that speak in its name."""
        if self._account is None:
            self._account = Account(
                tokens=StoredTokens(self.kept(), refresh=self._refresh),
                app_secret=secret_of(self._settings.zalo_app_secret),
                clock=self._clock,
                oa_host=self._host(OA_URL),
                zbs_host=self._host(ZBS_URL),
            )
        return self._account

    def kept(self) -> Kept:
        """Where the account's tokens lie."""
        return Kept(self._database, CREDENTIAL, self._seal(), self._clock)

    async def redeem(self, code: str, *, verifier: str) -> TokenAnswer | TokenLost | Outcome:
        """The first pair for the code of a consent."""
        async with OauthClient(self._host(OAUTH_URL), app=self._app()) as client:
            return await client.redeem(code, verifier=verifier)

    def forms(self) -> dict[str, dict[str, TemplateForm]]:
        """Templates by channel and kind of message, with the limits that were cached. Raises SettingBroken."""
        path = self._settings.zalo_templates
        if path is None:
            return {}
        limits = read_limits(self._settings.data_dir)
        return {
            channel: {
                EVERY_KIND if kind == "any" else kind: TemplateForm(
                    form["template"], form["parameters"], limits.get(form["template"], ())
                )
                for kind, form in kinds.items()
            }
            for channel, kinds in read_forms(path).items()
        }

    async def _refresh(self, refresh_token: str) -> TokenAnswer | TokenLost | Outcome:
        async with OauthClient(self._host(OAUTH_URL), app=self._app()) as client:
            return await client.refresh(refresh_token)

    def _app(self) -> OauthApp:
        return OauthApp(self._settings.zalo_app_id, secret_of(self._settings.zalo_app_secret))

    def _host(self, url: str) -> ZaloHost:
        return ZaloHost(self._settings.zalo_url or url)

    def _email(self) -> Route:
        settings = self._settings
        is_real = settings.email_channel == "smtp"
        return Route(
            kind=ChannelKind.EMAIL,
            open=self._opened_email(),
            connections=settings.smtp_connections if is_real else 1,
            # Only a real server needs a pace.
            per_minute=(settings.email_per_minute or None) if is_real else None,
        )

    def _opened_email(self) -> Callable[[], Channel]:
        settings = self._settings
        if settings.email_channel == "console":
            return lambda: ConsoleChannel(sys.stdout)
        sender = self.sender()
        if settings.email_channel == "folder":
            return lambda: FolderChannel(settings.data_dir / "mail", sender=sender)
        server = SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            tls=settings.smtp_security,
            user=settings.smtp_user,
            password=secret_of(settings.smtp_password) or None,
            tokens=self._tokens_for_mail(),
            per_connection=settings.smtp_per_connection,
        )
        return lambda: SmtpChannel(server, sender=sender)

    def _tokens_for_mail(self) -> OAuthTokens | None:
        settings = self._settings
        if settings.mail_token_url and self._mail_tokens is None:
            server = TokenServer(
                settings.mail_token_url,
                settings.mail_client_id,
                scope=settings.mail_scope,
                client_secret=secret_of(settings.mail_client_secret),
                refresh_token=secret_of(settings.mail_refresh_token),
            )
            self._mail_tokens = OAuthTokens(server, clock=self._clock)
        return self._mail_tokens

    def _bot(self) -> Route:
        host, token = self._host(BOT_URL), secret_of(self._settings.zalo_bot_token)
        return self._zalo(ChannelKind.ZALO_BOT, lambda: BotChannel(host, token=token, clock=self._clock))

    def _oa(self) -> Route:
        return self._zalo(ChannelKind.ZALO_OA, lambda: OaChannel(self.account()))

    def _template(self, kind: Any) -> Route:
        forms = self.forms().get(kind, {})
        return self._zalo(kind, lambda: TemplateChannel(self.account(), kind=kind, forms=forms))

    def _zalo(self, kind: str, opened: Callable[[], Channel]) -> Route:
        return Route(kind=kind, open=opened, per_minute=self._settings.zalo_per_minute or None)


def read_forms(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The file of templates: channel → kind of message ("any" for all others) → template, parameters (→ card keys).

    Raises SettingBroken with the place of what is wrong: no such channel, or no such key of a card, included."""
    try:
        found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        forms: dict[str, dict[str, dict[str, Any]]] = {
            channel: {
                kind: {"template": str(form["template"]), "parameters": dict(form["parameters"])}
                for kind, form in kinds.items()
            }
            for channel, kinds in found.items()
        }
        _require_known(forms)
        return forms
    except (OSError, UnicodeDecodeError, YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingBroken(name="DONDOC_ZALO_TEMPLATES", reason=f"{path}{_place(error)}") from error


def _place(error: Exception) -> str:
    """Where a file is wrong and how, on one line."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return f":{error.problem_mark.line + 1}: {error.problem}"
    return f": {error.strerror}" if isinstance(error, OSError) else f": {error}"


def _require_known(forms: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    for channel, kinds in forms.items():
        if channel not in (ChannelKind.ZALO_UID, ChannelKind.ZALO_PHONE):
            raise ValueError(f"{channel}: zalo_uid, zalo_phone")
        for kind, form in kinds.items():
            for parameter, key in form["parameters"].items():
                if key not in LIMITS:
                    raise ValueError(f"{channel}.{kind}.parameters.{parameter}: {key} ({', '.join(LIMITS)})")


def read_limits(folder: Path) -> dict[str, tuple[Parameter, ...]]:
    """The limits of template parameters as they were when somebody last asked Zalo; {} before. Raises SettingBroken."""
    path = folder / LIMITS_FILE
    if not path.exists():
        return {}
    try:
        kept: Mapping[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
        return {template: tuple(Parameter(**one) for one in parameters) for template, parameters in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingBroken(name="DONDOC_DATA_DIR", reason=f"{path}: {error}") from error
