"""From the words a cue points at to its content: whole quotations, and those by which the speech goes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from framing.attribution.outline import COMMA, STOP, Outline
from framing.attribution.reading import Kind, Span

#: A quotation goes on after at most so many words of “…,” said the minister, “…”.
_LONGEST_CLAUSE = 12
#: Shorter quotations after a cue's clause are terms, not speech that goes on.
_SHORTEST_SPEECH = 3


class Content(NamedTuple):
    """The parts of a content, the quotations they take in, and its kind."""

    parts: tuple[Span, ...]
    quotations: tuple[int, ...]
    kind: Kind


class Found(NamedTuple):
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


def content_of(outline: Outline, start: int, end: int, cue: int, source: int, owned: set[int]) -> Content:
    """The content from word `start` to word `end` of a cue; `owned` are the quotations that cues point at."""
    document = outline.document
    first, last = document.word_starts[start], document.word_ends[end]
    opening, closing = outline.of_quotation[start], outline.of_quotation[end]
    if opening >= 0:
        first = min(first, outline.quotations[opening].start)
    if closing >= 0:
        last = max(last, outline.quotations[closing].end)
    held = _held(outline, opening, start, end)
    if closing < 0 and opening < 0:
        return Content(((first, last),), tuple(held), _kind(outline, (first, last), held))
    speech = _Speech(outline, cue, min(start, cue, source), max(end, cue, source), owned)
    later = speech.after(max(opening, closing), end < cue)
    earlier = speech.before(opening) if opening >= 0 and start > cue else []
    parts = [(outline.quotations[number].start, outline.quotations[number].end) for number in (*earlier, *later)]
    parts.insert(len(earlier), (first, last))
    return Content(tuple(parts), (*earlier, *held, *later), _kind(outline, (first, last), held))


def _held(outline: Outline, opening: int, start: int, end: int) -> list[int]:
    starts = outline.quotation_starts
    if not starts:
        return []
    first = bisect_left(starts, start)
    held = list(range(first, bisect_right(starts, end, first)))
    return [opening, *held] if opening >= 0 and opening not in held else held


class _Speech(NamedTuple):
    """Speech by quotations: its cue, the first and last word of what is known of it, and the quotations others have."""

    outline: Outline
    cue: int
    first: int
    last: int
    owned: set[int]

    def before(self, number: int) -> list[int]:
        """The quotation that goes before in “…,” said the minister, “…”, where quotation `number` is the second."""
        outline = self.outline
        if number < 1 or number - 1 in self.owned:
            return []
        first, last = outline.quotation_bounds[number - 1]
        near = 0 <= self.first - last <= 1 and outline.quotation_starts[number] - last <= _LONGEST_CLAUSE + 1
        same = outline.units[max(last - 1, 0)] == outline.units[self.cue]
        return [number - 1] if near and same and last - first >= _SHORTEST_SPEECH else []

    def after(self, number: int, inverted: bool) -> list[int]:
        """The quotations that go on with the speech of quotation `number`, by order."""
        outline = self.outline
        sentence = outline.sentences
        later: list[int] = []
        at = self.last
        for following in range(number + 1, len(outline.quotations)):
            first, last = outline.quotation_bounds[following]
            if last <= first or first <= at:
                continue
            if following in self.owned:
                break
            if sentence[first] <= sentence[self.cue]:
                goes_on = bool(outline.gaps[first - 1] & COMMA) and first - at <= _LONGEST_CLAUSE
                is_speech = last - first >= _SHORTEST_SPEECH or bool(outline.gaps[last - 1] & STOP)
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
        outline = self.outline
        sentence, first_word = outline.sentences, outline.first_words
        first, last = outline.quotation_bounds[number]
        if first_word[sentence[at] + 1] != first or outline.gaps[last - 1] & COMMA:
            # one that ends in a comma has a cue of its own
            return False
        paragraph = outline.document.sentence_paragraph
        here = paragraph[sentence[first]]
        if paragraph[sentence[at]] == here:
            return True
        if not outline.gaps[last - 1] & STOP and not outline.quotations[number].continued:
            # a heading between marks
            return False
        filled = first_word[int(paragraph.searchsorted(here, side="right"))] == last
        return filled or outline.quotations[number].continued


def _kind(outline: Outline, part: Span, held: list[int]) -> Kind:
    if not held:
        return Kind.INDIRECT
    text = outline.document.clean
    start, end = part
    outside = 0
    for number in held:
        quotation = outline.quotations[number]
        if quotation.start >= end:
            break
        outside += _letters(text[start : quotation.start])
        start = max(start, quotation.end)
    outside += _letters(text[start:end])
    return Kind.MIXED if outside else Kind.DIRECT


def _letters(text: str) -> bool:
    return any(map(str.isalnum, text))
