"""Policies as an official edits them (config/policies/*.yaml) → values. What is wrong is named with file and line."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from engine.channels import REMINDING
from engine.errors import PolicyBroken
from engine.ladders import Audience, Ladder, Policies, Rung

OFFICE_FILE = "office.yaml"
_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")
_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_RUNG_KEYS = frozenset({"key", "days", "audience", "at", "escalation", "immediate", "draft", "repeat_days"})
_OFFICE_KEYS = frozenset(
    {
        "digest_at",
        "send_from",
        "send_until",
        "budget",
        "soon_days",
        "extensions_flagged_from",
        "roles",
        "urgencies",
        "bypassing",
    }
)
# Newer than the files of offices that copied theirs: they may be missing.
_OPTIONAL_KEYS = frozenset({"channels", "urgent_channels", "fall_back_minutes"})


def read_policies(*folders: Path) -> Policies:
    """Policies from one folder, files of a later folder replacing those of the same name. Raises PolicyBroken."""
    return policies_of({path: read_text(path) for path in policy_paths(*folders).values()}, place=str(folders[-1]))


def policy_paths(*folders: Path) -> dict[str, Path]:
    """The policy files in force by name: a file of a later folder stands for that of the same name before."""
    paths: dict[str, Path] = {}
    for folder in folders:
        paths.update({path.name: path for path in sorted(folder.glob("*.yaml"))})
    return paths


def policies_of(texts: Mapping[Path, str], *, place: str = "") -> Policies:
    """Policies from the texts of their files. Raises PolicyBroken with file and line."""
    paths = {path.name: path for path in texts}
    if OFFICE_FILE not in paths:
        raise PolicyBroken(place=place, reason="file_missing", name=OFFICE_FILE)
    office = _load(paths[OFFICE_FILE], texts[paths[OFFICE_FILE]])
    digest_at = _time(office, "digest_at", path=paths[OFFICE_FILE])
    ladders: dict[str, Ladder] = {}
    for name in sorted(set(paths) - {OFFICE_FILE}):
        ladder = _ladder(_load(paths[name], texts[paths[name]]), paths[name], digest_at=digest_at)
        if ladder.name in ladders:
            raise PolicyBroken(place=f"{paths[name]}:1", reason="ladder_twice", name=ladder.name)
        ladders[ladder.name] = ladder
    return _policies(office, paths[OFFICE_FILE], ladders=ladders, digest_at=digest_at)


def read_text(path: Path) -> str:
    """The text of a policy file. Raises PolicyBroken."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyBroken(place=str(path), reason="file", detail=str(error)) from error


def _load(path: Path, text: str) -> CommentedMap:
    try:
        found = YAML(typ="rt").load(text)
    except RecursionError as error:
        raise PolicyBroken(place=f"{path}:1", reason="yaml", detail="too deep") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        detail = str(getattr(error, "problem", error))
        raise PolicyBroken(place=f"{path}:{line}", reason="yaml", detail=detail) from error
    if not isinstance(found, CommentedMap):
        raise PolicyBroken(place=f"{path}:1", reason="no_mapping")
    return found


def _place(values: CommentedMap, key: str, *, path: Path) -> str:
    line = values.lc.key(key)[0] if key in values else values.lc.line
    return f"{path}:{line + 1}"


def _require(values: CommentedMap, path: Path, *, known: frozenset[str], needed: tuple[str, ...]) -> None:
    for key in values:
        if key not in known:
            raise PolicyBroken(place=_place(values, key, path=path), reason="key_unknown", key=key)
    for key in needed:
        if key not in values:
            raise PolicyBroken(place=_place(values, key, path=path), reason="key_missing", key=key)


def _time(values: CommentedMap, key: str, *, path: Path, default: time | None = None) -> time:
    if key not in values and default is not None:
        return default
    matched = _CLOCK.match(str(values.get(key, "")))
    if matched is None:
        raise PolicyBroken(place=_place(values, key, path=path), reason="no_time", key=key)
    return time(int(matched[1]), int(matched[2]))


def _int(values: CommentedMap, key: str, *, path: Path, least: int, most: int = 1_000) -> int:
    found = values[key]
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        raise PolicyBroken(place=_place(values, key, path=path), reason="no_number", key=key, least=least, most=most)
    return int(found)


def _flag(values: CommentedMap, key: str, *, path: Path) -> bool:
    found = values.get(key, False)
    if not isinstance(found, bool):
        raise PolicyBroken(place=_place(values, key, path=path), reason="no_flag", key=key)
    return found


def _ladder(values: CommentedMap, path: Path, *, digest_at: time) -> Ladder:
    _require(values, path, known=frozenset({"name", "rungs"}), needed=("name", "rungs"))
    rungs = values["rungs"]
    if not isinstance(rungs, list) or not rungs or not all(isinstance(one, CommentedMap) for one in rungs):
        raise PolicyBroken(place=_place(values, "rungs", path=path), reason="no_list", key="rungs")
    found: dict[str, Rung] = {}
    for one in rungs:
        rung = _rung(one, path, digest_at=digest_at)
        if rung.key in found:
            raise PolicyBroken(place=_place(one, "key", path=path), reason="rung_twice", name=rung.key)
        found[rung.key] = rung
    return Ladder(str(values["name"]), tuple(found.values()))


