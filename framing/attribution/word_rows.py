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

#: For each word that differs from another only in gender, the one that stands for both.
ALIKE = {
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
#: The tags of each kind of cue; the first and the last two kinds have none.
CUE_KINDS = ("", "VBD", "VBZ VBP", "VB", "VBG", "VBN", "NN NNS", "IN RP TO RB", "JJ JJR", "", "")
#: Cues that introduce words in a way of their own: according to the mayor, the quay is old.
_OWN_KIND = {"according": 9, "reportedly": 10, "allegedly": 10}
#: The Penn tags that count, and the one for the rest.
_TAGS = (
    *"? CC CD DT EX IN JJ JJR JJS MD NN NNS PDT PRP PRP$ RB RBR RBS RP TO UH".split(),
    *"VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB".split(),
)
#: Longer ones before those they end in.
_ENDINGS = tuple("'s ing ed ly tion ment ness ers er or ists ist ors ity al ous ive es s -".split())

#: A verb of speech that is too rare to have weights of its own goes by one of the same form that has.
_SPEECH = {"ed": "remarked", "s": "insists", "es": "insists", "ing": "insisting"}
_NO_SPEECH = frozenset("mental hearsay".split())

#: Rows that hold no single form: beyond the text, a name, a number, an abbreviation, a possessive name.
BEYOND, NAME, NUMBER, ABBREVIATION, OWNER = range(5)
_SPECIAL = 5


class WordRows:
    """The rows for a vocabulary of lower-case forms; a form outside it goes by its usual tag and its ending."""

    def __init__(self, vocabulary: Sequence[str], stored: bool = False) -> None:
        self.vocabulary = tuple(vocabulary)
        self._tags: dict[str, str] = {form: tag for form, tag in load_json("tags").items() if tag in _TAGS}
        self._row = {form: _SPECIAL + number for number, form in enumerate(self.vocabulary)}
        verbs = {entry.term for entry in load("report-verbs").entries if entry.category not in _NO_SPEECH}
        self._rare_speech, self._speech = verbs - self._row.keys(), verbs & self._row.keys()
        #: The tag and ending of the forms of each row after those of the vocabulary.
        self.kinds = [(tag, ending) for tag in _TAGS for ending in _ENDINGS]
        others = _SPECIAL + len(self.vocabulary)
        self._fallback = {kind: others + number for number, kind in enumerate(self.kinds)}
        self.count = others + len(self.kinds)
        #: For each form: its row in running text, as a first word, in a title; 1 if long with a capital; 1 if long;
        #: 1 if it has a small letter.
        self.feature = WordFeature("attribution rows", self._of_form, np.int16, 6, stored=stored)

    def row_of(self, form: str) -> int:
        """The row of a form of the vocabulary in lower case; -1 for any other."""
        return self._row.get(form, -1)

    def _lexical(self, low: str) -> int:
        if low in self._rare_speech:
            low = _SPEECH.get(ending(low), low)
        row = self._row.get(low)
        return self._fallback[(self._tags.get(low, "?"), ending(low))] if row is None else row

    def _of_form(self, form: str) -> tuple[int, int, int, int, int, int]:
        low, head, has_small = ALIKE.get(form.lower(), form.lower()), form[:1], int(form != form.upper())
        if not head.isalpha():
            return NUMBER, NUMBER, NUMBER, 0, 0, has_small
        long = int(len(low) > 3)
        if not head.isupper() or low in _PRONOUNS:
            lexical = self._lexical(low)
            return lexical, lexical, lexical, 0, 0 if head.isupper() else long, has_small
        name = OWNER if low.endswith("'s") else ABBREVIATION if form.isupper() and len(form) > 1 else NAME
        in_title = self._lexical(low) if low in self._row else name
        is_plain = self._tags.get(low) in _CLOSED_TAGS or low.endswith(("ing", "ed", "s"))
        return name, in_title if is_plain else name, in_title, long, long, has_small

    @cached_property
    def tags(self) -> list[str]:
        """The usual Penn tag of each row's forms, `?` where there is none."""
        known = (self._tags.get(form, "?") for form in self.vocabulary)
        return [*(f"special {row}" for row in range(_SPECIAL)), *known, *(tag for tag, _ in self.kinds)]

    @cached_property
    def forms(self) -> list[str]:
        """Each row's form, empty if it holds several."""
        return [*[""] * _SPECIAL, *self.vocabulary, *[""] * len(self.kinds)]

    @cached_property
    def speech(self) -> NDArray[np.bool_]:
        """Which rows hold a verb of speech."""
        held = np.zeros(self.count, dtype=bool)
        held[[self._row[form] for form in self._speech]] = True
        return held

    @cached_property
    def direct_speech(self) -> NDArray[np.bool_]:
        """Which rows hold a verb that says who spoke a quotation: said, asks, replied."""
        return self.speech & self._tagged(_DIRECT_TAGS)

    @cached_property
    def is_finite(self) -> NDArray[np.bool_]:
        """Which rows hold finite verbs."""
        return self._tagged(_FINITE_TAGS)

    def _tagged(self, tags: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([tag in tags for tag in self.tags], dtype=bool)

    @cached_property
    def cue_kind(self) -> NDArray[np.intp]:
        """The kind of cue as which each row introduces words, as an index into `CUE_KINDS`."""
        kinds = {tag: number for number, tags in enumerate(CUE_KINDS) for tag in tags.split()}
        kind = np.array([kinds.get(tag, 0) for tag in self.tags], dtype=np.intp)
        for form, number in _OWN_KIND.items():
            if form in self._row:
                kind[self._row[form]] = number
        return kind


def ending(low: str) -> str:
    """The ending that says most of a word's class, `-` if it has none of those known."""
    return next((end for end in _ENDINGS if low.endswith(end) and len(low) > len(end) + 2), "-")
