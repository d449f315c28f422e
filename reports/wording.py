"""The words of both languages: codes and values of the engine become sentences. A missing key is a KeyError."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from engine.derivation import Step
from engine.errors import DondocError, Problem
from engine.ladders import Rung
from reports.recurring import recurrence_said

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_LOCALES = Path(__file__).resolve().parent / "locales"
# Values of errors that are codes themselves, and the part of the locale that says them.
_CODES = {
    ("TransitionRefused", "source"): "status",
    ("TransitionRefused", "target"): "status",
    ("TransitionRefused", "why"): "refusals.transition",
    ("ExtensionRefused", "why"): "refusals.extension",
    ("BadFigure", "why"): "refusals.figure",
    ("ResendRefused", "why"): "refusals.resend",
    ("LinkRefused", "why"): "refusals.link",
    ("PortRefused", "why"): "refusals.port",
    ("DraftRefused", "why"): "refusals.draft",
    ("SignInRefused", "why"): "refusals.sign_in",
    ("KeyRefused", "why"): "refusals.key",
    ("SubscriptionRefused", "why"): "refusals.subscription",
    ("PasswordRefused", "why"): "refusals.password",
    ("ChangeRefused", "why"): "refusals.change",
    ("FileRefused", "why"): "refusals.file",
    ("DocumentRefused", "reason"): "refusals.document",
    ("NotFound", "what"): "things",
    ("Ambiguous", "what"): "things",
    ("BadRule", "reason"): "rules",
    ("PolicyBroken", "reason"): "policies",
}


class Words:
    """The sentences of one language."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def say(self, key: str, /, **values: Any) -> str:
        """The sentence under a dotted key with its values; days and instants are printed as documents do."""
        return self._sentences[key].format(**{name: self.shown(value) for name, value in values.items()})

    def shown(self, value: Any) -> Any:
        """A value as people read it: dd/mm/yyyy, instants in local time."""
        if isinstance(value, datetime):
            local = value.astimezone(ZONE) if value.tzinfo else value
            return f"{local:%H:%M} {local:%d/%m/%Y}"
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def day(self, on: date | None) -> str:
        """A day, or a dash where there is none."""
        return "–" if on is None else str(self.shown(on))

    def status(self, code: str) -> str:
        """A stored status."""
        return self.say(f"status.{code}")

    def timeliness(self, code: str) -> str:
        """How work stands against its deadline."""
        return self.say(f"timeliness.{code}")

    def decision(self, code: str) -> str:
        """What was decided about a rung for a person."""
        return self.say(f"decisions.{code}")

    def reason(self, code: str, /, **values: Any) -> str:
        """Why it was decided so."""
        return self.say(f"reasons.{code}", **values)

    def audience(self, code: str) -> str:
        """For whom a rung is meant."""
        return self.say(f"audiences.{code}")

    def role(self, code: str) -> str:
        """The role of a post; an office may have roles of its own, which are shown as written."""
        return self.say(f"roles.{code}") if f"roles.{code}" in self else code

    def fact(self, kind: str) -> str:
        """What a history entry says happened."""
        return self.say(f"facts.{kind}")

    def step(self, step: Step) -> str:
        """One line of a derivation."""
        rule = step.values.get("rrule")
        said = {"rrule": recurrence_said(str(rule), self.say)} if rule else {}
        return self.say(f"derivation.{step.code}", **{**step.values, **said})

    def note(self, note: str) -> str:
        """A remark on a reading of a phrase: a code, or a code with its text after a colon."""
        code, _, text = note.partition(":")
        return self.say(f"phrases.{code}", text=text)

    def rung(self, key: str, rung: Rung | None) -> str:
        """A rung of a ladder or an event, by the key of its notice; ``rung`` is None where the ladder lost it."""
        name, _, number = key.partition("#")
        if f"events.{name}" in self:
            return self.say(f"events.{name}")
        if rung is None:
            return self.say("rungs.unknown", key=key)
        if number:
            return self.say("rungs.repeated", number=int(number) + 1)
        if rung.days == 0:
            return self.say("rungs.on_day")
        days, when = abs(rung.days), "before" if rung.days < 0 else "after"
        return self.say(f"rungs.{when}_one") if days == 1 else self.say(f"rungs.{when}", days=days)

    def error(self, error: DondocError) -> str:
        """The sentence of a refusal."""
        said = self.coded(error.code, error.values)
        reason = f"phrases.{error.values.get('reason')}"
        return f"{said} ({self.say(reason, text='')})" if reason in self else said

    def problem(self, problem: Problem) -> str:
        """The sentence of a finding in a file, without its place."""
        key = f"problems.{problem.code}"
        return self.say(key, **problem.values) if key in self else self.coded(problem.code, problem.values)

    def coded(self, code: str, values: Mapping[str, Any]) -> str:
        """The sentence of an error's code; values that are codes are said in words."""
        return self.say(f"errors.{code}", **self.spoken(code, values))

    def spoken(self, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of an error, those in words that are codes; such a sentence may hold the other values."""
        return {name: self._value(code, name, values=values) for name in values}

    def _value(self, code: str, name: str, *, values: Mapping[str, Any]) -> Any:
        section = _CODES.get((code, name))
        return values[name] if section is None else self.say(f"{section}.{values[name]}", **values)


@cache
def words(language: Language) -> Words:
    """The words of a language, read once."""
    text = (_LOCALES / f"{language}.yaml").read_text(encoding="utf-8")
    sentences: dict[str, str] = {}
    _flatten(YAML(typ="safe").load(text), "", into=sentences)
    return Words(language, sentences)


def _flatten(tree: Mapping[str, Any], prefix: str, *, into: dict[str, str]) -> None:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{prefix}{key}.", into=into)
        else:
            into[f"{prefix}{key}"] = str(value)
