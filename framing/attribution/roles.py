"""How a text describes a person beside the name, and the role in which a source speaks.

Titles, appositions, ages, parties, homes and affiliations count, wherever the article has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from framing.attribution.name_types import BODIES, COUNTRIES, PEOPLES
from framing.attribution.names import TITLES, Name
from framing.attribution.phrases import is_person_noun
from framing.attribution.token_features import COMMA
from framing.attribution.word_rows import ALIKE
from framing.models import load_json
from framing.words import word_set

if TYPE_CHECKING:
    from framing.attribution.entities import Names

#: A noun that describes somebody, and the words around it.
Said = tuple[str, frozenset[str]]

# what is said of a person

#: Nouns that describe persons only beside a name.
_ALSO = frozenset("head member front-runner republican democrat".split())
_COPULAS = frozenset("is was becomes became remains".split())
_OPENING = word_set("articles") | {"his", "her", "its", "their", "our"}
_LINKS = frozenset("of for at in with from on to who".split())
_OF = ("of", "at")
_SERVING = frozenset("as is was a an the".split())
#: Party and state after the name of a member: Ada Quill (R-Vt.).
_PARTY = re.compile(r"[DRI](?:-[A-Z][\w.]*)?")
_PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}
_AGED = re.compile(r"\d{1,3}-year-old")
_NOTHING: frozenset[str] = frozenset()
_LONGEST = 7


def said_of(names: Names, name: Name) -> list[Said]:
    """Each noun that describes a person where the name stands, with the words around it.

    "aged", "party", "home" and "body" stand for an age, a party with a place (R-Vt.), a home, and a body that has her.
    """
    tokens, after = names.tokens, name.last
    before = _before(names, name)
    if after == len(tokens.ids):
        return before
    gap, form = tokens.gaps[after - 1], tokens.form(after)
    if gap & COMMA or tokens.has_bracket(after - 1):
        if form.isdigit() and len(form) < 4:
            return [*before, ("aged", _NOTHING), *(_after(names, after + 1) if tokens.gaps[after] & COMMA else ())]
        # “Ada Quill, I think” names no Independent
        if _PARTY.fullmatch(form) and ("-" in form or not gap & COMMA):
            return [*before, ("party", party_and_state(form).union(_lows(names, after + 1, after + 2)))]
        return before + _after(names, after)
    if not gap and form in _COPULAS:
        return before + _after(names, after + 1)
    return before + _of(names, after) if not gap and form in _OF else before


def _before(names: Names, name: Name) -> list[Said]:
    """What stands before a name: titles and nouns, “secretary of state”, “CNN's”, “Senators Ada Quill and”."""
    tokens, phrases, begin = names.tokens, names.phrases, name.begin
    first = max(phrases.first(begin), begin - _LONGEST)
    words = [*_lows(names, first, begin), *name.titles] if first < begin or name.titles else []
    said = [("aged", _NOTHING) for word in words if _is_aged(word)]
    owner = names.at(begin - 1) if begin and phrases.is_owner(begin - 1) else None
    if owner is not None:
        said.append(("body", frozenset(owner.low)))
    noun = next(filter(None, map(_noun, reversed(words))), "")
    if noun:
        return [*said, (noun, frozenset(words))]
    # the minister of tides Osk Venn, but no critic of Osk Venn
    governor = phrases.governor(first, 0) if first < begin else -1
    if governor >= 0 and is_person_noun(noun := _low(tokens.form(governor))):
        return [*said, (noun, frozenset(_lows(names, phrases.first(governor), name.first)))]
    if begin and tokens.form(begin - 1) == "and" and (other := names.at(begin - 2)) is not None:
        return said + [each for each in _before(names, other) if each[0] not in ("aged", "body")]
    if first == begin and begin and tokens.gaps[begin - 1] == COMMA:
        return said + _phrase_before(names, begin)
    return said


