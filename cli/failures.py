"""What happens to a run that fails: one sentence on stderr and a documented exit code."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cli.session import Session
    from engine.errors import DondocError, InputRefused

UNEXPECTED: Final = 1
USAGE: Final = 2
INPUT: Final = 3
LIFE_CYCLE: Final = 4
STORAGE: Final = 5
UNHEALTHY: Final = 6
MISMATCH: Final = 7
BUSY: Final = 8
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

# Every error that is not named here was caused by what somebody typed or wrote into a file.
EXIT_CODES: Final[dict[str, int]] = {
    "TransitionRefused": LIFE_CYCLE,
    "ExtensionRefused": LIFE_CYCLE,
    "BadFigure": LIFE_CYCLE,
    "AlreadyIssued": LIFE_CYCLE,
    "Stale": LIFE_CYCLE,
    "ResendRefused": LIFE_CYCLE,
    "StorageFailed": STORAGE,
    "DatabaseMissing": STORAGE,
    "DatabaseNewer": STORAGE,
    "HistoryBroken": MISMATCH,
    "RunnerBusy": BUSY,
    "PortRefused": BUSY,
    "NaiveInstant": UNEXPECTED,
}
LOG_NAME: Final = "dondoc-errors.log"


def complain(text: str) -> None:
    """Print to stderr."""
    print(text, file=sys.stderr)


def refused(error: DondocError, session: Session) -> int:
    """Say a refusal of our own and give its exit code."""
    from engine.errors import InputRefused
    from reports.wording import words

    is_blind = error.code == "SettingBroken"  # the language is a setting too
    spoken = words("en" if session.language == "en" else "vi") if is_blind else session.words
    complain(spoken.error(error))
    if isinstance(error, InputRefused):
        tell_problems(error, session)
    return EXIT_CODES.get(error.code, INPUT)


def tell_problems(error: InputRefused, session: Session) -> None:
    """Every finding of a refused file with its place, errors and warnings alike."""
    for problem in error.problems:
        mark = session.say("cli.problem.warning" if problem.is_warning else "cli.problem.error")
        complain(f"{problem.place}: {mark}: {session.words.problem(problem)}")


def file_failed(error: OSError, session: Session) -> int:
    """Say that a file or folder cannot be used."""
    name = error.filename or ""
    complain(session.say("cli.failure.file", path=name, reason=error.strerror or str(error)))
    return STORAGE


def log_unexpected(session: Session) -> None:
    """From now on, an error that nobody foresaw is one sentence; the traceback goes to a file in the data folder."""
    sys.excepthook = lambda kind, error, trace: _tell_unexpected(kind, error, trace=trace, session=session)


def _tell_unexpected(
    kind: type[BaseException], error: BaseException, *, trace: TracebackType | None, session: Session
) -> None:
    from reports.wording import words

    said = "".join(traceback.format_exception(kind, error, trace))
    path = _log(said, session)
    spoken = words("en" if session.language == "en" else "vi")
    if path is None:
        complain(said)
    short = f"{kind.__name__}: {str(error).partition(chr(10))[0][:200]}"
    complain(spoken.say("cli.failure.unexpected", error=short, path=path or "–"))


def _log(text: str, session: Session) -> Path | None:
    """Append to the log; None if even that cannot be done."""
    from engine.clock import SystemClock
    from engine.errors import SettingBroken

    try:
        folder = session.settings.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOG_NAME
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{SystemClock().now().isoformat(timespec='seconds')}\n{text}\n")
    except (OSError, SettingBroken):
        return None
    return path
