"""The peer that keeps one durable job per deadline: APScheduler with its SQLAlchemy store on SQLite."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import perf_counter

from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from engine.store.database import open_database

_WAIT_SECONDS = 3_600


def measured(folder: Path, *, count: int, is_tuned: bool) -> dict[str, float]:
    """Seconds of adding ``count`` jobs, and of running them once all are due. ``is_tuned``: the store has our own
    settings of SQLite (a log, no wait for the disk at each commit), else those it comes with. The job does the least
    that a deadline asks for: one UPDATE, without waiting for the disk."""
    name = "tuned" if is_tuned else "plain"
    work, url = folder / f"{name}-work.db", f"sqlite:///{folder / f'{name}-jobs.db'}"
    _prepare(work, count=count)
    store = SQLAlchemyJobStore(engine=open_database(url)) if is_tuned else SQLAlchemyJobStore(url=url)
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        executors={"default": {"type": "threadpool", "max_workers": 1}},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    ran, is_over = [0], Event()

    def noted(_event: JobExecutionEvent) -> None:
        ran[0] += 1
        if ran[0] == count:
            is_over.set()

    scheduler.add_listener(noted, EVENT_JOB_EXECUTED)
    scheduler.start(paused=True)
    due_at = datetime.now(UTC) - timedelta(minutes=1)
    started = perf_counter()
    for number in range(count):
        scheduler.add_job(miss, "date", run_date=due_at, args=(str(work), number))
    set_up = perf_counter() - started
    started = perf_counter()
    scheduler.resume()
    if not is_over.wait(_WAIT_SECONDS):
        raise TimeoutError(f"{ran[0]} of {count} jobs ran")
    fire = perf_counter() - started
    scheduler.shutdown()
    store.engine.dispose()
    return {"set up": set_up, "fire": fire}


def _prepare(path: Path, *, count: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("DROP TABLE IF EXISTS work")
    connection.execute("CREATE TABLE work (id INTEGER PRIMARY KEY, is_overdue INTEGER NOT NULL)")
    connection.executemany("INSERT INTO work VALUES (?, 0)", [(number,) for number in range(count)])
    connection.commit()
    connection.close()


_CONNECTIONS: dict[str, sqlite3.Connection] = {}


def miss(path: str, number: int) -> None:
    """The job: note that a deadline passed. Its one thread keeps its connection."""
    if path not in _CONNECTIONS:
        _CONNECTIONS[path] = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        _CONNECTIONS[path].execute("PRAGMA synchronous=NORMAL")
    _CONNECTIONS[path].execute("UPDATE work SET is_overdue = 1 WHERE id = ?", (number,))
