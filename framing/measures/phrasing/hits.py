"""Loaded phrases: lexicon terms with confidence and strength, without overlaps, extended by the words beside them.

`lab.training.phrases` learns the probability that a careful reader accepts a phrase. It rises with the log-odds of a
single word by the word model; a set phrase of several words is rarely literal. Each category has a weight, and a lower
bound of log-odds for single words and for phrases.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from framing.lexicon import Match
from framing.measures.phrasing.forms import IS_CONTENT, KNOWN, NATURE, canonical
from framing.measures.phrasing.words import Array, Words
from framing.models import load_arrays, unpack_words
from framing.text.spans import is_contiguous, non_overlapping
from framing.words import word_set

#: The value of the column `lexicon` for phrases that a rule finds.
RULES = "rules"
#: Lexicons whose terms of several words may be meant literally: rules, and plain names of what is in dispute.
_LITERAL_TOO = frozenset({RULES, "one-sided"})
#: The rank of a term of a user's own lexicon: no other hit replaces it, however long.
OWN_RANK = 9
#: Categories of praise, which a negation cancels: “not historic” praises nothing.
PRAISE = frozenset({"hype", "superlative", "positive-judgement", "virtue"})
#: Categories that a negation cancels: “never obvious” takes nothing for granted either.
_CANCELLED = PRAISE | {"taken-for-granted"}
#: Categories of views and reports without a named source.
_VAGUE = frozenset({"hearsay", "unnamed-voices"})
#: “Seen as a test by Ada Quill”: the name follows within this many words.
_BY_WITHIN = 8
_NEGATIONS = word_set("negations")
#: After a negation these show that it cancels nothing: “not only historic”.
_CANCELS_NOTHING = frozenset({"only", "just", "merely", "simply"})
#: Two neighbouring words that are meant literally: “disaster relief”, “asylum claim”.
_LITERAL = word_set("literal-pairs")
#: The number of words that a negation covers.
_NEGATION_REACH = 3

#: Categories whose hits never join a longer phrase, like those of rules.
APART = frozenset({"certainty", "hearsay", "open-claim", "stance-adverb", "taken-for-granted", "unnamed-voices"})
#: The least log-odds of a content word beside a hit, and of a small word between two hits.
LEAST_BESIDE, LEAST_BETWEEN = -2.0, -1.7
_NOUNS, _BEFORE = frozenset({"NN", "NNS"}), frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS"})
#: Adjectives and adverbs that count or compare, and so belong to no loaded word after them.
_COUNTING = frozenset("further latest many more most much other own same several such".split())
_FINITE = frozenset({"VB", "VBD", "VBP", "VBZ"})
#: Particles that belong to the verb before them: “freak out”.
_PARTICLES = frozenset({"apart", "away", "down", "off", "out", "up"})


class Hit(NamedTuple):
    """Words `[first, last)` of the document that a term or a rule marks.

    `why` is a sentence with `{text}` in place of the words. `PhraseModel` gives `confidence` and `strength`. Of hits of
    equal length, the one of higher `rank` stays.
    """

    first: int
    last: int
    lexicon: str
    category: str
    term: str
    weight: float
    why: str
    rank: int = 0
    confidence: float = 1.0
    strength: str = ""

    @property
    def is_set_phrase(self) -> bool:
        """Whether these are several words that a list holds as one term, rarely literal."""
        return self.last - self.first > 1 and self.lexicon not in _LITERAL_TOO


def listed_hits(words: Words, matches: Iterable[Match], own: Collection[str] = ()) -> Iterator[Hit]:
    """The matches as hits, without names, literal uses and negated praise; those of the lexicons `own` rank highest."""
    name, known = words.name.data, ((words.document.word_column(NATURE) & KNOWN) != 0).data
    for match in matches:
        first, last, lexicon, entry = match
        if last - first > 1 and not is_contiguous(words.document, first, last):
            continue
        # A name is no hit, unless news always writes the word with a capital: then it is listed with it.
        named = name[first:last]
        if any(named) and (entry.lower_case_only or (all(named) and all(known[first:last]))):
            continue
        if last - first == 1 and (is_literal(words, first) or not entry.allows(words.role(first))):
            continue
        if entry.category in _CANCELLED and negated(words, first):
            continue
        category = lexicon.categories[entry.category]
        rank = OWN_RANK if lexicon.name in own else 0
        yield Hit(first, last, lexicon.name, entry.category, entry.term, entry.weight, category.why, rank)


def unnamed_only(words: Words, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without vague attributions in a sentence that names the source."""
    is_name = words.name.data
    named = {
        words.sentence(first).start
        for _, first, last in words.attributed(lambda attribution: attribution.source_span)
        if any(is_name[first:last])
    }
    for hit in hits:
        if hit.category in _VAGUE:
            after = range(hit.last, min(hit.last + _BY_WITHIN, words.sentence(hit.first).stop - 1))
            by_name = any(words.low[word] == "by" and words.name[word + 1] for word in after)
            if by_name or (hit.category != "hearsay" and words.sentence(hit.first).start in named):
                continue
        yield hit


