"""What a reader starts from: the bytes of a file, and how to refuse it or warn about it by name."""

from dataclasses import dataclass
from typing import Final

from engine.errors import DocumentRefused, Problem

# Far more than any directive has, with all its annexes.
MOST_CHARACTERS: Final = 1_500_000
MOST_LINES: Final = 40_000


@dataclass(frozen=True, slots=True)
class Source:
    """The whole file in memory; ``path`` is what messages call it."""

    path: str
    data: bytes

    def refusal(self, reason: str) -> DocumentRefused:
        """The error to raise; ``reason`` is a code below ``refusals.document`` of the locales."""
        return DocumentRefused(path=self.path, reason=reason)

    def warning(self, code: str, line: int = 1, /, **values: object) -> Problem:
        """Something an official should know about the reading; ``code`` stands below ``problems`` of the locales."""
        return Problem(f"{self.path}:{line}", code, dict(values), is_warning=True)
