"""The Official Account's part of the sandbox: consultation messages, templates by phone and UID, what is asked about
them. Each method takes a request and gives its ``data``."""

import re
import unicodedata
from datetime import timedelta
from typing import Any

from notifications.channels.zalo.sandbox.world import Asked, Refusal, Taken, World

FREE = timedelta(hours=48)
WINDOW = timedelta(days=7)
LONGEST = 2000
_PHONE = re.compile(r"\+?84\d{8,10}")


def consult(world: World, asked: Asked) -> dict[str, Any]:
    """Take free words for a person who did something within seven days."""
    world.require_account(asked, stale=-216, proof=-242)
    user_id = _object(asked.body.get("recipient")).get("user_id")
    text = _object(asked.body.get("message")).get("text")
    if not isinstance(user_id, str) or not user_id:
        raise Refusal(-201, "user_id is invalid!")
    if not isinstance(text, str) or not text:
        raise Refusal(-201, "text is invalid!")
    if len(text) > LONGEST:
        raise Refusal(-210, "Parameter exceeds limit")
    world.require_willing(user_id)
    last = world.interactions.get(user_id)
    if last is None:
        raise Refusal(-213, "User has not followed OA")
    if world.clock.now() - last > WINDOW:
        raise Refusal(-230, "User has not interacted with the OA in the past 7 days")
    message = world.take("zalo_oa", user_id, text=text)
    kind = "reply" if world.clock.now() - last <= FREE else "purchase_quota"
    return {**_sent(world, message), "quota": {"quota_type": kind, "remain": "8", "total": "8"}}


def last_interaction(world: World, asked: Asked) -> dict[str, Any]:
    """When a person last did something with the account."""
    world.require_account(asked, stale=-216, proof=-242)
    last = world.interactions.get(str(asked.body.get("user_id")))
    return {} if last is None else {"last_interaction": str(round(last.timestamp() * 1000))}


def own_account(world: World, asked: Asked) -> dict[str, Any]:
    """Who the account is."""
    world.require_account(asked, stale=-216, proof=-242)
    return {
        "oaid": world.keys.oa_id,
        "name": "Phòng GDĐT (thử)",
        "is_verified": True,
        "oa_type": 4,
        "package_name": "Growth",
        "package_valid_through_date": "31/12/2030",
    }


def template_by_uid(world: World, asked: Asked) -> dict[str, Any]:
    """Take a template for a UID."""
    world.require_account(asked, stale=-216, proof=-242)
    user_id = asked.body.get("user_id")
    if not isinstance(user_id, str) or not user_id:
        raise Refusal(-201, "user_id is invalid!")
    world.require_willing(user_id)
    left = _admit_template(world, asked)
    message = _template(world, asked, channel="zalo_uid", recipient=user_id)
    return {**_sent(world, message), "quota": {"quota_type": "purchase_quota", "remain": left}}


def template_by_phone(world: World, asked: Asked) -> dict[str, Any]:
    """Take a template for a phone number."""
    world.require_account(asked, stale=-124, proof=-1241)
    phone = str(asked.body.get("phone"))
    if not _PHONE.fullmatch(phone):
        raise Refusal(-108, "Phone number is invalid")
    world.require_willing(phone)
    left = _admit_template(world, asked)
    message = _template(world, asked, channel="zalo_phone", recipient=phone)
    limit = str(world.limits.templates_a_day)
    quota = {"dailyQuota": limit, "remainingQuota": str(left)}
    return {"msg_id": message.message_id, "sent_time": world.milliseconds(), "sending_mode": "1", "quota": quota}


def message_status(world: World, asked: Asked) -> dict[str, Any]:
    """Where a message is: on the phone if it was taken."""
    world.require_account(asked, stale=-124, proof=-1241)
    found = [message for message in world.taken if message.message_id == asked.query.get("message_id")]
    if not found:
        return {"status": -1, "message": "Message not found"}
    return {"status": 1, "message": "Received", "delivery_time": str(round(found[0].at.timestamp() * 1000))}


def daily_quota(world: World, asked: Asked) -> dict[str, Any]:
    """How many templates may still go today."""
    world.require_account(asked, stale=-124, proof=-1241)
    limit = world.limits.templates_a_day
    return {"dailyQuota": str(limit), "remainingQuota": str(limit - world.spent("templates"))}


def template_info(world: World, asked: Asked) -> dict[str, Any]:
    """The parameters of a template and their limits."""
    world.require_account(asked, stale=-124, proof=-1241)
    template_id = asked.query.get("template_id", "")
    if template_id not in world.templates:
        raise Refusal(-109, "Template ID is invalid")
    return {
        "templateId": template_id,
        "status": "ENABLE",
        "templateQuality": "HIGH",
        "listParams": world.templates[template_id],
        "price_sdt": "800",
        "price_uid": "560",
        "timeout": 7200000,
    }


def _admit_template(world: World, asked: Asked) -> int:
    """Refuse what Zalo would refuse; what is left of the day's quota otherwise."""
    listed = world.templates.get(str(asked.body.get("template_id")))
    if listed is None:
        raise Refusal(-109, "Template ID is invalid")
    data = _object(asked.body.get("template_data"))
    for parameter in listed:
        _check(parameter, data.get(parameter["name"]))
    if world.limits.is_night_closed and world.is_night():
        raise Refusal(-133, "Mẫu ZNS này không được phép gửi vào ban đêm (từ 22h-6h)")
    return world.spend("templates", limit=world.limits.templates_a_day, code=-144)


def _check(parameter: dict[str, Any], value: object) -> None:
    name = parameter["name"]
    if value is None:
        if parameter.get("require", True):
            raise Refusal(-1122, f"Template data missing parameter {name}")
        return
    if not isinstance(value, str) or (not value and not parameter.get("acceptNull", False)):
        raise Refusal(-1124, f"Template data invalid format {name}")
    # Letters are not composed on the way: a decomposed text is longer.
    if len(value) > parameter.get("maxLength", LONGEST) or not unicodedata.is_normalized("NFC", value):
        raise Refusal(-1121, f"Template data over length {name}")


def _template(world: World, asked: Asked, *, channel: str, recipient: str) -> Taken:
    return world.take(
        channel,
        recipient,
        template_id=str(asked.body["template_id"]),
        template_data=_object(asked.body.get("template_data")),
        tracking_id=str(asked.body.get("tracking_id", "")),
    )


def _sent(world: World, message: Taken) -> dict[str, Any]:
    return {"message_id": message.message_id, "user_id": message.recipient, "sent_time": world.milliseconds()}


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


METHODS = {
    "/v3.0/oa/message/cs": consult,
    "/v3.0/oa/quota/message": last_interaction,
    "/v2.0/oa/getoa": own_account,
    "/v3.0/oa/message/template": template_by_uid,
    "/message/template": template_by_phone,
    "/message/status": message_status,
    "/message/quota": daily_quota,
    "/template/info/v2": template_info,
}
