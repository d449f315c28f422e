"""Every mention of a party in running text, one for each member of a list."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake.drafting.letters import UPPER
from intake.drafting.parties.bodies import read_body
from intake.drafting.parties.coined import read_coined
from intake.drafting.parties.committees import AREA, committee_of, read_area, read_committee
from intake.drafting.parties.directory import Directory
from intake.drafting.parties.fields import read_field
from intake.drafting.parties.mentions import Lead, Mention, Party, read_lead
from intake.drafting.parties.offices import read_office
from intake.drafting.parties.places import read_place, read_proper
from intake.drafting.parties.plain import Plain, bare, loose
from intake.drafting.parties.schools import read_kind, read_school
from intake.drafting.parties.units import read_units
from intake.drafting.verbs import IMPERATIVE

_READERS: Final = (read_office, read_committee, read_school, read_body, read_units, read_area)
_WORD: Final = re.compile(r"(?<![\w&])[^\W_]+")
# The first syllables of all names and leads, without marks; other words need no closer look.
_FIRST_WORDS: Final = (
    "b ba ban báo bảo bậc bcđ bch btt bệnh bgd bgdđt bgh bhxh bí bốn bộ btc bưu các cán cấp cb cbgv cbgvnv cbql "
    "cha chánh chi chính chuyên chủ cmhs công cổng cơ cộng ctubnd cục cụm điện đ đa đài đảng địa doanh đoàn đồn đặc "
    "đồng đơn đội đtn gd gia giám giáo gv gvcn gvmn hai hầu hạt hđnd hệ hiệu học hội huyện kế kho khối lãnh "
    "lđlđ liên lớp lực mầm mẫu mạnh mặt mg mn mỗi mọi một mttq ngành ngân người nhà nhân nhiều nhóm những nl "
    "p pgd pgdđt phong phòng phó phỏng phụ phường ptdtbt ptdtnt quận quốc quỹ s sgd sgdddt sgdđt so sở tất th thanh "
    "thành thcs thường thị thpt thủ thư thứ tiểu tỉnh toàn tổ tổng trạm trung trường trưởng tư từng ub ubmttq ubnd uỷ "
    "văn viễn viện vụ xã y"
)
_FIRST: Final = frozenset(bare(_FIRST_WORDS).split())
_SECOND: Final = frozenset(
    ("phong", "so", "bo", "truong", "ban", "hoi", "vu", "bao", "quy", "vien", "doan", "doi", "to")
)
_COMPOUND: Final = re.compile(
    r"(?<!\w)(?:(?:văn|giải|hải|an ninh quốc|quốc|dự|đề) phòng|(?:trụ|cơ|xứ|công) sở"
    r"|(?:cán|nội|toàn|đồng|cục|tiến|đảng) bộ"
    r"|(?:môi|hội|thị|quân|hiện|công|nông|lập|chiến) trường|(?:uỷ|ủy|trưởng|phó) ban"
    r"|(?:xã|quốc|cơ|lễ|đại|dạ|vũ) hội"
    r"|(?:thường|nhiệm|phục|nghiệp|chức|dịch|nội|tư|ngoại|sự) vụ|(?:thông|cảnh|dự|khai|quảng) báo"
    r"|thủ quỹ|(?:nhân|đảng|thành) viên"
    r"|(?:tập|phái) đoàn|quân đội|bộ đội) ?$"
)
_SEPARATOR: Final = loose(r" ?(?:, và|,|và|&|/|;|-) ?(?:các )?(?=\w)")
_ROOM: Final = loose(
    r"(?:^|[;:.(]|(?:phối hợp|cùng)(?: chặt chẽ| cùng)? với|phối hợp(?: cùng)?|đề nghị|yêu cầu|giao(?: cho)?"
    r"|phân công|do|chỉ đạo|hướng dẫn|đôn đốc|(?:gửi|nộp|báo cáo|trình|tham mưu)(?: về| cho| đến| với)?"
    r"|(?:tham gia|vai trò|trách nhiệm|nhiệm vụ) của|(?:đồng chí|đ/c) [^,;:.()]{4,30}(?:,| ?-)) ?(?:đối với )?$"
)
_OFFICE_ROOM: Final = loose(r"(?:về|của|là|cho|với|tại|cấp) $")
# A capital within a sentence: "trong năm Bộ sẽ tổng kết".
_WITHIN: Final = loose(r"[\w,] $")
_AREA_ROOM: Final = loose(r"(?:^|[;:.(]|đề nghị|yêu cầu|giao(?: cho)?|chỉ đạo|đôn đốc) ?(?:riêng )?$")
_PARTS: Final = (("chanh van phong", "Văn phòng"), ("chanh thanh tra", "Thanh tra"), ("lanh dao", "Lãnh đạo"))
_PART: Final = loose(r"(?:bộ phận|tổ|cán bộ|chuyên viên|nhân viên|kế toán|văn thư)(?!\w)")
_MORE_FIELDS: Final = re.compile(rf" [-–] [{UPPER}]")
_BEFORE: Final = 40


@lru_cache(maxsize=64)
def find_parties(text: str, directory: Directory | None = None) -> tuple[Party, ...]:
    """The offices, units and persons in office that a text names, in order and without overlap.

    A list gives one party for each member, each with its full name ("Sở Tài chính, Nội vụ" is two Sở). Names in
    quotation marks are titles of schemes, not parties. With a directory, schools get the name of their unit.
    """
    plain = Plain(text)
    found: list[Party] = []
    end = 0
    for match in _WORD.finditer(plain.low):
        at = match.start()
        if at < end or not _may_begin(plain, match) or plain.is_quoted(at):
            continue
        found.extend(_read_list(plain, at, is_listed=bool(found) and _is_listed(plain, end, at=at)))
        end = found[-1].end if found else 0
    return tuple(_known(party, directory) for party in found)


def _may_begin(plain: Plain, word: re.Match[str]) -> bool:
    """True if a name can begin with a word; not with the second half of "văn phòng", "trụ sở", "cán bộ"."""
    if word[0].isdigit():
        return True
    key = bare(word[0])
    return key in _FIRST and not (key in _SECOND and _COMPOUND.search(plain.low, max(0, word.start() - 9), word.end()))


def read_mention(plain: Plain, at: int) -> tuple[Lead, Mention] | None:
    """The longest name of a party that begins at ``at``, and what stands before it."""
    lead = read_lead(plain, at)
    led = _with_office(plain, _longest(plain, lead.at))
    if lead.at == at:
        return (lead, led) if led else None
    whole = _longest(plain, at)
    if led is None or (whole is not None and whole.end > led.end):
        return (Lead(at), whole) if whole else None
    return lead, led


def _with_office(plain: Plain, mention: Mention | None) -> Mention | None:
    """A part or the staff of an office, with the office that is named behind it ("bộ phận kế toán Phòng GDĐT")."""
    if mention is None or not mention.is_weak or _PART.match(mention.name.lower()) is None:
        return mention
    if not plain.low.startswith(" ", mention.end) or mention.end + 1 >= len(plain.low):
        return mention
    office = read_office(plain, mention.end + 1) or read_committee(plain, mention.end + 1)
    if office is None:
        return mention
    return replace(office, name=f"{mention.name} {office.name}", level="khac", family="")


def _longest(plain: Plain, at: int) -> Mention | None:
    found = [mention for reader in _READERS if (mention := reader(plain, at))]
    best = max(found, key=lambda mention: mention.end, default=None)
    if best is None or best.is_weak:
        return read_coined(plain, at) or best
    # "Phòng Tổ chức cán bộ - Thanh tra - Pháp chế": a division of more fields than the usual one.
    if best.level == "phong" and _MORE_FIELDS.match(plain.text, best.end):
        coined = read_coined(plain, at)
        return coined if coined is not None and coined.end > best.end else best
    return best


def named(lead: Lead, mention: Mention) -> str:
    """The normal form of a mention. A head stands for the office, except the heads of its parts and its leadership."""
    if mention.level == "don_vi":
        return mention.name
    prefix = next((name for title, name in _PARTS if title in bare(lead.title)), "")
    return f"{prefix} {mention.name}".strip()


def _read_list(plain: Plain, at: int, *, is_listed: bool) -> Iterator[Party]:
    """The party at ``at`` and the further members of its list that only the first one's word names."""
    read = read_mention(plain, at)
    if read is None:
        return
    lead, mention = read
    is_announced = bool(lead.is_plural or lead.title or is_listed) and mention.family != AREA
    if mention.is_weak and not (is_announced or _has_room(plain, at, mention=mention)):
        return
    is_plural = mention.is_plural or lead.is_plural
    yield _party(plain, at, mention=replace(mention, name=named(lead, mention), is_plural=is_plural))
    end = mention.end
    # "UBND các phường: Ba Trại, Bến Gót": those who follow are named by their places alone.
    has_places = mention.family.startswith("UBND ")
    while member := _read_member(plain, end, mention=mention, is_plural=lead.is_plural or has_places):
        start, found = member
        yield _party(plain, start, mention=found)
        end = found.end


