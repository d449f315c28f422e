"""The doctor: a healthy office, and each thing that can be wrong with one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from config.bootstrap import init_office, open_office
from config.doctor import CHECKS, Finding, examine
from config.settings import Settings
from engine.clock import SetClock
from engine.service.system import beat
from engine.store.database import writing
from engine.store.tables import CHANNEL_STOP, CONTACT, OBLIGATION, POST, SERIES
from reports.wording import LANGUAGES, words
from tests.support.offices import MORNING_AT, ZONE, issued_office


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DONDOC_DATABASE_URL", "DONDOC_SMTP_PORT", "PREFECT_API_URL", "DONDOC_EMAIL_CHANNEL"):
        monkeypatch.delenv(name, raising=False)


def levels(folder: Path, at: datetime) -> dict[str, str]:
    """The level of each check."""
    return {finding.id: finding.level for finding in found_in(folder, at)}


def found_in(folder: Path, at: datetime) -> list[Finding]:
    """What the doctor finds in the SQLite office of a folder."""
    return examine(data_dir=folder, clock=SetClock(at))


def url(folder: Path) -> str:
    """Where an office keeps its database by itself."""
    return f"sqlite:///{folder / 'dondoc.db'}"


def test_checks_have_ids_of_their_own() -> None:
    ids = [check.id for check in CHECKS]
    assert ids == sorted(set(ids))


def test_office_that_runs_has_no_error(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        beat(office.database, "sweep", at=office.clock.now())
        at = office.clock.now() + timedelta(minutes=1)
        assert "error" not in levels(tmp_path, at).values()


def test_empty_folder_asks_for_init(tmp_path: Path) -> None:
    found = levels(tmp_path / "nothing", MORNING_AT)
    assert (found["D002"], found["D005"]) == ("error", "error")


def test_work_that_waits_without_a_runner_is_an_error(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        found = levels(tmp_path, MORNING_AT)
        assert (found["D009"], found["D010"]) == ("error", "error")
        beat(office.database, "sweep", at=MORNING_AT - timedelta(hours=1))
        assert {f.code for f in found_in(tmp_path, MORNING_AT) if f.id == "D009"} == {"runner_stopped"}


def test_what_stands_still_is_told(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        with writing(office.database) as connection:
            stopped = {"channel": "email", "stopped_at": MORNING_AT, "reason": "535"}
            connection.execute(insert(CHANNEL_STOP), [stopped])
            connection.execute(update(SERIES).values(stopped_reason="BadRule", next_at=None))
            aside = {"set_aside_at": MORNING_AT, "set_aside_reason": "BadRule", "next_at": None}
            connection.execute(update(OBLIGATION).where(OBLIGATION.c.id == 3).values(**aside))
        found = levels(tmp_path, office.clock.now())
        assert (found["D011"], found["D012"], found["D013"]) == ("error", "error", "error")


def test_vacancies_are_counted(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        with writing(office.database) as connection:
            connection.execute(update(CONTACT).values(disabled_at=MORNING_AT))
            connection.execute(update(POST).values(role="bao_ve"))
        found = {finding.id: finding for finding in found_in(tmp_path, office.clock.now())}
        assert found["D016"].level == found["D017"].level == "warning"
        assert found["D017"].values["leaders"] > 0


def test_clock_behind_the_history_is_an_error(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        with writing(office.database) as connection:
            connection.exec_driver_sql(
                "INSERT INTO history (obligation_id, seq, kind, happened_at, actor, post, reason, payload, hash,"
                " recorded_at) VALUES (1, 1, 'acknowledged', '2030-01-01 00:00:00', 'a', '', '', '{}', 'x',"
                " '2030-01-01 00:00:00')"
            )
        assert levels(tmp_path, MORNING_AT)["D018"] == "error"


def test_calendar_that_is_only_expected_is_told_where_work_is_open(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path):
        assert levels(tmp_path, datetime(2076, 5, 1, tzinfo=ZONE))["D007"] == "error"


def test_broken_setting_and_policy_are_told_by_their_own_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "office.yaml").write_text("budget: many\n", encoding="utf-8")
    assert levels(tmp_path, MORNING_AT)["D004"] == "error"
    monkeypatch.setenv("DONDOC_SMTP_PORT", "many")
    found = levels(tmp_path, MORNING_AT)
    assert found["D001"] == "error"
    assert set(found.values()) == {"error", "warning", "ok"}


@pytest.mark.parametrize(
    ("channel", "sender", "level"),
    [
        ("smtp", "so@dondoc.example", "ok"),
        ("smtp", "x@localhost.localdomain", "warning"),
        ("console", "a@b.c", "warning"),
    ],
)
def test_mail_is_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str, sender: str, level: str
) -> None:
    monkeypatch.setenv("DONDOC_EMAIL_CHANNEL", channel)
    monkeypatch.setenv("DONDOC_EMAIL_FROM", sender)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "true")
    found = levels(tmp_path, MORNING_AT)
    assert (found["D015"], found["D019"]) == (level, "warning")


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_have_words(tmp_path: Path, language: str) -> None:
    spoken = words("en" if language == "en" else "vi")
    office = open_office(settings=Settings(data_dir=tmp_path, database_url=url(tmp_path)))
    init_office(office)
    for finding in found_in(tmp_path, MORNING_AT):
        assert spoken.say(f"doctor.found.{finding.code}", **finding.values)
