"""The bot's part of the sandbox: each method takes a request and gives its ``result``."""

from typing import Any

from notifications.channels.zalo.sandbox.world import Asked, Refusal, World

LONGEST = 2000


def get_me(world: World, asked: Asked) -> dict[str, Any]:
    """Who the bot is."""
    _require_token(world, asked)
    own_id = world.keys.bot_token.partition(":")[0]
    return {"id": own_id, "account_name": "bot.dondoc", "account_type": "BASIC", "can_join_groups": False}


def send_message(world: World, asked: Asked) -> dict[str, Any]:
    """Take a text for one chat."""
    _require_token(world, asked)
    chat_id, text = asked.body.get("chat_id"), asked.body.get("text")
    if not isinstance(chat_id, str) or not chat_id:
        raise Refusal(400, "Bad request: chat_id")
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST:
        raise Refusal(400, "Bad request: text")
    world.require_willing(chat_id)
    world.spend("bot", limit=world.limits.bot_a_month, code=429, a_month=True)
    message = world.take("zalo_bot", chat_id, text=text)
    return {"message_id": message.message_id, "date": int(world.milliseconds())}


def get_updates(world: World, asked: Asked) -> dict[str, Any]:
    """The next update; given once. Nothing new is told by an error 408."""
    _require_token(world, asked)
    if world.bot_webhook:
        raise Refusal(400, "Bad request: webhook is set")
    if not world.updates:
        raise Refusal(408, "Request timeout")
    return world.updates.pop(0)


def set_webhook(world: World, asked: Asked) -> dict[str, Any]:
    """Send updates to an address from now on. Zalo itself takes public https addresses only."""
    _require_token(world, asked)
    url, secret = asked.body.get("url"), asked.body.get("secret_token")
    if not isinstance(url, str) or not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise Refusal(400, "Bad request: url")
    if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
        raise Refusal(400, "Bad request: secret_token")
    world.bot_webhook, world.bot_secret = url, secret
    return get_webhook_info(world, asked)


def delete_webhook(world: World, asked: Asked) -> dict[str, Any]:
    """Keep updates for getUpdates again."""
    _require_token(world, asked)
    world.bot_webhook = world.bot_secret = ""
    return get_webhook_info(world, asked)


def get_webhook_info(world: World, asked: Asked) -> dict[str, Any]:
    """Where updates go."""
    _require_token(world, asked)
    return {"url": world.bot_webhook, "updated_at": int(world.milliseconds())}


def update(world: World, chat_id: str, *, text: str, name: str) -> dict[str, Any]:
    """What a person's text looks like to the bot."""
    message = {
        "from": {"id": chat_id, "display_name": name, "is_bot": False},
        "chat": {"id": chat_id, "chat_type": "PRIVATE"},
        "text": text,
        "message_id": world.new_id(),
        "date": int(world.milliseconds()),
    }
    return {"event_name": "message.text.received", "message": message}


def _require_token(world: World, asked: Asked) -> None:
    if asked.token != world.keys.bot_token:
        raise Refusal(401, "Unauthorized")


METHODS = {
    "/bot/getMe": get_me,
    "/bot/sendMessage": send_message,
    "/bot/getUpdates": get_updates,
    "/bot/setWebhook": set_webhook,
    "/bot/deleteWebhook": delete_webhook,
    "/bot/getWebhookInfo": get_webhook_info,
}
