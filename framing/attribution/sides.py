"""The side of a source: set by the event's metadata, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from framing.articles import Side
from framing.text.characters import fold
from framing.words import word_set

#: Words for opponents: a “critic of X” does not speak for X.
_ADVERSE = word_set("adversaries")


class Sides:
    """The sides of an event, asked by the name of a source."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self._members = [(_plain(member.split()), side.name) for side in sides for member in side.members]

    def side_of(self, name: str | None, is_person: bool) -> str | None:
        """The side whose member the name is, or whose member's office, campaign or spokesperson; None if unsure."""
        if name is None or not self._members:
            return None
        sides = {side for member, side in self._members if member and _speaks_for(name.split(), member, is_person)}
        return sides.pop() if len(sides) == 1 else None


def _plain(forms: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(form).removesuffix("'s").removesuffix("'") for form in forms)


def _speaks_for(forms: Sequence[str], member: tuple[str, ...], is_person: bool) -> bool:
    words = _plain(forms)
    if words == member or (words[1:] == member and words[0] == "the") or ("the", *words) == member:
        return True
    # the last name of a person named in full: Mark Carney, Carney
    if is_person and len(member) == 1 and len(words) in (2, 3) and words[-1] == member[0] and member[0].isalpha():
        return True
    if len(words) == 1 and len(member) > 1 and member[-1] == words[0]:
        return True
    if _ADVERSE & set(words):
        return False
    after = words.index("for") + 1 if "for" in words else len(words)
    rest = [form for form, word in zip(forms[after:], words[after:], strict=True) if word != "the"]
    return _begins_with(forms, member) or _begins_with(rest, member)


def _begins_with(forms: Sequence[str], member: tuple[str, ...]) -> bool:
    """Whether a name is a member's or goes on with a common noun or a possession, but is not a longer name.

    Of a member “Union” the union spokesman and the Union's Office speak, but not the Union Pacific Railroad.
    """
    size = len(member)
    if _plain(forms[:size]) != member:
        return False
    return len(forms) == size or not forms[size][:1].isupper() or fold(forms[size - 1]).endswith(("'s", "'"))
