"""The doctor: numbered checks of an office, each with a finding and, in reports/locales, a hint. No network."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from config import channel_checks
from config.bootstrap import Office
from config.channels import read_forms
from config.patient import Found, Level, Patient
from engine.clock import Clock
from engine.errors import DatabaseMissing, DondocError
from engine.service.oversight import journal_mode, last_recorded_at, open_work_by_year
from engine.service.system import next_instant
from engine.store.database import head_version

LEAST_FREE_MB = 200
STALE = timedelta(minutes=5)
SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """What a check found. ``code`` names the sentence and the hint in reports/locales (``doctor``)."""

    id: str
    level: Level
    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One numbered check; the number never changes its meaning."""

    id: str
    look: Callable[[Patient], Iterator[Found]]


def examine(
    *,
    data_dir: Path | None = None,
    language: str | None = None,
    clock: Clock,
    time_source: Callable[[], datetime] | None = None,
    resolver: str = "",
) -> list[Finding]:
    """Every check in order. One that needs what another found missing is skipped and says so; ``time_source`` tells
    the time by another clock."""
    return _examined(Patient(data_dir, language, clock, time_source, resolver))


def examine_office(office: Office) -> list[Finding]:
    """The same of an office that is at work, with the settings that it works with."""
    patient = Patient(office.settings.data_dir, office.settings.language, office.clock)
    patient.settings = office.settings
    return _examined(patient)


def _examined(patient: Patient) -> list[Finding]:
    try:
        return [finding for check in CHECKS for finding in _findings(check, patient)]
    finally:
        if "database" in patient.__dict__:
            patient.database.dispose()


def _findings(check: Check, patient: Patient) -> list[Finding]:
    try:
        return [Finding(check.id, level, code, values) for level, code, values in check.look(patient)]
    except DondocError:  # told by the check whose subject it is
        return [Finding(check.id, "warning", "skipped")]


def _settings(patient: Patient) -> Iterator[Found]:
    try:
        settings = patient.settings
        if settings.zalo_templates is not None:
            read_forms(settings.zalo_templates)
        yield "ok", "settings_ok", {}
    except DondocError as error:
        yield "error", "settings_broken", error.values


def _folder(patient: Patient) -> Iterator[Found]:
    folder = patient.settings.data_dir
    if not folder.is_dir():
        yield "error", "folder_missing", {"folder": str(folder)}
        return
    try:
        with TemporaryFile(dir=folder):
            yield "ok", "folder_ok", {"folder": str(folder)}
    except OSError as error:
        yield "error", "folder_failed", {"folder": str(folder), "reason": error.strerror or str(error)}


def _disk(patient: Patient) -> Iterator[Found]:
    folder = patient.settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    yield ("ok", "disk_ok", {"free": free}) if free >= LEAST_FREE_MB else ("warning", "disk_low", {"free": free})


def _database(patient: Patient) -> Iterator[Found]:
    try:
        patient.policies  # noqa: B018 - their own check tells what is wrong with them
    except DondocError:
        yield "warning", "skipped", {}
        return
    try:
        patient.database  # noqa: B018 - opens it
        yield "ok", "database_ok", {"version": head_version()}
    except DatabaseMissing:
        yield "error", "database_missing", {}
    except DondocError as error:
        yield "error", "database_failed", {"reason": str(error)}


def _journal(patient: Patient) -> Iterator[Found]:
    mode = journal_mode(patient.database)
    is_good = mode in ("wal", "server")
    yield ("ok", "journal_ok", {"mode": mode}) if is_good else ("warning", "journal_slow", {"mode": mode})


def _policies(patient: Patient) -> Iterator[Found]:
    patient.settings  # noqa: B018 - without them there is nothing to look at
    try:
        yield "ok", "policies_ok", {"ladders": len(patient.policies.ladders)}
    except DondocError as error:
        yield "error", "policies_broken", error.values


def _calendar(patient: Patient) -> Iterator[Found]:
    years = (patient.today.year, patient.today.year + 1)
    missing = [year for year in years if not patient.calendar.covers(year)]
    for year in missing:
        yield "error", "calendar_missing", {"year": year}
    if not missing:
        yield "ok", "calendar_ok", {"this_year": years[0], "next_year": years[1]}


