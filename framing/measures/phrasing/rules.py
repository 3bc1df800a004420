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
from framing.attribution.reading import Kind
from framing.lexicon import Match, load, load_all
from framing.measures.phrasing.forms import IS_CONTENT
from framing.measures.phrasing.hits import PRAISE, RULES, Hit, is_literal
from framing.measures.phrasing.words import Words
from framing.text.spans import non_overlapping
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: A range of words, and the term, empty for the rule's own.
Place = tuple[int, int, str]
#: Words before and after its trigger among which a pattern is matched.
_BEFORE, _AFTER = 4, 24
_PLACEHOLDER = re.compile(r"\{([A-Za-z$\\|-]+)\}")


@dataclass(frozen=True)
class Text:
    """The input of rules: the words of a batch, and the value words among them."""

    words: Words
    values: Sequence[Match]


@dataclass(frozen=True)
class Rule:
    """A rule of `rules.toml`: how it finds places, their category and term, its meaning and reason."""

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
    """A function that finds a pattern around each of its trigger words."""

    def one_of(name: str) -> str:
        if name == "praising":
            entries = (entry for lexicon in load_all() for entry in lexicon.entries)
            praise = {entry.term for entry in entries if entry.category in PRAISE}
            forms = {term for term in praise if " " not in term and not term.endswith("ly")}
        else:
            forms = set(lists[name].split()) if name in lists else set(word_set(name))
        return f"(?:{'|'.join(map(re.escape, sorted(forms)))})"

    @cache
    def compiled() -> tuple[WordFeature, re.Pattern[str]]:
        form = _PLACEHOLDER.sub(lambda name: one_of(name[1]), trigger)
        parts = {"word": r"[^ /]+/\S+", "mark": "(?:[^ /]+ )?", "trigger": rf"(?:{form})/\S+"}

        def expanded(placeholder: re.Match[str]) -> str:
            name = placeholder[1]
            word = rf"[^ /]+/(?:{name})" if name.isupper() else parts.get(name) or rf"{one_of(name)}/\S+"
            return word if name == "mark" else rf"(?<!\S)(?:{word} )"

        matches = re.compile(form).fullmatch
        feature = WordFeature(trigger, lambda form: matches(form.lower()) is not None, bool, stored=True)
        return feature, re.compile(_PLACEHOLDER.sub(expanded, pattern.replace("\n", "")))

    def find(text: Text) -> Iterator[Place]:
        feature, searched = compiled()
        group = "phrase" if "phrase" in searched.groupindex else 0
        for at in text.words.document.word_column(feature).nonzero()[0].tolist():
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
    """Words of a sentence in the notation of patterns, and the start of each."""
    shown = "<s> " if part.start == words.sentence(part.start).start else ""
    starts, is_name = [], words.name.data
    for word in part:
        starts.append(len(shown))
        shown += f"{words.low[word]}/{'NAME' if is_name[word] else words.tag(word)} "
        if word + 1 < part.stop and (mark := words.gap(word)):
            shown += "".join(mark.split()).replace("/", "|") + " "
    return shown, starts


_HEADS = (MEASURED.index(Section.HEADLINE), MEASURED.index(Section.SUBHEAD))
#: A headline that asks a yes-or-no question suggests a claim; one that asks who or when does not.
_YES_OR_NO = re.compile("(?:" + "|".join(sorted(word_set("auxiliaries"))) + r")\b", re.IGNORECASE)
_EITHER_OR = re.compile(r"[—–-]+\s*or\b|\bor an?\b[^?]*\?", re.IGNORECASE)


def headings_that_offer_two_ways(text: Text) -> Iterator[Place]:
    """Headlines and subheads that ask a question and offer two ways."""
    return _asking(text, _HEADS, lambda head: _EITHER_OR.search(head) is not None)


def headlines_that_ask(text: Text) -> Iterator[Place]:
    """Headlines that ask a yes-or-no question; the text below a subhead answers it."""
    return _asking(text, _HEADS[:1], lambda head: not _EITHER_OR.search(head) and bool(_YES_OR_NO.match(head)))


def _asking(text: Text, sections: Sequence[int], is_found: Callable[[str], bool]) -> Iterator[Place]:
    document = text.words.document
    for sentence in np.flatnonzero(np.isin(document.sentence_section, sections)).tolist():
        head = document.clean[document.sentence_start[sentence] : document.sentence_end[sentence]]
        first, last = document.sentence_first_word[sentence : sentence + 2].tolist()
        asks = first < last and head.rstrip("\"”’' ").endswith("?")
        if asks and is_found(head.lstrip("\"“'‘ ").replace("’", "'")):
            yield first, last, ""


