"""The ways to look a place up in a document agree with one another and with looking at every word."""

from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article
from framing.text import cut

TEXT = "A clerk spoke first.\n\nThen “nobody spoke”, she wrote. It rained!\n\nTwo dogs, 10 cats."
OFFSETS = st.integers(0, len(TEXT))


@given(st.lists(st.tuples(OFFSETS, OFFSETS).map(sorted), min_size=1))
def test_the_words_of_spans_are_those_that_begin_inside_them(spans: list[list[int]]) -> None:
    document = cut(Article("a", TEXT))
    firsts, lasts = document.word_bounds([start for start, _ in spans], [end for _, end in spans])
    for (start, end), first, last in zip(spans, firsts.tolist(), lasts.tolist(), strict=True):
        inside = [n for n, at in enumerate(document.word_start.tolist()) if start <= at < end]
        assert list(range(first, last)) == inside
        assert document.words_between(start, end) == slice(first, last)


@given(OFFSETS)
def test_the_sentence_at_an_offset_is_the_last_begun(offset: int) -> None:
    document = cut(Article("a", TEXT))
    begun = [n for n, at in enumerate(document.sentence_start.tolist()) if at <= offset]
    assert document.sentence_at(offset) == max(begun, default=-1)
