"""An outbox in memory that keeps strictly to the protocol, and builders for what it hands out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engine.outbox import MessageState, NoticeItem, Outgoing, Settlement

AT = datetime(2023, 10, 27, 0, 30, tzinfo=UTC)
"""Friday 27 October 2023, 07:30 in Vietnam."""


def create_item(**overrides: Any) -> NoticeItem:
    """A task of the Vĩnh Bảo letter, due at the end of Sunday 29 October 2023."""
    values: dict[str, Any] = {
        "obligation_id": 123,
        "rung": "before_1",
        "audience": "officer",
        "unit_name": "Trường Mầm non Hoa Sen",
        "directive_number": "/GDĐT-MN",
        "directive_on": "2023-10",
        "issuer_name": "Phòng GDĐT huyện Vĩnh Bảo",
        "directive_title": "Hướng dẫn sơ kết thực hiện Đề án “Chăm sóc vì sự phát triển toàn diện trẻ em”",
        "task_key": "T07",
        "task_text": "Gửi báo cáo sơ kết về Phòng GDĐT trước ngày 30/10/2023 (*theo mẫu đính kèm*)",
        "status": "in_progress",
        "due_at": datetime(2023, 10, 29, 17, 0, tzinfo=UTC),
        "last_day": date(2023, 10, 29),
        "days_left": 0,
    }
    return NoticeItem(**(values | overrides))


def create_outgoing(**overrides: Any) -> Outgoing:
    """A morning digest with one item."""
    values: dict[str, Any] = {
        "id": 1,
        "kind": "digest",
        "channel": "email",
        "address": "hoasen@vinhbao.example",
        "person_name": "Nguyễn Thị Hồng Ánh",
        "rfc_message_id": "<m1.k7@dondoc.example>",
        "dated_at": AT,
        "attempt": 1,
        "items": (create_item(),),
    }
    return Outgoing(**(values | overrides))


@dataclass
class Row:
    """A message and all that happened to it."""

    outgoing: Outgoing
    state: MessageState = MessageState.PENDING
    next_at: datetime | None = None
    worker: str = ""
    leased_until: datetime | None = None
    attempts: int = 0
    settlements: list[Settlement] = field(default_factory=list)
    has_nothing_to_say: bool = False


class MemoryOutbox:
    """Obeys engine.outbox.Outbox; a call that the protocol forbids fails the test that made it."""

    def __init__(self, outgoing: Iterable[Outgoing] = ()) -> None:
        self.rows = {message.id: Row(message) for message in outgoing}
        self.stopped: set[str] = set()
        self.commits: list[str] = []

    def states(self) -> list[MessageState]:
        """The state of each message, in the order of their ids."""
        return [self.rows[key].state for key in sorted(self.rows)]

    def claim(self, *, channel: str, worker: str, at: datetime, limit: int, lease: timedelta) -> list[int]:
        assert limit > 0
        assert lease > timedelta(0)
        due = [key for key, row in sorted(self.rows.items()) if row.outgoing.channel == channel and _is_due(row, at)]
        for key in due[:limit]:
            row = self.rows[key]
            row.state, row.worker, row.leased_until, row.next_at = MessageState.CLAIMED, worker, at + lease, None
        self.commits.append("claim")
        return due[:limit]

    def begin(self, message_id: int, *, worker: str, at: datetime) -> Outgoing | None:
        self.commits.append("begin")
        return self._begin(message_id, worker, at)

    def settle(self, message_id: int, settlement: Settlement, *, worker: str, at: datetime) -> None:
        self.commits.append("settle")
        self._settle(message_id, settlement, worker)

    def settle_and_begin(
        self, message_id: int, settlement: Settlement, *, following: int, worker: str, at: datetime
    ) -> Outgoing | None:
        self.commits.append("settle_and_begin")
        self._settle(message_id, settlement, worker)
        return self._begin(following, worker, at)

    def release(self, message_ids: list[int], *, worker: str, at: datetime) -> None:
        self.commits.append("release")
        for key in message_ids:
            row = self.rows[key]
            assert (row.state, row.worker) == (MessageState.CLAIMED, worker), f"released message {key} is not claimed"
            row.state, row.worker, row.leased_until = MessageState.PENDING, "", None

    def is_stopped(self, channel: str, *, at: datetime) -> bool:
        return channel in self.stopped

    def _begin(self, message_id: int, worker: str, at: datetime) -> Outgoing | None:
        row = self.rows[message_id]
        if row.state != MessageState.CLAIMED or row.worker != worker:
            return None
        if row.has_nothing_to_say:
            row.state, row.worker, row.leased_until = MessageState.SUPERSEDED, "", None
            return None
        row.state = MessageState.SENDING
        return replace(row.outgoing, attempt=row.attempts + 1)

    def _settle(self, message_id: int, settlement: Settlement, worker: str) -> None:
        row = self.rows[message_id]
        assert (row.state, row.worker) == (MessageState.SENDING, worker), f"settled message {message_id} is not sending"
        assert (settlement.next_at is not None) == (settlement.state is MessageState.DEFERRED)
        row.state, row.next_at, row.worker, row.leased_until = settlement.state, settlement.next_at, "", None
        row.attempts += settlement.counts_as_attempt
        row.settlements.append(settlement)
        if settlement.is_channel_stopped:
            self.stopped.add(row.outgoing.channel)


def _is_due(row: Row, at: datetime) -> bool:
    if row.state in (MessageState.CLAIMED, MessageState.SENDING):
        return row.leased_until is not None and row.leased_until <= at
    if row.state is MessageState.DEFERRED:
        return row.next_at is not None and row.next_at <= at
    return row.state is MessageState.PENDING
