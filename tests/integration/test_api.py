"""The API as programs meet it: work from issue to acceptance, refusals, repeated requests, pages, plans, files."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from config.bootstrap import Office, examples_folder
from engine.clock import SetClock
from engine.service.kept_answers import LONGEST_WORK
from engine.store.database import reading
from engine.store.tables import KEPT_ANSWER
from tests.support.offices import ISSUED_AT, issued_office
from tests.support.pages import HOST, obligation_of
from tests.support.programs import Program
from web.api.server import PREFIX

OWNER = "ht.mnvinhquang@vinhbao.example"
ISSUER = "cvmn.pgddt@vinhbao.example"
COLLEAGUE = "vt.mnvinhquang@vinhbao.example"
OCTETS = {"Content-Type": "application/octet-stream"}
YAML = {"Content-Type": "application/yaml"}
PDF = b"%PDF-1.7 x"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def program(office: Office) -> Program:
    return Program(office, OWNER)


@pytest.fixture
def one(office: Office) -> int:
    return obligation_of(office, task="T03", unit="MN_VINHQUANG")


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is."""
    problem: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    return problem


def test_work_goes_from_note_to_acceptance(program: Program, one: int) -> None:
    assert program.get(f"/obligations/{one}").json()["status"] == "assigned"
    assert program.post(f"/obligations/{one}/acknowledge").json()["status"] == "acknowledged"
    assert program.post(f"/obligations/{one}/start").json()["status"] == "in_progress"
    file = program.ask("POST", "/files?name=Báo cáo.pdf", content=PDF, headers=OCTETS).json()
    named = {"name": file["name"], "sha256": file["sha256"]}
    assert program.post(f"/obligations/{one}/reports", {"text": "Xong.", "files": [named]}).status_code == 201
    program.as_(ISSUER)
    (waiting,) = program.get("/reports").json()["items"]
    assert (waiting["piece"]["id"], waiting["text"], waiting["files"]) == (one, "Xong.", [file])
    assert program.post(f"/obligations/{one}/return", {"reason": "thiếu"}).json()["status"] == "returned"
    assert program.as_(OWNER).post(f"/obligations/{one}/reports", {"text": "Đủ."}).status_code == 201
    assert program.as_(ISSUER).post(f"/obligations/{one}/accept").json()["status"] == "completed"
    kinds = [entry["kind"] for entry in program.get(f"/obligations/{one}/history").json()["items"]]
    assert kinds == ["acknowledged", "started", "reported", "returned", "reported", "accepted"]
    reviews = [report["review"] for report in program.get(f"/obligations/{one}").json()["reports"]]
    assert reviews == ["returned", "accepted"]


def test_more_time_is_asked_and_granted(program: Program, one: int) -> None:
    asked = program.post(f"/obligations/{one}/extensions", {"until": "2023-11-30", "reason": "bão"})
    assert asked.json() == {"extension_id": 1, "number": 1, "is_repeated": False}
    refused(
        program.post(f"/obligations/{one}/extensions", {"until": "2023-12-01", "reason": "bão"}),
        409,
        "ExtensionRefused",
    )
    program.as_(ISSUER)
    assert [one["until"] for one in program.get("/extensions").json()["items"]] == ["2023-11-30"]
    assert program.post("/extensions/1/grant").status_code == 200
    refused(program.post("/extensions/1/refuse", {"reason": "muộn"}), 409, "ExtensionRefused")
    refused(program.post("/extensions/99/grant"), 404, "NotFound")
    assert program.get(f"/obligations/{one}").json()["last_day"] == "2023-11-30"
    assert len(program.get(f"/obligations/{one}/why").json()["deadlines"]) == 2


def test_act_on_what_changed_meanwhile_is_refused(program: Program, one: int) -> None:
    tag = program.get(f"/obligations/{one}").headers["ETag"]
    assert program.post(f"/obligations/{one}/acknowledge", If_Match=tag).headers["ETag"] == '"1"'
    refused(program.post(f"/obligations/{one}/start", If_Match=tag), 412, "Stale")
    refused(program.post(f"/obligations/{one}/start", If_Match="1"), 412, "Stale")
    refused(
        program.post(f"/obligations/{one}/extensions", {"until": "2023-11-30", "reason": "x"}, If_Match=tag),
        412,
        "Stale",
    )
    assert program.post(f"/obligations/{one}/start", If_Match="*").status_code == 200


