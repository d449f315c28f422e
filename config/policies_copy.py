"""Copying the shipped policies to where an official may edit them."""

import shutil
from pathlib import Path

from config.bootstrap import ROOM
from config.settings import Settings


def copy_policies(settings: Settings) -> tuple[Path, tuple[Path, ...]]:
    """Copy each shipped file that the office does not have yet; gives the office's folder and the new files."""
    folder = settings.policies_dir or settings.data_dir / "policies"
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for source in sorted((ROOM / "policies").glob("*.yaml")):
        target = folder / source.name
        if not target.exists():
            shutil.copyfile(source, target)
            copied.append(target)
    return folder, tuple(copied)
