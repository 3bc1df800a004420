"""The descriptions of a person in a text, and the role in which a source speaks.

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
from framing.attribution.word_rows import GENDER_NEUTRAL
from framing.models import load_json
from framing.words import word_set

if TYPE_CHECKING:
    from framing.attribution.entities import Names

#: A noun that describes a person, and the words around it.
NounInContext = tuple[str, frozenset[str]]

# descriptions

#: Nouns that describe a person only in some contexts (head, member).
_CONTEXTUAL_PERSON_NOUNS = frozenset("head member front-runner republican democrat".split())
_COPULAS = frozenset("is was becomes became remains".split())
_OPENING = word_set("articles") | {"his", "her", "its", "their", "our"}
_LINKS = frozenset("of for at in with from on to who".split())
_OF = ("of", "at")
_SERVING = frozenset("as is was a an the".split())
#: Party and state after the name of a member: Ada Quill (R-Vt.).
_PARTY = re.compile(r"[DRI](?:-[A-Z][\w.]*)?")
_PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}
_AGED = re.compile(r"\d{1,3}-year-old")
_NO_CONTEXT: frozenset[str] = frozenset()
_MAX_DESCRIPTION_WORDS = 7


def descriptions_at(names: Names, name: Name) -> list[NounInContext]:
    """Each noun that describes a person where the name stands, with the words around it.

    "aged", "party", "home" and "body" stand for an age, a party with a place (R-Vt.), a home, and an organisation.
    """
    tokens, after = names.tokens, name.end
    before = _described_before(names, name)
    if after == len(tokens.form_ids):
        return before
    gap, form = tokens.gap_after[after - 1], tokens.form(after)
    if gap & COMMA or tokens.has_bracket(after - 1):
        if form.isdigit() and len(form) < 4:
            return [
                *before,
                ("aged", _NO_CONTEXT),
                *(_described_after(names, after + 1) if tokens.gap_after[after] & COMMA else ()),
            ]
        # “Ada Quill, I think” names no Independent
        if _PARTY.fullmatch(form) and ("-" in form or not gap & COMMA):
            return [*before, ("party", party_and_state(form).union(_lower_words(names, after + 1, after + 2)))]
        return before + _described_after(names, after)
    if not gap and form in _COPULAS:
        return before + _described_after(names, after + 1)
    return before + _affiliation(names, after) if not gap and form in _OF else before


def _described_before(names: Names, name: Name) -> list[NounInContext]:
    """Descriptions before a name: titles and nouns, “secretary of state”, “CNN's”, “Senators Ada Quill and”."""
    tokens, phrases, begin = names.tokens, names.phrases, name.start
    first = max(phrases.first(begin), begin - _MAX_DESCRIPTION_WORDS)
    words = [*_lower_words(names, first, begin), *name.titles] if first < begin or name.titles else []
    descriptions = [("aged", _NO_CONTEXT) for word in words if _is_aged(word)]
    owner = names.name_at(begin - 1) if begin and phrases.is_possessive_name(begin - 1) else None
    if owner is not None:
        descriptions.append(("body", frozenset(owner.lower_words)))
    noun = next(filter(None, map(_noun, reversed(words))), "")
    if noun:
        return [*descriptions, (noun, frozenset(words))]
    # the minister of tides Osk Venn, but no critic of Osk Venn
    governor = phrases.governor(first, 0) if first < begin else -1
    if governor >= 0 and is_person_noun(noun := _lower(tokens.form(governor))):
        return [*descriptions, (noun, frozenset(_lower_words(names, phrases.first(governor), name.words_start)))]
    if begin and tokens.form(begin - 1) == "and" and (other := names.name_at(begin - 2)) is not None:
        return descriptions + [each for each in _described_before(names, other) if each[0] not in ("aged", "body")]
    if first == begin and begin and tokens.gap_after[begin - 1] == COMMA:
        return descriptions + _phrase_before(names, begin)
    return descriptions


def _phrase_before(names: Names, end: int) -> list[NounInContext]:
    """The noun of a phrase that ends before a word: “landlord” in “a landlord from the valley, Osk Venn,”."""
    tokens = names.tokens
    first = max(end - _MAX_DESCRIPTION_WORDS, tokens.first_word_of[tokens.sentence_of[end]])
    words = _lower_words(names, first, end)
    following = ""
    for at, word in reversed(list(enumerate(words))):
        if following and tokens.gap_after[first + at]:
            break
        if is_person_noun(word) and (not following or following in _LINKS):
            return [(word, frozenset(words[at:]))]
        if word in _OPENING and not (at and words[at - 1] in _LINKS):
            break
        following = word
    return []


