"""From the words a cue points at to its content: whole quotations, and those by which the speech goes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from framing.attribution.reading import Kind, Span
from framing.attribution.token_features import COMMA, STOP, TokenFeatures

#: A quotation goes on after at most so many words of “…,” said the minister, “…”.
_LONGEST_CLAUSE = 12
#: Shorter quotations after a cue's clause are terms, not speech that goes on.
_SHORTEST_SPEECH = 3


class Content(NamedTuple):
    """The parts of a content, the quotations they take in, and its kind."""

    parts: tuple[Span, ...]
    quotations: tuple[int, ...]
    kind: Kind


class RawAttribution(NamedTuple):
    """An attribution in words: its content, its cue word and a word of its source, each -1 if it has none.

    `start` and `end` are the first and last word of the content's own part. The scores are log odds of the cue, log
    probabilities of content and source, and their weighted sum. `is_shown` marks a row whose layout shows who speaks.
    """

    content: Content
    cue: int
    source: int
    start: int
    end: int
    cue_score: float = 0.0
    span_score: float = 0.0
    source_score: float = 0.0
    score: float = 0.0
    is_shown: bool = False


def content_of(tokens: TokenFeatures, start: int, end: int, cue: int, source: int, owned: set[int]) -> Content:
    """The content from word `start` to word `end` of a cue; `owned` are the quotations that cues point at."""
    document = tokens.document
    first, last = document.word_starts[start], document.word_ends[end]
    opening, closing = tokens.of_quotation[start], tokens.of_quotation[end]
    if opening >= 0:
        first = min(first, tokens.quotations[opening].start)
    if closing >= 0:
        last = max(last, tokens.quotations[closing].end)
    held = _held(tokens, opening, start, end)
    if closing < 0 and opening < 0:
        return Content(((first, last),), tuple(held), _kind(tokens, (first, last), held))
    speech = _Speech(tokens, cue, min(start, cue, source), max(end, cue, source), owned)
    later = speech.after(max(opening, closing), end < cue)
    earlier = speech.before(opening) if opening >= 0 and start > cue else []
    parts = [(tokens.quotations[number].start, tokens.quotations[number].end) for number in (*earlier, *later)]
    parts.insert(len(earlier), (first, last))
    return Content(tuple(parts), (*earlier, *held, *later), _kind(tokens, (first, last), held))


def _held(tokens: TokenFeatures, opening: int, start: int, end: int) -> list[int]:
    starts = tokens.quotation_starts
    if not starts:
        return []
    first = bisect_left(starts, start)
    held = list(range(first, bisect_right(starts, end, first)))
    return [opening, *held] if opening >= 0 and opening not in held else held


class _Speech(NamedTuple):
    """Speech by quotations: its cue, the first and last word of what is known of it, and the quotations others have."""

    tokens: TokenFeatures
    cue: int
    first: int
    last: int
    owned: set[int]

    def before(self, number: int) -> list[int]:
        """The quotation that goes before in “…,” said the minister, “…”, where quotation `number` is the second."""
        tokens = self.tokens
        if number < 1 or number - 1 in self.owned:
            return []
        first, last = tokens.quotation_bounds[number - 1]
        near = 0 <= self.first - last <= 1 and tokens.quotation_starts[number] - last <= _LONGEST_CLAUSE + 1
        same = tokens.units[max(last - 1, 0)] == tokens.units[self.cue]
        return [number - 1] if near and same and last - first >= _SHORTEST_SPEECH else []

    def after(self, number: int, inverted: bool) -> list[int]:
        """The quotations that go on with the speech of quotation `number`, by order."""
        tokens = self.tokens
        sentence = tokens.sentences
        later: list[int] = []
        at = self.last
        for following in range(number + 1, len(tokens.quotations)):
            first, last = tokens.quotation_bounds[following]
            if last <= first or first <= at:
                continue
            if following in self.owned:
                break
            if sentence[first] <= sentence[self.cue]:
                goes_on = bool(tokens.gaps[first - 1] & COMMA) and first - at <= _LONGEST_CLAUSE
                is_speech = last - first >= _SHORTEST_SPEECH or bool(tokens.gaps[last - 1] & STOP)
                if not (inverted and not later and goes_on and is_speech):
                    # a title or a term in the clause that says who spoke
                    continue
            elif not self._goes_on(following, at):
                break
            later.append(following)
            at = last - 1
        return later

    def _goes_on(self, number: int, at: int) -> bool:
        """Whether the quotation begins the sentence after that of word `at`; a new paragraph it has to fill."""
        tokens = self.tokens
        sentence, first_word = tokens.sentences, tokens.first_words
        first, last = tokens.quotation_bounds[number]
        if first_word[sentence[at] + 1] != first or tokens.gaps[last - 1] & COMMA:
            # one that ends in a comma has a cue of its own
            return False
        paragraph = tokens.document.sentence_paragraph
        here = paragraph[sentence[first]]
        if paragraph[sentence[at]] == here:
            return True
        if not tokens.gaps[last - 1] & STOP and not tokens.quotations[number].continued:
            # a heading between marks
            return False
        filled = first_word[int(paragraph.searchsorted(here, side="right"))] == last
        return filled or tokens.quotations[number].continued


def _kind(tokens: TokenFeatures, part: Span, held: list[int]) -> Kind:
    if not held:
        return Kind.INDIRECT
    text = tokens.document.clean
    start, end = part
    outside = 0
    for number in held:
        quotation = tokens.quotations[number]
        if quotation.start >= end:
            break
        outside += _letters(text[start : quotation.start])
        start = max(start, quotation.end)
    outside += _letters(text[start:end])
    return Kind.MIXED if outside else Kind.DIRECT


def _letters(text: str) -> bool:
    return any(map(str.isalnum, text))
