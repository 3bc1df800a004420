"""Persons in texts: whether an article prints, mentions or may quote them, by surname, first name and spelling.

Names are compared without accents and case, and with one apostrophe and one hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property

from framing.text.characters import APOSTROPHES, HYPHENS
from framing.words import word_set

#: Suffixes of names.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
#: Words before and after a name in which a cue may introduce its speech.
_NEAR = 6
#: Minimum similarity of two spellings of one surname.
ONE_SPELLING = 0.75
#: Letters that Unicode does not split into a plain letter and its accent.
_LIKE = dict(zip("łŁøØđĐıħĦŧŦ", "lLoOdDihHtT", strict=True))
_ACCENTS = "\u0300-\u036f"
_WORD = re.compile(rf"[\w'{_ACCENTS}-]+")
#: Two words with a capital, with initials or particles between them; the first is seen again as the second of a pair.
_PAIR = re.compile(
    r"\b([^\Wa-z\d_][\w'-]+)"
    rf"(?= (?:(?:[^\Wa-z\d_]\.|{'|'.join(sorted(word_set('particles')))}) )*((?:[a-z]{{1,3}}['-])?[^\Wa-z\d_][\w'-]+))"
)


class _Plain(dict[int, str]):
    """The plain form of each code point, one for one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKD", _LIKE.get(character, character))[0]
        self[code] = "'" if character in APOSTROPHES else "-" if character in HYPHENS else plain
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """The text without accents and with one apostrophe and hyphen, of the same length.

    >>> plain("Łucja Muñoz-O’Brien")
    "Lucja Munoz-O'Brien"
    """
    return text.translate(_PLAIN)


def _folded(word: str) -> str:
    """A word as names are compared: plain, in lower case, without a possessive ending."""
    return re.sub(f"[{_ACCENTS}]", "", plain(word).lower()).strip("'").removesuffix("'s")


def surname(name: str) -> str:
    """The last word of a name, without a suffix or a possessive ending."""
    words = [re.sub(r"['’]s$", "", word).strip(".,") for word in name.split()]
    return next((word for word in reversed(words) if word.lower() not in _SUFFIXES), words[-1] if words else "")


def surname_key(name: str) -> str:
    """The surname as names are compared, without a particle that a hyphen joins to it.

    >>> surname_key("Tom O’Brien, Jr."), surname_key("Ana Muñoz"), surname_key("Omar al-Brandt")
    ("o'brien", 'munoz', 'brandt')
    """
    last = _folded(surname(name))
    particle, _, rest = last.partition("-")
    return rest if rest and particle in word_set("particles") else last


def may_be_same(one: str, other: str) -> bool:
    """Whether two surnames, as names are compared, may be spellings of one."""
    return bool(get_close_matches(one, [other], 1, ONE_SPELLING))


class Persons:
    """The names of persons as articles, by id, print them in text and title."""

    def __init__(self, texts: Mapping[str, str], titles: Mapping[str, str]) -> None:
        self._texts = {article: plain(text) for article, text in texts.items()}
        self._whole = {article: f"{plain(titles.get(article, ''))} {text}" for article, text in self._texts.items()}

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """The words of each article and its title."""
        return {article: _WORD.findall(text) for article, text in self._whole.items()}

    @cached_property
    def _capitalised(self) -> dict[str, set[str]]:
        """The words of each article and its title that have a capital, and their parts, folded."""
        folded = {a: {_folded(word) for word in words if not word.islower()} for a, words in self._words.items()}
        return {a: words | {part for word in words for part in word.split("-")} for a, words in folded.items()}

    @cached_property
    def _before(self) -> dict[str, Counter[str]]:
        """For each word with a capital, those with a capital right before it, without initials and particles."""
        before: dict[str, Counter[str]] = defaultdict(Counter)
        for text in self._texts.values():
            for first, last in _PAIR.findall(text):
                if first[0].isupper() and not last.islower():
                    before[surname_key(last)][_folded(first)] += 1
        return before

    @cached_property
    def _in_lower_case(self) -> set[str]:
        """The words that appear in lower case."""
        return {word for text in self._texts.values() for word in re.findall(r"\b[a-z]+\b", text)}

    def printed(self, name: str) -> bool:
        """Whether an article prints the full name."""
        words = [word.strip(".,") for word in plain(name).split()]
        words = [word for word in words if word.lower() not in _SUFFIXES and word not in word_set("particles")]
        if len(words) < 2 or any(word.islower() for word in words) or words[0].lower() in word_set("calendar"):
            return False
        last = surname_key(name)
        # a word that appears in lower case too may be part of a thing's name
        if {last, f"{last}s"} & self._in_lower_case:
            return False
        if firsts := [word for word in words[:-1] if len(word) > 1 and "." not in word]:
            return self._before.get(last, Counter())[_folded(firsts[-1])] > 0
        letters = re.findall(r"\w+", " ".join(words))
        initials = re.compile(rf"\b{'[ .]+'.join(letters)}\b")
        return any(map(initials.search, self._texts.values()))

    def share_surname(self, name: str) -> bool:
        """Whether somebody with another first name has the surname too."""
        known = word_set("titles") | set(map(str.lower, word_set("sentence-starters"))) | self._in_lower_case
        known |= set(map(_folded, name.split()))
        return any(word not in known for word in self._before.get(surname_key(name), Counter()))

    def places(self, name: str, article: str) -> list[tuple[int, int]]:
        """Where the article prints the surname with a capital."""
        last = surname_key(name)
        if last not in self._capitalised[article]:
            return []
        letters = "".join(f"{re.escape(letter)}[{_ACCENTS}]*" for letter in last)
        matches = re.finditer(rf"\b{letters}(?!\w)", self._texts[article], re.IGNORECASE)
        return [match.span() for match in matches if not match[0].islower()]

    def mentions(self, name: str, article: str) -> bool:
        """Whether the article has the surname, a part or another spelling of it, or the first name alone."""
        first = _first_name(name)
        if self._spellings(name, article) or not first:
            return bool(self._spellings(name, article))
        alone = re.finditer(rf"\b{re.escape(first)}\b", self._whole[article])
        return any(not match.string[match.end() : match.end() + 2].strip().istitle() for match in alone)

    def may_speak(self, name: str, article: str, cues: frozenset[str]) -> bool:
        """Whether a cue is near the name, so that an attribution may have been missed."""
        words, names = self._words[article], self._spellings(name, article) | {_folded(_first_name(name)) or None}
        at = [place for place, word in enumerate(words) if names & {_folded(word), *_folded(word).split("-")}]
        return any(word.lower() in cues for place in at for word in words[max(0, place - _NEAR) : place + _NEAR + 1])

    def _spellings(self, name: str, article: str) -> set[str]:
        """The article's words that may be the surname, a part or another spelling of it."""
        last, words = surname_key(name), self._capitalised[article]
        parts = {last, *(part for part in last.split("-") if len(part) > 2)}
        # a word made from the name names the person too: Quillcare
        longer = {word for word in words if len(last) > 3 and word.startswith(last)}
        return longer | parts & words | set(get_close_matches(last, words, 9, ONE_SPELLING))


def _first_name(name: str) -> str:
    """The first word of a name, plain; "" for an initial."""
    first = plain(name).split()[0].strip(".,") if name.split() else ""
    return first if len(first) > 1 else ""