def _described_after(names: Names, first: int) -> list[NounInContext]:
    """The noun of an apposition that begins at a word, or of a clause: who served as ambassador."""
    tokens = names.tokens
    if first == len(tokens.form_ids):
        return []
    opening = _lower(tokens.form(first))
    if opening in _OF:
        return _affiliation(names, first)
    is_clause = opening == "who"
    descriptions: list[NounInContext] = []
    words: list[str] = []
    head = None
    for at in range(first + is_clause, min(first + _MAX_DESCRIPTION_WORDS + 4, len(tokens.form_ids))):
        word = _lower(tokens.form(at))
        if _is_aged(word):
            descriptions.append(("aged", _NO_CONTEXT))
        if word in _LINKS and not is_clause and head is None:
            return descriptions
        if _is_noun(word) and _LINKS.isdisjoint(words) and not (is_clause and _SERVING.isdisjoint(words)):
            head = word
        words.append(word)
        if tokens.gap_after[at]:
            break
    return [*descriptions, (head, frozenset(words))] if head else descriptions


def _affiliation(names: Names, link: int) -> list[NounInContext]:
    """The organisation or home after “of” or “at”."""
    tokens = names.tokens
    name = names.name_at(link + 2 if tokens.forms(link + 1, link + 2) == ["the"] else link + 1)
    if name is None or not names.phrases.adjoins_next(link) or not name.lower_words:
        return []
    if not BODIES.isdisjoint(name.lower_words) or tokens.form(link) == "at":
        return [("body", frozenset(name.lower_words))]
    return [("home", _NO_CONTEXT)] if tokens.gap_after[name.end - 1] & COMMA else []


def party_and_state(form: str) -> frozenset[str]:
    """The party and the words of the state after the name of a member.

    >>> sorted(party_and_state("R-Vt")), sorted(party_and_state("D"))
    (['republican', 'vermont'], ['democrat'])
    """
    party, _, state = _lower(form).partition("-")
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
    """Whether a description of a person may have this noun."""
    return _is_noun(noun) or noun in ("aged", "party", "home", "body", "campaign")


@lru_cache(maxsize=1 << 16)
def _is_noun(word: str) -> bool:
    word = GENDER_NEUTRAL.get(word, word)
    return word in TITLES or word in _CONTEXTUAL_PERSON_NOUNS or is_person_noun(word)


def _lower_words(names: Names, first: int, last: int) -> list[str]:
    return [_lower(form) for form in names.tokens.forms(first, last)]


@lru_cache(maxsize=1 << 16)
def _lower(form: str) -> str:
    return form.lower().removesuffix("'s").replace(".", "")


# roles

POLITICIAN, OFFICIAL, SPOKESPERSON, EXPERT, BUSINESS, CITIZEN, ACTIVIST, JOURNALIST, LEGAL, CELEBRITY = ROLES = (
    "politician", "official", "spokesperson", "expert", "business", "citizen", "activist", "journalist", "law",
    "celebrity",
)  # fmt: skip
#: Nouns that show a role by themselves, and the words that show the role of a director or a president.
_BY_NOUN, _BY_WORD = (
    {word: role for word, _, role in (entry.partition("=") for entry in word_set(name))}
    for name in ("role-nouns", "role-words")
)
#: Ambiguous role nouns (the president of a country, a company, a union), and the role of some without context.
_AMBIGUOUS_NOUNS = word_set("role-open")
_DEFAULTS = {
    "president": POLITICIAN,
    "leader": POLITICIAN,
    "general": OFFICIAL,
    "secretary": OFFICIAL,
    "chief": OFFICIAL,
}
_CABINET = "state defense defence treasury interior labor labour commerce energy education agriculture".split()
#: Weights of votes: a noun with one role, the words around an ambiguous noun, and an affiliation or a home.
_STRONG, _MEDIUM, _WEAK = 2.0, 1.5, 0.5
#: Votes of descriptions that are not role nouns; None casts no vote.
_VOTES_BY_NOUN: dict[str, tuple[str, float] | None] = {
    "aged": (CITIZEN, 0.7),
    "party": (POLITICIAN, _STRONG),
    "campaign": (POLITICIAN, 1.0),
    "home": (CITIZEN, _WEAK),
    **dict.fromkeys("dr man woman person father mother husband wife son daughter brother sister mr ms mrs".split()),
}
#: The roles of nouns beside a word: a press secretary, a cast member, a nominee for the court, a chief executive.
_VOTES_BY_CONTEXT = {
    **{("secretary", word): (POLITICIAN, _MEDIUM) for word in _CABINET},
    ("secretary", "press"): (SPOKESPERSON, _STRONG),
    ("member", "cast"): (CELEBRITY, _STRONG),
    ("nominee", "court"): (LEGAL, _STRONG),
    ("attorney", "general"): (LEGAL, _MEDIUM),
    ("executive", "chief"): (BUSINESS, _STRONG),
    ("officer", "executive"): (BUSINESS, _STRONG),
    **{(noun, "communications"): (SPOKESPERSON, _MEDIUM) for noun in ("adviser", "advisor", "director", "aide")},
    **{(noun, "president"): (OFFICIAL, _MEDIUM) for noun in ("adviser", "advisor", "aide", "director")},
}
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_PLURALS = {"people": "people", "children": "child", "police": "police"}


