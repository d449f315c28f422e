"""A desk from which messages leave: an office of several channels, its clerk of Hoa Sen, and what providers answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.channels import ChannelKind
from engine.outbox import Outcome, OutcomeClass, Outgoing
from engine.rules import By
from engine.service import contacts
from engine.service.correspondence import Listed, list_messages
from engine.service.fallback import fall_back
from engine.service.outbox import DatabaseOutbox
from engine.service.resending import Resent, resend
from notifications.retry import settle
from tests.support.builders import ISSUED_AT, create_directive, create_policies, create_task
from tests.support.cast import DOMAIN, Office

VN = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=VN)
"""The morning of the first reminder of what is due on Monday 30 October 2023."""
LATER_AT = MORNING_AT + timedelta(minutes=31)
SEN = "van_thu.hoasen@huyen.example"
OK = Outcome(OutcomeClass.OK, provider_id="p-1")
LOST = Outcome(OutcomeClass.RECIPIENT, "550 no such user")
DOUBTFUL = Outcome(OutcomeClass.AMBIGUOUS, "timeout")
LEASE = timedelta(minutes=20)


@dataclass
class Desk:
    """An office that has issued one task to each school."""

    office: Office

    @property
    def clerk(self) -> int:
        """The clerk of Hoa Sen."""
        return contacts.person_of(self.office.database, SEN)

    def link(self, channel: str, address: str) -> None:
        """Give the clerk an address on a channel."""
        said = {"channel": channel, "address": address, "source": "phiếu đồng ý"}
        contacts.consent(self.office.database, self.clerk, **said, at=ISSUED_AT)

    def send(self, channel: str, outcome: Outcome = OK, *, at: datetime = MORNING_AT) -> list[Outgoing]:
        """Send what is due on a channel; the provider answers the same each time."""
        outbox = DatabaseOutbox(self.office.database, policies=self.office.policies)
        ids = outbox.claim(channel=channel, worker="w", at=at, limit=100, lease=LEASE)
        sent = [found for one in ids if (found := outbox.begin(one, worker="w", at=at)) is not None]
        for one in sent:
            settlement = settle(outcome, channel_kind=channel, attempt=one.attempt, at=at, key=one.rfc_message_id)
            outbox.settle(one.id, settlement, worker="w", at=at)
        return sent

    def move_on(self, at: datetime = LATER_AT) -> None:
        """Let the next channels take over."""
        fall_back(self.office.database, at=at, policies=self.office.policies, mail_domain=DOMAIN)

    def resend(self, message_id: int, *, at: datetime = LATER_AT) -> Resent:
        """Send a dead message once more."""
        return resend(self.office.database, message_id, at=at, policies=self.office.policies, mail_domain=DOMAIN)

    def mine(self) -> list[Listed]:
        """The messages of the clerk, oldest first."""
        return list_messages(self.office.database, person="văn thư sen", limit=100)[::-1]

    def states(self) -> list[tuple[str, str]]:
        """Channel and state of each."""
        return [(one.channel, one.state) for one in self.mine()]


def staff(office: Office, *channels: ChannelKind) -> Desk:
    """The office with these channels in this order, on the day of issue."""
    office.policies = replace(create_policies(), channels=channels, urgent_channels=channels)
    office.issue(create_directive(create_task("T01", By(date(2023, 10, 30)))))
    return Desk(office)
