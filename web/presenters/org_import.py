"""What a file of units and people would bring, counted and named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.errors import Problem
from engine.names import fold
from engine.organisation import OrganisationSpec
from engine.service.organisation import Imported, UnitLine
from web.i18n import Speech

MOST_PROBLEMS = 500
_NAMED = 10


@dataclass(frozen=True)
class Group:
    """What would happen to some units or people: how many, and the first of them by name."""

    title: str
    count: int
    names: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class PreviewView:
    """What an import would do. ``warnings``: what is odd and does not stand against it."""

    key: str
    name: str
    scheme: str
    groups: tuple[Group, ...]
    warnings: tuple[str, ...]
    is_nothing: bool


def problem_lines(problems: Iterable[Problem], *, speech: Speech) -> list[str]:
    """Findings with their places, line by line."""
    found = list(problems)
    said = [f"{one.place}: {speech.words.problem(one)}" for one in found[:MOST_PROBLEMS]]
    if len(found) > MOST_PROBLEMS:
        said.append(speech.say("… và %(count)s lỗi nữa.", count=len(found) - MOST_PROBLEMS))
    return said


def present(
    spec: OrganisationSpec,
    before: Sequence[UnitLine],
    *,
    warnings: Iterable[Problem],
    key: str,
    name: str,
    speech: Speech,
) -> PreviewView:
    """Compare a file with the units and people that are there."""
    units, people = _units(spec, before), _people(spec, before)
    titles = {
        "new": speech.say("Đơn vị mới"),
        "renamed": speech.say("Đơn vị đổi tên"),
        "moved": speech.say("Đơn vị chuyển sang trực thuộc nơi khác"),
        "same": speech.say("Đơn vị không đổi tên và nơi trực thuộc"),
    }
    posts = {
        "new": speech.say("Người mới hoặc chức vụ mới"),
        "changed": speech.say("Người đổi vai trò hoặc địa chỉ thư"),
        "same": speech.say("Người không đổi"),
    }
    groups = [_group(titles[one], names) for one, names in units.items()]
    groups += [_group(posts[one], names) for one, names in people.items()]
    quiet = len(units["same"]) == len(spec.units) and len(people["same"]) == len(spec.people)
    said = tuple(problem_lines(warnings, speech=speech))
    return PreviewView(key, name, spec.scheme, tuple(group for group in groups if group.count), said, quiet)


def _units(spec: OrganisationSpec, before: Sequence[UnitLine]) -> dict[str, list[str]]:
    known, above = {unit.code: unit for unit in before}, _parents(before)
    found: dict[str, list[str]] = {"new": [], "renamed": [], "moved": [], "same": []}
    for unit in spec.units:
        there = known.get(unit.code)
        if there is None:
            found["new"].append(unit.name)
        elif there.name != unit.name:
            found["renamed"].append(f"{there.name} → {unit.name}")
        else:
            found["same" if above.get(unit.code) == unit.parent else "moved"].append(unit.name)
    return found


def _people(spec: OrganisationSpec, before: Sequence[UnitLine]) -> dict[str, list[str]]:
    members = {(unit.code, fold(one.name)): one for unit in before for one in unit.members}
    found: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for person in spec.people:
        there = members.get((person.unit, fold(person.name)))
        if there is None:
            found["new"].append(person.name)
            continue
        is_same = person.contacts.get("email") in (None, there.email) and there.role == person.role
        found["same" if is_same else "changed"].append(person.name)
    return found


def _parents(before: Sequence[UnitLine]) -> dict[str, str | None]:
    """The code right above each unit, from the tree as it is listed: parents before children, with their depth."""
    found: dict[str, str | None] = {}
    path: list[str] = []
    for unit in before:
        del path[unit.depth :]
        found[unit.code] = path[-1] if path else None
        path.append(unit.code)
    return found


def _group(title: str, names: list[str]) -> Group:
    return Group(title, len(names), tuple(names[:_NAMED]), max(0, len(names) - _NAMED))


def imported(made: Imported, *, speech: Speech) -> str:
    """What an import left behind."""
    return speech.say(
        "Đã nhập: cơ cấu %(scheme)s nay có %(units)s đơn vị, %(people)s người giữ chức vụ.",
        scheme=made.scheme,
        units=made.units,
        people=made.people,
    )
