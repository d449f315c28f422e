"""The rules of reminding in words, and what is wrong with a policy file."""

from config.policies_edit import PolicyFault
from engine.ladders import Policies
from web.i18n import Speech

_SAID = "cli.policies"


def rule_lines(policies: Policies, *, speech: Speech) -> list[str]:
    """The hours and limits in force."""
    words = speech.words
    hours = {
        "digest": f"{policies.digest_at:%H:%M}",
        "first": f"{policies.send_from:%H:%M}",
        "last": f"{policies.send_until:%H:%M}",
    }
    limits = words.say(f"{_SAID}.limits", budget=policies.budget, soon=policies.soon_days)
    return [words.say(f"{_SAID}.hours", **hours), limits]


def fault_line(found: PolicyFault, *, speech: Speech) -> str:
    """What is wrong with a text, and where."""
    said = speech.words.error(found.error)
    return speech.say("Dòng %(line)s: %(said)s", line=found.line, said=said) if found.line else said
