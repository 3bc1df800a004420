"""Terms of the lexicons in a document, with names left alone."""

from __future__ import annotations

from collections.abc import Iterator

from framing.articles.article import MEASURED, Section
from framing.lexicon import Match, Matcher
from framing.measures.phrasing.hit import Hit
from framing.text.document import Document
from framing.text.vocabulary import WordFeature

LOWER = WordFeature("lower", str.lower, object)
CAPITAL = WordFeature("capital", lambda form: form[:1].isupper(), bool)


def listed_hits(document: Document, matcher: Matcher) -> Iterator[Hit]:
    """A hit for every term that stands in the document as a word or phrase and not as a name."""
    lower: list[str] = document.word_column(LOWER).tolist()
    capital: list[bool] = document.word_column(CAPITAL).tolist()
    for match in matcher.find(lower):
        if stands_together(document, match.first, match.last) and not _is_name(document, capital, match):
            entry = match.entry
            why = match.lexicon.categories[entry.category].why
            yield Hit(match.first, match.last, match.lexicon.name, entry.category, entry.term, entry.weight, why)


def stands_together(document: Document, first: int, last: int) -> bool:
    """Whether words `[first, last)` are one phrase: in one sentence, with nothing but space between them."""
    if document.word_sentence[first] != document.word_sentence[last - 1]:
        return False
    ends, starts, text = document.word_end, document.word_start, document.text
    return all(not text[ends[word] : starts[word + 1]].strip() for word in range(first, last - 1))


def _is_name(document: Document, capital: list[bool], match: Match) -> bool:
    """Whether the words are written as a name: every one with a capital where the sentence does not ask for one."""
    if not all(capital[match.first : match.last]):
        return False
    sentence = document.word_sentence[match.first]
    begins = match.first == document.sentence_first_word[sentence]
    if begins:
        return match.entry.lower_case_only
    # headlines and subheads give most words a capital, so that it tells nothing there
    heads = MEASURED[document.sentence_section[sentence]] != Section.BODY
    return match.entry.lower_case_only or not heads
