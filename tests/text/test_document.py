"""The ways to look a place up in a document agree with one another and with looking at every word."""

from hypothesis import given
from hypothesis import strategies as st

from framing import show
from framing.analysis import analyze
from framing.articles import Article
from framing.compare.accounts import accounts_of
from framing.text.batch import cut, cut_together
from framing.text.document import PARTS

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


def test_the_lead_is_the_first_two_paragraphs_of_each_body() -> None:
    text = "Harbour Toll Rises\n\nThe port closed. Ships waited.\n\nThe mayor spoke.\n\nThe clerk left. Nobody saw it."
    parts = ["headline", "lead", "lead", "lead", "later", "later"]
    assert [PARTS[number] for number in cut(Article("a", text, title="Harbour Toll Rises")).sentence_parts()] == parts
    both = cut_together([Article(name, text, title="Harbour Toll Rises") for name in "ab"] + [Article("c", "")])
    first = [0, len(parts), 2 * len(parts)]
    assert [PARTS[number] for number in both.document.sentence_parts(first)] == parts * 2


def test_every_table_means_the_same_by_the_lead() -> None:
    text = (
        "Harbour Toll Rises\n\n" + "The reckless mayor raised the tax.\n\n" * 2 + "The reckless mayor raised the tax."
    )
    accounts = [Article(name, text, title="Harbour Toll Rises") for name in "ab"]
    analysis = analyze(accounts)
    phrases = analysis["phrases"]
    counts = show.position_counts(analysis, phrases).sum()
    account = accounts_of(accounts, analysis=analysis)[0]
    mine = phrases.loc[phrases["article"] == "a", "start"]
    where = [account.where(int(start)) for start in mine]
    assert [2 * where.count(part) for part in PARTS] == counts.tolist()
    assert {"lead", "later"} <= set(where)
