"""What a party is to a clause: who does it, who helps, who is directed, who receives what it delivers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake.drafting.parties.finding import find_parties
from intake.drafting.parties.groups import Group, groups_of
from intake.drafting.parties.mentions import Party, capital, read_lead
from intake.drafting.parties.plain import Plain, loose

_NEXT: Final = 4
_NAMED_PERSON: Final = r"(?<!\w)(?:đồng chí|đ/c|ông|bà|thầy|cô) [^,;:.()]{4,40}?(?:,| ?-| ?\() ?"
_COMRADE: Final = loose(rf"{_NAMED_PERSON}$")
_CHARGED: Final = loose(
    r"(?:đề nghị|yêu cầu|phân công|uỷ quyền(?: cho)?"
    r"|giao(?: cho| nhiệm vụ cho| trách nhiệm cho)?|chọn|lựa chọn|mời)(?: đối với)? "
    rf"(?:{_NAMED_PERSON})?$"
)
_PAPER_ASKS: Final = loose(r"(?:hồ sơ|văn bản|tờ trình|đơn|công văn|có ý kiến|theo) đề nghị $")
_APPOINTED: Final = loose(r"(?:phân công|cử|chọn|lựa chọn|mời) $")
_ASKS_UPWARD: Final = loose(r"(?:đề nghị|kiến nghị) $")
_ASKED: Final = loose(
    r"(?:trân trọng |kính )?(?:đề nghị|yêu cầu|giao(?: cho| nhiệm vụ cho)?|phân công|uỷ quyền(?: cho)?)(?: đối "
    r"với)? "
)
_LABEL: Final = loose(
    r"(?:(?:đơn vị|cơ quan|bộ phận|người|cá nhân|tổ chức) )?(?:được giao )?(?:chủ trì|thực hiện|đầu mối|phụ trách"
    r"|chịu trách nhiệm)"
    r"(?:(?:,| và|/|-)? ?(?:thực hiện|chủ trì|đầu mối|chính|tổ chức|tham mưu)){0,3} ?: ?$"
)
_HELP_LABEL: Final = loose(r"(?:(?:đơn vị|cơ quan|bộ phận|cá nhân|tổ chức) )?(?:cùng )?phối hợp(?: thực hiện)? ?: ?$")
_PILOT: Final = loose(r"(?:thí điểm|làm điểm|xây dựng điểm)(?: thực hiện)? (?:ở|tại) (?:\d{1,3} \w+(?: \w+)? ?: ?)?$")
_LEADS: Final = loose(r" ?(?:chủ trì|phụ trách|đảm nhiệm|chịu trách nhiệm|làm đầu mối|là đầu mối|làm chủ trì)")
_BY: Final = loose(r"(?<!\w)do $")
_BEGINS: Final = loose(r"(?:^|[;:.!?)(])[\W\d]{0,8}(?:[a-zđ]\) ?)?(?:riêng |trong đó,? )?$")
_BELONGS: Final = loose(r"(?:trực )?thuộc(?!\w)")
_GOES_ON: Final = loose(r"(?:, (?:đồng thời |sau đó |riêng )?|(?:khó khăn|vướng mắc|phát sinh) |thì )$")
_FOR: Final = loose(r"^[\W\d]{0,8}(?:đối với|về phía) $")
_DIRECTS: Final = loose(
    r"(?:chỉ đạo|hướng dẫn|đôn đốc)(?:(?:,| và) (?:hướng dẫn|chỉ đạo|đôn đốc|kiểm tra|hỗ trợ|giám sát)){0,3}(?: cho)? $"
)
_FIRST_DIRECTS: Final = loose(
    r"^[\W\d_]{0,12}(?:năm học[^:;,.]{0,30}[:,] ?)?"
    r"(?:(?:tiếp tục|tăng cường|chủ động|thường xuyên|kịp thời|đẩy mạnh|nâng cao hiệu quả|làm tốt|công tác|có kế "
    r"hoạch) ){0,3}(?:chỉ đạo|hướng dẫn|đôn đốc)"
)
_PREPOSITION: Final = loose(r"(?:về|trong|tại|theo|của|ở|khi|để|với|qua|trên|từ|đến|và|hoặc|đối với)(?!\w)")
_PLACED: Final = loose(r"(?:tại|ở) $")
_HELPS: Final = loose(
    r"(?:phối hợp(?:,? (?:chặt chẽ|cụ thể|tốt|có hiệu quả|hiệu quả|kịp thời|thống nhất|hướng dẫn|tổ chức|thực hiện"
    r"|đồng bộ)){0,2}(?: cùng)?(?: với)?(?: cùng)?"
    r"|chủ trì,? cùng|cùng với|kết nối với|liên hệ với|với sự (?:tham gia|vào cuộc|phối hợp)[^,;.:]{0,30} của|sự tham "
    r"gia[^,;.:]{0,20} của(?: các (?:bên|lực lượng)(?: (?:có )?liên quan)?(?: như| gồm)? ?:)?"
    r"|phát huy vai trò của) $"
)
_NO_HELP: Final = loose(
    r"(?:mô hình|sự|công tác|quy chế|cơ chế|hoạt động|biện pháp|hình thức|về|trong)(?: \w+){0,2} phối hợp(?: "
    r"\w+)?(?: với| cùng){0,2} $"
)
_PASSES: Final = loose(
    r"(?:gửi|gởi|nộp|chuyển|cung cấp (?:danh sách|số liệu|dữ liệu|thông tin|hồ sơ)|đăng ký"
    r"|hoàn thiện hồ sơ|lập hồ sơ)[^;.]{0,200}$"
)
_AT_OFFICE: Final = loose(r"nộp[^;.]{0,160} (?:tại|ở) $")
_PASSED_TO: Final = loose(r"(?:(?:gửi|gởi|nộp|chuyển)(?: về| cho| đến| tới| lên)?|về|cho|tới|lên|đến|với) $")
_REPORTS_TO: Final = loose(
    r"báo cáo(?! viên)[^;.:]{0,160} (?:về|gửi|gởi|tới|lên|cho|với) $|trình(?: hồ sơ)?(?: xin)?(?: lãnh đạo)? $"
)
_TELLS: Final = loose(
    r"(?:báo cáo|báo|xin ý kiến|tham mưu(?: giúp| cho| với)?|(?:đóng góp|góp|cho|tham gia) ý kiến (?:cho|với)|đề "
    r"xuất(?: với)?|kiến nghị(?: với)?|phản ánh)"
    r"(?: ngay| nhanh| kịp thời| trực tiếp)?(?: về| cho| với| đến| lên)? $"
)
_PART_OF: Final = re.compile(
    r"(?:bộ phận|tổ|văn phòng|cán bộ|chuyên viên|nhân viên|kế toán|văn thư)(?: [^\s]+){0,3} (?=Phòng |P ?GD)",
    re.IGNORECASE,
)
_REPORTS: Final = loose(r"báo")
_SUBMITS: Final = loose(r" (?:để )?trình (?:các )?")
_ADVISES: Final = loose(r"tham mưu(?: giúp| cho| với)? $")
_FOR_REPORT: Final = loose(r"(?:để|nhằm) (?:kịp thời )?báo cáo $")
_ALSO: Final = loose(
    r"(?: và|, (?:trực tiếp|kịp thời|đồng thời)|kết quả(?: [^\s,;.:()]+){0,4})(?: trực tiếp| kịp thời)? "
    r"báo cáo(?: về| cho| với)? $"
)
_THEN: Final = loose(r"[,;] báo cáo(?: về| cho| với)? $")
_PURPOSE: Final = loose(r"(?:để|nhằm|phục vụ)(?: [^\s,;.:()]+){0,8} $")
_DATED: Final = loose(r"[^;.]{0,60}(?:\d{1,2} ?[/.-] ?\d{1,2}|chậm nhất|định kỳ|hằng|hàng|lần)")
_OPENS: Final = (
    r"(?:(?:trong quá trình|quá trình|nếu|khi|trường hợp|nơi nào|căn cứ|trên cơ sở|sau khi|theo|là cơ quan thường "
    r"trực|định kỳ|hằng|hàng|trước|cuối)[^;.:]{0,200}?"
    r"(?:, ?| thì |(?<=quý) |(?<=năm) |(?<=tháng) |(?<=mắc) ))"
)
_HOW: Final = (
    r"(?:chủ trì|tổng hợp|chủ động|kịp thời|nhanh chóng|thường xuyên|định kỳ|tích cực|tăng cường|tiếp tục|làm tốt"
    r"|công tác|đề nghị|khẩn trương|xây dựng và|rà soát"
    r"|(?:có|chịu) trách nhiệm|phải|cần|và|căn cứ[^;:]{1,300}?|phối hợp với[^;.:]{1,160}?)"
)
# What may stand before "báo cáo", "tham mưu" and the like where they are the clause's own work.
_FIRST_OF_ALL: Final = loose(
    rf"^[\W\d_]{{0,12}}{_OPENS}{{0,2}}(?:{_HOW},? ){{0,5}}(?:(?:tổng hợp|theo dõi|thống kê|đánh "
    rf"giá)[^;.:]{{0,120}}?(?:,| và) )?$"
)
# A report that is due in certain cases, or that sums up, is work of its own wherever it stands in the clause.
_STANDS_ALONE: Final = loose(r"[\W\d_]{0,12}(?:trong quá trình|quá trình|nếu có|khi có|tổng hợp)")
# To sum up and report is the clause's own work, whatever stands before it.
_SUMS_UP: Final = loose(r"(?:tổng hợp|theo dõi|đôn đốc)(?: [^;.:]{0,120})?,? $")
_STAFF: Final = loose(
    r"(?:giáo viên|gv|cbql|cán bộ|nhà giáo|phụ huynh|cha mẹ|cmhs|gia đình|cộng đồng|xã hội|nhân viên|tổ trưởng"
    r"|hiệu trưởng|kế toán|lãnh đạo)"
)
_RECEIVERS: Final = frozenset(
    ("bo", "so", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "phong", "ban_chi_dao", "doan_the", "khac")
)

_Rule = Callable[[Sequence[Group]], Group | None]


@lru_cache(maxsize=32)
def _groups(text: str) -> tuple[Group, ...]:
    """The parties of a clause in groups; every question about a clause begins with them."""
    return groups_of(text, find_parties(text))


def subject_of(text: str) -> tuple[Party, ...]:
    """The parties that the clause names as doing it; none if it only says what is to be done.

    Offices that are helped, checked, informed, asked from below or only the place are no subjects.
    """
    groups = _groups(text)
    rules: tuple[_Rule, ...] = (_labelled, _first, _charged, _led_by, _in_brackets, _later)
    found = next((group for rule in rules if (group := rule(groups))), None)
    if found is None:
        return ()
    return tuple(map(_in_post, found.parties)) if _COMRADE.search(found.before(70)) else found.parties


def _in_post(party: Party) -> Party:
    """The post of a person who is named ("đồng chí A – Phó Chủ tịch UBND xã"), not the whole office."""
    title = capital(party.text[: len(read_lead(Plain(party.text), 0).title)])
    is_office = title and party.level != "don_vi" and not party.name.startswith(title)
    return replace(party, name=f"{title} {party.name}") if is_office else party


def coordinators_of(text: str) -> tuple[Party, ...]:
    """The parties that do it together with the owner: behind "phối hợp với", "cùng với", "Phối hợp:".

    They are named as printed, so none is generic.
    """
    groups = _groups(text)
    helping = [_announced(group, groups) for group in groups if _is_helping(group)]
    return _as_printed(helping)


def _announced(group: Group, groups: Sequence[Group]) -> Group:
    """Those whose names follow behind a colon ("với các cơ quan chức năng: Sở Y tế, Công an tỉnh"), or the group."""
    if group.parties[0].level != "don_vi" or not group.plain.low.startswith(":", group.end):
        return group
    return next((each for each in groups if 0 < each.start - group.end < _NEXT), group)


def directed_of(text: str) -> tuple[Party, ...]:
    """The parties that the owner has to direct or guide ("chỉ đạo các trường tổ chức …"), named as printed."""
    groups = _groups(text)
    is_first = _FIRST_DIRECTS.match(Plain(text).low) is not None
    return _as_printed(group for group in groups if _is_directed(group, is_first=is_first))


def receiver_of(text: str) -> Party | None:
    """Who receives what the clause delivers: behind "gửi về", "báo cáo", "trình", "tham mưu"; None if nobody does.

    Of several receivers it is the first. To tell or advise somebody counts only where the clause
    begins with it or dates it; what another office does later with a report does not count.
    """
    groups = _groups(text)
    able = [group for group in groups if _can_receive(group)]
    handed = sorted((group for group in able if _is_handed(group) and not _is_advised(group, able)), key=_is_undated)
    told = next((group for group in able if _is_told(group, groups)), None)
    last = next((group for group in able if _FOR_REPORT.search(group.sentence_before())), None)
    found = next((group for group in (*handed, told, _asked_above(groups), last) if group), None)
    return _office_of(found.parties[0]) if found else None


def _office_of(party: Party) -> Party:
    """A receiver; a part of a division stands for the division."""
    part = _PART_OF.match(party.name)
    office = find_parties(party.name[part.end() :]) if part else ()
    return replace(party, name=office[0].name) if office else party


def _labelled(groups: Sequence[Group]) -> Group | None:
    found = (group for group in groups if _LABEL.search(group.before()) or _PILOT.search(group.before()))
    return next((group for group in found if not _announces(group)), None)


def _announces(group: Group) -> bool:
    """True for units whose names follow ("02 đơn vị: …")."""
    return group.parties[0].is_generic and group.plain.low.startswith(":", group.end)


def _charged(groups: Sequence[Group]) -> Group | None:
    """Those who are asked, told or chosen to do something; not an office above the one that asks."""
    above = _asked_above(groups)
    return next((group for group in groups if group is not above and _is_charged(group)), None)


def _is_charged(group: Group) -> bool:
    before = group.before()
    is_asked = _CHARGED.search(before) is not None and _PAPER_ASKS.search(before) is None
    name = group.parties[0].name
    if not is_asked or (_APPOINTED.search(before) and (_is_staff(group.parties[0]) or name.startswith("Lãnh đạo"))):
        return False
    return group.does_later or group.is_last or group.is_told_after


def _asked_above(groups: Sequence[Group]) -> Group | None:
    """The office to which the clause's own party turns ("các trường đề nghị Phòng GDĐT …", "hồ sơ đề nghị UBND …")."""
    for index, group in enumerate(groups):
        before = group.before()
        if _PAPER_ASKS.search(before):
            return group
        if index and _ASKS_UPWARD.search(before) and _begins(groups[0]) and groups[0].rank < group.rank:
            return group
    return None


