"""A small writer of Word files, part by part, for what python-docx cannot write or would put right."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACES = f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs and other elements."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def listed(number: str, depth: int = 0) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*blocks: str, span: int = 1, merge: str | None = None) -> str:
    """A cell; ``merge`` is restart or continue for one that is merged with those below it."""
    merged = "" if merge is None else f'<w:vMerge w:val="{merge}"/>'
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{"".join(blocks)}</w:tc>'


def table(*rows: str) -> str:
    """A table of rows, each its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def level(depth: int, form: str, pattern: str, *, start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{escape(pattern)}"/></w:lvl>'
    )


def body(*blocks: str, namespace: str = WORD) -> str:
    """The main part."""
    return f"<w:document {_SPACES.replace(WORD, namespace)}><w:body>{''.join(blocks)}</w:body></w:document>"


def word_bytes(*blocks: str, extra: Mapping[str, bytes] | None = None, **content: str) -> bytes:
    """The file; ``content`` is that of numbering, styles and header1, or the whole main part as ``document``."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("numbering", "numbering.xml"), ("styles", "styles.xml"), ("header", "header1.xml"), ("image", "NULL")
        ),
        "word/document.xml": content.get("document") or body(*blocks),
        "word/numbering.xml": f"<w:numbering {_SPACES}>{content.get('numbering', '')}</w:numbering>",
        "word/styles.xml": f"<w:styles {_SPACES}>{content.get('styles', '')}</w:styles>",
        "word/header1.xml": f"<w:hdr {_SPACES}>{content.get('header1', '')}</w:hdr>",
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def _relations(*links: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
