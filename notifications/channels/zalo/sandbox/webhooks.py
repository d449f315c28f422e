"""What the sandbox tells by itself: events, signed as Zalo signs them, posted to a configured address."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from notifications.channels.zalo.sandbox.world import Taken, World
from notifications.channels.zalo.signature import BOT_HEADER, HEADER, mac


class Webhooks:
    """Posts events to ``url`` ("" keeps silent) and gives the HTTP status that came back, None if nobody answered.

    ``is_prompt``: the sandbox sends the receipt of each message by itself, after its answer. Each method may be called
    again for the same message: duplicates, late and wrongly signed events are part of life.
    """

    def __init__(self, world: World, *, url: str = "", is_prompt: bool = False, timeout: float = 5) -> None:
        self.url = url
        self.is_prompt = is_prompt
        self._world = world
        self._timeout = timeout

    def receipt(self, message: Taken, *, at: datetime | None = None) -> int | None:
        """``message`` came to the phone at ``at`` (now)."""
        by_phone = message.channel == "zalo_phone"
        told = {"delivery_time": _milliseconds(at or self._world.clock.now()), "msg_id": message.message_id}
        if by_phone:
            told["tracking_id"] = message.tracking_id
        body = self._body("user_received_message", sender=self._world.keys.oa_id, recipient=message.recipient)
        return self.tell({**body, "message": told}, headers={"X-ZEvent-Server": "ZNS"} if by_phone else {})

    def seen(self, *messages: Taken) -> int | None:
        """The reader of ``messages`` opened them."""
        body = self._body("user_seen_message", sender=self._world.keys.oa_id, recipient=messages[0].recipient)
        return self.tell({**body, "message": {"msg_ids": [message.message_id for message in messages]}})

    def text(self, user_id: str, text: str) -> int | None:
        """A person writes to the account; that opens the windows."""
        self._world.interactions[user_id] = self._world.clock.now()
        body = self._body("user_send_text", sender=user_id, recipient=self._world.keys.oa_id)
        message = {"msg_id": self._world.new_id(), "text": text}
        return self.tell({**body, "user_id_by_app": user_id, "message": message})

    def followed(self, user_id: str, *, leaves: bool = False) -> int | None:
        """A person follows or leaves the account."""
        self._world.interactions[user_id] = self._world.clock.now()
        name = "unfollow" if leaves else "follow"
        return self.tell({**self._named(name), "oa_id": self._world.keys.oa_id, "follower": {"id": user_id}})

    def template_changed(self, template_id: str, *, status: str, reason: str = "") -> int | None:
        """A template was approved, refused or switched off."""
        change = {"prev_status": "PENDING_REVIEW", "new_status": status}
        body = {**self._named("change_template_status"), "oa_id": self._world.keys.oa_id, "template_id": template_id}
        return self.tell({**body, "status": change, "reason": reason})

    def quota_changed(self, before: int, now: int) -> int | None:
        """The account may send another number of template messages a day."""
        quota = {"prev_value": str(before), "new_value": str(now)}
        return self.tell({**self._named("change_oa_daily_quota"), "oaId": self._world.keys.oa_id, "quota": quota})

    def tell(
        self, event: Mapping[str, Any], *, headers: Mapping[str, str] | None = None, secret: str | None = None
    ) -> int | None:
        """Post ``event`` signed with ``secret``, by itself the account's."""
        raw = json.dumps(event, ensure_ascii=False).encode()
        keys = self._world.keys
        digest = mac(
            raw, app_id=keys.app_id, timestamp=str(event.get("timestamp", "")), secret=secret or keys.oa_secret
        )
        return self._post(self.url, raw, headers={HEADER: f"mac={digest}", **(headers or {})})

    def tell_bot(self, update: Mapping[str, Any]) -> int | None:
        """Post an update to the bot's webhook."""
        raw = json.dumps({"ok": True, "result": update}, ensure_ascii=False).encode()
        return self._post(self._world.bot_webhook, raw, headers={BOT_HEADER: self._world.bot_secret})

    def _post(self, url: str, raw: bytes, *, headers: Mapping[str, str]) -> int | None:
        if not url:
            return None
        sent = {"Content-Type": "application/json", **headers}
        try:
            with httpx.Client(timeout=self._timeout, trust_env=False) as client:
                return client.post(url, content=raw, headers=sent).status_code
        except httpx.HTTPError:
            return None

    def _body(self, name: str, *, sender: str, recipient: str) -> dict[str, Any]:
        return {**self._named(name), "sender": {"id": sender}, "recipient": {"id": recipient}}

    def _named(self, name: str) -> dict[str, Any]:
        return {"event_name": name, "app_id": self._world.keys.app_id, "timestamp": self._world.milliseconds()}


def _milliseconds(at: datetime) -> str:
    return str(round(at.timestamp() * 1000))
