"""What the composed accounts were written to contain is found: quotations with their source, phrases with their voice.

The shares asked for are what a reader of the samples may rely on; how the suite does on real news is for
`framing validate` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

import framing
from framing.analysis import Analysis

#: A quotation is found where this share of its characters lies in one row of `quotes`.
WHOLE = 0.8
#: Accounts told plainly, in which the speakers are named by the words that news uses.
PLAIN = ("wire", "business", "government", "official")


@dataclass(frozen=True)
class Quoted:
    """A known quotation, the row of `quotes` that covers it best, and the share of it that the row covers."""

    account: Any
    known: Any
    row: Any
    share: float

    @property
    def in_marks(self) -> bool:
        return self.known["kind"] in ("direct", "mixed")

    @property
    def has_its_source(self) -> bool:
        """Whether the name found is the known one: longer or shorter, but of no other words."""
        if self.share < WHOLE or not isinstance(self.row.source, str):
            return False
        got = words_of(self.row.source)
        known = [words_of(name) for name in (self.known["source"], *self.known.get("also", []))]
        return any(got <= name or name <= got for name in known)

    def __str__(self) -> str:
        source = getattr(self.row, "source", None)
        return f"{self.account.article.id}: {self.known['text']!r} of {self.known.get('source')}, found {source}"


@dataclass(frozen=True)
class Marked:
    """A known phrase, and the voices of the rows of `phrases` that overlap it."""

    account: Any
    known: Any
    voices: frozenset[str]

    def __str__(self) -> str:
        return f"{self.account.article.id}: {self.known['text']!r}, {self.known['voice']}, found {sorted(self.voices)}"


def words_of(name: str) -> frozenset[str]:
    plain = name.casefold().replace("’", "'").replace(".", "")
    return frozenset(re.findall(r"[\w']+", plain)) - {"the", "a", "an"}


def covered(row: Any, start: int, end: int) -> float:
    parts = (map(int, part.split("-")) for part in row.parts.split(";"))
    return sum(max(0, min(end, last) - max(start, first)) for first, last in parts) / (end - start)


@pytest.fixture(scope="module")
def analysis(accounts: Any) -> Analysis:
    return framing.analyze([account.article for account in accounts])


@pytest.fixture(scope="module")
def quoted(accounts: Any, analysis: Analysis) -> list[Quoted]:
    found = []
    for account in accounts:
        table = analysis["quotes"]
        rows = list(table[table["article"] == account.article.id].itertuples())
        for answer in account.answers("quotations"):
            # Closing punctuation stands inside the marks or outside, by the style of the outlet.
            end = answer.start + len(answer.known["text"].rstrip(".,!?"))
            best = max(rows, key=lambda row: covered(row, answer.start, end))
            found.append(Quoted(account, answer.known, best, covered(best, answer.start, end)))
    return found


@pytest.fixture(scope="module")
def marked(accounts: Any, analysis: Analysis) -> list[Marked]:
    found = []
    for account in accounts:
        rows = analysis["phrases"][analysis["phrases"]["article"] == account.article.id]
        for answer in account.answers("phrases"):
            over = rows[(rows["start"] < answer.end) & (rows["end"] > answer.start)]
            found.append(Marked(account, answer.known, frozenset(over["voice"])))
    return found


def enough(items: Sequence[Any], right: Sequence[bool], share: float) -> None:
    assert items
    wrong = "\n".join(str(item) for item, is_right in zip(items, right, strict=True) if not is_right)
    assert sum(right) >= share * len(items), f"{sum(right)} of {len(items)}; not:\n{wrong}"


def test_everything_in_quotation_marks_is_found(quoted: list[Quoted]) -> None:
    wanted = [item for item in quoted if item.known["kind"] != "indirect"]
    enough(wanted, [item.share >= WHOLE for item in wanted], 1.0)


def test_most_statements_retold_without_marks_are_found(quoted: list[Quoted]) -> None:
    wanted = [item for item in quoted if item.known["kind"] == "indirect"]
    enough(wanted, [item.share >= WHOLE for item in wanted], 0.75)


def test_terms_that_nobody_says_are_scare_quotes(quoted: list[Quoted]) -> None:
    wanted = [item for item in quoted if item.known["kind"] == "scare"]
    enough(wanted, [item.row.kind == "scare" for item in wanted], 0.8)


def test_what_somebody_says_in_marks_is_no_scare_quote(quoted: list[Quoted]) -> None:
    wanted = [item for item in quoted if item.in_marks and "source" in item.known]
    enough(wanted, [item.row.kind in ("direct", "mixed") for item in wanted], 0.9)


def test_words_in_marks_go_to_their_source_where_it_is_plainly_named(quoted: list[Quoted]) -> None:
    wanted = [q for q in quoted if q.in_marks and q.account.known["stance"].startswith(PLAIN)]
    enough(wanted, [item.has_its_source for item in wanted], 0.9)


def test_words_in_marks_mostly_go_to_their_source_wherever_one_is_named(quoted: list[Quoted]) -> None:
    wanted = [item for item in quoted if item.in_marks and "source" in item.known]
    enough(wanted, [item.has_its_source for item in wanted], 0.75)


@pytest.mark.parametrize("category", ["hype", "virtue", "vague-attribution", "emotive"])
def test_most_phrases_of_the_clearest_kinds_are_marked(marked: list[Marked], category: str) -> None:
    wanted = [item for item in marked if item.known["category"] == category]
    enough(wanted, [bool(item.voices) for item in wanted], 0.75)


def test_a_phrase_that_is_marked_has_its_voice(marked: list[Marked]) -> None:
    wanted = [item for item in marked if item.voices]
    enough(wanted, [item.known["voice"] in item.voices for item in wanted], 0.9)


def test_loaded_accounts_have_more_phrases_of_their_own_than_plain_ones(events: Any, analysis: Analysis) -> None:
    figures = analysis["articles"].set_index("article")
    own = figures["phrases_own"] / figures["words_own"]
    for event in events:
        plain = [a.article.id for a in event.accounts if a.known["stance"].startswith(PLAIN)]
        loaded = [a.article.id for a in event.accounts if a.article.id not in plain]
        assert own[plain].max() < own[loaded].min(), own[plain + loaded]