def _phrase_before(names: Names, end: int) -> list[Said]:
    """The noun of a phrase that ends before a word: of “a landlord from the valley, Osk Venn,” the landlord."""
    tokens = names.tokens
    first = max(end - _LONGEST, tokens.first_words[tokens.sentences[end]])
    words = _lows(names, first, end)
    following = ""
    for at, word in reversed(list(enumerate(words))):
        if following and tokens.gaps[first + at]:
            break
        if is_person_noun(word) and (not following or following in _LINKS):
            return [(word, frozenset(words[at:]))]
        if word in _OPENING and not (at and words[at - 1] in _LINKS):
            break
        following = word
    return []


def _after(names: Names, first: int) -> list[Said]:
    """The noun of an apposition that begins at a word, or of a clause: who served as ambassador."""
    tokens = names.tokens
    if first == len(tokens.ids):
        return []
    opening = _low(tokens.form(first))
    if opening in _OF:
        return _of(names, first)
    is_clause = opening == "who"
    said: list[Said] = []
    words: list[str] = []
    head = None
    for at in range(first + is_clause, min(first + _LONGEST + 4, len(tokens.ids))):
        word = _low(tokens.form(at))
        if _is_aged(word):
            said.append(("aged", _NOTHING))
        if word in _LINKS and not is_clause and head is None:
            return said
        if _is_noun(word) and _LINKS.isdisjoint(words) and not (is_clause and _SERVING.isdisjoint(words)):
            head = word
        words.append(word)
        if tokens.gaps[at]:
            break
    return [*said, (head, frozenset(words))] if head else said


def _of(names: Names, link: int) -> list[Said]:
    """The body or the home that “of” or “at” gives."""
    tokens = names.tokens
    name = names.at(link + 2 if tokens.forms(link + 1, link + 2) == ["the"] else link + 1)
    if name is None or not names.phrases.joined(link) or not name.low:
        return []
    if not BODIES.isdisjoint(name.low) or tokens.form(link) == "at":
        return [("body", frozenset(name.low))]
    return [("home", _NOTHING)] if tokens.gaps[name.last - 1] & COMMA else []


def party_and_state(form: str) -> frozenset[str]:
    """The party and the words of the state after the name of a member.

    >>> sorted(party_and_state("R-Vt")), sorted(party_and_state("D"))
    (['republican', 'vermont'], ['democrat'])
    """
    party, _, state = _low(form).partition("-")
    return _states().get(state, frozenset({state} - {""})) | {_PARTIES[party]}


@cache
def _states() -> dict[str, frozenset[str]]:
    entries = (entry.partition("=") for entry in word_set("states"))
    return {short: frozenset(whole.split("_")) for short, _, whole in entries}


@lru_cache(maxsize=1 << 16)
def _is_aged(word: str) -> bool:
    return bool(_AGED.fullmatch(word))


@lru_cache(maxsize=1 << 16)
def _noun(word: str) -> str:
    """The noun for one person that a word is, or is the plural of."""
    return next((noun for noun in (word, word.removesuffix("s")) if _is_noun(noun)), "")


def may_describe(noun: str) -> bool:
    """Whether the noun may be among those that a text says of a person."""
    return _is_noun(noun) or noun in ("aged", "party", "home", "body", "campaign")


@lru_cache(maxsize=1 << 16)
def _is_noun(word: str) -> bool:
    word = ALIKE.get(word, word)
    return word in TITLES or word in _ALSO or is_person_noun(word)


def _lows(names: Names, first: int, last: int) -> list[str]:
    return [_low(form) for form in names.tokens.forms(first, last)]


@lru_cache(maxsize=1 << 16)
def _low(form: str) -> str:
    return form.lower().removesuffix("'s").replace(".", "")


# roles

