"""How often one key may ask: a bucket that fills slowly, in the memory of this process."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

MOST_BUCKETS = 10_000


@dataclass(frozen=True)
class Rate:
    """``burst`` requests at once, and ``per_second`` over time."""

    burst: float = 120
    per_second: float = 10


class Buckets:
    """One bucket for each name; the one used longest ago makes room for a new one."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, name: str, *, at: datetime) -> float:
        """Take one; gives 0, or the seconds after which there will be one."""
        level, seen_at = self._buckets.pop(name, (self._rate.burst, at))
        passed = max(0.0, (at - seen_at).total_seconds())
        level = min(self._rate.burst, level + passed * self._rate.per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate.per_second
        self._buckets[name] = (level if wait else level - 1, at)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return wait