def _party(plain: Plain, at: int, *, mention: Mention) -> Party:
    shown = plain.text[at : mention.end]
    return Party(at, mention.end, shown, mention.name, mention.level, mention.is_generic, mention.is_plural)


def _read_member(plain: Plain, at: int, *, mention: Mention, is_plural: bool) -> tuple[int, Mention] | None:
    """A further member of a list, named without the word for its kind: where it begins, and what it is."""
    gap = _SEPARATOR.match(plain.low, at)
    if gap is None or not mention.family:
        return None
    begin = gap.end()
    found = _member(plain, begin, mention=mention, is_plural=is_plural)
    return (begin, found) if found else None


def _member(plain: Plain, at: int, *, mention: Mention, is_plural: bool) -> Mention | None:
    family = mention.family
    if family in ("Bộ", "Sở", "Phòng"):
        field = read_field(plain, at, is_member=True, is_any=is_plural and family == "Bộ")
        return Mention(field[0], f"{family} {field[1]}", mention.level) if field else None
    if family == "UBND":
        place = read_place(plain, at)
        return replace(committee_of(place[1]), end=place[0]) if place else None
    if family == "trường":
        kind = read_kind(plain, at)
        return replace(kind, is_plural=is_plural) if kind else None
    return _named_member(plain, at, mention=mention, is_plural=is_plural)


