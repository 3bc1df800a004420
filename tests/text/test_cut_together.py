"""An article is cut up alike whatever is cut with it."""

from __future__ import annotations

from itertools import chain

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import Document, cut, cut_together
from framing.text.batch import MAX_ARTICLES, MAX_CHARACTERS, TEXT_SEPARATOR, batched

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
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_in_any_company(texts: list[str]) -> None:
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    assert list(map(parts, cut_together(articles).documents)) == [parts(cut(article)) for article in articles]


def test_batches_hold_every_article_once_in_order_and_are_closed_in_time() -> None:
    articles = [Article(str(number), f"{TEXTS[0]} " * number) for number in range(2 * MAX_ARTICLES)]
    groups = list(batched(iter(articles)))
    assert [article for group in groups for article in group] == articles
    assert all(sum(len(article.text) for article in group[:-1]) < MAX_CHARACTERS for group in groups)
    assert all(len(group) <= MAX_ARTICLES for group in groups)


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
def test_the_whole_has_what_the_documents_have_at_its_place(texts: list[str]) -> None:
    cut_up = cut_together([Article(str(number), text) for number, text in enumerate(texts)])
    whole = cut_up.document
    assert whole.text == TEXT_SEPARATOR.join(texts)
    for number, document in enumerate(cut_up.documents):
        at, words = cut_up.text_start[number], slice(*cut_up.first_word[number : number + 2])
        sentences = slice(*cut_up.first_sentence[number : number + 2])
        assert (whole.word_start[words] - at).tolist() == document.word_start.tolist()
        assert (whole.word_sentence[words] - sentences.start).tolist() == document.word_sentence.tolist()
        assert (whole.sentence_end[sentences] - at).tolist() == document.sentence_end.tolist()
    for name in ("paragraphs", "quotations"):
        cuts = [[one.text[each.start : each.end] for each in getattr(one, name)] for one in cut_up.documents]
        assert [whole.text[each.start : each.end] for each in getattr(whole, name)] == list(chain.from_iterable(cuts))
