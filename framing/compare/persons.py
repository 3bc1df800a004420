"""Persons in texts: whether a text prints, mentions or may quote them, by surname, first name and spelling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from framing.words import word_set

#: Suffixes of names.
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
#: Words before and after a name in which a cue may introduce its speech.
_NEAR = 6


class Persons:
    """The names of persons as a set of texts prints them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    @cached_property
    def _before(self) -> dict[str, Counter[str]]:
        """For each capitalised word, the capitalised words right before it, without initials."""
        before: dict[str, Counter[str]] = defaultdict(Counter)
        for text in self._texts:
            for first, last in re.findall(r"\b([A-Z][\w’'-]+)(?= (?:[A-Z]\. )?([A-Z][\w’'-]+))", text):
                before[re.sub("['’]s$", "", last)][first] += 1
        return before

    @cached_property
    def _in_lower_case(self) -> set[str]:
        """The words that appear in lower case."""
        return {word for text in self._texts for word in re.findall(r"\b[a-z]+\b", text)}

    def printed(self, name: str) -> bool:
        """Whether a text prints the full name."""
        words = [word.strip(".,") for word in name.split() if word.strip(".,") not in _SUFFIXES]
        words = [word for word in words if len(word) > 1]
        if len(words) < 2 or not all(word[:1].isupper() for word in words) or words[0].lower() in word_set("calendar"):
            return False
        # a word that appears in lower case too may be part of a thing's name
        if {words[-1].lower(), f"{words[-1].lower()}s"} & self._in_lower_case:
            return False
        return self._before.get(words[-1], Counter())[words[-2]] > 0

    def share_surname(self, name: str) -> bool:
        """Whether somebody with another first name has the surname too."""
        before = self._before.get(surname(name), Counter())
        known = word_set("titles") | self._in_lower_case
        return any(word not in name.split() and word.lower() not in known for word in before)


def surname(name: str) -> str:
    """The last word of a name, without a suffix or a possessive ending."""
    words = [word.removesuffix("'s").removesuffix("’s").strip(".,") for word in name.split()]
    return next((word for word in reversed(words) if word not in _SUFFIXES), words[-1])


def mentions(name: str, text: str) -> bool:
    """Whether a text has the surname, a part or another spelling of it, or the first name alone."""
    last, first = surname(name), name.split()[0]
    if not any(part in text for part in (last[:4], first, *last.split("-"))):
        return False
    either = "|".join(map(re.escape, [last, *last.split("-")]))
    if re.search(rf"\b(?:{either})\b|\b{re.escape(first)}\b(?! [A-Z])", text):
        return True
    alike = re.findall(rf"\b{re.escape(last[:4])}\w+", text) if len(last) > 4 else []
    return any(abs(len(word) - len(last)) <= 2 for word in alike)


def may_speak(name: str, text: str, cues: frozenset[str]) -> bool:
    """Whether a cue is near the name, so that an attribution may have been missed."""
    parts = {surname(name), name.split()[0]}
    words = re.findall(r"[\w’'-]+", text)
    at = [place for place, word in enumerate(words) if word.removesuffix("'s").removesuffix("’s") in parts]
    return any(word.lower() in cues for place in at for word in words[max(0, place - _NEAR) : place + _NEAR + 1])
