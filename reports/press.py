"""The press: run by reports.pdf as a process of its own, data in, PDF out.

What the typesetter keeps in memory (about 13 kB for each cell, and that of the last ten documents) ends with the process.
"""

import json
import sys
from datetime import datetime

import typst


def main() -> None:
    """Read a job from the standard input, write the file to the standard output. No font of the machine is used, so
    that a document looks the same everywhere; the data reach the layout as data, never as markup."""
    job = json.load(sys.stdin.buffer)
    made = typst.compile(
        job["layout"].encode(),
        sys_inputs={"data": json.dumps(job["data"])},
        ignore_system_fonts=True,
        format="pdf",
        timestamp=datetime.fromisoformat(job["at"]),
        pdf_tags=job["is_tagged"],
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
