"""Files: what is kept must mean the same on every machine."""

import re
from pathlib import Path

import pytest

from tests.support.source import ROOT, listed, shipped

# Put together here, so that this file does not find itself.
MACHINES = re.compile("|".join([r"(?<![\w.])/" + place for place in ("work/", "home/[a-z]", "root/")]))
HOSTS = re.compile("|".join([r"pypi\." + "org", "python" + "hosted", r"registry\.npm" + "js", r"anaconda\." + "org"]))
INDEXES = re.compile("--(extra-)?index-" + "url|--find-" + "links")
# Options of the resolver that keep such lines out of the locks.
HARMLESS = re.compile("--no-emit-(index-" + "url|find-" + "links)")


def foreign_lines(text: str) -> list[str]:
    """Lines that name a folder of one machine or a host packages come from."""
    patterns = (MACHINES, HOSTS, INDEXES)
    return [line for line in text.splitlines() if any(p.search(HARMLESS.sub("", line)) for p in patterns)]


def texts() -> list[tuple[Path, str]]:
    """The files that git keeps and that are text."""
    contents = ((path, path.read_bytes()) for path in shipped())
    return [(path, data.decode("utf-8", errors="replace")) for path, data in contents if b"\0" not in data[:8000]]


def test_files_name_no_machine_and_no_package_host() -> None:
    found = [f"{path.relative_to(ROOT)}: {line}" for path, text in texts() for line in foreign_lines(text)]
    assert listed(found) == ""


def test_locks_hold_hashes_and_no_address() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path
        assert text.count("==") <= text.count("--hash=sha256:"), path


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "work/main",
        'open("/' + 'home/an/data")',
        "https://pypi." + "org/simple",
        "https://files.python" + "hosted.org/x.whl",
        "--index-" + "url https://example.org",
        "--extra-index-" + "url=x",
    ],
)
def test_foreign_lines_are_found(line: str) -> None:
    assert foreign_lines(f"fine\n{line}\n") == [line]


@pytest.mark.parametrize("line", ["a network/" + "work/list", "uv --no-emit-index-" + "url", "/viec/12"])
def test_other_lines_are_left_alone(line: str) -> None:
    assert foreign_lines(line) == []
