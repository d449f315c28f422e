"""What a party is to a clause: who does it, who helps, who is directed, who receives what it delivers."""

from collections.abc import Iterator
from typing import Final

from intake.drafting.parties.finding import find_parties
from intake.drafting.parties.groups import Group, groups_of
from intake.drafting.parties.mentions import Party, single
from intake.drafting.parties.plain import Plain, loose
from intake.drafting.verbs import IMPERATIVE

_CHARGED: Final = loose(
    r"(?:đề nghị|yêu cầu|phân công|uỷ quyền(?: cho)?|giao(?: cho| nhiệm vụ cho| trách nhiệm cho)?|chọn|lựa chọn|mời|kính đề nghị|trân trọng đề nghị)"
    r" (?:đối với )?$"
)
_LABEL: Final = loose(
    r"(?:đơn vị|cơ quan|bộ phận|người|cá nhân|tổ chức)? ?(?:được giao )?(?:chủ trì|thực hiện|đầu mối|phụ trách|chịu trách nhiệm)"
    r"(?:(?:,| và|/| -)? ?(?:thực hiện|chủ trì|đầu mối|chính|tổ chức))*(?: thực hiện)? ?: ?$"
)
_LABEL_HELP: Final = loose(r"(?:(?:đơn vị|cơ quan|bộ phận|cá nhân|tổ chức) )?(?:cùng )?phối hợp(?: thực hiện)? ?: ?$")
_PILOT: Final = loose(r"(?:thí điểm|làm điểm|chỉ đạo điểm|xây dựng điểm)(?: thực hiện)? (?:ở|tại) (?:\d{1,3} \w+(?: \w+)?: ?)?$")
_BY: Final = loose(r"(?<!\w)(?:do|được) $")
_LEADS: Final = loose(r" ?(?:chủ trì|phụ trách|đảm nhiệm|chịu trách nhiệm|làm đầu mối|là đầu mối|làm chủ trì)")
_CLAUSE_HEAD: Final = loose(r"(?:^|[;:.!?)(] ?[-+•]? ?)$")
_AFTER_COMMA: Final = loose(r"[,;] (?:đồng thời |sau đó |riêng |ngoài ra |giao |các )?$")
_FOR: Final = loose(r"(?:^|[.;:] ?)\W{0,6}(?:riêng )?(?:đối với|riêng|về phía) $")
_LISTED: Final = loose(r"^[\W\d_]{0,12}$")
_OBJECT: Final = loose(
    r"(?:phối hợp|cùng) (?:chặt chẽ )?(?:với|cùng) $|(?:chỉ đạo|hướng dẫn|đôn đốc|kiểm tra|giám sát|hỗ trợ|tư vấn|về|của|cho|tại|với|đến|tới|từ|báo cáo|trình|gửi|tham mưu) $"
)
_DIRECTS: Final = loose(
    r"(?:chỉ đạo|hướng dẫn|đôn đốc|giao(?: nhiệm vụ)?(?: cho)?|yêu cầu|đề nghị|phân công|vận động|huy động)(?:(?:,| và) (?:hướng dẫn|chỉ đạo|đôn đốc|kiểm tra|hỗ trợ|tổ chức|tạo điều kiện|giám sát))*"
    r"(?: cho| thực hiện)?(?: đối với)? $"
)
_DIRECTS_FIRST: Final = loose(
    r"[\W\d_]{0,12}(?:(?:năm học|học kỳ)[^:;,.]{0,30}[:,] ?)?(?:(?:tiếp tục|tăng cường|chủ động|thường xuyên|kịp thời|đẩy mạnh|nâng cao hiệu quả|thực hiện|công tác|có kế hoạch|phối hợp) ){0,3}"
    r"(?:chỉ đạo|hướng dẫn|đôn đốc)"
)
_HELPS: Final = loose(
    r"(?:phối hợp(?: chặt chẽ| tốt| hiệu quả| có hiệu quả| kịp thời)*(?:,? (?:hướng dẫn|thống nhất|hiệp đồng|tổ chức|thực hiện))?(?: cùng)? (?:với|cùng)(?: với)?|cùng (?:với )?|phối hợp cùng(?: với)?"
    r"|(?:với )?sự (?:tham gia|vào cuộc)(?: [^\s,;.:()]+){0,3} của|phát huy vai trò của|liên kết với|hợp tác với|tham mưu,? phối hợp với) $"
)
_NO_HELP: Final = loose(
    r"(?:mô hình|sự|công tác|việc|quy chế|kế hoạch|cơ chế|hoạt động|biện pháp|nội dung|chương trình|hình thức|trong)(?: \w+){0,2} phối hợp(?: \w+)? (?:với|cùng)(?: với)? $"
)
_HELP_CALL: Final = loose(r"phối hợp(?: chặt chẽ| tốt| hiệu quả)?(?: cùng)? (?:với|cùng)(?: với)? (?=\w)")
_PHRASE: Final = loose(r"(?:các |những )?(?:cơ quan|đơn vị|tổ chức|cơ sở|trung tâm|công ty|doanh nghiệp|nhà)(?: [^\s,;.:()]+){1,6}")
_HANDS: Final = loose(
    r"(?:(?:báo cáo|gửi|nộp|trình|đăng ký|chuyển|góp ý|ý kiến|tổng hợp|đề xuất|kiến nghị|tham mưu|văn bản|kết quả|hồ sơ|danh sách|số liệu|cung cấp)[^;.:]{0,160}? (?:về|cho|đến|tới|lên|với)"
    r"|(?:báo cáo|gửi|nộp|trình|tham mưu|đề xuất|kiến nghị|xin ý kiến)(?: về| cho| đến| lên| với| kịp thời| lãnh đạo| trực tiếp)?) $"
)
_TOWARDS: Final = loose(r"(?:về|gửi|nộp|trình|báo cáo|tham mưu(?: cho| với)?|(?:đóng góp|góp|cho) ý kiến (?:cho|với)|(?:đến|tới|lên)) $")
_PURPOSE: Final = loose(r"(?:để|nhằm|phục vụ)(?: [^\s,;.:()]+){0,6} $")
_RECEIVING: Final = frozenset(("bo", "so", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "phong", "ban_chi_dao", "khac", "truong", "don_vi", "doan_the", "co_so"))


