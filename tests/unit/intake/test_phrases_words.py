"""Every remark and refusal of the phrase reader, and every step of a derivation, has its sentence in both languages."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
WORDS = {
    language: YAML(typ="safe").load((ROOT / "reports" / "locales" / f"{language}.yaml").read_text(encoding="utf-8"))
    for language in ("vi", "en")
}
READERS = sorted((ROOT / "intake" / "phrases").glob("*.py"))
QUOTED = re.compile(r'(?:reason=|note=|\(\*notes, |\(\*found\.notes, |notes = \(|"(?:likely|doubtful)", \()"([a-z_]+)"')
STEPS = re.compile(r'Step\(\s*f?"([a-z_{}]+)"')


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_hold_every_code_of_the_phrase_readers(language: str) -> None:
    codes = {code for path in READERS for code in QUOTED.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 15
    assert codes <= WORDS[language]["phrases"].keys()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_hold_every_step_of_a_derivation(language: str) -> None:
    sources = [(ROOT / "engine" / name).read_text(encoding="utf-8") for name in ("deadlines.py", "derivation.py")]
    codes = {code for source in sources for code in STEPS.findall(source) if "{" not in code}
    units = {f"within_{unit}" for unit in ("hour", "day", "working_day", "week", "month", "year")}
    anchors = {f"anchor_{name}" for name in ("issued", "received", "event", "date")}
    others = {"before_hour", "by_hour", "weekend", "day_off", "worked_day", "on_demand", "no_deadline"}
    assert codes | units | anchors | others <= WORDS[language]["derivation"].keys()


@pytest.mark.parametrize("section", ["derivation", "phrases"])
def test_words_have_the_same_places_in_both_languages(section: str) -> None:
    places = [
        {code: set(re.findall(r"{(\w+)}", sentence)) for code, sentence in WORDS[language][section].items()}
        for language in ("vi", "en")
    ]
    assert places[0] == places[1]
