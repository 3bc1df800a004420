"""The side of a source: set by the event's metadata, never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from framing.articles import Side
from framing.text.characters import fold
from framing.words import word_set

#: Whoever is called one of these does not speak for the person named with it.
_ADVERSE = word_set("adversaries")


class Sides:
    """The sides of an event, asked by the name of a source."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self._members = [(tuple(fold(member).split()), side.name) for side in sides for member in side.members]

    def side_of(self, name: str | None) -> str | None:
        """The side whose member the name is, or whose member's office, campaign or spokesperson; None if unsure."""
        if name is None or not self._members:
            return None
        words = [word.removesuffix("'s").removesuffix("'") for word in fold(name).split()]
        sides = {side for member, side in self._members if _speaks_for(words, member)}
        return sides.pop() if len(sides) == 1 else None


def _speaks_for(words: list[str], member: tuple[str, ...]) -> bool:
    if not member:
        return False
    whole = tuple(words)
    if whole == member or (whole[1:] == member and whole[0] == "the") or ("the", *whole) == member:
        return True
    # one name of several words, and its last: Mark Carney, Carney
    if len(member) == 1 and len(words) in (2, 3) and words[-1] == member[0] and member[0].isalpha():
        return True
    if len(words) == 1 and len(member) > 1 and member[-1] == words[0]:
        return True
    if _ADVERSE & set(words):
        return False
    if whole[: len(member)] == member:
        return True
    after = words.index("for") + 1 if "for" in words else len(words)
    rest = [word for word in words[after:] if word != "the"]
    return tuple(rest[: len(member)]) == member
