"""The estimate behind `present`: one weight per word form and frame, combined with the frame's cues.

A text is represented by the share of each form: (1 + ln uses) times rarity, scaled to length one (sublinear tf-idf;
Manning, Raghavan and Schütze 2008, section 6.4). Every score is a sum over words and cues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import VOICES
from framing.models import load_arrays, news_frequency, pack_words, unpack_words, vector_forms
from framing.text.document import Document
from framing.text.vocabulary import WordFeature
from framing.words import word_set

Numbers = NDArray[np.float64]
Rows = NDArray[np.signedinteger[Any]]
Mask = NDArray[np.bool_]

#: The model, learned from whole articles, makes no estimate for a text of fewer words.
FEWEST_WORDS = 50
#: Weights are stored as whole numbers, this many to one.
SCALE = 100
#: Different cues required of a likely frame, and of a frame that is present by cues alone.
SOME, MANY = 2, 3
#: With a larger share of capitalised words, a sentence is in title case.
MOST_CAPITALS = 0.6
_CAPITAL = WordFeature("begins with a capital", lambda form: form[:1].isupper(), bool)


class BadModel(ValueError):
    """Unusable stored weights; the message names the field, the problem and the remedy."""


class Rule(NamedTuple):
    """Bounds on a frame's score (0 to 1) and share of sentences with a cue that decide its presence.

    A frame is present if it has a cue, the score reaches `sure` and the share `shown`; if it has `SOME` different cues,
    the score reaches `present` and the share `sparse`; or if it has `MANY` and the share reaches `plain`. It is not
    found if the score is at most `absent` with few cues (a share below `dense`, or one cue and a share below `plain`),
    or at most `bare` without cues.
    """

    present: float
    sparse: float
    sure: float
    plain: float
    absent: float
    dense: float
    bare: float
    shown: float = 0.0


#: The rule of a frame that stays unclear.
NEVER = Rule(2, 2, 2, 2, -1, 0, -1)


def answers(
    rules: Sequence[Rule], scores: Numbers, cues: NDArray[np.int64], shares: Numbers, different: NDArray[np.int64]
) -> NDArray[Any]:
    """True (present), False (not found) or None (unclear) for each frame; all shaped `(..., frames)`.

    `different` counts the different cues.
    """
    present, sparse, sure, plain, absent, dense, bare, shown = np.array(rules, dtype=float).T
    yes = (scores >= sure) & (shares >= shown) & (cues > 0)
    yes |= (scores >= present) & (shares >= sparse) & (different >= SOME)
    yes |= (shares >= plain) & (different >= MANY) & ~np.isnan(scores)
    no = (scores <= absent) & ((shares < dense) | ((cues < SOME) & (shares < plain)))
    no |= (scores <= bare) & (cues == 0)
    return np.where(yes, np.array(True, dtype=object), np.where(no, False, np.array(None)))


@dataclass(frozen=True, eq=False)
class Words:
    """The forms that may weigh: the `row` of each lower-case form, and the rarity of each row.

    With `names`, words written as names weigh too.
    """

    row: Mapping[str, int]
    rarities: Numbers
    names: bool = False

    @cached_property
    def _feature(self) -> WordFeature:
        return WordFeature("row of form", self._row_of, np.int32)

    def _row_of(self, form: str) -> int:
        # a word joined to a name is a name: anti-Ellery
        joined = "-" in form and any(part[:1].isupper() for part in form.split("-")[1:])
        return -1 if joined and not self.names else self.row.get(form.lower(), -1)

    def rows(self, document: Document, named: Mask | None = None) -> Rows:
        """The row of each word, -1 for one without weight, shape `(words,)`; `named` marks those written as names."""
        rows: Rows = document.word_column(self._feature)
        if self.names:
            return rows
        return np.where(named_words(document) if named is None else named, np.int32(-1), rows)

    def shares(self, rows: Rows) -> tuple[Rows, Numbers]:
        """The rows that occur, and their shares: (1 + ln uses) times rarity, scaled to length one."""
        occurring, uses = np.unique(rows[rows >= 0], return_counts=True)
        return occurring, scaled(self._values(uses, occurring))

    def shares_by_voice(self, rows: Rows, voice: NDArray[np.int8], article: NDArray[np.intp]) -> tuple[Any, Any, Any]:
        """The article and row of each form, and its unscaled shares in the article and in each voice.

        `rows`, `voice` and `article` are shaped `(words,)`, in article order; the shares `(1 + voices, forms)`.
        """
        speaks = rows >= 0
        cell = (article[speaks] * len(self.row) + rows[speaks]) * len(VOICES) + voice[speaks]
        cells, uses = np.unique(cell, return_counts=True)
        pair, voices = np.divmod(cells, len(VOICES))
        pairs, number = np.unique(pair, return_inverse=True)
        by_voice = np.zeros((len(VOICES), len(pairs)), dtype=np.int64)
        by_voice[voices, number] = uses
        owner, form = np.divmod(pairs, len(self.row))
        return owner, form, self._values(np.vstack([by_voice.sum(axis=0), by_voice]), form)

    def _values(self, uses: NDArray[np.int64], forms: Rows) -> Numbers:
        values: Numbers = np.where(uses > 0, 1 + np.log(np.maximum(uses, 1)), 0) * self.rarities[forms]
        return values


@cache
def words_with(named: tuple[str, ...] = ()) -> Words:
    """The forms with a word vector, the most frequent first, then the forms `named`, with which names weigh.

    Forms that are mostly names have no vector; words for gender, party and side are excluded.
    """
    masked = word_set("unframed").union(*(pair.split("/") for pair in word_set("pairs")))
    forms = [form for form in vector_forms() if form not in masked] + list(named)
    uses, total = news_frequency()
    # minus the log of each form's share of words, 0 to 17
    rarities = np.log((total + 1) / (np.array([uses.get(form, 0) for form in forms]) + 1))
    return Words({form: row for row, form in enumerate(forms)}, rarities, bool(named))


def named_words(document: Document) -> Mask:
    """Which words have a capital that their position does not explain, shape `(words,)`.

    In headlines, subheads and sentences in title case, a capital marks no name.
    """
    named = document.word_column(_CAPITAL).astype(bool)
    first = document.sentence_first_word
    # the last sentences may hold no word
    named[first[first < len(named)]] = False
    capitals = np.bincount(document.word_sentence[named], minlength=len(first) - 1)
    plain = (document.sentence_section == MEASURED.index(Section.BODY)) & (capitals <= MOST_CAPITALS * np.diff(first))
    return np.asarray(named & plain[document.word_sentence])


def scaled(values: Numbers) -> Numbers:
    """The values scaled to length one, row by row; rows of zeros stay."""
    length = np.sqrt((values * values).sum(axis=-1, keepdims=True))
    return np.asarray(values / np.where(length > 0, length, 1))


@dataclass(frozen=True, eq=False)
class FrameModel:
    """The weights of forms, shape `(forms, frames)`, the `evidence` of words and cues, and the rules of frames.

    The log odds of a frame are a constant plus the log odds by words, the square root of the share of sentences with a
    cue, and the logarithm of one plus the number of cues, each times its factor in `evidence`. With `one_per_text`,
    only the frame of the highest score is present. Texts of fewer than `fewest_words` stay unclear.
    """

    frames: tuple[str, ...]
    words: Words = field(repr=False)
    weights: NDArray[np.float32] = field(repr=False)
    bias: Numbers
    evidence: Numbers
    rules: tuple[Rule, ...]
    one_per_text: bool = False
    fewest_words: int = FEWEST_WORDS

    @property
    def answerable(self) -> Mask:
        """Which frames can be present or not found."""
        return np.array([rule != NEVER for rule in self.rules], dtype=bool)

    def odds(self, rows: Rows, voice: NDArray[np.int8], article: NDArray[np.intp], articles: int) -> Numbers:
        """The log odds by words in each article and in each voice, `(articles, 1 + voices, frames)`.

        `article` is each word's article, ascending and below `articles`; `nan` without a word that weighs.
        """
        owner, form, values = self.words.shares_by_voice(rows, voice, article)
        bounds = pairwise(np.searchsorted(owner, range(articles + 1)).tolist())
        shares = [(form[start:end], scaled(values[:, start:end])) for start, end in bounds]
        odds = np.stack([self.bias + share @ self.weights[forms] for forms, share in shares])
        known = np.stack([share.any(axis=-1, keepdims=True) for _, share in shares])
        return np.where(known, odds, np.nan)

    def present(
        self, scores: Numbers, cues: NDArray[np.int64], shares: Numbers, different: NDArray[np.int64]
    ) -> NDArray[Any]:
        """True (present), False (not found) or None (unclear) for each frame; see `answers`."""
        if not self.one_per_text:
            return answers(self.rules, scores, cues, shares, different)
        highest = np.arange(len(self.frames)) == np.argmax(scores, axis=-1)[..., np.newaxis]
        known = self.answerable & ~np.isnan(scores) & ~(highest & (cues == 0))
        return np.where(known, highest, np.array(None))


def joined(evidence: Numbers, odds: Numbers, cues: NDArray[np.int64], shares: Numbers) -> Numbers:
    """The score of each frame, 0 to 1, from words and cues weighed by `FrameModel.evidence`; all `(..., frames)`."""
    constant, by_words, by_share, by_count = evidence.T
    total = constant + by_words * odds + by_share * np.sqrt(shares) + by_count * np.log1p(cues)
    return np.asarray(1 / (1 + np.exp(-total)))


def as_arrays(model: FrameModel) -> dict[str, NDArray[Any]]:
    """The model as arrays that are stored without pickles."""
    return {
        "frames": pack_words(model.frames),
        "forms": pack_words(model.words.row),
        "rarities": model.words.rarities.astype(np.float32),
        "weights": np.round(model.weights * SCALE).astype(np.int16),
        "bias": np.asarray(model.bias, dtype=np.float32),
        "evidence": np.asarray(model.evidence, dtype=np.float32),
        "rules": np.array(model.rules, dtype=np.float32),
    }


def from_arrays(stored: Mapping[str, NDArray[Any]]) -> FrameModel:
    """The model from the arrays of `as_arrays`; names carry no weight."""
    forms = unpack_words(stored["forms"])
    words = Words({form: row for row, form in enumerate(forms)}, stored["rarities"].astype(np.float64))
    rules = tuple(Rule(*map(float, row)) for row in stored["rules"].round(4).tolist())
    frames = tuple(unpack_words(stored["frames"]))
    weights = stored["weights"].astype(np.float32) / np.float32(SCALE)
    return FrameModel(frames, words, weights, stored["bias"].astype(float), stored["evidence"].astype(float), rules)


def as_json(model: FrameModel, named: Sequence[str], least: float) -> dict[str, Any]:
    """The model as readable data, without forms whose weights are all below `least`."""
    whole = np.round(model.weights * SCALE).astype(int)
    rows = [(form, row) for form, row in model.words.row.items() if abs(model.weights[row]).max() >= least]
    return {
        "frames": list(model.frames),
        "named": list(named),
        "weights": {form: whole[row].tolist() for form, row in rows},
        "bias": [round(float(value), 4) for value in model.bias],
        "threshold": [None if rule == NEVER else round(rule.present, 4) for rule in model.rules],
        "one_per_text": model.one_per_text,
        "fewest_words": model.fewest_words,
    }


def _names(value: Any, fewest: int = 0) -> bool:
    good = isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value)
    return good and len(set(value)) == len(value) >= fewest


def _number(value: Any, least: float = -np.inf, most: float = np.inf) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and least <= value <= most and abs(value) < np.inf


def _list(value: Any, size: int, good: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and len(value) == size and all(map(good, value))


def _whole(value: Any) -> bool:
    return _number(value, -32767, 32767)


#: The fields of a stored model: what each must be, and the check of its value, given the number of frames.
_FIELDS: Mapping[str, tuple[str, Callable[[Any, int], bool]]] = {
    "frames": ("a list of different names", lambda value, size: _names(value, 1)),
    "named": ("a list of different word forms", lambda value, size: _names(value)),
    "weights": (
        "an object with a list of {size} whole numbers for each word form",
        lambda value, size: isinstance(value, dict) and all(_list(row, size, _whole) for row in value.values()),
    ),
    "bias": ("a list of {size} numbers", lambda value, size: _list(value, size, _number)),
    "threshold": (
        "a list of {size} numbers from 0 to 1, or null",
        lambda value, size: _list(value, size, lambda each: each is None or _number(each, 0, 1)),
    ),
    "one_per_text": ("true or false", lambda value, size: isinstance(value, bool)),
    "fewest_words": ("a number from 0", lambda value, size: _number(value, 0)),
}


def from_json(stored: Any) -> FrameModel:
    """The model from the data of `as_json`. Raises `BadModel` that names the wrong field."""
    if not isinstance(stored, Mapping):
        raise BadModel(f"{type(stored).__name__} in place of an object with the fields {', '.join(_FIELDS)}")
    frames = stored.get("frames")
    size = len(frames) if isinstance(frames, list) else 0
    for name, (what, good) in _FIELDS.items():
        if name not in stored or not good(stored[name], size):
            shown = repr(stored[name])[:60] if name in stored else "missing"
            raise BadModel(f"field {name}: {shown}; it must be {what.format(size=size)}")
    words = words_with(tuple(stored["named"]))
    weights = np.zeros((len(words.row), size), dtype=np.float32)
    for form, row in stored["weights"].items():
        if form not in words.row:
            raise BadModel(f"field weights: {form[:60]!r} is no form that may weigh; delete it, or add it to named")
        weights[words.row[form]] = np.array(row) / SCALE
    rules = tuple(map(threshold_rule, stored["threshold"]))
    bias, one, fewest = np.array(stored["bias"]), stored["one_per_text"], stored["fewest_words"]
    return FrameModel(tuple(stored["frames"]), words, weights, bias, plain_evidence(size), rules, one, fewest)


def threshold_rule(threshold: float | None) -> Rule:
    """The rule of a frame with a cue that is present from a score by words on; without one, it stays unclear."""
    if threshold is None:
        return NEVER
    below = float(np.nextafter(threshold, 0))
    return Rule(threshold, 0, threshold, 2, below, 2, below)


def plain_evidence(frames: int) -> Numbers:
    """The evidence of words alone."""
    return np.tile([0.0, 1.0, 0.0, 0.0], (frames, 1))


@cache
def shipped() -> FrameModel:
    """The model of the fourteen policy frames that comes with the package."""
    return from_arrays(load_arrays("frames"))
