"""The record of what administrators changed: one line of JSON a change, only ever added to, each with the hash of the
line before."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any

from config.settings import Settings
from engine.history import digest
from engine.service.change import Change

FILE = "changes.jsonl"
_TAIL = 65_536
_ALONE = Lock()  # the pages are served by one process


def record_change(settings: Settings, change: Change) -> None:
    """Add a change to the record, before the page answers. Raises OSError where it cannot be written."""
    path = settings.data_dir / FILE
    values = {**asdict(change), "at": change.at.isoformat()}
    with _ALONE, path.open("ab+") as file:
        last = _last_line(file)
        text = json.dumps({**values, "before_hash": digest(last) if last else ""}, ensure_ascii=False, sort_keys=True)
        file.write(text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def recorded_changes(settings: Settings, *, limit: int = 200) -> list[dict[str, Any]]:
    """The newest changes, newest first: kind, id, name, actor, at, before, after."""
    path = settings.data_dir / FILE
    lines = _lines(path)[-limit:] if path.exists() else []
    return [json.loads(line) for line in reversed(lines)]


def first_break(settings: Settings) -> int | None:
    """The number of the first line, counted from 1, that does not follow from the one before; None if all do."""
    path, before = settings.data_dir / FILE, ""
    for number, line in enumerate(_lines(path) if path.exists() else [], start=1):
        if json.loads(line)["before_hash"] != (digest(before) if before else ""):
            return number
        before = line
    return None


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def _last_line(file: Any) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    lines = [line for line in file.read().split(b"\n") if line]
    file.seek(0, os.SEEK_END)
    return lines[-1].decode() if lines else ""
