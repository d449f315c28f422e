"""One unit and one person by id, and a unit by what somebody types for it."""

import pytest

from engine.errors import NotFound
from engine.service.directory import show_person, show_unit, unit_by_code
from tests.support.builders import ISSUED_AT
from tests.support.cast import Office
from tests.support.viewers import LOTUS, OFFICE

TODAY = ISSUED_AT.date()


def test_unit_is_shown_with_the_one_above(office: Office) -> None:
    found = show_unit(office.database, LOTUS)
    assert (found.name, found.parent_id) == ("Trường Hoa Sen", OFFICE)
    with pytest.raises(NotFound):
        show_unit(office.database, 10**6)


def test_person_is_shown_with_posts_and_addresses(office: Office) -> None:
    found = show_person(office.database, 1, on=TODAY)
    assert found.posts
    assert found.away_until is None
    with pytest.raises(NotFound):
        show_person(office.database, 10**6, on=TODAY)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("HOASEN", LOTUS), (" HOASEN ", LOTUS), ("trường hoa sen", LOTUS), ("hoasen2", None), ("", None)],
)
def test_unit_is_known_by_its_code_or_its_name(office: Office, text: str, wanted: int | None) -> None:
    assert unit_by_code(office.database, text, like=OFFICE) == wanted