def _led_by(groups: Sequence[Group]) -> Group | None:
    return next((each for each in groups if _BY.search(each.before()) and _LEADS.match(each.plain.low, each.end)), None)


def _first(groups: Sequence[Group]) -> Group | None:
    """Those with whom the clause begins, or whom the one that it begins with tells to do something."""
    first = groups[0] if groups else None
    if first is None:
        return None
    is_colon = first.plain.low[first.after : first.after + 1] == ":"
    if is_colon and first.start < 24 and _FOR.match(first.plain.low[: first.start]):
        return first
    if not _begins(first) or not (is_colon or first.does_later):
        return None
    return next((group for group in groups[1:] if _is_told_by(first, group)), first)


def _is_told_by(first: Group, group: Group) -> bool:
    """True if nothing but a word for asking stands between the two, and it asks downward."""
    between = group.plain.low[first.after : group.start]
    is_asked = len(between) < 40 and _ASKED.fullmatch(between) is not None
    return is_asked and group.rank <= first.rank and not _is_staff(group.parties[0])


def _in_brackets(groups: Sequence[Group]) -> Group | None:
    """Those in brackets at the end of a clause that names nobody else: "Họp cha mẹ trẻ. (BGH, GVCN)"."""
    last = groups[-1] if groups else None
    if last is None or last.before(1) != "(" or last.plain.low[last.end :].strip(" .;") != ")":
        return None
    is_remark = len(groups) > 1 and not last.plain.low[groups[-2].end : last.start].strip(" (")
    return None if is_remark else last


