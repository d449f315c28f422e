"""The words: every code of the engine has some in both languages, and a missing key is an error."""

import inspect
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from engine import errors
from engine.channels import ChannelKind
from engine.deadlines import Step, Timeliness
from engine.errors import DondocError, PhraseNotUnderstood, Problem, TransitionRefused
from engine.events import FactKind
from engine.ladders import Audience, Rung
from engine.outbox import MessageState, OutcomeClass
from engine.states import Status
from reports.wording import LANGUAGES, Language, Words, words


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Words:
    """The words of each language."""
    language: Language = request.param
    return words(language)


def test_codes_of_the_engine_have_words(spoken: Words) -> None:
    for status in Status:
        assert spoken.status(status)
    for standing in Timeliness:
        assert spoken.timeliness(standing)
    for kind in FactKind:
        assert spoken.fact(kind)
    for audience in Audience:
        assert spoken.audience(audience)
    for state in MessageState:
        assert spoken.say(f"messages.{state}")
    for outcome in set(OutcomeClass) - {OutcomeClass.OK}:
        assert spoken.reason(outcome)


@pytest.mark.parametrize("why", ["wrong_status", "wrong_role", "reason_missing", "before_assigned"])
def test_refused_transition_is_said_without_codes(spoken: Words, why: str) -> None:
    error = TransitionRefused(id=7, source="assigned", target="completed", why=why)
    said = spoken.error(error)
    assert "7" in said
    assert spoken.status("completed") in said
    assert "_" not in said


def test_phrase_that_was_not_understood_says_why(spoken: Words) -> None:
    said = spoken.error(PhraseNotUnderstood(phrase="31/02/2024", reason="no_such_date"))
    assert spoken.say("phrases.no_such_date") in said


def test_errors_keep_their_values(spoken: Words) -> None:
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, DondocError):
            assert f"errors.{kind.__name__}" in spoken


def test_problem_of_issuing_uses_the_words_of_its_error(spoken: Words) -> None:
    said = spoken.problem(Problem("plan.yaml:3", "SelectorReachesNobody", {"task": "T01", "selector": "ai đó"}))
    assert "T01" in said
    assert "ai đó" in said


def test_rung_is_said_by_its_days_repeat_or_event(spoken: Words) -> None:
    rung = Rung("before_7", -7, Audience.OFFICER, time(7, 30))
    assert "7" in spoken.rung("before_7", rung)
    assert "3" in spoken.rung("weekly#2", Rung("weekly", 12, Audience.LEADER, time(7, 30), repeat_days=7))
    assert spoken.rung("submitted#4", None) == spoken.say("events.submitted")
    assert "gone" in spoken.rung("gone", None)


def test_days_and_instants_are_printed_as_documents_do(spoken: Words) -> None:
    assert spoken.day(date(2023, 10, 5)) == "05/10/2023"
    assert spoken.day(None) == "–"
    assert spoken.shown(datetime(2023, 10, 5, 0, 30, tzinfo=ZoneInfo("UTC"))) == "07:30 05/10/2023"


def test_missing_key_is_an_error(spoken: Words) -> None:
    with pytest.raises(KeyError):
        spoken.status("forgotten")
    with pytest.raises(KeyError):
        spoken.step(Step("forgotten"))


def test_role_of_an_office_s_own_is_shown_as_written(spoken: Words) -> None:
    assert spoken.role("to_truong") == "to_truong"


def test_channels_outcomes_and_receipts_have_words(spoken: Words) -> None:
    for channel in ChannelKind:
        assert spoken.say(f"channels.{channel}")
    for outcome in (*OutcomeClass, "bounced", "suppressed", "under_way"):
        assert spoken.say(f"outcomes.{outcome}")
    for event in ("delivered", "seen", "failed"):
        assert spoken.say(f"receipts.{event}")
    for why in ("not_dead", "no_address", "channels_stopped"):
        assert spoken.error(errors.ResendRefused(id=7, why=why))
