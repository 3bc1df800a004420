"""Lists of words written as prose is, so that they can be read."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a list written with white space between them.

    >>> sorted(listed("Mr Mrs"))
    ['Mr', 'Mrs']
    """
    return frozenset(words.split())