def _rung(values: CommentedMap, path: Path, *, digest_at: time) -> Rung:
    _require(values, path, known=_RUNG_KEYS, needed=("key", "days", "audience"))
    if not _KEY.match(str(values["key"])):
        raise PolicyBroken(place=_place(values, "key", path=path), reason="bad_key", key="key")
    if str(values["audience"]) not in set(Audience):
        known = ", ".join(audience.value for audience in Audience)
        raise PolicyBroken(place=_place(values, "audience", path=path), reason="no_choice", key="audience", known=known)
    days = _int(values, "days", path=path, least=-250, most=250)
    repeat = _int(values, "repeat_days", path=path, least=1, most=365) if "repeat_days" in values else None
    if repeat is not None and days <= 0:
        raise PolicyBroken(place=_place(values, "repeat_days", path=path), reason="repeat_before")
    return Rung(
        key=str(values["key"]),
        days=days,
        audience=Audience(str(values["audience"])),
        at=_time(values, "at", path=path, default=digest_at),
        is_escalation=_flag(values, "escalation", path=path),
        is_immediate=_flag(values, "immediate", path=path),
        is_draft=_flag(values, "draft", path=path),
        repeat_days=repeat,
    )


def _policies(office: CommentedMap, path: Path, *, ladders: Mapping[str, Ladder], digest_at: time) -> Policies:
    _require(office, path, known=_OFFICE_KEYS | _OPTIONAL_KEYS, needed=tuple(sorted(_OFFICE_KEYS)))
    urgencies = {str(k): str(v) for k, v in _mapping(office, "urgencies", path=path).items()}
    for urgency, name in urgencies.items():
        if name not in ladders:
            raise PolicyBroken(
                place=_place(office["urgencies"], urgency, path=path), reason="ladder_missing", name=name
            )
    if "default" not in ladders:
        raise PolicyBroken(place=str(path), reason="ladder_missing", name="default")
    send_from, send_until = _time(office, "send_from", path=path), _time(office, "send_until", path=path)
    if not send_from <= digest_at < send_until:
        raise PolicyBroken(place=_place(office, "digest_at", path=path), reason="digest_outside")
    return Policies(
        ladders=ladders,
        urgencies=urgencies,
        roles=_roles(office, path),
        digest_at=digest_at,
        send_from=send_from,
        send_until=send_until,
        budget=_int(office, "budget", path=path, least=1),
        soon_days=_int(office, "soon_days", path=path, least=0, most=60),
        extensions_flagged_from=_int(office, "extensions_flagged_from", path=path, least=1),
        bypassing=frozenset(str(one) for one in _list(office, "bypassing", path=path)),
        **_channels(office, path),
    )


def _channels(office: CommentedMap, path: Path) -> dict[str, Any]:
    """The order of channels and how long each has, where the file says so."""
    found: dict[str, Any] = {}
    for key in ("channels", "urgent_channels"):
        if key not in office:
            continue
        names = office[key]
        if not isinstance(names, list) or not names:
            raise PolicyBroken(place=_place(office, key, path=path), reason="no_list", key=key)
        unknown = next((str(name) for name in names if str(name) not in set(REMINDING)), None)
        if unknown is not None:
            known = ", ".join(REMINDING)
            raise PolicyBroken(place=_place(office, key, path=path), reason="no_choice", key=key, known=known)
        found[key] = tuple(str(name) for name in names)
    if "fall_back_minutes" in office:
        minutes = _int(office, "fall_back_minutes", path=path, least=1, most=1440)
        found["fall_back_after"] = timedelta(minutes=minutes)
    return found


def _mapping(values: CommentedMap, key: str, *, path: Path) -> CommentedMap:
    found = values[key]
    if not isinstance(found, CommentedMap):
        raise PolicyBroken(place=_place(values, key, path=path), reason="no_mapping_at", key=key)
    return found


def _list(values: CommentedMap, key: str, *, path: Path) -> list[Any]:
    """A list, which may be empty."""
    found = values[key] or []
    if not isinstance(found, list):
        raise PolicyBroken(place=_place(values, key, path=path), reason="no_list", key=key)
    return found


def _roles(office: CommentedMap, path: Path) -> dict[str, tuple[str, ...]]:
    found = _mapping(office, "roles", path=path)
    for audience in dict.fromkeys(("officer", "leader", *found)):
        if not isinstance(found.get(audience), list) or not found[audience]:
            raise PolicyBroken(place=_place(found, audience, path=path), reason="no_list", key=audience)
    return {str(name): tuple(str(role) for role in roles) for name, roles in found.items()}