def _later(groups: Sequence[Group]) -> Group | None:
    """Those with whom a later part of the clause begins, unless it first told whom to guide or named them before."""
    if not groups or _FIRST_DIRECTS.match(groups[0].plain.low):
        return None
    seen: set[str] = set()
    for group in groups:
        names = {party.name for party in group.parties}
        if any(each is not group and _announced(each, groups) is group for each in groups if _is_helping(each)):
            continue
        does = group.does_later if _BELONGS.match(group.plain.low, group.after) else group.does
        if _starts_part(group) and does and not names & seen:
            return group
        seen |= names
    return None


def _starts_part(group: Group) -> bool:
    if _BEGINS.search(group.before()):
        return True
    # "…, doanh nghiệp, tổ chức, cá nhân theo quy định": the end of a list, in which nobody begins anything.
    first = group.parties[0]
    if first.level == "don_vi" and not (first.is_generic or first.is_plural):
        return False
    # Persons in a list of whom the table does not know all ("nhân viên, giáo viên tham gia") do not begin a part.
    is_person = group.parties[0].level == "khac" and not group.parties[0].is_plural
    return not is_person and _GOES_ON.search(group.before()) is not None


def _begins(group: Group) -> bool:
    return group.start < 40 and _BEGINS.search(group.plain.low[: group.start]) is not None