def is_literal(words: Words, word: int) -> bool:
    """Whether a neighbour shows that a word is meant literally."""
    low, sentence = words.low, words.sentence(word)
    after = word + 1 < sentence.stop and f"{low[word]}|{low[word + 1]}" in _LITERAL
    return after or (word > sentence.start and f"{low[word - 1]}|{low[word]}" in _LITERAL)


def negated(words: Words, first: int) -> bool:
    """Whether a negation precedes a word in its sentence, with no punctuation between."""
    earliest = max(words.sentence(first).start, first - _NEGATION_REACH)
    for word in range(first - 1, earliest - 1, -1):
        if words.gap(word):
            return False
        low = words.low[word]
        if low in _NEGATIONS or low.endswith("n't"):
            return words.low[word + 1] not in _CANCELS_NOTHING
    return False


def without_overlap(hits: Iterable[Hit]) -> list[Hit]:
    """The hits by position; of overlapping ones, the longest, then that of higher rank, then of higher confidence.

    Hits of the rank `OWN_RANK` win over all others. A user's term in several categories of a list counts in each.
    """

    def order(hit: Hit) -> tuple[bool, int, int, float, int, str, str]:
        length = hit.last - hit.first
        return hit.rank < OWN_RANK, -length, -hit.rank, -hit.confidence, hit.first, hit.lexicon, hit.term

    def entry(hit: Hit) -> tuple[int, int, str, str]:
        return hit.first, hit.last, hit.lexicon, hit.term

    candidates = list(hits)
    chosen = non_overlapping(sorted(candidates, key=order), lambda hit: range(hit.first, hit.last))
    categories = {entry(hit): hit.category for hit in chosen if hit.rank >= OWN_RANK}
    others = [hit for hit in candidates if categories.get(entry(hit), hit.category) != hit.category]
    return sorted([*chosen, *others], key=lambda hit: hit.first)


def extended(hits: Sequence[Hit], words: Words, odds: Array) -> list[Hit]:
    """The hits, each with the neighbouring words that belong to the phrase; by position, without overlaps.

    Likely adjectives and adverbs before a hit belong to it, and a verb's particle or a noun after it. Small words
    between two hits belong to the first.
    """
    taken = {word for hit in hits for word in range(hit.first, hit.last)}
    starts = {hit.first for hit in hits}

    def free(word: int, least: float = LEAST_BESIDE) -> bool:
        return word not in taken and not words.name[word] and odds[word] >= least

    def extend(hit: Hit) -> Hit:
        (first, last), sentence = hit[:2], words.sentence(hit.first)

        def follows(word: int) -> bool:
            return word < sentence.stop and not words.gap(word - 1)

        while first > sentence.start and free(first - 1) and not words.gap(first - 1):
            if words.tag(first - 1) not in _BEFORE or words.low[first - 1] in _COUNTING:
                break
            first -= 1
        if words.tag(last - 1).startswith("VB"):
            last += follows(last) and last not in taken and words.low[last] in _PARTICLES
        elif IS_CONTENT[words.tags[last - 1]] or words.low[last - 1] == "of":
            while follows(last) and words.tag(last) in _NOUNS and free(last):
                last += 1
        end = last
        while follows(end) and not IS_CONTENT[words.tags[end]] and free(end, LEAST_BETWEEN):
            end += 1
        if end > last and end in starts and follows(end):
            last = end
        taken.update(range(first, last))
        return hit if (first, last) == hit[:2] else hit._replace(first=first, last=last)

    return [hit if hit.rank == OWN_RANK or hit.lexicon == RULES else extend(hit) for hit in hits]


def merged(hits: Sequence[Hit], words: Words) -> list[Hit]:
    """The hits by position, neighbours merged: “despicable cronies” is one phrase.

    The surer of the two gives category and reason. Finite verbs stay apart (“slammed cronies”), and so do rules' hits,
    those of the categories `APART` and those of a user's own lexicons.
    """
    phrases: list[Hit] = []
    for hit in hits:
        if phrases and phrases[-1].last == hit.first and _belong(phrases[-1], hit, words):
            before = phrases.pop()
            surer = hit if hit.confidence > before.confidence else before
            strength = max(hit.strength, before.strength, key=STRENGTHS.index)
            hit = surer._replace(first=before.first, last=hit.last, strength=strength)
        phrases.append(hit)
    return phrases


