"""Passwords: hashed with argon2id, and refused while they are easy to guess (NIST SP 800-63B, 5.1.1.2: length and a
list of what is common count, rules on which characters to use do not)."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.errors import PasswordRefused

SHORTEST, LONGEST = 12, 128
# OWASP Password Storage Cheat Sheet: 19 MiB, two rounds, one lane. Forty at once still fit a small server.
_HASHES = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
# A password that is a name with little around it is guessed by who knows the name.
_LEAST_OWN_LETTERS = 6
_LEAST_DIFFERENT = 5
_SHORTEST_WORD = 3
_NO_LETTERS = re.compile(r"[^a-z]+")
_COMMON = (
    "matkhau matkhaumoi password passwort passw passwd pass admin administrator root user guest login dangnhap "
    "qwertyuiop qwerty qwertz asdfghjkl asdfgh asdf zxcvbnm zxcvbn abcdefghijklmnopqrstuvwxyz abcdefghijkl abcdefgh "
    "abcdef abcd abc iloveyou loveyou love welcome letmein monkey dragon sunshine princess football master shadow "
    "superman batman pokemon computer internet google facebook youtube zalo microsoft windows samsung iphone changeme "
    "default secret test demo hello xinchao chaoban anhyeuem emyeuanh yeuem yeuanh anhnhoem nhoem embe conyeu giadinh "
    "yeume meyeu bome hanhphuc maimai mainho vietnam vietnamvodich vodich hanoi saigon hochiminh tphcm haiphong danang "
    "hue cantho langson quangninh doclap tudo bachho conho thanhcong maymanh phatloc phattai giaoduc truonghoc hoctap "
    "hocsinh giaovien hieutruong canbo congchuc dondoc vanthu ubnd phonggd phonggddt soxd so motha mothaiba "
    "mothaibabon khongbiet khongco quenmatkhau conchim contrau thang nam ngay mua xuan ha thu dong"
)
_BY_LENGTH = sorted(_COMMON.split(), key=len, reverse=True)
_ONLY_COMMON = re.compile("(?:" + "|".join(_BY_LENGTH) + ")+")


class TypedPassword:
    """A password as it was typed, to be compared once: callable as ``engine.service.accounts.Verify``. ``renewed``: a
    stronger hash of the same, after the right one was compared with a hash of older parameters."""

    def __init__(self, password: str) -> None:
        self._password = _normal(password)[: LONGEST * 8]
        self.renewed: str | None = None

    def __repr__(self) -> str:
        return "TypedPassword(…)"

    def __call__(self, known: str | None) -> bool:
        """True if it fits the hash; for None the same work is done for nothing."""
        try:
            is_right, self.renewed = _HASHES.verify_and_update(self._password, known or _nobodys())
        except PwdlibError:
            return False
        return is_right and known is not None


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _HASHES.hash(_normal(password))


def require_good(password: str, *, about: Iterable[str] = ()) -> None:
    """Raise PasswordRefused: short, long (12 to 128 characters), common, personal. ``about``: name and address of the
    person, name of the office."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise PasswordRefused(why="short")
    if len(normal) > LONGEST:
        raise PasswordRefused(why="long")
    if _is_common(normal):
        raise PasswordRefused(why="common")
    if _is_personal(normal, about=about):
        raise PasswordRefused(why="personal")


def _is_common(password: str) -> bool:
    """Few different characters, no letters at all (telephone, identity card), or common words with numbers around."""
    letters = _letters(password)
    if len(set(password)) < _LEAST_DIFFERENT or (not letters and password.isascii()):
        return True
    return bool(letters) and _ONLY_COMMON.fullmatch(letters) is not None


def _is_personal(password: str, *, about: Iterable[str]) -> bool:
    plain = _plain(password)
    words = {word for text in about for word in re.findall(r"[a-z0-9]+", _plain(text)) if len(word) >= _SHORTEST_WORD}
    had = plain
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, " ")
    return plain != had and len(_letters(plain)) < _LEAST_OWN_LETTERS


def _normal(password: str) -> str:
    """One writing for what looks the same, however a keyboard composes "ệ" (SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode("utf-8"))


def _plain(text: str) -> str:
    """Small letters without diacritics."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", _plain(text))


@cache
def _nobodys() -> str:
    """A hash that nobody's password fits."""
    return _HASHES.hash(secrets.token_urlsafe(32))
