"""The fields that ministries, departments and divisions are named after, with their usual short forms."""

from typing import Final

from intake.drafting.parties.plain import Plain, any_of, loose

_AND: Final = r"(?: và| ?&| ?,|-)? ?"
_OR: Final = r"(?:-| và | & |, )"
_FIELDS: Final = (
    (rf"giáo dục{_AND}đào tạo|gd{{1,3}} ?(?:-|&|,|và)? ?đt|giáo dục{_AND}đt", "GDĐT"),
    (rf"giáo dục mầm non{_OR}(?:giáo dục )?tiểu học|gdmn ?(?:-|và|&)? ?(?:gd)?th", "Giáo dục Mầm non – Tiểu học"),
    (r"giáo dục mầm non|gd mầm non|gd ?mn|mầm non", "Giáo dục Mầm non"),
    (r"giáo dục tiểu học|gdth|tiểu học", "Giáo dục Tiểu học"),
    (r"giáo dục trung học|gdtrh", "Giáo dục Trung học"),
    (r"giáo dục thường xuyên(?:,? (?:và )?chuyên nghiệp)?|gdtx", "Giáo dục Thường xuyên"),
    (rf"giáo dục dân tộc{_OR}(?:gdtx|giáo dục thường xuyên)", "Giáo dục Dân tộc và Giáo dục Thường xuyên"),
    (r"giáo dục phổ thông|gdpt", "Giáo dục Phổ thông"),
    (rf"tài chính{_OR}kế hoạch|tc ?[&-]? ?kh", "Tài chính – Kế hoạch"),
    (rf"kế hoạch{_OR}tài chính|kh ?[&-]? ?tc", "Kế hoạch – Tài chính"),
    (r"tài chính", "Tài chính"),
    (rf"kế hoạch{_AND}đầu tư|kh ?(?:-|&|và)? ?đt", "Kế hoạch và Đầu tư"),
    (r"nội vụ", "Nội vụ"),
    (r"y tế", "Y tế"),
    (rf"thông tin{_AND}truyền thông|tt ?(?:-|&|và)? ?tt", "Thông tin và Truyền thông"),
    (rf"văn hoá(?:, | và |-)thể thao{_AND}du lịch|vh ?,? ?tt ?(?:-|&|và)? ?dl", "Văn hóa, Thể thao và Du lịch"),
    (rf"văn hoá{_AND}thể thao", "Văn hóa và Thể thao"),
    (rf"văn hoá, khoa học{_AND}thông tin|vh,? ?kh ?(?:-|&|và)? ?tt", "Văn hóa, Khoa học và Thông tin"),
    (rf"văn hoá{_AND}thông tin|vh ?(?:-|&|và)? ?tt", "Văn hóa và Thông tin"),
    (rf"văn hoá{_OR}xã hội|vh ?(?:-|&|và)? ?xh", "Văn hóa – Xã hội"),
    (
        rf"lao động(?:-|, | )thương binh{_AND}xã hội|lđ ?[,-]? ?tb ?(?:-|&|và)? ?xh",
        "Lao động – Thương binh và Xã hội",
    ),
    (r"giao thông(?:-| )?vận tải|giao thông vận tải|gtvt", "Giao thông vận tải"),
    (r"giao thông công chính", "Giao thông công chính"),
    (r"xây dựng", "Xây dựng"),
    (rf"nông nghiệp{_AND}môi trường|nn ?(?:-|&|và)? ?mt", "Nông nghiệp và Môi trường"),
    (
        rf"nông nghiệp{_AND}(?:phát triển nông thôn|ptnt)|nn ?(?:-|&|và)? ?ptnt",
        "Nông nghiệp và Phát triển nông thôn",
    ),
    (rf"tài nguyên{_AND}môi trường|tn ?(?:-|&|và)? ?mt", "Tài nguyên và Môi trường"),
    (r"tư pháp", "Tư pháp"),
    (r"công thương", "Công Thương"),
    (rf"khoa học{_AND}công nghệ|kh ?(?:-|&|và)? ?cn", "Khoa học và Công nghệ"),
    (r"ngoại vụ", "Ngoại vụ"),
    (r"ngoại giao", "Ngoại giao"),
    (r"quốc phòng", "Quốc phòng"),
    (r"công an", "Công an"),
    (rf"dân tộc{_AND}tôn giáo", "Dân tộc và Tôn giáo"),
    (r"dân tộc", "Dân tộc"),
    (r"du lịch", "Du lịch"),
    (rf"quy hoạch{_OR}kiến trúc", "Quy hoạch – Kiến trúc"),
    (rf"kinh tế, hạ tầng{_AND}đô thị", "Kinh tế, Hạ tầng và Đô thị"),
    (rf"kinh tế{_AND}hạ tầng", "Kinh tế và Hạ tầng"),
    (r"kinh tế", "Kinh tế"),
    (r"quản lý đô thị", "Quản lý đô thị"),
    (r"tổ chức cán bộ|tccb", "Tổ chức cán bộ"),
    (rf"tổ chức{_OR}hành chính|tc ?[&-]? ?hc", "Tổ chức – Hành chính"),
    (rf"hành chính{_OR}(?:quản trị|tổng hợp)", "Hành chính – Quản trị"),
    (r"chính trị(?:, |-| và )?tư tưởng|cttt", "Chính trị, tư tưởng"),
    (rf"khảo thí{_AND}(?:kiểm định|quản lý) chất lượng(?: giáo dục)?", "Khảo thí và Quản lý chất lượng"),
    (r"quản lý chất lượng(?: giáo dục)?|qlcl", "Quản lý chất lượng"),
    (r"nghiệp vụ(?: mầm non)?", "Nghiệp vụ"),
    (r"thanh tra", "Thanh tra"),
)
# Written small these are common words ("sở xây dựng kế hoạch", "phòng y tế" of a school), not fields.
_NEEDS_CAPITAL: Final = frozenset(
    (
        *("Xây dựng", "Kinh tế", "Công an", "Dân tộc", "Thanh tra", "Nghiệp vụ", "Du lịch", "Tài chính", "Y tế"),
        *("Quốc phòng", "Giáo dục Mầm non", "Giáo dục Tiểu học"),
    )
)
# Ministries, or offices that are named alone: never the second of "Sở Nội vụ, Công an tỉnh".
_ALONE: Final = frozenset(("Công an", "Quốc phòng", "Ngoại giao", "Thanh tra", "Nghiệp vụ"))
_PATTERNS: Final = tuple((loose(rf"(?:{pattern})(?!\w)"), name) for pattern, name in _FIELDS)
_ANY: Final = any_of(pattern for pattern, _ in _PATTERNS)
_LONG: Final = (
    (loose(rf"giáo dục{_AND}đào tạo(?!\w)"), "GDĐT"),
    (loose(r"giáo dục mầm non(?!\w)"), "GDMN"),
    (loose(r"(?<!\w)uỷ ban nhân dân(?!\w)"), "UBND"),
    (loose(r"(?<!\w)hội đồng nhân dân(?!\w)"), "HĐND"),
)


def shortened(name: str) -> str:
    """A name with the usual short forms for education, pre-school education and people's committees."""
    for pattern, short in _LONG:
        while match := pattern.search(Plain(name).low):
            name = name[: match.start()] + short + name[match.end() :]
    return name


def read_field(plain: Plain, at: int, *, is_member: bool = False, is_any: bool = False) -> tuple[int, str] | None:
    """Where a field named at ``at`` ends, and its usual name; None if none is named there.

    The longest reading counts: "Văn hóa" does not hide "Văn hóa, Thể thao và Du lịch". Names of two fields have an en
    dash between blanks, whatever dash was printed. ``is_member``: it stands in a list after another field, without
    the word for its office ("Sở Tài chính, Nội vụ"); ``is_any``: several offices were announced, so that also a name
    that is an office by itself is a member ("các Bộ: Tài chính, Công an").
    """
    if not _ANY.match(plain.low, at):
        return None
    found = [(match.end(), name) for pattern, name in _PATTERNS if (match := pattern.match(plain.low, at))]
    end, name = max(found, key=lambda each: each[0])
    is_small = plain.text[at].islower()
    if (is_small and (is_member or name in _NEEDS_CAPITAL)) or (is_member and not is_any and name in _ALONE):
        return None
    return end, name
