"""Selectors as JSON and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadRule
from engine.plans import (
    Addressees,
    ByCode,
    ByKind,
    ByName,
    External,
    Selector,
    Several,
    selector_from_dict,
    selector_to_dict,
)

texts = st.text(max_size=5)
lists = st.lists(texts, max_size=3).map(tuple)
simple: st.SearchStrategy[Selector] = st.one_of(
    texts.map(ByName),
    lists.map(ByCode),
    st.builds(ByKind, lists, st.one_of(st.none(), texts)),
    st.just(Addressees()),
    lists.map(External),
)
selectors = st.recursive(simple, lambda inner: st.lists(inner, max_size=3).map(tuple).map(Several), max_leaves=5)


@given(selector=selectors)
def test_json_gives_the_selector_back_for_any_selector(selector: Selector) -> None:
    assert selector_from_dict(json.loads(json.dumps(selector_to_dict(selector)))) == selector


@pytest.mark.parametrize("values", [{}, {"name": 3}, {"kinds": ["x"]}, {"addressees": False}, {"several": {}}])
def test_what_is_no_selector_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadRule, match="selector"):
        selector_from_dict(values)
