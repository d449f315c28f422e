"""The other places of the settings through HTTP: ladders, channels, proofs, accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from config.change_log import recorded_changes
from config.policies_edit import policy_text, policy_texts
from engine.service.accounts import account_of, accounts
from engine.service.oversight import stopped_channels
from engine.store.database import writing
from engine.store.messages import stop_channel
from engine.store.tables import ACCOUNT
from tests.support.keepers import HEAD, KEEPER, keeper_at
from tests.support.offices import ISSUED_AT
from tests.support.pages import Browser, person_of


@pytest.fixture
def keeper(sqlite_url: str, tmp_path: Path) -> Iterator[Browser]:
    with keeper_at(sqlite_url, tmp_path) as browser:
        yield browser


def kinds(keeper: Browser) -> list[str]:
    return [one["kind"] for one in recorded_changes(keeper.office.settings)]


def test_index_leads_to_every_place(keeper: Browser) -> None:
    for path in keeper.get("/cai-dat").links("/cai-dat/"):
        page = keeper.get(path)
        assert page.status == 200, path
        assert page.headers["cache-control"] == "no-store"


def policy(keeper: Browser) -> str:
    return next(one.name for one in policy_texts(keeper.office.settings) if "budget" in one.text)


def test_ladders_are_told_in_words(keeper: Browser) -> None:
    page = keeper.get("/cai-dat/bac-nhac")
    assert "trước hạn" in page.words
    assert "người phụ trách" in page.words


def test_policy_is_checked_saved_and_used_at_once(keeper: Browser) -> None:
    path = f"/cai-dat/bac-nhac/{policy(keeper)}"
    text = policy_text(keeper.office.settings, policy(keeper)).text
    budget = keeper.office.policies.budget
    changed = "\n".join(
        line.replace(str(budget), str(budget + 1)) if "budget" in line else line for line in text.splitlines()
    )
    assert changed.strip() != text.strip()
    keeper.get(path)
    page = keeper.submit(path, button="lam=xem", noi_dung=changed)
    assert "Tệp dùng được" in page.words
    assert keeper.office.policies.budget == budget
    assert keeper.submit(path, noi_dung=changed).status == 200
    assert keeper.office.policies.budget == budget + 1
    assert kinds(keeper) == ["policy_saved"]


def test_wrong_policy_is_told_with_its_line_and_kept_as_typed(keeper: Browser) -> None:
    path = f"/cai-dat/bac-nhac/{policy(keeper)}"
    text = policy_text(keeper.office.settings, policy(keeper)).text + "\nlạ_lùng: <b>1</b>\n"
    keeper.get(path)
    page = keeper.submit(path, noi_dung=text)
    assert page.status == 422
    assert "Dòng " in page.words
    assert "lạ_lùng: <b>1</b>" in page.tree.xpath("//textarea")[0].text
    assert kinds(keeper) == []


def test_stale_policy_is_not_saved(keeper: Browser) -> None:
    path = f"/cai-dat/bac-nhac/{policy(keeper)}"
    text = policy_text(keeper.office.settings, policy(keeper)).text
    keeper.get(path)
    token = dict(keeper.last.forms(path)[0].form_values())
    keeper.submit(path, noi_dung=text + "# A\n")
    page = keeper.post(path, data={**token, "noi_dung": text + "# B\n"})
    assert page.status == 422
    assert "có người vừa sửa tệp này" in page.words
    assert page.tree.xpath("//textarea")[0].text.rstrip().endswith("# B")
    assert keeper.get("/cai-dat/bac-nhac/khong_co.yaml").status == 404


def test_stopped_channel_is_started_again(keeper: Browser) -> None:
    with writing(keeper.office.database) as connection:
        stop_channel(connection, "email", at=ISSUED_AT, reason="535 bad password", outcome="auth")
    page = keeper.get("/cai-dat/kenh")
    assert "535 bad password" in page.words
    assert "docs/channels/email.md" in page.words
    token = dict(page.forms("/cai-dat/kenh/email/chay")[0].form_values())
    assert "gửi tiếp" in keeper.submit("/cai-dat/kenh/email/chay").words
    assert stopped_channels(keeper.office.database) == ()
    assert "không dừng" in keeper.post("/cai-dat/kenh/email/chay", data=token).words
    assert keeper.post("/cai-dat/kenh/pigeon/chay", data=token).status == 404
    assert kinds(keeper) == ["channel_started"]


@pytest.mark.parametrize(
    ("what", "said"),
    [("so-lieu", "0 chỗ lệch"), ("lich-su", "nguyên vẹn"), ("he-thong", "Mở được cơ sở dữ liệu")],
)
def test_proofs_say_what_they_found(keeper: Browser, what: str, said: str) -> None:
    keeper.get("/cai-dat/kiem-tra")
    assert said in keeper.submit(f"/cai-dat/kiem-tra/{what}").words


def test_broken_record_of_changes_is_told(keeper: Browser) -> None:
    with writing(keeper.office.database) as connection:
        stop_channel(connection, "email", at=ISSUED_AT, reason="x", outcome="auth")
    keeper.get("/cai-dat/kenh")
    keeper.submit("/cai-dat/kenh/email/chay")
    assert "cho kênh gửi tiếp – email" in keeper.get("/cai-dat/kiem-tra").words
    path = keeper.office.settings.data_dir / "changes.jsonl"
    line = path.read_text(encoding="utf-8").strip()
    path.write_text(
        line.replace("email", "e-mail") + "\n" + line.replace('"before_hash": ""', '"before_hash": "x"') + "\n",
        encoding="utf-8",
    )
    assert "Dòng 2 của sổ" in keeper.get("/cai-dat/kiem-tra").words


def test_account_is_unlocked(keeper: Browser) -> None:
    head = person_of(keeper.office, HEAD)
    here = f"/cai-dat/tai-khoan/{head}"
    keeper.get(here)
    assert "không bị khóa" in keeper.submit(f"{here}/mo-khoa").words
    keeper.submit(f"{here}/quan-tri")
    with writing(keeper.office.database) as connection:
        connection.execute(update(ACCOUNT).values(locked_until_at=ISSUED_AT.replace(year=2024)))
    assert "khóa đến" in keeper.get("/cai-dat/tai-khoan").words
    keeper.get(here)
    assert "Đã mở khóa" in keeper.submit(f"{here}/mo-khoa").words
    assert account_of(keeper.office.database, head).locked_until_at is None


def test_sign_in_link_is_shown_once_and_works_once(keeper: Browser) -> None:
    here = f"/cai-dat/tai-khoan/{person_of(keeper.office, HEAD)}"
    keeper.get(here)
    page = keeper.submit(f"{here}/duong-dan")
    (link,) = page.tree.xpath("//input[@id='duong-dan']/@value")
    assert "/vao/" in link
    assert page.headers["cache-control"] == "no-store"
    assert link not in keeper.get(here).text
    assert kinds(keeper) == ["account_link"]
    assert link not in (keeper.office.settings.data_dir / "changes.jsonl").read_text(encoding="utf-8")
    with Browser(keeper.office) as other:
        assert other.get("/vao/" + link.rpartition("/")[2]).status == 200


def test_no_link_is_made_that_cannot_be_noted(keeper: Browser) -> None:
    (keeper.office.settings.data_dir / "changes.jsonl").mkdir()
    keeper.get(f"/cai-dat/tai-khoan/{person_of(keeper.office, HEAD)}")
    page = keeper.submit(f"/cai-dat/tai-khoan/{person_of(keeper.office, HEAD)}/duong-dan")
    assert page.tree.xpath("//input[@id='duong-dan']") == []


def test_last_administrator_stays_and_others_come_and_go(keeper: Browser) -> None:
    own, head = (person_of(keeper.office, one) for one in (KEEPER, HEAD))
    keeper.get(f"/cai-dat/tai-khoan/{own}")
    page = keeper.submit(f"/cai-dat/tai-khoan/{own}/thoi-quan-tri")
    assert page.status == 409
    assert "quản trị viên cuối cùng" in page.words
    keeper.get(f"/cai-dat/tai-khoan/{head}")
    keeper.submit(f"/cai-dat/tai-khoan/{head}/quan-tri")
    assert {one.person_id for one in accounts(keeper.office.database, at=ISSUED_AT) if one.is_administrator} == {
        own,
        head,
    }
    keeper.get(f"/cai-dat/tai-khoan/{own}")
    assert keeper.submit(f"/cai-dat/tai-khoan/{own}/thoi-quan-tri").heading == "Tài khoản"
    assert keeper.get("/cai-dat").status == 404


def test_anybody_is_found_by_name(keeper: Browser) -> None:
    page = keeper.get("/cai-dat/tai-khoan?q=hieu truong mn vinh quang")
    assert f"/cai-dat/tai-khoan/{person_of(keeper.office, HEAD)}" in page.links()
    assert keeper.get("/cai-dat/tai-khoan/99999").status == 404
