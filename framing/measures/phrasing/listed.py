"""Terms of the lexicons in a document, with names and negated praise left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from framing.lexicon import Match
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.names import KNOWN, NATURE
from framing.measures.phrasing.words import Words
from framing.text.listed import listed
from framing.text.spans import stands_together

#: Categories of praise, which a negation takes back: what is “not historic” is not called historic.
PRAISE = frozenset({"hype", "superlative", "positive", "virtue"})
_NEGATIONS = listed("not no never neither nor hardly scarcely without cannot nothing")
#: “Not only historic” takes nothing back.
_TAKEN_UP = listed("only just merely simply")
#: A negation reaches over so many words.
_REACH = 3


def listed_hits(words: Words, matches: Iterable[Match]) -> Iterator[Hit]:
    """A hit for every match that stands in the document as a word or phrase and not as a name."""
    name, known = words.name.data, ((words.document.word_column(NATURE) & KNOWN) != 0).data
    for match in matches:
        first, last, lexicon, entry = match
        if last - first > 1 and not stands_together(words.document, first, last):
            continue
        # A word that news always writes with a capital is listed because of it, or it could not be listed at all.
        named = name[first:last]
        if any(named) and (entry.lower_case_only or (all(named) and all(known[first:last]))):
            continue
        if entry.category in PRAISE and negated(words, match):
            continue
        yield Hit(
            first, last, lexicon.name, entry.category, entry.term, entry.weight, lexicon.categories[entry.category].why
        )


def negated(words: Words, match: Match) -> bool:
    """Whether a negation stands before the words in the same sentence, nothing but space between."""
    earliest = max(words.sentence(match.first).start, match.first - _REACH)
    for word in range(match.first - 1, earliest - 1, -1):
        if words.gap(word):
            return False
        low = words.low[word]
        if low in _NEGATIONS or low.endswith("n't"):
            return words.low[word + 1] not in _TAKEN_UP
    return False
