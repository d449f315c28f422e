"""The sandbox's OAuth: each refresh token works once, and the access token before dies with it."""

import secrets
from typing import Any

from notifications.channels.zalo.sandbox.world import Asked, Refusal, Silence, World


def access_token(world: World, asked: Asked) -> dict[str, Any]:
    """A new pair for the refresh token or for the code of a consent."""
    keys = world.keys
    if asked.headers.get("secret_key") != keys.app_secret or asked.form.get("app_id") != keys.app_id:
        raise Refusal(-14002, "App is not active")
    given = asked.form.get("refresh_token") or asked.form.get("code") or ""
    if given in world.used_tokens and world.is_silent_about_used_tokens:
        raise Silence
    wanted = {"refresh_token": keys.refresh_token, "authorization_code": world.consent_code}
    if not given or given != wanted.get(asked.form.get("grant_type", "")):
        raise Refusal(-14014, "Invalid refresh token.")
    world.used_tokens.add(given)
    keys.access_token, keys.refresh_token = secrets.token_urlsafe(40), secrets.token_urlsafe(40)
    world.renewed_at = world.clock.now()
    return {"access_token": keys.access_token, "refresh_token": keys.refresh_token, "expires_in": "90000"}


METHODS = {"/v4/oa/access_token": access_token}
