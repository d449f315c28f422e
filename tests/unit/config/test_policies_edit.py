"""Policies edited as text: errors with their line, saved whole, the former text kept, nothing lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.bootstrap import ROOM, policy_folders
from config.policies_edit import PolicyFault, check_policy_text, policy_text, policy_texts, save_policy_text
from config.policies_file import read_policies
from config.settings import Settings
from engine.errors import NotFound, PolicyBroken
from engine.ladders import Policies
from reports.ladders import ladder_lines
from reports.wording import words

AT = datetime(2026, 1, 8, 1, 30, tzinfo=UTC)
OFFICE = (ROOM / "policies" / "office.yaml").read_text(encoding="utf-8")
LADDER = "name: default\nrungs:\n"
URGENT = "name: urgent\nrungs:\n  - {key: a, days: 1, audience: leader}\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office without policies of its own."""
    return Settings(data_dir=tmp_path)


def fault(settings: Settings, name: str, text: str) -> tuple[int | None, str]:
    """The line and the reason of what is wrong; its sentence stands in both languages."""
    found = check_policy_text(settings, name, text=text)
    assert isinstance(found, PolicyFault), found
    said = [words(language).error(found.error) for language in ("vi", "en")]
    assert said[0] != said[1]
    return found.line, found.error.values["reason"]


def test_shipped_texts_are_listed_and_fine(settings: Settings) -> None:
    texts = policy_texts(settings)
    assert [(one.name, one.is_own) for one in texts] == [
        ("default.yaml", False),
        ("express.yaml", False),
        ("office.yaml", False),
        ("urgent.yaml", False),
    ]
    assert all(isinstance(check_policy_text(settings, one.name, text=one.text), Policies) for one in texts)
    assert policy_text(settings, "office.yaml").text == OFFICE
    with pytest.raises(NotFound):
        policy_text(settings, "khac.yaml")


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("office.yaml", OFFICE.replace("budget: 5 ", "budget: five "), 6, "no_number"),
        ("office.yaml", OFFICE.replace('digest_at: "07:30"', "digest_at: 7h30"), 3, "no_time"),
        ("office.yaml", OFFICE.replace('digest_at: "07:30"', 'digest_at: "21:30"'), 3, "digest_outside"),
        ("office.yaml", OFFICE.replace("bypassing: [express]", "bypassing: 5"), 20, "no_list"),
        ("office.yaml", OFFICE.replace("  express: express", "  express: none"), 18, "ladder_missing"),
        ("office.yaml", OFFICE.replace("channels: [zalo_bot", "channels: [[zalo_bot]", 1), 24, "no_choice"),
        ("office.yaml", OFFICE.replace("[hieu_truong, lanh_dao]", "5"), 12, "no_list"),
        ("office.yaml", OFFICE + "mức: 3\n", 27, "key_unknown"),
        ("office.yaml", "a: [\n", 2, "yaml"),
        ("office.yaml", "[\n" * 9_000, None, "tangled"),
        ("office.yaml", "- " * 9_000, None, "tangled"),
        ("office.yaml", "5", 1, "no_mapping"),
        ("office.yaml", "a" * 20_001, None, "too_long"),
        ("default.yaml", LADDER, 2, "no_list"),
        ("default.yaml", LADDER + "  - {key: a, days: 1, audience: king}\n", 3, "no_choice"),
        ("default.yaml", LADDER + "  - {key: a, days: 1, audience: [leader]}\n", 3, "no_choice"),
        ("default.yaml", LADDER + "  - {key: A, days: 1, audience: leader}\n", 3, "bad_key"),
        ("default.yaml", LADDER + "  - {key: a, days: 0, audience: leader, repeat_days: 7}\n", 3, "repeat_before"),
        ("default.yaml", LADDER + "  - {key: a, days: 1, audience: leader}\n" * 2, 4, "rung_twice"),
        ("default.yaml", LADDER + "  - {key: a, days: 1, audience: leader, draft: 1}\n", 3, "no_flag"),
        ("default.yaml", LADDER + "  - {key: a, days: 1}\n", 3, "key_missing"),
        (
            "default.yaml",
            LADDER.replace("default", "urgent") + "  - {key: a, days: 1, audience: leader}\n",
            1,
            "ladder_twice",
        ),
        ("../x.yaml", "a: 1", None, "bad_name"),
    ],
)
def test_wrong_text_is_told_with_its_line(
    settings: Settings, name: str, text: str, line: int | None, reason: str
) -> None:
    assert fault(settings, name, text) == (line, reason)


def test_saved_text_is_in_force_and_the_former_is_kept(settings: Settings) -> None:
    first = policy_text(settings, "office.yaml")
    text = OFFICE.replace("budget: 5 ", "budget: 7 ")
    saved = save_policy_text(settings, "office.yaml", text=text.replace("\n", "\r\n"), seen=first.mark, at=AT)
    second = policy_text(settings, "office.yaml")
    assert (saved.budget, second.is_own, second.text) == (7, True, text)
    assert read_policies(*policy_folders(settings)).budget == 7
    for budget in ("8", "9"):
        seen = policy_text(settings, "office.yaml").mark
        save_policy_text(settings, "office.yaml", text=text.replace("7 ", f"{budget} "), seen=seen, at=AT)
    folder = settings.data_dir / "policies"
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == ["office.yaml", "office.yaml.20260108-083000.bak", "office.yaml.20260108-083000~2.bak"]
    assert (folder / kept[1]).read_text(encoding="utf-8") == text


def test_text_that_was_changed_meanwhile_or_is_wrong_is_not_saved(settings: Settings) -> None:
    mark = policy_text(settings, "office.yaml").mark
    save_policy_text(settings, "office.yaml", text=OFFICE.replace("budget: 5 ", "budget: 6 "), seen=mark, at=AT)
    for text, seen in ((OFFICE, mark), ("a: 1", policy_text(settings, "office.yaml").mark)):
        with pytest.raises(PolicyBroken):
            save_policy_text(settings, "office.yaml", text=text, seen=seen, at=AT)
    assert "budget: 6 " in policy_text(settings, "office.yaml").text


def test_new_ladder_may_be_added(settings: Settings) -> None:
    text = "name: gap\nrungs:\n  - {key: a, days: -1, audience: leader, draft: true}\n"
    saved = save_policy_text(settings, "gap.yaml", text=text, seen="", at=AT)
    (ladder,) = [one for one in ladder_lines(saved, words("vi")) if one.name == "gap"]
    assert ladder.urgencies == ()
    assert (ladder.rungs[0].when, ladder.rungs[0].audience) == ("trước hạn 1 ngày làm việc", "lãnh đạo đơn vị")
    assert len(ladder.rungs[0].remarks) == 1
