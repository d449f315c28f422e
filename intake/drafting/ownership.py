"""Who does a task: named in the clause, in a heading or a column, or implied by whom the directive speaks to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from intake.drafting.clauses import Clause
from intake.drafting.draft import Reading
from intake.drafting.headings import ALL_ADDRESSEES, names_in, owners_in_heading
from intake.drafting.parties import (
    Directory,
    Party,
    coordinators_of,
    directed_of,
    find_parties,
    full_name,
    receiver_of,
    subject_of,
)
from intake.drafting.parties.mentions import capital

_SCHOOL_LEVELS: Final = frozenset({"truong", "co_so", "don_vi"})
_MANAGES: Final = re.compile(
    r"\bmột số (?:cơ sở|trường|đơn vị|xã)\b|\bquản lý nhà nước\b|\bquỹ đất\b|\bmạng lưới (?:trường|cơ sở"
    r"|trường, lớp)\b|\bquy hoạch\b"
    r"|\bcác cấp quản lý\b|\bban chỉ đạo\b|\bchính sách (?:đầu tư|phát triển|đặc thù|xã hội)\b|\bthanh tra\b"
    r"|\bcấp (?:huyện|tỉnh|xã|thành phố)\b.{0,30}\btổ chức\b"
    r"|\b(?:giám sát|kiểm tra|hướng dẫn|chỉ đạo|hỗ trợ)\b[^.;]{0,80}\b(?:đối với|các|những|cho) (?:trường|cơ sở|nhóm"
    r"|đơn vị|nhà trường|lớp)",
    re.IGNORECASE,
)
_DIRECTS: Final = re.compile(
    r"\W*(?:(?:tiếp tục|tăng cường|chủ động|đẩy mạnh|kịp thời)\s+)*(?:chỉ đạo"
    r"|hướng dẫn)\b",
    re.IGNORECASE,
)
_WILL: Final = re.compile(r"\b(Bộ|Sở|Phòng|UBND) sẽ\s")
_CHOOSES: Final = re.compile(r"[\s*_]*(?:chọn|lựa chọn)\s", re.IGNORECASE)
_HELPED: Final = re.compile(r"\s*[,;(]?\s*phối hợp\b", re.IGNORECASE)
_SCHOOL_CLASS: Final = re.compile(
    r"(?:các )?(?:trường (?:mầm non|mẫu giáo|mn|mg)|nhà trẻ|nhóm|lớp|cơ sở (?:gdmn|giáo dục|tư thục)|chủ (?:nhóm"
    r"|cơ sở))(?:,? (?:lớp|trẻ|mầm non"
    r"|mẫu giáo|độc lập|tư thục|dân lập|công lập|ngoài công lập|trên địa bàn(?: huyện| thành phố| thị xã)?))*$",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"\b(?:tại|ở)\s+$", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"\bchủ trì\b[^.;]{0,160}\b(?:triển khai|thực hiện|tổ chức)\b[^.;]{0,60}\bkế hoạch\b|\b(?:cơ quan"
    r"|đơn vị) (?:thường trực|đầu mối)\b"
    r"|\blà đầu mối\b|\bchủ trì\b[^.;]{0,80}\b(?:triển khai|tổ chức) thực hiện\b",
    re.IGNORECASE,
)


# Those who head the office that the heading above names.
_HEAD: Final = re.compile(r"(?:các )?(?:người đứng đầu|thủ trưởng)", re.IGNORECASE)
_BODY: Final = re.compile(r"(?:trung tâm|trạm|bệnh viện|ngành|đài|hội đồng)\b")
_SUBORDINATE: Final = re.compile(r"(?:các )?đơn vị trực thuộc\b", re.IGNORECASE)
_CALLS: Final = re.compile(r"\b(?:yêu cầu|đề nghị|giao)\s", re.IGNORECASE)
_FACILITIES: Final = "cơ sở GDMN"
_AT_START: Final = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """To whom the directive speaks: ``issuer`` and ``lead`` are normal names, ``lead`` those that a plan puts in
    charge; ``is_for_schools`` where the addressees are schools and not offices above them; ``placed_issuer`` is the
    issuer with its place, which its own directive need not say."""

    issuer: str | None
    has_addressees: bool
    is_for_schools: bool
    lead: tuple[str, ...] = ()
    directory: Directory | None = None
    placed_issuer: str | None = None


def owner_of(
    text: str, clause: Clause, *, setting: Setting, column: str | None = None, before: str = ""
) -> tuple[Reading[tuple[str, ...]], bool]:
    """The owners of a task and whether the clause, its heading or its column names them.

    ``before`` is what stands before the task in its paragraph: its subject goes on where the task names none. With a
    directory, single units have the names that it gives them.
    """
    reading, is_explicit = _owner(text, clause, setting=setting, column=column, before=before)
    reading = replace(reading, value=_at_home(reading.value, setting))
    directory = setting.directory
    if directory is None:
        return reading, is_explicit
    is_open = any(directory.look_up(name).note == "unit_ambiguous" for name in reading.value)
    notes = (*reading.notes, "unit_ambiguous") if is_open else reading.notes
    return replace(reading, value=_known(reading.value, directory), notes=notes), is_explicit


def _at_home(names: Iterable[str], setting: Setting) -> tuple[str, ...]:
    """Names with the issuer's own as short as it is elsewhere in its directive ("UBND xã", without the place)."""
    own, placed = setting.issuer, setting.placed_issuer
    return tuple(dict.fromkeys(own if own and name == placed else name for name in names))


