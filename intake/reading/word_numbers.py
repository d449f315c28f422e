"""Automatic numbers of Word: the counters of a document and the number that is printed before a paragraph."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_DEEPEST_STYLE: Final = 20
_PLACEHOLDERS: Final = tuple(f"%{level + 1}" for level in range(_LEVELS))
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST: Final = 3999


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints: ``pattern`` is a text with %1 … %9."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    is_glued: bool = False
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)
    link: str | None = None


def value_of(element: Any, name: str) -> str | None:
    """The ``w:val`` of a child, None if there is no such child."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + "val", "")


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute, ``default`` if it is none."""
    try:
        return int(text or "")
    except ValueError:
        return default


class Numbering:
    """The lists of a document with their counters; ask for each paragraph once, in the order of the text."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, Any] = {}
        self._default_style: str | None = None
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def printed(self, properties: Any) -> str:
        """The number or bullet of a paragraph with its blank, by its properties (``w:pPr``); "" for none."""
        number, depth = self._place(properties)
        if number is None or number not in self._abstract:
            return ""
        levels = self._levels(number)
        level = levels.get(depth)
        if level is None:
            return ""
        self._count(number, depth, levels=levels)
        text = self._filled(number, depth, levels=levels)
        return text if not text or level.is_glued else f"{text} "

    def _read_lists(self, numbering: Any) -> None:
        links: dict[str, str] = {}
        for abstract in numbering.findall(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId", "")
            self._lists[key] = _list(abstract)
            if (name := value_of(abstract, "styleLink")) is not None:
                links[name] = key
        for number in numbering.findall(W + "num"):
            self._read_number(number.get(W + "numId", ""), number, links=links)

    def _read_number(self, key: str, number: Any, *, links: dict[str, str]) -> None:
        abstract = value_of(number, "abstractNumId") or ""
        link = self._lists[abstract].link if abstract in self._lists else None
        self._abstract[key] = links.get(link or "", abstract)
        levels, restarts = self._overrides.setdefault(key, {}), self._restarts.setdefault(key, {})
        for override in number.findall(W + "lvlOverride"):
            depth = whole(override.get(W + "ilvl"))
            if (level := override.find(W + "lvl")) is not None:
                levels[depth] = _level(level)
            if (start := value_of(override, "startOverride")) is not None:
                restarts[depth] = whole(start, 1)

    def _read_styles(self, styles: Any) -> None:
        for style in styles.findall(W + "style"):
            key = style.get(W + "styleId", "")
            self._styles[key] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default_style = key

    def _place(self, properties: Any) -> tuple[str | None, int]:
        """Which list and level a paragraph is in: its own properties, else those of its styles."""
        own = None if properties is None else properties.find(W + "numPr")
        number, depth = value_of(own, "numId"), value_of(own, "ilvl")
        if number is None:
            for name, inherited in self._chain(value_of(properties, "pStyle") or self._default_style):
                number = value_of(inherited, "numId")
                depth = depth or value_of(inherited, "ilvl") or str(self._depth_of_style(number, name))
                if number is not None:
                    break
        is_none = number in (None, "0")
        return (None, 0) if is_none else (number, min(max(whole(depth), 0), _LEVELS - 1))

    def _chain(self, name: str | None) -> Iterator[tuple[str, Any]]:
        """The list properties of a style and of those it is based on."""
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name or "")
            if name is None or style is None:
                return
            properties = style.find(W + "pPr")
            own = None if properties is None else properties.find(W + "numPr")
            if own is not None:
                yield name, own
            name = value_of(style, "basedOn")

    def _depth_of_style(self, number: str | None, style: str) -> int:
        listed = self._lists.get(self._abstract.get(number or "", ""))
        return 0 if listed is None else listed.by_style.get(style, 0)

    def _levels(self, number: str) -> dict[int, Level]:
        listed = self._lists.get(self._abstract[number])
        return {**(listed.levels if listed else {}), **self._overrides.get(number, {})}

    def _count(self, number: str, depth: int, *, levels: dict[int, Level]) -> None:
        """Lists of one abstract list count on; a list's own start counts when its level is first met."""
        counters = self._counters[self._abstract[number]]
        restart = self._restarts.get(number, {}).get(depth)
        if restart is not None and (number, depth) not in self._begun:
            counters[depth] = restart
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = levels[depth].start
        self._begun.add((number, depth))
        for deeper in [one for one in counters if one > depth]:
            del counters[deeper]

    def _filled(self, number: str, depth: int, *, levels: dict[int, Level]) -> str:
        level, counters = levels[depth], self._counters[self._abstract[number]]
        if level.form == "none":
            return level.pattern if "%" not in level.pattern else ""
        text = level.pattern
        for above, placeholder in enumerate(_PLACEHOLDERS[: depth + 1]):
            if placeholder in text:
                of = levels.get(above, Level())
                form = "decimal" if level.is_legal and above < depth else of.form
                text = text.replace(placeholder, _spoken(counters.get(above, of.start), form))
        return text


def _list(abstract: Any) -> _List:
    found = _List(link=value_of(abstract, "numStyleLink"))
    for element in abstract.findall(W + "lvl"):
        depth = whole(element.get(W + "ilvl"))
        found.levels[depth] = _level(element)
        if (style := value_of(element, "pStyle")) is not None:
            found.by_style[style] = depth
    return found


def _level(element: Any) -> Level:
    form = value_of(element, "numFmt") or "decimal"
    pattern = value_of(element, "lvlText") or ""
    is_legal = element.find(W + "isLgl") is not None
    is_glued = value_of(element, "suff") == "nothing"
    # The hollow bullet is the letter o of a typewriter font.
    pattern = "◦" if form == "bullet" and pattern == "o" else pattern
    return Level(whole(value_of(element, "start"), 1), form, pattern, is_glued, is_legal)


def _spoken(count: int, form: str) -> str:
    """A count as a list prints it."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count <= _LARGEST:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        text += letters * times
    return text
