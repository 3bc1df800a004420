"""Of the articles with one id the first is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.reader import ListedArticle, list_articles


@given(ids=st.lists(st.text("abé\ud800", min_size=1, max_size=3), min_size=1))
def test_an_id_is_new_once(ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ids") / "news.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": "No."}) + "\n" for name in ids), encoding="utf-8")
    read = [name.replace("\ud800", "\ufffd") for name in ids]
    new = [isinstance(item, ListedArticle) for item in list_articles([path])]
    assert new == [name not in read[:place] for place, name in enumerate(read)]
