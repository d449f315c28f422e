"""How the sample units answer: drawn once for each obligation from a fixed seed, whatever the order of events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from engine.service.views import Fresh
from engine.workdays import WorkCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Character(StrEnum):
    """How an obligation is answered."""

    ON_TIME = "on_time"
    LATE = "late"
    RETURNED = "returned"
    EXTENSION = "extension"
    NEVER = "never"


_DATED = {
    Character.ON_TIME: 61,
    Character.LATE: 17,
    Character.RETURNED: 12,
    Character.EXTENSION: 8,
    Character.NEVER: 2,
}
_UNDATED = {Character.ON_TIME: 20, Character.NEVER: 80}


@dataclass(frozen=True, order=True)
class Step:
    """One thing a unit or the issuer does at an instant."""

    at: datetime
    obligation_id: int
    verb: str
    until: date | None = None


@dataclass(frozen=True)
class Cast:
    """Draws characters and steps. ``ends_at``: nothing is done after it."""

    seed: int
    calendar: WorkCalendar
    ends_at: datetime

    def _random(self, fresh: Fresh) -> Random:
        return Random(f"{self.seed}|{fresh.scheme}|{fresh.unit_code}|{fresh.task_key}|{fresh.occurrence}")

    def character(self, fresh: Fresh) -> Character:
        """Who answers this obligation."""
        weights = _UNDATED if fresh.due_at is None else _DATED
        return self._random(fresh).choices(list(weights), list(weights.values()))[0]

    def steps(self, fresh: Fresh) -> list[Step]:
        """What happens to an obligation, in order; nothing after the demo's end."""
        random = self._random(fresh)
        character = self.character(fresh)
        random.random()  # the draw that made the character
        if character is Character.NEVER:
            return []
        made = self._undated(fresh, random) if fresh.due_at is None else self._dated(fresh, character, random=random)
        return [step for step in made if step.at < self.ends_at]

    def _moment(self, day: date, random: Random) -> datetime:
        """A moment within office hours of a day, or of the next working day."""
        minutes = random.choice((random.randrange(8 * 60, 11 * 60), random.randrange(13 * 60 + 30, 16 * 60 + 30)))
        return datetime.combine(self.calendar.roll(day), time(minutes // 60, minutes % 60), ZONE)

    def _undated(self, fresh: Fresh, random: Random) -> Iterator[Step]:
        begun = fresh.assigned_at.astimezone(ZONE).date()
        yield Step(self._moment(begun + timedelta(days=random.randrange(1, 6)), random), fresh.id, "acknowledge")
        yield from self._handed_in(
            fresh, self._moment(begun + timedelta(days=random.randrange(20, 200)), random), random=random
        )

    def _dated(self, fresh: Fresh, character: Character, *, random: Random) -> Iterator[Step]:
        begun, last = fresh.assigned_at.astimezone(ZONE).date(), fresh.last_day or date.max
        room = max((last - begun).days, 1)
        first = self._moment(begun + timedelta(days=min(random.randrange(1, 5), room)), random=random)
        yield Step(first, fresh.id, "acknowledge")
        yield Step(first + timedelta(hours=2), fresh.id, "start")
        before = self._in_time(last, room, random=random, after=first)
        if character is Character.LATE or before is None:
            late = self._moment(self.calendar.add(last, random.randrange(1, 12)), random)
            yield from self._handed_in(fresh, late, random=random)
        elif character is Character.ON_TIME:
            yield from self._handed_in(fresh, before, random=random)
        elif character is Character.RETURNED:
            yield from self._returned(fresh, before, random=random)
        else:
            yield from self._extended(fresh, last, at=before, random=random)

    def _in_time(self, last: date, room: int, *, random: Random, after: datetime) -> datetime | None:
        """A moment on or before the last day and well after ``after``; None if there is none."""
        day = self.calendar.roll_back(last - timedelta(days=random.randrange(0, max(1, min(room // 2, 15)))))
        at = datetime.combine(day, time(random.randrange(9, 16), random.randrange(60)), ZONE)
        return at if at > after + timedelta(hours=3) else None

    def _handed_in(self, fresh: Fresh, at: datetime, *, random: Random) -> Iterator[Step]:
        yield Step(at, fresh.id, "report")
        yield Step(self._moment(at.date() + timedelta(days=random.randrange(1, 5)), random), fresh.id, "accept")

    def _returned(self, fresh: Fresh, at: datetime, *, random: Random) -> Iterator[Step]:
        back = self._moment(at.date() + timedelta(days=random.randrange(1, 4)), random)
        yield Step(at, fresh.id, "report")
        yield Step(back, fresh.id, "return")
        yield from self._handed_in(
            fresh, self._moment(back.date() + timedelta(days=random.randrange(1, 9)), random), random=random
        )

    def _extended(self, fresh: Fresh, last: date, *, at: datetime, random: Random) -> Iterator[Step]:
        until = self.calendar.add(last, random.randrange(5, 10))
        decided = self._moment(at.date() + timedelta(days=1), random=random)
        is_granted = random.random() < 0.75
        yield Step(at, fresh.id, "ask_extension", until)
        yield Step(decided, fresh.id, "grant" if is_granted else "refuse", until)
        handed_in = self._moment(self.calendar.add(last, random.randrange(1, 6)), random)
        yield from self._handed_in(fresh, max(handed_in, decided + timedelta(hours=3)), random=random)
