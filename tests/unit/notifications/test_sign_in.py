"""The mail with a sign-in link reads as its golden file (DONDOC_TEST_ACCEPT=1 writes anew)."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifications.mail import Rendered
from notifications.sign_in import SignInLetter, render_sign_in
from tests.support.command import compare

GOLDEN = Path(__file__).parents[2] / "golden" / "mail"
LETTER = SignInLetter(
    person="Nguyễn Thị Hòa",
    link="https://don-doc.huyen.example/vao/dt3xCqW5Kk0-Zy_8",
    asked_at=datetime(2023, 10, 10, 1, 5, tzinfo=UTC),
    client="10.0.0.7",
    minutes=15,
)


def rendered(letter: SignInLetter = LETTER, *, language: str = "vi") -> Rendered:
    spoken = "en" if language == "en" else "vi"
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return render_sign_in(letter, language=spoken, sender_office="Phòng GDĐT huyện Vĩnh Bảo", zone=zone)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("part", "ending"), [("subject", "subject.txt"), ("text", "txt"), ("html", "html")])
def test_sign_in_mail_reads_as_its_golden_file(language: str, part: str, ending: str) -> None:
    said = getattr(rendered(language=language), part)
    compare(said if said.endswith("\n") else said + "\n", GOLDEN / f"sign_in.{language}.{ending}")


def test_sign_in_mail_has_the_link_once_to_press_and_names_nobody_else() -> None:
    html = rendered().html
    assert html.count(f'href="{LETTER.link}"') == 1
    assert html.count("href=") == 1
    assert 'lang="en"' in rendered(language="en").html


def test_sign_in_mail_leaves_out_an_unknown_place() -> None:
    assert "địa chỉ mạng" not in rendered(replace(LETTER, client="")).text


def test_sign_in_mail_escapes_a_name() -> None:
    assert "<b>" not in rendered(replace(LETTER, person="<b>x</b>")).html


def test_link_does_not_show_in_a_representation() -> None:
    assert "/vao/" not in repr(LETTER)
