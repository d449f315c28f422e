"""Times of tasks, found in running text."""

from intake.drafting.times.context import FoundTime, TimeContext
from intake.drafting.times.finder import find_times
from intake.drafting.times.spans import is_time_span

__all__ = ["FoundTime", "TimeContext", "find_times", "is_time_span"]
