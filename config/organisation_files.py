"""Organisations as they come in: a YAML file, a workbook, or one of the five samples."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from config.bootstrap import Office, examples_folder
from engine.errors import InputRefused, Problem
from engine.organisation import ROLES, OrganisationSpec
from engine.service.organisation import standing_units
from intake.org_file import examine_organisation, read_organisation
from intake.org_sheet import examine_tables, organisation_name
from intake.workbook import read_tables
from intake.yaml_fields import slug

SHEETS = (".xlsx", ".xls", ".xlsm", ".csv")
Examined = tuple[OrganisationSpec, tuple[Problem, ...]]


@dataclass(frozen=True)
class Sample:
    """A sample organisation: its folder below ``examples``, its name, how many units it has."""

    key: str
    name: str
    units: int


def examine(office: Office, path: Path, *, scheme: str | None = None) -> Examined:
    """The organisation of a file and the warnings about it. Raises InputRefused with every finding."""
    if path.suffix.lower() not in SHEETS:
        return examine_organisation(path)
    tables = read_tables(path)
    name = organisation_name(tables)
    key = scheme or slug(name) or slug(path.stem) or "to_chuc"
    standing = standing_units(office.database, key)
    own = {role for roles in office.policies.roles.values() for role in roles}
    return examine_tables(str(path), tables, scheme=key, name=name, standing=standing, roles={*ROLES, *own})


def examine_upload(office: Office, data: bytes, *, name: str) -> Examined:
    """The same for what somebody sent; findings call the file by its own name."""
    own = PurePath(name.replace("\\", "/")).name[-100:] or "to-chuc.yaml"
    with TemporaryDirectory() as folder:
        path = Path(folder) / own
        path.write_bytes(data)
        try:
            return examine(office, path)
        except InputRefused as refused:
            raise InputRefused(own, [_moved(problem, folder) for problem in refused.problems]) from refused


def _moved(problem: Problem, folder: str) -> Problem:
    place = problem.place.removeprefix(folder).lstrip("/\\")
    return Problem(place, problem.code, problem.values, problem.is_warning)


@cache
def samples() -> tuple[Sample, ...]:
    """The five sample organisations."""
    return tuple(
        Sample(folder.name, spec.name, len(spec.units))
        for folder in sorted(examples_folder().iterdir())
        if (folder / "organisation.yaml").is_file()
        for spec in [read_organisation(folder / "organisation.yaml")]
    )


def sample(key: str) -> OrganisationSpec:
    """One of them; KeyError for another name."""
    known = {one.key for one in samples()}
    if key not in known:
        raise KeyError(key)
    return read_organisation(examples_folder() / key / "organisation.yaml")
