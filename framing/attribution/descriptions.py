"""What a text says of a person beside the name: titles, appositions, ages, parties, the body he or she is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from framing.attribution.outline import BRACKET, COMMA
from framing.attribution.phrases import is_person_noun
from framing.words import word_set

if TYPE_CHECKING:
    from framing.attribution.entities import Names
    from framing.attribution.names import Name

_TITLES = word_set("titles")
_BODIES = word_set("body-nouns")
#: Nouns for persons that are mostly others.
_ALSO = frozenset("head member front-runner republican democrat".split())
_COPULAS = frozenset("is was becomes became remains".split())
_OPENING = word_set("articles") | {"his", "her", "its", "their", "our"}
_LINKS = frozenset("of for at in with from on to who".split())
_SERVING = frozenset("as is was a an the".split())
#: Party and state behind the name of a member: Ada Quill (R-Vt.).
_PARTY = re.compile(r"[DRI](?:-[A-Z][\w.]*)?")
_AGED = re.compile(r"\d{1,3}-year-old")
_NOTHING: frozenset[str] = frozenset()
_LONGEST = 7

Said = tuple[str, frozenset[str]]


def said_of(names: Names, name: Name) -> Iterator[Said]:
    """Each noun that describes a person where the name stands, with the words round it.

    "aged", "party", "home" and "body" stand for an age, a party with a place (R-Vt.), a home, and a body that has her.
    """
    outline = names.outline
    yield from _before(names, name)
    if name.last >= len(outline.ids):
        return
    gap, form = outline.gaps[name.last - 1], outline.form(name.last)
    if gap & (COMMA | BRACKET):
        if form.isdigit() and len(form) < 4:
            yield "aged", _NOTHING
            after = name.last + 1
            if outline.gaps[name.last] & COMMA and after < len(outline.ids):
                yield from _after(names, after)
        elif _PARTY.fullmatch(form):
            yield "party", party_and_state(form) | frozenset(map(_low, outline.forms(name.last + 1, name.last + 2)))
        else:
            yield from _after(names, name.last)
    elif not gap and form in _COPULAS:
        yield from _after(names, name.last + 1)
    elif not gap and form in ("of", "at"):
        yield from _of(names, name.last)


_PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}


@cache
def _states() -> dict[str, frozenset[str]]:
    entries = (entry.partition("=") for entry in word_set("states"))
    return {short: frozenset(whole.split("_")) for short, _, whole in entries}


def party_and_state(form: str) -> frozenset[str]:
    """The party and the words of the state behind the name of a member.

    >>> sorted(party_and_state("R-Vt")), sorted(party_and_state("D"))
    (['republican', 'vermont'], ['democrat'])
    """
    party, _, state = _low(form).partition("-")
    return _states().get(state, frozenset({state} - {""})) | {_PARTIES[party]}


def _before(names: Names, name: Name) -> Iterator[Said]:
    """What stands before a name: titles and nouns, “secretary of state”, “CNN's”, “Senators Ada Quill and”."""
    outline, phrases = names.outline, names.phrases
    before = max(phrases.first(name.begin), name.begin - _LONGEST)
    said = [*map(_low, outline.forms(before, name.begin)), *name.titles]
    yield from (("aged", _NOTHING) for word in said if _AGED.fullmatch(word))
    owner = names.at(name.begin - 1) if name.begin and phrases.is_owner(name.begin - 1) else None
    if owner is not None:
        yield "body", frozenset(owner.low)
    noun = next((word for word in reversed(said) if _is_noun(word) or _is_noun(word.removesuffix("s"))), None)
    if noun:
        yield (noun if _is_noun(noun) else noun.removesuffix("s")), frozenset(said)
        return
    # the minister of tides Osk Venn, but no critic of Osk Venn
    governor = phrases.governor(before, 0) if before < name.begin else -1
    if governor >= 0 and is_person_noun(_low(outline.form(governor))):
        yield _low(outline.form(governor)), frozenset(map(_low, outline.forms(phrases.first(governor), name.first)))
    elif outline.forms(name.begin - 1, name.begin) == ["and"] and (other := names.at(name.begin - 2)) is not None:
        yield from (each for each in _before(names, other) if each[0] not in ("aged", "body"))
    elif before == name.begin and before and outline.gaps[before - 1] == COMMA:
        yield from _phrase_before(names, before)


def _phrase_before(names: Names, end: int) -> Iterator[Said]:
    """The noun of a phrase that ends before a word: of “a landlord from the valley, Osk Venn,” the landlord."""
    outline = names.outline
    low = max(end - _LONGEST, outline.first_words[outline.sentences[end]])
    said = [_low(form) for form in outline.forms(low, end)]
    for at in range(len(said) - 1, -1, -1):
        is_last = at == len(said) - 1
        if not is_last and outline.gaps[low + at]:
            return
        if is_person_noun(said[at]) and (is_last or said[at + 1] in _LINKS):
            yield said[at], frozenset(said[at:])
            return
        if said[at] in _OPENING and not (at and said[at - 1] in _LINKS):
            return


def _after(names: Names, first: int) -> Iterator[Said]:
    """The noun of an apposition that begins at a word, or of a clause: who served as ambassador."""
    outline = names.outline
    if first >= len(outline.ids):
        return
    if _low(outline.form(first)) in ("of", "at"):
        yield from _of(names, first)
        return
    is_clause = _low(outline.form(first)) == "who"
    words: list[str] = []
    head = None
    for at in range(first + is_clause, min(first + _LONGEST + 4, len(outline.ids))):
        word = _low(outline.form(at))
        if _AGED.fullmatch(word):
            yield "aged", _NOTHING
        linked = word in _LINKS and not is_clause
        if linked and head is None:
            return
        if _is_noun(word) and _LINKS.isdisjoint(words) and not (is_clause and _SERVING.isdisjoint(words)):
            head = word
        words.append(word)
        if outline.gaps[at]:
            break
    if head:
        yield head, frozenset(words)


def _of(names: Names, link: int) -> Iterator[Said]:
    """The body or the home that “of” or “at” gives."""
    outline, phrases = names.outline, names.phrases
    after = link + 1 + (outline.forms(link + 1, link + 2) == ["the"])
    name = names.at(after)
    if name is None or not phrases.joined(link) or not name.low:
        return
    if not _BODIES.isdisjoint(name.low) or outline.form(link) == "at":
        yield "body", frozenset(name.low)
    elif outline.gaps[name.last - 1] & COMMA and outline.form(link) == "of":
        yield "home", _NOTHING


def _is_noun(word: str) -> bool:
    return word in _TITLES or word in _ALSO or is_person_noun(word)


def _low(form: str) -> str:
    return form.lower().removesuffix("'s").removesuffix("’s").replace(".", "")
