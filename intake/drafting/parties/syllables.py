"""Vietnamese syllables without marks: whether a printed word can be one, or is damaged by the scan."""

import re
from typing import Final

_ONSET: Final = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_RIME: Final = (
    r"(?:a(?:ch|ng|nh|[cimnoptuy])?|e(?:ch|ng|nh|[cmnopt])?|i(?:ch|nh|[amnptu])?|ie(?:ng|[cmnptu])|ye(?:ng|[mntu])"
    r"|o(?:ng|[acimnpt])?|o(?:ac|ach|ai|am|an|ang|anh|ao|ap|at|ay|e|en|eng|eo|et)|oo(?:ng|c)"
    r"|u(?:ng|[acimnptuy])?|uo(?:ng|[cimnptu])?|ua(?:n|ng|t|y)|ue(?:ch|nh|n|u)?|uy(?:ch|nh|n|p|t|a|u|en|et)?|y)"
)
_SYLLABLE: Final = re.compile(rf"{_ONSET}{_RIME}")


def is_syllable(word: str) -> bool:
    """True if a word in small letters without marks can be a Vietnamese syllable ("truong", not "truomg")."""
    return _SYLLABLE.fullmatch(word) is not None
