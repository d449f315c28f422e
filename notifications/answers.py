"""Answers: what a person is told who wrote to the system by mail or chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from engine.outbox import NoticeItem
from notifications.chat import LONGEST, fitted, size, within
from notifications.letter import entry_of, line_of
from notifications.mail import Rendered
from notifications.replies import Doubt
from notifications.wording import environment


class AnswerKind(StrEnum):
    """What came of a reply that was understood; each has its words in templates/answers.j2, as every Doubt has."""

    ACKNOWLEDGED = "acknowledged"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    EXTENSION_DRAFTED = "extension_drafted"
    MY_WORK = "my_work"
    LINKED = "linked"
    CODE_REFUSED = "code_refused"
    WHICH_TASK = "which_task"
    NO_SUCH_TASK = "no_such_task"
    CLOSED = "closed"


@dataclass(frozen=True)
class Answer:
    """What to tell. ``items``: the task it is about, or for my_work and which_task all open tasks, most urgent first.

    ``number`` names the task where there is no item; ``until`` and ``reason`` are those of a drafted extension.
    """

    kind: AnswerKind | Doubt
    items: tuple[NoticeItem, ...] = ()
    number: int | None = None
    until: date | None = None
    reason: str = ""

    @property
    def task(self) -> int | None:
        """The number of the one task it is about."""
        return self.items[0].obligation_id if len(self.items) == 1 else self.number


def render_answer(
    answer: Answer, *, at: datetime, base_url: str | None, sender_office: str, zone: ZoneInfo
) -> Rendered:
    """Put an answer into words; its ``chat`` has at most LONGEST characters. It has no card: a chat answers in words.

    Raises jinja2.TemplateError for a value that a template misses.
    """
    plain = environment(is_html=False)
    words: Any = plain.get_template("answers.j2").module
    shared: Any = plain.get_template("words.j2").module
    chat: Any = plain.get_template("chat.j2").module
    root = (base_url or "").rstrip("/")
    head, foot = words.said(answer, root).strip(), chat.closing(sender_office)
    tasks = list(_tasks(answer, at=at, root=root, zone=zone))
    shown = within(tasks, room=LONGEST - size(head, chat.rest(len(tasks)), foot))
    rest = [chat.rest(len(tasks) - len(shown))] if len(shown) < len(tasks) else []
    subject = " ".join(words.subject(answer).split())
    values = {
        "subject": subject,
        "lead": head,
        "paragraphs": [head, *tasks, foot],
        "footer": (shared.caution(),),
    }
    return Rendered(
        subject,
        plain.get_template("answer.txt.j2").render(values),
        environment(is_html=True).get_template("answer.html.j2").render(values),
        chat=fitted("\n\n".join([head, *shown, *rest, foot])),
    )


def _tasks(answer: Answer, *, at: datetime, root: str, zone: ZoneInfo) -> Iterator[str]:
    plain = environment(is_html=False)
    shared: Any = plain.get_template("words.j2").module
    chat: Any = plain.get_template("chat.j2").module
    say = chat.listed if answer.kind in (AnswerKind.MY_WORK, AnswerKind.WHICH_TASK) else chat.task
    for item in answer.items:
        yield say(entry_of(line_of(item, at=at, root=root, zone=zone), words=shared)).rstrip()
