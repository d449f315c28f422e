"""The pages: python -m benchmarks.pages [--scale 1.0] [--rounds 40] [--seconds 5] [--database sqlite|postgresql|URL].

A server over the country of benchmarks.reads; every page is asked for by people of four levels, each time with another
address so that no remembered page is sent. Then the status page under wrk beside an empty FastAPI + Jinja page."""

import argparse
import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import httpx
from sqlalchemy import select

from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, report
from benchmarks.reads import LEVELS, NOW, lived
from engine.service.sessions import open_session
from engine.store.database import Database, reading
from engine.store.tables import OBLIGATION, POST, UNIT

P95_MS, SHARE, FIRST_KB = 50.0, 0.5, 50.0
STATUS = "/viec"
_PATHS = (
    "/viec",
    "/viec/{obligation}",
    "/cho-xac-nhan",
    "/van-ban",
    "/van-ban?q=trien+khai+7/bgddt",
    "/van-ban/3",
    "/van-ban/3/don-vi",
    "/tong-hop",
    "/tong-hop?ngay=2026-04-01",
    "/tong-hop/{top}/ban-do",
    "/giao-viec",
    "/nhac-viec",
    "/tai-khoan",
)


class Server:
    """A server in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.pages_alone", *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = self._process.stdout.readline() if self._process.stdout else ""
        if not said.startswith("http://"):
            raise RuntimeError("the server did not start")
        self.address = said.strip()

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def server(*arguments: str) -> Iterator[Server]:
    """A server for the block."""
    made = Server(*arguments)
    try:
        yield made
    finally:
        made.stop()


def measures(place: Place, folder: Path, *, scale: float, rounds: int, seconds: int) -> Iterator[Measure]:
    """p95 of each page for each level; bytes of the first view; the share of an empty page."""
    office = lived(place, folder, scale=scale)
    tokens, units = _sessions(office.database), _units(office.database)
    with reading(office.database) as connection:
        mine = select(OBLIGATION.c.id).where(OBLIGATION.c.unit_id == units["school"])
        obligation = connection.execute(mine).scalars().first() or 1
    url = office.settings.database
    office.database.dispose()
    with server(url, str(folder)) as ours:
        for level, token in tokens.items():
            for path in _PATHS:
                filled = path.format(obligation=obligation, top=units[level])
                yield from _timed(ours, filled, level=level, token=token, rounds=rounds)
        yield _first_view(ours, token=tokens["school"])
        yield from _throughput(ours, token=tokens["province"], seconds=seconds)


def _units(database: Database) -> dict[str, int]:
    """The unit of each level."""
    with reading(database) as connection:
        found = dict(connection.execute(select(UNIT.c.code, UNIT.c.id).where(UNIT.c.code.in_(LEVELS.values()))).all())
    return {level: found[code] for level, code in LEVELS.items()}


def _sessions(database: Database) -> dict[str, str]:
    """Somebody signed in at each level."""
    with reading(database) as connection:
        query = select(UNIT.c.code, POST.c.person_id).join(POST, POST.c.unit_id == UNIT.c.id)
        people = dict(connection.execute(query.where(UNIT.c.code.in_(LEVELS.values()))).all())
    return {level: open_session(database, people[code], means="link", at=NOW) for level, code in LEVELS.items()}


def _timed(ours: Server, path: str, *, level: str, token: str, rounds: int) -> Iterator[Measure]:
    spent: list[float] = []
    cookies = {"dondoc_session": token}
    mark = "&" if "?" in path else "?"
    with httpx.Client(base_url=ours.address, cookies=cookies) as client:
        for n in range(rounds + 3):
            started = perf_counter()
            answer = client.get(f"{path}{mark}lan={n}")
            spent.append(1000 * (perf_counter() - started))
            if answer.status_code == 404:
                return
            answer.raise_for_status()
    cuts = quantiles(spent[3:], n=20, method="inclusive")
    yield Measure(f"{path}, {level}", cuts[18], P95_MS, unit="ms", seconds={"p50": cuts[9] / 1000})


def _first_view(ours: Server, *, token: str) -> Measure:
    """What a phone loads for its first page: the page, its styles and scripts, packed."""
    with httpx.Client(base_url=ours.address, cookies={"dondoc_session": token}) as client:
        page = client.get(STATUS).text
        total = len(gzip.compress(page.encode(), 5))
        for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
            packed = client.stream("GET", address, headers={"accept-encoding": "gzip"})
            with packed as answer:
                total += sum(len(part) for part in answer.iter_raw())
    return Measure("first view, packed", total / 1000, FIRST_KB, unit="kB")


def _throughput(ours: Server, *, token: str, seconds: int) -> Iterator[Measure]:
    """The status page and an empty page by turns, three times; the best of each, as noise only slows down."""
    if shutil.which("wrk") is None:
        print("wrk is not installed (Debian: wrk): throughput is left out", file=sys.stderr)
        return
    cookie = f"dondoc_session={token}"
    with server("--empty") as empty:
        rates: list[tuple[float, float, float]] = [
            (
                _wrk(f"{ours.address}{STATUS}", seconds=seconds, cookie=cookie),
                _wrk(empty.address, seconds=seconds),
                _wrk(f"{ours.address}/tong-hop", seconds=seconds, cookie=cookie),
            )
            for _ in range(3)
        ]
    mine, bare, table = (max(rate[n] for rate in rates) for n in range(3))
    note = f"{mine:,.0f} and {bare:,.0f} requests a second"
    yield Measure("status page to an empty FastAPI page", mine / bare, SHARE, is_floor=True, note=note)
    note = f"{table:,.0f} and {bare:,.0f} requests a second"
    yield Measure("summary page to an empty FastAPI page", table / bare, SHARE, is_floor=True, note=note)


def _wrk(address: str, *, seconds: int, cookie: str = "") -> float:
    headers: Sequence[str] = ("-H", f"Cookie: {cookie}") if cookie else ()
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", *headers, address]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(printed)
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", printed)[0])


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = options("The pages at 1,000,000 obligations.")
    made.add_argument("--scale", type=float, default=1.0, help="1.0 is 53,355 units and 1,000,000 obligations")
    made.add_argument("--rounds", type=int, default=40, help="how often each page is asked for")
    made.add_argument("--seconds", type=int, default=5, help="how long each run of wrk lasts")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened(chosen.database) as (place, folder):
        found = list(measures(place, folder, scale=chosen.scale, rounds=chosen.rounds, seconds=chosen.seconds))
        report(f"Pages at scale {chosen.scale:g} on {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
