"""What an account attributes to somebody, cut at the sentences and at the quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from framing.attribution.reading import Attribution, Kind, Voice
from framing.compare.accounts import Account

#: What is retold without quoted words is a statement if it has this many words ("sought an inquiry" tells none), what
#: is retold around them if it has more.
LEAST_INDIRECT, LEAST_RETOLD = 5, 8


@dataclass(frozen=True, eq=False)
class Passage:
    """Words of one account, by their indices in its document, that may hold a statement."""

    account: int
    words: tuple[int, ...]
    forms: tuple[str, ...]
    voice: Voice
    source: str | None = None


def attributed(number: int, account: Account) -> Iterator[Passage]:
    """What the account attributes to somebody, cut at the sentences.

    Of a mixed quotation each part between marks is a statement of its own, and what is retold around them is one where
    it is long enough.
    """
    marks = _marks_of_words(account)
    for attribution in account.reading.attributions:
        if attribution.kind is Kind.SCARE:
            continue
        for words in _by_sentence(account, attribution):
            for voice, part in _by_marks(attribution.kind, words, marks):
                if voice is Voice.REPORTED and _are_names(account, part):
                    continue
                forms = tuple(account.forms[word] for word in part)
                yield Passage(number, tuple(part), forms, voice, attribution.source)


def _are_names(account: Account, words: Sequence[int]) -> bool:
    """Whether every word has a capital: whoever is named so has said nothing ("the clerk told Mayor Ada Quill")."""
    starts = account.document.word_start
    return all(account.article.text[starts[word]].isupper() for word in words)


def _marks_of_words(account: Account) -> dict[int, int]:
    """The words that stand between quotation marks, and where the outermost of these opens."""
    document = account.document
    marks: dict[int, int] = {}
    for quotation in sorted(document.quotations, key=lambda q: -q.level):
        span = document.words_between(quotation.inner_start, quotation.inner_end)
        marks |= dict.fromkeys(range(span.start, span.stop), quotation.start)
    return marks


def _by_marks(kind: Kind, words: Sequence[int], marks: Mapping[int, int]) -> Iterator[tuple[Voice, list[int]]]:
    if kind is Kind.INDIRECT:
        if len(words) >= LEAST_INDIRECT:
            yield Voice.REPORTED, list(words)
        return
    verbatim: dict[int, list[int]] = {}
    for word in words:
        if word in marks:
            # a direct quotation is one, though its cue splits it
            verbatim.setdefault(marks[word] if kind is Kind.MIXED else 0, []).append(word)
    yield from ((Voice.QUOTED, part) for part in verbatim.values())
    retold = [word for word in words if word not in marks]
    if len(retold) >= LEAST_RETOLD:
        yield Voice.REPORTED, retold


def _by_sentence(account: Account, attribution: Attribution) -> Iterator[list[int]]:
    document = account.document
    words: dict[int, list[int]] = {}
    for start, end in attribution.parts:
        inside = document.words_between(start, end)
        for word in range(inside.start, inside.stop):
            words.setdefault(int(document.word_sentence[word]), []).append(word)
    yield from words.values()
