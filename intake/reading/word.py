"""Word files (.docx): the package, its parts and their sizes; the text itself is read in word_body."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from posixpath import basename, dirname, join, normpath
from typing import Any, Final

from lxml import etree

from engine.errors import Problem
from intake.reading.arrangement import arranged
from intake.reading.columns import is_state_head
from intake.reading.document import Document
from intake.reading.kinds import ZIP_ERRORS
from intake.reading.printed import Printed, counted, repair
from intake.reading.source import MOST_CHARACTERS, MOST_LINES, Source
from intake.reading.word_body import Body
from intake.reading.word_numbers import Numbering, W
from intake.reading.word_text import has_changes

LARGEST_PART: Final = 24 * 1024 * 1024
LARGEST_WHOLE: Final = 400 * 1024 * 1024
MOST_TAGS: Final = 1_500_000
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The Strict variant of the format differs only in the names of its namespaces.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONS.encode()),
)
_MACROS: Final = "vbaProject.bin"


class _PartBroken(LookupError):
    """A part that is missing, cannot be unpacked or is no XML."""


class _PartsTooLarge(Exception):
    """Parts of far more elements than any letter has; they would fill the memory."""


def read_word(source: Source, *, name: str, kind: str) -> Document:
    """A Word file, one Line a printed paragraph line or a row of a table; pages are not known.

    Raise DocumentRefused for macros, damage, encryption, parts far larger than any letter, and a body without text.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(source.data))
    except ZIP_ERRORS as error:
        raise source.refusal("zip_damaged") from error
    with archive:
        _check_members(source, archive)
        try:
            main = _Main(archive)
            lines = list(islice(main.lines(), MOST_LINES + 1))
        except _PartBroken as error:
            raise source.refusal("docx_damaged") from error
        except _PartsTooLarge as error:
            raise source.refusal("docx_too_large") from error
    if len(lines) > MOST_LINES or sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise source.refusal("text_too_long")
    if not any(line.text.strip() for line in lines):
        raise source.refusal("docx_without_text")
    warnings = tuple(_warnings(source, main, charset=repair(lines)))
    return Document(name, kind, tuple(arranged(tuple(counted(lines)))), warnings)


def _check_members(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuse by the sizes that the archive declares; zipfile never unpacks more than these."""
    members = archive.infolist()
    if any(basename(member.filename) == _MACROS for member in members):
        raise source.refusal("docx_macros")
    if any(member.flag_bits & 1 for member in members):
        raise source.refusal("office_encrypted")
    largest = max((member.file_size for member in members if member.filename.endswith((".xml", ".rels"))), default=0)
    whole = sum(member.file_size for member in members)
    if largest > LARGEST_PART or whole > LARGEST_WHOLE:
        raise source.refusal("docx_too_large")


def _warnings(source: Source, main: "_Main", *, charset: str | None) -> Iterator[Problem]:
    if charset is not None:
        yield source.warning("text_converted", charset=charset)
    if has_changes(main.root):
        yield source.warning("changes_pending")


class _Main:
    """The main part of a package and those it refers to; nothing else is unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._tags = 0
        self._names = set(archive.namelist())
        start = self._related("")
        self._path = next((path for kind, path in start if kind == "officeDocument"), "word/document.xml")
        if self._path not in self._names:
            raise _PartBroken(self._path)
        self.root = self._part(self._path)
        self._parts = [(kind, path) for kind, path in self._related(self._path) if path in self._names]

    def lines(self) -> Iterator[Printed]:
        """A header that holds the head of the letter, then the body."""
        body = Body(Numbering(self._first("numbering"), self._first("styles")))
        for kind, path in self._parts:
            header = list(body.lines(self._part(path))) if kind == "header" else []
            if any(is_state_head(line.text) for line in header):
                yield from header
                break
        for child in self.root.iterchildren(W + "body"):
            yield from body.lines(child)

    def _first(self, kind: str) -> Any:
        return next((self._part(path) for found, path in self._parts if found == kind), None)

    def _related(self, part: str) -> list[tuple[str, str]]:
        """Kind and path of every part that a part refers to; the empty name is the package."""
        path = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if path not in self._names:
            return []
        found = (link for link in self._part(path) if link.get("TargetMode") != "External")
        return [
            (basename(link.get("Type", "")), normpath(join("/", dirname(part), link.get("Target", ""))).lstrip("/"))
            for link in found
            if isinstance(link.tag, str)
        ]

    def _part(self, path: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            data = self._archive.read(path)
            self._count_tags(data)
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
            return etree.fromstring(data, parser)
        except (*ZIP_ERRORS, etree.XMLSyntaxError) as error:
            raise _PartBroken(path) from error

    def _count_tags(self, data: bytes) -> None:
        """An element takes far more memory than its tag takes bytes, so they are counted before they are parsed."""
        self._tags += data.count(b"<")
        if self._tags > MOST_TAGS:
            raise _PartsTooLarge(self._tags)
