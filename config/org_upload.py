"""Organisation files sent to a page: kept between being looked at and being saved, and read like those of the command
line."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from config.bootstrap import Office
from config.report_files import clean_name
from engine.errors import InputRefused, NotFound, Problem, StorageFailed
from engine.organisation import ROLES, OrganisationSpec
from engine.service.organisation import standing_units
from intake.org_file import examine_organisation
from intake.org_sheet import examine_tables, organisation_name
from intake.workbook import LARGEST_BYTES, tables_of
from intake.yaml_fields import slug

YAML_KINDS = (".yaml", ".yml")
KINDS = (".xlsx", ".csv", *YAML_KINDS)
KEPT_FOR = timedelta(days=1)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9_]{1,64}")


def keep_upload(office: Office, name: str, *, data: bytes, at: datetime) -> str:
    """Keep a file until its import is confirmed, a day at most; gives its key for ``kept_upload``. Raises InputRefused
    for what is no such file (its end, its size), StorageFailed."""
    shown = clean_name(name)
    end = Path(shown).suffix.lower()
    if end not in KINDS:
        raise InputRefused(shown, [Problem(shown, "workbook_not")])
    if len(data) > LARGEST_BYTES:
        raise InputRefused(shown, [Problem(shown, "file_too_large", {"limit_mb": LARGEST_BYTES // 1024 // 1024})])
    digest = sha256(data).hexdigest()
    kept = _folder(office) / f"{digest}{end}"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        _sweep(kept.parent, before=at - KEPT_FOR)
        with NamedTemporaryFile(dir=kept.parent, prefix=".", suffix=".part", delete=False) as part:
            part.write(data)
        Path(part.name).replace(kept)
    except OSError as error:
        raise StorageFailed(reason=error.strerror or str(error)) from error
    return kept.name


def kept_upload(office: Office, key: str) -> Path:
    """The file behind a key. Raises NotFound for one that is not there (any more)."""
    digest, dot, end = key.partition(".")
    path = _folder(office) / key
    if not _DIGEST.fullmatch(digest) or f"{dot}{end}" not in KINDS or not path.is_file():
        raise NotFound(what="file", key=key[:80])
    return path


def drop_upload(office: Office, key: str) -> None:
    """Forget a file; its import is done, or was given up."""
    kept_upload(office, key).unlink(missing_ok=True)


def scheme_of(name: str, *, data: bytes, wanted: str = "") -> str:
    """The key of the organisation to which a workbook belongs: the one that was chosen, else as its guide or its name
    says. Raises InputRefused."""
    if Path(name).suffix.lower() in YAML_KINDS:
        return ""
    if wanted:
        return slug(wanted)[:64] or "to_chuc"
    shown = clean_name(name)
    return slug(organisation_name(tables_of(shown, data))) or slug(Path(shown).stem) or "to_chuc"


def examine_upload(office: Office, key: str, *, name: str, scheme: str) -> tuple[OrganisationSpec, tuple[Problem, ...]]:
    """The organisation in a kept file and the warnings about it; a file in YAML names its scheme itself.

    Raises InputRefused with every finding at once, NotFound.
    """
    path, shown = kept_upload(office, key), clean_name(name)
    if path.suffix in YAML_KINDS:
        return _of_yaml(path, shown)
    if _NAME.fullmatch(scheme) is None:
        raise NotFound(what="scheme", key=scheme[:80])
    tables = tables_of(shown, path.read_bytes())
    own = {role for roles in office.policies.roles.values() for role in roles}
    return examine_tables(
        shown,
        tables,
        scheme=scheme,
        name=organisation_name(tables),
        standing=standing_units(office.database, scheme),
        roles={*ROLES, *own},
    )


def _of_yaml(path: Path, shown: str) -> tuple[OrganisationSpec, tuple[Problem, ...]]:
    """Findings name the file as its sender calls it."""
    try:
        spec, warnings = examine_organisation(path)
    except InputRefused as error:
        raise InputRefused(shown, _named(error.problems, path=path, shown=shown)) from error
    return spec, tuple(_named(warnings, path=path, shown=shown))


def _named(problems: Iterable[Problem], *, path: Path, shown: str) -> list[Problem]:
    return [replace(one, place=one.place.replace(str(path), shown)) for one in problems]


def _sweep(folder: Path, *, before: datetime) -> None:
    """Take out what nobody confirmed."""
    for path in folder.iterdir():
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def _folder(office: Office) -> Path:
    return office.settings.data_dir / "uploads"
