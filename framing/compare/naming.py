"""How accounts name and describe the same persons and things."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import pandas as pd

from framing.attribution.name_types import PERSON
from framing.attribution.phrases import is_person_noun
from framing.attribution.reading import Voice
from framing.attribution.sources import NamedEntity, entities
from framing.compare.accounts import Account, by_event, free_columns, table_of
from framing.compare.quantities import singular
from framing.measures.phrasing.forms import usual_tag
from framing.models import load_json
from framing.words import word_set

THING = "thing"
#: Minimum difference: descriptions of a person vary more by chance than names for a thing.
_LEAST = {PERSON: 0.5, THING: 0.3}
#: Maximum words of a description before and after a name.
_MOST_BEFORE, _MOST_AFTER = 6, 14
_DETERMINERS = frozenset("the a an his her its their our my your".split())
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS"})
_DESCRIBING = _ADJECTIVES | {"NN", "NNP", "NNPS"}
_FINITE = frozenset({"VBZ", "VBD", "MD", "VBP"})
_RELATIVE = frozenset("who whom whose which that when where".split())
_SMALL = _DETERMINERS | frozenset(
    (
        "of for in at on to and from with by former then ex late mr mrs ms rival opponent presidential congressional "
        "gubernatorial mayoral top"
    ).split()
)
_APPOSITION = re.compile(r",\s+(?=(?:an?|the|one|former|his|her|its|their|our|my|your)\s)")
_END = re.compile(r"[,;:!?—–\n“”\"()]|\.(?=\s+[A-Z]|\s*$)|\s-\s")
#: A capital after a term shows a longer name: the Unborn Child Protection Act is no child.
_NAME_GOES_ON = re.compile(r" [A-Z]")
#: Words between two names that say that they mean one thing.
_LINK = re.compile(r",?\s+(?:(?:who are|often|also|commonly)\s+)?(?:known as|called|dubbed)\s+(?:the\s+)?[\"“‘']?")
#: In the list of names for one thing: the proper name beside the noun.
_ANY_NAME = "~"


class _Use(NamedTuple):
    """Words of an account that name or describe an entity; `whole` includes the name.

    A person named without a description has no words and no relation.
    """

    account: Account
    kind: str
    entity: str
    relation: str
    start: int
    end: int
    whole: tuple[int, int]
    #: Which of the names of a thing it is.
    name: str = ""

    @property
    def voice(self) -> Voice:
        """Whose words they are."""
        return self.account.reading.voice_at(self.start)

    @property
    def cells(self) -> dict[str, Any]:
        """The cells of the table `naming` about this use alone."""
        return self.account.keys | {
            "kind": self.kind,
            "entity": self.entity,
            "relation": self.relation,
            "attached": self.account.shown(self.start, self.end),
            "voice": str(self.voice),
            "speaker": self.account.reading.speaker_at(self.start),
            "start": self.start,
            "end": self.end,
            "text": self.account.shown(*self.whole),
        }


def naming(accounts: Sequence[Account]) -> pd.DataFrame:
    """One row per description of a person, or name for a thing, where accounts differ in their own voice.

    `differ` is half the sum of the differences between the shares of each word in two accounts, averaged over pairs.
    Naming a person without a description counts as a word.
    """
    rows: list[dict[str, Any]] = []
    for members in by_event(accounts):
        uses: dict[tuple[str, str], list[_Use]] = defaultdict(list)
        for use in (*_persons(members), *_things(members)):
            uses[use.kind, use.entity].append(use)
        measured = [(*_difference(of_entity), *key) for key, of_entity in uses.items()]
        ranked = [one for one in measured if one[0] >= _LEAST[one[2]]]
        for differ, count, kind, entity in sorted(ranked, key=lambda one: (-one[0] * one[1], -one[1], one[2:])):
            # one row for the same words, in any case, of one voice and speaker in an account
            alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
            for cells in (use.cells for use in uses[kind, entity] if use.relation):
                same = ("relation", "account", "article", "voice", "speaker")
                alike[(cells["attached"].lower(), *(cells[name] for name in same))].append(cells)
            counts = {"differ": differ, "accounts": count, "of": len(members)}
            rows += [cells[0] | counts | {"times": len(cells)} for cells in alike.values()]
    return table_of("naming", rows)


def aligned(naming: pd.DataFrame) -> pd.DataFrame:
    """The persons and things as rows and the accounts as columns, each cell the words for it.

    Words in a quotation or paraphrase stand in square brackets.
    """
    index = ["event", "kind", "entity", "accounts", "of"]
    own = naming["voice"] == Voice.OWN.value
    words = naming["attached"].where(own, "[" + naming["attached"] + "]")
    named = naming.assign(attached=words, folded=words.str.lower())
    each = named.groupby([*index, "account", "folded"], sort=False).agg({"attached": "first", "times": "sum"})
    each = each.reset_index()
    each["attached"] += each["times"].map(lambda times: f" ({times})" if times > 1 else "")
    wide = each.pivot_table(index=index, columns="account", values="attached", aggfunc="; ".join, sort=False)
    return free_columns(wide.fillna(""))


def names(accounts: Sequence[Account]) -> pd.DataFrame:
    """The table `names`: a row per name and account that mentions it, names in most accounts first."""
    rows: list[dict[str, Any]] = []
    for members in by_event(accounts):
        mentioned = _entities(members)
        mentions = {key: sum(len(one.mentions) for one in by_account.values()) for key, by_account in mentioned.items()}
        for name, kind in sorted(mentioned, key=lambda key: (-len(mentioned[key]), -mentions[key], key)):
            by_account = mentioned[name, kind]
            for account, entity in by_account.items() if _names_one(name) else ():
                place = entity.mentions[0]
                rows.append(account.keys | {
                    "name": name, "kind": "person" if kind == PERSON else "name", "mentions": len(entity.mentions),
                    "start": place.start, "end": place.end, "where": account.where(place.start),
                    "accounts": len(by_account), "of": len(members),
                })  # fmt: skip
    return table_of("names", rows)


def _names_one(name: str) -> bool:
    """Whether a name is that of a person, body or place, not of a people or a party's members."""
    many = word_set("peoples") | word_set("party-members")
    last = name.lower().split()[-1]
    return last not in many and last.removesuffix("s") not in many and len(name.rstrip(".")) > 2