#: A sentence with more discusses the words themselves.
_MOST_SCARE_QUOTES = 2
#: Words before a term that is mentioned, not used.
_MENTIONING = frozenset("word words term terms phrase phrases name named title titled entitled called".split())


def scare_quotes(text: Text) -> Iterator[Place]:
    """Words in quotation marks that nobody says, except titles and words that the text discusses."""
    words = text.words
    quoted = words.attributed(lambda each: each.parts[0] if each.kind == Kind.SCARE else None)
    terms = [(first, last) for _, first, last in quoted if first < last]
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


#: In a sentence with a larger share of words in capitals, they are no emphasis.
_MOST_SHOUTED = 0.34
_CAPITALS = WordFeature("in capitals", lambda form: form.isupper() and len(form) > 1, bool)
_PLAIN_WORD = WordFeature("plain word", lambda form: form.lower() in word_set("shouted"), bool)


def plain_words_in_capitals(text: Text) -> Iterator[Place]:
    """Runs of plain words in capitals, in a sentence of small letters."""
    words = text.words
    capitals = words.document.word_column(_CAPITALS)
    plain, last = capitals & words.document.word_column(_PLAIN_WORD), 0
    for first in plain.nonzero()[0].tolist():
        sentence = words.sentence(first)
        if first < last or capitals[sentence].mean() > _MOST_SHOUTED:
            continue
        last = first + 1
        while last < sentence.stop and capitals[last] and not words.gap(last - 1):
            last += 1
        if last == sentence.stop or words.gap(last - 1) != ":":  # “THE CANDIDATES:” heads what follows
            yield first, last, ""


#: Value words that are also plain subjects of policy: alone (“health and safety”) they are no series.
_PLAIN = word_set("policy-values") | {"human rights", "national security"}
#: Maximum modifiers of a value word in a series.
_MOST_MODIFIERS = 2
_LINKS = frozenset({"and", "or"})
_NO_MODIFIERS = word_set("no-modifiers") | _LINKS


def series_of_value_words(text: Text) -> Iterator[Place]:
    """Series of two or more value words and nothing else."""
    longest = sorted(text.values, key=lambda match: (match.first, -match.last))
    words, members, position = text.words, non_overlapping(longest, lambda match: range(match.first, match.last)), 0
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
    """Whether two value words are neighbours in a series: a comma or link between, and few modifiers."""
    if left.last - 1 not in words.sentence(right.first):
        return False
    between = words.low[left.last : right.first]
    linked = between[:1] and between[0] in _LINKS
    modifiers = between[1:] if linked else between
    joined = linked or words.gap(left.last - 1) == ","
    plain = len(modifiers) <= _MOST_MODIFIERS and _NO_MODIFIERS.isdisjoint(modifiers)
    return bool(joined) and plain and not any(map(words.gap, range(left.last, right.first)))


def _has_others_before(words: Words, first: int) -> bool:
    """Whether the series begins with members that are no value words (“energy, freedom and peace”)."""
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
#: The meaning of each category that only rules find.
RULE_CATEGORIES: Mapping[str, str] = {rule.category: rule.meaning for rule in RULE_LIST if rule.lexicon == RULES}


def rule_hits(text: Text) -> Iterator[Hit]:
    """The hits of every rule."""
    for rule in RULE_LIST:
        yield from rule(text)


#: Classes of report verbs that judge the statement or its source.
_LOADED_CLASSES = frozenset({"commissive", "conceding", "doubting", "emotive", "hostile"})
#: Other conceding verbs (“agreed”, “accepted”) do not imply that something was held back.
_CONCEDING = ("acknowledg", "admit", "conced", "confess")


def cue_hits(words: Words) -> Iterator[Hit]:
    """A hit for each report verb that judges what it attributes."""
    document, report_verbs = words.document, load("report-verbs")
    for attribution, first, last in words.attributed(lambda attribution: attribution.cue_span):
        category = attribution.cue_class
        if category not in _LOADED_CLASSES or first == last or (last == first + 1 and is_literal(words, first)):
            continue
        term = " ".join(document.folded[document.word_starts[first] : document.word_ends[last - 1]].split())
        # “Were admitted” means let in.
        admits = term.lower().startswith(_CONCEDING) and words.low[max(first - 1, 0)] not in word_set("forms-of-be")
        if category != "conceding" or admits:
            yield Hit(first, last, report_verbs.name, category, term, 0.5, report_verbs.categories[category].why)
