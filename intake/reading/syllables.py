"""Vietnamese syllables: how well a text, or what one code page makes of its bytes, reads as Vietnamese."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_PARTS: Final = re.compile(r"\w+")
_ONSETS: Final = frozenset(
    ["", *_PARTS.findall("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x")],
)
_RHYMES: Final = frozenset(
    _PARTS.findall(
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
        i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
        o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay
        oăc oăm oăn oăng oăp oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
        u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôp uôt uơ
        uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
        y yêm yên yêng yêt yêu
        """
    )
)
_LONGEST_ONSET: Final = 3
# Grave, acute, tilde, hook above, dot below; the other marks belong to the vowel.
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED_TONES: Final = frozenset({"\u0301", "\u0323"})
_STOPS: Final = ("p", "t", "c", "ch")
# In the old code pages signs like ¬ and µ are letters, so that only ASCII and typographic signs divide words.
_WORD: Final = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7e\x80-\x9f«»“”‘’„–—…•]+")
_LONGEST_SAMPLE: Final = 400_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Among the words with a letter outside ASCII: how many there are and how many are syllables."""

    words: int
    syllables: int

    @property
    def share(self) -> float:
        """Syllables among words, 1.0 where there is nothing to judge by."""
        return self.syllables / self.words if self.words else 1.0


def evidence(text: str) -> Evidence:
    """How well a text reads as Vietnamese; a long one is judged by its beginning."""
    sample = unicodedata.normalize("NFC", text[:_LONGEST_SAMPLE])
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    known: dict[str, bool] = {word: is_syllable(word) for word in set(words)}
    return Evidence(len(words), sum(known[word] for word in words))


def is_syllable(word: str) -> bool:
    """True for one well-formed Vietnamese syllable, with or without diacritics, in any case."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    if len(tones) > 1 or not plain:
        return False
    return any(
        plain[:cut] in _ONSETS and plain[cut:] in _RHYMES and _is_sung(plain, tones)
        for cut in range(min(_LONGEST_ONSET, len(plain) - 1) + 1)
    )


def _is_sung(plain: str, tones: list[str]) -> bool:
    """A syllable that ends in a stop has the acute tone or the dot; without any mark it may have lost them."""
    return not plain.endswith(_STOPS) or not tones or tones[0] in _STOPPED_TONES
