"""The heartbeat: one GET of a URL after each good round, so that somebody outside notices when the rounds stop."""

import httpx

from engine.outbox import Outcome, OutcomeClass


async def ping(url: str, *, within: float = 10) -> Outcome:
    """GET ``url``, waiting at most ``within`` seconds. Never raises: a monitor that is down must not stop the work."""
    try:
        async with httpx.AsyncClient(timeout=within, follow_redirects=True) as client:
            response = await client.get(url)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        return Outcome(OutcomeClass.CONFIG, detail=str(error))
    except httpx.HTTPError as error:
        return Outcome(OutcomeClass.TRANSIENT, detail=f"{type(error).__name__}: {error}")
    return Outcome(_class_of(response.status_code), detail=f"{response.status_code} {response.reason_phrase}")


def _class_of(status: int) -> OutcomeClass:
    if status < 400:
        return OutcomeClass.OK
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return OutcomeClass.THROTTLE
    return OutcomeClass.CONFIG if status < 500 else OutcomeClass.TRANSIENT
