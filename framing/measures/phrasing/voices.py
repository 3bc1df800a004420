"""The voice of a loaded phrase, by its attribution or by a verb of viewing that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.attribution.reading import VOICES, Attribution, Reading, Voice
from framing.measures.phrasing.hits import Hit
from framing.measures.phrasing.words import Words
from framing.words import word_set

#: The voice of a phrase whose attribution is too unsure, after those of `VOICES`.
UNCLEAR = "unclear"
#: The least confidence at which a quoted phrase names its speaker, and at which a paraphrase is somebody's words.
LEAST_QUOTED, LEAST_PARAPHRASED = 0.6, 0.7
#: Below this confidence a paraphrase is the outlet’s own voice, as is one without a source or after a factive verb.
#: Cues of some classes nearly always attribute, so a lower bound will do.
LEAST_UNCLEAR, LEAST_SPOKEN = 0.4, 0.2
_SPEAKING = frozenset({"assertive", "mental", "neutral"})
#: Categories by which a writer keeps a distance from what others say: in a paraphrase they are the writer's own.
_DISTANT = frozenset({"doubting", "hearsay", "so-called", "unnamed-voices"})
_OWN, _REPORTED = VOICES.index(Voice.OWN), VOICES.index(Voice.REPORTED)
_UNCLEAR = len(VOICES)
#: Maximum words between a verb of viewing and “as”, between “as” and the phrase, and between a name and the verb.
_AS_WITHIN, _PHRASE_WITHIN, _SUBJECT_WITHIN = 8, 5, 5
_VIEWING, _CALLING = word_set("viewing-verbs"), word_set("calling-verbs")
_FIRST_PERSON, _BE = word_set("first-person"), word_set("forms-of-be")
#: “Called for” and “called on” name nothing.
_ASKING = frozenset({"for", "on", "upon", "in", "off", "to", "out"})


class PhraseVoice(NamedTuple):
    """The index of the voice, `UNCLEAR` after `VOICES`, and the speaker if sure enough."""

    code: int
    speaker: str | None = None


def voices_of(words: Words, hits: Sequence[Hit]) -> list[PhraseVoice]:
    """The voice of each phrase."""
    batch, first = words.batch, np.array([hit.first for hit in hits], dtype=np.intp)
    voices: list[PhraseVoice] = []
    for hit, number, start, code in zip(
        hits,
        batch.article_of(first).tolist(),
        words.document.word_start[first].tolist(),
        batch.word_voice[first].tolist(),
        strict=True,
    ):
        reading, at = batch.readings[number], batch.text_start[number]
        stretch = reading.stretch_at(start - at) if code else None
        voice = PhraseVoice(code)
        if stretch is not None and stretch.attribution is not None:
            voice = _attributed(reading, reading.attributions[stretch.attribution], stretch.voice, code)
        if voice.code in {_REPORTED, _UNCLEAR} and hit.category in _DISTANT:
            voice = PhraseVoice(_OWN)
        verb = _viewing_verb(words, hit.first) if voice.code in {_OWN, _UNCLEAR} else None
        voices.append(voice if verb is None else PhraseVoice(_REPORTED, _viewer(words, verb, reading, at)))
    return voices


def _attributed(reading: Reading, attribution: Attribution, voice: Voice, code: int) -> PhraseVoice:
    is_paraphrase = voice is Voice.REPORTED
    if attribution.confidence >= (LEAST_PARAPHRASED if is_paraphrase else LEAST_QUOTED):
        return PhraseVoice(code, attribution.source)
    if not is_paraphrase:
        return PhraseVoice(code)
    cue = reading.document.clean[slice(*attribution.cue_span)].lower() if attribution.cue_span else ""
    least = LEAST_SPOKEN if attribution.cue_class in _SPEAKING else LEAST_UNCLEAR
    is_own = attribution.confidence < least or attribution.source is None
    return PhraseVoice(_OWN if is_own or cue in word_set("factive-verbs") else _UNCLEAR)


def _viewing_verb(words: Words, phrase: int) -> int | None:
    """The verb that attributes a phrase to its subject: “saw it as a farce”, “called the vote a farce”."""
    start = words.sentence(phrase).start
    for word in range(phrase - 1, max(start, phrase - _PHRASE_WITHIN) - 1, -1):
        if words.gap(word):
            return None
        if words.low[word] in _CALLING and words.role(word) in {"", "verb"} and words.low[word + 1] not in _ASKING:
            return word if _is_others(words, word, start) else None
        if words.low[word] == "as":
            verbs = range(word - 1, max(start, word - _AS_WITHIN) - 1, -1)
            verb = next((each for each in verbs if words.low[each] in _VIEWING | _CALLING), None)
            return verb if verb is not None and _is_others(words, verb, start) else None
    return None


def _is_others(words: Words, verb: int, start: int) -> bool:
    """Whether the subject is neither the writer nor unnamed, as in “is being viewed as”."""
    before, after = words.low[max(start, verb - 2) : verb], words.low[verb + 1 : verb + 2]
    return _FIRST_PERSON.isdisjoint(before) and (_BE.isdisjoint(before) or after == ["by"])


def _viewer(words: Words, verb: int, reading: Reading, at: int) -> str | None:
    """The source whose mention or last name stands right before a verb; the reading's text begins `at` that offset."""
    least = max(words.sentence(verb).start, verb - _SUBJECT_WITHIN)
    start, end = (words.document.word_starts[word] - at for word in (least, verb))
    for source in reading.sources:
        if any(start <= mention[0] and mention[1] <= end for mention in source.mentions):
            return source.name
    names = {words.low[word].removesuffix("'s") for word in range(least, verb) if words.name[word]}
    return next((source.name for source in reading.sources if source.name.lower().split()[-1] in names), None)
