"""Damage to real files: lines and bytes dropped, doubled, swapped and replaced."""

from hypothesis import strategies as st

SCRAPS = [
    *(
        b"",
        b"null",
        b"~",
        b"- ",
        b"[]",
        b"{}",
        b"'",
        b'"',
        b"\t",
        b"  ",
        b": ",
        b"#",
        b"&a ",
        b"*a",
        b"!!int ",
        b"|",
        b">",
    ),
    *(b"2024-02-30", b"0000-00-00", b"9999-12-31", b"-1", b"1e999", b"true", b"T01", b"\xff", b"\0", b"\xe2\x80\xa8"),
    *(b"all addressees", "Mật".encode(), b"FREQ=YEARLY", b"due: x", b"n: 99999999999999999999"),
]


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """``original`` after up to six accidents."""
    lines = original.split(b"\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "indent", "scrap", "value", "byte"])):
            case "drop":
                lines[at] = b""
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = b"  " + lines[at]
            case "scrap":
                lines.insert(at, draw(st.sampled_from(SCRAPS)))
            case "value":
                lines[at] = lines[at].partition(b":")[0] + b": " + draw(st.sampled_from(SCRAPS))
            case _:
                where = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:where] + draw(st.binary(min_size=1, max_size=2)) + lines[at][where + 1 :]
    return b"\n".join(lines)
