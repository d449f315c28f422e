"""Answers of Zalo sorted into outcome classes: one table per API. HTTP says 200 to errors too, so only the codes count.

What is not in a table stops the channel (fail closed). No code was seen on a live account (docs/zalo.md).
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from engine.outbox import Outcome, OutcomeClass


class Api(StrEnum):
    """Whose codes an answer speaks. The template by UID is an OA call that refuses as templates do."""

    OA = "oa"
    ZBS = "zbs"
    ZBS_UID = "zbs_uid"
    BOT = "bot"


_SPREAD = timedelta(seconds=30)
_LONGEST_DETAIL = 500
_NUMBER = re.compile(r"\s*(-?[0-9]{1,9})\s*")


def _table(classes: Mapping[OutcomeClass, Collection[int]]) -> dict[int, OutcomeClass]:
    return {code: outcome_class for outcome_class, codes in classes.items() for code in codes}


# Said by the platform before any API: the limit of calls, the access token.
_PLATFORM = _table({OutcomeClass.THROTTLE: (-32,), OutcomeClass.AUTH: (-216, -220)})

# OA OpenAPI v3; the last of config, recipient, window and quota are known from older SDKs only.
OA = _PLATFORM | _table(
    {
        OutcomeClass.OK: (0,),
        OutcomeClass.TRANSIENT: (-200,),
        OutcomeClass.CONFIG: (
            *(-204, -205, -209, -212, -219, -221, -223, -224, -237, -242, -403),
            *(-202, -207, -208, -215),
        ),
        OutcomeClass.BILLING: (-320, -321),
        # -233, -235, -240, -248, -249 refuse the kind of message for good; -100 an attachment that is too old.
        OutcomeClass.PAYLOAD: (-100, -201, -210, -233, -235, -240, -248, -249),
        OutcomeClass.RECIPIENT: (-213, -217, -227, -244, -222),
        OutcomeClass.WINDOW: (-230, -232, -305),
        OutcomeClass.QUOTA: (-211, -218, -311),
        OutcomeClass.NIGHT: (-234,),
    }
)

# ZBS template messages; -133 is missing in the newest table and still told by many users of the older one.
ZBS = _PLATFORM | _table(
    {
        OutcomeClass.OK: (0,),
        OutcomeClass.AUTH: (-124,),
        OutcomeClass.CONFIG: (
            *(-101, -102, -103, -104, -105, -125, -135, -1351, -136, -145, -1241),
            *(-109, -117, -120, -1201, -1202, -131, -138, -1381, -146),
        ),
        OutcomeClass.BILLING: (-115, -126, -137),
        OutcomeClass.PAYLOAD: (
            *(-106, -107, -111, -112, -1121, -1122, -1123, -1124, -113, -1131, -116),
            *(-121, -122, -123, -127, -128, -130, -132, -161, -162),
        ),
        OutcomeClass.RECIPIENT: (-108, -110, -114, -118, -119, -134, -139, -140, -141),
        OutcomeClass.QUOTA: (-144, -147, -1441, -1471, -1472, -160),
        OutcomeClass.NIGHT: (-133,),
        OutcomeClass.TRANSIENT: (-100, -129),
    }
)

# Bot API. "Quota exceeded" (429) may mean the 3,000 messages of a month: a quick retry would not help. 408 does not
# say whether the message went; at most one may arrive.
BOT = _table(
    {
        OutcomeClass.PAYLOAD: (400,),
        OutcomeClass.AUTH: (401,),
        OutcomeClass.TRANSIENT: (403,),
        OutcomeClass.CONFIG: (404,),
        OutcomeClass.AMBIGUOUS: (408,),
        OutcomeClass.QUOTA: (429,),
    }
)

# A template carries no attachment, so its -100 is the unknown error of ZBS.
TABLES: Mapping[Api, Mapping[int, OutcomeClass]] = {
    Api.OA: OA,
    Api.ZBS: ZBS,
    Api.ZBS_UID: ZBS | OA | {-100: OutcomeClass.TRANSIENT},
    Api.BOT: BOT,
}
# Tried a second time, never a third.
_ONCE_MORE = frozenset({-200})
# Out of what one recipient may get (-218) or one template may send: other messages may still go.
_NARROW_QUOTA = frozenset({-218, -147, -1471, -1472})


def code_of(value: object) -> int | None:
    """The number in ``value``: some answers write their code as a string. None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def class_of(code: int | None, *, api: Api) -> OutcomeClass:
    """The class of ``code``; config for one that nobody has told us of."""
    return OutcomeClass.CONFIG if code is None else TABLES[api].get(code, OutcomeClass.CONFIG)


def outcome_of(code: int | None, text: str, *, api: Api, at: datetime, key: str, attempt: int = 1) -> Outcome:
    """The outcome of an answer with ``code`` and the provider's ``text``. ``key`` fixes the jitter of a throttle."""
    found = class_of(code, api=api)
    if code in _ONCE_MORE and api is not Api.BOT and attempt > 1:
        found = OutcomeClass.PAYLOAD
    is_narrow = code in _NARROW_QUOTA
    return Outcome(
        found,
        detail=brief(f"{'no code' if code is None else code} {text}".rstrip()),
        until=next_minute(at, key) if found is OutcomeClass.THROTTLE else None,
        is_channel_wide=found is OutcomeClass.THROTTLE or (found is OutcomeClass.QUOTA and not is_narrow),
    )


def next_minute(at: datetime, key: str) -> datetime:
    """The start of the minute after ``at``, spread over half of it by ``key``."""
    share = int.from_bytes(sha256(key.encode()).digest()[:4]) / 2**32
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1) + share * _SPREAD


def brief(text: str) -> str:
    """``text`` as a detail: long pages are cut."""
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"
