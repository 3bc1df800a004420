"""Terms found in the words of a text, all of them in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ahocorasick_rs

from framing.lexicon.loader import Entry, Lexicon

_PART = re.compile(r"[^\s,;:!?()“”\"]+")


class Match(NamedTuple):
    """A term found: words `[first, last)`, and the lexicon and entry it comes from."""

    first: int
    last: int
    lexicon: Lexicon
    entry: Entry


class Matcher:
    """Finds every term of some lexicons, overlapping ones too.

    Words are looked up. For phrases and stems the words are joined by single spaces and the terms searched with a space
    on either side, so that a term is met at word boundaries only, whatever space or line break stands between its words
    in the text. A term with wildcards inside its words is searched there too.
    """

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._words: dict[str, list[tuple[Lexicon, Entry]]] = {}
        phrases: dict[str, list[tuple[Lexicon, Entry]]] = {}
        self._wild: list[tuple[re.Pattern[str], Lexicon, Entry]] = []
        for lexicon in lexicons:
            for entry in lexicon.entries:
                if "*" in entry.term.removesuffix("*") or ("?" in entry.term and _PART.search(entry.term)):
                    if pattern := _wildcards(entry.term):
                        self._wild.append((pattern, lexicon, entry))
                    continue
                stem = entry.term.endswith("*")
                words = " ".join(_PART.findall(entry.term.removesuffix("*")))
                if not words:  # a user's emoticon, say: a text's words never hold it
                    continue
                if stem or " " in words:
                    phrases.setdefault(f" {words}" if stem else f" {words} ", []).append((lexicon, entry))
                else:
                    self._words.setdefault(words, []).append((lexicon, entry))
        self._phrases = [(len(phrase.split()), found) for phrase, found in phrases.items()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(phrases)) if phrases else None

    def entries(self, word: str) -> Sequence[tuple[Lexicon, Entry]]:
        """The entries whose whole term is this word, each with its lexicon."""
        return self._words.get(word, ())

    def find(self, words: Sequence[str], among: Iterable[int] | None = None) -> list[Match]:
        """The matches in some words, given in lower case with plain apostrophes, by position and then by length.

        Terms of one word are looked for at the places `among` only, where they are given. Whether the words of a phrase
        stand in one sentence is for the caller to see.
        """
        known = self._words
        places = range(len(words)) if among is None else among
        matches = [Match(at, at + 1, *entry) for at in places if words[at] in known for entry in known[words[at]]]
        if self._automaton is not None and words:
            joined = f" {' '.join(words)} "
            first, at = 0, 0
            for number, start, _ in self._automaton.find_matches_as_indexes(joined, overlapping=True):
                # Counted on from the last match: from the beginning it would take ever longer in a long text.
                first += joined.count(" ", at, start) - joined.count(" ", start, at)
                at = start
                length, entries = self._phrases[number]
                matches += [Match(first, first + length, *entry) for entry in entries]
        if self._wild and words:
            joined = f" {' '.join(words)} "
            for pattern, lexicon, entry in self._wild:
                for found in pattern.finditer(joined):
                    first = joined.count(" ", 0, found.start()) - 1
                    matches.append(Match(first, first + found.group().count(" ") + 1, lexicon, entry))
        matches.sort(key=lambda match: (match.first, match.last, match.lexicon.name, match.entry.category))
        return matches


def _wildcards(term: str) -> re.Pattern[str] | None:
    """The words that a term with wildcards stands for: `*` any letters or none, `?` one; None where it says nothing."""
    parts = [part for part in re.split(r"[\s,;:!()“”\"]+", term) if part]
    if not any(part.strip("*?") for part in parts):
        return None
    words = (re.escape(part).replace(r"\*", "[^ ]*").replace(r"\?", "[^ ]") for part in parts)
    return re.compile(rf"(?<= ){' '.join(words)}(?= )")
