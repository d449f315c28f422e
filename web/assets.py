"""Style, script and pictures: read once, named by their digest, kept by browsers for a year."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static"
_KINDS = {".css", ".js", ".svg", ".png", ".webmanifest"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent. ``packed`` is None where packing gains nothing."""

    path: str
    media_type: str
    content: bytes
    packed: bytes | None


@cache
def assets() -> dict[str, Asset]:
    """Every asset by the name under which templates ask for it."""
    found = sorted(path for path in FOLDER.rglob("*") if path.suffix in _KINDS)
    return {path.relative_to(FOLDER).as_posix(): _asset(path) for path in found}


@cache
def by_path() -> dict[str, Asset]:
    """Every asset by its address."""
    return {asset.path: asset for asset in assets().values()}


def address(name: str) -> str:
    """The address of an asset; KeyError for one that does not exist."""
    return assets()[name].path


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0)
    name = f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}"
    kind = "application/manifest+json" if path.suffix == ".webmanifest" else guess_type(path.name)[0] or "text/plain"
    media_type = f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind
    return Asset(f"/static/{name}", media_type, content, packed if len(packed) < len(content) * 0.9 else None)
