"""Where somebody begins."""

import pytest

from web.presenters.home import first_path


@pytest.mark.parametrize(
    ("leads", "is_leader", "waiting", "owed", "path"),
    [
        (False, True, 0, 0, "/viec"),
        (False, False, 3, 2, "/viec"),
        (True, True, 3, 2, "/tong-hop"),
        (True, False, 3, 2, "/cho-xac-nhan"),
        (True, False, 0, 2, "/viec"),
        (True, False, 0, 0, "/tong-hop"),
    ],
)
def test_first_page_answers_the_question_of_a_post(
    leads: bool, is_leader: bool, waiting: int, owed: int, path: str
) -> None:
    assert first_path(leads=leads, is_leader=is_leader, waiting=waiting, owed=owed) == path
