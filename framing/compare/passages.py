"""Passages: the sentence-sized things an account says, cut where the speaker changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import Attribution, Kind, Span
from framing.compare.accounts import Account
from framing.measures.phrasing.forms import usual_tag

#: Minimum words of a passage that somebody says, and of one in the outlet's own voice beside it.
LEAST_ATTRIBUTED, LEAST_OWN = 3, 6
#: Up to this many of the outlet's own words need a verb to be a passage.
FEW_WORDS = 8
#: Minimum share of words between quotation marks of a quoted passage.
QUOTED_SHARE = 0.5
#: Minimum confidence of a paraphrase; a less sure one counts as the outlet's own words.
UNLIKELY = 0.3
#: Endings of contractions that hold a verb.
_SHORT_FORMS = ("n't", "'re", "'s", "'ve", "'ll", "'d", "'m")
#: Links, handles, credits and notices that a page shows beside the text.
_FURNITURE = re.compile(
    r"https?:|www\.|pic\.twitter|\s\|\s|\(@\w+\)|[/|] ?Getty|\bPhoto(?:s|graph)? (?:by|credit)|^[A-Z][A-Z ]{3,}:"
    r"|\b(?:opinions|views) expressed\b|\bcontributed to this\b|\breported from\b"
)
_OPENING = '“‘"'
_CLOSING = re.compile(r"[.,!?…]*[”’\"]")
#: Words that an account has added to a quotation.
_BRACKETS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, eq=False)
class Passage:
    """Words of one sentence of an account, by their indices in its document.

    `number` is the account's among those compared. `attribution` is the one that the words belong to, None in the
    outlet's own voice; `quoted` has an entry per word; `governed` says that the sentence holds a cue or somebody's
    words, `frames` that the passage holds a source or cue.
    """

    number: int
    account: Account
    sentence: int
    words: tuple[int, ...]
    quoted: tuple[bool, ...]
    attribution: Attribution | None
    governed: bool
    frames: bool

    @property
    def quoted_share(self) -> float:
        """The share of the words that stand between quotation marks."""
        return sum(self.quoted) / len(self.words)

    @property
    def quoted_parts(self) -> int:
        """How many stretches of the words stand between quotation marks."""
        return sum(marked for marked, _ in groupby(self.quoted))

    @cached_property
    def span(self) -> Span:
        """The characters from the first word to the end of the last, with the marks around them."""
        text, document = self.account.document.text, self.account.document
        start, end = document.word_starts[self.words[0]], document.word_ends[self.words[-1]]
        if start and text[start - 1] in _OPENING:
            start -= 1
        if closed := _CLOSING.match(text, end):
            end = closed.end()
        return start, end

    @cached_property
    def text(self) -> str:
        """The passage on one line."""
        return self.account.shown(*self.span)

    @property
    def forms(self) -> list[str]:
        """The words in lower case."""
        return [self.account.forms[word] for word in self.words]

    @cached_property
    def quoted_words(self) -> list[str]:
        """The words between quotation marks, without additions in brackets."""
        inserted = [match.span() for match in _BRACKETS.finditer(self.account.article.text, *self.span)]
        starts = self.account.document.word_starts
        return [
            self.account.forms[word]
            for word, quoted in zip(self.words, self.quoted, strict=True)
            if quoted and not any(low <= starts[word] < high for low, high in inserted)
        ]


def passages(number: int, account: Account) -> Iterator[Passage]:
    """The passages of an account's subheads and body, in text order; `number` is the account's number.

    A sentence has one for each attribution in it and one for each stretch of the outlet's own words.
    """
    document = account.document
    owner, framed = _owners(account)
    quoted = np.zeros(len(owner), dtype=bool)
    for quotation in document.quotations:
        quoted[document.words_between(quotation.inner_start, quotation.inner_end)] = True
    first = document.sentence_first_word.tolist()
    for sentence, section in enumerate(document.sentence_section.tolist()):
        words = range(first[sentence], first[sentence + 1])
        if MEASURED[section] is Section.HEADLINE or not words:
            continue
        governed = bool((owner[words.start : words.stop] >= 0).any() or framed[words.start : words.stop].any())
        for which, chosen in _stretches(words, owner, framed) or [(-1, list(words))]:
            if which < 0 and not _states(account, chosen):
                continue
            attribution = account.reading.attributions[which] if which >= 0 else None
            marked, frames = tuple(quoted[chosen].tolist()), bool(framed[chosen].any())
            yield Passage(number, account, sentence, tuple(chosen), marked, attribution, governed, frames)


def _states(account: Account, words: Sequence[int]) -> bool:
    """Whether an outlet's own words state something: a few only with a verb, and no link, handle or credit."""
    document = account.document
    text = account.article.text[document.word_starts[words[0]] : document.word_ends[words[-1]]]
    forms = [account.forms[word].replace("’", "'") for word in words]
    verbs = any(usual_tag(form).startswith(("VB", "MD")) or form.endswith(_SHORT_FORMS) for form in forms)
    return (verbs or len(words) > FEW_WORDS) and not _FURNITURE.search(text)


def _owners(account: Account) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each word, the attribution whose content it is in, or -1; and whether it is part of a source or cue."""
    document = account.document
    owner = np.full(len(document.word_start), -1, dtype=np.intp)
    framed = np.zeros(len(document.word_start), dtype=bool)
    for number, attribution in enumerate(account.reading.attributions):
        unlikely = attribution.kind is Kind.INDIRECT and attribution.confidence < UNLIKELY
        if attribution.kind is not Kind.SCARE and not unlikely:
            for part in attribution.parts:
                owner[document.words_between(*part)] = number
        for span in (attribution.source_span, attribution.cue_span):
            if span:
                framed[document.words_between(*span)] = True
    return owner, framed & (owner < 0)


def _stretches(words: Sequence[int], owner: NDArray[np.intp], framed: NDArray[np.bool_]) -> list[tuple[int, list[int]]]:
    """The words of each attribution in a sentence, and each stretch of own words; -1 marks these."""
    attributed: dict[int, list[int]] = {}
    for word in words:
        if owner[word] >= 0:
            attributed.setdefault(int(owner[word]), []).append(word)
    stretches = [(which, chosen) for which, chosen in attributed.items() if len(chosen) >= LEAST_ATTRIBUTED]
    for own, stretch in groupby(words, key=lambda word: owner[word] < 0):
        chosen = list(stretch)
        # "the clerk said" between two quotations says nothing by itself
        if own and sum(not framed[word] for word in chosen) >= LEAST_OWN:
            stretches.append((-1, chosen))
    return stretches