def role_of(descriptions: Iterable[tuple[int, str, frozenset[str]]]) -> str | None:
    """The role with the most votes among a person's descriptions; None if there is no vote.

    >>> role_of([(0, "president", frozenset({"president", "of", "the", "steelworkers", "union"}))])
    'activist'
    """
    votes = Counter[str]()
    for vote in map(_vote, dict.fromkeys((noun, words) for _, noun, words in descriptions)):
        if vote is not None:
            votes[vote[0]] += vote[1]  # type: ignore[assignment]
    return _winner(votes)


def _winner(votes: Counter[str]) -> str | None:
    """The role with the most votes; of several, the first in `ROLES`."""
    return max(ROLES, key=votes.__getitem__) if votes else None


@lru_cache(maxsize=1 << 16)
def _vote(description: NounInContext) -> tuple[str, float] | None:
    """The role that a noun and the words around it vote for, and the weight."""
    noun, words = description
    if noun in _VOTES_BY_NOUN:
        return _VOTES_BY_NOUN[noun]
    if noun == "body":
        role = _winner(Counter(_BY_WORD[word] for word in words if word in _BY_WORD))
        return (role, _WEAK) if role else None
    by_context = next(
        (vote for (other, word), vote in _VOTES_BY_CONTEXT.items() if noun == other and word in words), None
    )
    if by_context:
        return by_context
    if noun not in _AMBIGUOUS_NOUNS and noun not in _BY_NOUN:
        noun = noun.rpartition("-")[2]
    role_by_noun = _BY_NOUN.get(noun)
    if noun not in _AMBIGUOUS_NOUNS and role_by_noun is not None:
        return role_by_noun, _STRONG
    votes = Counter(_BY_WORD[word] for word in words if word in _BY_WORD and word != noun)
    if role_by_noun is not None:
        votes[role_by_noun] += 2
    role = _winner(votes)
    if role:
        return role, _STRONG if role_by_noun == role else _MEDIUM
    # a noun has its default role only if all words around it are common words or countries
    known = load_json("tags")
    if noun in _DEFAULTS and all(word in known or word in COUNTRIES or word in PEOPLES for word in words):
        return _DEFAULTS[noun], _MEDIUM
    return None


@lru_cache(maxsize=1 << 16)
def role_of_words(words: str) -> str | None:
    """The role of a source that is only described, or of a body, by its words; None if they show none."""
    lower_words = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(words.lower())]
    # the noun of “officials at the ministry” comes first, that of “ministry officials” last
    end = next((at for at, word in enumerate(lower_words) if word in _LINKS or word == "by"), len(lower_words))
    for word in reversed(lower_words[:end]):
        noun = GENDER_NEUTRAL.get(word, word)
        noun = f"{noun[:-2]}an" if noun.endswith("men") else _PLURALS.get(noun, noun)
        for form in (noun, noun.removesuffix("s")):
            if form in _BY_NOUN or form in _AMBIGUOUS_NOUNS:
                vote = _vote((form, frozenset(lower_words)))
                return vote[0] if vote else None
    return next((_BY_WORD[word] for word in reversed(lower_words[:end]) if word in _BY_WORD), None)