def test_act_out_of_order_says_from_where_to_where(program: Program, one: int) -> None:
    program.post(f"/obligations/{one}/start")
    said = refused(program.post(f"/obligations/{one}/acknowledge"), 409, "TransitionRefused")
    assert "Đang thực hiện" in said["detail"] or "đang" in said["detail"].casefold()
    english = program.post(f"/obligations/{one}/acknowledge", Accept_Language="en").json()["detail"]
    assert english.startswith(f"Obligation {one} cannot go from")


def test_request_repeated_with_its_key_is_done_once(program: Program, one: int) -> None:
    path = f"/obligations/{one}/reports"
    first = program.post(path, {"text": "Xong."}, Idempotency_Key="k1")
    again = program.post(path, {"text": "Xong."}, Idempotency_Key="k1")
    assert (again.status_code, again.content, again.headers["ETag"]) == (201, first.content, first.headers["ETag"])
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    refused(program.post(path, {"text": "Khác."}, Idempotency_Key="k1"), 422, "KeyReused")
    refused(program.post(path, {"text": "Xong."}, Idempotency_Key="k 2"), 422, "invalid")
    assert len(program.get(f"/obligations/{one}").json()["reports"]) == 1


def test_refused_request_may_be_corrected_under_its_key(program: Program, one: int) -> None:
    path = f"/obligations/{one}/reports"
    refused(program.post(path, {"text": "x", "figures": {"la": 1}}, Idempotency_Key="k1"), 422, "BadFigure")
    refused(program.post(path, {"txt": "x"}, Idempotency_Key="k1"), 422, "invalid")
    assert program.post(path, {"text": "x"}, Idempotency_Key="k1").status_code == 201


def test_kept_answer_shows_no_secret_in_the_database(program: Program, office: Office) -> None:
    unit = program.get("/me").json()["posts"][0]["unit_id"]
    asked = {"unit": unit, "url": "https://kho.example/x", "kinds": ["obligation.reported"]}
    made = program.post("/subscriptions", asked, Idempotency_Key="k1").json()
    assert program.post("/subscriptions", asked, Idempotency_Key="k1").json() == made
    with reading(office.database) as connection:
        (row,) = connection.execute(KEPT_ANSWER.select()).all()
    assert made["secret"].encode() not in row.body
    assert "secret" not in program.get(f"/subscriptions/{made['id']}").json()


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/obligations?limt=1", "query/limt"),
        ("/obligations?limit=1&limit=2", "query/limit"),
        ("/obligations?limit=0", "query/limit"),
        ("/obligations?which=nothing", "query/which"),
        ("/obligations?which=all&unit=1", "query/directive, query/unit"),
        ("/obligations?unit=1", "query/which"),
        ("/obligations?cursor=abc", "query/cursor"),
        ("/obligations/0", "path/id"),
        ("/directives?q=%00", "query/q"),
        ("/calendar/days?from=2023-02-30&to=2023-03-01", "query/from"),
        ("/calendar/days?from=2023-01-01&to=2025-01-01", "query/to"),
        ("/units/1/overview?as_of=1700000000", "query/as_of"),
    ],
)
def test_wrong_question_says_where_it_is_wrong(program: Program, path: str, pointer: str) -> None:
    answer = program.get(path)
    assert answer.status_code == 422
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == [pointer]


def test_bodies_are_refused_by_kind_size_and_shape(program: Program, one: int) -> None:
    path = f"/obligations/{one}/reports"
    refused(program.ask("POST", path, content=b"text=x", headers={"Content-Type": "text/plain"}), 415, "media_type")
    broken = program.ask("POST", path, content=b'{"text": ', headers={"Content-Type": "application/json"})
    refused(broken, 400, "unreadable")
    refused(program.post(path, {"text": "x" * 1_000_001}), 413, "too_large")
    refused(program.post(path, {"text": "x" * 20_001}), 422, "invalid")
    refused(program.post(path, {"text": "a\0b"}), 422, "invalid")
    refused(program.post(f"/obligations/{one}/start", {"reason": "x"}), 422, "invalid")
    assert program.post(f"/obligations/{one}/start", {}).status_code == 200


def test_long_body_without_its_length_is_cut_off(program: Program, one: int) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    answer = program.ask(
        "POST", f"/obligations/{one}/reports", content=endless(), headers={"Content-Type": "application/json"}
    )
    refused(answer, 413, "too_large")


