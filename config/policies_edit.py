"""Editing the office's own policies as text: read, checked with all the others, saved whole with the former beside."""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from config.bootstrap import ROOM, policy_folders
from config.policies_file import policies_of, policy_paths, read_text
from config.settings import Settings
from engine.deadlines import OFFICE_ZONE
from engine.errors import NotFound, PolicyBroken
from engine.ladders import Policies

MOST_CHARACTERS = 20_000
_LONGEST_LINE = 500
_DEEPEST = 20
_NAME = re.compile(r"[a-z0-9_]{1,40}\.yaml", re.ASCII)
_LINE = re.compile(r":(\d+)$")


@dataclass(frozen=True)
class PolicyText:
    """A policy file: its text, whether it is the office's own or the shipped one, and a mark of the text as it was."""

    name: str
    text: str
    is_own: bool
    mark: str


@dataclass(frozen=True)
class PolicyFault:
    """What is wrong with a text: the line, counted from 1 (None: not of one line), and the refusal with its words."""

    line: int | None
    error: PolicyBroken


def policy_texts(settings: Settings) -> tuple[PolicyText, ...]:
    """The policy files in force, by name. Raises PolicyBroken for one that cannot be read."""
    found = policy_paths(*policy_folders(settings))
    return tuple(_read(path) for _, path in sorted(found.items()))


def policy_text(settings: Settings, name: str) -> PolicyText:
    """One policy file in force. Raises NotFound, PolicyBroken."""
    path = policy_paths(*policy_folders(settings)).get(name)
    if path is None:
        raise NotFound(what="policy", key=name)
    return _read(path)


def check_policy_text(settings: Settings, name: str, *, text: str) -> Policies | PolicyFault:
    """The policies as they would be with ``text`` in the file ``name``, or the first thing that is wrong."""
    try:
        return _policies_with(settings, name, text=text)
    except PolicyBroken as error:
        line = _LINE.search(str(error.values["place"]))
        return PolicyFault(int(line[1]) if line else None, error)


def save_policy_text(settings: Settings, name: str, *, text: str, seen: str, at: datetime) -> Policies:
    """Put ``text`` into the office's file ``name``, whole or not at all; what stood there is kept as
    ``NAME.<instant>.bak`` beside it. ``seen`` is the mark of the text that was edited ("" for a new file).

    Gives the policies from now on; a loop that runs in another process takes them with its next start. Raises
    PolicyBroken for a text that cannot be used and for one that somebody changed meanwhile: the file stays as it is.
    """
    policies = _policies_with(settings, name, text=text)
    path = policy_paths(*policy_folders(settings)).get(name)
    if (_read(path).mark if path else "") != seen:
        raise PolicyBroken(place=name, reason="changed_meanwhile")
    folder = settings.policies_dir or settings.data_dir / "policies"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / name).exists():
            shutil.copyfile(folder / name, _free(folder / f"{name}.{at.astimezone(OFFICE_ZONE):%Y%m%d-%H%M%S}.bak"))
        _replace(folder / name, _unix(text))
    except OSError as error:
        raise PolicyBroken(place=name, reason="file", detail=error.strerror or str(error)) from error
    return policies


def _policies_with(settings: Settings, name: str, *, text: str) -> Policies:
    if _NAME.fullmatch(name) is None:
        raise PolicyBroken(place=name, reason="bad_name")
    if len(text) > MOST_CHARACTERS:
        raise PolicyBroken(place=name, reason="too_long", most=MOST_CHARACTERS)
    if _is_tangled(text):
        raise PolicyBroken(place=name, reason="tangled", most=_LONGEST_LINE)
    paths = policy_paths(*policy_folders(settings))
    texts = {path: read_text(path) for other, path in paths.items() if other != name}
    return policies_of({**texts, Path(name): _unix(text)}, place=name)


def _is_tangled(text: str) -> bool:
    """True for lines or nesting that no policy has, and on which a parser would spend minutes."""
    depth = deepest = 0
    for letter in text:
        depth += (letter in "[{") - (letter in "]}")
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or any(len(line) > _LONGEST_LINE for line in text.splitlines())


def _read(path: Path) -> PolicyText:
    text = read_text(path)
    return PolicyText(path.name, text, path.parent != ROOM / "policies", sha256(text.encode()).hexdigest())


def _unix(text: str) -> str:
    """The text of a form, whose lines end as HTTP wants it."""
    return text.replace("\r\n", "\n").rstrip() + "\n"


def _free(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.removesuffix('.bak').partition('~')[0]}~{number}.bak")
    return path


def _replace(path: Path, text: str) -> None:
    with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, suffix=".part", delete=False) as new:
        try:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise
    os.replace(new.name, path)