def _is_helping(group: Group) -> bool:
    before = group.before(90)
    return bool(_HELP_LABEL.search(before)) or (bool(_HELPS.search(before)) and not _NO_HELP.search(before))


def _is_directed(group: Group, *, is_first: bool) -> bool:
    if _is_staff(group.parties[0]):
        return False
    if not _DIRECTS.search(group.before()):
        return is_first and bool(_PLACED.search(group.before(8))) and group.parties[0].level == "truong"
    if group.is_last or group.does_later:
        return True
    return is_first and _PREPOSITION.match(group.plain.low, group.after) is None and group.after > group.end


def _can_receive(group: Group) -> bool:
    return group.parties[0].level in _RECEIVERS and not _is_staff(group.parties[0])


def _is_staff(party: Party) -> bool:
    """True for people whom their own unit tells what to do, and for parents."""
    return party.level == "khac" and _STAFF.match(party.name.lower()) is not None


def _is_undated(group: Group) -> bool:
    return _DATED.match(group.plain.low, group.end) is None


def _is_handed(group: Group) -> bool:
    """True for those to whom something is sent or submitted, or a report goes."""
    before = group.sentence_before()
    if _PURPOSE.search(before) or _HELPS.search(before):
        return False
    is_passed = _PASSED_TO.search(before) and _PASSES.search(before)
    return bool(is_passed or _AT_OFFICE.search(before) or _REPORTS_TO.search(before))


