"""The names in the accounts of an event, those of one person or body made one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from framing.articles.article import MEASURED, Section
from framing.attribution.names import BODIES
from framing.compare.accounts import Account, where
from framing.compare.attached import STOPS
from framing.measures.phrasing.forms import usual_tag
from framing.models import news_frequency
from framing.text.listed import listed
from framing.words import word_set

#: Words before a person's name that say what the person is, and that end a title ("House Speaker").
TITLES = word_set("titles")
#: Words with a capital that are no names by themselves.
CALENDAR = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december i i'm i've i'll i'd mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct
    nov dec
    """
)
#: What may follow a surname.
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
#: The one of them that tells two people of one name apart; the other of the two mostly has none.
_JUNIOR = "Jr"
#: Bodies whose bare name is a name: "Senate" is not short for "Marl Senate", nor "Democrats" for "House Democrats".
_CHAMBERS = frozenset({"house", "senate", "congress", "parliament"})
#: Two capitals may be somebody's initials ("J.D."), these are not.
_STATES_IN_SHORT = frozenset({"US", "UK", "UN", "EU"})
#: A lower-case form used this often in news is a common word: with a capital, at a sentence's start, it is no name.
COMMON = 200

_BETWEEN = re.compile(r"\.?[ \u00a0]|[ ](?:de|van|von|al|bin)[ ]")
#: "R-Ky", "D-Calif": what a member of a parliament is in short.
_PARTY_AND_PLACE = re.compile(r"[A-Z]{1,3}-[A-Z]\w+\.?")
_JOINS = re.compile(r" (?:of|for) (?:the )?")
OPENING_MARKS = "“‘\"'"
_MEMBER = re.compile(r"(?:an|at|al|ive|ist|ite)s?$")
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in an account: the words `[first, last]` of its document that are it, without its title.

    `title` is how many words with a title stand right before; `entity` is whom or what the event's accounts call so.
    """

    account: int
    first: int
    last: int
    title: int
    entity: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words with capitals; `told` is False where capitals say nothing: headlines, sentence beginnings."""

    account: int
    first: int
    words: tuple[str, ...]
    told: bool

    def part(self, first: int, last: int) -> _Run:
        return _Run(self.account, self.first + first, self.words[first:last], True)


def mentions(accounts: Sequence[Account]) -> list[Mention]:
    """Every name in the accounts of one event, in text order account by account.

    A surname alone is the person whose full name ends with it; where two full names do, it is the one that some account
    gives the same title, else the one the account named last.
    """
    runs = _as_elsewhere([run for number, account in enumerate(accounts) for run in _runs(number, account)])
    told = {word for run in runs if run.told for word in run.words}
    named = [name for run in runs for name in ([run] if run.told else _told_parts(run, told))]
    titled = [(name, _title_length(name.words)) for name in named]
    titled = [(name, title) for name, title in titled if _is_name(name.words[title:])]
    full = full_names(Counter(_bare(name.words[title:]) for name, title in titled))
    bears: dict[str, set[str]] = {}
    for name, title in titled:
        words = _bare(name.words[title:])
        if title and len(words) > 1:
            bears.setdefault(name.words[title - 1].lower(), set()).update(full[words])
    last_named: dict[tuple[int, str], str] = {}
    merged = []
    for name, title in titled:
        words = _bare(name.words[title:])
        bearing = bears.get(name.words[title - 1].lower(), set()) if title else set()
        candidates = [each for each in full[words] if each in bearing] or full[words]
        known = last_named.get((name.account, words[-1]), "")
        entity = known if known in candidates else candidates[0]
        last_named[name.account, words[-1]] = entity
        merged.append(Mention(name.account, name.first + title, name.first + len(name.words) - 1, title, entity))
    return merged


