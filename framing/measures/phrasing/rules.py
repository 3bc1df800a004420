"""Rules for loaded phrasing that no list can hold. Each is one value: what it finds, what that means, and examples."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from framing.articles.article import MEASURED, Section
from framing.attribution.batch import Batch
from framing.attribution.reading import Kind
from framing.lexicon import Lexicon, Match
from framing.measures.phrasing.forms import IS_CONTENT
from framing.measures.phrasing.hits import RULES, Hit, is_literal
from framing.measures.phrasing.words import Words
from framing.text.marks import Quotation
from framing.text.vocabulary import WordFeature
from framing.words import word_set

#: A range of words, and the term where that is not the rule's own.
Place = tuple[int, int, str]


@dataclass(frozen=True)
class Text:
    """The input of rules: a batch's words, attributions, value words and words of praise."""

    words: Words
    batch: Batch
    values: Sequence[Match]
    praising: frozenset[str]


def _one_of(forms: Iterable[str]) -> WordFeature:
    """Whether a form is, in lower case, one of these."""
    known = frozenset(forms)
    return WordFeature(f"one of {sorted(known)[:3]}", lambda form: form.lower() in known, bool)


def _places(words: Words, feature: WordFeature) -> list[int]:
    """The words that have a feature."""
    places: list[int] = words.document.word_column(feature).nonzero()[0].tolist()
    return places


@dataclass(frozen=True)
class Rule:
    """A rule: the places it finds, their category and term, what the category means, and why a place is shown.

    `hits` are texts in which the rule finds something, `misses` such in which it must not. `why` is a sentence in
    which `{text}` stands for the words. `rank` decides between hits of equal length.
    """

    category: str
    term: str
    meaning: str
    why: str
    find: Callable[[Text], Iterator[Place]]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    rank: int = 0
    lexicon: str = RULES

    def __call__(self, text: Text) -> Iterator[Hit]:
        """A hit for each place."""
        for first, last, term in self.find(text):
            yield Hit(first, last, self.lexicon, self.category, term or self.term, 1.0, self.why, self.rank)


# Dilemmas. “Either” before a verb, or where a clause begins, offers acts or outcomes; before a noun (“either side”)
# it need not.