def _named_member(plain: Plain, at: int, *, mention: Mention, is_plural: bool) -> Mention | None:
    """A school named by its type and name, or where several were announced by its name alone."""
    school = read_school(plain, at)
    if school is not None and school.family.startswith("Trường"):
        name = school.name if school.name.startswith("Trường") else f"Trường {school.name}"
        return replace(school, name=name if mention.name.startswith("Trường") else school.name)
    proper = read_proper(plain, at) if is_plural and read_mention(plain, at) is None else None
    return Mention(proper[0], f"{mention.family} {proper[1]}", mention.level) if proper else None


def _is_listed(plain: Plain, end: int, *, at: int) -> bool:
    """True if a separator of a list, and nothing else, stands between two places."""
    gap = _SEPARATOR.match(plain.low, end)
    return gap is not None and gap.end() >= at


def _has_room(plain: Plain, at: int, *, mention: Mention) -> bool:
    """True where common words mean a party: at the head of a clause, after a word that calls for one, before a verb."""
    before = plain.low[max(0, at - _BEFORE) : at]
    if mention.family == AREA:
        return _AREA_ROOM.search(before) is not None and (bool(before.strip()) or at < 4)
    if mention.level == "don_vi":
        return not before.strip() or before.rstrip()[-1] in ";:.("
    if _ROOM.search(before) and (before.strip() or at < 4):
        return True
    if mention.level != "khac" and (_OFFICE_ROOM.search(before) or _WITHIN.search(before)):
        return True
    is_followed = plain.low.startswith(" ", mention.end) and bool(IMPERATIVE.match(plain.text, mention.end + 1))
    return before.endswith((", ", "; ")) and is_followed


def _known(party: Party, directory: Directory | None) -> Party:
    if directory is None or party.level not in ("truong", "co_so") or party.is_generic or party.is_plural:
        return party
    name, _ = directory.match(party.text)
    return replace(party, name=name) if name else party
