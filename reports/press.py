"""The press: run by reports.pdf as a process of its own, data in, PDF out.

What the typesetter keeps in memory (some 10 kB for each cell, and that of the last ten documents) ends with the
process.
"""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst


def pressed(job: Mapping[str, Any]) -> bytes:
    """The file of a job: its ``layout``, the ``data`` that the layout reads (as data, never as markup), the instant
    ``at`` it is dated, whether it ``is_tagged`` for screen readers. No font of the machine is used, so that a file is
    the same everywhere."""
    return typst.compile(
        job["layout"].encode(),
        sys_inputs={"data": json.dumps(job["data"])},
        ignore_system_fonts=True,
        format="pdf",
        timestamp=datetime.fromisoformat(job["at"]),
        pdf_tags=job["is_tagged"],
    )


def main() -> None:
    """Read a job from the standard input, write the file to the standard output."""
    sys.stdout.buffer.write(pressed(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
