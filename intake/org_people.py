"""The people of an organisation file: one post each, and addresses that a channel can use."""

import re
from typing import Final

from engine.organisation import PersonSpec
from intake.yaml_fields import Fields, is_bare_value
from intake.yaml_places import TextNode

_KEYS: Final = ("name", "unit", "role", "title", "email", "zalo_user_id", "phone", "valid_from", "valid_to", "note")
_LONGEST_EMAIL: Final = 254
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_DOMAIN: Final = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII
)
_ZALO: Final = re.compile(r"\d{1,32}", re.ASCII)
_PHONE: Final = re.compile(r"\+?\d(?:[ .-]?\d){5,14}", re.ASCII)


def read_people(top: Fields, *, codes: set[str]) -> tuple[PersonSpec, ...]:
    """The people of the file in its order; everything wrong is noted."""
    return tuple(_person(row, codes) for row in top.rows("people"))


def email_from(row: Fields) -> str | None:
    """The address under ``email``, ASCII only: servers that carry anything else (RFC 6531) are rare."""
    address = row.text("email")
    if address is None:
        return None
    problem = email_problem(address)
    if problem is not None:
        row.error(problem, "email", email=address)
        return None
    return address


def email_problem(address: str) -> str | None:
    """What is wrong with an address, as a code; None for one that servers carry."""
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        return "email_local_not_ascii"
    if len(address) > _LONGEST_EMAIL or _LOCAL.fullmatch(local) is None or _DOMAIN.fullmatch(domain) is None:
        return "email_bad"
    return None


def is_phone(text: str) -> bool:
    """True for the digits of a telephone number, blanks, dots and hyphens between them allowed."""
    return _PHONE.fullmatch(text) is not None


def _person(row: Fields, codes: set[str]) -> PersonSpec:
    row.check_keys(_KEYS, is_slip_fatal=False)
    row.require("unit")
    unit = row.label("unit") or ""
    if unit and unit not in codes:
        row.error("unit_unknown", "unit", text=unit)
    start, end = row.days_in_order("valid_from", "valid_to")
    contacts = {
        "email": email_from(row),
        "zalo_user_id": _digits(row, "zalo_user_id", allowed=_ZALO),
        "phone": _digits(row, "phone", allowed=_PHONE),
    }
    return PersonSpec(
        name=row.required_text("name"),
        unit=unit,
        role=row.required_text("role"),
        title=row.text("title"),
        contacts={channel: address for channel, address in contacts.items() if address is not None},
        valid_from=start,
        valid_to=end,
        place=f"{row.findings.path}:{row.line()}",
    )


def _digits(row: Fields, key: str, *, allowed: re.Pattern[str]) -> str | None:
    """Digits as a quoted string: without quotes other programs drop the leading zeros."""
    if not row.has(key):
        return None
    node = row.node.entries[key]
    if isinstance(node, TextNode) and node.is_plain and is_bare_value(node.text):
        row.error("digits_not_quoted", key, text=node.text)
        return None
    text = row.text(key)
    if text is not None and allowed.fullmatch(text) is None:
        row.error("digits_bad", key, text=text)
        return None
    return text
