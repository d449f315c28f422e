"""Arguments as people type them: days and instants."""

from datetime import UTC, date, datetime

import pytest
import typer

from cli.failures import EXIT_CODES
from cli.main import app
from cli.session import Session
from cli.spoken import help_key, option_key
from engine import errors
from engine.clock import SetClock
from reports.wording import LANGUAGES, words

NOW = datetime(2026, 1, 8, 3, 0, tzinfo=UTC)


@pytest.fixture
def session() -> Session:
    """A session at ten o'clock in Hà Nội."""
    found = Session("vi")
    found.clock = SetClock(NOW)
    return found


@pytest.mark.parametrize("text", ["2026-01-08 09:30", "08/01/2026 09:30", "8/1/2026 09:30", "2026-01-08T02:30+00:00"])
def test_instant_without_zone_is_local_time(session: Session, text: str) -> None:
    assert session.instant(text) == datetime(2026, 1, 8, 2, 30, tzinfo=UTC)


def test_instant_is_now_if_none_is_given(session: Session) -> None:
    assert session.instant(None) == NOW


def test_instant_ahead_is_refused_where_something_is_said_to_have_happened(session: Session) -> None:
    with pytest.raises(typer.BadParameter):
        session.instant("08/01/2026 10:01")
    assert session.instant("08/01/2026 10:01", is_past=False) > NOW


@pytest.mark.parametrize("text", ["2026-02-30", "30/02/2026", "1/2", "mai", "", "08-01-26", "2026-01-08 10:00"])
def test_day_that_does_not_exist_is_refused(session: Session, text: str) -> None:
    with pytest.raises(typer.BadParameter):
        session.day(text)


@pytest.mark.parametrize("text", ["2026-01-08", "08/01/2026", "8/1/2026", " 08/01/2026 "])
def test_day_is_read_in_both_forms(session: Session, text: str) -> None:
    assert session.day(text) == date(2026, 1, 8)


def test_exit_codes_name_errors_that_exist() -> None:
    assert [name for name in EXIT_CODES if not hasattr(errors, name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_and_options_have_a_text(language: str) -> None:
    spoken = words("en" if language == "en" else "vi")
    missing = [key for key in _keys(typer.main.get_command(app), "dondoc", spoken) if key not in spoken]
    assert missing == []


def _keys(command: object, path: str, spoken: object) -> list[str]:
    found = [f"help.{help_key(path)}"]
    found += [option_key(path, p.name, words=spoken) for p in command.params]  # type: ignore[attr-defined,arg-type]
    for name, child in getattr(command, "commands", {}).items():
        found += _keys(child, f"{path} {name}", spoken)
    return found
