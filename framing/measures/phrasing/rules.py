"""Rules for loaded phrasing that no list can hold, as `rules.toml` describes them."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import Kind
from framing.lexicon import Match, load, load_all
from framing.measures.phrasing.forms import IS_CONTENT
from framing.measures.phrasing.hits import PRAISE, RULES, Hit, is_literal
from framing.measures.phrasing.words import Words
from framing.text.spans import disjoint
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: A range of words, and the term where that is not the rule's own.
Place = tuple[int, int, str]
#: A pattern is looked for in so many words before and after its trigger.
_BEFORE, _AFTER = 4, 24
_PLACEHOLDER = re.compile(r"\{([A-Za-z$\\|-]+)\}")


@dataclass(frozen=True)
class Text:
    """The input of rules: a batch's words, its attributions, and its value words."""

    words: Words
    batch: Batch
    values: Sequence[Match]


@dataclass(frozen=True)
class Rule:
    """A rule of `rules.toml`: the places it finds, their category and term, its meaning, and why a place is shown."""

    term: str
    category: str
    meaning: str
    why: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    find: Callable[[Text], Iterator[Place]]
    rank: int = 0
    lexicon: str = RULES

    def __call__(self, text: Text) -> Iterator[Hit]:
        """A hit for each place."""
        for first, last, term in self.find(text):
            yield Hit(first, last, self.lexicon, self.category, term or self.term, 1.0, self.why, self.rank)


def _around(trigger: str, pattern: str, lists: Mapping[str, str]) -> Callable[[Text], Iterator[Place]]:
    """The function that finds a pattern around each word that is its trigger."""

    def one_of(name: str) -> str:
        if name == "praising":
            entries = (entry for lexicon in load_all() for entry in lexicon.entries)
            known = {
                each.term
                for each in entries
                if each.category in PRAISE and " " not in each.term and not each.term.endswith("ly")
            }
        else:
            known = set(lists[name].split()) if name in lists else set(word_set(name))
        return f"(?:{'|'.join(map(re.escape, sorted(known)))})"

    @cache
    def compiled() -> tuple[WordFeature, re.Pattern[str]]:
        form = _PLACEHOLDER.sub(lambda name: one_of(name[1]), trigger)
        parts = {"word": r"[^ /]+/\S+", "mark": "(?:[^ /]+ )?", "trigger": rf"(?:{form})/\S+"}

        def expanded(placeholder: re.Match[str]) -> str:
            name = placeholder[1]
            word = rf"[^ /]+/(?:{name})" if name.isupper() else parts.get(name) or rf"{one_of(name)}/\S+"
            return word if name == "mark" else rf"(?<!\S)(?:{word} )"

        matches = re.compile(form).fullmatch
        feature = WordFeature(trigger, lambda form: matches(form.lower()) is not None, bool)
        return feature, re.compile(_PLACEHOLDER.sub(expanded, pattern.replace("\n", "")))

    def find(text: Text) -> Iterator[Place]:
        feature, searched = compiled()
        group = "phrase" if "phrase" in searched.groupindex else 0
        for at in _places(text.words, feature):
            sentence = text.words.sentence(at)
            part = range(max(sentence.start, at - _BEFORE), min(sentence.stop, at + _AFTER))
            shown, starts = _shown(text.words, part)
            for match in searched.finditer(shown):
                start, end = match.span(group)
                first, last = part.start + bisect_right(starts, start) - 1, part.start + bisect_left(starts, end)
                if first <= at < last:
                    yield first, last, ""
                    break

    return find


def _shown(words: Words, part: range) -> tuple[str, list[int]]:
    """Words of a sentence as patterns read them, and where each begins there."""
    shown = "<s> " if part.start == words.sentence(part.start).start else ""
    starts = []
    for word in part:
        starts.append(len(shown))
        shown += f"{words.low[word]}/{'NAME' if words.name[word] else words.tag(word)} "
        mark = "".join(words.gap(word).split()).replace("/", "|") if word + 1 < part.stop else ""
        shown += f"{mark} " if mark else ""
    return shown, starts


def _places(words: Words, feature: WordFeature) -> list[int]:
    """The words that have a feature."""
    places: list[int] = words.document.word_column(feature).nonzero()[0].tolist()
    return places


