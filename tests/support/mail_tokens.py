"""A source of access tokens that follows a script."""

from notifications.channels.mail_tokens import TokenRefused


class ScriptedTokens:
    """Gives, or raises, each of ``script`` in turn, and then refuses. ``asked`` holds the stale tokens, "" for none."""

    def __init__(self, *script: str | Exception) -> None:
        self._left = list(script)
        self.asked: list[str] = []

    async def access_token(self) -> str:
        return await self.renew("")

    async def renew(self, stale: str) -> str:
        self.asked.append(stale)
        given = self._left.pop(0) if self._left else TokenRefused("invalid_grant")
        if isinstance(given, Exception):
            raise given
        return given
