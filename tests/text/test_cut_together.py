"""An article is cut up alike whatever is cut with it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import Document, cut, cut_all

#: Among them texts that begin or end in the middle of a word, a name or an address, and texts without a word.
TEXTS = [
    "The toll rose.\n\nLorries wait, said Ada Quill. “It is fair.”",
    "-Canada talks; the U.S.-Canada deal, the Quill-Brandt pact",
    "Brandt met Quill",
    "www.example.com/toll",
    "https://",
    ".S. he said",
    "\u0301\u200bcafe\u0301",
    "'Tis 25% of $1.2",
    "’90s",
    "25",
    "%",
    "",
    " \n",
    "\ud800",
    "\U0001f600 said",
    "Mon\n\nday",
]


def parts(document: Document) -> dict[str, object]:
    """All that a document holds, its words by their forms."""
    forms = [document.vocabulary.forms[number] for number in document.word_id.tolist()]
    found = {name: value for name, value in vars(document).items() if name not in ("vocabulary", "word_id")}
    return {**{name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in found.items()}, "forms": forms}


@settings(max_examples=150)
@given(st.lists(st.sampled_from(TEXTS), max_size=6))
def test_in_any_company(texts: list[str]) -> None:
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    assert list(map(parts, cut_all(articles))) == [parts(cut(article)) for article in articles]


def test_many_are_cut_in_order() -> None:
    articles = [Article(str(number), f"{TEXTS[0]} " * number) for number in range(60)]
    assert [document.article for document in cut_all(iter(articles))] == articles
