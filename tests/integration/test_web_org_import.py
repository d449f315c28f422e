"""Importing units and people through HTTP: template, errors line by line with nothing saved, preview, then saved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from config.bootstrap import examples_folder
from config.change_log import recorded_changes
from config.org_upload import KEPT_FOR, kept_upload
from engine.errors import NotFound
from engine.service.organisation import show_organisation
from intake.workbook import tables_of
from tests.support.keepers import KEEPER, keeper_at
from tests.support.pages import Browser, Seen

HERE = "/cai-dat/nhap"
HEADINGS = "Mã,Tên đơn vị,Loại,Trực thuộc (mã)\n"


@pytest.fixture
def keeper(sqlite_url: str, tmp_path: Path) -> Iterator[Browser]:
    with keeper_at(sqlite_url, tmp_path) as browser:
        browser.get(HERE)
        yield browser


def send(keeper: Browser, name: str, data: bytes | str, **fields: str) -> Seen:
    content = data.encode() if isinstance(data, str) else data
    keeper.get(HERE)
    return keeper.submit(HERE, files={"tep": (name, BytesIO(content))}, **fields)


def units(keeper: Browser) -> dict[str, str]:
    (tree,) = show_organisation(keeper.office.database).values()
    return {unit.code: unit.name for unit in tree}


def test_template_is_a_workbook_that_is_read_again(keeper: Browser) -> None:
    response = keeper.client.get(f"{HERE}/mau")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    assert len(tables_of("mau.xlsx", response.content)) == 3


def test_file_is_looked_through_then_saved(keeper: Browser) -> None:
    before = units(keeper)
    page = send(
        keeper,
        "them.csv",
        f"{HEADINGS}MN_MOI,Trường Mầm non Mới,trường mầm non,PGDDT\n"
        "MN_VINHQUANG,Trường Mầm non Vinh Quang A,trường mầm non,PGDDT\n",
    )
    assert page.status == 200
    assert "Đơn vị mới: 1" in page.words
    assert "Đơn vị đổi tên: 1" in page.words
    assert "Chưa ghi gì" in page.words
    assert units(keeper) == before
    done = keeper.submit(urlsplit(page.url).path)
    assert "Đã nhập" in done.words
    assert units(keeper).items() >= {("MN_MOI", "Trường Mầm non Mới"), ("MN_VINHQUANG", "Trường Mầm non Vinh Quang A")}
    assert len(units(keeper)) == len(before) + 1
    assert recorded_changes(keeper.office.settings)[0]["kind"] == "organisation_imported"
    assert keeper.get(urlsplit(page.url).path + "?" + urlsplit(page.url).query).status == 404


def test_every_error_is_told_with_its_place_and_nothing_is_saved(keeper: Browser) -> None:
    before = units(keeper)
    page = send(keeper, "sai.csv", HEADINGS + "A1,,trường mầm non,\nA2,Tên,chùa,KHONG_CO\n")
    assert page.status == 422
    (summary,) = page.tree.xpath("//div[@class='error-summary']")
    told = summary.text_content()
    assert "sai!B2" in told
    assert "sai!C3" in told
    assert "sai!D3" in told
    assert units(keeper) == before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", b"%PDF-1.7", "không phải tệp Excel"),
        ("x.xlsx", b"PK\x03\x04 broken", "hỏng"),
        ("x.xlsx", b"", "không có nội dung"),
        ("x.csv", b"\xff\xfe\x00A", "UTF-8"),
        ("x.yaml", b"units: [", "YAML"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls"),
    ],
)
def test_what_is_no_such_file_gets_a_sentence(keeper: Browser, name: str, data: bytes, said: str) -> None:
    page = send(keeper, name, data)
    assert page.status == 422
    assert said in page.tree.xpath("//div[@class='error-summary']")[0].text_content()


def test_findings_name_the_file_as_its_sender_calls_it(keeper: Browser) -> None:
    page = send(keeper, "cơ cấu.yaml", "scheme: x\nunits:\n  - code: A\n")
    assert page.status == 422
    assert "cơ cấu.yaml:" in page.words
    assert str(keeper.office.settings.data_dir) not in page.text


def test_file_that_nobody_confirms_goes_after_a_day(keeper: Browser) -> None:
    first = urlsplit(send(keeper, "a.csv", HEADINGS + "X1,Trường X,khác,\n").url)
    keeper.office.clock.set(datetime.now(UTC) + KEPT_FOR + timedelta(minutes=1))  # type: ignore[attr-defined]
    keeper.sign_in(KEEPER)
    send(keeper, "b.csv", HEADINGS + "X2,Trường Y,khác,\n")
    assert len(list((keeper.office.settings.data_dir / "uploads").iterdir())) == 1
    with pytest.raises(NotFound):
        kept_upload(keeper.office, first.path.rpartition("/")[2])


def test_without_a_file_the_page_asks_for_one(keeper: Browser) -> None:
    page = keeper.submit(HERE)
    assert page.status == 422
    assert "Hãy chọn một tệp" in page.words


def test_file_in_yaml_is_taken_as_well(keeper: Browser) -> None:
    data = (examples_folder() / "vinh_bao" / "organisation.yaml").read_bytes()
    page = send(keeper, "organisation.yaml", data)
    assert page.status == 200
    assert "không có gì khác" in page.words


@pytest.mark.parametrize("key", ["x", "../../etc/passwd", "0" * 64 + ".csv", "0" * 64 + ".exe"])
def test_unknown_file_is_not_there(keeper: Browser, key: str) -> None:
    assert keeper.get(f"{HERE}/{key}?ten=a&co_cau=b").status == 404


def test_new_organisation_is_named_by_its_file(keeper: Browser) -> None:
    page = send(keeper, "Xã Mới.csv", HEADINGS + "X1,Ủy ban xã Mới,UBND xã,\n", co_cau="")
    assert parse_qs(urlsplit(page.url).query)["co_cau"] == ["xa_moi"]
