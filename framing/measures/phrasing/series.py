"""Value words in a series: “fairness, strength, and strategic cooperation”, but not “energy, chains, and security”.

One value word says little; several joined are a figure of speech (“glittering generalities”, Institute for Propaganda
Analysis 1937), provided that each member of the series is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from framing.lexicon import Match
from framing.measures.phrasing.hit import Hit
from framing.measures.phrasing.words import Words
from framing.text.document import Document
from framing.text.listed import listed

#: Value words that are also plain subjects of policy: two of them joined (“health and safety”) are no figure of speech.
_PLAIN = listed("accountability community diversity family growth health safety security sovereignty sustainability")
#: A member may have so many words before its value word.
_MOST_MODIFIERS = 2
_LINKS = frozenset({"and", "or"})
_NOT_MODIFIERS = _LINKS | {
    "of",
    "by",
    "with",
    "for",
    "to",
    "in",
    "on",
    "from",
    "is",
    "are",
    "was",
    "were",
    "be",
    "that",
}
WHY = "“{text}” joins value words in a series."


def series_hits(words: Words, values: Iterable[Match]) -> Iterator[Hit]:
    """A hit for every series of two or more value words, given where value words stand."""
    document, lower = words.document, words.low
    members = _longest(values)
    position = 0
    while position < len(members):
        end = position
        while end + 1 < len(members) and _joined(document, lower, members[end], members[end + 1]):
            end += 1
        if end > position:
            first, last = members[position].first, members[end].last
            if _is_figure(members[position : end + 1]) and not _goes_on(document, lower, first, last):
                term = ", ".join(member.entry.term for member in members[position : end + 1])
                yield Hit(first, last, "value-words", "virtue", term, members[end].entry.weight, WHY, rank=1)
        position = end + 1


def _is_figure(members: Sequence[Match]) -> bool:
    terms = {member.entry.term for member in members}
    return len(terms) > 2 or (len(terms) == 2 and not terms <= _PLAIN | {"human rights", "peace"})


def _longest(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.first, -match.last)):
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
    return kept


def _gap(document: Document, word: int) -> str:
    return document.clean[document.word_end[word] : document.word_start[word + 1]].strip()


def _joined(document: Document, lower: Sequence[str], left: Match, right: Match) -> bool:
    """Whether two value words are neighbours in a series: a comma or link, then at most a few modifiers."""
    if document.word_sentence[left.last - 1] != document.word_sentence[right.first]:
        return False
    between = range(left.last, right.first)
    links = [word for word in between if lower[word] in _LINKS]
    comma = _gap(document, left.last - 1) == ","
    if len(links) > 1 or (links and links[0] != left.last) or not (links or comma):
        return False
    modifiers = [word for word in between if lower[word] not in _LINKS]
    if len(modifiers) > _MOST_MODIFIERS or any(lower[word] in _NOT_MODIFIERS for word in modifiers):
        return False
    return all(not _gap(document, word) for word in range(left.last, right.first))


def _goes_on(document: Document, lower: Sequence[str], first: int, last: int) -> bool:
    """Whether the series has members before these that are no value words (“energy, freedom and peace”)."""
    before = first - 1
    if before < 0 or document.word_sentence[before] != document.word_sentence[first]:
        return False
    if lower[before] in _LINKS:
        return True
    two = range(max(0, first - 1 - _MOST_MODIFIERS), first)
    starts_list = any(_gap(document, word) == "," for word in two)
    return starts_list and _gap(document, first - 1) == ","