POLITICIAN, OFFICIAL, SPOKESPERSON, EXPERT, BUSINESS, CITIZEN, ACTIVIST, JOURNALIST, LAW, CELEBRITY = ROLES = (
    "politician", "official", "spokesperson", "expert", "business", "citizen", "activist", "journalist", "law",
    "celebrity",
)  # fmt: skip
#: Nouns that show a role by themselves, and the words that show the role of a director or a president.
_BY_NOUN, _BY_WORD = (
    {word: role for word, _, role in (entry.partition("=") for entry in word_set(name))}
    for name in ("role-nouns", "role-words")
)
#: Nouns of several roles, as a president may lead a country, a company or a union; and their role without context.
_OPEN = word_set("role-open")
_ALONE = {"president": POLITICIAN, "leader": POLITICIAN, "general": OFFICIAL, "secretary": OFFICIAL, "chief": OFFICIAL}
_CABINET = "state defense defence treasury interior labor labour commerce energy education agriculture".split()
#: The weights of a noun with one role, of the words around a noun with several, and of an affiliation or a home.
_SURE, _LIKELY, _WEAK = 2.0, 1.5, 0.5
#: The roles that an age, a party with a place, a campaign and a home show; a doctor's title and a relative show none.
_MARKS: dict[str, tuple[str, float] | None] = {
    "aged": (CITIZEN, 0.7),
    "party": (POLITICIAN, _SURE),
    "campaign": (POLITICIAN, 1.0),
    "home": (CITIZEN, _WEAK),
    **dict.fromkeys("dr man woman person father mother husband wife son daughter brother sister mr ms mrs".split()),
}
#: The roles of nouns beside a word: a press secretary, a cast member, a nominee for the court, a chief executive.
_BESIDE = {
    **{("secretary", word): (POLITICIAN, _LIKELY) for word in _CABINET},
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
_PLURALS = {"people": "people", "children": "child", "police": "police"}


def role_of(said: Iterable[tuple[int, str, frozenset[str]]]) -> str | None:
    """The role that most descriptions of a person show; None if none does.

    >>> role_of([(0, "president", frozenset({"president", "of", "the", "steelworkers", "union"}))])
    'activist'
    """
    votes = Counter[str]()
    for vote in map(_vote, dict.fromkeys((noun, words) for _, noun, words in said)):
        if vote is not None:
            votes[vote[0]] += vote[1]  # type: ignore[assignment]
    return _most(votes)


def _most(votes: Counter[str]) -> str | None:
    """The role with most votes, the first of several in the order of `ROLES`."""
    return max(ROLES, key=votes.__getitem__) if votes else None


@lru_cache(maxsize=1 << 16)
def _vote(said: Said) -> tuple[str, float] | None:
    """The role that a noun and the words around it show, and its weight."""
    noun, words = said
    if noun in _MARKS:
        return _MARKS[noun]
    if noun == "body":
        role = _most(Counter(_BY_WORD[word] for word in words if word in _BY_WORD))
        return (role, _WEAK) if role else None
    beside = next((vote for (of, word), vote in _BESIDE.items() if noun == of and word in words), None)
    if beside:
        return beside
    if noun not in _OPEN and noun not in _BY_NOUN:
        noun = noun.rpartition("-")[2]
    plain = _BY_NOUN.get(noun)
    if noun not in _OPEN and plain is not None:
        return plain, _SURE
    votes = Counter(_BY_WORD[word] for word in words if word in _BY_WORD and word != noun)
    if plain is not None:
        votes[plain] += 2
    role = _most(votes)
    if role:
        return role, _SURE if plain == role else _LIKELY
    # president of what: unless the words are common ones or a country, they do not say
    known = load_json("tags")
    if noun in _ALONE and all(word in known or word in COUNTRIES or word in PEOPLES for word in words):
        return _ALONE[noun], _LIKELY
    return None


@lru_cache(maxsize=1 << 16)
def role_of_words(words: str) -> str | None:
    """The role of a source that is only described, or of a body by its name; None if the words show none."""
    low = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(words.lower())]
    # the noun of “officials at the ministry” comes first, that of “ministry officials” last
    end = next((at for at, word in enumerate(low) if word in _LINKS or word == "by"), len(low))
    for word in reversed(low[:end]):
        noun = ALIKE.get(word, word)
        noun = f"{noun[:-2]}an" if noun.endswith("men") else _PLURALS.get(noun, noun)
        for form in (noun, noun.removesuffix("s")):
            if form in _BY_NOUN or form in _OPEN:
                vote = _vote((form, frozenset(low)))
                return vote[0] if vote else None
    return next((_BY_WORD[word] for word in reversed(low[:end]) if word in _BY_WORD), None)
