"""Bodies and persons that are named by usual words: unions, committees, centres, the police, a head teacher."""

import re
from typing import Final

from intake.drafting.parties.fields import shortened
from intake.drafting.parties.mentions import Mention, single
from intake.drafting.parties.places import read_place, read_proper
from intake.drafting.parties.plain import Plain, any_of, bare, loose

# Bodies by level, as they are printed; the longest reading counts.
_BODIES: Final = {
    "doan_the": (
        r"(?:(?:ban thường trực|btt|cơ quan) )?(?:(?:uỷ ban|ub) ?)?(?:mặt trận tổ quốc|mttq)(?: ?vn| việt nam)?",
        r"ban (?:công tác|ct) ?(?:mặt trận|mt)|tổ chức thành viên(?: của)?(?: uỷ ban)? (?:mặt trận(?: tổ quốc)?|mttq)",
        r"hội (?:liên hiệp|lh) ?(?:phụ nữ|pn)(?: việt nam)?|hội lhpn|hội phụ nữ",
        r"đoàn (?:thanh niên cộng sản|thanh niên|tncs ?hcm|tncs|trường)(?: (?:hồ chí minh|hcm))?|đtn",
        r"(?:tỉnh|huyện|thành|thị|quận|xã) ?đoàn(?! (?:kết|thể|viên|kiểm|công))",
        r"liên đoàn lao động|lđlđ|công đoàn(?: ngành)?(?: giáo dục| gdđt| cơ sở)?(?! viên)",
        r"hội (?:khuyến học|nông dân|cựu chiến binh|chữ thập đỏ|người cao tuổi|cựu giáo chức|đồng đội)",
        r"hội bảo vệ quyền trẻ em|hội đồng đội|hội nạn nhân chất độc da cam(?:/dioxin)?",
        r"(?:tổ chức )?chính trị(?:-| )xã hội|tổ chức xã hội|tổ chức đoàn thể|đoàn thể(?: chính trị(?:-| )xã hội)?",
    ),
    "ban_chi_dao": (r"ban chỉ đạo|bcđ",),
    "khac": (
        r"ban đại diện (?:cha mẹ|cmhs|phụ huynh)(?: (?:trẻ em|trẻ|học sinh))?",
        r"ban (?:giám hiệu|giám khảo|giám đốc|thư ký|thanh tra nhân dân|chấp hành)|bgh|btc",
        r"ban chất lượng(?: (?:giáo dục mầm non|gdmn))?",
        r"ban tổ chức(?: (?:hội thi|cuộc thi|hội nghị))?",
        r"ban (?:tuyên giáo|dân vận)(?: và dân vận)?(?: (?:trung ương|(?:tỉnh|huyện|thành|thị|quận|đảng) ?uỷ))?",
        r"công an(?! nhân dân)|(?:bộ|ban) chỉ huy quân sự|điện lực|cụm trưởng(?: chuyên môn)?",
        r"ban quản lý (?:các )?dự án(?: đầu tư xây dựng)?",
        r"bộ tư lệnh(?: quân khu| thủ đô)?|bộ đội biên phòng",
        r"(?:cơ quan )?(?:bảo hiểm xã hội|bhxh)(?! (?:bắt|tự|cho|đối|và bảo))|kho bạc(?: nhà nước)?",
        r"trung tâm (?:y tế(?: dự phòng)?|kiểm soát bệnh tật|gdnn(?:-gdtx)?|gdtx|học tập cộng đồng|chính trị)",
        r"trung tâm (?:giáo dục nghề nghiệp(?:-giáo dục thường xuyên)?|giáo dục thường xuyên|phục vụ hành chính công)",
        r"trung tâm văn hoá(?:(?:-|, | và |, và )(?:thể thao|thông tin|truyền thông|du lịch|nghệ thuật)){0,4}",
        r"trung tâm hỗ trợ phát triển giáo dục hoà nhập",
        r"trung tâm truyền thông(?:(?:-|, | và |, và )?(?:văn hoá|thể thao|du lịch|thông tin)){1,3}",
        r"trạm y tế|đội y tế|(?:ngành|cơ sở|cơ quan) y tế(?: địa phương)?",
        r"ngành (?:giáo dục(?: và đào tạo)?|công an|văn hoá|tài chính|chức năng)",
        r"cơ quan (?:công an|tài chính|lao động(?:-|, )thương binh(?: và|,| &) xã hội)",
        (
            r"(?:đài|báo(?:,| và)?(?: đài)?) (?:phát thanh|truyền thanh|truyền hình|pt-th|ptth|pt&th)"
            r"(?:(?:-| và |, | )(?:truyền hình|truyền thanh))?"
        ),
        (
            r"cơ quan,? (?:báo chí|truyền thông|thông tin đại chúng)(?:,? truyền thông)?"
            r"(?: (?:của |trên địa bàn )(?:tỉnh|huyện|trung ương)"
            r"|(?:(?:,|,? và)? ?(?:trung ương|địa phương|quân đội)(?!\w)){1,3})?"
        ),
        r"cổng (?:thông tin|ttđt)(?: điện tử)?|hệ thống (?:thông tin|truyền thanh) cơ sở|hệ thống truyền thanh",
        r"(?:cơ quan|cấp|người)(?: quản lý)? có thẩm quyền|cấp trên|cơ quan chủ quản",
        r"cơ quan (?:tài chính|quản lý) cùng cấp",
        r"cấp uỷ(?:,? (?:đảng,? )?)?(?:(?:,|,? và)? ?chính quyền(?: các cấp| địa phương){0,2})?",
        r"chính quyền(?: các cấp| địa phương){0,2}|cấp chính quyền(?: địa phương)?",
        r"(?:tỉnh|huyện|thành|thị|quận|đảng) uỷ(?! quyền)|đảng bộ|chi bộ|hđnd|hội đồng nhân dân",
        r"hội đồng (?:trường|sư phạm|thi đua(?:-| )khen thưởng|thi đua|sáng kiến|tự đánh giá)",
        r"hội đồng (?:thẩm định|tuyển sinh|giáo dục)|uỷ ban bầu cử|ban bầu cử|uỷ ban kiểm tra(?: đảng uỷ)?",
        (
            r"(?:thường trực|ban thường vụ|ban chấp hành) "
            r"(?:(?:tỉnh|huyện|thành|thị|quận|đảng) ?uỷ|hđnd|hội đồng nhân dân)"
        ),
        (
            r"văn phòng (?:(?:hđnd|hội đồng nhân dân)(?: ?(?:và|&|-|,) ?(?:ubnd|uỷ ban nhân dân))?|ubnd|uỷ ban nhân dân"
            r"|sở|bộ|chính phủ|quốc hội|chủ tịch nước|tổng bí thư|trung ương đảng|trung ương"
            r"|(?:tỉnh|huyện|thành|thị|đảng) uỷ)"
        ),
        r"thanh tra (?:sở|bộ|tỉnh|huyện|chính phủ)|thủ tướng(?: chính phủ)?|chính phủ|quốc hội",
        r"ban bí thư|bộ chính trị|trung ương đảng",
        r"cơ sở đào tạo(?:,? bồi dưỡng)?(?: giáo viên)?(?: mầm non)?",
        r"(?:liên cụm|cụm)(?: chuyên môn| trường| thi đua| mầm non){1,2}",
    ),
}
_DOES: Final = r"(?:theo|đôn|kiểm|xây|tổ chức|chỉ đạo|lập|triển|thực hiện|hướng)(?!\w)"
# Common words that mean a party only where the sentence has room for one: staff, parents, posts, parts of an office.
_PERSONS: Final = (
    r"tổ chuyên môn(?:, ?| và |/)(?:tổ |nhóm )?bộ môn",
    r"tổ (?:chuyên môn|văn phòng|công tác|giúp việc|hành chính|mẫu giáo|nhà trẻ|nuôi dưỡng|mầm non|cốt cán)",
    r"tổ trưởng(?: (?:các )?tổ)?(?: chuyên môn)?|khối trưởng",
    r"(?:giáo viên chủ nhiệm|gvcn)(?: (?:các )?lớp)?|y tế(?= ?[,)/])|y tế (?:trường học|học đường|trường)",
    (
        r"(?:(?:cán bộ quản lý|cbql|cán bộ)(?:, | và |,))?(?:giáo viên|gv)(?: mầm non| cốt cán| bộ môn)?"
        r"(?: dự thi| phụ trách(?: (?!và )\w+){1,4})?(?:(?:,| và|, và) (?:nhân viên|nv))?"
    ),
    r"cbql,? ?(?:và )?gvmn|cb,? ?gv,? ?nv|cbgvnv|gvmn|cbql|cán bộ quản lý|nhà giáo",
    r"cha mẹ(?: (?:trẻ(?: em)?|học sinh))?(?:(?:/| hoặc )người (?:đại diện|giám hộ))?",
    r"phụ huynh(?: học sinh| trẻ)?|cmhs|gia đình(?: (?:của )?trẻ| học sinh)?",
    (
        r"(?:nhân viên|bộ phận|cán bộ) (?:y tế|kế toán|văn thư|nuôi dưỡng|bảo vệ|thư viện|thiết bị|cấp dưỡng"
        r"|hành chính|tài vụ"
        r"|hỗ trợ(?: giáo dục người khuyết tật)?"
        r"|chuyên môn|phụ trách|văn phòng|thường trực|một cửa|cntt)(?: (?:trường|mầm non))?"
    ),
    r"tổng phụ trách(?: đội)?|(?:trưởng|phó)(?: các)? (?:thôn|bản|ấp|khóm|buôn|làng|xóm|khu phố|tổ dân phố)",
    r"kế toán|văn thư|chuyên viên(?: phụ trách| khác)?|văn phòng(?! phẩm)",
    (
        r"(?:phó )?(?:hiệu trưởng|giám đốc|chánh văn phòng|trưởng phòng|cục trưởng|vụ trưởng|bí thư|chủ tịch)"
        rf"(?: phụ trách(?: (?!{_DOES})\w+){{1,4}}?(?=[:,;.(]|$| {_DOES}))?"
    ),
    r"hiệu phó|lãnh đạo(?: các cấp| ngành)?|người đứng đầu|thủ trưởng",
    r"lực lượng xã hội|doanh nghiệp|mạnh thường quân|cộng đồng|xã hội",
)
# Short forms that are written out.
_CALLED: Final = {
    "bgh": "Ban giám hiệu",
    "gvcn": "Giáo viên chủ nhiệm",
    "giao vien chu nhiem cac lop": "Giáo viên chủ nhiệm",
    "giao vien chu nhiem lop": "Giáo viên chủ nhiệm",
    "y te": "Nhân viên y tế",
    "ban chi dao": "Ban chỉ đạo",
    "bcd": "Ban chỉ đạo",
}
# One name for the committees of the Front, however much of theirs is printed.
_FRONT: Final = re.compile(
    r"(?:[UuỦủỤụ][yỷỶ] ban|UB|ub) ?(?:MTTQ|mặt trận tổ quốc)(?: ?VN| Việt Nam)?(?!\w)", re.IGNORECASE
)
_SCANNED: Final = tuple(
    (loose(rf"(?<!\w){word}(?!\w)"), word)
    for word in ("giáo viên", "nhân viên", "cán bộ", "học sinh", "quản lý", "phụ huynh", "hiệu trưởng", "công đoàn")
)
_ROWS: Final = (
    *((level, loose(rf"(?:{pattern})(?!\w)"), False) for level, patterns in _BODIES.items() for pattern in patterns),
    *(("khac", loose(rf"(?:{pattern})(?!\w)"), True) for pattern in _PERSONS),
)
_ANY: Final = any_of(pattern for _, pattern, _ in _ROWS)
_REACH: Final = loose(
    r" (?:các cấp|cấp (?:tỉnh|huyện|xã|cơ sở)|quốc gia|(?:của )?(?:các |toàn )?(?:tỉnh|thành phố|huyện|thị xã|quận"
    r"|xã|phường|thị trấn|đặc khu|trường|ngành"
    r"|nhà trường|quân khu|địa phương)|khu vực)(?:, (?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn|đặc khu))*(?: và "
    r"(?:huyện|xã|phường))?(?!\w)(?! (?:học|mầm|mn|hội))"
)
_SCHOOL: Final = loose(r"trường$")
_OFFICE: Final = loose(
    r"(?:trường|mầm non|mẫu giáo|mn|mg|bộ|sở|phòng|ubnd|uỷ ban|ban|cục|vụ|tổng cục|trung tâm|công ty|bệnh viện)(?!\w)"
)
_LEVELS: Final = {
    bare(word): word for word in ("tỉnh", "huyện", "thành phố", "thị xã", "xã", "phường", "các cấp", "quốc gia")
}
_TOPIC: Final = loose(
    r" (?:pcgd[\w&]*(?: ?[-,] ?(?:xmc|cmc)\w*)?|[\w&]+-xmc"
    r"|(?:thực hiện |xây dựng |triển khai )?(?:đề án|chuyên đề|chương trình|phổ cập|công tác|phong trào)(?: "
    r"[^\s,;.:()]+){0,8}?(?= (?:các cấp|cấp|tỉnh|huyện|xã|thành phố)(?!\w)))"
)


