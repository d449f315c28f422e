"""The doctor: a healthy office, and each thing that can be wrong with one."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from config.bootstrap import init_office, open_office
from config.doctor import CHECKS, Finding, examine
from config.settings import Settings
from engine.clock import SetClock
from engine.outbox import MessageState, Outcome, OutcomeClass, Settlement
from engine.service import credentials
from engine.service.contacts import consent, person_of, revoke
from engine.service.outbox import DatabaseOutbox
from engine.service.system import beat
from engine.store.database import writing
from engine.store.messages import stop_channel
from engine.store.tables import CHANNEL_STOP, CONTACT, MESSAGE, OBLIGATION, POST, SERIES
from reports.wording import LANGUAGES, words
from tests.support.offices import DIGESTS, MORNING_AT, ZONE, issued_office, office_with_mail
from tests.support.source import ROOT

CHANNEL_CHECKS = (ROOT / "config" / "channel_checks.py").read_text(encoding="utf-8")
CLERK = "vt.mnvinhquang@vinhbao.example"


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


def values_of(folder: Path, at: datetime, check: str) -> tuple[str, dict[str, Any]]:
    """Code and values of the first finding of a check."""
    found = next(finding for finding in found_in(folder, at) if finding.id == check)
    return found.code, found.values


def test_stopped_channel_tells_when_it_is_tried_again(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        with writing(office.database) as connection:
            stop_channel(connection, "zalo_phone", at=MORNING_AT, reason="-124: 84900000123")
        code, values = values_of(tmp_path, MORNING_AT, "D013")
        assert (code, values["probe_at"]) == ("channel_probed", MORNING_AT + timedelta(minutes=5))
        assert values["reason"] == "-124: ***123"


def test_addresses_that_failed_are_counted_and_revoked_ones_are_not(tmp_path: Path) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        assert levels(tmp_path, MORNING_AT)["D020"] == "ok"
        revoke(office.database, person_of(office.database, CLERK), channel="email", by="x", at=MORNING_AT)
        assert levels(tmp_path, MORNING_AT)["D020"] == "ok"
        said = {"channel": "zalo_bot", "address": "chat-8841", "source": "phiếu"}
        consent(office.database, person_of(office.database, CLERK), **said, at=MORNING_AT)
        with writing(office.database) as connection:
            broken = {"disabled_at": MORNING_AT, "disabled_reason": "-201"}
            connection.execute(update(CONTACT).where(CONTACT.c.channel == "zalo_bot").values(**broken))
        code, values = values_of(tmp_path, MORNING_AT, "D020")
        assert code == "addresses_failed"
        assert (values["count"], values["address"]) == (1, "***841")


@pytest.mark.parametrize(
    ("days", "lost", "code"),
    [(0, False, "token_ok"), (76, False, "token_ends"), (90, False, "token_ended"), (1, True, "token_lost")],
)
def test_token_is_examined(tmp_path: Path, days: int, lost: bool, code: str) -> None:
    with issued_office(url(tmp_path), tmp_path) as office:
        assert values_of(tmp_path, MORNING_AT, "D021")[0] == "token_none"
        lifetime = timedelta(hours=25)
        credentials.begin(office.database, "zalo", sealed="sealed-secret", lifetime=lifetime, at=MORNING_AT)
        if lost:
            credentials.lose(office.database, "zalo", version=1, reason="-14014", at=MORNING_AT)
        found, values = values_of(tmp_path, MORNING_AT + timedelta(days=days, minutes=1), "D021")
        assert found == code
        assert "sealed-secret" not in repr(values)
        if not lost:
            assert values["hours"] == days * 24


def test_silence_is_an_error_after_a_working_day_in_which_nothing_went(tmp_path: Path) -> None:
    with office_with_mail(url(tmp_path), tmp_path) as office:  # a Thursday
        assert levels(tmp_path, MORNING_AT + timedelta(minutes=59))["D022"] == "ok"
        assert levels(tmp_path, MORNING_AT + timedelta(hours=23))["D022"] == "warning"
        assert levels(tmp_path, MORNING_AT + timedelta(hours=24))["D022"] == "error"
        outbox = DatabaseOutbox(office.database)
        (one,) = outbox.claim(channel="email", worker="w", at=MORNING_AT, limit=1, lease=timedelta(minutes=15))
        assert outbox.begin(one, worker="w", at=MORNING_AT)
        friday_noon_at = MORNING_AT + timedelta(hours=28)
        went = Settlement(MessageState.ACCEPTED, Outcome(OutcomeClass.OK))
        outbox.settle(one, went, worker="w", at=friday_noon_at)
        assert levels(tmp_path, friday_noon_at + timedelta(days=2))["D022"] == "warning"
        assert levels(tmp_path, friday_noon_at + timedelta(days=3))["D022"] == "error"
        with writing(office.database) as connection:
            connection.execute(update(MESSAGE).values(state="suppressed", next_at=None))
        assert levels(tmp_path, friday_noon_at + timedelta(days=30))["D022"] == "ok"


def test_attempts_that_all_fail_are_silence(tmp_path: Path) -> None:
    with office_with_mail(url(tmp_path), tmp_path) as office:
        outbox = DatabaseOutbox(office.database)
        ids = outbox.claim(channel="email", worker="w", at=MORNING_AT, limit=50, lease=timedelta(minutes=15))
        for one in ids:
            outbox.begin(one, worker="w", at=MORNING_AT)
            failed = Settlement(MessageState.FAILED_PERMANENT, Outcome(OutcomeClass.PAYLOAD, "554"))
            outbox.settle(one, failed, worker="w", at=MORNING_AT)
        assert values_of(tmp_path, MORNING_AT + timedelta(hours=25), "D022")[0] == "silence_long"


@pytest.mark.parametrize(("seconds", "code"), [(None, "skew_unasked"), (59, "skew_ok"), (-61, "skew_found")])
def test_clock_is_compared_only_where_another_is_given(tmp_path: Path, seconds: int | None, code: str) -> None:
    given = None if seconds is None else (lambda: MORNING_AT + timedelta(seconds=seconds))
    found = examine(data_dir=tmp_path, clock=SetClock(MORNING_AT), time_source=given)
    assert [one.code for one in found if one.id == "D023"] == [code]


def test_messages_in_doubt_are_counted(tmp_path: Path) -> None:
    with office_with_mail(url(tmp_path), tmp_path) as office:
        assert values_of(tmp_path, MORNING_AT, "D024") == ("unknown_none", {})
        with writing(office.database) as connection:
            connection.execute(update(MESSAGE).values(state="unknown", next_at=None))
        assert values_of(tmp_path, MORNING_AT, "D024") == ("unknown_some", {"count": DIGESTS})


def test_every_finding_of_channels_has_words() -> None:
    codes = set(re.findall(r'"((?:channel|channels|addresses|token|silence|skew|unknown)_\w+)"', CHANNEL_CHECKS))
    assert len(codes) > 12
    for language in LANGUAGES:
        spoken = words("en" if language == "en" else "vi")
        assert [code for code in sorted(codes) if f"doctor.found.{code}" not in spoken] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_have_words(tmp_path: Path, language: str) -> None:
    spoken = words("en" if language == "en" else "vi")
    office = open_office(settings=Settings(data_dir=tmp_path, database_url=url(tmp_path)))
    init_office(office)
    for finding in found_in(tmp_path, MORNING_AT):
        assert spoken.say(f"doctor.found.{finding.code}", **finding.values)