def test_file_is_named_only_by_who_sent_it(office: Office, program: Program, one: int) -> None:
    file = program.ask("POST", "/files?name=a.pdf", content=PDF, headers=OCTETS).json()
    named = {"text": "Xong.", "files": [{"name": "a.pdf", "sha256": file["sha256"]}]}
    other = obligation_of(office, task="T03", unit="MN_TRUNGLAP")
    program.as_("ht.mntrunglap@vinhbao.example")
    refused(program.post(f"/obligations/{other}/reports", named), 422, "FileRefused")
    assert program.ask("POST", "/files?name=b.pdf", content=PDF, headers=OCTETS).status_code == 201
    assert program.post(f"/obligations/{other}/reports", named).status_code == 201


def test_file_of_an_earlier_report_may_be_named_by_a_colleague(program: Program, one: int) -> None:
    file = program.ask("POST", "/files?name=a.pdf", content=PDF, headers=OCTETS).json()
    named = {"text": "Xong.", "files": [{"name": "a.pdf", "sha256": file["sha256"]}]}
    assert program.post(f"/obligations/{one}/reports", named).status_code == 201
    program.as_(ISSUER).post(f"/obligations/{one}/return", {"reason": "thiếu chữ ký"})
    assert program.as_(COLLEAGUE).post(f"/obligations/{one}/reports", named).status_code == 201


def test_files_are_told_by_their_content(program: Program, one: int) -> None:
    refused(program.ask("POST", "/files?name=a.pdf", content=b"<html>", headers=OCTETS), 415, "FileRefused")
    refused(program.ask("POST", "/files?name=a.pdf", content=b"", headers=OCTETS), 422, "FileRefused")
    refused(program.ask("POST", "/files", content=PDF, headers=OCTETS), 422, "invalid")
    unsent = {"name": "a.pdf", "sha256": "0" * 64}
    said = refused(program.post(f"/obligations/{one}/reports", {"text": "x", "files": [unsent]}), 422, "FileRefused")
    assert "a.pdf" in said["detail"]


def test_lists_go_on_where_the_page_before_ended(program: Program) -> None:
    whole = program.get("/obligations").json()
    found: list[int] = []
    cursor = ""
    while cursor is not None:
        page = program.get(f"/obligations?limit=4{f'&cursor={cursor}' if cursor else ''}").json()
        found += [piece["id"] for piece in page["items"]]
        cursor = page["next_cursor"]
    assert found == [piece["id"] for piece in whole["items"]]
    assert sum(whole["counts"].values()) == len(found) == 11


def test_tables_agree_with_each_other(program: Program) -> None:
    program.as_(ISSUER)
    directive = program.get("/directives?q=so ket").json()["items"][0]
    table = program.get(f"/directives/{directive['id']}/roll-up?denominator=assigned").json()
    assert table["total"] == directive["counts"] == program.get("/directives/1").json()["counts"]
    assert sum(line["counts"]["assigned"] for line in table["lines"]) == table["total"]["assigned"]
    unit = program.get("/me").json()["posts"][0]["unit_id"]
    overview = program.get(f"/units/{unit}/overview").json()
    assert overview["total"]["assigned"] == table["total"]["assigned"]
    assert overview["rates"]["open_overdue"]["percent"] is None
    trend = program.get(f"/units/{unit}/trend?weeks=3").json()
    assert [counts["assigned"] for counts in trend["node"]["counts"]] == [0, 0, table["total"]["assigned"]]


def test_instants_are_utc_and_days_are_days(program: Program, one: int) -> None:
    found = program.get(f"/obligations/{one}").json()
    assert found["assigned_at"] == ISSUED_AT.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert found["last_day"] == "2023-10-29"


def test_plan_is_looked_at_and_issued(program: Program) -> None:
    program.as_(ISSUER)
    plan = (examples_folder() / "vinh_bao" / "plan.yaml").read_text("utf-8")
    other = plan.replace("number_suffix: /GDĐT-MN", "number_suffix: /KHAC").encode()
    seen = program.ask("POST", "/directives?dry_run=true", content=other, headers=YAML)
    assert (seen.status_code, seen.json()["may_be_issued"]) == (200, True)
    made = program.ask("POST", "/directives", content=other, headers=YAML)
    assert made.status_code == 201
    assert made.json()["obligations"] == seen.json()["obligations"] > 0
    assert made.headers["Location"] == f"{PREFIX}/directives/{made.json()['directive_id']}"
    again = refused(program.ask("POST", "/directives", content=other, headers=YAML), 422, "InputRefused")
    assert again["errors"][0]["code"] == "AlreadyIssued"
    assert len(program.get("/directives").json()["items"]) == 2