#: Strengths, the weakest first.
STRENGTHS = ("", "low", "medium", "high")


def _belong(left: Hit, right: Hit, words: Words) -> bool:
    if any(hit.rank == OWN_RANK or hit.lexicon == RULES or hit.category in APART for hit in (left, right)):
        return False
    word = right.first
    if word == words.sentence(word).start or words.gap(word - 1):
        return False
    return _FINITE.isdisjoint({words.tag(word - 1), words.tag(word)}) and words.role(word - 1) != "verb"


def likelihood(odds: float) -> float:
    """The probability for log-odds, to three digits."""
    return round(1 / (1 + math.exp(-odds)), 3)


def highest(odds: Array, hit: Hit) -> float:
    """The greatest log-odds among a hit's words."""
    return float(max(odds[hit.first : hit.last].tolist()))


#: Log-odds are clipped to this range.
LOWEST, HIGHEST = -6.0, 1.0
#: Names of the scalars in the stored arrays.
SCALARS = ("intercept", "odds", "several", "least", "lowest", "strength", "strength_odds", "medium", "high")


@dataclass(frozen=True, eq=False)
class PhraseModel:
    """The weights behind confidence and strength: `scalars` by the names of `SCALARS`, categories and words.

    Confidence is the probability that a careful reader calls the phrase loaded or borderline. Phrases are shown from
    `scalars["least"]` on; single words only at log-odds that readers have judged in their category (`lowest`).
    """

    scalars: Mapping[str, float]
    categories: Mapping[str, float]
    lowest: Mapping[str, float]
    lowest_several: Mapping[str, float]
    strength_of_categories: Mapping[str, float]
    strength_of_words: Mapping[str, float]

    def confidence_odds(self, category: str, several: bool, odds: float) -> float:
        """The log-odds that a reader accepts a term of a category, given its size and its words' log-odds."""
        weights = self.scalars
        by_words = weights["several"] if several else weights["odds"] * min(max(odds, LOWEST), HIGHEST)
        return weights["intercept"] + self.categories.get(category, 0.0) + by_words

    @cache  # noqa: B019 - there are few models, and few categories
    def least_odds(self, category: str, several: bool) -> float:
        """The least log-odds by the word model at which a term is shown; `-inf` for always, `inf` for never."""
        least = math.log(self.scalars["least"] / (1 - self.scalars["least"]))
        if self.confidence_odds(category, several, HIGHEST) < least:
            return math.inf
        if several:
            return self.lowest_several.get(category, -math.inf)
        slope = self.scalars["odds"]
        bound = (least - self.confidence_odds(category, several, 0.0)) / slope if slope > 0 else -math.inf
        return max(bound, self.lowest.get(category, self.scalars["lowest"]))

    def strength(self, category: str, words: Iterable[str], odds: float) -> str:
        """How strong readers find a phrase of these lower-case words: low, medium or high."""
        weights = self.scalars
        known = [self.strength_of_words[form] for form in map(canonical, words) if form in self.strength_of_words]
        value = weights["strength"] + weights["strength_odds"] * min(max(odds, LOWEST), HIGHEST)
        value += self.strength_of_categories.get(category, 0.0) + (sum(known) / len(known) if known else 0.0)
        return STRENGTHS[1 + (value >= weights["medium"]) + (value >= weights["high"])]

    def shown(self, hits: Iterable[Hit], words: Words, odds: Array) -> Iterator[Hit]:
        """The hits that are shown, their likelihood as weight; those of a user's own lexicons unchanged."""
        for hit in hits:
            if hit.rank == OWN_RANK:
                yield hit
                continue
            several, most = hit.is_set_phrase, highest(odds, hit)
            if most >= self.least_odds(hit.category, several):
                sure = likelihood(self.confidence_odds(hit.category, several, most))
                strength = self.strength(hit.category, words.low[hit.first : hit.last], most)
                yield hit._replace(weight=likelihood(most), confidence=sure, strength=strength)


def from_arrays(stored: Mapping[str, Array]) -> PhraseModel:
    """The model from its arrays."""

    def table(keys: str, values: str) -> dict[str, float]:
        names = unpack_words(stored[keys])
        return dict(zip(names, stored[values].astype(np.float64).tolist(), strict=True))

    scalars = dict(zip(SCALARS, stored["scalars"].astype(np.float64).tolist(), strict=True))
    by_category = [table("categories", f"category_{of}") for of in ("weights", "lowest", "lowest_several", "strengths")]
    weights, lowest, lowest_several, strengths = by_category
    return PhraseModel(scalars, weights, lowest, lowest_several, strengths, table("forms", "form_strengths"))


@cache
def load_phrase_model() -> PhraseModel:
    """The installed model."""
    return from_arrays(load_arrays("loaded-phrases"))
