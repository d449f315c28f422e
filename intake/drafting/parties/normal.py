"""The normal form of a party's name, by which owners are compared."""

from typing import Final

from intake.drafting.parties.fields import shortened
from intake.drafting.parties.finding import named, read_mention
from intake.drafting.parties.mentions import capital
from intake.drafting.parties.plain import Plain

_EDGES: Final = " \t\n\r.;:,-–*_“”\"'"

_ALONE: Final = frozenset(("Bộ", "Sở", "Phòng"))
_EDUCATION: Final = "GDĐT"


def normal_name(text: str) -> str:
    """The usual short form of a party's name: "phòng Giáo dục và Đào tạo huyện Ia Pa" is "Phòng GDĐT huyện Ia Pa".

    A place that is printed stays; ``Party.name`` is made the same way. What is no known kind of party comes back with
    a capital first letter and the usual short forms for education and people's committees.
    """
    plain = Plain(text.strip(_EDGES))
    read = read_mention(plain, 0) if plain.text else None
    if read is None or read[1].end < len(plain.text):
        return capital(shortened(plain.text))
    return named(*read)


def full_name(name: str, issuer: str | None) -> str:
    """The office that a letter of ``issuer`` means by "Sở", "Phòng", "Bộ" or "lãnh đạo" alone.

    The issuer itself if it is of that kind, else the one for education in letters of that branch; other names, and
    those that stay open, come back as they are.
    """
    if issuer and name.lower() == "lãnh đạo":
        return f"Lãnh đạo {issuer}"
    leaders, _, office = name.rpartition("Lãnh đạo ")
    if not issuer or office not in _ALONE:
        return name
    meant = issuer if issuer.startswith(f"{office} ") else f"{office} {_EDUCATION}" if _EDUCATION in issuer else office
    return f"Lãnh đạo {meant}" if leaders or name != office else meant
