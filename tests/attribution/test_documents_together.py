"""A document is read alike whatever is read with it."""

from __future__ import annotations

import gc
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import analyze
from framing.analysis import TableBuilder, gc_paused
from framing.articles import Article
from framing.attribution import Batch, Reading, attribute
from framing.attribution.model import load_model
from framing.attribution.raw_attributions import score_candidates
from framing.attribution.token_features import token_features
from framing.measures import default_measures
from framing.text import Cut, cut, cut_together

#: Among them texts that end where the next seems to go on, or in a possessive, texts without a word, and long ones.
TEXTS = [
    "The harbour master said that the toll would pay for a new quay. “It is fair,” she added.",
    "According",
    "to the mayor, the quay is old. Brandt disagreed:",
    "“We shall see,” said Ada Quill, the owner of two barges, “and then we shall pay.”",
    "",
    "said Quill",
    "The barge, Brandt said, was Quill's.",
    "…",
    "He told reporters that nobody had asked",
    "Hauliers argue: “No other port asks for that.” The council, which met on Monday, denied it.\n\nBrandt laughed.",
    " ".join(f"Critic number {number} said that the toll, a disgrace, would rise again." for number in range(300)),
]


def read(reading: Reading) -> tuple[object, ...]:
    return reading.document.text, reading.attributions, reading.sources, reading.stretches


def test_each_document_is_read_as_if_it_were_alone() -> None:
    chosen = random.Random(7).choices(TEXTS, k=120)
    articles = [Article(str(number), text) for number, text in enumerate(chosen)]
    batch = Batch.of_articles(articles)
    assert list(map(read, batch.readings)) == [read(attribute(cut(article))) for article in articles]


def test_what_is_weighed_comes_out_the_same_to_the_last_bit() -> None:
    model = load_model()
    worded = [text for text in TEXTS if any(map(str.isalnum, text))]
    together = cut_together([Article("a", text) for text in [*worded, *reversed(worded), *worded[::2]]])
    batch = token_features(together, model.rows)
    likely = score_candidates(batch, model)
    bounds = np.searchsorted(likely.cue, batch.document_starts).tolist()
    for document, at, low, high in zip(together.documents, batch.document_starts, bounds, bounds[1:], strict=False):
        alone = score_candidates(token_features(Cut.of_document(document), model.rows), model)
        assert (likely.cue[low:high] - at).tolist() == alone.cue.tolist()
        assert likely.score[low:high].tolist() == alone.score.tolist()
        assert likely.content_score[low:high].tolist() == alone.content_score.tolist()
        for column in ("first_word", "last_word"):
            ours, by_itself = getattr(likely, column)[low:high], getattr(alone, column)
            assert np.where(ours < 0, ours, ours - at).tolist() == by_itself.tolist()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_in_any_company(texts: list[str]) -> None:
    articles = [Article("a", text) for text in texts]
    batch = Batch.of_articles(articles)
    assert list(map(read, batch.readings)) == [read(attribute(cut(article))) for article in articles]


@pytest.mark.parametrize("count", [1, 3])
def test_an_analysis_leaves_no_reference_cycles(count: int) -> None:
    """What holds itself stays in memory, since an analysis runs without the search for cycles."""
    articles = [Article(str(number), f"“It is safe,” the mayor of Elm said. {number} dams.") for number in range(count)]
    analyze(articles)  # tables of word forms and patterns are made once
    gc.collect()
    with gc_paused():
        rows = TableBuilder(default_measures())
        rows.add_articles(articles)
        assert rows.count("quotes") == count
        assert gc.collect() == 0
