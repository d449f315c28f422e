"""The evaluation of intake: what counts as found, as right, and as a false date, on plans made by hand."""

from typing import Any

from benchmarks.intake_counts import Pairs, Score, total
from benchmarks.intake_scores import score_of

HEAD: dict[str, Any] = {
    "doc": "thu.txt",
    "number": None,
    "number_suffix": "/PGDDĐT",
    "number_suffix_corrected": "/PGDĐT",
    "issued_on": "2025-02",
    "issuer": "Phòng GDĐT huyện An Phú",
    "place": "An Phú",
    "doc_type": "cong_van",
    "title": "Thực hiện chuyên đề “Xanh”",
    "addressees": ["Các trường mầm non"],
    "recipients": ["Như trên", "Lưu: VT"],
    "signer": {"name": "Lê Văn A", "title": "TRƯỞNG PHÒNG", "on_behalf": None},
    "based_on": [
        {"number": "12/SGDDĐT", "number_corrected": "12/SGDĐT", "issued_on": "2025-01-24", "issuer": "Sở GDĐT"}
    ],
    "period": {"phrase": None, "start": None, "end": None},
}


def task(line: int, text: str, **changes: Any) -> dict[str, Any]:
    """A task with nothing special about it."""
    row = {"id": f"T{line:02}", "line": line, "text": text, "section": None, "owner": "all addressees"}
    rest = {
        "owner_explicit": False,
        "coordinators": [],
        "kind": "do",
        "deadlines": [],
        "report_to": None,
        "form": False,
    }
    return {**row, **rest, **changes}


def scored(gold: list[dict[str, Any]], got: list[dict[str, Any]], *, head: Any = None, **more: Any) -> Score:
    """The score of a draft with the head ``head`` and the tasks ``got``; ``more`` goes into the gold."""
    return score_of("thu", {**HEAD, "tasks": gold, **more}, got={**HEAD, **(head or {}), "tasks": got})


def wrong_heads(**changes: Any) -> list[str]:
    """The fields of the head that count as wrong."""
    pairs = scored([], [], head=changes).pairs
    return sorted(name.removeprefix("head.") for name, found in pairs.items() if "head." in name and not found.right)


# --- which task is which ------------------------------------------------------------------------


def test_task_is_found_by_its_line_or_by_the_start_of_its_text() -> None:
    gold = [task(3, "Xây dựng kế hoạch năm học mới của trường"), task(9, "Tổ chức hội thi cấp trường cho giáo viên")]
    got = [
        task(3, "kế hoạch, nói khác"),
        task(8, "- *Tổ chức  hội thi cấp trường cho giáo viên và các em* nữa"),
        task(30, "Việc không ai giao"),
    ]
    assert scored(gold, got).pairs["tasks"] == Pairs(right=2, gold=2, found=3)


def test_split_leaf_gives_each_part_its_partner_in_order() -> None:
    gold = [task(5, "Báo cáo năm học gửi về Phòng", kind="report"), task(5, "báo cáo tổng kết 5 năm", kind="plan")]
    both = scored(gold, [task(5, "Báo cáo", kind="report"), task(5, "một phần khác", kind="plan")])
    assert both.pairs["tasks"] == Pairs(2, 2, 2)
    assert both.pairs["kind"] == Pairs(2, 2, 2)
    assert scored(gold, [task(5, "Báo cáo năm học gửi về Phòng")]).pairs["tasks"] == Pairs(1, 2, 1)


def test_entry_that_may_be_a_task_or_not_is_ignored_and_others_are_extra() -> None:
    skipped = [
        {"line": 7, "text": "Chương trình 3: Chuyên đề tư tưởng", "why": "topic_of_parent", "either_way": True},
        {"line": 8, "text": "Nhằm nâng cao chất lượng", "why": "purpose"},
    ]
    got = [task(7, "Chương trình 3: Chuyên đề tư tưởng"), task(8, "Nhằm nâng cao chất lượng")]
    assert scored([], got, skipped=skipped).pairs["tasks"] == Pairs(0, 0, 1)
    beside = task(7, "Hội thảo do trường cao đẳng tổ chức")
    assert scored([beside], [*got[:1], beside], skipped=skipped).pairs["tasks"] == Pairs(1, 1, 1)


# --- what a task says ---------------------------------------------------------------------------


def test_owner_counts_as_a_set_with_the_other_accepted_ones() -> None:
    gold = [
        task(1, "Một", owner=["Trường MN Hoa Sen", "Trường MN Sao Mai"], owner_explicit=True),
        task(2, "Hai", owner="Phòng GDĐT", owner_alt=["Sở GDĐT"]),
        task(3, "Ba", owner="Phòng Văn hóa – Xã hội"),
    ]
    got = [
        task(1, "Một", owner=["trường MN  Sao Mai", "Trường MN Hoa Sen"]),
        task(2, "Hai", owner="Sở GDĐT"),
        task(3, "Ba", owner="Phòng Văn hóa - Xã hội"),
    ]
    pairs = scored(gold, got).pairs
    assert (pairs["owner.all"].right, pairs["owner.explicit"].gold, pairs["owner.implied"].gold) == (3, 1, 2)
    assert scored(gold[:1], [task(1, "Một", owner="Trường MN Hoa Sen")]).pairs["owner.all"].right == 0


def test_schools_are_all_addressees_only_where_the_letter_goes_to_the_schools() -> None:
    gold, got = [task(1, "Một")], [task(1, "Một", owner="cơ sở GDMN")]
    assert scored(gold, got).pairs["owner.all"].right == 1
    assert scored(gold, got, addressees=["Sở Tài chính", "Các trường mầm non"]).pairs["owner.all"].right == 0
    assert scored(gold, got, addressees=[]).pairs["owner.all"].right == 0


