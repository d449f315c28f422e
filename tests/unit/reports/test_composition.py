"""What a report says before its table: totals, rates with their denominator, the worst units, documents as cited."""

from datetime import date

import pytest

from engine.tallies import Counts, Denominator
from reports.composition import WORST_NAMED, table_paper, worst
from reports.grid import cited, group_spans, printable, printed, table_grid
from reports.paper import CitedDocument
from reports.wording import words
from tests.support.papers import AT, HEAD, LETTER, PLAN, VI, table


def test_worst_units_come_first_and_the_others_are_counted() -> None:
    counts = [Counts(open_overdue=overdue, done_on_time=1) for overdue in (0, 3, 1, 9, 4, 2, 5)]
    said = worst(table(*counts), words=VI)
    assert "trễ hạn: 6;" in said
    assert said.index("Trường số 3 (9 nhiệm vụ)") < said.index("Trường số 6 (5 nhiệm vụ)") < said.index("Trường số 4")
    assert said.count("nhiệm vụ)") == WORST_NAMED
    assert "Trường số 0" not in said
    assert "Trường số 2" not in said


def test_nobody_overdue_is_said() -> None:
    assert worst(table(Counts(1)), words=VI) == VI.say("paper.report.none_overdue")


@pytest.mark.parametrize("denominator", Denominator)
def test_text_has_the_totals_and_the_rates_of_the_table(denominator: Denominator) -> None:
    value = table(Counts(1_000, 200, 30, 4, 5, 6, 7), Counts(1), denominator=denominator)
    said = " ".join(table_paper(value, head=HEAD, words=VI, at=AT).before).replace("\u00a0", "")
    for wanted in ("giao: 1253;", "trong hạn: 1001;", "trễ hạn: 200;", "trong hạn: 30;", "trễ hạn: 4."):
        assert wanted in said
    assert "đã hoàn thành 5, chưa hoàn thành 6; nhiệm vụ được miễn: 7." in said
    whole = value.total.rates["done_on_time"].whole
    assert f"{100 * 1001 / whole:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%" in said
    assert denominator is not Denominator.DUE or "số nhiệm vụ đến hạn" in said


def test_work_without_deadline_is_left_out_where_there_is_none() -> None:
    said = " ".join(table_paper(table(Counts(1)), head=HEAD, words=VI, at=AT).before)
    assert "không có thời hạn" not in said


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (PLAN, "văn bản số 123/KH-PGDĐT ngày 05/10/2023 của Phòng GDĐT huyện Vĩnh Bảo"),
        (LETTER, "văn bản tháng 11/2023 của Sở GDĐT Hải Phòng"),
        (CitedDocument("", "2023-10-05", "Sở"), "văn bản ngày 05/10/2023 của Sở"),
        (CitedDocument("1/KH", "2023-10", "Sở"), "văn bản số 1/KH tháng 10/2023 của Sở"),
    ],
)
def test_document_is_cited_with_what_is_known_of_it(document: CitedDocument, wanted: str) -> None:
    assert cited(document, words=VI) == wanted


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2024, 2, 5), "Vĩnh Bảo, ngày 05 tháng 02 năm 2024"),
        (date(2024, 3, 25), "Vĩnh Bảo, ngày 25 tháng 3 năm 2024"),
        (date(2024, 11, 1), "Vĩnh Bảo, ngày 01 tháng 11 năm 2024"),
    ],
)
def test_small_days_and_the_first_two_months_have_a_zero(day: date, wanted: str) -> None:
    head = HEAD.__class__("", "Phòng", "Vĩnh Bảo", day, "Trưởng phòng")
    assert table_paper(table(), head=head, words=VI, at=AT).place_and_day == wanted


def test_heads_span_what_they_name() -> None:
    columns = table_grid(table(Counts(1)), words=VI).columns
    assert list(group_spans(columns)) == [
        ("", 0, 2),
        (VI.say("paper.counts"), 2, 5),
        (VI.say("paper.shares.due"), 7, 3),
        ("", 10, 1),
    ]


def test_text_of_people_is_printed_on_one_line_in_composed_letters() -> None:
    assert printable("Kê\u0301\x00hoạch\r\nA\u2028B\ud800") == "Kế hoạch A B "
    assert printed(1_234_567, words=VI) == "1\u00a0234\u00a0567"
    assert printed(date(2024, 2, 5), words=VI) == "05/02/2024"
    assert printed(None, words=VI) == ""


def test_report_speaks_english() -> None:
    paper = table_paper(table(Counts(open_overdue=2)), head=HEAD, words=words("en"), at=AT)
    assert paper.title == "REPORT"
    assert "Trường số 0 (2 tasks)" in " ".join(paper.before)
