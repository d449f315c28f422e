"""YAML with places: files that are no YAML, no text or a trap give one clear finding."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputRefused
from intake.yaml_places import LARGEST_BYTES, ListNode, TextNode, read_yaml
from tests.support.marked_files import found

BOMB = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))

BROKEN = [
    ("file_empty", 1, b""),
    ("file_empty", 1, b"# nothing\n"),
    ("file_not_mapping", 1, b"- a\n"),
    ("file_not_mapping", 1, b"a"),
    ("file_not_utf8", 1, "a: Việt".encode("utf-16")),
    ("file_not_utf8", 2, b"a: 1\nb: Vi\xea\xf2t\n"),
    ("file_binary", 2, b"a: 1\nb: \0\n"),
    ("file_too_large", 1, b"a" * (LARGEST_BYTES + 1)),
    ("yaml_syntax", 2, b"a: 1\nb: c: d\n"),
    ("yaml_syntax", 2, b"a:\n  - [b\n"),
    ("yaml_syntax", 1, b"%YAML 3.0\n---\na: 1\n"),
    ("yaml_tab", 2, b"a:\n\tb: 1\n"),
    ("yaml_quote", 2, b"a: 1\nb: 'open\nc: 1\n"),
    ("yaml_character", 2, b"a: 1\nb: \x07\n"),
    ("yaml_quote", 2, b'a: 1\nb: "x\\ud800y"\n'),
    ("yaml_several_documents", 2, b"a: 1\n---\nb: 1\n"),
    ("yaml_alias", 2, b"a: 1\nb: *c\n"),
    ("yaml_alias", 1, b"a: &a [*a]\n"),
    ("yaml_too_deep", 1, b"a: " + b"[" * 100_000),
    ("yaml_too_many_values", 7, BOMB.encode()),
]


@pytest.mark.parametrize(("code", "line", "data"), BROKEN)
def test_broken_file_gives_one_finding(tmp_path: Path, code: str, line: int, data: bytes) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(data)
    with pytest.raises(InputRefused) as refused:
        read_yaml(path)
    assert found(refused.value.problems) == [(code, line)]


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("yaml_tag", 1, "a: !!python/object/apply:os.getcwd []"),
        ("yaml_tag", 2, "a: 1\nb: !!binary aGk="),
        ("yaml_key_not_text", 1, "? [a]\n: b"),
        ("yaml_character", 2, 'a: 1\nb: "x\\0y"'),
        ("yaml_key_twice", 3, "a: 1\nb: 2\na: 3"),
        ("yaml_key_twice", 2, "e\u0323\u0302: 1\n\u1ec7: 2"),
    ],
)
def test_finding_is_kept_and_reading_goes_on(tmp_path: Path, code: str, line: int, text: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    _, findings = read_yaml(path)
    assert found(tuple(findings.problems)) == [(code, line)]


def test_doubled_key_names_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")
    root, findings = read_yaml(path)
    assert findings.problems[0].values == {"key": "a", "first_line": 1}
    assert root.entries["a"] == TextNode("1", 1, is_plain=True)


def test_missing_file_and_folder_are_findings(tmp_path: Path) -> None:
    for path, code in [(tmp_path / "none.yaml", "file_missing"), (tmp_path, "file_unreadable")]:
        with pytest.raises(InputRefused) as refused:
            read_yaml(path)
        assert found(refused.value.problems) == [(code, 1)]


def test_path_that_no_system_can_open_is_a_finding() -> None:
    with pytest.raises(InputRefused) as refused:
        read_yaml(Path("a\0b"))
    assert found(refused.value.problems) == [("file_unreadable", 1)]


def test_byte_order_mark_is_dropped_and_texts_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "a: Vie\u0323\u0302t\nb: '01'\nc:\n  - ~\n".encode())
    root, findings = read_yaml(path)
    assert findings.problems == []
    assert root.entries == {
        "a": TextNode("Việt", 1, is_plain=True),
        "b": TextNode("01", 2, is_plain=False),
        "c": ListNode(4, [TextNode("~", 4, is_plain=True)]),
    }


def test_alias_gives_the_same_value(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: &x [1]\nb: *x\n", encoding="utf-8")
    root, _ = read_yaml(path)
    assert root.entries["a"] is root.entries["b"]


@given(st.binary(max_size=300) | st.text(alphabet="ab:-[]{}&*!'\"\n\t #?|>%@,\u1ec7", max_size=120).map(str.encode))
def test_file_is_read_or_refused_for_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    assert outcome(path) in {"read", "refused"}


def outcome(path: Path) -> str:
    """How reading ends; any other exception is let through."""
    try:
        read_yaml(path)
    except InputRefused as refused:
        return "refused" if refused.problems else "refused for nothing"
    return "read"
