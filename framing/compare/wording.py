"""How sentences about accounts are worded, and which rows they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.attribution.reading import JOINT
from framing.text.spans import truncate_words

if TYPE_CHECKING:
    import pandas as pd

#: The most words of a passage that a sentence repeats.
EXCERPT_WORDS = 20
#: The ends of an excerpt that its own marks replace.
_MARKS = "“”‘’\"'., "
#: What may stand before a quotation of a few words and is no part of its claim.
_PREPOSITION = re.compile(r"^(?:about|as|at|by|for|from|in|into|of|on|over|to|with) (?=[“\"])")
_SINGLE = str.maketrans("“”", "‘’")


def sure(quotes: pd.DataFrame) -> pd.DataFrame:
    """The attributions that counts and shares rest on."""
    return quotes[quotes["sure"] == 1]


def by_source(quotes: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The attributions, with a row and the side of each source where several speak at once."""
    names = quotes["source"].map(lambda name: name.split(JOINT), na_action="ignore")
    rows = quotes.assign(source=names).explode("source")
    side_of = dict(zip(zip(sources["article"], sources["source"], strict=True), sources["side"], strict=True))
    keys = zip(rows["article"], rows["source"], rows["side"], strict=True)
    return rows.assign(side=[side_of.get((article, name), side) for article, name, side in keys])


def counted(phrases: pd.DataFrame) -> pd.DataFrame:
    """The phrases that sentences, charts and counts call loaded: those of medium or high strength."""
    return phrases[phrases["strength"].isin(["medium", "high"])]


def strong(phrases: pd.DataFrame) -> pd.DataFrame:
    """The loaded phrases in the outlet's own voice."""
    return counted(phrases[phrases["voice"] == "own"])


def and_join(names: Sequence[str], most: int = 4) -> str:
    """The names in a sentence.

    >>> and_join(["Post", "Bell", "Wire"])
    'Post, Bell and Wire'
    """
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} others"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def times(count: int, noun: str) -> str:
    """The count and the noun, in the plural unless there is one.

    >>> times(1, "phrase"), times(1200, "word")
    ('1 phrase', '1,200 words')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def often(count: int) -> str:
    """How many times, in words.

    >>> often(1), often(2), often(7)
    ('once', 'twice', '7 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def excerpt(passage: str, speaker: str = "") -> str:
    """The first words of a passage in quotation marks, marks inside it single; and whose words they are.

    >>> excerpt("that the “new” quay is safe.", "Ada Quill")
    'Ada Quill’s words “the ‘new’ quay is safe”'
    """
    plain = " ".join(passage.split()).removeprefix("that ")
    # a quotation of a few words stands alone, without the preposition before it
    words = truncate_words(_PREPOSITION.sub("", plain), EXCERPT_WORDS)
    words = re.sub(r'"([^"]*)(?:"|$)', r"“\1”", words)
    # marks around all words are replaced; marks around some stay, in pairs
    inner = words.strip(_MARKS)
    if "”" in inner and (first := re.search("[“”]", inner)) and first[0] == "”":
        inner = "“" + inner
    inner += "”" * (inner.count("“") > inner.count("”"))
    whose = f"{speaker}’{'' if speaker.endswith('s') else 's'} words " if speaker else ""
    return f"{whose}“{inner.translate(_SINGLE)}”"
