"""Named word lists as data: `NAME.txt` in this folder, words separated by white space, `#` begins a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of the list `NAME.txt`; FileNotFoundError names the lists there are.

    >>> "monday" in word_set("weekdays")
    True
    """
    path = _FOLDER / f"{name}.txt"
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in _FOLDER.glob("*.txt")))
        raise FileNotFoundError(f"no word list {name!r}: there are {known}")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
