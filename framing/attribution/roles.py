"""The role a source speaks in, by what the text says of it anywhere: titles, appositions, what it is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from framing.models import load_json
from framing.words import word_set

POLITICIAN, OFFICIAL, SPOKESPERSON, EXPERT, BUSINESS, CITIZEN, ACTIVIST, JOURNALIST, LAW, CELEBRITY = ROLES = (
    "politician", "official", "spokesperson", "expert", "business", "citizen", "activist", "journalist", "law",
    "celebrity",
)  # fmt: skip
#: A noun that says by itself in which role somebody speaks, and the words that say it of a director or a president.
_BY_NOUN, _BY_WORD = (
    {word: role for word, _, role in (entry.partition("=") for entry in word_set(name))}
    for name in ("role-nouns", "role-words")
)
#: Nouns of several roles: a president may lead a country, a company or a union.
_OPEN = word_set("role-open")
#: What an open noun says where no word round it does.
_ALONE = {"president": POLITICIAN, "leader": POLITICIAN, "general": OFFICIAL, "secretary": OFFICIAL, "chief": OFFICIAL}
_CABINET = frozenset(
    "state defense defence treasury interior labor labour commerce energy education agriculture".split()
)
_COUNTRIES, _PEOPLES = word_set("countries"), word_set("peoples")
#: How much a noun that says it says, what the words round an open one say, and a doctor's title.
_SURE, _LIKELY, _WEAK = 2.0, 1.5, 0.5
#: What an age, a party with a place, a campaign and a home say; a doctor's title and a relative say nothing.
_MARKS: dict[str, tuple[str, float] | None] = {
    "aged": (CITIZEN, 0.7),
    "party": (POLITICIAN, _SURE),
    "campaign": (POLITICIAN, 1.0),
    "home": (CITIZEN, _WEAK),
    **dict.fromkeys("dr man woman person father mother husband wife son daughter brother sister mr ms mrs".split()),
}
#: What a noun says beside a word: a press secretary, a cast member, a nominee for the court, a chief executive.
_BESIDE = {
    ("secretary", "press"): (SPOKESPERSON, _SURE),
    ("member", "cast"): (CELEBRITY, _SURE),
    ("nominee", "court"): (LAW, _SURE),
    ("attorney", "general"): (LAW, _LIKELY),
    ("executive", "chief"): (BUSINESS, _SURE),
    ("officer", "executive"): (BUSINESS, _SURE),
    **{(noun, "communications"): (SPOKESPERSON, _LIKELY) for noun in ("adviser", "advisor", "director", "aide")},
    **{(noun, "president"): (OFFICIAL, _LIKELY) for noun in ("adviser", "advisor", "aide", "director")},
}
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_PLURALS = {"men": "man", "women": "woman", "people": "people", "children": "child", "police": "police"}

#: A noun with the words round it, as `Names.said_of` gives it.
Said = tuple[str, Iterable[str]]


def role_of(said: Sequence[Said]) -> str | None:
    """The role that most of what is said of somebody gives; None if nothing does.

    >>> role_of([("president", ("president", "of", "the", "steelworkers", "union"))]), role_of([("mr", ("mr",))])
    ('activist', None)
    """
    votes = dict.fromkeys(ROLES, 0.0)
    for noun, words in dict.fromkeys((noun, frozenset(words)) for noun, words in said):
        found = _vote(noun, words)
        if found is not None:
            votes[found[0]] += found[1]
    best = max(ROLES, key=votes.__getitem__)
    return best if votes[best] else None


@lru_cache(maxsize=1 << 16)
def _vote(noun: str, words: frozenset[str]) -> tuple[str, float] | None:
    """The role that a noun and the words round it say, and how surely."""
    if noun in _MARKS:
        return _MARKS[noun]
    special = _special(noun, words)
    if special is not None:
        return special
    if noun not in _OPEN and noun not in _BY_NOUN:
        noun = noun.rpartition("-")[2]
    plain = _BY_NOUN.get(noun)
    if noun not in _OPEN and plain is not None:
        return plain, _SURE
    votes = Counter(role for word in words if (role := _BY_WORD.get(word)) and word != noun)
    if plain is not None:
        votes[plain] += 2
    if votes:
        best = max(ROLES, key=lambda role: votes[role])
        return best, _SURE if plain == best else _LIKELY
    # president of what: unless the words are common ones or a country, they do not say
    known = load_json("tags")
    if noun in _ALONE and all(word in known or word in _COUNTRIES or word in _PEOPLES for word in words):
        return _ALONE[noun], _LIKELY
    return None


def _special(noun: str, words: frozenset[str]) -> tuple[str, float] | None:
    """The role that a noun has in certain company."""
    if noun == "body":
        votes = Counter(role for word in words if (role := _BY_WORD.get(word)))
        return (max(ROLES, key=lambda role: votes[role]), _WEAK) if votes else None
    if noun == "secretary" and not _CABINET.isdisjoint(words):
        return POLITICIAN, _LIKELY
    return next((found for (of, beside), found in _BESIDE.items() if noun == of and beside in words), None)


@lru_cache(maxsize=1 << 16)
def role_of_words(words: str) -> str | None:
    """The role of a source that is only described, or of a body by its name; None if the words give none."""
    low = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(words.lower())]
    # the noun of “officials at the ministry” comes first, that of “ministry officials” last
    end = next((at for at, word in enumerate(low) if word in _LINKS), len(low))
    for at in range(end - 1, -1, -1):
        noun = _PLURALS.get(low[at], low[at])
        single = noun[:-1] if noun.endswith("s") else noun
        for form in (noun, single):
            if form in _BY_NOUN or form in _OPEN:
                found = _vote(form, frozenset(low))
                return found[0] if found else None
    return next((_BY_WORD[word] for word in reversed(low[:end]) if word in _BY_WORD), None)


_LINKS = frozenset({"of", "for", "at", "in", "from", "with", "who", "on", "to", "by"})
