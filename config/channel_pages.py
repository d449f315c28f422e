"""Where the set-up of each channel is told."""

from collections.abc import Mapping
from typing import Final

PAGES: Final[Mapping[str, str]] = {
    "email": "docs/channels/email.md",
    "zalo_bot": "docs/channels/zalo-bot.md",
    "zalo_uid": "docs/channels/zalo-zbs.md",
    "zalo_phone": "docs/channels/zalo-zbs.md",
    "zalo_oa": "docs/channels/zalo-zbs.md",
}
