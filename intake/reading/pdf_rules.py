"""The straight rules on a PDF page: borders of tables, whether drawn as lines, as frames or as thin boxes."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from intake.reading.pdf_characters import Turn

_THIN: Final = 2.6
_SHORTEST: Final = 5.0
_MOST: Final = 6_000
_MOST_POINTS: Final = 400

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or an upright rule: where it lies, and from where to where it goes."""

    is_level: bool
    at: float
    start: float
    end: float


def rules(page: Any, turn: Turn) -> list[Rule]:
    """The rules of a page; of a drawing with very many lines none."""
    found: list[Rule] = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        is_stroked = _is_stroked(drawn)
        for points in _strokes(drawn):
            found.extend(_sides([turn.placed(*point) for point in points], is_stroked))
        if len(found) > _MOST:
            return []
    return found


def _is_stroked(drawn: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)) and bool(stroke.value)


def _strokes(drawn: Any) -> Iterator[list[Corner]]:
    """The corners of each unbroken part of a path, on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Corner] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(drawn), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        corner = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(corner)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _sides(points: list[Corner], is_stroked: bool) -> Iterator[Rule]:
    """The rules that a part of a path draws: itself if it is thin, its straight sides if it is a stroked frame."""
    lefts, tops = [x for x, _ in points], [y for _, y in points]
    width, height = max(lefts) - min(lefts), max(tops) - min(tops)
    if min(width, height) <= _THIN:
        yield from _rule((min(lefts), min(tops)), (max(lefts), max(tops)))
    elif is_stroked:
        for one, two in pairwise(points):
            if min(abs(one[0] - two[0]), abs(one[1] - two[1])) <= _THIN:
                yield from _rule(one, two)


def _rule(one: Corner, two: Corner) -> Iterator[Rule]:
    width, height = abs(one[0] - two[0]), abs(one[1] - two[1])
    if max(width, height) < _SHORTEST:
        return
    is_level = width >= height
    axis = 0 if is_level else 1
    at = (one[1 - axis] + two[1 - axis]) / 2
    yield Rule(is_level, at, min(one[axis], two[axis]), max(one[axis], two[axis]))
