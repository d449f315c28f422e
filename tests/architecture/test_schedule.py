"""Schedule: nothing runs only while the date in Hà Nội differs from the date in UTC."""

from collections.abc import Iterable

from flows.schedule import SCHEDULE
from tests.support.source import listed

# 00:00 to 06:59 in Hà Nội is still the day before in UTC.
DATES_DIFFER = frozenset(range(7))


def local_hours(cron: str) -> frozenset[int]:
    """The hours of a five-field cron line: "*", "8", "6-18", "*/4", and lists of these."""
    found: set[int] = set()
    for part in cron.split()[1].split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0-23" if span == "*" else span).partition("-")
        end = int(last) if last else (23 if step else int(first))
        found.update(range(int(first), end + 1, int(step or 1)))
    return frozenset(found)


def at_the_turn_of_the_day(crons: Iterable[tuple[str, str]]) -> list[str]:
    """Entries, as name and cron line, that fire only in those hours."""
    return [f"{name} runs at {cron}" for name, cron in crons if local_hours(cron) <= DATES_DIFFER]


def test_nothing_runs_only_while_the_dates_differ() -> None:
    crons = [(entry.name, entry.cron) for entry in SCHEDULE if entry.cron]
    assert listed(at_the_turn_of_the_day(crons)) == ""


def test_entries_at_the_turn_of_the_day_are_found() -> None:
    crons = [("seal", "15 2 * * *"), ("digest", "30 7 * * mon-fri"), ("sweep", "* * * * *"), ("ping", "0 1,13 * * *")]
    assert at_the_turn_of_the_day(crons) == ["seal runs at 15 2 * * *"]


def test_hours_of_a_cron_line_are_read() -> None:
    assert local_hours("0 8-10 * * *") == {8, 9, 10}
    assert local_hours("0 */6 * * *") == {0, 6, 12, 18}
    assert local_hours("0 20/2 * * *") == {20, 22}
