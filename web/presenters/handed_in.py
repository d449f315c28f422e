"""Reports as they were handed in, with figures, files and the answer to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.deadlines import is_in_time
from web.i18n import Speech
from web.presenters.phrases import figure, size


@dataclass(frozen=True)
class FigureView:
    """A figure with its label."""

    label: str
    value: str


@dataclass(frozen=True)
class FileView:
    """A file that can be fetched."""

    name: str
    size: str
    path: str
    sha256: str


@dataclass(frozen=True)
class ReportView:
    """One report. ``review``: waiting, accepted or returned, in words; ``time``: on time or late, "" without a date."""

    number: int
    at: datetime
    by: str
    text: str
    figures: tuple[FigureView, ...]
    files: tuple[FileView, ...]
    time: str
    time_tone: str
    review: str
    review_tone: str
    reviewed_at: datetime | None
    reviewed_by: str
    reason: str


REVIEWS = {None: "near", "accepted": "good", "returned": "bad"}


def report_view(row: Any, *, obligation_id: int, fields: Iterable[Mapping[str, Any]], speech: Speech) -> ReportView:
    """A report out of its row."""
    time, tone = timeliness(is_in_time(row.submitted_at, due_at=row.judged_due_at), speech=speech)
    return ReportView(
        number=row.number,
        at=row.submitted_at,
        by=row.submitted_by,
        text=row.text,
        figures=figures_of(row.figures, fields=fields, speech=speech),
        files=files_of(row.files, obligation_id=obligation_id),
        time=time,
        time_tone=tone,
        review=speech.words.say(f"cli.show.review_{row.review or 'waiting'}"),
        review_tone=REVIEWS[row.review],
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by or "",
        reason=row.review_reason or "",
    )


def timeliness(is_on_time: bool | None, *, speech: Speech) -> tuple[str, str]:
    """On time or late in words, and the tone of it."""
    if is_on_time is None:
        return "", "plain"
    code = "on_time" if is_on_time else "late"
    return speech.words.timeliness(code), "good" if is_on_time else "bad"


def figures_of(
    figures: Mapping[str, Any], *, fields: Iterable[Mapping[str, Any]], speech: Speech
) -> tuple[FigureView, ...]:
    """Figures in the order in which they are asked for, with their labels."""
    labels = {spec["key"]: spec["label"] or spec["key"] for spec in fields}
    order = [*(key for key in labels if key in figures), *(key for key in figures if key not in labels)]
    return tuple(FigureView(labels.get(key, key), figure(figures[key], speech=speech)) for key in order)


def files_of(files: Iterable[Mapping[str, Any]], *, obligation_id: int) -> tuple[FileView, ...]:
    """Files with the addresses under which they are fetched."""
    return tuple(
        FileView(file["name"], size(file["size"]), f"/tep/{obligation_id}/{file['sha256']}", file["sha256"])
        for file in files
    )
