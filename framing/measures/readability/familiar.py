"""Words that readers know: the lists of Dale and Chall and of Spache, and how often a word is used in news."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from framing.models import load_arrays
from framing.text.listed import listed

#: A word is common when it is among this many of the most used in news.
COMMON = 5000

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "went": "go", "gone": "go", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be",
}  # fmt: skip
_NOT = {"won't": "will", "can't": "can", "shan't": "shall"}
_DOUBLED = frozenset("bdgklmnprt")


@cache
def dale_chall_words() -> frozenset[str]:
    """The 3,000 words that four in five fourth-graders know (Chall and Dale 1995), as textstat has them."""
    # Found, not imported: importing textstat takes longer than reading an article.
    package = find_spec("textstat")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the list of Dale and Chall comes with textstat: pip install textstat==0.7.4")
    words = Path(package.origin).parent / "resources" / "en" / "easy_words.txt"
    return listed(words.read_text(encoding="utf-8").lower())


@cache
def spache_words() -> frozenset[str]:
    """The revised list of words familiar in the first grades (Spache 1974)."""
    return listed((files(__package__) / "spache.txt").read_text(encoding="utf-8"))


@cache
def _ranks() -> dict[str, int]:
    words = load_arrays("frequency")["words"].tobytes().decode().split("\n")
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
    word = form.removesuffix("'s").removesuffix("'")
    return word[:1].isupper() and word.lower() not in _ranks() and word.lower() not in dale_chall_words()


def is_common(form: str) -> bool:
    """Whether a word or what it is inflected from is among the `COMMON` most used in news.

    Names and numerals count as common: they say nothing of how hard the words are.
    """
    if is_name(form) or any(character.isdigit() for character in form):
        return True
    ranks = _ranks()
    return any(ranks.get(base, COMMON) < COMMON for base in bases(form.lower()))


def is_familiar(form: str, known: frozenset[str]) -> bool:
    """Whether a form counts as familiar by a list.

    The rules are those of Dale and Chall 1948, A formula for predicting readability: instructions, Educational
    Research Bulletin 27. Names and numerals are familiar; so are the plural and possessive of a listed noun, the -s,
    -ed, -ing forms of a listed verb, the -er, -est forms of a listed adjective, and an adverb in -ly of a listed word.
    A hyphenated word is familiar if each of its parts is.
    """
    if is_name(form) or any(character.isdigit() for character in form):
        return True
    return all(any(base in known for base in bases(part)) for part in form.lower().split("-") if part)


def bases(word: str) -> list[str]:
    """A lower-case word and what it may be inflected from by regular endings."""
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    if "'" in word:
        found += _without_apostrophe(word)
    for ending in ("s", "es", "ed", "d", "ing", "er", "r", "est", "st", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: -len(ending)]
            found.append(stem)
            if ending in ("ing", "ed", "er", "est"):
                found += [stem + "e"] if ending == "ing" else []
                found += [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED else []
            if stem.endswith("i") and ending in ("es", "ed", "er", "est", "ly"):
                found.append(stem[:-1] + "y")
    return found


def _without_apostrophe(word: str) -> list[str]:
    if word in _NOT:
        return [_NOT[word]]
    if word.endswith("n't"):
        return [word[:-3]]
    return [word.partition("'")[0]]