def _known(names: Sequence[str], directory: Directory | None) -> tuple[str, ...]:
    """Names as the organisation writes them, where it has such a unit."""
    if directory is None:
        return tuple(names)
    return tuple(dict.fromkeys(directory.match(name)[0] or name for name in names))


def _owner(
    text: str, clause: Clause, *, setting: Setting, column: str | None, before: str
) -> tuple[Reading[tuple[str, ...]], bool]:
    if column:
        return Reading(_in_column(column, setting), "owner_column"), True
    subjects = [party for party in subject_of(text) if not _is_person(party) or party.start <= _AT_START]
    above = heading_of(clause, setting)
    heading = heading_owners(above, setting) if above else ()
    if heading and subjects and all(_HEAD.fullmatch(party.text) for party in subjects):
        return Reading(_gathered(heading, setting), "owner_heading"), True
    if subjects and not all(party.is_generic for party in subjects) and not _CHOOSES.match(text):
        return Reading(_gathered(_names(subjects), setting), "owner_clause"), True
    if not subjects and before and (named := [party for party in subject_of(before) if not party.is_generic]):
        return Reading(_names(named), "owner_before", "likely"), True
    if heading and (not subjects or heading != (ALL_ADDRESSEES,)):
        return Reading(_gathered(heading, setting), "owner_heading"), True
    if subjects and not _CHOOSES.match(text):
        return Reading(_meant(subjects, setting), "owner_generic"), True
    if before and (goes_on := _names(subject_of(before))):
        return Reading(goes_on, "owner_before", "likely"), True
    return _implied(text, setting), False


def _meant(parties: Sequence[Party], setting: Setting) -> tuple[str, ...]:
    """Who is meant by "các đơn vị" or, in a school's own plan, by "nhà trường"."""
    is_school = setting.issuer is not None and setting.issuer.lower().startswith("trường ")
    if is_school and setting.issuer and all("trường" in party.text.lower() for party in parties):
        return (setting.issuer,)
    return (ALL_ADDRESSEES,)


def _in_column(column: str, setting: Setting) -> tuple[str, ...]:
    """The names of a column; who stands behind "phối hợp" there only helps."""
    return _gathered(names_in(_HELPED.split(column)[0] or column, setting.directory), setting)


def _gathered(names: tuple[str, ...], setting: Setting) -> tuple[str, ...]:
    """Several classes of pre-schools together are "cơ sở GDMN", in a letter to the schools all its addressees."""
    if len(names) < 2 or not all(_SCHOOL_CLASS.match(name) for name in names):
        return names
    return (ALL_ADDRESSEES,) if setting.is_for_schools else (_FACILITIES,)


def _is_person(party: Party) -> bool:
    """True for staff, parents and pupils, who own a task only where the clause begins with them."""
    return party.level == "khac" and party.name[:1].islower() and _BODY.match(party.name) is None


@lru_cache(maxsize=64)
def heading_owners(clause: Clause, setting: Setting) -> tuple[str, ...]:
    """The parties that a heading consists of ("2. Đối với Sở Tài chính"), or that it gives its items to."""
    names = owners_in_heading(clause, setting.directory)
    return names or (_names(subject_of(clause.text)) if clause.is_open else ())


