"""The trail of a person as sentences: nothing is said that is not in the record."""

from datetime import time
from typing import Any

from engine.channels import ChannelKind
from engine.service.trails import Happening, Trail
from notifications.replies.codes import pressed
from reports.wording import Words

_ROOT = "demo.morning"


def sentences(trail: Trail, words: Words) -> list[str]:
    """One sentence for each thing that happened, then how it stands."""
    told = [_said(one, words) for one in trail.happenings]
    if trail.state:
        state = words.say(f"messages.{trail.state}")
        told.append(words.say(f"{_ROOT}.now", channel=_channel(trail.channel, words), state=state))
    return told


def _said(one: Happening, words: Words) -> str:
    values = {name: _value(name, value, words=words) for name, value in one.values.items()}
    return words.say(f"{_ROOT}.{_key(one)}", **values | {"at": one.at, "note": _note(one, words)})


def _key(one: Happening) -> str:
    """The sentence for what happened."""
    match one.what:
        case "chose":
            return "chose_quiet" if one.values["quiet_from"] else "chose_order"
        case "wrote":
            return "pressed" if pressed(one.values["text"]) else "wrote"
        case _:
            return one.what


def _note(one: Happening, words: Words) -> str:
    """What the provider said, where it said more than yes: its numbers of messages are nothing for people."""
    match one.what:
        case "made" | "moved" if one.values["channel"] == ChannelKind.EMAIL:
            return f" ({one.values['address']})"
        case "tried" if one.values["outcome"] == "ok":
            return ""
        case "tried" | "told" if one.values["detail"]:
            return f" ({one.values['detail']})"
        case "wrote":
            return words.say(f"{_ROOT}.made_of.{one.values['outcome']}", task=one.values["task"])
        case _:
            return ""


def _value(name: str, value: Any, *, words: Words) -> Any:
    match name:
        case "channel" | "left":
            return _channel(value, words)
        case "order":
            return ", ".join(_channel(one, words) for one in value)
        case "tasks":
            return ", ".join(f"CV-{one}" for one in value)
        case "kind":
            return words.say(f"message_kinds.{value}")
        case "source":
            return words.say(f"{_ROOT}.sources.{value}") if f"{_ROOT}.sources.{value}" in words else value
        case "outcome" if f"outcomes.{value}" in words:
            return words.say(f"outcomes.{value}")
        case "event":
            return words.say(f"{_ROOT}.events.{value}")
        case _:
            return f"{value:%H:%M}" if isinstance(value, time) else value


def _channel(channel: str, words: Words) -> str:
    return words.say(f"{_ROOT}.channels.{channel}")


def opening(text: str) -> str:
    """The first line of a message."""
    return text.partition("\n")[0]
