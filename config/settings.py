"""Settings of an operator: environment variables DONDOC_…, a file for each secret (DONDOC_…_FILE), or dondoc.env."""

from pathlib import Path
from typing import Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.channels import ChannelKind
from engine.errors import SettingBroken

_SECRETS = (
    "smtp_password",
    "database_url",
    "imap_password",
    "mail_client_secret",
    "mail_refresh_token",
    "zalo_bot_token",
    "zalo_bot_secret",
    "zalo_app_secret",
    "zalo_oa_secret",
    "oidc_client_secret",
)


class Settings(BaseSettings):
    """Every setting has a default that works on one laptop without a mail server."""

    model_config = SettingsConfigDict(
        env_prefix="DONDOC_", env_file="dondoc.env", extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Field(default_factory=lambda: user_data_path("dondoc"))
    database_url: str = ""
    database_url_file: Path | None = None
    policies_dir: Path | None = None
    language: Literal["vi", "en"] = "vi"
    office_name: str = "Bộ phận theo dõi, đôn đốc"
    base_url: str | None = None
    email_channel: Literal["console", "folder", "smtp"] = "folder"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_connections: int = Field(default=1, ge=1, le=10)
    email_per_minute: int = Field(default=20, ge=0)
    email_from: str = "don-doc@localhost.localdomain"
    mail_domain: str = ""
    heartbeat_url: str | None = None

    # What lies in the database and must not be read there is sealed with this key; made in the data folder without it.
    secret_key_file: Path | None = None
    # Addresses with a * for the message's token: bounces, and answers of people.
    bounce_address: str | None = None
    reply_address: str | None = None
    # Under which name the mail server's DKIM key is published; "" where nobody knows it.
    dkim_selector: str = ""
    smtp_per_connection: int = Field(default=100, ge=1)
    # Mail servers that take no password any more (XOAUTH2).
    mail_token_url: str | None = None
    mail_client_id: str = ""
    mail_client_secret: SecretStr | None = None
    mail_client_secret_file: Path | None = None
    mail_refresh_token: SecretStr | None = None
    mail_refresh_token_file: Path | None = None
    mail_scope: str = ""
    # The mailbox that bounces and answers come to; without a host nobody looks.
    imap_host: str | None = None
    imap_port: int = 993
    imap_security: Literal["none", "starttls", "tls"] = "tls"
    imap_user: str = ""
    imap_password: SecretStr | None = None
    imap_password_file: Path | None = None
    imap_folder: str = "INBOX"

    zalo_bot_token: SecretStr | None = None
    zalo_bot_token_file: Path | None = None
    zalo_bot_secret: SecretStr | None = None
    zalo_bot_secret_file: Path | None = None
    zalo_app_id: str = ""
    zalo_app_secret: SecretStr | None = None
    zalo_app_secret_file: Path | None = None
    zalo_oa_secret: SecretStr | None = None
    zalo_oa_secret_file: Path | None = None
    zalo_templates: Path | None = None
    # Where the webhooks of Zalo are listened for, behind a server that speaks https; without a port nowhere.
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=0, ge=0, le=65535)
    zalo_per_minute: int = Field(default=60, ge=0)
    # Another Zalo than the real one: the sandbox.
    zalo_url: str | None = None

    # Where the page is served; port 0: nowhere. The proxies are believed when they say who asks, and over what.
    page_host: str = "127.0.0.1"
    page_port: int = Field(default=8080, ge=0, le=65535)
    trusted_proxies: str = ""
    # Whether other servers that are told what happens may stand inside a private network, or be this very machine.
    calls_to_private: bool = False
    # Signing in elsewhere (OpenID Connect); without an issuer and a client nobody is sent there.
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_client_secret_file: Path | None = None
    oidc_name: str = ""

    @model_validator(mode="after")
    def _read_secret_files(self) -> Self:
        for name in _SECRETS:
            path = getattr(self, f"{name}_file")
            if path is not None:
                try:
                    secret = Path(path).read_text(encoding="utf-8").strip()
                except (OSError, UnicodeDecodeError) as error:
                    values = {"name": f"DONDOC_{name}_FILE".upper(), "reason": _unread(error)}
                    raise PydanticCustomError("secret_file", "{name}: {reason}", values) from error
                object.__setattr__(self, name, secret if name == "database_url" else SecretStr(secret))
        return self

    @property
    def database(self) -> str:
        """The database's URL: DONDOC_DATABASE_URL, else a SQLite file in the data folder."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'dondoc.db'}"
        scheme, mark, rest = self.database_url.partition("://")
        return f"postgresql+psycopg{mark}{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    @property
    def channels_set_up(self) -> tuple[str, ...]:
        """The channels for which everything is there that they need."""
        has_account = bool(self.zalo_app_id and self.zalo_app_secret)
        has_templates = has_account and self.zalo_templates is not None
        found = {
            ChannelKind.EMAIL: True,
            ChannelKind.ZALO_BOT: self.zalo_bot_token is not None,
            ChannelKind.ZALO_UID: has_templates,
            ChannelKind.ZALO_PHONE: has_templates,
            ChannelKind.ZALO_OA: has_account,
        }
        return tuple(kind for kind, is_set_up in found.items() if is_set_up)

    @property
    def page_address(self) -> str:
        """Where the page is reached, without a slash at the end: DONDOC_BASE_URL, else where it listens."""
        host = f"[{self.page_host}]" if ":" in self.page_host else self.page_host
        return (self.base_url or f"http://{host}:{self.page_port}").rstrip("/")

    @property
    def proxies(self) -> tuple[str, ...]:
        """The trusted proxies, as they stand in DONDOC_TRUSTED_PROXIES."""
        return tuple(one.strip() for one in self.trusted_proxies.split(",") if one.strip())

    @property
    def has_oidc(self) -> bool:
        """True if people may sign in at a provider of OpenID Connect."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def message_domain(self) -> str:
        """The domain of Message-IDs: DONDOC_MAIL_DOMAIN, else that of the sender's address."""
        return self.mail_domain or self.email_from.rpartition("@")[2]


def _unread(error: OSError | UnicodeDecodeError) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else "not UTF-8"


def secret_of(value: SecretStr | None) -> str:
    """A secret in clear, "" where none is set."""
    return value.get_secret_value() if value is not None else ""


def read_settings(*, data_dir: Path | None = None, language: str | None = None) -> Settings:
    """The settings in force, those given on the command line first; SettingBroken names the first that cannot be used,
    and never its value."""
    given: dict[str, Any] = {"data_dir": data_dir, "language": language}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if first["type"] == "secret_file":
            raise SettingBroken(**first["ctx"]) from error
        name = "DONDOC_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingBroken(name=name, reason=first["msg"]) from error
