"""A recurrence in words: "hằng tháng, ngày 25" for FREQ=MONTHLY;BYMONTHDAY=25."""

from collections.abc import Callable

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_SAID = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY"}
_MONTH_END = ("31", "-1")


def recurrence_said(rule: str, say: Callable[..., str]) -> str:
    """An RFC 5545 rule in words; as it is written where it has a part that there are no words for."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    if not parts.keys() <= _SAID or not set(parts.get("BYDAY", "MO").split(",")) <= _DAYS.keys():
        return rule
    every = int(parts.get("INTERVAL", "1"))
    freq = f"recurrence.{parts.get('FREQ', '').casefold()}"
    said = [say(freq) if every == 1 else say(f"{freq}_every", count=every)]
    if "BYDAY" in parts:
        said.append(", ".join(say(f"weekdays.{_DAYS[day]}") for day in parts["BYDAY"].split(",")))
    if "BYMONTHDAY" in parts:
        said.append(_days(parts["BYMONTHDAY"].split(","), say))
    if "BYMONTH" in parts:
        said.append(say("recurrence.months", months=", ".join(parts["BYMONTH"].split(","))))
    return ", ".join(said)


def _days(days: list[str], say: Callable[..., str]) -> str:
    plain = [day for day in days if day not in _MONTH_END]
    said = [say("recurrence.days", days=", ".join(plain))] if plain else []
    return ", ".join([*said, *([say("recurrence.month_end")] if len(plain) < len(days) else [])])
