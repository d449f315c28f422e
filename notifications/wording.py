"""Wording: the templates' environment, and texts cut to fit."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

_LONGEST_SUBJECT_TASK = 90


@cache
def environment(*, is_html: bool) -> Environment:
    """Sentences and text are made without escaping, and the HTML page escapes whatever it is handed. So it must import
    neither words.j2 nor kinds/: what a macro returns would count as safe."""
    made = Environment(
        loader=PackageLoader("notifications"),
        autoescape=is_html,  # noqa: S701 - mail text and subjects are not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters["day"] = "{:%d/%m/%Y}".format
    made.filters["short"] = shortened
    made.filters["sentence"] = _sentence
    return made


def shortened(text: str, longest: int = _LONGEST_SUBJECT_TASK) -> str:
    """``text`` on one line, cut to at most ``longest`` characters, between words where there are any."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    head = flat[: longest - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def _sentence(text: str) -> str:
    """``text`` with its first letter large and the rest untouched."""
    return text[:1].upper() + text[1:]
