"""The ladders of an office in words: which rung comes when, for whom, in which way."""

from dataclasses import dataclass

from engine.ladders import Ladder, Policies, Rung
from reports.wording import Words


@dataclass(frozen=True)
class RungLine:
    """One rung: its key, when it comes, for whom, at which hour (HH:MM), and remarks such as "at once"."""

    key: str
    when: str
    audience: str
    hour: str
    is_escalation: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class LadderLines:
    """A ladder, the urgencies of documents that use it, in words, and its rungs."""

    name: str
    urgencies: tuple[str, ...]
    rungs: tuple[RungLine, ...]


def ladder_lines(policies: Policies, words: Words) -> tuple[LadderLines, ...]:
    """Every ladder in force, in the order of the files."""
    return tuple(_ladder(ladder, policies, words=words) for ladder in policies.ladders.values())


def _ladder(ladder: Ladder, policies: Policies, *, words: Words) -> LadderLines:
    used = [urgency for urgency, name in policies.urgencies.items() if name == ladder.name]
    said = tuple(words.say(f"urgencies.{one}") if f"urgencies.{one}" in words else one for one in used)
    return LadderLines(ladder.name, said, tuple(_rung(rung, words) for rung in ladder.rungs))


def _rung(rung: Rung, words: Words) -> RungLine:
    remarks = []
    if rung.is_immediate:
        remarks.append(words.say("cli.policies.immediate"))
    if rung.is_draft:
        remarks.append(words.say("cli.policies.draft"))
    if rung.repeat_days:
        remarks.append(words.say("cli.policies.repeat", days=rung.repeat_days))
    when, audience = words.rung(rung.key, rung), words.audience(rung.audience)
    return RungLine(rung.key, when, audience, f"{rung.at:%H:%M}", rung.is_escalation, tuple(remarks))