def _years(patient: Patient) -> Iterator[Found]:
    covered = patient.calendar.years
    soon = {year for year in open_work_by_year(patient.database) if year <= patient.today.year + 1}
    expected = sorted(year for year in soon if covered.get(year) != "official")
    years = ", ".join(str(year) for year in expected)
    yield ("warning", "years_expected", {"years": years}) if expected else ("ok", "years_ok", {})


def _runner(patient: Patient) -> Iterator[Found]:
    beats = [at for name, at in patient.health.beats.items() if name != "error"]
    next_at = next_instant(patient.database)
    is_due = next_at is not None and next_at <= patient.now - STALE
    if not beats:
        yield ("error", "runner_never_due", {}) if is_due else ("warning", "runner_never", {})
        return
    last = max(beats)
    if patient.now - last <= STALE:
        yield "ok", "runner_ok", {"at": last}
    else:
        yield ("error", "runner_stopped", {"at": last}) if is_due else ("warning", "runner_idle", {"at": last})


def _sweep(patient: Patient) -> Iterator[Found]:
    yield ("error", "sweep_behind", {}) if patient.health.is_sweep_behind else ("ok", "sweep_ok", {})


def _rows(patient: Patient) -> Iterator[Found]:
    yield _first("rows_ok", "rows_set_aside", found=patient.health.set_aside)


def _series(patient: Patient) -> Iterator[Found]:
    yield _first("series_ok", "series_stopped", found=patient.health.stopped_series)


def _first(fine: str, broken: str, *, found: tuple[tuple[int, str], ...]) -> Found:
    if not found:
        return "ok", fine, {}
    number, reason = found[0]
    return "error", broken, {"count": len(found), "id": number, "reason": reason}


def _messages(patient: Patient) -> Iterator[Found]:
    count = patient.health.stuck_messages
    yield ("warning", "messages_stuck", {"count": count}) if count else ("ok", "messages_ok", {})


def _mail(patient: Patient) -> Iterator[Found]:
    settings = patient.settings
    if settings.email_channel == "console":
        yield "warning", "mail_console", {}
    elif settings.email_channel == "folder":
        yield "warning", "mail_folder", {"folder": str(settings.data_dir / "mail")}
    elif settings.email_from.endswith(".localdomain"):
        yield "warning", "mail_sender", {"sender": settings.email_from}
    else:
        values = {"host": settings.smtp_host, "port": settings.smtp_port, "sender": settings.email_from}
        yield "ok", "mail_ok", values


def _reach(patient: Patient) -> Iterator[Found]:
    found = patient.staffing.unreachable
    if found:
        yield "warning", "reach_missing", {"count": len(found), "unit": found[0]}
    else:
        yield "ok", "reach_ok", {}


def _posts(patient: Patient) -> Iterator[Found]:
    leaders, officers = len(patient.staffing.without_leader), len(patient.staffing.without_officer)
    if leaders or officers:
        yield "warning", "posts_vacant", {"leaders": leaders, "officers": officers}
    else:
        yield "ok", "posts_ok", {}


def _clock(patient: Patient) -> Iterator[Found]:
    last = last_recorded_at(patient.database)
    if last is not None and last - patient.now > SKEW:
        yield "error", "clock_behind", {"now": patient.now, "last": last}
    else:
        yield "ok", "clock_ok", {}


def _prefect(_patient: Patient) -> Iterator[Found]:
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        yield "ok", "prefect_unused", {}
        return
    is_quiet = os.environ.get("PREFECT_SERVER_ANALYTICS_ENABLED", "").lower() in ("false", "0", "")
    yield ("ok", "prefect_ok", {"url": url}) if is_quiet else ("warning", "prefect_telemetry", {"url": url})


CHECKS: tuple[Check, ...] = (
    Check("D001", _settings),
    Check("D002", _folder),
    Check("D003", _disk),
    Check("D004", _policies),
    Check("D005", _database),
    Check("D006", _journal),
    Check("D007", _calendar),
    Check("D008", _years),
    Check("D009", _runner),
    Check("D010", _sweep),
    Check("D011", _rows),
    Check("D012", _series),
    Check("D013", channel_checks.stopped),
    Check("D014", _messages),
    Check("D015", _mail),
    Check("D016", _reach),
    Check("D017", _posts),
    Check("D018", _clock),
    Check("D019", _prefect),
    Check("D020", channel_checks.addresses),
    Check("D021", channel_checks.token),
    Check("D022", channel_checks.silent),
    Check("D023", channel_checks.skew),
    Check("D024", channel_checks.unknown),
    Check("D025", channel_checks.mail_records),
)