def test_plan_that_cannot_be_issued_says_each_reason(program: Program) -> None:
    program.as_(ISSUER)
    said = refused(program.ask("POST", "/directives", content=b"- a", headers=YAML), 422, "InputRefused")
    assert said["errors"][0]["pointer"].startswith("plan")
    refused(program.ask("POST", "/directives", content=b"\xff\xfe", headers=YAML), 400, "unreadable")
    secret = program.ask("POST", "/directives", content="confidentiality: Tuyệt mật".encode(), headers=YAML)
    refused(secret, 422, "SecretDocument")
    stranger = program.ask("POST", "/directives?dry_run=true", content=b"issuer: x", headers=YAML).json()
    assert (stranger["may_be_issued"], stranger["obligations"]) == (False, 0)


def test_document_becomes_a_draft(program: Program) -> None:
    program.as_(ISSUER)
    unit = program.get("/me").json()["posts"][0]["unit_id"]
    text = (examples_folder() / "vinh_bao" / "document.txt").read_bytes()
    made = program.ask("POST", f"/drafts?unit={unit}&name=van_ban.txt", content=text, headers=OCTETS)
    assert made.status_code == 201
    assert made.json()["page"] == f"/giao-viec/{made.json()['id']}"
    assert "tasks:" in made.json()["plan"]


def test_too_many_requests_of_one_key_are_put_off(program: Program, office: Office) -> None:
    answers = [program.get("/me") for _ in range(121)]
    assert {answer.status_code for answer in answers[:120]} == {200}
    refused(answers[120], 429, "too_many_requests")
    assert answers[120].headers["Retry-After"] == "1"
    assert program.as_(ISSUER).get("/me").status_code == 200


def test_wrong_keys_are_put_off_too(program: Program) -> None:
    program.token = "dd_wrong"
    codes = [program.get("/me").status_code for _ in range(61)]
    assert codes == [401] * 60 + [429]


def test_key_that_ran_out_opens_nothing(program: Program, office: Office) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(ISSUED_AT + timedelta(days=31))
    refused(program.get("/me"), 401, "token_invalid")


def test_use_of_a_key_is_noted(program: Program, office: Office) -> None:
    program.get("/me")
    with reading(office.database) as connection:
        used = connection.exec_driver_sql("SELECT used_at FROM api_token").scalars().all()
    assert used != [None]


def test_description_and_page_are_public_and_say_nothing_of_the_office(office: Office) -> None:
    program = Program(office, OWNER)
    client: TestClient = program.client
    assert client.get(f"{HOST}{PREFIX}/openapi.json").json()["info"]["title"] == "Đôn đốc"
    page = client.get(f"{PREFIX}/docs")
    assert page.status_code == 200
    assert "/api/v1/obligations/{id}/reports" in page.text
    assert "<script" not in page.text


def test_unknown_addresses_and_methods_are_problems(program: Program) -> None:
    refused(program.get("/nothing"), 404, "no_such_address")
    refused(program.ask("PUT", "/me"), 405, "method_not_allowed")
    refused(program.get("/obligations/1%0A2"), 422, "invalid")
    refused(program.get("/%0A"), 404, "no_such_address")


def test_broken_database_is_said_to_be_unavailable(program: Program, office: Office) -> None:
    with office.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE message RENAME TO gone")
    answer = program.get("/messages")
    refused(answer, 503, "StorageFailed")
    assert answer.headers["Retry-After"]


def test_type_of_a_problem_leads_to_its_place_on_the_page(program: Program) -> None:
    page = program.client.get(f"{PREFIX}/docs").text
    for path in ("/nothing", "/obligations/99", "/obligations?limit=0"):
        place = program.get(path).json()["type"].partition("#")[2]
        assert f'id="{place}"' in page


def test_key_of_a_request_with_an_unknown_end_stays_taken_for_a_while(
    program: Program, office: Office, one: int
) -> None:
    path = f"/obligations/{one}/acknowledge"
    with office.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE history RENAME TO gone")
    refused(program.post(path, Idempotency_Key="k1"), 503, "StorageFailed")
    with office.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO history")
    refused(program.post(path, Idempotency_Key="k1"), 409, "StillUnderWay")
    assert isinstance(office.clock, SetClock)
    office.clock.set(ISSUED_AT + LONGEST_WORK)
    assert program.post(path, Idempotency_Key="k1").status_code == 200
