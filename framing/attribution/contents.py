"""From the words a cue points at to its content: whole quotations, and those by which the speech goes on."""

from __future__ import annotations

from dataclasses import dataclass

from framing.attribution.outline import COMMA, Outline
from framing.attribution.reading import Kind, Span

#: A quotation goes on after at most so many words of “…,” said the minister, “…”.
_LONGEST_CLAUSE = 6
#: Shorter quotations after a cue's clause are terms, not speech that goes on.
_SHORTEST_SPEECH = 3


@dataclass(frozen=True, slots=True)
class Content:
    """The parts of a content, the quotations they take in, and its kind."""

    parts: tuple[Span, ...]
    quotations: tuple[int, ...]
    kind: Kind


def content_of(outline: Outline, start: int, end: int, cue: int, source: int, owned: set[int]) -> Content:
    """The content from word `start` to word `end` of a cue; `owned` are the quotations that cues point at."""
    document = outline.document
    first, last = int(document.word_start[start]), int(document.word_end[end])
    opening, closing = int(outline.quotation[start]), int(outline.quotation[end])
    if opening >= 0:
        first = min(first, outline.quotations[opening].start)
    if closing >= 0:
        last = max(last, outline.quotations[closing].end)
    held = _held(outline, start, end)
    parts = [(first, last)]
    if closing >= 0 or opening >= 0:
        later = _continued(outline, closing if closing >= 0 else opening, max(end, cue, source), cue, end < cue, owned)
        parts += [(outline.quotations[number].start, outline.quotations[number].end) for number in later]
        held += later
    return Content(tuple(parts), tuple(held), _kind(outline, parts[0], held))


def _held(outline: Outline, start: int, end: int) -> list[int]:
    words = outline.quotation_words
    low, high = words[:, 0].searchsorted(start, side="left"), words[:, 0].searchsorted(end, side="right")
    held = list(range(int(low), int(high)))
    opening = int(outline.quotation[start])
    return [opening, *held] if opening >= 0 and opening not in held else held


def _continued(outline: Outline, number: int, at: int, cue: int, inverted: bool, owned: set[int]) -> list[int]:
    """The quotations after word `at` that go on with the speech of quotation `number`."""
    document = outline.document
    sentence = document.word_sentence
    later: list[int] = []
    for following in range(number + 1, len(outline.quotations)):
        first, last = outline.quotation_words[following].tolist()
        if last <= first or first <= at:
            continue
        if following in owned:
            break
        if sentence[first] == sentence[at] or (not later and sentence[first] == sentence[cue]):
            if not (inverted and outline.gap[first - 1] & COMMA and last - first >= _SHORTEST_SPEECH):
                break
            if first - at > _LONGEST_CLAUSE or later:
                break
        elif not _stands_alone(outline, following, at):
            break
        later.append(following)
        at = last - 1
    return later


def _stands_alone(outline: Outline, number: int, at: int) -> bool:
    """Whether the quotation fills the sentences right after that of word `at`, in its paragraph or the next."""
    document = outline.document
    sentence, first_word = document.word_sentence, document.sentence_first_word
    first, last = outline.quotation_words[number].tolist()
    if first_word[sentence[first]] != first or first_word[sentence[last - 1] + 1] != last:
        return False
    if sentence[first] - sentence[at] != 1 or first_word[sentence[at] + 1] != first:
        return False
    paragraph = document.sentence_paragraph
    here, there = int(paragraph[sentence[at]]), int(paragraph[sentence[first]])
    if here == there:
        return True
    # a paragraph that is one quotation goes on with the speech only if the speech ran up to the break or marks say so
    return outline.quotations[number].continued or bool(outline.quotation[at] >= 0)


def _kind(outline: Outline, part: Span, held: list[int]) -> Kind:
    if not held:
        return Kind.INDIRECT
    text = outline.document.text
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