def subject_of(text: str) -> tuple[Party, ...]:
    """The parties that the clause names as doing it; none if it only begins with what is to be done.

    Offices that are asked, helped, checked, informed or only the place are no subjects.
    """
    groups = list(groups_of(text, find_parties(text)))
    for rule in (_labelled, _charged, _in_charge, _first, _later):
        found = rule(text, groups)
        if found:
            return found
    return ()


def coordinators_of(text: str) -> tuple[Party, ...]:
    """The parties that do it together with the owner: behind "phối hợp với", "cùng với", "Phối hợp:"."""
    groups = list(groups_of(text, find_parties(text)))
    found = [party for group in groups if _is_helping(group) for party in group.parties]
    return tuple(sorted((*found, *_unknown_helpers(text, found)), key=lambda party: party.start))


def directed_of(text: str) -> tuple[Party, ...]:
    """The parties that the owner has to direct or guide ("chỉ đạo các trường tổ chức …")."""
    groups = groups_of(text, find_parties(text))
    return tuple(
        party
        for group in groups
        if _DIRECTS.search(group.before()) and (group.does or _ends(group))
        for party in group.parties
    )


def receiver_of(text: str) -> Party | None:
    """Who receives what the clause delivers: behind "gửi về", "báo cáo", "trình", "tham mưu"; None if nobody does."""
    for group in groups_of(text, find_parties(text)):
        if _TOWARDS.search(group.before(40)) and _HANDS.search(group.before(220)) and not _PURPOSE.search(group.before(60)):
            return group.parties[0]
    return None


def _labelled(text: str, groups: list[Group]) -> tuple[Party, ...]:
    return next((group.parties for group in groups if _LABEL.search(group.before()) or _PILOT.search(group.before())), ())


def _charged(text: str, groups: list[Group]) -> tuple[Party, ...]:
    """Those who are asked, told or chosen to do something."""
    return next((group.parties for group in groups if _CHARGED.search(group.before()) and (group.does or _ends(group))), ())


def _in_charge(text: str, groups: list[Group]) -> tuple[Party, ...]:
    return next((group.parties for group in groups if _BY.search(group.before()) and _LEADS.match(group.plain.low, group.end)), ())


def _first(text: str, groups: list[Group]) -> tuple[Party, ...]:
    """Those with whom the clause begins."""
    if not groups:
        return ()
    first = groups[0]
    before = first.plain.low[: first.start]
    if _FOR.search(before) and first.start < 24 and first.plain.low[first.after : first.after + 1] == ":":
        return first.parties
    if _LISTED.match(before) and (first.does or first.plain.low[first.after : first.after + 1] == ":"):
        return first.parties
    return ()


def _later(text: str, groups: list[Group]) -> tuple[Party, ...]:
    """Those who begin a later part of the clause, unless it told before whom to guide, or named them before."""
    if _DIRECTS_FIRST.match(Plain(text).low):
        return ()
    seen: set[str] = set()
    for group in groups:
        before = group.before()
        if (_AFTER_COMMA.search(before) or _CLAUSE_HEAD.search(before)) and group.does and group.parties[0].name not in seen:
            return group.parties
        seen.update(party.name for party in group.parties)
    return ()


def _is_helping(group: Group) -> bool:
    before = group.before(90)
    return bool(_LABEL_HELP.search(before)) or (bool(_HELPS.search(before)) and not _NO_HELP.search(before))


def _unknown_helpers(text: str, known: list[Party]) -> Iterator[Party]:
    """Helpers whom no table knows: the noun phrase behind "phối hợp với"."""
    plain = Plain(text)
    for call in _HELP_CALL.finditer(plain.low):
        if any(party.start == call.end() for party in known) or _NO_HELP.search(plain.low[: call.end()][-90:]):
            continue
        phrase = _PHRASE.match(plain.low, call.end())
        if phrase and not any(party.start < phrase.end() and phrase.start() < party.end for party in known):
            shown = text[phrase.start() : phrase.end()]
            yield Party(phrase.start(), phrase.end(), shown, single(shown).removeprefix("các "), "khac", is_plural=True)


def _ends(group: Group) -> bool:
    """True if nothing but a mark stands behind the group."""
    return not any(map(str.isalnum, group.plain.low[group.after : group.after + 3]))


__all__ = ["IMPERATIVE", "coordinators_of", "directed_of", "receiver_of", "subject_of"]
