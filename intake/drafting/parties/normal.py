"""The normal form of a party's name, by which owners are compared."""

from intake.drafting.parties.fields import shortened
from intake.drafting.parties.finding import named, read_mention
from intake.drafting.parties.mentions import capital
from intake.drafting.parties.plain import Plain

_EDGES = " \t\n\r.;:,-–*_“”\"'"


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
