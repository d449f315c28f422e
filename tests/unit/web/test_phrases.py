"""Short ways to say things."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import Timeliness
from web.i18n import speech
from web.presenters.phrases import days_left, figure, first_sentence, size

VI, EN = speech("vi"), speech("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rà soát.", "Rà soát."),
        (
            "Các trường rà soát cơ sở vật chất, thiết bị; Báo cáo về Phòng.",
            "Các trường rà soát cơ sở vật chất, thiết bị",
        ),
        (
            "Phối hợp với TP. Hải Phòng và các đơn vị liên quan rà soát. Báo cáo sau.",
            "Phối hợp với TP. Hải Phòng và các đơn vị liên quan rà soát.",
        ),
        (
            "Nộp trước ngày 02.4.2024 về Phòng Giáo dục và Đào tạo huyện",
            "Nộp trước ngày 02.4.2024 về Phòng Giáo dục và Đào tạo huyện",
        ),
        ("Triển khai thực hiện\n  Đề án;", "Triển khai thực hiện Đề án"),
        ("", ""),
    ],
)
def test_first_sentence_stands_for_a_clause(text: str, said: str) -> None:
    assert first_sentence(text) == said


@given(st.text(max_size=600), st.integers(min_value=10, max_value=200))
def test_first_sentence_is_short_and_from_the_beginning_for_any_text(text: str, longest: int) -> None:
    said = first_sentence(text, longest=longest)
    assert len(said) <= longest + 1
    assert " ".join(text.split()).startswith(said.removesuffix("…"))


FRIDAY, SUNDAY = date(2023, 10, 20), date(2023, 10, 22)


@dataclass(frozen=True)
class Work:
    """Work with a last day."""

    timeliness: Timeliness
    last_day: date | None
    days_left: int | None
    looked_on: date


@pytest.mark.parametrize(
    ("days", "timeliness", "looked_on", "vi", "en"),
    [
        (None, "no_deadline", FRIDAY, "", ""),
        (0, "due_soon", SUNDAY, "hết hạn hôm nay", "due today"),
        (0, "within_term", FRIDAY, "không còn ngày làm việc nào", "no working day left"),
        (1, "due_soon", FRIDAY, "còn 1 ngày làm việc", "1 working day left"),
        (3, "within_term", FRIDAY, "còn 3 ngày làm việc", "3 working days left"),
        (0, "overdue", SUNDAY, "vừa quá hạn", "just overdue"),
        (-2, "overdue", date(2023, 10, 24), "quá 2 ngày làm việc", "2 working days overdue"),
        (-2, "within_term", date(2023, 10, 24), "hết hạn hôm nay", "due today"),
    ],
)
def test_days_left_in_words(days: int | None, timeliness: str, looked_on: date, vi: str, en: str) -> None:
    last_day = None if days is None else SUNDAY
    one = Work(Timeliness(timeliness), last_day, days, looked_on)
    assert (days_left(one, speech=VI), days_left(one, speech=EN)) == (vi, en)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 kB"), (1, "1 kB"), (999_999, "1.000 kB"), (1_250_000, "1,2 MB"), (20_000_000, "20 MB")]
)
def test_sizes_are_rounded(count: int, said: str) -> None:
    assert size(count) == said


@pytest.mark.parametrize(
    ("value", "said"), [(True, "Có"), (False, "Không"), (1234, "1.234"), (8.5, "8,5"), ("<b>", "<b>")]
)
def test_figures_are_printed_as_documents_do(value: object, said: str) -> None:
    assert figure(value, speech=VI) == said
