"""Files that come with a report: copied into the data folder under their digest, so that none can be swapped later."""

import shutil
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from typing import Any


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


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "size": path.stat().st_size, "sha256": digest}