def full_names(uses: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each name the fuller ones it may stand for, the most used first; itself where there is none.

    A single word stands for the names of several words that end with it, unless it is a common word, an adjective
    ("Quillian"), a chamber ("House") or the name of many, told by standing in both numbers ("Unionist" and "Unionists"
    are not short for "Senate Unionists"); names of several words are one when they end alike and the first word of one
    is in the other ("Madam Ada Quill"), those of bodies when one holds all words of the other. "Ada Quill Jr" is not
    "Ada Quill"; "Quill" is short for her only where nobody is called "Ada Quill" or "Quill Jr".
    """
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for words in uses:
        if len(words) > 1:
            by_last.setdefault(words[-1], []).append(words)
    full: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in uses:
        same = by_last.get(words[-1], [])
        if len(words) > 1:
            same = [other for other in same if _are_one(words, other)]
        elif is_common(words[0]) or usual_tag(words[0].lower()) == "JJ" or _of_many(words[0], uses):
            same = []
        else:
            junior = f"{words[0]} {_JUNIOR}"
            if not same and (junior,) not in uses:
                same = by_last.get(junior, [])
            same = [other for other in same if not _says_which(other)]
        firsts: dict[str, str] = {}
        for other in sorted(same, key=lambda other: (-uses[other], len(other), other)):
            firsts.setdefault(other[0], " ".join(other))
        full[words] = tuple(firsts.values()) or (" ".join(words),)
    return full


def _are_one(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether `words`, which end as `other` does, may stand for it."""
    if words[-1].lower() in BODIES:
        more = set(words) - set(other)
        return not more or (set(other) < set(words) and _CHAMBERS.isdisjoint(word.lower() for word in more))
    return other[0] in words[:-1]


def _says_which(name: Sequence[str]) -> bool:
    """Whether a name only says which of several it is: "Marl Senate", "House Unionists", "HMQ Quillia", "Quill-led"."""
    first = name[0]
    in_short = first in _STATES_IN_SHORT or (first.isupper() and len(first) > 2)
    compound = "-" in first and first.rpartition("-")[2].islower()
    return in_short or compound or not _CHAMBERS.isdisjoint({first.lower(), name[-1].lower()})


def _of_many(word: str, uses: Mapping[tuple[str, ...], int]) -> bool:
    """Whether the word is what members of a body or people are called, and stands here in singular and plural."""
    other = word.removesuffix("s") if word.endswith("s") else f"{word}s"
    return bool(_MEMBER.search(word)) and (other,) in uses


def is_common(word: str, uses: int = COMMON) -> bool:
    """Whether the word is used in lower case so often that a capital alone makes no name of it."""
    known, _ = news_frequency()
    return known.get(word.lower(), 0) >= uses


def _is_name(words: Sequence[str]) -> bool:
    """Not titles alone, not a party and place, and not one common word with a capital."""
    if not words or all(word.lower() in TITLES or _PARTY_AND_PLACE.fullmatch(word) for word in words):
        return False
    if words[-1].lower() in TITLES and all(is_common(word) for word in words):
        return False
    return len(words) > 1 or not is_common(words[0]) or words[0].isupper()


def _title_length(words: Sequence[str]) -> int:
    """How many words of a run stand before the name itself: up to its last title, and what that is of."""
    # the last word is the name though it may be a title elsewhere ("Rep. Ada King")
    ends = [index + 1 for index, word in enumerate(words[:-1]) if word.lower() in TITLES]
    end = ends[-1] if ends else 0
    if end and words[end : end + 1] in (("of",), ("for",)):
        end += 3 if words[end + 1 : end + 2] == ("the",) else 2
    # "Justice Department", "Major League": the word is no title there
    return end if end < len(words) and words[-1].lower() not in BODIES else 0


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    """A name without an article before it, initials and what follows a surname; "Jr" is part of the surname."""
    kept = [word for word in words[words[0] == "The" :] if word.lower().rstrip(".") not in SUFFIXES]
    kept = [word for word in kept if len(word.rstrip(".")) > 1] or kept
    if kept and words[-1].rstrip(".").capitalize() == _JUNIOR:
        kept[-1] += f" {_JUNIOR}"
    return tuple(kept or words)


def _as_elsewhere(runs: Sequence[_Run]) -> list[_Run]:
    """The runs with the words that stand in capitals written as elsewhere, if they are ("QUILLTOWN" in a dateline).

    Not those of up to four letters: "WHO" is not "Who".
    """
    written = {word for run in runs for word in run.words}

    def usual(word: str) -> str:
        return word.capitalize() if len(word) > 4 and word.isupper() and word.capitalize() in written else word

    return [replace(run, words=tuple(map(usual, run.words))) for run in runs]


def _runs(number: int, account: Account) -> Iterator[_Run]:
    """Runs of words with capitals, a sentence's first word and words of headlines among them."""
    document, text = account.document, account.article.text
    starts, ends = document.word_start.tolist(), document.word_end.tolist()
    sentence = document.word_sentence.tolist()
    forms = [document.vocabulary.forms[word] for word in document.word_id.tolist()]
    run: list[int] = []
    runs = []
    for index, form in enumerate(forms):
        if not _CAPITAL.match(form) or form.lower().removesuffix("'s") in CALENDAR:
            continue
        joined = run and sentence[index] == sentence[run[-1]] and not forms[run[-1]].endswith(("'s", "s'"))
        between = text[ends[run[-1]] : starts[index]] if joined else ""
        if _BETWEEN.fullmatch(between) or (_JOINS.fullmatch(between) and is_common(forms[run[-1]])):
            run += range(run[-1] + 1, index + 1)
            continue
        runs.append(run)
        run = [index]
    capitals = capital_sentences(account)
    first_words = set(document.sentence_first_word.tolist())
    for found in filter(None, [*runs, run]):
        opens = found[0] in first_words or text[max(starts[found[0]] - 1, 0)] in OPENING_MARKS
        told = sentence[found[0]] not in capitals and not opens
        yield _Run(number, found[0], tuple(_plain(forms[word]) for word in found), told)


def capital_sentences(account: Account) -> set[int]:
    """The sentences in which most words have capitals, and all outside the body: there a capital marks no name."""
    document = account.document
    known = document.vocabulary.forms
    forms = [known[word] for word in document.word_id.tolist()]
    found = set()
    for sentence, section in enumerate(document.sentence_section.tolist()):
        first, last = document.sentence_first_word[sentence : sentence + 2].tolist()
        long = [form for form in forms[first:last] if len(form) > 3]
        capitals = sum(form[0].isupper() for form in long)
        if MEASURED[section] is not Section.BODY or (len(long) > 3 and capitals > 0.7 * len(long)):
            found.add(sentence)
    return found


def _plain(form: str) -> str:
    """A word of a name without 's and the stops of initials."""
    form = form.removesuffix("'s").removesuffix("'")
    return form.replace(".", "") if form.isupper() else form


def _told_parts(run: _Run, told: set[str]) -> Iterator[_Run]:
    """The stretches of a run whose words are names elsewhere in the event, or titles before them."""
    begin = 0
    for index, word in enumerate((*run.words, "")):
        if word in told or (word.lower() in TITLES and word) or word.islower():
            continue
        end = index
        while begin < end and (run.words[begin].islower() or run.words[begin].lower() in STOPS):
            begin += 1
        while begin < end and run.words[end - 1].islower():
            end -= 1
        if end > begin:
            yield run.part(begin, end)
        begin = index + 1


def mentioned(accounts: Sequence[Account], people: Container[str]) -> Iterator[dict[str, Any]]:
    """The rows of the table `names` for the accounts of one event, the names of most accounts first.

    Peoples, parties' members, states in short and single initials are no names of anybody. `people` are persons' names.
    """
    places: dict[str, dict[int, list[Mention]]] = {}
    for mention in mentions(accounts):
        if _names_one(mention.entity):
            places.setdefault(mention.entity, {}).setdefault(mention.account, []).append(mention)
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), -sum(map(len, item[1].values())), item[0]))
    for name, by_account in ranked:
        for number, found in sorted(by_account.items()):
            account = accounts[number]
            start = int(account.document.word_start[found[0].first])
            yield {
                "account": account.name,
                "article": account.article.id,
                "name": name,
                "kind": "person" if name in people else "name",
                "mentions": len(found),
                "start": start,
                "end": int(account.document.word_end[found[0].last]),
                "where": where(account, start),
                "accounts": len(by_account),
                "of": len(accounts),
            }


def _names_one(name: str) -> bool:
    """Whether a name is that of one person, body or place, and not of many or of a state in short."""
    words = name.lower().split()
    many = word_set("peoples") | word_set("party-members")
    if words[-1] in many or words[-1].removesuffix("s") in many:
        return False
    return len(words) > 1 or not (
        words[0] in word_set("titles") | word_set("calendar") or len(words[0].rstrip(".")) < 3
    )
