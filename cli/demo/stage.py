"""The demo's own settings: nothing of the operator's office, nobody's account, everything on the loopback."""

from pathlib import Path
from typing import Any

from config.settings import Settings


def settings_for(folder: Path, *, port: int, **own: Any) -> Settings:
    """A SQLite file in ``folder``, mail to the loopback server at ``port``, and what is in ``own``; every other setting
    has its default, whatever the environment and dondoc.env say: what is given outright comes before both."""
    values: dict[str, Any] = {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
        if name != "data_dir"
    }
    values |= {
        "data_dir": folder,
        "email_channel": "smtp",
        "smtp_port": port,
        "email_per_minute": 0,
        "email_from": "don-doc@van-phong.example",
        "mail_domain": "van-phong.example",
        "policies_dir": folder / "policies",
    }
    return Settings(**(values | own))
