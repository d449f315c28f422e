"""Files that come with a report: kept in the data folder under their digest, so that none can be swapped later."""

import re
import shutil
import unicodedata
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from config.file_kinds import MEDIA_TYPES, kind_of
from engine.errors import FileRefused, StorageFailed

MOST_BYTES = 20_000_000
_LONGEST_NAME = 120
_SAME_KIND = {".jpg": (".jpeg",)}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')


def keep_files(paths: Iterable[Path], folder: Path) -> tuple[dict[str, Any], ...]:
    """Copy files into ``folder`` as ``<sha256><suffix>``; gives name, size in bytes and sha256 of each. Raises OSError,
    before anything is copied, if one cannot be read."""
    found = [(path, _described(path)) for path in paths]
    if found:
        folder.mkdir(parents=True, exist_ok=True)
    for path, said in found:
        kept = folder / f"{said['sha256']}{path.suffix.lower()}"
        if not kept.exists():
            part = kept.with_name(f".{kept.name}.part")
            shutil.copyfile(path, part)
            part.replace(kept)
    return tuple(said for _, said in found)


def keep_upload(stream: BinaryIO, folder: Path, *, name: str) -> dict[str, Any]:
    """Keep what somebody sent, as ``keep_files`` does. The name is cleaned and ends as the content says.

    Raises FileRefused (empty, too_large, wrong_kind, archive, macros, damaged) and StorageFailed.
    """
    shown = clean_name(name)
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileRefused(name=shown, why="too_large")
    kind = kind_of(data)
    if kind not in MEDIA_TYPES:
        raise FileRefused(name=shown, why=kind)
    digest = sha256(data).hexdigest()
    try:
        _keep(data, folder / f"{digest}{kind}")
    except OSError as error:
        raise StorageFailed(reason=error.strerror or str(error)) from error
    return {"name": ended(shown, kind), "size": len(data), "sha256": digest}


def _keep(data: bytes, kept: Path) -> None:
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, prefix=".", suffix=".part", delete=False) as part:
        part.write(data)
    Path(part.name).replace(kept)


def note_sender(digest: str, folder: Path, *, person_id: int) -> None:
    """Remember that somebody sent a file, and so has its content. Raises StorageFailed."""
    try:
        kept = _senders(folder) / f"{digest}.{person_id}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch()
    except OSError as error:
        raise StorageFailed(reason=error.strerror or str(error)) from error


def was_sent_by(digest: str, folder: Path, *, person_id: int) -> bool:
    """Whether a person sent a file: who only knows its digest, out of an address or a history, has no right to it."""
    return _DIGEST.fullmatch(digest) is not None and (_senders(folder) / f"{digest}.{person_id}").exists()


def _senders(folder: Path) -> Path:
    return folder / "senders"


def find_file(digest: str, folder: Path) -> Path | None:
    """Where a file is kept; None for one that is not there."""
    if not _DIGEST.fullmatch(digest):
        return None
    return next(iter(sorted(folder.glob(f"{digest}*"))), None)


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction characters, and what other systems forbid; never empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = " ".join(_FORBIDDEN.sub(" ", kept).split()).strip(". ")
    stem, dot, end = kept.rpartition(".")
    if dot and stem.strip(". ") and len(end) <= 8:
        return f"{stem[: _LONGEST_NAME - len(end) - 1].rstrip('. ')}.{end}"
    return kept[:_LONGEST_NAME] or "tep"


def ended(name: str, kind: str) -> str:
    """A name that ends as its kind does: what calls itself .html and is a PDF is kept as .pdf."""
    end = Path(name).suffix.lower()
    if end == kind or end in _SAME_KIND.get(kind, ()):
        return name
    return f"{name.removesuffix(Path(name).suffix) or 'tep'}{kind}"


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "size": path.stat().st_size, "sha256": digest}
