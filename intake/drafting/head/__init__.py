"""The head of a directive: number, date, issuer, kind, title, lists, signer, bases, period, and where its parts lie."""

from intake.drafting.head.reader import HeadReading, read_head
from intake.drafting.head.zones import Zones

__all__ = ["HeadReading", "Zones", "read_head"]
