"""A Zalo on the loopback that stops at one step of taking a message, so that a test can end the client there."""

from threading import Event
from typing import Literal

from engine.clock import Clock
from notifications.channels.zalo.sandbox.server import Reply, ZaloSandbox
from notifications.channels.zalo.sandbox.world import Asked
from tests.support.processes import WITHIN

Gate = Literal["request", "answer"]
PATHS = {
    "zalo_bot": "/bot/sendMessage",
    "zalo_uid": "/v3.0/oa/message/template",
    "zalo_phone": "/message/template",
}
"""Where a message of each channel is handed over."""


class GatedZalo(ZaloSandbox):
    """``gate`` "request": the first message is not taken, and its client is hung up on when the gate opens.
    "answer": it is taken, and the answer waits for the gate."""

    def __init__(self, clock: Clock, *, gate: Gate | None = None) -> None:
        super().__init__(clock)
        self.gate = gate
        self.has_arrived = Event()
        self.has_answered = Event()
        self._is_open = Event()

    def wait_for_client(self) -> None:
        """Wait until a client stands at the gate."""
        assert self.has_arrived.wait(WITHIN), f"nobody came to the gate {self.gate}"

    def open_gate(self) -> None:
        """Let the client pass, if it is still there, and every one after it."""
        self._is_open.set()

    def reply_to(self, asked: Asked) -> Reply:
        """What goes back, once the gate is open."""
        if self.gate is None or self._is_open.is_set() or asked.path not in PATHS.values():
            return super().reply_to(asked)
        if self.gate == "request":
            self._stand()
            raise ConnectionAbortedError
        reply = super().reply_to(asked)
        self._stand()
        return reply

    def follow_up(self, reply: Reply) -> None:
        """The answer is out."""
        if self.has_arrived.is_set():
            self.has_answered.set()
        super().follow_up(reply)

    def __exit__(self, *error: object) -> None:
        self._is_open.set()
        super().__exit__(*error)  # type: ignore[arg-type]

    def _stand(self) -> None:
        self.has_arrived.set()
        self._is_open.wait(WITHIN)
