"""Days as people type them, and refusals at their fields."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ExtensionRefused
from web.i18n import speech
from web.presenters.forms import Fault, Form, extension_fault, read_day

VI = speech("vi")
AT = datetime(2023, 10, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2023-11-05", "5/11/2023", "05-11-2023", "05.11.2023", " 05/11/2023 "])
def test_day_is_read_as_it_is_written(text: str) -> None:
    assert read_day(text, at=AT, speech=VI) == date(2023, 11, 5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Hãy chọn ngày."),
        ("mai", "“mai” không phải ngày; hãy ghi như 25/12/2024."),
        ("31/02/2024", "“31/02/2024” không phải ngày; hãy ghi như 25/12/2024."),
        ("05/11/23", "Năm 23 không hợp lý; hãy xem lại ngày đã ghi."),
        ("05/11/1923", "Năm 1923 không hợp lý; hãy xem lại ngày đã ghi."),
        ("05/11/2034", "Năm 2034 không hợp lý; hãy xem lại ngày đã ghi."),
        ("05/11/0", "“05/11/0” không phải ngày; hãy ghi như 25/12/2024."),
    ],
)
def test_wrong_day_gets_a_sentence(text: str, said: str) -> None:
    assert read_day(text, at=AT, speech=VI) == said


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_gets_a_sentence_for_any_text(text: str) -> None:
    found = read_day(text, at=AT, speech=VI)
    assert isinstance(found, date) or (found.endswith(".") and len(found) < 120)


@given(st.dates(min_value=date(2022, 1, 1), max_value=date(2033, 12, 31)))
def test_day_is_read_back_from_either_writing_for_any_day(day: date) -> None:
    assert read_day(day.isoformat(), at=AT, speech=VI) == read_day(f"{day:%d/%m/%Y}", at=AT, speech=VI) == day


@pytest.mark.parametrize(
    ("why", "fault"),
    [
        ("not_later", Fault("den_ngay", "Ngày mới phải sau thời hạn hiện tại.")),
        ("reason_missing", Fault("ly_do", "Phải nêu lý do.")),
        (
            "one_is_open",
            Fault("", "Không gia hạn được phần việc 7: còn một đề nghị gia hạn chưa được trả lời."),
        ),
    ],
)
def test_refusal_stands_at_the_field_where_it_can_be_put_right(why: str, fault: Fault) -> None:
    assert extension_fault(ExtensionRefused(id=7, why=why), speech=VI) == fault


def test_form_remembers_what_was_typed_and_what_is_wrong() -> None:
    form = Form("gia-han", {"ly_do": "bão"}, (Fault("den_ngay", "Hãy chọn ngày."),))
    assert (form.value("ly_do"), form.value("den_ngay", "x")) == ("bão", "x")
    assert (form.fault("den_ngay"), form.fault("ly_do")) == ("Hãy chọn ngày.", "")