def _is_advised(group: Group, groups: Sequence[Group]) -> bool:
    """True if another office submits it, who is advised to ("tham mưu UBND tỉnh trình HĐND tỉnh")."""
    own = next((each for each in groups if _SUBMITS.fullmatch(each.plain.low, each.end, group.start)), None)
    return own is not None and _ADVISES.search(own.before()) is not None


def _is_told(group: Group, groups: Sequence[Group]) -> bool:
    """True for those who are told, advised or asked as the clause's own work, or by a date."""
    before = group.sentence_before()
    tells = _TELLS.search(before)
    if tells is None or _PURPOSE.search(before):
        return False
    begin = group.start - len(before)
    doers = [each.end for each in groups if begin <= each.start and each.end < begin + tells.start() and _is_doer(each)]
    lead = before[max(doers, default=begin) - begin : tells.start()]
    is_first = begin < 20 or (begin < 90 and group.plain.low[begin - 1] == ":")
    if _REPORTS.match(tells[0]) and _is_own_report(group, lead=lead, has_doer=bool(doers)):
        return True
    is_own = is_first or _STANDS_ALONE.match(lead) is not None or not _is_undated(group)
    return is_own and _FIRST_OF_ALL.match(lead) is not None


def _is_own_report(group: Group, *, lead: str, has_doer: bool) -> bool:
    """True for a report that follows the work of the clause itself ("…, kịp thời báo cáo UBND huyện")."""
    before = group.sentence_before()
    is_next = (has_doer or not _is_undated(group)) and _THEN.search(before)
    return bool(_SUMS_UP.search(lead) or _ALSO.search(before) or is_next)


def _is_doer(group: Group) -> bool:
    return group.does and (_starts_part(group) or _CHARGED.search(group.before()) is not None)


def _as_printed(groups: Iterable[Group]) -> tuple[Party, ...]:
    return tuple(replace(party, is_generic=False) for group in groups for party in group.parties)
