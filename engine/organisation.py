"""Values of an organisation as it is imported: units, people, external parties, owner phrases."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from engine.plans import Selector

UNIT_KINDS: Final = (
    *("bo", "so", "phong", "ubnd_tinh", "ubnd_huyen", "ubnd_xa"),
    *("truong_mam_non", "truong_mau_giao", "nhom_lop_doc_lap", "truong_tieu_hoc", "truong_thcs", "truong_thpt"),
    *("truong_lien_cap", "trung_tam", "khac"),
)
"""Kinds of units that are offered; each code is the Vietnamese word without diacritics. A file may name others."""
ROLES: Final = ("lanh_dao", "hieu_truong", "pho_lanh_dao", "pho_hieu_truong", "chuyen_vien", "van_thu")
"""Roles of posts that are offered; the office's policies say who of them is told of what."""


@dataclass(frozen=True)
class UnitSpec:
    """An office or school. ``code`` is opaque (QĐ 20/2020/QĐ-TTg is never parsed); ``parent`` is a code or None."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    zone: str | None = None
    place: str = ""


@dataclass(frozen=True)
class PersonSpec:
    """A person with one post. ``contacts`` maps a channel (email, zalo_user_id, phone) to an address."""

    name: str
    unit: str
    role: str
    title: str | None = None
    contacts: dict[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    place: str = ""


@dataclass(frozen=True)
class ExternalSpec:
    """A body outside the tree: named in messages and tables, never tracked."""

    code: str
    name: str
    note: str = ""
    contact_unit: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class OrganisationSpec:
    """One organisation file. ``scheme`` names the code space, so that two files may both have a unit ``TINH``.

    ``has_phrases``: False for a list of units and people only, which leaves phrases and external parties as they are.
    """

    scheme: str
    name: str
    units: tuple[UnitSpec, ...]
    people: tuple[PersonSpec, ...] = ()
    external: tuple[ExternalSpec, ...] = ()
    owner_phrases: dict[str, Selector] = field(default_factory=dict)
    has_phrases: bool = True
