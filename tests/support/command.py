"""The command ``dondoc``, run inside the test or as a process of its own, in a data folder of the test's."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import outcome
from cli.session import Session
from tests.support.source import ROOT

LETTER = ROOT / "examples" / "vinh_bao"
PLAN, ORGANISATION = LETTER / "plan.yaml", LETTER / "organisation.yaml"
ISSUED_AT = "10/10/2023 08:00"


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


@dataclass
class Terminal:
    """Runs the command inside the test. ``folder`` is the data folder."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object, lang: str = "vi") -> Ran:
        """Run once; the exit code is given back, not raised."""
        self.capture.readouterr()
        code = outcome(["--lang", lang, "--data", str(self.folder), *map(str, arguments)], Session())
        printed = self.capture.readouterr()
        return Ran(code, printed.out, printed.err)

    def expect(self, *arguments: object, code: int = 0, lang: str = "vi") -> str:
        """Run and insist on the exit code; gives what was printed."""
        ran = self(*arguments, lang=lang)
        assert ran.code == code, ran
        return ran.out if code == 0 else ran.err

    def issue(self) -> None:
        """Make the office and issue the letter of Vĩnh Bảo on 10/10/2023."""
        self.expect("init")
        self.expect("issue", PLAN, "--org-file", ORGANISATION, "--at", ISSUED_AT)


def process(*arguments: object, folder: Path, environment: dict[str, str] | None = None) -> Ran:
    """Run the command as a process, without any setting of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "PREFECT_"))}
    command = [sys.executable, "-c", "from cli.main import run; run()", *map(str, arguments)]
    surroundings = {**kept, "DONDOC_DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8", **(environment or {})}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=False, timeout=120)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def compare(text: str, golden: Path) -> None:
    """Compare with a kept text byte for byte; write it where DONDOC_TEST_ACCEPT asks for that."""
    if os.environ.get("DONDOC_TEST_ACCEPT") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
