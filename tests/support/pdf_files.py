"""A small writer of PDF files: Vietnamese words at places, rules, pictures; no font file is needed to read them."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
_WIDTH = 0.5
"""Every letter is half as wide as the font is large."""
_GRAY = "/BitsPerComponent 8 /ColorSpace /DeviceGray"


@dataclass
class PdfPage:
    """A page that is drawn on from its lower left corner; one point is 1/72 inch."""

    size: tuple[float, float] = A4
    rotation: int = 0
    drawn: list[str] = field(default_factory=list)
    has_picture: bool = False

    def write(self, x: float, y: float, text: str, *, size: float = 14) -> None:
        """Print a row of text."""
        codes = "".join(f"{ord(sign):04x}" for sign in text)
        self.drawn.append(f"BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET")

    def write_torn(self, x: float, y: float, text: str, *, size: float = 14) -> None:
        """Print a row whose letters with marks come last, as writers do that take them from another font."""
        places = [(x + index * size * _WIDTH, sign) for index, sign in enumerate(text)]
        for at, sign in sorted(places, key=lambda place: not place[1].isascii()):
            self.write(at, y, sign, size=size)

    def rule(self, x1: float, y1: float, *, to: tuple[float, float]) -> None:
        """Draw a line."""
        self.drawn.append(f"{x1} {y1} m {to[0]} {to[1]} l S")

    def grid(self, columns: Sequence[float], rows: Sequence[float]) -> None:
        """Draw the borders of a table: its upright rules at ``columns``, its level ones at ``rows``."""
        for x in columns:
            self.rule(x, rows[0], to=(x, rows[-1]))
        for y in rows:
            self.rule(columns[0], y, to=(columns[-1], y))

    def picture(self) -> None:
        """Cover the page with a picture, as a scan does."""
        self.has_picture = True
        self.drawn.append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /I1 Do Q")


def width_of(text: str, size: float = 14) -> float:
    """How wide a text is printed."""
    return len(text) * size * _WIDTH


def pdf_bytes(pages: Iterable[PdfPage], *, is_locked: bool = False, has_letters: bool = True) -> bytes:
    """The file. ``is_locked``: a password is needed; without ``has_letters`` nothing says which letters are printed."""
    pages = list(pages)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += _font(has_letters)
    objects.append(_stream(b"\xff", "/Type /XObject /Subtype /Image /Width 1 /Height 1 " + _GRAY))
    kids = []
    for page in pages:
        objects.append(_stream("\n".join(page.drawn).encode(), ""))
        width, height = page.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {page.rotation} "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /I1 7 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects, is_locked)


def _font(has_letters: bool) -> list[bytes]:
    """Objects 3 to 6: a font without a file, of which only widths and letters are known."""
    letters = "/ToUnicode 6 0 R" if has_letters else ""
    ranges = "\n".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in (0, 1, 3, 0x1E, 0x20, 0xF0))
    cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    cmap += f"1 begincodespacerange <0000> <ffff> endcodespacerange\n6 beginbfrange\n{ranges}\nendbfrange\n"
    composed = f"/Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] {letters}"
    single = "/Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /FontDescriptor 5 0 R "
    single += "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    measures = "/Type /FontDescriptor /FontName /X /Flags 4 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 "
    measures += "/ItalicAngle 0 /FontBBox [0 -200 500 900]"
    dictionaries = [f"<< {entries} >>".encode() for entries in (composed, single, measures)]
    return [*dictionaries, _stream(f"{cmap}endcmap end end".encode(), "")]


def _stream(data: bytes, entries: str) -> bytes:
    packed = zlib.compress(data)
    head = f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _file(objects: Sequence[bytes], is_locked: bool) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    lock = f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 " if is_locked else ""
    lock += f"/O <{'11' * 32}> /U <{'22' * 32}> >>" if is_locked else ""
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {lock} >>\n"
    return data + f"{tail}startxref\n{len(data)}\n%%EOF\n".encode()
