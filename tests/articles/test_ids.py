"""Which ids were met before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing.articles import reader
from framing.articles.reader import SeenIds


@given(st.lists(st.text(max_size=3)))
def test_an_id_is_new_once(names: list[str]) -> None:
    seen = SeenIds()
    assert [seen.add(name) for name in names] == [name not in names[:place] for place, name in enumerate(names)]


def test_it_holds_beyond_what_is_kept_fresh() -> None:
    seen = SeenIds()
    names = [str(number) for number in range(reader._FRESH + 10)]
    assert all(seen.add(name) for name in names)
    assert not any(seen.add(name) for name in names)
