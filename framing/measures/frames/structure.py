"""Turns of a story that carry a generic frame without any one word: who reproaches whom, who answers, who must act.

They come from what the reading knows: attributions with their sources, roles, sides and kinds of report verb. The items
are those of Semetko and Valkenburg (2000): one side reproaches another, two sides speak, there is a human face,
somebody can or must act.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.reading import Attribution, Kind, Reading
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

CONFLICT, HUMAN_INTEREST, RESPONSIBILITY = "Conflict", "Human_interest", "Responsibility"
ECONOMIC = "Economic_consequences"

REPROACH, ANSWER = "a reproach to another who speaks or is a side", "another side answers"
CITIZEN, AGE, MUST_ACT = "somebody who holds no office speaks", "a person's age", "who can or must act"

#: Report verbs of these classes make a reproach of what is said of another.
_HOSTILE = frozenset({"hostile", "threatening"})
#: An answer follows within so many sentences.
_NEAR = 2
_MODALS = listed("must should ought can needs")
_IN_POWER = listed(
    """
    government governments congress parliament senate house administration president premier minister ministers mayor
    mayors governor governors lawmakers legislators officials authorities council councils agency agencies ministry
    department departments police court courts regulator regulators politicians leaders state states city companies
    company employers
    """
)
_AGED = frozenset({"aged", "age"})
_MODAL, _POWER, _NUMBER = 1, 2, 3


def _part(form: str) -> int:
    if form in _MODALS:
        return _MODAL
    if form.isdigit() and len(form) < 3:
        return _NUMBER
    return _POWER if form.lower() in _IN_POWER else 0


_PART_PLAYED = WordFeature("modal, power or number", _part, np.int8)


class Turn(NamedTuple):
    """A turn of the story: the frame it carries, the word it stands at, and what it is."""

    frame: str
    word: int
    why: str


def turns(reading: Reading, clashes: NDArray[np.int64]) -> list[Turn]:
    """The turns of an article. `clashes` are the words that are cues of conflict, in text order."""
    document = reading.document
    found = list(_of_words(document))
    attributions = [each for each in reading.attributions if each.kind is not Kind.SCARE]
    if not attributions:
        return found
    spans = [(each.cue_span or each.parts[0])[0] for each in attributions]
    heads = [(each.source_span or each.parts[0])[0] for each in attributions]
    at = np.searchsorted(document.word_start, [*spans, *heads]).tolist()
    cue_word, head_word = at[: len(spans)], at[len(spans) :]
    fits = len(document.word_start)
    for told in (
        _reproaches(reading, attributions, cue_word, clashes),
        _answers(document, attributions, head_word),
        _faces(reading, attributions, head_word),
    ):
        found += [turn for turn in told if turn.word < fits]
    return found


def _of_words(document: Document) -> Iterator[Turn]:
    played = document.word_column(_PART_PLAYED)
    sentence, text = document.word_sentence, document.text
    for word in np.flatnonzero(played & 1).tolist():  # modals and numbers
        if not word:
            continue
        before = played[max(word - 2, 0) : word].tolist()
        if played[word] == _MODAL:
            if _POWER in before and sentence[word - len(before)] == sentence[word]:
                yield Turn(RESPONSIBILITY, word, MUST_ACT)
        elif _tells_age(document, text, word):
            yield Turn(HUMAN_INTEREST, word, AGE)


def _tells_age(document: Document, text: str, word: int) -> bool:
    """Whether a number is somebody's age: "Ada Quill, 34, said", "a nurse aged 34"."""
    form = text[document.word_start[word - 1] : document.word_end[word - 1]]
    if form.lower() in _AGED:
        return True
    start, end = document.word_start[word], document.word_end[word]
    apart = text[document.word_end[word - 1] : start] == ", " and text[end : end + 1] in {",", "."}
    return apart and form[0].isupper() and document.word_sentence[word - 1] == document.word_sentence[word]


def _reproaches(
    reading: Reading, attributions: list[Attribution], cue_word: list[int], clashes: NDArray[np.int64]
) -> Iterator[Turn]:
    """Attributions in hostile words, or by a hostile verb, that name another source or a member of another side."""
    clash_at = reading.document.word_start[clashes].tolist()
    others: list[tuple[str, str, str | None]] | None = None
    for attribution, word in zip(attributions, cue_word, strict=True):
        if attribution.source is None:
            continue
        hostile = attribution.cue_class in _HOSTILE
        if hostile or bisect_left(clash_at, attribution.start) < bisect_left(clash_at, attribution.end):
            others = others if others is not None else _others(reading)
            if _names_another(reading.document.text, attribution, others):
                yield Turn(CONFLICT, word, REPROACH)


def _others(reading: Reading) -> list[tuple[str, str, str | None]]:
    """Who may be reproached: last word of the name, name in lower case, side."""
    named = [(source.name, source.side) for source in reading.sources if source.name[:1].isupper()]
    named += [(member, side.name) for side in reading.document.article.sides for member in side.members]
    return [(name.split()[-1], name.lower(), side) for name, side in named if name.strip()]


def _names_another(text: str, attribution: Attribution, others: list[tuple[str, str, str | None]]) -> bool:
    said, source = text[attribution.start : attribution.end], (attribution.source or "").lower()
    return any(
        last in said
        and last.lower() not in source
        and source not in name
        and (side is None or side != attribution.side)
        for last, name, side in others
    )


def _answers(document: Document, attributions: list[Attribution], head_word: list[int]) -> Iterator[Turn]:
    """Attributions of one side right after those of another."""
    sided = [(each, word) for each, word in zip(attributions, head_word, strict=True) if each.side]
    if len({each.side for each, _ in sided}) < 2:
        return
    starts = document.sentence_start.tolist()
    for (one, _), (other, word) in pairwise(sided):
        if one.side != other.side and bisect_right(starts, other.start) - bisect_right(starts, one.end) <= _NEAR:
            yield Turn(CONFLICT, word, ANSWER)


def _faces(reading: Reading, attributions: list[Attribution], head_word: list[int]) -> Iterator[Turn]:
    """Attributions to persons who hold no office."""
    citizens = {source.name for source in reading.sources if source.role == "citizen"}
    for attribution, word in zip(attributions, head_word, strict=True):
        if attribution.source in citizens:
            yield Turn(HUMAN_INTEREST, word, CITIZEN)
