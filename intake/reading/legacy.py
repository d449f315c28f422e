"""The code pages of Vietnamese before Unicode, TCVN3 (ABC) and VNI: text typed for their fonts becomes Unicode.

In both, a letter is what its font shows for a sign of Windows-1252; TCVN3 gives each letter one sign, VNI writes the
marks as a second sign after the vowel. Sources: TCVN 5712:1993 (VN3); the table of VNI Windows.
"""

import re
import unicodedata
from typing import Final

# Capital vowels with a tone have no sign in TCVN3: its fonts for capitals show the small letters as capitals.
_TCVN3_SIGNS: Final = "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3: Final[dict[str, str]] = dict(zip(_TCVN3_SIGNS, _TCVN3_LETTERS, strict=True))

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _ROOF, _BREVE = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306"
_VNI_MARKS: Final[dict[str, str]] = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _ROOF,
    "á": _ROOF + _ACUTE,
    "à": _ROOF + _GRAVE,
    "å": _ROOF + _HOOK,
    "ã": _ROOF + _TILDE,
    "ä": _ROOF + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS: Final[dict[str, str]] = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}


def _vni() -> dict[str, str]:
    """Every sign, and every vowel with the sign that follows it, of both cases."""
    small = dict(_VNI_LETTERS)
    for vowel, letter in [*zip("aeiouy", "aeiouy", strict=True), ("ô", "ơ"), ("ö", "ư")]:
        for sign, marks in _VNI_MARKS.items():
            composed = unicodedata.normalize("NFC", letter + marks)
            if len(composed) == 1:
                small[vowel + sign] = composed
    capital = {signs.upper(): letter.upper() for signs, letter in small.items()}
    mixed = {signs[0].upper() + signs[1]: letter.upper() for signs, letter in small.items() if len(signs) > 1}
    return {**small, **mixed, **capital}


VNI: Final[dict[str, str]] = _vni()
_TO_TCVN3: Final = str.maketrans(TCVN3)
_VNI_SIGNS: Final = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Unicode for text that was typed for a TCVN3 font; letters of ASCII stay."""
    return text.translate(_TO_TCVN3)


def from_vni(text: str) -> str:
    """Unicode for text that was typed for a VNI font; letters of ASCII stay."""
    return _VNI_SIGNS.sub(lambda found: VNI[found.group()], text)
