"""Words that readers know: the lists of Dale and Chall and of Spache, and how often a word is used in news."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from framing.models import load_arrays, unpack_words
from framing.words import word_set

#: A word is common when it is among this many of the most used in news.
MOST_USED = 5000

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "went": "go", "gone": "go", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be",
}  # fmt: skip
_NOT = {"won't": "will", "can't": "can", "shan't": "shall"}
_ENDINGS = {"s": ("s", "es"), "d": ("ed", "d"), "g": ("ing",), "r": ("er", "r"), "t": ("est", "st"), "y": ("ly",)}
_DOUBLED = frozenset("bdgklmnprt")
_DOUBLING = frozenset(("ed", "ing", "er", "est"))


@cache
def dale_chall_words() -> frozenset[str]:
    """The 3,000 words that four in five fourth-graders know (Chall and Dale 1995), as textstat has them."""
    # Found, not imported: importing textstat takes longer than reading an article.
    package = find_spec("textstat")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the list of Dale and Chall comes with textstat: pip install textstat")
    words = Path(package.origin).parent / "resources" / "en" / "easy_words.txt"
    return frozenset(words.read_text(encoding="utf-8").lower().split())


@cache
def spache_words() -> frozenset[str]:
    """The revised list of words familiar in the first grades (Spache 1974)."""
    return word_set("spache")


@cache
def _ranks() -> dict[str, int]:
    words = unpack_words(load_arrays("frequency")["words"])
    return {word: rank for rank, word in enumerate(words)}


@cache
def _uses() -> list[int]:
    uses: list[int] = load_arrays("frequency")["uses"].tolist()
    return uses


def uses_in_news(word: str) -> int:
    """How often a lower-case word is used in the news that frequencies were learned from (15,000 articles)."""
    rank = _ranks().get(word)
    return 0 if rank is None else _uses()[rank]


def is_name(form: str) -> bool:
    """Whether a form is a name, as far as a form can tell: capitalised, and no common word without its capital."""
    if not form[:1].isupper():
        return False
    word = form.removesuffix("'s").removesuffix("'").lower()
    return word not in _ranks() and word not in dale_chall_words()


#: The lists that a word may be familiar by, and whether it is common: what `Word.lists` is made of.
DALE_CHALL, SPACHE, COMMON = 1, 2, 4


class Word(NamedTuple):
    """A word form and what its familiarity hangs on."""

    form: str
    low: str
    #: A name or a numeral: it says nothing of how hard a text is, whosever name it is, and is familiar by every list.
    exempt: bool
    #: How often it, or what it may be inflected from, is used in news.
    uses: int
    #: The lists that it is familiar by: `DALE_CHALL`, `SPACHE` and `COMMON`, added up.
    lists: int

    @classmethod
    def of(cls, form: str) -> Word:
        """The facts of a form."""
        low = form.lower()
        if (not form.isalpha() and any(map(str.isdigit, form))) or is_name(form):
            return cls(form, low, True, 0, DALE_CHALL | SPACHE | COMMON)
        return cls(form, low, False, *_known(low))


@cache
def _every_known() -> dict[str, tuple[int, int]]:
    """The words of all lists: how often each is used in news, and the lists that it is familiar by."""
    dale_chall, spache = dale_chall_words(), spache_words()
    known = dict.fromkeys(dale_chall | spache, (0, 0))
    known |= {
        word: (uses, COMMON * (rank < MOST_USED)) for (word, rank), uses in zip(_ranks().items(), _uses(), strict=True)
    }
    for words, of_list in ((dale_chall, DALE_CHALL), (spache, SPACHE)):
        known |= {word: (known[word][0], known[word][1] | of_list) for word in words}
    return known


def _known(low: str) -> tuple[int, int]:
    """How often a lower-case word or a base of it is used in news, and the lists it is familiar by.

    The rules are those of Dale and Chall 1948, A formula for predicting readability: instructions, Educational
    Research Bulletin 27. Names and numerals are familiar; so are the plural and possessive of a listed noun, the -s,
    -ed, -ing forms of a listed verb, the -er, -est forms of a listed adjective, and an adverb in -ly of a listed word.
    A hyphenated word is familiar if each of its parts is.
    """
    every = _every_known()
    uses = lists = 0
    for base in bases(low):
        if known := every.get(base):
            uses, lists = max(uses, known[0]), lists | known[1]
    if "-" in low:
        of_parts = DALE_CHALL | SPACHE
        for part in low.split("-"):
            of_parts &= _known(part)[1] if part else of_parts
        lists |= of_parts
    return uses, lists


def bases(word: str) -> tuple[str, ...]:
    """A lower-case word and what it may be inflected from by regular endings.

    >>> bases("carried")
    ('carried', 'carri', 'carry', 'carrie')
    """
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    if "'" in word:
        found += _without_apostrophe(word)
    for ending in _ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: -len(ending)]
            found.append(stem)
            if ending == "ing":
                found.append(stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED and ending in _DOUBLING:
                found.append(stem[:-1])
            if stem[-1] == "i":
                found.append(stem[:-1] + "y")
    return tuple(found)


def _without_apostrophe(word: str) -> list[str]:
    if word in _NOT:
        return [_NOT[word]]
    if word.endswith("n't"):
        return [word[:-3]]
    return [word.partition("'")[0]]
