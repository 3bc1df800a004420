"""Terms found in the words of a text, all of them in one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import ahocorasick_rs
import numpy as np

from framing.lexicon.lexicon import Entry, Lexicon

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


class Match(NamedTuple):
    """A term found: words `[first, last)`, and the lexicon and entry it comes from."""

    first: int
    last: int
    lexicon: Lexicon
    entry: Entry


class Matcher:
    """Finds every term of some lexicons, overlapping ones too.

    The words are joined by single spaces and the terms searched with a space on either side, so that a term is met
    at word boundaries only, whatever space or line break stands between its words in the text.
    """

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._entries = [(lexicon, entry) for lexicon in lexicons for entry in lexicon.entries]
        patterns: dict[str, list[int]] = {}
        for number, (_, entry) in enumerate(self._entries):
            stem = entry.term.endswith("*")
            words = " ".join(_PART.findall(entry.term.removesuffix("*")))
            if not words:  # a user's emoticon, say: a text's words never hold it
                continue
            patterns.setdefault(f" {words}" if stem else f" {words} ", []).append(number)
        self._of_pattern = list(patterns.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(patterns)) if patterns else None

    def find(self, words: Sequence[str]) -> list[Match]:
        """The matches in some words, given in lower case with plain apostrophes, by position and then by length.

        Whether the words of a phrase stand in one sentence is for the caller to see.
        """
        if self._automaton is None or not words:
            return []
        joined = f" {' '.join(words)} "
        found = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        if not found:
            return []
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        ends = np.cumsum(lengths + 1)
        spans = np.array([(start, end) for _, start, end in found])
        first = np.searchsorted(ends, spans[:, 0], side="right").tolist()
        last = (np.searchsorted(ends, spans[:, 1] - 2, side="right") + 1).tolist()
        matches = [
            Match(a, b, *self._entries[number])
            for (pattern, _, _), a, b in zip(found, first, last, strict=True)
            for number in self._of_pattern[pattern]
        ]
        matches.sort(key=lambda match: (match.first, match.last, match.lexicon.name, match.entry.category))
        return matches
