"""What happened in a directive in words, what a letter names, how a document is called."""

from datetime import UTC, date, datetime

import pytest

from engine.deadlines import Timeliness
from engine.service.papers import Letterhead
from engine.service.register import DirectiveHead
from engine.service.views import Listed
from engine.states import Status
from engine.tallies import Counts
from web.i18n import speech
from web.presenters.directive import change_words
from web.presenters.papers import counted_at, letter_view, paper_head, urging_letter
from web.presenters.register import document_name, issued

VI, EN = speech("vi"), speech("en")
TODAY = date(2023, 11, 15)
HEAD = DirectiveHead(
    id=7,
    document="396/KH-GDĐT",
    doc_type="ke_hoach",
    title="Kế hoạch",
    issuer_id=3,
    issuer_name="Phòng GDĐT",
    issued_text="2023-10-05",
    issued_on=date(2023, 10, 5),
    issued_at=datetime(2023, 10, 5, 1, tzinfo=UTC),
    urgency="normal",
    period_start=None,
    period_end=None,
)


def late(unit: str, last_day: date | None, status: Status = Status.ASSIGNED) -> Listed:
    return Listed(
        1, 7, "396", "Phòng", "T01", "Báo cáo", "U", unit, 0, status, Timeliness.OVERDUE, last_day, None, None, TODAY
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Counts(open_within=12), "giao 12 phần việc"),
        (Counts(open_within=-2, open_overdue=2), "thêm 2 quá hạn"),
        (Counts(open_overdue=-1, done_late=1), "1 xong trễ hạn; bớt 1 quá hạn"),
        (Counts(open_within=1, done_on_time=-1), "1 không còn là xong đúng hạn"),
        (Counts(open_within=1, undated_open=-1), ""),
    ],
)
def test_change_of_a_day_is_said_in_words(change: Counts, words: str) -> None:
    assert change_words(change, speech=VI) == words


def test_document_is_called_by_kind_and_number() -> None:
    assert document_name(HEAD, speech=VI) == "Kế hoạch số 396/KH-GDĐT"
    assert "396/KH-GDĐT" in document_name(HEAD, speech=EN)
    assert [issued(text) for text in ("2023-10-05", "2023-10")] == ["05/10/2023", "10/2023"]


def test_letter_names_who_is_late_the_longest_first_and_spares_who_reported() -> None:
    works = [
        late("Mai", date(2023, 11, 10)),
        late("Sen", date(2023, 10, 29)),
        late("Đào", date(2023, 10, 29), Status.SUBMITTED),
        late("Lan", None),
    ]
    letter = urging_letter(works, HEAD, today=TODAY, report_by=date(2023, 11, 22))
    assert [(work.unit, work.days_late) for work in letter.works] == [("Sen", 17), ("Mai", 5)]
    paper = paper_head(Letterhead("UBND huyện", "Phòng GDĐT", "", ""), on=TODAY)
    view = letter_view(letter, HEAD, paper=paper, typed_day="", problem="", more=0, speech=VI)
    assert view.summary == "2 đơn vị chưa báo cáo 2 phần việc đã quá hạn."
    assert next(unit.works for unit in view.units) == ("Báo cáo – hạn 29/10/2023, quá 17 ngày",)
    assert (view.place, view.signer) == ("…", "")
    assert [file.link for file in view.files] == [
        "/van-ban/7/don-doc.docx?bao-cao-truoc=2023-11-22",
        "/van-ban/7/don-doc.pdf?bao-cao-truoc=2023-11-22",
    ]


def test_table_of_a_past_day_counts_to_its_end_and_today_to_now() -> None:
    at = datetime(2023, 11, 15, 2, tzinfo=UTC)
    assert counted_at(None, at=at) == at
    assert counted_at(TODAY, at=at) == at
    assert counted_at(date(2023, 11, 1), at=at).isoformat() == "2023-11-01T23:59:00+07:00"
