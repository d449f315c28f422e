"""What a draft says about itself: how each value was read and how sure it is, as data and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from engine.errors import Problem
from intake.drafting.draft import Draft, DraftDeadline, DraftTask, Head, Reading
from intake.phrases.text import Certainty
from intake.yaml_text import Place

_HEAD: Final = (
    "number",
    "number_suffix",
    "issued_on",
    "issuer",
    "place",
    "doc_type",
    "title",
    "addressees",
    "recipients",
)
_GROUPS: Final = ("signer", "based_on", "period", "urgency")
# A field that is not in the document needs no certainty, and a remark on a task as a whole has its notes only.
NOT_FOUND: Final = "not_found"
NOTES_ONLY: Final = "notes_only"


class Speech(Protocol):
    """Who puts codes into words; the words themselves are none of intake's."""

    def __contains__(self, key: str) -> bool: ...
    def say(self, key: str, /, **values: Any) -> str: ...
    def problem(self, problem: Problem) -> str: ...


@dataclass(frozen=True, slots=True)
class Remark:
    """How the value at ``place`` of the plan was read. ``task`` is its id, "" for the head."""

    place: Place
    task: str
    how: str
    certainty: Certainty
    line: int | None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The place as findings name it: "issuer", "T03.owner", "T03.deadlines[2].due"."""
        parts = self.place[2:] if self.task else self.place
        said = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in parts)
        return f"{self.task}{said}" if self.task else said.removeprefix(".")

    @property
    def is_doubtful(self) -> bool:
        """True if an official should look at it first."""
        return self.certainty == "doubtful"


def remarks(draft: Draft) -> Iterator[Remark]:
    """Every remark, in the order of the plan."""
    yield from _of_head(draft.head)
    for number, task in enumerate(draft.tasks):
        yield from _of_task(task, ("tasks", number))


def said(remark: Remark, speech: Speech) -> str:
    """A remark in words, "? " before what is doubtful."""
    notes = "; ".join(note_said(note, speech) for note in remark.notes)
    text = notes if remark.how == NOTES_ONLY else _reading_said(remark, speech)
    mark = "? " if remark.is_doubtful else ""
    return f"{mark}{text} ({notes})" if notes and text != notes else f"{mark}{text}"


def _reading_said(remark: Remark, speech: Speech) -> str:
    how = speech.say(f"intake.how.{remark.how}")
    if remark.how == NOT_FOUND:
        return how
    certainty = speech.say(f"intake.certainty.{remark.certainty}")
    key = "plain" if remark.line is None else "placed"
    return speech.say(f"intake.remark.{key}", how=how, line=remark.line, certainty=certainty)


def note_said(note: str, speech: Speech) -> str:
    """A note in words: a code, or a code with its text after a colon."""
    code, _, text = note.partition(":")
    return speech.say(f"intake.notes.{code}", text=text)


def _of_head(head: Head) -> Iterator[Remark]:
    for key in (*_HEAD, *_GROUPS):
        reading = getattr(head, key)
        is_left_out = (key == "number_suffix" and head.number.value is not None) or (
            key == "urgency" and reading.value == "normal"
        )
        if not is_left_out:
            yield _of_reading(reading, (key,))


def _of_reading(reading: Reading[Any], place: Place, *, task: str = "") -> Remark:
    return Remark(place, task, reading.how, reading.certainty, reading.line, reading.notes)


def _of_task(task: DraftTask, place: Place) -> Iterator[Remark]:
    if task.notes:
        yield Remark((*place, "id"), task.id, NOTES_ONLY, "likely", task.line, task.notes)
    yield _of_reading(task.owner, (*place, "owner"), task=task.id)
    if task.kind.certainty == "doubtful":
        yield _of_reading(task.kind, (*place, "kind"), task=task.id)
    for number, deadline in enumerate(task.deadlines):
        form = form_of(deadline)
        inner: Place = (*place, "deadlines", number, form)
        yield Remark(inner, task.id, deadline.how, deadline.certainty, None, deadline.notes)


def form_of(deadline: DraftDeadline) -> str:
    """Under which key a plan file has this deadline: due, recurrence or window."""
    return "due" if deadline.due is not None else "recurrence" if deadline.recurrence is not None else "window"
