"""Pages: what they say is there in English, what they carry is what VENDORED.md says, nothing stands inline."""

import re
from collections.abc import Iterable
from hashlib import sha256

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.support.source import ROOT, listed

WEB = ROOT / "web"
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
# Speech.say, Speech.count and what templates call.
KEYWORDS = {"_": None, "say": None, "gettext": None, "ngettext": (1, 2), "count": (1, 2)}
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
VIETNAMESE = re.compile("[À-ỹđĐ]")


def spoken() -> set[str]:
    """Every text that templates and modules of web say."""
    found: set[str] = set()
    for _, _, message, _, _ in extract_from_dir(WEB, METHODS, OPTIONS, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return {text for text in found if text}


def english() -> Catalog:
    """The English catalogue."""
    with (WEB / "locales" / "en.po").open("rb") as file:
        return read_po(file, locale="en")


def translated(catalogue: Catalog) -> dict[str, list[str]]:
    """The texts of a catalogue with what they become."""
    found: dict[str, list[str]] = {}
    for message in catalogue:
        if message.id:
            key = str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
            found[key] = list(message.string) if isinstance(message.string, tuple) else [str(message.string)]
    return found


def test_everything_said_is_said_in_english() -> None:
    known = translated(english())
    assert listed(sorted(text for text in spoken() if not all(known.get(text, [""])))) == ""


def test_catalogue_says_nothing_that_no_page_says() -> None:
    assert listed(sorted(set(translated(english())) - spoken())) == ""


def test_translations_take_the_same_values() -> None:
    known = translated(english())
    wrong = [text for text, others in known.items() if any(values(text) != values(other) for other in others)]
    assert listed(wrong) == ""


def values(text: str) -> set[str]:
    """The names of the values in a text."""
    return set(re.findall(r"%\((\w+)\)s", text))


def bare_words(text: str) -> list[str]:
    """Vietnamese in a template outside of what is translated."""
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    return [line.strip() for line in outside.splitlines() if VIETNAMESE.search(line)]


def test_templates_have_no_words_outside_the_catalogue() -> None:
    templates = sorted((WEB / "templates").rglob("*.html"))
    found = [f"{path.name}: {line}" for path in templates for line in bare_words(path.read_text(encoding="utf-8"))]
    assert listed([line for line in found if "Tiếng Việt" not in line]) == ""


def inline(text: str) -> Iterable[str]:
    """What the content security policy would not run."""
    return re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", text)


def test_templates_have_nothing_inline() -> None:
    templates = sorted((WEB / "templates").rglob("*.html"))
    assert listed([f"{path.name}: {part}" for path in templates for part in inline(path.read_text("utf-8"))]) == ""


def test_vendored_files_are_what_their_list_says() -> None:
    lines = (WEB / "static" / "VENDORED.md").read_text(encoding="utf-8").splitlines()
    said = {cells[1].strip(): cells[5].strip() for line in lines if len(cells := line.split("|")) == 7}
    folder = WEB / "static" / "vendored"
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.suffix != ".LICENSE"}
    assert found == {name: digest for name, digest in said.items() if name not in ("file", "---")}


def test_stylesheets_and_scripts_name_no_other_server() -> None:
    own = [path for path in (WEB / "static").glob("*") if path.suffix in (".css", ".js")]
    assert listed([path.name for path in own if re.search(r"https?://", path.read_text(encoding="utf-8"))]) == ""
