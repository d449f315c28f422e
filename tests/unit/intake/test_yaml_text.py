"""YAML that intake writes: it reads back as what it was, whatever the text, and looks as people write it."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from intake.yaml_text import scalar, yaml_text

TEXTS = st.text(st.characters(codec="utf-8")) | st.text("aĐ1.-:#'\"\\{}[]&*!|>%@`,? \t\n~", max_size=12)


def _mappings(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}[xz]", fullmatch=True), inner, min_size=1, max_size=4)


LEAVES = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(LEAVES | _mappings(inner), max_size=3) | _mappings(inner), max_leaves=12
)


def loaded(text: str) -> Any:
    """What a reader of YAML makes of it."""
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


@given(TEXTS)
def test_text_reads_back_as_itself_for_any_text(text: str) -> None:
    written = yaml_text({"text": text}, {})
    assert loaded(written) == {"text": text}
    assert written.count("\n") == 1


@given(_mappings(VALUES), TEXTS)
def test_value_reads_back_as_itself_for_any_mapping_and_comment(value: dict[str, Any], comment: str) -> None:
    comments = {(key,): comment for key in value}
    assert loaded(yaml_text(value, comments)) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Báo cáo gửi về Phòng", "Báo cáo gửi về Phòng"),
        ("1. Đối với Phòng Giáo dục", "1. Đối với Phòng Giáo dục"),
        ("396/KH-GD&ĐT", "396/KH-GD&ĐT"),
        ("2024-12-04", "'2024-12-04'"),
        ("2023-10", "'2023-10'"),
        ("0123", "'0123'"),
        ("1e3", "'1e3'"),
        ("0xABC", "'0xABC'"),
        ("No", "'No'"),
        ("Lưu: VT", "'Lưu: VT'"),
        ("Hội thi 'Bé khỏe' # 1", "'Hội thi ''Bé khỏe'' # 1'"),
        ("(*theo mẫu*)", "'(*theo mẫu*)'"),
        ("- gạch đầu dòng", "'- gạch đầu dòng'"),
        ("một\nhai", '"một\\u000ahai"'),
        ("", "''"),
    ],
)
def test_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert scalar(text) == written


def test_lists_and_mappings_stand_below_their_key() -> None:
    value = {"title": "Thư", "signer": {"name": None}, "tasks": [{"id": "T01", "owner": ["A", "B"]}], "notes": []}
    comments = {("title",): "dòng 3\nchắc", ("tasks", 0, "owner"): "? theo mục", ("notes",): "trống"}
    assert yaml_text(value, comments) == (
        "title: Thư  # dòng 3 chắc\n"
        "signer:\n"
        "  name: null\n"
        "tasks:\n"
        "  - id: T01\n"
        "    owner:  # ? theo mục\n"
        "      - A\n"
        "      - B\n"
        "notes: []  # trống\n"
    )


def test_long_text_stays_on_one_line() -> None:
    assert yaml_text({"text": "chữ " * 5000 + "cuối"}, {}).count("\n") == 1
