"""The kind of a document by its form: the letters in its number, its printed kind, V/v."""

import re
from typing import Final

from intake.drafting.head.folding import folded, is_upper
from intake.drafting.head.pieces import Piece

# Phụ lục III of NĐ 30/2020: letters in the number and names as printed.
LETTERS: Final = {
    "NQ": "nghi_quyet",
    "QĐ": "quyet_dinh",
    "CT": "chi_thi",
    "QC": "quy_che",
    "QyĐ": "quy_dinh",
    "QYĐ": "quy_dinh",
    "TC": "thong_cao",
    "TB": "thong_bao",
    "HD": "huong_dan",
    "CTr": "chuong_trinh",
    "CTR": "chuong_trinh",
    "KH": "ke_hoach",
    "PA": "phuong_an",
    "ĐA": "de_an",
    "DA": "du_an",
    "BC": "bao_cao",
    "BB": "bien_ban",
    "TTr": "to_trinh",
    "TTR": "to_trinh",
    "HĐ": "hop_dong",
    "CĐ": "cong_dien",
    "BGN": "ban_ghi_nho",
    "BTT": "ban_thoa_thuan",
    "GUQ": "giay_uy_quyen",
    "GM": "giay_moi",
    "GGT": "giay_gioi_thieu",
    "GNP": "giay_nghi_phep",
    "PG": "phieu_gui",
    "PC": "phieu_chuyen",
    "PB": "phieu_bao",
    "TT": "thong_tu",
    "NĐ": "nghi_dinh",
}
NAMES: Final = {
    name.replace("_", " "): name
    for name in (
        *("nghi_quyet", "quyet_dinh", "chi_thi", "quy_che", "quy_dinh", "thong_cao", "thong_bao", "huong_dan"),
        *("chuong_trinh", "ke_hoach", "phuong_an", "de_an", "du_an", "bao_cao", "bien_ban", "to_trinh", "hop_dong"),
        *("cong_dien", "giay_moi", "thong_tu", "nghi_dinh", "cong_van", "ke_hoach_lien_tich", "thong_tu_lien_tich"),
    )
}
_ANY: Final = "|".join(name.replace(" ", r"\s?") for name in sorted(NAMES, key=len, reverse=True))
_ALONE: Final = re.compile(rf"^\W{{0,3}}({_ANY})\b\W{{0,3}}$")
_LEADING: Final = re.compile(rf"^\W{{0,3}}({_ANY})\b")
_TIGHT: Final = {name.replace(" ", ""): kind for name, kind in NAMES.items()}
_SPACED: Final = re.compile(r"^(?:\S ){3,}\S$")


def kind_alone(piece: Piece) -> str | None:
    """The kind where its name stands alone on the piece ("KẾ HOẠCH", also "K Ế H O Ạ C H")."""
    text = piece.folded
    if _SPACED.match(text):
        return _TIGHT.get(text.replace(" ", ""))
    found = _ALONE.match(text)
    if not found or not (is_upper(piece.text) or (piece.text[:1].isupper() and len(piece.text) < 20)):
        return None
    return _TIGHT[found[1].replace(" ", "")]


def name_at(piece: Piece) -> tuple[str, int] | None:
    """The kind whose name begins a piece in letters of any size, and where the name ends."""
    found = _LEADING.match(piece.folded)
    return (_TIGHT[found[1].replace(" ", "")], found.end()) if found and piece.text[:1].isupper() else None


def kind_leading(piece: Piece) -> tuple[str, int] | None:
    """The kind where its name in capitals begins a piece that goes on with the title, and where the title starts."""
    found = _LEADING.match(piece.folded)
    if not found or not is_upper(piece.text[: found.end()]):
        return None
    return _TIGHT[found[1].replace(" ", "")], found.end()


def kind_by_letters(notation: str | None) -> str | None:
    """The kind by the letters after the number: ``KH-UBND`` is a plan, ``GDĐT-MN`` says nothing."""
    if not notation:
        return None
    groups = [group for group in re.split(r"[/\-–]", notation) if group and not group.isdigit()]
    if not groups:
        return None
    first = groups[0].strip(".")
    if first in LETTERS:
        return LETTERS[first]
    flat = folded(first)
    alike = {kind for letters, kind in LETTERS.items() if folded(letters) == flat and len(letters) == len(first)}
    return alike.pop() if len(alike) == 1 else None