def _entities(accounts: Sequence[Account]) -> dict[tuple[str, str], dict[Account, NamedEntity]]:
    """The entities of each account, by name and type; a surname alone stands for the only person who has it."""
    named = [(account, entity) for account in accounts for entity in entities(account.reading)]
    full: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    for _, entity in named:
        words = entity.name.split()
        types[entity.name].add(entity.type)
        if entity.type == PERSON and len(words) > 1:
            full[words[-1]].add(entity.name)
    merged: dict[tuple[str, str], dict[Account, NamedEntity]] = defaultdict(dict)
    for account, entity in named:
        # a person only if no account takes the name for something else
        name, kind = entity.name, min(types[entity.name], key=lambda kind: (kind == PERSON, kind))
        if len(full[name]) == 1:
            (name,), kind = full[name], PERSON
        before = merged[name, kind].get(account)
        places = tuple(sorted({*entity.mentions, *(before.mentions if before else ())}))
        merged[name, kind][account] = NamedEntity(name, kind, entity.gender, places)
    return merged


# persons


def _persons(accounts: Sequence[Account]) -> Iterator[_Use]:
    for (name, kind), by_account in _entities(accounts).items():
        for account, entity in by_account.items() if kind == PERSON and len(by_account) > 1 else ():
            start = entity.mentions[0].start
            descriptions = list(_descriptions(account, name, entity))
            yield from descriptions or [_Use(account, PERSON, name, "", start, start, (start, start))]


def _descriptions(account: Account, name: str, entity: NamedEntity) -> Iterator[_Use]:
    for place in entity.mentions:
        if place.form in ("full", "short"):
            if before := _described_before(account, place.start):
                yield _Use(account, PERSON, name, "before", *before, (before[0], place.end))
            if after := _described_after(account, place.end):
                yield _Use(account, PERSON, name, "after", *after, (place.start, after[1]))


