"""The block of a signature: in what capacity, which office, whose name; also where a scan ran its lines together."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.drafting.draft import Reading, Signer
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.kinds import kind_alone
from intake.drafting.head.pieces import BULLET, Piece, piece_of
from intake.drafting.head.torn import whole, whole_name

_OFFICE: Final = (
    r"(?:pho\s?|p\. ?|quyen\s?|q\. ?)?"
    r"(?:truong\s?phong|truong\s?ban|chu\s?tich|tong\s?giam\s?doc|giam\s?doc|hieu\s?truong"
    r"|bo\s?truong|thu\s?truong|thu\s?tuong|tong\s?cuc\s?truong|chi\s?cuc\s?truong|cuc\s?truong|vu\s?truong"
    r"|vien\s?truong|chanh\s?van\s?phong|chanh\s?thanh\s?tra|truong\s?doan|bi\s?thu|tong\s?bi\s?thu|chu\s?nhiem"
    r"|to\s?truong|trung\s?tam\s?truong|chu\s?nhom|chu\s?co\s?so|truong\s?khoa|cuc\s?pho|vu\s?pho|truong\s?co\s?quan"
    r"|ke\s?toan\s?truong|chi\s?huy\s?truong)"
)
_CAPACITY: Final = re.compile(
    r"^\W{0,3}(?P<mark>t\s?/\s?m|k\s?/\s?t|t\s?/\s?l|(?:tm|kt|tl|tuq|q)(?=\s?[./]))\s?[./]?\s?(?=\S)"
)
_TITLE: Final = re.compile(rf"^\W{{0,3}}{_OFFICE}\b")
_TITLES: Final = re.compile(rf"\b{_OFFICE}\b")
_INNER: Final = re.compile(r"\s(?=(?:tm|kt|tl|tuq|q)\s?\.\s?[a-z])")
_UNIT: Final = re.compile(r"^\W{0,3}(?:cuc|vu|phong|van phong|ban|thanh tra|trung tam|chi cuc|truong|so|bo) ")
_SIGNED: Final = re.compile(r"^\W{0,3}(?:da ky|ky ten|ky boi|da duoc ky|chu ky|nguoi ky|thoi gian ky|co quan:|ngay ky)")
_MARK: Final = re.compile(
    r"[(\[]\s?(?:đã ký|Đã ký|ĐÃ KÝ|ký tên|Ký tên)[^)\]]{0,30}[)\]]|^\W{0,3}(?:Đã ký|ĐÃ KÝ)\b[:.]?"
)
_TITLED: Final = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|Ths|THS|ThS|BS|Bs|CN|KS|LS|NGƯT|NGND|CKI{1,2}|Ông|Bà|Đ/c|Thầy|Cô)\b\.?[\s,]*){1,4}(?=\S)"
)
_NO_NAME: Final = re.compile(
    r"^(?:noi nhan|phu luc|kinh gui|mau so|danh sach|u[yỷ] ban|hoi dong|(?:tinh|huyen|dang) uy|cong hoa"
    r"|doc lap|nhiem vu)\b"
)
_FILED: Final = re.compile(r"^\W{0,3}luu\b")
_NAME_BEHIND: Final = re.compile(r"(?<=[.;)])\s{1,3}(?=\S)")
_FAMILIES: Final = frozenset(
    (
        *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"),
        *("Dương", "Lý", "Đinh", "Đoàn", "Lương", "Mai", "Trịnh", "Trương", "Đào", "Tạ", "Lưu", "Tống", "Hà", "Cao"),
        *("Châu", "Thái", "Tô", "Phùng", "Vương", "Lâm", "Quách", "Chu", "Nông", "Triệu", "Đàm", "Hứa", "Từ", "Kiều"),
        *("La", "Quan", "Mạc", "Nghiêm", "Khổng", "Lại", "Thân", "Tăng", "Lò", "Sùng", "Giàng", "Vàng", "Hoàn", "Bế"),
        *("Ma", "Vi", "Cầm", "Điêu", "Thạch", "Sơn", "Kim", "Danh", "Rơ", "Siu", "Ksor", "Nay", "Rcom", "Kpă", "Y"),
        *("Bạch", "Âu", "Ông", "Văn", "Viên", "Hầu", "Đồng", "Doãn", "Đậu", "Ninh", "Phí", "Tôn", "Trà", "Ung", "Bàn"),
        *(
            "Lục",
            "Lã",
            "Diệp",
            "Cù",
            "Biện",
            "Giáp",
            "Hàn",
            "Khuất",
            "Mẫn",
            "Ngụy",
            "Ân",
            "Thiều",
            "Tiêu",
            "Vừ",
            "Thào",
        ),
    )
)
_FEWEST_WORDS: Final = 3
_MIXED: Final = re.compile(
    r"\s(?=(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐ]|(?:PHÓ\s?)?"
    r"(?:TR[ƯU][ỞƠO]NG|CHỦ TỊCH|GIÁM ĐỐC|HIỆU TRƯỞNG|BỘ TRƯỞNG|CHÁNH|THỨ TRƯỞNG))"
)
_CAPACITY_ENDS: Final = re.compile(r"\b(?:tm|kt|tl|tuq|q|p)\s?\.$")
_RECEIVED: Final = re.compile(r"^\W{0,4}n[o0][il1]\s{0,2}nh")
MOST_WORDS: Final = 14


def is_name(text: str) -> bool:
    """True for what may be a person's name: two to six words, each with a capital, nothing else."""
    bare = _TITLED.sub("", text.strip(" *_.()"))
    words = bare.split()
    if not 2 <= len(words) <= 6 or not all(word[0].isupper() and word.replace("0", "o").isalpha() for word in words):
        return False
    if not is_upper(bare) and any(len(word) > 1 and word.isupper() for word in words):
        return False
    flat = folded(bare)
    is_other = _TITLE.match(flat) or _CAPACITY.match(folded(text)) or _SIGNED.match(flat) or _NO_NAME.match(flat)
    return not is_other and kind_alone(Piece(0, bare, flat)) is None and not (is_upper(bare) and _UNIT.match(flat))


