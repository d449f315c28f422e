"""The hash chain shows any change of any entry."""

from datetime import timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.history import Entry, canonical, digest, first_break, genesis, link, seal
from tests.support.builders import ISSUED_AT, create_entry

texts = st.text(max_size=5)
entries = st.lists(
    st.builds(
        create_entry,
        kind=texts,
        actor=texts,
        post=texts,
        reason=texts,
        payload=texts,
        at=st.integers(0, 10**12).map(lambda ticks: ISSUED_AT + timedelta(microseconds=ticks)),
    ),
    min_size=1,
    max_size=6,
).map(lambda found: [entry._replace(seq=number) for number, entry in enumerate(found, start=1)])
START = genesis("seal", task="T01", unit=4, occurrence=0)


def chained(found: list[Entry]) -> list[tuple[Entry, str]]:
    head, stored = START, []
    for entry in found:
        head = link(head, entry)
        stored.append((entry, head))
    return stored


@given(found=entries)
def test_untouched_chain_holds_for_any_history(found: list[Entry]) -> None:
    assert first_break(START, chained(found)) is None


@given(found=entries, data=st.data())
def test_change_of_one_field_is_found_for_any_history(found: list[Entry], data: st.DataObject) -> None:
    stored = chained(found)
    number = data.draw(st.integers(0, len(found) - 1))
    entry = stored[number][0]
    name = data.draw(st.sampled_from(Entry._fields))
    old = getattr(entry, name)
    later = entry.at + timedelta(microseconds=1)
    changed: dict[str, Any] = {name: {"seq": entry.seq + 1, "at": later}.get(name, f"{old}x")}
    stored[number] = (entry._replace(**changed), stored[number][1])
    assert first_break(START, stored) == number + 1


@given(found=entries, data=st.data())
def test_changed_hash_is_found_for_any_history(found: list[Entry], data: st.DataObject) -> None:
    stored = chained(found)
    number = data.draw(st.integers(0, len(found) - 1))
    stored[number] = (stored[number][0], "0" * 64)
    assert first_break(START, stored) == number + 1


@given(found=entries, data=st.data())
def test_removed_swapped_and_added_entries_are_found_for_any_history(found: list[Entry], data: st.DataObject) -> None:
    stored = chained(found)
    number = data.draw(st.integers(0, len(found) - 1))
    if number < len(stored) - 1:
        assert first_break(START, stored[:number] + stored[number + 1 :]) is not None
        swapped = [*stored[:number], stored[number + 1], stored[number], *stored[number + 2 :]]
        assert first_break(START, swapped) is not None
    assert first_break(START, [*stored[: number + 1], stored[number], *stored[number + 1 :]]) == number + 2


@given(left=texts, right=texts)
def test_text_cannot_wander_from_one_field_to_the_next_for_any_texts(left: str, right: str) -> None:
    one = create_entry(actor=left, post=right)
    other = create_entry(actor=left + right, post="")
    assert (link(START, one) == link(START, other)) == (one == other)


def test_history_of_another_obligation_does_not_fit() -> None:
    stored = chained([create_entry()])
    for other in (
        genesis("seal", task="T02", unit=4, occurrence=0),
        genesis("seal", task="T01", unit=5, occurrence=0),
        genesis("seal", task="T01", unit=4, occurrence=1),
        genesis("other", task="T01", unit=4, occurrence=0),
    ):
        assert first_break(other, stored) == 1


def test_zone_in_which_an_instant_is_written_does_not_matter() -> None:
    vietnam = timezone(timedelta(hours=7))
    assert link(START, create_entry()) == link(START, create_entry(at=ISSUED_AT.astimezone(vietnam)))


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": "Đ"}) == canonical({"a": "Đ", "b": 1}) == '{"a":"Đ","b":1}'


def test_seal_covers_every_head_and_its_place() -> None:
    heads = [(1, "a"), (2, "b")]
    assert seal(heads) == seal(iter(heads))
    assert len({seal(heads), seal(heads[::-1]), seal(heads[:1]), seal([(1, "a"), (2, "c")]), seal([])}) == 5


def test_separator_inside_a_text_is_no_border() -> None:
    assert digest("a\x1f", "b") != digest("a", "\x1fb")
    assert digest("\x1b", "\x1f") != digest("\x1b\x1f", "")
    assert digest("\x1b1") != digest("\x1f")