def _described_before(account: Account, name_start: int) -> tuple[int, int] | None:
    """The description right before a name ("far-right harbour firebrand"), None if there is only a title."""
    document, text = account.document, account.article.text
    last = document.words_between(0, name_start).stop - 1
    sentence = document.word_sentence
    first, following = last + 1, name_start
    while first > 0 and last - first + 1 < _MOST_BEFORE:
        start, end = int(document.word_start[first - 1]), int(document.word_end[first - 1])
        form = account.forms[first - 1]
        if text[end:following] != " " or sentence[first - 1] != sentence[last] or form.endswith(("'s", "s'")):
            break
        describes = _is_person(form) or usual_tag(form) in _DESCRIBING
        if form != "former" and (form in _SMALL or form in word_set("calendar") or not describes):
            break
        first, following = first - 1, start
    if first > last or not _is_person(account.forms[last]):
        return None
    # "fire FBI director Quill": before another name, only an adjective surely describes
    while first < last and not _is_capital(account, first) and _is_capital(account, first + 1):
        if usual_tag(account.forms[first]) in _ADJECTIVES:
            break
        first += 1
    span = int(document.word_start[first]), int(document.word_end[last])
    return None if _is_capital(account, last) or not _says_more(account, *span) else span


def _is_person(form: str) -> bool:
    """Whether a word is a noun for one person, by politics too."""
    return is_person_noun(form) or form in word_set("adherents")


def _is_capital(account: Account, word: int) -> bool:
    """Whether a word has a capital and does not open its sentence."""
    document = account.document
    opens = word == document.sentence_first_word[document.word_sentence[word]]
    return not opens and account.article.text[int(document.word_start[word])].isupper()


def _described_after(account: Account, name_end: int) -> tuple[int, int] | None:
    """The apposition right after a name (", a former banker,"): its noun names a person and no finite verb follows."""
    text, document = account.article.text, account.document
    opening = _APPOSITION.match(text, name_end)
    if opening is None:
        return None
    ending = _END.search(text, opening.end())
    end = ending.start() if ending else len(text)
    words = document.words_between(opening.end(), end)
    forms = account.forms[words]
    if not 1 < len(forms) <= _MOST_AFTER:
        return None
    head = forms[_before_link(forms) - 1]
    relative = next((at for at, form in enumerate(forms) if form in _RELATIVE), len(forms))
    if not _is_person(head) or any(usual_tag(form) in _FINITE for form in forms[:relative]):
        return None
    span = opening.end(), end
    return span if _says_more(account, *span) else None


def _content(account: Account, start: int, end: int) -> set[str]:
    """The words of a description up to its noun, without small words, titles, names and hyphens."""
    first = account.document.words_between(start, end).start
    forms = account.forms[account.document.words_between(start, end)]
    content = {form for at, form in enumerate(forms[: _before_link(forms)], first) if not _is_capital(account, at)}
    return {form.replace("-", "") for form in content - _SMALL - word_set("titles") - word_set("title-words")}


def _says_more(account: Account, start: int, end: int) -> bool:
    """Whether a description says more than an office: with an adjective, a rare word or a clause."""
    content = _content(account, start, end)
    forms = account.forms[account.document.words_between(start, end)]
    telling = (
        usual_tag(form) in _ADJECTIVES | {"CD"} or form.removesuffix("'s") not in load_json("tags")
        for form in forms
        if form.replace("-", "") in content and not _is_person(form) and not form.startswith(("then-", "now-"))
    )
    return bool(content) and (any(telling) or not _RELATIVE.isdisjoint(forms))


def _before_link(forms: Sequence[str]) -> int:
    """How many words come before the first relative word or preposition."""
    links = (at for at, form in enumerate(forms) if form in _RELATIVE or usual_tag(form) == "IN")
    return next(links, len(forms))


# things