def is_full_name(text: str) -> bool:
    """True for a name of three words or more that begins with a family's name, wherever it stands."""
    words = text.split()
    return len(words) >= _FEWEST_WORDS and words[0] in _FAMILIES and text.istitle() and is_name(text)


def is_signed_mark(piece: Piece) -> bool:
    """True for "(Đã ký)" and the lines of an electronic signature."""
    return bool(_SIGNED.match(piece.folded))


def is_capacity(piece: Piece) -> bool:
    """True for TM., KT., TL., TUQ., Q. with an office behind it."""
    found = _CAPACITY.match(piece.folded)
    if found is None or len(piece.text.split()) > MOST_WORDS or BULLET.match(piece.folded):
        return False
    mark = piece.text[found.start("mark") : found.end("mark")]
    is_for_body = found["mark"].startswith("t") and found["mark"].endswith("m")
    return mark.isupper() and (bool(_TITLES.search(piece.folded)) or (is_for_body and is_upper(piece.text)))


def is_title(piece: Piece, *, is_in_block: bool = True) -> bool:
    """True for an office such as PHÓ TRƯỞNG PHÒNG; in small letters only in the block, with nothing else."""
    if BULLET.match(piece.folded) or not _TITLE.match(piece.folded):
        return False
    if is_upper(piece.text):
        return len(piece.text.split()) <= MOST_WORDS
    found = _TITLES.search(piece.folded)
    return (
        is_in_block and found is not None and found.end() >= len(piece.text.rstrip(" .,")) and piece.text[:1].isupper()
    )


def is_unit(piece: Piece) -> bool:
    """True for a unit in capitals that goes on with the title above it."""
    return is_upper(piece.text) and bool(_UNIT.match(piece.folded)) and len(piece.text.split()) <= MOST_WORDS