def asked_in(lead_in: str, setting: Setting) -> tuple[str, ...]:
    """Those whom the sentence above the body asks by name ("Thủ tướng yêu cầu Chủ tịch UBND các tỉnh:")."""
    calls = list(_CALLS.finditer(lead_in))
    if not calls:
        return ()
    named = [party for party in subject_of(lead_in[calls[-1].start() :]) if not party.is_generic]
    return tuple(name for name in _names(named) if name != setting.issuer)


def lead_of(root: Clause, setting: Setting) -> tuple[str, ...]:
    """The body to which a plan gives the lead in its part on organisation; () if it names none."""
    for clause in root.walk():
        if _LEADS.search(clause.text) is None:
            continue
        above = heading_of(clause, setting)
        named = _names(subject_of(clause.text)) or (heading_owners(above, setting) if above else ())
        if named and named != (ALL_ADDRESSEES,):
            return named[:1]
    return ()


def helpers_of(
    text: str,
    owners: Sequence[str],
    *,
    setting: Setting,
    clause: Clause,
    column: str | None = None,
    is_from_heading: bool = False,
) -> tuple[str, ...]:
    """Who does it together with the owner: after "phối hợp với", or those whom the owner directs.

    Whom the heading that names the owners names as helpers helps with all that stands below it (``is_from_heading``),
    and so does whom the line above a list says to direct ("Chỉ đạo các trường:").
    """
    parties = [*coordinators_of(text), *directed_of(text)]
    if column:
        parties.extend(find_parties(column))
    heading = heading_of(clause, setting) if is_from_heading else None
    if heading is not None:
        parties.extend(coordinators_of(heading.text))
    if clause.parent is not None and clause.parent.is_open:
        parties.extend(directed_of(clause.parent.text))
    names = _at_home(_names(parties), setting)
    return tuple(name for name in _known(names, setting.directory) if name not in owners)


def heading_of(clause: Clause, setting: Setting) -> Clause | None:
    """The nearest heading above that names who does what stands below it."""
    return next((step for step in clause.ancestors() if heading_owners(step, setting)), None)


def receiver_name(text: str, *, setting: Setting, others: Sequence[str] = ()) -> str | None:
    """Who receives what the task delivers: as the clause says, or the first of ``others`` that says it."""
    party = next((party for words in (text, *others) if words and (party := receiver_of(words))), None)
    if party is None:
        return None
    return _known(_at_home([full_name(party.name, setting.issuer)], setting), setting.directory)[0]


def _implied(text: str, setting: Setting) -> Reading[tuple[str, ...]]:
    if not setting.has_addressees:
        if setting.lead:
            return Reading(setting.lead, "owner_lead", "likely")
        return Reading(
            (setting.issuer,) if setting.issuer else (), "owner_issuer", "likely" if setting.issuer else "doubtful"
        )
    own = _WILL.search(text)
    if own is not None and setting.issuer and setting.issuer.startswith(own[1]):
        return Reading((setting.issuer,), "owner_manages", "doubtful")
    if setting.is_for_schools and setting.issuer and _is_managing(text):
        return Reading((setting.issuer,), "owner_manages", "doubtful")
    return Reading((ALL_ADDRESSEES,), "owner_addressees", "likely")


def _is_managing(text: str) -> bool:
    """True for work that only an office above the schools can do."""
    is_worded = _MANAGES.search(text) or _DIRECTS.match(text) or _CHOOSES.match(text)
    return bool(is_worded) or _is_at_one_school(text)


def _is_at_one_school(text: str) -> bool:
    """True if the work is to be done at a school that is named: only the office above can see to that."""
    named = (party for party in find_parties(text) if party.level == "truong" and party.name[:1].isupper())
    return any(_AT.search(text, 0, party.start) is not None for party in named)


def is_for_schools(addressees: Sequence[str]) -> bool:
    """True if all addressees are schools or pre-school facilities."""
    levels = {party.level for text in addressees for party in find_parties(text)}
    return bool(levels) and levels <= _SCHOOL_LEVELS


def _names(parties: Sequence[Party]) -> tuple[str, ...]:
    is_mixed = not all(party.is_generic for party in parties)
    return tuple(dict.fromkeys(_class_of(party, is_mixed=is_mixed) for party in parties))


def _class_of(party: Party, *, is_mixed: bool) -> str:
    """A party's name; units of the office that asks, named beside others, are one class of the addressees."""
    if not party.is_generic:
        return party.name
    return capital(party.text) if is_mixed and _SUBORDINATE.match(party.text) else ALL_ADDRESSEES
