"""What a person answers to a reminder, by email or chat, read from the words alone."""

from notifications.replies.codes import button, numbers_named
from notifications.replies.reader import read_reply
from notifications.replies.readings import Acknowledged, Doubt, ExtensionAsked, LinkCode, MyWork, Reply, Unclear

__all__ = [
    "Acknowledged",
    "Doubt",
    "ExtensionAsked",
    "LinkCode",
    "MyWork",
    "Reply",
    "Unclear",
    "button",
    "numbers_named",
    "read_reply",
]