_HEADS = (MEASURED.index(Section.HEADLINE), MEASURED.index(Section.SUBHEAD))
#: A headline that can be answered with yes or no puts a claim; one that asks who or when does not.
_YES_OR_NO = re.compile("(?:" + "|".join(sorted(word_set("auxiliaries"))) + r")\b", re.IGNORECASE)
_EITHER_OR = re.compile(r"[—–-]+\s*or\b|\bor an?\b[^?]*\?", re.IGNORECASE)


def headings_that_offer_two_ways(text: Text) -> Iterator[Place]:
    """Headlines and subheads that ask, and name two ways."""
    return _asking(text, _HEADS, lambda head: _EITHER_OR.search(head) is not None)


def headlines_that_ask(text: Text) -> Iterator[Place]:
    """Headlines that can be answered with yes or no; a subhead that asks is answered in the text below it."""
    return _asking(text, _HEADS[:1], lambda head: not _EITHER_OR.search(head) and bool(_YES_OR_NO.match(head)))


def _asking(text: Text, sections: Sequence[int], is_found: Callable[[str], bool]) -> Iterator[Place]:
    document = text.words.document
    for sentence in np.flatnonzero(np.isin(document.sentence_section, sections)).tolist():
        head = document.clean[document.sentence_start[sentence] : document.sentence_end[sentence]]
        first, last = document.sentence_first_word[sentence : sentence + 2].tolist()
        asks = first < last and head.rstrip("\"”’' ").endswith("?")
        if asks and is_found(head.lstrip("\"“'‘ ").replace("’", "'")):
            yield first, last, ""


#: With more in one sentence, the words themselves are its subject.
_MOST_SCARE_QUOTES = 2
#: What stands before words that are discussed and not used.
_MENTIONING = frozenset("word words term terms phrase phrases name named title titled entitled called".split())


def scare_quotes(text: Text) -> Iterator[Place]:
    """Words in quotation marks that nobody says, but for titles and words that the text discusses."""
    words = text.words
    terms = [
        (inside.start + at, inside.stop + at)
        for reading, at in zip(text.batch.readings, text.batch.first_word, strict=False)
        for attribution in reading.attributions
        if attribution.kind == Kind.SCARE
        for inside in [reading.document.words_between(*attribution.parts[0])]
        if inside.start < inside.stop
    ]
    in_sentence = Counter(words.sentence(first).start for first, _ in terms)
    for first, last in terms:
        if first and words.low[first - 1] in _MENTIONING:
            continue
        if not _is_title(words, first, last) and in_sentence[words.sentence(first).start] <= _MOST_SCARE_QUOTES:
            yield first, last, ""


def _is_title(words: Words, first: int, last: int) -> bool:
    content = [word for word in range(first, last) if IS_CONTENT[words.tags[word]] or words.name[word]]
    starts = (words.document.text[words.document.word_starts[word]] for word in content)
    return all(map(str.isupper, starts)) and bool(content)


_SHOUTED = word_set("shouted")
#: In a sentence with a larger share of words in capitals these are no emphasis.
_MOST_SHOUTED = 0.34
_CAPITALS = WordFeature("in capitals", lambda form: form.isupper() and len(form) > 1, bool)
_PLAIN_CAPITALS = WordFeature(
    "plain word in capitals", lambda form: form.isupper() and len(form) > 1 and form.lower() in _SHOUTED, bool
)


def plain_words_in_capitals(text: Text) -> Iterator[Place]:
    """Each run of plain words in capitals, in a sentence of small letters."""
    words = text.words
    capitals = words.document.word_column(_CAPITALS)
    plain = words.document.word_column(_PLAIN_CAPITALS)
    last = 0
    for first in plain.nonzero()[0].tolist():
        sentence = words.sentence(first)
        if first < last or capitals[sentence].mean() > _MOST_SHOUTED:
            continue
        last = first + 1
        while last < sentence.stop and capitals[last] and not words.gap(last - 1):
            last += 1
        if last == sentence.stop or words.gap(last - 1) != ":":  # “THE CANDIDATES:” heads what follows
            yield first, last, ""


