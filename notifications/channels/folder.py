"""A channel that writes each mail as an .eml file: for trying out, and for a relay that picks files up."""

import errno
import os
import re
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.mail import Rendered, Sender, compose

_UNSAFE = re.compile(r"[^A-Za-z0-9@._+=-]")
_LONGEST_NAME = 120
# What an operator must mend; any other refusal of the disk may pass by itself.
_BROKEN_SET_UP = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EISDIR}
)


class FolderChannel:
    """Stands in for the channel ``kind``; ``folder`` is made if it is missing."""

    def __init__(self, folder: Path, *, sender: Sender, kind: str = "email") -> None:
        self.kind = kind
        self._folder = folder
        self._sender = sender

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Write ``<message id>-<attempt>.eml`` whole or not at all; the same attempt writes the same file."""
        content = compose(outgoing, rendered, sender=self._sender)
        if isinstance(content, Outcome):
            return content
        path = self._folder / file_name(outgoing.rfc_message_id, outgoing.attempt)
        try:
            _write(path, content)
        except OSError as error:
            return outcome_of(error)
        return Outcome(OutcomeClass.OK, detail=path.name)


def file_name(rfc_message_id: str, attempt: int) -> str:
    """A portable file name; one that had to be changed or cut keeps a digest, so that two ids never share a file."""
    bare = rfc_message_id.strip("<>")
    safe = _UNSAFE.sub("_", bare)[:_LONGEST_NAME]
    if safe != bare or safe.startswith("."):
        safe = f"_{safe}.{sha256(bare.encode()).hexdigest()[:12]}"
    return f"{safe}-{attempt}.eml"


def outcome_of(error: OSError) -> Outcome:
    """What a refusal of the disk means: config where an operator must act, else transient. Keeps the system's text."""
    if error.errno in _BROKEN_SET_UP:
        return Outcome(OutcomeClass.CONFIG, detail=str(error))
    return Outcome(OutcomeClass.TRANSIENT, detail=str(error), is_channel_wide=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, path)
        except OSError:
            os.unlink(part.name)
            raise
