"""Word forms as rows of the learned weights.

Names and parties have no weights of their own, and words that differ only in gender share theirs, so swapping one
for another changes no result.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.lexicon import load
from framing.models import load_json
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: For each word that differs from another only in gender, the form used for both.
GENDER_NEUTRAL = {
    f"{word}{ending}": f"{other}{ending}"
    for other, _, word in (pair.partition("/") for pair in word_set("gender-pairs"))
    for ending in ("", "'s")
}
#: Words for political camps, which no weight may tell apart.
CAMPS = word_set("camps")
_PRONOUNS = word_set("subject-pronouns")
_CLOSED_TAGS = frozenset("IN DT PRP CC RB WDT WP WRB MD EX PRP$ TO CD PDT".split())
_DIRECT_TAGS = frozenset("VBD VBZ VBP VBN".split())
_FINITE_TAGS = frozenset("VB VBD VBP VBZ VBN MD".split())
#: Penn tags of each type of cue; type 0 is any other cue, types 9 and 10 are lexical.
CUE_TAGS = ("", "VBD", "VBZ VBP", "VB", "VBG", "VBN", "NN NNS", "IN RP TO RB", "JJ JJR", "", "")
#: Cues with a syntax of their own: according to the mayor, the quay is old.
_LEXICAL_CUE_TYPES = {"according": 9, "reportedly": 10, "allegedly": 10}
#: The Penn tags that count, and the one for the rest.
_TAGS = (
    *"? CC CD DT EX IN JJ JJR JJS MD NN NNS PDT PRP PRP$ RB RBR RBS RP TO UH".split(),
    *"VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB".split(),
)
#: Longer ones before those they end in.
_ENDINGS = tuple("'s ing ed ly tion ment ness ers er or ists ist ors ity al ous ive es s -".split())

#: A rare verb of speech uses the weights of a frequent one with the same ending.
_COMMON_SPEECH_VERB = {"ed": "remarked", "s": "insists", "es": "insists", "ing": "insisting"}
_NOT_SPEECH = frozenset("mental hearsay".split())

#: Rows that hold no single form: beyond the text, a name, a number, an abbreviation, a possessive name.
BEYOND, NAME, NUMBER, ALL_CAPS, POSSESSIVE_NAME = range(5)
_SPECIAL = 5


class WordRows:
    """The rows for a vocabulary of lower-case forms; a form outside it uses the row of its usual tag and ending."""

    def __init__(self, vocabulary: Sequence[str], stored: bool = False) -> None:
        self.vocabulary = tuple(vocabulary)
        self._tags: dict[str, str] = {form: tag for form, tag in load_json("tags").items() if tag in _TAGS}
        self._row = {form: _SPECIAL + number for number, form in enumerate(self.vocabulary)}
        verbs = {entry.term for entry in load("report-verbs").entries if entry.category not in _NOT_SPEECH}
        self._rare_speech_verbs, self._speech_verbs = verbs - self._row.keys(), verbs & self._row.keys()
        #: The tag and ending of the forms of each row after those of the vocabulary.
        self.tag_endings = [(tag, ending) for tag in _TAGS for ending in _ENDINGS]
        others = _SPECIAL + len(self.vocabulary)
        self._fallback = {each: others + number for number, each in enumerate(self.tag_endings)}
        self.count = others + len(self.tag_endings)
        #: For each form: its row in running text, as a first word, in a title; 1 if long with a capital; 1 if long;
        #: 1 if it has a small letter.
        self.feature = WordFeature("attribution rows", self._of_form, np.int16, 6, stored=stored)

    def row_of(self, form: str) -> int:
        """The row of a form of the vocabulary in lower case; -1 for any other."""
        return self._row.get(form, -1)

    def _lexical(self, lower: str) -> int:
        if lower in self._rare_speech_verbs:
            lower = _COMMON_SPEECH_VERB.get(ending(lower), lower)
        row = self._row.get(lower)
        return self._fallback[(self._tags.get(lower, "?"), ending(lower))] if row is None else row

    def _of_form(self, form: str) -> tuple[int, int, int, int, int, int]:
        lower, head, has_small = GENDER_NEUTRAL.get(form.lower(), form.lower()), form[:1], int(form != form.upper())
        if not head.isalpha():
            return NUMBER, NUMBER, NUMBER, 0, 0, has_small
        long = int(len(lower) > 3)
        if not head.isupper() or lower in _PRONOUNS:
            lexical = self._lexical(lower)
            return lexical, lexical, lexical, 0, 0 if head.isupper() else long, has_small
        name = POSSESSIVE_NAME if lower.endswith("'s") else ALL_CAPS if form.isupper() and len(form) > 1 else NAME
        in_title = self._lexical(lower) if lower in self._row else name
        is_usually_plain = self._tags.get(lower) in _CLOSED_TAGS or lower.endswith(("ing", "ed", "s"))
        return name, in_title if is_usually_plain else name, in_title, long, long, has_small

    @cached_property
    def tags(self) -> list[str]:
        """The usual Penn tag of each row's forms, `?` where there is none."""
        known = (self._tags.get(form, "?") for form in self.vocabulary)
        return [*(f"special {row}" for row in range(_SPECIAL)), *known, *(tag for tag, _ in self.tag_endings)]

    @cached_property
    def forms(self) -> list[str]:
        """Each row's form, empty if it holds several."""
        return [*[""] * _SPECIAL, *self.vocabulary, *[""] * len(self.tag_endings)]

    @cached_property
    def is_speech_verb(self) -> NDArray[np.bool_]:
        """Which rows hold a verb of speech."""
        held = np.zeros(self.count, dtype=bool)
        held[[self._row[form] for form in self._speech_verbs]] = True
        return held

    @cached_property
    def introduces_quotation(self) -> NDArray[np.bool_]:
        """Which rows hold a verb that introduces quotations: said, asks, replied."""
        return self.is_speech_verb & self._tagged(_DIRECT_TAGS)

    @cached_property
    def is_finite(self) -> NDArray[np.bool_]:
        """Which rows hold finite verbs."""
        return self._tagged(_FINITE_TAGS)

    def _tagged(self, tags: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([tag in tags for tag in self.tags], dtype=bool)

    @cached_property
    def cue_type(self) -> NDArray[np.intp]:
        """The type of cue of each row, as an index into `CUE_TAGS`."""
        type_of_tag = {tag: number for number, tags in enumerate(CUE_TAGS) for tag in tags.split()}
        cue_type = np.array([type_of_tag.get(tag, 0) for tag in self.tags], dtype=np.intp)
        for form, number in _LEXICAL_CUE_TYPES.items():
            if form in self._row:
                cue_type[self._row[form]] = number
        return cue_type


def ending(lower: str) -> str:
    """The ending that best shows a word's class, `-` if it has none of those listed."""
    return next((end for end in _ENDINGS if lower.endswith(end) and len(lower) > len(end) + 2), "-")
