"""The people of an organisation file: one post each, and addresses that a channel can use."""

import re
from typing import Final

from engine.channels import PHONE, email_problem
from engine.organisation import PersonSpec
from intake.yaml_fields import Fields, is_bare_value
from intake.yaml_places import TextNode

_KEYS: Final = ("name", "unit", "role", "title", "email", "zalo_user_id", "phone", "valid_from", "valid_to", "note")
_ZALO: Final = re.compile(r"\d{1,32}", re.ASCII)


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
        "phone": _digits(row, "phone", allowed=PHONE),
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
