"""What the demo ends with, as a value: the same each time it is played."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cli.demo.characters import Character
from cli.demo.morning import Morning
from cli.demo.story import Story
from engine.service.system import check_chains
from engine.service.tallies import Audit, RollUp, audit, roll_up
from engine.service.views import MessageCount, Why, count_messages, why


@dataclass(frozen=True)
class Outcome:
    """The folder, a table for each issuing office, figures of the task that asks for them, mails by kind, the proofs,
    one obligation explained, and the trails of a morning of mishaps."""

    folder: Path
    tables: tuple[RollUp, ...]
    figures: tuple[RollUp, ...]
    mails: dict[str, int]
    kept: int
    acts: dict[str, int]
    audit: Audit
    histories: int
    explained: Why
    morning: Morning


def conclude(story: Story, *, folder: Path, kept: int, morning: Morning) -> Outcome:
    """Look at the database when the story is over."""
    database = story.office.database
    tables = [roll_up(database, chapter.directive_id) for chapter in story.chapters]
    with_figures = sorted({(fresh.directive_id, fresh.task_key) for fresh in story.known.values() if fresh.fields})
    figures = [roll_up(database, directive, task=task) for directive, task in with_figures]
    mails: Counter[str] = Counter()
    for line in count_messages(database):
        mails[_mail_kind(line)] += line.messages
    return Outcome(
        folder=folder,
        tables=tuple(tables),
        figures=tuple(figures),
        mails=dict(sorted(mails.items())),
        kept=kept,
        acts=dict(sorted(story.done.items())),
        audit=audit(database),
        histories=check_chains(database),
        explained=why(database, _telling(story), at=story.clock.now(), policies=story.office.policies),
        morning=morning,
    )


_ENDED_UNSENT = {"suppressed": "suppressed", "failed_permanent": "failed", "failed_exhausted": "failed"}


def _mail_kind(line: MessageCount) -> str:
    """Mails that went out by their kind, the others by what became of them."""
    return line.kind if line.state == "accepted" else _ENDED_UNSENT.get(line.state, "waiting")


def _telling(story: Story) -> int:
    """The obligation worth explaining: dated, returned and done again, with the most time to be reminded of."""
    candidates = [
        fresh for fresh in story.known.values() if fresh.due_at and story.cast.character(fresh) is Character.RETURNED
    ]
    asked = [fresh for fresh in candidates if fresh.fields]
    return min((asked or candidates), key=lambda fresh: fresh.id).id