#: Value words that are also plain subjects of policy: these alone (“health and safety”) are no series.
_PLAIN = word_set("policy-values") | {"human rights", "national security"}
#: Maximum words before the value word in a member of a series.
_MOST_MODIFIERS = 2
_LINKS = frozenset({"and", "or"})
_NO_MODIFIERS = word_set("no-modifiers") | _LINKS


def series_of_value_words(text: Text) -> Iterator[Place]:
    """Each series of two or more value words, and nothing else in it."""
    longest = sorted(text.values, key=lambda match: (match.first, -match.last))
    words, members, position = text.words, disjoint(longest, lambda match: range(match.first, match.last)), 0
    while position < len(members):
        end = position
        while end + 1 < len(members) and _in_series(words, members[end], members[end + 1]):
            end += 1
        series, position = members[position : end + 1], end + 1
        terms = {member.entry.term for member in series}
        if len(terms) < 2 or terms <= _PLAIN:
            continue
        named = any(words.name[series[0].first : series[-1].last])
        if not named and not _has_others_before(words, series[0].first):
            yield series[0].first, series[-1].last, ", ".join(member.entry.term for member in series)


def _in_series(words: Words, left: Match, right: Match) -> bool:
    """Whether two value words are neighbours in a series: a comma or link, then at most a few modifiers."""
    if left.last - 1 not in words.sentence(right.first):
        return False
    between = words.low[left.last : right.first]
    linked = between[:1] and between[0] in _LINKS
    modifiers = between[1:] if linked else between
    joined = linked or words.gap(left.last - 1) == ","
    plain = len(modifiers) <= _MOST_MODIFIERS and _NO_MODIFIERS.isdisjoint(modifiers)
    return bool(joined) and plain and not any(map(words.gap, range(left.last, right.first)))


def _has_others_before(words: Words, first: int) -> bool:
    """Whether the series has members before these that are no value words (“energy, freedom and peace”)."""
    before = first - 1
    if before < words.sentence(first).start or words.low[before] in _LINKS:
        return before >= words.sentence(first).start
    listed = any(words.gap(word) == "," for word in range(max(0, before - _MOST_MODIFIERS), first))
    return listed and words.gap(before) == ","


def _read() -> Iterator[Rule]:
    described = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    for rule in described["rules"]:
        name, trigger, pattern = (rule.pop(key, "") for key in ("find", "trigger", "pattern"))
        yield Rule(**rule, find=globals()[name] if name else _around(trigger, pattern, described["words"]))


RULE_LIST: tuple[Rule, ...] = tuple(_read())
#: What the categories mean that rules find and no word list.
RULE_CATEGORIES: Mapping[str, str] = {rule.category: rule.meaning for rule in RULE_LIST if rule.lexicon == RULES}


def rule_hits(text: Text) -> Iterator[Hit]:
    """The hits of every rule."""
    for rule in RULE_LIST:
        yield from rule(text)


#: Classes of report verbs that take a stand on what was said, or on who said it.
_LOADED_CLASSES = frozenset({"commissive", "conceding", "doubting", "emotive", "hostile"})
#: Others of their class (“agreed”, “accepted”) do not say that it was held back.
_CONCEDING = ("acknowledg", "admit", "conced", "confess")


def cue_hits(words: Words, batch: Batch) -> Iterator[Hit]:
    """A hit for each report verb that does more than say that somebody spoke, where somebody does."""
    report_verbs = load("report-verbs")
    for reading, at in zip(batch.readings, batch.first_word, strict=False):
        for attribution in reading.attributions:
            category, span = attribution.cue_class, attribution.cue_span
            if span is None or category not in _LOADED_CLASSES:
                continue
            inside = reading.document.words_between(*span)
            first, last = inside.start + at, inside.stop + at
            term = " ".join(reading.document.folded[slice(*span)].split())
            if first == last or (last == first + 1 and is_literal(words, first)):
                continue
            # “Were admitted” says that somebody was let in.
            says = term.lower().startswith(_CONCEDING) and words.low[max(first - 1, 0)] not in word_set("forms-of-be")
            if category != "conceding" or says:
                why = report_verbs.categories[category].why
                yield Hit(first, last, report_verbs.name, category, term, 0.5, why)
