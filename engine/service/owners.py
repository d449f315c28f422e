"""From an owner selector to the units it reaches."""

from dataclasses import dataclass, field

from engine.names import fold
from engine.plans import (
    ALL_ADDRESSEES,
    Addressees,
    ByCode,
    ByKind,
    ByName,
    DirectiveSpec,
    External,
    Selector,
    Several,
    selector_from_dict,
)
from engine.store import organisation as store
from engine.store.database import Connection

_DEPTH = 8


@dataclass(frozen=True)
class Reached:
    """Units in order of their ids, and names of parties outside the tree."""

    units: tuple[int, ...] = ()
    external: tuple[str, ...] = ()

    def __add__(self, other: "Reached") -> "Reached":
        units = dict.fromkeys((*self.units, *other.units))
        return Reached(tuple(units), tuple(dict.fromkeys((*self.external, *other.external))))

    @property
    def is_empty(self) -> bool:
        """True if it reaches neither a unit nor an external party."""
        return not self.units and not self.external


@dataclass
class OwnerFinder:
    """Resolves selectors for one directive; remembers what it found, since many tasks share an owner."""

    connection: Connection
    scheme: str
    issuer_id: int
    spec: DirectiveSpec
    _known: dict[Selector, Reached] = field(default_factory=dict)

    def find(self, selector: Selector, *, depth: int = 0) -> Reached:
        """Whom a selector reaches now."""
        if selector not in self._known:
            self._known[selector] = self._find(selector, depth)
        return self._known[selector]

    def _find(self, selector: Selector, depth: int) -> Reached:
        if depth > _DEPTH:  # a phrase that stands for itself
            return Reached()
        match selector:
            case ByName(name):
                return self._by_name(name, depth)
            case ByCode(codes):
                ids = store.unit_ids(self.connection, self.scheme)
                return Reached(tuple(ids[code] for code in codes if code in ids))
            case ByKind():
                return self._by_kind(selector, default_under=self.issuer_id)
            case Addressees():
                return self._addressees(depth)
            case External(names):
                known = (store.external_name(self.connection, self.scheme, text_or_code=name) or name for name in names)
                return Reached(external=tuple(known))
            case Several(parts):
                return sum((self.find(part, depth=depth + 1) for part in parts), Reached())

    def _by_name(self, name: str, depth: int) -> Reached:
        planned = {fold(phrase): selector for phrase, selector in self.spec.selectors.items()}.get(fold(name))
        if planned is not None and planned != ByName(name):
            return self.find(planned, depth=depth + 1)
        phrase = store.owner_phrase(self.connection, self.scheme, phrase=name)
        if phrase is not None:
            return self._by_phrase(selector_from_dict(phrase), depth)
        units = store.units_named(self.connection, name, scheme=self.scheme)
        if units:
            return Reached((units[0].id,)) if len(units) == 1 else Reached()
        outside = store.external_name(self.connection, self.scheme, text_or_code=name)
        return Reached(external=(outside,)) if outside else Reached()

    def _by_phrase(self, selector: Selector, depth: int) -> Reached:
        """A phrase of the organisation file speaks of the whole organisation, not of what lies below the issuer."""
        if isinstance(selector, ByKind):
            return self._by_kind(selector, default_under=None)
        if isinstance(selector, Several):
            return sum((self._by_phrase(part, depth + 1) for part in selector.parts), Reached())
        return self.find(selector, depth=depth + 1)

    def _by_kind(self, selector: ByKind, *, default_under: int | None) -> Reached:
        under = default_under
        if selector.under is not None:
            found = store.units_named(self.connection, selector.under, scheme=self.scheme)
            if len(found) != 1:
                return Reached()
            under = found[0].id
        return Reached(tuple(store.units_of_kinds(self.connection, self.scheme, kinds=selector.kinds, under_id=under)))

    def _addressees(self, depth: int) -> Reached:
        for phrase, selector in self.spec.selectors.items():
            if fold(phrase) == fold(ALL_ADDRESSEES) and not isinstance(selector, Addressees):
                return self.find(selector, depth=depth + 1)
        phrase_selector = store.owner_phrase(self.connection, self.scheme, phrase=ALL_ADDRESSEES)
        if phrase_selector is not None:
            return self._by_phrase(selector_from_dict(phrase_selector), depth)
        return sum((self._by_name(name, depth + 1) for name in self.spec.addressees), Reached())