def parts(text: str) -> Iterator[str]:
    """Print taken apart where a scan or a table ran the lines of the block, or two columns, together."""
    gaps = () if is_name(text) else _NAME_BEHIND.finditer(text)
    gap = next((gap for gap in gaps if _is_signer(text, gap)), None)
    if gap:
        yield from (text[: gap.start()], text[gap.end() :])
        return
    for column in _unmixed(_MARK.sub(" ", text)):
        bare = squeezed(column.replace("*", " "))
        words = bare.split()
        count = next((at for at, word in enumerate(words) if any(letter.islower() for letter in word)), len(words))
        upper, rest = " ".join(words[:count]), " ".join(words[count:])
        if count and (_CAPACITY.match(folded(upper)) or _TITLE.match(folded(upper))) and (not rest or is_name(rest)):
            yield from _titles_apart(upper)
            if rest:
                yield rest
        else:
            yield column


def _is_signer(text: str, gap: re.Match[str]) -> bool:
    """True where the name of who signed stands behind a recipient, as a scan runs two columns together."""
    behind = text[gap.end() :]
    return is_full_name(behind) or (_FILED.match(folded(text)) is not None and behind.istitle() and is_name(behind))


def _titles_apart(text: str) -> Iterator[str]:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" as two: the capacity has one office, TM. none."""
    flat = folded(text)
    found = _CAPACITY.match(flat)
    titles = [title.start() for title in _TITLES.finditer(flat) if not flat[: title.start()].rstrip().endswith(",")]
    own = 0 if found and found["mark"].replace("/", "").replace(" ", "") == "tm" else 1
    inner = [mark.end() for mark in _INNER.finditer(flat)]
    first_inner = inner[0] if inner else len(text)
    cuts = sorted({*inner, *titles[own:]} if not inner else {*inner, *[at for at in titles if at > first_inner][1:]})
    start = 0
    for cut in cuts:
        yield text[start:cut].strip()
        start = cut
    yield text[start:].strip()


def _unmixed(text: str) -> Iterator[str]:
    """A line of two columns that a scan has run together: "- Như trên; PHÓ TRƯỞNG PHÒNG"."""
    start = 0
    for found in _MIXED.finditer(text):
        before = text[start : found.start()].rstrip(" *_")
        is_end = before[-1:] in tuple(";:,./)") and not _CAPACITY_ENDS.search(folded(before))
        if before and (before[-1:].islower() or is_end):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def read_signer(signed: Sequence[Piece]) -> Reading[Signer]:
    """Who signed: the last capacity, the first title below it with its unit, the first name."""
    capacities = [at for at, piece in enumerate(signed) if is_capacity(piece)]
    names = [at for at, piece in enumerate(signed) if is_name(piece.text)]
    titles = [at for at, piece in enumerate(signed) if is_title(piece)]
    if not (capacities or titles or names):
        return Reading(Signer(), "not_found", "likely")
    last = len(signed) if not names else names[0]
    above = [at for at in capacities if at < last]
    on_behalf = " ".join(_spaced(signed[at].text) for at in above) if above else None
    title = _title(signed, titles)
    name = signed[names[0]].text.strip("* .") if names else None
    is_whole = name is not None and title is not None
    return Reading(Signer(name, title, on_behalf), "signature_block", "sure" if is_whole else "likely", signed[0].index)


def _title(signed: Sequence[Piece], titles: Sequence[int]) -> str | None:
    if not titles:
        return None
    at = titles[0]
    has_unit = at + 1 < len(signed) and at + 1 not in titles and is_unit(signed[at + 1])
    return _spaced(f"{signed[at].text} {signed[at + 1].text}" if has_unit else signed[at].text)


def _spaced(text: str) -> str:
    """A capacity with one blank after its dot: "KT.TRƯỞNG PHÒNG" is "KT. TRƯỞNG PHÒNG"."""
    return re.sub(r"^(TM|KT|TL|TUQ|Q)\s?\.\s*", r"\1. ", squeezed(text).strip("*_ .,;"))


def tail_pieces(index: int, texts: Sequence[str]) -> list[Piece]:
    """The pieces of a line of the tail, its columns taken apart."""
    found = [piece_of(index, part) for text in texts for part in parts(_whole(text))]
    return [piece for piece in found if not piece.is_blank]


def _whole(text: str) -> str:
    """A column of the signature with torn words put together; a list of recipients stays as printed."""
    return text if BULLET.match(text) or _RECEIVED.match(folded(text[:40])) else whole(whole_name(text))
