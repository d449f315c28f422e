"""The language of words, found without reading all settings: help must be there at once."""

import os
from pathlib import Path

_NAME = "DONDOC_LANGUAGE"
_FILE = Path("dondoc.env")


def spoken_language() -> str:
    """DONDOC_LANGUAGE of the environment, else of dondoc.env, else "vi"; what is none of ours reads as "vi" here and is
    refused by name when the settings are read."""
    named = os.environ.get(_NAME)
    if named is None and _FILE.is_file():
        lines = _FILE.read_text(encoding="utf-8", errors="replace").splitlines()
        pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
        named = next((value.strip().strip("\"'") for name, _, value in pairs if name.strip() == _NAME), None)
    return "en" if named == "en" else "vi"
