"""The head of a directive: number, date, issuer, kind, title, lists, signer, bases, period, and where its parts lie."""

from intake.drafting.head.misplaced import head_first
from intake.drafting.head.reader import HeadReading, read_head
from intake.drafting.head.zones import Zones

__all__ = ["HeadReading", "Zones", "head_first", "read_head"]
