"""New words: what somebody has written in an answer, without the mail that it quotes, a signature and a telephone's
greeting."""

import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser

from notifications.foreign_mail import field_of, parts_of, text_of

_MOST_LETTERS = 100_000
_LONGEST = 4_000
_WRITES = r"(wrote|đã viết|viết|đã ghi|a écrit|schrieb)\s*:"
# "Vào Th 6, 27 thg 10, 2023 lúc 07:30 Phòng GDĐT <a@b> đã viết:", which some programs break into two or three lines.
_ATTRIBUTION = re.compile(rf"(On|Vào|Ngày|Lúc|Trong|Thứ|Le|Am)\b.{{5,400}}{_WRITES}$", re.IGNORECASE)
_ATTRIBUTION_START = re.compile(r"(On|Vào|Ngày|Lúc|Trong|Thứ|Le|Am)\b", re.IGNORECASE)
_ATTRIBUTION_LINES = 3
_RULER = re.compile(r"_{20,}|-{2,}\s?[^\W\d_][\w ]{3,40}\s?-{2,}")
_HEAD_START = re.compile(r"\*?(From|Từ|Người gửi)\s?:", re.IGNORECASE)
_HEAD_LINE = re.compile(
    r"\*?(Sent|Date|To|Cc|Subject|Đã gửi|Gửi|Ngày gửi|Ngày|Đến|Tới|Chủ đề|Tiêu đề)\s?:", re.IGNORECASE
)
_HEAD_LINES = 6
_SIGNATURE = re.compile(r"--\s?")
_GREETING = re.compile(
    r"(Sent (from|via) |Get Outlook for |Đã gửi từ |Được gửi từ |Tải Outlook|"
    r"Gửi từ (thiết bị|điện thoại|iP|máy|Outlook|Samsung))",
    re.IGNORECASE,
)
_QUOTED = ">"


def new_words(mail: Message) -> str:
    """The words of an answer: at most 4,000 letters, lines apart by ``\\n``; "" where everything is quoted."""
    lines = [line.strip() for line in body_of(mail)[:_MOST_LETTERS].split("\n")]
    kept = list(_unquoted(lines))
    while kept and (not kept[-1] or _GREETING.match(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:_LONGEST].rstrip()


def body_of(mail: Message) -> str:
    """The first text that has words, as plain text; the plain one goes before its picture in HTML."""
    parts = [part for part in parts_of(mail) if not _is_file(part)]
    for kind, read in (("text/plain", text_of), ("text/html", _text_of_html)):
        texts = (read(part) for part in parts if part.get_content_type() == kind)
        found = next((text for text in texts if text.strip()), "")
        if found:
            return found
    return ""


def _is_file(part: Message) -> bool:
    return field_of(part, "Content-Disposition").lower().startswith("attachment")


def _unquoted(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        length = _attribution(lines, at)
        if _ends(lines, at) or (length and not _is_quote_next(lines, at + length)):
            return
        if not length and not lines[at].startswith(_QUOTED):
            yield lines[at]
        at += length or 1


def _ends(lines: list[str], at: int) -> bool:
    """True where nothing new follows: a signature, a ruler, or the head of the mail that is answered."""
    line = lines[at]
    if _SIGNATURE.fullmatch(line) or _RULER.fullmatch(line):
        return True
    following = [text for text in lines[at + 1 : at + _HEAD_LINES] if text]
    return bool(_HEAD_START.match(line)) and sum(bool(_HEAD_LINE.match(text)) for text in following) >= 2


def _attribution(lines: list[str], at: int) -> int:
    """Of how many lines the sentence consists that says who wrote what is quoted; 0 if none begins here."""
    if not _ATTRIBUTION_START.match(lines[at]):
        return 0
    lengths = range(1, _ATTRIBUTION_LINES + 1)
    joined = ((length, " ".join(lines[at : at + length])) for length in lengths)
    return next((length for length, text in joined if _ATTRIBUTION.fullmatch(text)), 0)


def _is_quote_next(lines: list[str], at: int) -> bool:
    return next((line.startswith(_QUOTED) for line in lines[at:] if line), False)


def _text_of_html(part: Message) -> str:
    page = _Page()
    try:
        page.feed(text_of(part)[:_MOST_LETTERS])
        page.close()
    except (AssertionError, ValueError):
        pass  # what was read up to there is kept
    return "".join(page.words)


class _Page(HTMLParser):
    """Collects the words of an HTML mail up to the mail that it quotes."""

    _LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table", "hr"})
    _SILENT = frozenset({"style", "script", "head", "title", "blockquote"})
    # What Gmail, Outlook, Yahoo and Thunderbird put around or before the mail that is answered.
    _QUOTES = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|OLK_SRC_BODY", re.ASCII)

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._is_over = False
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A quote ends the new words; a block begins a line."""
        named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        self._is_over = self._is_over or bool(self._QUOTES.search(named))
        if tag in self._SILENT:
            self._silent.append(tag)
        elif tag in self._LINES:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        """A silent element ends; a paragraph ends its line."""
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in self._LINES and tag != "br":
            self._say("\n")

    def handle_data(self, data: str) -> None:
        """Words, with white space as a browser shows it."""
        self._say(re.sub(r"\s+", " ", data))

    def _say(self, text: str) -> None:
        if not self._is_over and not self._silent:
            self.words.append(text)
