"""What became of a reminder, in one sentence: the same on the page and at the command line."""

from engine.ladders import Policies, Rung
from engine.service.views import Decision
from reports.wording import Words


def outcome(one: Decision, words: Words, *, policies: Policies) -> str:
    """What became of a rung for a person."""
    if one.decision in ("bundled", "sent") and one.message_state is not None:
        return words.say(f"messages.{one.message_state}")
    said = words.decision(one.decision)
    note = one.details.get("note")
    if one.reason:
        into = one.details.get("into", "")
        said = f"{said}: {words.reason(one.reason, into=words.rung(into, rung_of(into, policies)) if into else '')}"
    return f"{said}; {words.say(f'notes.{note}')}" if note else said


def rung_of(key: str, policies: Policies) -> Rung | None:
    """The rung behind a key, in whichever ladder has it now."""
    name = key.partition("#")[0]
    rungs = (rung for ladder in policies.ladders.values() for rung in ladder.rungs)
    return next((rung for rung in rungs if rung.key == name), None)
