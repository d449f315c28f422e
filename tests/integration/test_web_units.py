"""Units and people in the settings through HTTP: found, added, changed, ended; each refusal at its field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.change_log import recorded_changes
from engine.organisation import OrganisationSpec, PersonSpec, UnitSpec
from engine.service.organisation import import_organisation
from tests.support.keepers import HEAD, KEEPER, SCHOOL, keeper_at, unit_of
from tests.support.offices import ISSUED_AT
from tests.support.pages import Browser, Seen, person_of
from tests.support.statements import counted


@pytest.fixture
def keeper(sqlite_url: str, tmp_path: Path) -> Iterator[Browser]:
    with keeper_at(sqlite_url, tmp_path) as browser:
        yield browser


def kinds(keeper: Browser) -> list[str]:
    return [one["kind"] for one in recorded_changes(keeper.office.settings)]


def faults(page: Seen) -> list[str]:
    """The names of the fields that are marked."""
    return page.tree.xpath("//*[@aria-invalid='true']/@name")  # type: ignore[no-any-return]


def value(page: Seen, name: str, form: str) -> Any:
    return page.forms(form)[0].fields[name]


def test_units_and_people_are_found_without_diacritics(keeper: Browser) -> None:
    page = keeper.get("/cai-dat/don-vi?q=vinh quang")
    assert page.status == 200
    assert f"/cai-dat/don-vi/{unit_of(keeper.office, SCHOOL)}" in page.links()
    assert f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}" in page.links()
    assert "Không có đơn vị nào như vậy" in keeper.get("/cai-dat/don-vi?q=không đâu có").words


def test_list_of_units_goes_on_page_by_page(keeper: Browser) -> None:
    more = [UnitSpec(f"N{n}", f"Trường {n}", "khac") for n in range(30)]
    office = OrganisationSpec("vinh_bao", "Vĩnh Bảo", units=tuple(more), people=(), has_phrases=False)
    import_organisation(keeper.office.database, office, at=ISSUED_AT, on=ISSUED_AT.date())
    first = keeper.get("/cai-dat/don-vi")
    (following,) = [to for to in first.links("/cai-dat/don-vi?") if "sau=" in to]
    assert not set(keeper.get(following).links("/cai-dat/don-vi/")) & set(first.links("/cai-dat/don-vi/"))


def test_unit_asks_the_database_as_often_for_many_as_for_few(keeper: Browser) -> None:
    above = unit_of(keeper.office, "PGDDT")
    keeper.get("/cai-dat")  # the pulse of the loop is asked once in a while only
    asked = []
    for size in (0, 25):
        more = [UnitSpec(f"N{n}", f"Trường {n}", "khac", parent="PGDDT") for n in range(size)]
        people = [PersonSpec(f"Người {n}", "PGDDT", "van_thu") for n in range(size)]
        office = OrganisationSpec("vinh_bao", "Vĩnh Bảo", units=tuple(more), people=tuple(people), has_phrases=False)
        import_organisation(keeper.office.database, office, at=ISSUED_AT, on=ISSUED_AT.date())
        with counted(keeper.office.database) as sent:
            keeper.get(f"/cai-dat/don-vi/{above}")
        asked.append(len(sent))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("path", ["/cai-dat/don-vi/99999", "/cai-dat/nguoi/99999", "/cai-dat/don-vi/x"])
def test_unit_or_person_that_does_not_exist_is_not_there(keeper: Browser, path: str) -> None:
    assert keeper.get(path).status == 404


def test_unit_is_added_renamed_and_ended(keeper: Browser) -> None:
    above = unit_of(keeper.office, SCHOOL)
    keeper.get(f"/cai-dat/don-vi/{above}")
    page = keeper.submit(
        f"/cai-dat/don-vi/{above}/them", ten="Điểm trường Thôn Một", ma="DT1", loai="khac", tu_ngay="01/09/2023"
    )
    assert page.heading == "Điểm trường Thôn Một"
    assert "Đã thêm đơn vị" in page.words
    here = f"/cai-dat/don-vi/{unit_of(keeper.office, 'DT1')}"
    assert keeper.submit(f"{here}/ten", ten="Điểm trường A").heading == "Điểm trường A"
    page = keeper.submit(f"{here}/ket-thuc", den_ngay="2023-10-09")
    assert "đã kết thúc" in page.words
    assert page.forms(here) == []
    assert kinds(keeper) == ["unit_ended", "unit_renamed", "unit_added"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"ten": "", "ma": "X1"}, ["ten"]),
        ({"ten": "A", "ma": "mã lạ"}, ["ma"]),
        ({"ten": "A", "ma": "MN_VINHQUANG"}, ["ma"]),
        ({"ten": "A", "ma": "X1", "tu_ngay": "01/09/1823"}, ["tu_ngay"]),
        ({"ten": "", "ma": "", "tu_ngay": "hôm qua"}, ["ten", "ma", "tu_ngay"]),
    ],
)
def test_wrong_unit_is_told_at_the_field_and_nothing_is_lost(
    keeper: Browser, typed: dict[str, str], wrong: list[str]
) -> None:
    above = unit_of(keeper.office, SCHOOL)
    keeper.get(f"/cai-dat/don-vi/{above}")
    page = keeper.submit(f"/cai-dat/don-vi/{above}/them", **typed)
    assert page.status == 422
    assert faults(page) == wrong
    form = f"/cai-dat/don-vi/{above}/them"
    assert {key: value(page, key, form) for key in typed} == typed
    assert kinds(keeper) == []


def test_unit_with_open_work_does_not_end(keeper: Browser) -> None:
    here = f"/cai-dat/don-vi/{unit_of(keeper.office, SCHOOL)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/ket-thuc", den_ngay="2023-12-31")
    assert page.status == 422
    assert "còn việc chưa hoàn thành" in page.words
    assert "Năm 1023 không hợp lý" in keeper.submit(f"{here}/ket-thuc", den_ngay="31/12/1023").words


def test_person_is_added_with_a_post(keeper: Browser) -> None:
    here = f"/cai-dat/don-vi/{unit_of(keeper.office, SCHOOL)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/nguoi", ho_ten="Phạm <b>Thị</b> Mới", vai_tro="van_thu", thu="moi@vinhbao.example")
    assert "Phạm <b>Thị</b> Mới" in page.words
    assert "<b>Thị" not in page.text
    assert kinds(keeper) == ["person_added"]


@pytest.mark.parametrize(
    ("field", "text"),
    [("thu", "không phải thư"), ("thu", HEAD), ("dien_thoai", "12"), ("ho_ten", ""), ("tu_ngay", "0001-01-01")],
)
def test_wrong_person_is_told_at_the_field(keeper: Browser, field: str, text: str) -> None:
    here = f"/cai-dat/don-vi/{unit_of(keeper.office, SCHOOL)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/nguoi", **{"ho_ten": "Phạm Mới", "vai_tro": "van_thu", field: text})
    assert page.status == 422
    assert faults(page) == [field]
    assert value(page, field, f"{here}/nguoi") == text


def test_person_gets_a_post_and_leaves_it(keeper: Browser) -> None:
    here = f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/chuc-vu", don_vi="mn_trunglap", vai_tro="lanh_dao", chuc_danh="Phụ trách")
    assert page.status == 422
    page = keeper.submit(f"{here}/chuc-vu", don_vi="MN_TRUNGLAP", vai_tro="lanh_dao", chuc_danh="Phụ trách")
    assert "Phụ trách" in page.words
    ends = [form.get("action") for form in page.forms(here) if form.get("action").endswith("/ket-thuc")]
    assert len(ends) == 2
    assert keeper.submit(ends[1], den_ngay="").status == 422
    assert "đã kết thúc" in keeper.submit(ends[1], den_ngay="2023-10-01").words
    assert kinds(keeper) == ["post_ended", "post_added"]


def test_post_of_another_person_is_not_ended_here(keeper: Browser) -> None:
    own = person_of(keeper.office, KEEPER)
    page = keeper.get(f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}")
    (form,) = [one for one in page.forms("/cai-dat/nguoi/") if one.get("action").endswith("/ket-thuc")]
    elsewhere = form.get("action").replace(f"/{person_of(keeper.office, HEAD)}/", f"/{own}/", 1)
    page = keeper.post(elsewhere, data={**dict(form.form_values()), "den_ngay": "2023-10-11"})
    assert page.status == 422
    assert kinds(keeper) == []


def test_addresses_are_corrected_one_at_a_time(keeper: Browser) -> None:
    here = f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/lien-he", button="kenh=email", thu="ht2.mnvinhquang@vinhbao.example")
    assert "ht2.mnvinhquang@vinhbao.example" in page.words
    assert keeper.submit(f"{here}/lien-he", button="kenh=phone", dien_thoai="0912345678").status == 200
    page = keeper.submit(f"{here}/lien-he", button="kenh=phone", dien_thoai="9")
    assert (page.status, faults(page)) == (422, ["dien_thoai"])
    page = keeper.submit(f"{here}/lien-he", button="kenh=email", thu=KEEPER)
    assert (page.status, faults(page)) == (422, ["thu"])
    assert keeper.submit(f"{here}/lien-he", button="kenh=pigeon").status == 422


@pytest.mark.parametrize(
    ("first", "last", "stand_in", "wrong"),
    [
        ("2023-10-12", "2023-10-10", "", ["den_ngay"]),
        ("", "2023-10-10", "", ["tu_ngay"]),
        ("2023-10-12", "2023-10-13", HEAD, ["thay"]),
        ("2023-10-12", "2023-10-13", "ai@dau.example", ["thay"]),
    ],
)
def test_wrong_absence_is_told_at_the_field(
    keeper: Browser, first: str, last: str, stand_in: str, wrong: list[str]
) -> None:
    here = f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/vang", tu_ngay=first, den_ngay=last, thay=stand_in)
    assert page.status == 422
    assert faults(page) == wrong


def test_absence_is_noted_with_who_stands_in(keeper: Browser) -> None:
    here = f"/cai-dat/nguoi/{person_of(keeper.office, HEAD)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/vang", tu_ngay="2023-10-09", den_ngay="2023-10-13", thay=KEEPER)
    assert "vắng đến hết 13/10/2023" in page.words
    assert kinds(keeper) == ["absence_noted"]


def test_page_says_so_when_the_record_of_changes_cannot_be_written(keeper: Browser) -> None:
    (keeper.office.settings.data_dir / "changes.jsonl").mkdir()
    here = f"/cai-dat/don-vi/{unit_of(keeper.office, SCHOOL)}"
    keeper.get(here)
    assert "chưa ghi được vào sổ thay đổi" in keeper.submit(f"{here}/ten", ten="Tên khác hẳn").words