@cache
def _terms() -> tuple[re.Pattern[str], Mapping[str, int]]:
    """A pattern of names for things that have several, and the thing that each name means.

    A name that stands beside the same proper name in every account has that in one of two groups.
    """
    thing_of: dict[str, int] = {}
    whole: list[str] = []
    beside: list[str] = []
    for number, entry in enumerate(sorted(word_set("names-for-one-thing"))):
        for term in entry.replace("_", " ").split("|"):
            stem, _, ending = term.rstrip(")").partition("(")
            thing_of |= {stem: number, stem + ending: number}
            noun = re.escape(stem.removeprefix(_ANY_NAME)) + (f"(?:{ending})?" if ending else "")
            (beside if term.startswith(_ANY_NAME) else whole).append(noun)
    first, second = ("|".join(sorted(nouns, key=lambda noun: (-len(noun), noun))) for nouns in (whole, beside))
    name = r"[A-Z][\w.-]*\w"
    pattern = (
        rf"(?<![\w-])(?:(?P<term>(?i:{first}))|(?P<before>{name})(?:[’']s)? (?P<noun>{second})"
        rf"|(?P<head>{second}) (?:of|in|at) (?:{name} ){{0,3}}(?P<after>{name})(?:[’']s)?)(?![\w-])"
    )
    return re.compile(pattern), thing_of


class _Term(NamedTuple):
    """A name for a thing, the thing, and where it stands."""

    words: str
    thing: tuple[int, str]
    start: int
    end: int


def _terms_in(text: str) -> Iterator[_Term]:
    pattern, thing_of = _terms()
    at = 0
    while match := pattern.search(text, at):
        goes_on = _NAME_GOES_ON.match(text, match.end())
        name = match["before"] or match["after"] or ""
        # "The killing" and "the death of May" hold no name: read on, as one may follow
        apart = "before" if match["before"] else "head"
        at = match.end() if not name or usual_tag(name)[:2] in {"NN", "JJ"} else match.end(apart)
        if match["term"] and not (match[0][0].isupper() and goes_on):
            yield _Term(match[0].lower(), (thing_of[match[0].lower()], ""), *match.span())
        elif name and at == match.end() and not (match["after"] and goes_on):
            noun = match["noun"] or match["head"]
            yield _Term(f"{name} {noun}", (thing_of[_ANY_NAME + noun], name), *match.span())


def _things(accounts: Sequence[Account]) -> Iterator[_Use]:
    """Uses of names for things that have several; two things are one where an account says so ("known as")."""
    terms = [(account, list(_terms_in(account.article.text))) for account in accounts]
    thing = {term.words: term.thing for _, of_account in terms for term in of_account}
    for account, of_account in terms:
        for one, other in pairwise(of_account):
            if _LINK.fullmatch(account.article.text, one.end, other.start):
                first, second = sorted((thing[one.words], thing[other.words]))
                thing = {words: first if one_thing == second else one_thing for words, one_thing in thing.items()}
    called: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for words, one_thing in thing.items():
        # of singular and plural, the longer is shown
        forms = called[one_thing]
        forms[singular(words)] = max(words, forms.get(singular(words), ""), key=len)
    for account, of_account in terms:
        for term in of_account:
            place = (term.start, term.end)
            name = " / ".join(sorted(called[thing[term.words]].values()))
            yield _Use(account, THING, name, "term", *place, place, singular(" ".join(term.words.lower().split())))


# how accounts differ


def _difference(uses: Iterable[_Use]) -> tuple[float, int]:
    """How far accounts' own words for an entity differ, averaged over pairs, and how many accounts have any."""
    words: dict[Account, Counter[str]] = defaultdict(Counter)
    for use in uses:
        if not use.relation or use.voice is Voice.OWN:
            named = _content(use.account, use.start, use.end) or {""} if use.kind == PERSON else {use.name}
            words[use.account].update(named)
    distances = [
        sum(abs(one[word] / one.total() - other[word] / other.total()) for word in one.keys() | other.keys()) / 2
        for one, other in combinations(words.values(), 2)
    ]
    described = sum(any(each) for each in words.values())
    return (sum(distances) / len(distances) if distances else 0.0), described