def read_body(plain: Plain, at: int) -> Mention | None:
    """A union, committee, centre or post that is named at ``at`` by its usual words, with its level and place."""
    if not _ANY.match(plain.low, at):
        return None
    found = [(row, match) for row in _ROWS if (match := row[1].match(plain.low, at))]
    # A part of a number ("51/HĐND", "19-NQ/TW") names no one.
    if not found or (at and plain.low[at - 1] in "/-&"):
        return None
    (level, _, is_weak), match = max(found, key=lambda each: each[1].end())
    printed = single(plain.text[at : match.end()])
    shown = _FRONT.sub("Ủy ban MTTQ Việt Nam", _CALLED.get(bare(printed), _respelled(printed)))
    end, reach = _reach(plain, match.end(), level=level)
    return Mention(end, shortened(single(f"{shown} {reach}")), level, is_weak=is_weak)


def _respelled(name: str) -> str:
    """Words for staff and unions in their right spelling, however they were scanned ("Giảo viên")."""
    for pattern, right in _SCANNED:
        for match in pattern.finditer(Plain(name).low):
            name = name[: match.start()] + name[match.start()] + right[1:] + name[match.end() :]
    return name


def _reach(plain: Plain, at: int, *, level: str) -> tuple[int, str]:
    """What follows the words for a body: its subject, its level or its place ("PCGD-XMC các cấp", "huyện Ba Bể").

    The school that a plan of its own speaks of ("Ban Giám hiệu nhà trường") adds nothing to the name.
    """
    topic = _TOPIC.match(plain.low, at) if level == "ban_chi_dao" else None
    end = topic.end() if topic else at
    place = read_place(plain, end + 1) if plain.low[end : end + 1] == " " else None
    if place:
        return place[0], f"{plain.text[at:end]} {place[1]}"
    name = _name_behind(plain, end) if level != "ban_chi_dao" else None
    if name:
        return name
    reach = _REACH.match(plain.low, end)
    if reach is None:
        return end, plain.text[at:end]
    shown = "" if _SCHOOL.search(reach[0]) else _LEVELS.get(bare(reach[0]), plain.text[end : reach.end()])
    return reach.end(), f"{plain.text[at:end]} {shown}"


def _name_behind(plain: Plain, at: int) -> tuple[int, str] | None:
    """The name of a person or place of at least two syllables ("Phó Hiệu trưởng Nguyễn Văn A", "Đài PTTH Phú Yên")."""
    proper = read_proper(plain, at + 1) if plain.low[at : at + 1] == " " and not plain.is_shouted else None
    if proper is None or " " not in proper[1] or _OFFICE.match(plain.low, at + 1):
        return None
    if plain.text[at : proper[0]].isupper():
        return None
    return proper
