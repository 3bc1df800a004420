"""Raw attributions and their contents: a content takes in whole quotations and those that continue the speech."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from framing.attribution.reading import Kind, Span
from framing.attribution.token_features import COMMA, END_MARK, TokenFeatures

if TYPE_CHECKING:
    from framing.attribution.sources import ResolvedSource

#: Maximum words of the clause in the middle of “…,” said the minister, “…”.
_MAX_CLAUSE_WORDS = 12
#: Shorter quotations after a cue's clause are terms, not the speech continued.
_MIN_SPEECH_WORDS = 3


class Content(NamedTuple):
    """The parts of a content, the quotations they take in, and its kind."""

    parts: tuple[Span, ...]
    quotations: tuple[int, ...]
    kind: Kind


class RawAttribution(NamedTuple):
    """An attribution by words: its content, its cue and a word of its source (-1 if absent), and the resolved source.

    `first_word` and `last_word` are those of the content's own part. The scores are log odds of the cue, log
    probabilities of content and source, and their weighted sum. `from_layout` marks a turn.
    """

    content: Content
    cue: int
    source: int
    first_word: int
    last_word: int
    cue_score: float = 0.0
    content_score: float = 0.0
    source_score: float = 0.0
    score: float = 0.0
    from_layout: bool = False
    resolved: ResolvedSource | None = None


def content_of(tokens: TokenFeatures, start: int, end: int, cue: int, source: int, owned: set[int]) -> Content:
    """The content of a cue from word `start` to word `end`; `owned` are the quotations that any cue points at."""
    document, quotations = tokens.document, tokens.quotations
    first, last = document.word_starts[start], document.word_ends[end]
    opening, closing = tokens.quotation_of[start], tokens.quotation_of[end]
    if opening >= 0:
        first = min(first, quotations[opening].start)
    if closing >= 0:
        last = max(last, quotations[closing].end)
    inside = _quotations_inside(tokens, opening, start, end)
    kind = _kind(tokens, first, last, inside)
    if closing < 0 and opening < 0:
        return Content(((first, last),), tuple(inside), kind)
    earlier = _earlier(tokens, opening, cue, min(start, cue, source), owned) if opening >= 0 and start > cue else []
    later = _later(tokens, max(opening, closing), cue, max(end, cue, source), end < cue, owned)
    parts = [(quotations[number].start, quotations[number].end) for number in (*earlier, *later)]
    parts.insert(len(earlier), (first, last))
    return Content(tuple(parts), (*earlier, *inside, *later), kind)


def _quotations_inside(tokens: TokenFeatures, opening: int, start: int, end: int) -> list[int]:
    """The quotations that begin between two words, and `opening`, in which the first word stands."""
    starts = tokens.quotation_starts
    first = bisect_left(starts, start)
    inside = list(range(first, bisect_right(starts, end, first)))
    return [opening, *inside] if 0 <= opening < first else inside


def _earlier(tokens: TokenFeatures, number: int, cue: int, begin: int, owned: set[int]) -> list[int]:
    """The first half of a split quotation (“…,” said the minister, “…”) whose second half is quotation `number`.

    Cue and source begin at word `begin`.
    """
    if number < 1 or number - 1 in owned:
        return []
    first, last = tokens.quotation_bounds[number - 1]
    is_near = 0 <= begin - last <= 1 and tokens.quotation_starts[number] - last <= _MAX_CLAUSE_WORDS + 1
    in_unit = tokens.unit_of[max(last - 1, 0)] == tokens.unit_of[cue]
    return [number - 1] if is_near and in_unit and last - first >= _MIN_SPEECH_WORDS else []


def _later(tokens: TokenFeatures, number: int, cue: int, at: int, inverted: bool, owned: set[int]) -> list[int]:
    """The quotations that continue the speech of quotation `number`, in order; word `at` is its last known word."""
    sentence, gaps = tokens.sentence_of, tokens.gap_after
    later: list[int] = []
    for following in range(number + 1, len(tokens.quotations)):
        first, last = tokens.quotation_bounds[following]
        if last <= first or first <= at:
            continue
        if following in owned:
            break
        if sentence[first] <= sentence[cue]:
            goes_on = gaps[first - 1] & COMMA and first - at <= _MAX_CLAUSE_WORDS
            is_speech = last - first >= _MIN_SPEECH_WORDS or gaps[last - 1] & END_MARK
            if not inverted or later or not goes_on or not is_speech:
                # a title or a term in the clause that says who spoke
                continue
        elif not _goes_on(tokens, following, at):
            break
        later.append(following)
        at = last - 1
    return later


def _goes_on(tokens: TokenFeatures, number: int, at: int) -> bool:
    """Whether the quotation begins the sentence after that of word `at`; a new paragraph it has to fill."""
    sentence, first_word, gaps = tokens.sentence_of, tokens.first_word_of, tokens.gap_after
    first, last = tokens.quotation_bounds[number]
    if first_word[sentence[at] + 1] != first or gaps[last - 1] & COMMA:
        # one that ends in a comma has a cue of its own
        return False
    paragraph = tokens.document.sentence_paragraph
    here = paragraph[sentence[first]]
    if paragraph[sentence[at]] == here or tokens.quotations[number].continued:
        return True
    # without a stop it is a heading between marks
    is_filled = first_word[int(paragraph.searchsorted(here, side="right"))] == last
    return bool(gaps[last - 1] & END_MARK) and is_filled


def _kind(tokens: TokenFeatures, start: int, end: int, inside: list[int]) -> Kind:
    """Direct if the quotations inside hold all letters from `start` to `end`, mixed if they hold some."""
    if not inside:
        return Kind.INDIRECT
    text, quotations = tokens.document.clean, [tokens.quotations[number] for number in inside]
    before = [start, *(quotation.end for quotation in quotations)]
    after = [*(quotation.start for quotation in quotations), end]
    outside = "".join(text[a:b] for a, b in zip(before, after, strict=True))
    return Kind.MIXED if any(map(str.isalnum, outside)) else Kind.DIRECT