#: “Or” follows within this many words; a longer first alternative is cut short.
_OR_WITHIN, _LONGEST_WAY = 20, 8
_VERBS = frozenset({"MD", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
#: What a clause begins with; “either side may vote” is none.
_CLAUSE = _VERBS | {"DT", "EX", "NNP", "NNS", "PRP", "PRP$"}
_EITHER = _one_of({"either"})


def _dilemmas(text: Text) -> Iterator[Place]:
    words = text.words
    for either in _places(words, _EITHER):
        sentence = words.sentence(either)
        stop = min(sentence.stop, either + _OR_WITHIN)
        link = next((word for word in range(either + 2, stop) if words.low[word] == "or"), None)
        if link is not None and words.tag(either + 1) in (_CLAUSE if either == sentence.start else _VERBS):
            yield either, min(link, either + _LONGEST_WAY), ""


# Headlines and subheads.

_HEADS = (MEASURED.index(Section.HEADLINE), MEASURED.index(Section.SUBHEAD))
#: A headline that can be answered with yes or no puts a claim; one that asks who or when does not.
_YES_OR_NO = re.compile("(?:" + "|".join(sorted(word_set("auxiliaries"))) + r")\b", re.IGNORECASE)
_EITHER_OR = re.compile(r"[—–-]+\s*or\b|\bor an?\b[^?]*\?", re.IGNORECASE)


def _asking_heads(text: Text, either_or: bool) -> Iterator[Place]:
    """Headlines and subheads that ask: those that offer two ways, or those that can be answered with yes or no."""
    document = text.words.document
    sections = document.sentence_section
    # A subhead that asks is answered in the text below it.
    heads = _HEADS if either_or else _HEADS[:1]
    for sentence in np.flatnonzero(np.isin(sections, heads)).tolist():
        head = document.clean[document.sentence_start[sentence] : document.sentence_end[sentence]]
        first, last = document.sentence_first_word[sentence : sentence + 2].tolist()
        if first == last or not head.rstrip("\"”’' ").endswith("?"):
            continue
        offers = _EITHER_OR.search(head) is not None
        if offers == either_or and (offers or _YES_OR_NO.match(head.lstrip("\"“'‘ ").replace("’", "'"))):
            yield first, last, ""


# Labels, what is so-called, and scare quotes.

_SIDES = tuple(sorted(word_set("label-endings")))
_LABELS, _BEARERS = word_set("labels"), word_set("bearers")
#: Maximum words between a label and its bearer.
_BETWEEN = 2
#: Maximum words in the quotation marks after “so-called”.
_LONGEST_NAME = 6
_SO_CALLED = "so-called"
#: With more in one sentence, the words themselves are its subject.
_MOST_SCARE_QUOTES = 2
#: What stands before words that are discussed and not used.
_MENTIONING = frozenset("word words term terms phrase phrases name named title titled entitled called".split())
_inner_start = attrgetter("inner_start")


def _is_label(form: str) -> bool:
    low = form.lower()
    return low in _LABELS or low.endswith(_SIDES) or low == _SO_CALLED


_LABEL = WordFeature("label", _is_label, bool)


def _label_words(words: Words, so_called: bool) -> Iterator[int]:
    return (at for at in _places(words, _LABEL) if (words.low[at] == _SO_CALLED) == so_called)


def _labels(text: Text) -> Iterator[Place]:
    for at in _label_words(text.words, so_called=False):
        bearer = _bearer(text.words, at)
        if bearer:
            yield at, bearer + 1, ""


def _so_called(text: Text) -> Iterator[Place]:
    for at in _label_words(text.words, so_called=True):
        yield at, _phrase_end(text.words, at), ""


def _bearer(words: Words, label: int) -> int | None:
    for word in range(label + 1, min(words.sentence(label).stop, label + _BETWEEN + 2)):
        if words.gap(word - 1) or words.name[word]:
            return None
        if words.low[word] in _BEARERS:
            return word
        if words.tag(word) not in {"JJ", "NN", "VBG", "VBN"}:
            return None
    return None


def _quoted_from(words: Words, word: int) -> Quotation | None:
    """The quotation that a word begins."""
    if word >= len(words):
        return None
    quotations, start = words.document.quotations, words.document.word_starts[word]
    number = bisect_left(quotations, start, key=_inner_start)
    return quotations[number] if number < len(quotations) and quotations[number].inner_start == start else None


def _phrase_end(words: Words, at: int) -> int:
    """The end of the noun phrase after a word, a few words ahead at most, or of its quotation."""
    quoted = _quoted_from(words, at + 1)
    if quoted is not None:
        end: int = words.document.words_between(quoted.inner_start, quoted.inner_end).stop
        return min(end, words.sentence(at).stop, at + 1 + _LONGEST_NAME)
    stop = min(words.sentence(at).stop, at + _BETWEEN + 2)
    end = at + 1
    while end < stop and not words.gap(end - 1).strip('"'):
        end += 1
        if words.tag(end - 1) not in {"JJ", "JJR", "JJS", "VBD", "VBG", "VBN", "NNP"}:
            break
    return end


def _scare_quotes(text: Text) -> Iterator[Place]:
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
        # Marks also enclose titles and nicknames, and words that the text discusses.
        if first and words.low[first - 1] in _MENTIONING:
            continue
        if not _is_title(words, first, last) and in_sentence[words.sentence(first).start] <= _MOST_SCARE_QUOTES:
            yield first, last, ""


def _is_title(words: Words, first: int, last: int) -> bool:
    content = [word for word in range(first, last) if IS_CONTENT[words.tags[word]] or words.name[word]]
    starts = (words.document.text[words.document.word_starts[word]] for word in content)
    return all(map(str.isupper, starts)) and bool(content)


# Passives of harm. Used more often where police kill, and readers then blame less (Moreno-Medina, Ouss, Bayer and
# Ba 2025).

_BE, _HARM = word_set("be"), word_set("harm")
_MISTAKES = frozenset({"errors", "mistakes", "lapses"})
#: How far after the verb somebody may still be named with “by”.
_AGENT_WITHIN = 8
_AGENTS = frozenset({"by", "himself", "herself", "themselves", "itself"})
_HARMED = _one_of(_HARM | {"made"})


def _passives(text: Text) -> Iterator[Place]:
    words = text.words
    for verb in _places(words, _HARMED):
        sentence = words.sentence(verb)
        be = verb - 2 if words.tag(verb - 1) == "RB" else verb - 1
        if be < sentence.start or words.low[be] not in _BE or any(words.gap(word) for word in range(be, verb)):
            continue
        made = words.low[verb] == "made" and (be == sentence.start or words.low[be - 1] not in _MISTAKES)
        law = words.low[verb : verb + 2] == ["struck", "down"]
        if not made and not law and not _names_agent(words, verb, sentence.stop):
            yield be, verb + 1, ""


def _names_agent(words: Words, verb: int, stop: int) -> bool:
    for word in range(verb + 1, min(verb + 1 + _AGENT_WITHIN, stop)):
        if words.gap(word - 1) in {";", ":", "—"}:
            return False
        if words.low[word] in _AGENTS:
            return True
    return False


# Hedged praise, intensified numbers.

_HEDGE = _one_of({"possibly", "perhaps", "potentially", "arguably", "maybe", "conceivably"})
_AMAZING = _one_of(word_set("number-intensifiers"))
_NUMERALS = word_set("large-numerals")


def _hedged_praise(text: Text) -> Iterator[Place]:
    """Each hedge with the praise after it, and with an adjective that a comma joins before it."""
    words = text.words
    for hedge in _places(words, _HEDGE):
        sentence = words.sentence(hedge)
        ahead = range(hedge + 1, min(hedge + 3, sentence.stop))
        praise = next((word for word in ahead if words.low[word] in text.praising), None)
        if praise is None or any(words.gap(word) for word in range(hedge, praise)) or words.name[praise]:
            continue
        after = hedge > sentence.start and words.gap(hedge - 1) in {",", "—", "-", ""}
        after = after and words.tag(hedge - 1) == "JJ" and not words.name[hedge - 1]
        yield hedge - after, praise + 1, ""


def _intensified_numbers(text: Text) -> Iterator[Place]:
    words = text.words
    for at in _places(words, _AMAZING):
        last = at + 1
        while last < words.sentence(at).stop and words.gap(last - 1) in {"", "$", "£", "€"} and _is_number(words, last):
            last += 1
        if last > at + 1:
            yield at, last, ""


def _is_number(words: Words, word: int) -> bool:
    return words.low[word].lstrip("$£€")[:1].isdigit() or words.low[word] in _NUMERALS


# Emphasis by capitals, and compounds of contempt.

_SHOUTED = word_set("shouted")
#: In a sentence with a larger share of words in capitals these are no emphasis.
_MOST_SHOUTED = 0.34
_CONTEMPT = tuple(
    f"-{ending}" for ending in "addled bashing crazed hating infested mongering obsessed peddling".split()
)
_CAPITALS = WordFeature("in capitals", lambda form: form.isupper() and len(form) > 1, bool)
_PLAIN_CAPITALS = WordFeature(
    "plain word in capitals", lambda form: form.isupper() and len(form) > 1 and form.lower() in _SHOUTED, bool
)
_COMPOUND = WordFeature("compound of contempt", lambda form: form.lower().endswith(_CONTEMPT), bool)


def _shouted(text: Text) -> Iterator[Place]:
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


def _compounds(text: Text) -> Iterator[Place]:
    for at in _places(text.words, _COMPOUND):
        yield at, at + 1, ""


# Value words in a series: “fairness, strength, and strategic cooperation”, but not “energy, chains, and security”.

#: Value words that are also plain subjects of policy: two of them joined (“health and safety”) are no series.
_PLAIN = word_set("policy-values")
#: Maximum words before the value word in a member of a series.
_MOST_MODIFIERS = 2
_LINKS = frozenset({"and", "or"})
_NO_MODIFIERS = word_set("no-modifiers") | _LINKS


def _series(text: Text) -> Iterator[Place]:
    """Each series of two or more value words, and nothing else in it."""
    words, members, position = text.words, _longest(text.values), 0
    while position < len(members):
        end = position
        while end + 1 < len(members) and _in_series(words, members[end], members[end + 1]):
            end += 1
        series, position = members[position : end + 1], end + 1
        terms = {member.entry.term for member in series}
        if len(terms) < 2 or (len(terms) == 2 and terms <= _PLAIN | {"human rights"}):
            continue
        named = any(words.name[series[0].first : series[-1].last])
        if not named and not _has_others_before(words, series[0].first):
            yield series[0].first, series[-1].last, ", ".join(member.entry.term for member in series)


def _longest(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.first, -match.last)):
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
    return kept


def _in_series(words: Words, left: Match, right: Match) -> bool:
    """Whether two value words are neighbours in a series: a comma or link, then at most a few modifiers."""
    if left.last - 1 not in words.sentence(right.first):
        return False
    between = [words.low[word] for word in range(left.last, right.first)]
    linked = bool(between) and between[0] in _LINKS
    modifiers = between[linked:]
    if not (linked or words.gap(left.last - 1) == ",") or len(modifiers) > _MOST_MODIFIERS:
        return False
    plain = not any(word in _NO_MODIFIERS for word in modifiers)
    return plain and all(not words.gap(word) for word in range(left.last, right.first))


def _has_others_before(words: Words, first: int) -> bool:
    """Whether the series has members before these that are no value words (“energy, freedom and peace”)."""
    before = first - 1
    if before < words.sentence(first).start:
        return False
    if words.low[before] in _LINKS:
        return True
    listed = any(words.gap(word) == "," for word in range(max(0, before - _MOST_MODIFIERS), first))
    return listed and words.gap(before) == ","


_BODY = "\n\nThe council of Port Ellery met on Monday. It will vote in June on the toll for the harbour."
RULE_LIST: tuple[Rule, ...] = (
    Rule(
        "agentless-passive", "passive without agent",
        "A passive of harm whose clause names nobody who did it: was shot, were evicted.",
        "“{text}” tells of harm and leaves out who did it.",
        _passives,
        ("Peaceful dockers were beaten on the pier.", "Mistakes were made at the port."),
        ("Dockers were beaten by guards.", "Two dockers were paid.", "The toll was struck down on Monday."),
        rank=1,
    ),
    Rule(
        "false-dilemma", "either … or",
        "A heading, or a sentence, that offers two ways and no third: a fresh start or more of the same?",
        "“{text}” offers the reader only two ways.",
        _dilemmas,
        ("Either the board backs down or the port closes.",),
        ("Either side may call a vote or wait.",),
    ),
    Rule(
        "false-dilemma", "either-or headline",
        "A heading, or a sentence, that offers two ways and no third: a fresh start or more of the same?",
        "“{text}” offers the reader only two ways.",
        lambda text: _asking_heads(text, either_or=True),
        (f"A fresh start for the port — or more of the same?{_BODY}",),
        (f"When will the harbour board vote?{_BODY}",),
    ),
    Rule(
        "hedged-praise", "hedge and praise",
        "Praise that a hedge takes back in one breath: possibly historic.",
        "“{text}” hints at something great and leaves it open.",
        _hedged_praise,
        ("It opens a serious, possibly historic reform.",),
        ("It will possibly rain.",),
        rank=2,
    ),
    Rule(
        "intensified-number", "number with amazement",
        "A number with a word of amazement or contempt before it: a whopping 40%, a mere six.",
        "“{text}” tells the reader how to take the number.",
        _intensified_numbers,
        ("It cost a whopping $40 million.", "A mere 12 votes were cast."),
        ("It cost 40 million.", "It was a mere formality."),
        rank=3,
    ),
    Rule(
        "label", "label and bearer",
        "A word for a camp, or for a name somebody made, put on a person or group: left-leaning leader.",
        "“{text}” puts a label on a person or group.",
        _labels,
        ("Anna Berg is a left-leaning leader.", "Anna Berg is a right-leaning leader."),
        ("She turned left at the bridge and met the leader.",),
        rank=2,
    ),
    Rule(
        "label", "compound of contempt",
        "A word for a camp, or for a name somebody made, put on a person or group: left-leaning leader.",
        "“{text}” puts a label on a person or group.",
        _compounds,
        ("The toll-hating crowd left the pier.",),
        ("The toll-free road is closed.",),
        rank=1,
    ),
    Rule(
        "emphasis", "word in capitals",
        "A plain word in capitals among small letters: this is NOT a toll.",
        "“{text}” is written in capitals, which raises the tone.",
        _shouted,
        ("The board will NEVER bring the toll back.",),
        ("THE BOARD WILL NEVER BRING THE TOLL BACK.", "The NCO will bring the toll back."),
    ),
    Rule(
        "question-headline", "question headline",
        "A headline that asks instead of stating, and so says without answering for it.",
        "“{text}” puts a claim to the reader as a question.",
        lambda text: _asking_heads(text, either_or=False),
        (f"Is the harbour board hiding the toll?{_BODY}",),
        (f"When will the harbour board vote?{_BODY}",),
    ),
    Rule(
        "scare-quote", "scare quotes",
        "A term in quotation marks without a speaker: the outlet keeps its distance.",
        "“{text}” is in quotation marks without a speaker.",
        _scare_quotes,
        ("The board sold its “reform” to the port.",),
        ("The board sold its reform to the port.",),
        rank=2,
    ),
    Rule(
        "so-called", "so-called",
        "A name given with the remark that others give it: so-called reforms.",
        "“{text}” keeps a distance from the name that others give.",
        _so_called,
        ("The so-called reform was passed.",),
        ("The reform was passed.",),
        rank=2,
    ),
    Rule(
        "virtue", "series of value words",
        "Value words in a series (“glittering generalities”, Institute for Propaganda Analysis 1937).",
        "“{text}” joins value words in a series.",
        _series,
        ("The pact rests on fairness, courage and honesty.",),
        ("It covers energy, supply chains and borders.", "The rule covers health and safety on the pier."),
        rank=1, lexicon="value-words",
    ),
)  # fmt: skip
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


def cue_hits(words: Words, batch: Batch, report_verbs: Lexicon) -> Iterator[Hit]:
    """A hit for each report verb that does more than say that somebody spoke, where somebody does."""
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
            if category != "conceding" or term.lower().startswith(_CONCEDING):
                why = report_verbs.categories[category].why
                yield Hit(first, last, report_verbs.name, category, term, 0.5, why)
