"""Whether an organisation knows the owners and coordinators that a plan names."""

import difflib
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from engine.errors import Problem
from engine.names import fold
from engine.organisation import OrganisationSpec
from engine.plans import (
    ALL_ADDRESSEES,
    Addressees,
    ByCode,
    ByKind,
    ByName,
    DirectiveSpec,
    Selector,
    Several,
    TaskSpec,
)


def check_owners(spec: DirectiveSpec, organisation: OrganisationSpec) -> tuple[Problem, ...]:
    """What the plan names and the organisation does not know: an error for owners and leads, information for others.

    The place of each finding is that of its task.
    """
    directory = _Directory(spec, organisation)
    found: list[Problem] = []
    for task in spec.tasks:
        found.extend(directory.owner_problems(task))
        found.extend(directory.text_problems(task, "coordinator_untracked", names=task.coordinators))
        found.extend(directory.text_problems(task, "informed_untracked", names=task.informed))
    return tuple(found)


class _Directory:
    """The names of an organisation and the owner phrases of a plan, folded for comparison."""

    def __init__(self, spec: DirectiveSpec, organisation: OrganisationSpec) -> None:
        self._addressees = spec.addressees
        self._units = organisation.units
        self._kinds = {unit.kind for unit in organisation.units}
        self._codes = {unit.code for unit in organisation.units}
        phrases = organisation.owner_phrases | spec.selectors
        self._phrases = {fold(phrase): selector for phrase, selector in phrases.items()}
        self._external = {fold(name) for party in organisation.external for name in (party.code, party.name)}
        self._written = {fold(phrase): phrase for phrase in phrases}
        for unit in organisation.units:
            self._written.update((fold(name), name) for name in (unit.code, unit.name, *unit.aliases))
        self._suggestions: dict[str, str] = {}

    def owner_problems(self, task: TaskSpec) -> Iterator[Problem]:
        for selector in (task.owner, task.lead):
            if selector is not None:
                yield from self._unreached(task, selector, via=())
        if isinstance(task.lead, ByName) and self._is_group(task.lead.name):
            yield Problem(task.place, "lead_is_group", {"task": task.key, "name": task.lead.name})

    def text_problems(self, task: TaskSpec, code: str, *, names: tuple[str, ...]) -> Iterator[Problem]:
        for name in names:
            if fold(name) not in self._phrases and fold(name) not in self._names and fold(name) not in self._external:
                yield Problem(task.place, code, {"task": task.key, "name": name}, is_warning=True)

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = defaultdict(set)
        for unit in self._units:
            for name in (unit.code, unit.name, *unit.aliases):
                names[fold(name)].add(unit.code)
        return names

    def _unreached(self, task: TaskSpec, selector: Selector, *, via: tuple[str, ...]) -> Iterator[Problem]:
        match selector:
            case ByName(name):
                yield from self._unreached_name(task, name, via=via)
            case ByCode(codes):
                yield from (self._unknown(task, code) for code in codes if code not in self._codes)
            case ByKind():
                yield from self._unreached_kinds(task, selector)
            case Addressees():
                yield from self._unreached_addressees(task)
            case Several(parts):
                yield from chain.from_iterable(self._unreached(task, part, via=via) for part in parts)

    def _unreached_name(self, task: TaskSpec, name: str, *, via: tuple[str, ...]) -> Iterator[Problem]:
        key = fold(name)
        if key in self._phrases and key not in via:
            yield from self._unreached(task, self._phrases[key], via=(*via, key))
        elif key not in self._names and key not in self._external:
            yield self._unknown(task, name)

    def _unreached_kinds(self, task: TaskSpec, selector: ByKind) -> Iterator[Problem]:
        for kind in selector.kinds:
            if kind not in self._kinds:
                yield Problem(task.place, "owner_kind_unknown", {"task": task.key, "name": kind})
        if selector.under is not None and fold(selector.under) not in self._names:
            yield self._unknown(task, selector.under)

    def _unreached_addressees(self, task: TaskSpec) -> Iterator[Problem]:
        names = [fold(name) for name in (ALL_ADDRESSEES, *self._addressees)]
        if not any(name in self._phrases or name in self._names for name in names):
            yield Problem(task.place, "owner_addressees_unknown", {"task": task.key})

    def _is_group(self, name: str) -> bool:
        selector = self._phrases.get(fold(name))
        if selector is None or isinstance(selector, ByName):
            return False
        return not (isinstance(selector, ByCode) and len(selector.codes) == 1)

    def _unknown(self, task: TaskSpec, name: str) -> Problem:
        suggestion = self._suggestion(name)
        if suggestion:
            values = {"task": task.key, "name": name, "suggestion": suggestion}
            return Problem(task.place, "owner_unknown_similar", values)
        return Problem(task.place, "owner_unknown", {"task": task.key, "name": name})

    def _suggestion(self, name: str) -> str:
        """The nearest name, as it is written; looked up once for each unknown name."""
        if name not in self._suggestions:
            others = self._written.keys() - {fold(name)}
            near = difflib.get_close_matches(fold(name), sorted(others), n=1, cutoff=0.75)
            self._suggestions[name] = self._written[near[0]] if near else ""
        return self._suggestions[name]