def test_kind_that_a_remark_accepts_is_right() -> None:
    gold = [task(1, "Một", kind="publish", note="train is an acceptable kind.")]
    assert scored(gold, [task(1, "Một", kind="train")]).pairs["kind"].right == 1
    assert scored(gold, [task(1, "Một", kind="do")]).pairs["kind"].right == 0


# --- deadlines ----------------------------------------------------------------------------------


def due(on: str, quote: str = "trước ngày 30/10/2023") -> dict[str, Any]:
    """A due date."""
    return {"quote": quote, "due": on}


def test_due_date_must_be_exact_and_its_quote_must_overlap() -> None:
    gold = [task(1, "Một", deadlines=[due("2023-10-29")])]
    longer = due("2023-10-29", "gửi về Phòng trước ngày 30/10/2023")
    assert scored(gold, [task(1, "Một", deadlines=[longer])]).pairs["deadline.due"] == Pairs(1, 1, 1)
    late = scored(gold, [task(1, "Một", deadlines=[due("2023-10-30")])])
    assert (late.pairs["deadline.due"], late.false_dues, late.false_deadlines) == (Pairs(0, 1, 1), 1, 0)
    elsewhere = scored(gold, [task(1, "Một", deadlines=[due("2023-10-29", "theo Nghị quyết")])])
    assert elsewhere.false_dues == 1


def test_hour_of_a_due_date_counts() -> None:
    gold = [task(1, "Một", deadlines=[due("2023-10-29T16:00")])]
    assert scored(gold, [task(1, "Một", deadlines=[due("2023-10-29 16:00:00")])]).pairs["deadline.due"].right == 1
    assert scored(gold, [task(1, "Một", deadlines=[due("2023-10-29")])]).false_dues == 1


def test_due_date_on_a_task_without_one_is_serious_also_where_no_gold_task_is() -> None:
    score = scored(
        [task(1, "Một")], [task(1, "Một", deadlines=[due("2023-10-29")]), task(2, "Hai", deadlines=[due("2024-01-01")])]
    )
    assert (score.false_dues, score.false_deadlines) == (2, 2)
    assert [miss.what for miss in score.misses if miss.is_grave] == ["FALSE DUE", "FALSE DUE"]


def test_other_times_match_by_their_values() -> None:
    year = {"quote": "năm 2025", "window": {"start": "2025-01-01", "end": "2025-12-31"}}
    open_end = {"quote": "trong hè", "window": {"start": None, "end": None}}
    twice = {"quote": "02 lần/năm", "recurrence": {"freq": "n_per_year", "n": 2, "details": "báo cáo"}}
    gold = [task(1, "Một", deadlines=[year, open_end, twice])]
    other = {"quote": "02 lần/năm", "recurrence": {"freq": "n_per_year", "n": 2}}
    pairs = scored(
        gold, [task(1, "Một", deadlines=[other, {**open_end, "quote": "trong hè và trong năm học"}, year])]
    ).pairs
    assert all(pairs[f"deadline.{kind}"] == Pairs(1, 1, 1) for kind in ("window", "relative", "recurrence"))
    yearly = {"quote": "02 lần/năm", "recurrence": {"freq": "yearly"}}
    assert scored(gold, [task(1, "Một", deadlines=[yearly])]).pairs["deadline.recurrence"] == Pairs(0, 1, 1)


def test_deadlines_of_a_missed_task_are_missed() -> None:
    assert scored([task(1, "Một", deadlines=[due("2023-10-29")])], []).pairs["deadline.due"] == Pairs(0, 1, 0)


# --- head ---------------------------------------------------------------------------------------


def test_head_accepts_corrected_forms_case_and_other_quotation_marks() -> None:
    assert wrong_heads(number_suffix="/PGDĐT", title='THỰC HIỆN CHUYÊN ĐỀ "XANH"./.') == []
    corrected = [{"number": "12 /SGDĐT", "issued_on": "2025-01-24", "issuer": "sở GDĐT"}]
    assert wrong_heads(based_on=corrected) == []


def test_head_refuses_what_was_filled_in() -> None:
    assert wrong_heads(number="15/PGDĐT", issued_on="2025-02-01") == ["issued_on", "number"]


def test_head_counts_each_cited_document_and_the_whole_list() -> None:
    more = [*HEAD["based_on"], {"number": "1/KH", "issued_on": None, "issuer": "UBND huyện"}]
    assert wrong_heads(based_on=more) == ["based_on"]
    assert scored([], [], head={"based_on": more}).pairs["based_on"] == Pairs(right=1, gold=1, found=2)


def test_doc_type_that_a_remark_accepts_is_right() -> None:
    notes = ["Calls itself a hướng dẫn; huong_dan is acceptable."]
    assert scored([], [], head={"doc_type": "huong_dan"}, notes=notes).pairs["head.doc_type"].right == 1
    assert wrong_heads(doc_type="huong_dan") == ["doc_type"]


# --- sums ---------------------------------------------------------------------------------------


def test_total_adds_up_counts_and_takes_the_slowest_document() -> None:
    one, other = scored([task(1, "Một")], [task(1, "Một")]), scored([task(1, "Một")], [])
    one.seconds, other.seconds = 0.2, 0.1
    everything = total([one, other])
    assert everything.pairs["tasks"] == Pairs(right=1, gold=2, found=1)
    assert everything.pairs["tasks"].recall == 0.5
    assert everything.pairs["tasks"].precision == 1.0
    assert everything.seconds == 0.2


def test_share_of_nothing_is_no_number() -> None:
    assert (Pairs().recall, Pairs().precision, Pairs().f1) == (None, None, None)
