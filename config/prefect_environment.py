"""What Prefect must be told before it is imported: no server of its own, nothing sent to its makers."""

import os
from typing import Final

QUIET: Final = {
    # Without a server a flow fails at once, instead of starting one in the background.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    # The server and the client each have telemetry of their own.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def quieten() -> None:
    """Set what the operator has not set; acts only on a Prefect that is imported later."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
