"""Turns of a story that carry a generic frame without any one word: who reproaches whom, who answers, who must act.

They come from what the reading knows: attributions with their sources, roles, sides and kinds of report verb. The items
are those of Semetko and Valkenburg (2000): one side reproaches another, two sides speak, there is a human face,
somebody can or must act.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Reading
from framing.text.document import Document
from framing.text.listed import listed
from framing.text.vocabulary import WordFeature

CONFLICT, HUMAN_INTEREST, RESPONSIBILITY = "Conflict", "Human_interest", "Responsibility"
ECONOMIC = "Economic_consequences"

REPROACH, ANSWER = "a reproach to another who speaks or is a side", "another side answers"
CITIZEN, AGE, MUST_ACT = "somebody who holds no office is quoted", "a person's age", "who can or must act"

#: Report verbs of these classes make a reproach of what is said of another.
_HOSTILE = frozenset({"hostile", "threatening"})
_QUOTED = frozenset({Kind.DIRECT, Kind.MIXED})
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
#: What may stand beside a word without a space.
_AROUND = ".,;:!?()[]\"“”'‘’—–"
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


class _Other(NamedTuple):
    """Somebody who may be reproached: the name in lower case, and the side."""

    name: str
    side: str | None


def turns(batch: Batch, clashes: NDArray[np.int64]) -> Iterator[Turn]:
    """The turns of the articles of a batch. `clashes` are the words that are cues of conflict, in text order."""
    yield from _of_words(batch)
    starts = batch.document.word_start[clashes]
    ends = np.searchsorted(clashes, batch.first_word).tolist()
    for number, reading in enumerate(batch.readings):
        attributions = [each for each in reading.attributions if each.kind is not Kind.SCARE]
        if not attributions:
            continue
        at, after = batch.first_word[number : number + 2]
        clash_at = (starts[ends[number] : ends[number + 1]] - batch.text_at[number]).tolist()
        for told in (
            _reproaches(reading, attributions, clash_at),
            _answers(reading.document, attributions),
            _faces(reading, attributions),
        ):
            yield from (Turn(frame, word + at, why) for frame, word, why in told if word + at < after)


def _of_words(batch: Batch) -> Iterator[Turn]:
    document = batch.document
    played = document.word_column(_PART_PLAYED)
    words = np.flatnonzero(played & 1)  # modals and numbers
    opening = np.array(batch.first_word)[batch.article_of(words)]
    words, opening = words[words > opening], opening[words > opening]
    before = np.maximum(words - 2, opening)
    alike = document.word_sentence[before] == document.word_sentence[words]
    acts = (played[words] == _MODAL) & ((played[before] == _POWER) | (played[words - 1] == _POWER)) & alike
    for word in words[acts].tolist():
        yield Turn(RESPONSIBILITY, word, MUST_ACT)
    for word in words[played[words] == _NUMBER].tolist():
        if _tells_age(document, document.text, word):
            yield Turn(HUMAN_INTEREST, word, AGE)


def _tells_age(document: Document, text: str, word: int) -> bool:
    """Whether a number is somebody's age: "Ada Quill, 34, said", "a nurse aged 34"."""
    form = text[document.word_start[word - 1] : document.word_end[word - 1]]
    if form.lower() in _AGED:
        return True
    start, end = document.word_start[word], document.word_end[word]
    apart = text[document.word_end[word - 1] : start] == ", " and text[end : end + 1] in {",", "."}
    return apart and form[0].isupper() and document.word_sentence[word - 1] == document.word_sentence[word]


def _cue_word(document: Document, attribution: Attribution) -> int:
    return bisect_left(document.word_starts, (attribution.cue_span or attribution.parts[0])[0])


def _head_word(document: Document, attribution: Attribution) -> int:
    return bisect_left(document.word_starts, (attribution.source_span or attribution.parts[0])[0])


def _reproaches(reading: Reading, attributions: list[Attribution], clash_at: list[int]) -> Iterator[Turn]:
    """Attributions in hostile words, or by a hostile verb, that name another source or a member of another side."""
    others: Mapping[str, list[_Other]] | None = None
    for attribution in attributions:
        if attribution.source is None:
            continue
        hostile = attribution.cue_class in _HOSTILE
        if hostile or bisect_left(clash_at, attribution.start) < bisect_left(clash_at, attribution.end):
            others = others if others is not None else _others(reading)
            if _names_another(reading.document.clean, attribution, others):
                yield Turn(CONFLICT, _cue_word(reading.document, attribution), REPROACH)


def _others(reading: Reading) -> Mapping[str, list[_Other]]:
    """Who may be reproached, by the last word of the name."""
    named = [(source.name, source.side) for source in reading.sources if source.name[:1].isupper()]
    named += [(member, side.name) for side in reading.document.article.sides for member in side.members]
    others: dict[str, list[_Other]] = {}
    for name, side in named:
        if name.strip():
            others.setdefault(_bare(name.split()[-1]), []).append(_Other(name.lower(), side))
    return others


def _bare(word: str) -> str:
    """A word without the marks around it and without its possessive ending."""
    return word.strip(_AROUND).removesuffix("'s").removesuffix("’s")


def _names_another(text: str, attribution: Attribution, others: Mapping[str, list[_Other]]) -> bool:
    source = (attribution.source or "").lower()
    for last in set(map(_bare, text[attribution.start : attribution.end].split())):
        if last in others and last.lower() not in source:
            for name, side in others[last]:
                if source not in name and (side is None or side != attribution.side):
                    return True
    return False


def _answers(document: Document, attributions: list[Attribution]) -> Iterator[Turn]:
    """Attributions of one side right after those of another."""
    sided = [each for each in attributions if each.side]
    if len({each.side for each in sided}) < 2:
        return
    starts = document.sentence_starts
    for one, other in pairwise(sided):
        if one.side != other.side and bisect_right(starts, other.start) - bisect_right(starts, one.end) <= _NEAR:
            yield Turn(CONFLICT, _head_word(document, other), ANSWER)


def _faces(reading: Reading, attributions: list[Attribution]) -> Iterator[Turn]:
    """Words quoted from persons who hold no office; what is reported of voters or customers has no one face."""
    citizens = {source.name for source in reading.sources if source.role == "citizen"}
    for attribution in attributions:
        if not citizens.isdisjoint(attribution.sources) and attribution.kind in _QUOTED:
            yield Turn(HUMAN_INTEREST, _head_word(reading.document, attribution), CITIZEN)
