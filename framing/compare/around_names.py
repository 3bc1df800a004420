"""What stands around a name: titles and other words before it, an apposition or a relative clause after it, what is
somebody's ("her threats"), and what somebody does. Found by patterns, without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from framing.attribution.phrases import PERSONS
from framing.compare.accounts import Account
from framing.compare.attached import (
    ACT,
    APPOSITION,
    BEFORE,
    CLAUSE,
    CLAUSE_END,
    DETERMINERS,
    NAME,
    PAST,
    PERSON,
    POSSESSION,
    QUANTIFIERS,
    STOPS,
    TITLE,
    VERBS,
    Attached,
    ends_act,
    span,
)
from framing.compare.names import CALENDAR, SUFFIXES, TITLES, Mention
from framing.measures.phrasing.forms import usual_tag
from framing.text.listed import listed

#: At most so many words before a name are looked at.
FURTHEST = 6
#: An apposition or clause is cut off after this many words.
LONGEST = 16
_PREPOSITIONS = listed(
    """
    of in on at to for from by with about as into over after before under between against during than and or among amid
    like via including
    """
)
#: Right before a name these say that it is not, or not alone, who does what follows.
_GOVERNING = listed("of in on at to for from by with about into over under between against during among via and")
_AUXILIARIES = listed(
    """
    has have had will would can could may might must shall should did does do is was are were been be also then
    later now still again never not reportedly repeatedly again quickly immediately publicly privately once
    """
)
_FORMERLY = frozenset({"former", "then", "ex", "acting", "disgraced", "embattled"})
_OBJECTS = DETERMINERS | {"to", "that", "it", "him", "them", "us", "for", "on", "at"}
#: What somebody is to somebody: only after these does a comma part qualifiers from the name ("his adviser, Flynn").
_ROLES = TITLES | listed(
    """
    adviser advisor aide ally rival opponent critic predecessor successor colleague deputy partner friend lawyer
    attorney wife husband spouse son daughter mother father brother sister cousin uncle aunt founder owner author
    boss counterpart challenger economist analyst activist professor banker billionaire
    """
)
#: Usual tags of words that can qualify a name; what else stands right before it belongs to the sentence around it.
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS"})
#: Verbs that are finite in any place, and the usual tags of others.
_FINITE = listed("is are was were am has have had will would can could may might must shall should did does do")
_FINITE_TAGS = frozenset({"VBZ", "VBD", "MD"})
_RELATIVE = listed("who whom whose which that when where")
#: Before a verb these leave its meaning as it is; others ("never", "would have", "was") belong to what is told.
_WITHOUT_MEANING = listed("has have had also then later now still again once")
#: With these what somebody does cannot begin.
_NO_BEGINNING = frozenset({"been", "not"})
#: What an object begins with; a form in -s or -ing between a noun and one of these is a verb.
_OPEN_OBJECTS = listed("the a an his her its their our him it them us")
_NOUNS = frozenset({"NN", "NNS", "NNP"})
#: Words that say when: with them what is theirs is at its end ("Quill's statement today").
_WHEN = CALENDAR | listed("today yesterday tomorrow tonight last next ago")
#: Usual tags of words after a name that make it qualify a noun ("former CIA director").
_NOMINAL = frozenset({"NN", "NNS", "JJ"})
#: At most so many words tell what somebody does.
LONGEST_ACT = 5
_APPOSITION = re.compile(
    r",\s+(?=(?:an?|the|one|former|then|whose|his|her|its)\s|[^\W\d_A-Z]+(?:-[^\W\d_]+)*\s+(?:of|for)\s)"
)
_CLAUSE = re.compile(r",?\s+(?=who(?:se)?\s)")
_VERB = re.compile(rf"{PAST.pattern}|[a-z]+ing")
_PRESENT = re.compile(r"[a-z]{3,}[^us]s")
#: Nouns that may stand right before a name to say what its bearer is.
_BEARERS = (
    _ROLES
    | PERSONS
    | listed(
        """
        negotiator politician journalist reporter operative strategist reformer firebrand demagogue ideologue populist
        veteran tycoon mogul magnate heir star author pundit host donor prosecutor general chief head boss figure
        favourite favorite hopeful incumbent newcomer outsider insider loyalist extremist radical socialist communist
        leaker whistleblower fugitive dictator autocrat strongman hero villain traitor liar giant
        """
    )
)


def around_name(
    account: Account, mention: Mention, people: set[str], capitals: Container[int] = ()
) -> Iterator[Attached]:
    """The words attached to one mention of a name; in the sentences `capitals` only titles are told by capitals."""
    text = account.article.text
    at, end = span(account, mention.first, mention.last)
    if account.forms[mention.last] in SUFFIXES and text[end : end + 1] == ".":
        end += 1
    kind = PERSON if mention.entity in people else NAME

    def attached(relation: str, start: int, stop: int) -> Attached:
        return Attached(kind, mention.entity, relation, start, stop, at, end)

    first = mention.first - mention.title
    if mention.title:
        yield attached(TITLE, *span(account, first, mention.first - 1))
    plain = int(account.document.word_sentence[first]) not in capitals
    modifiers = words_before(account, first) if plain else first
    comma = "," in text[account.document.word_end[first - 1] : account.document.word_start[first]] if first else False
    determined = modifiers > 0 and account.forms[modifiers - 1] in DETERMINERS
    # without a determiner a single word may be a verb ("saw Flynn"), and a longer stretch is only sure before a person
    sure = kind == PERSON and (first - modifiers > 1 or account.forms[modifiers] in _FORMERLY)
    qualified = modifiers < first and _qualifies(account, first - 1) and not _names_a_kind(account, mention.last)
    if qualified and (determined or (sure and not comma)):
        yield attached(BEFORE, *span(account, modifiers, first - 1))
    if kind == PERSON:
        for relation, opening in ((APPOSITION, _APPOSITION), (CLAUSE, _CLAUSE)):
            if found := opening.match(text, end):
                stop = _end_of_clause(account, found.end(), relation)
                if stop > found.end() and not (relation == APPOSITION and _is_a_sentence(account, found.end(), stop)):
                    yield attached(relation, found.end(), stop)
    yield from _possessions(account, mention.last, attached, plain)
    if not _is_governed(account, modifiers):
        yield from _acts(account, mention, end, people, attached)


def _is_a_sentence(account: Account, start: int, end: int) -> bool:
    """Whether a finite verb stands in the words before any "who" or "that", as in "the clerk came late"."""
    for form in account.forms[account.document.words_between(start, end)]:
        if form in _RELATIVE:
            return False
        if form in _FINITE or usual_tag(form) in _FINITE_TAGS:
            return True
    return False


def _qualifies(account: Account, index: int) -> bool:
    """Whether the word right before a name says what it is; "winter" in "last winter Quill drove" does not."""
    form = account.forms[index]
    if form in QUANTIFIERS:
        return False
    capital = account.article.text[account.document.word_start[index]].isupper()
    return form in _BEARERS or (usual_tag(form) in _ADJECTIVES and not capital)


def _names_a_kind(account: Account, last: int) -> bool:
    """Whether the name that ends at `last` itself qualifies the noun after it ("the former Harbour Board clerk")."""
    document = account.document
    if last + 1 >= len(account.forms) or account.forms[last].endswith(("'s", "s'")):
        return False
    gap = account.article.text[document.word_end[last] : document.word_start[last + 1]]
    return gap.isspace() and "\n" not in gap and usual_tag(account.forms[last + 1]) in _NOMINAL


def words_before(account: Account, first: int) -> int:
    """The first of the words that qualify the word at `first`: back to a determiner, at most `FURTHEST`.

    `first` itself where there are none, or where it is not clear that they qualify it.
    """
    text, document = account.article.text, account.document
    sentence = document.word_sentence
    for index in range(first, max(first - FURTHEST, 0) - 1, -1):
        if index == document.sentence_first_word[sentence[first]]:
            return index
        form = account.forms[index - 1]
        between = text[document.word_end[index - 1] : document.word_start[index]].strip()
        # "his former adviser, Flynn": the comma before the name itself does not part them
        if form in DETERMINERS and not between:
            return index
        if between and not (between == "," and index == first and form in _ROLES):
            return index if "," not in text[document.word_end[index] : document.word_start[first]] else first
        if form in _PREPOSITIONS:
            return index
        if form in STOPS or form.endswith(("'s", "n't")) or _VERB.fullmatch(form) or usual_tag(form) in VERBS:
            return first
    return first


def _possessions(
    account: Account, last: int, attached: Callable[[str, int, int], Attached], plain: bool
) -> Iterator[Attached]:
    """What is theirs. A capital parts two names only where the sentence is `plain`."""
    if not account.forms[last].endswith(("'s", "s'")):
        return
    index = last + 1
    while index < len(account.forms) and index - last <= FURTHEST and not _ends_possession(account, last, index, plain):
        index += 1
    # "Quill's report fully": the adverb belongs to a verb before the name
    while index > last + 2 and usual_tag(account.forms[index - 1]) == "RB":
        index -= 1
    if index > last + 1 and not _qualifies_only(account, last + 1, index - 1):
        # "effort to protect": a verb after "to" belongs to the noun
        more = account.forms[index : index + 1] == ["to"] and _is_verb(account.forms[index + 1 : index + 2])
        yield attached(POSSESSION, *span(account, last + 1, index - 1 + 2 * more))


def _is_governed(account: Account, first: int) -> bool:
    """Whether a preposition, or an "and" without a comma, stands before a name: what follows may be another's act."""
    document = account.document
    if first == 0 or document.word_sentence[first - 1] != document.word_sentence[first]:
        return False
    between = document.text[document.word_end[first - 1] : document.word_start[first]]
    if between.strip() or account.forms[first - 1] not in _GOVERNING:
        return False
    before = document.text[: document.word_start[first - 1]].rstrip()
    return account.forms[first - 1] != "and" or not before.endswith(",")


def _acts(
    account: Account, mention: Mention, end: int, people: set[str], attached: Callable[[str, int, int], Attached]
) -> Iterator[Attached]:
    """What they do, or what is done to them, told after the `end` of the name."""
    text, document = account.article.text, account.document
    last, words = mention.last, len(account.forms)
    index = last + 1
    if account.forms[last].endswith(("'s", "s'")):
        return
    while index < words and account.forms[index] in _AUXILIARIES and index - last <= 3:
        index += 1
    if index >= words or text[end : document.word_start[index]].strip(" abcdefghijklmnopqrstuvwxyz"):
        return
    verb = text[document.word_start[index] : document.word_end[index]]
    if verb in STOPS or not _is_done(account, index, mention.entity in people):
        return
    telling = [place for place in range(last + 1, index) if account.forms[place] not in _WITHOUT_MEANING]
    if telling or account.forms[index + 1 : index + 2] != ["by"]:
        begin = telling[0] if telling else index
        # "had been absolved", "has not asked": what stands before belongs to it
        begin = last + 1 if account.forms[begin] in _NO_BEGINNING else begin
        yield attached(ACT, *span(account, begin, _last_of_act(account, index)))


def _is_done(account: Account, index: int, by_a_person: bool) -> bool:
    """Whether the word is what somebody does: a past tense, or of a person a present one with its object."""
    document = account.document
    verb = document.text[document.word_start[index] : document.word_end[index]]
    if (PAST.fullmatch(verb) and usual_tag(verb) not in _ADJECTIVES) or usual_tag(verb) == "VBD":
        return True
    present = by_a_person and _PRESENT.fullmatch(verb) and usual_tag(verb) == "VBZ"
    return bool(present and set(account.forms[index + 1 : index + 2]) & _OBJECTS)


def _is_verb(forms: Sequence[str]) -> bool:
    return any(usual_tag(form) == "VB" and form not in STOPS for form in forms)


def _last_of_act(account: Account, verb: int) -> int:
    """The last word of what somebody does: up to a mark or a new clause, a small word at the end left out."""
    last = verb
    for index in range(verb + 1, min(verb + LONGEST_ACT, len(account.forms))):
        if ends_act(account, index):
            break
        last = index
    while last > verb and (account.forms[last] in STOPS | _AUXILIARIES or _is_title_in_short(account, last)):
        last -= 1
    return last


def _is_title_in_short(account: Account, index: int) -> bool:
    """Whether the word is the title of a name that was cut off behind it ("met with Mr.")."""
    end = int(account.document.word_end[index])
    return account.forms[index] in TITLES and account.article.text[end : end + 1] == "."


def _qualifies_only(account: Account, first: int, last: int) -> bool:
    """Whether the words name nothing that could be theirs ("Quill's traditional")."""
    return all(usual_tag(account.forms[index]) in _ADJECTIVES | {"RB"} for index in range(first, last + 1))


def _ends_possession(account: Account, last: int, index: int, plain: bool) -> bool:
    """Whether what is theirs ends before the word at `index`: at a mark, a verb, a small word or another name."""
    text, document = account.article.text, account.document
    form = account.forms[index]
    if text[document.word_end[index - 1] : document.word_start[index]].strip() or form in STOPS | DETERMINERS:
        return True
    later = index > last + 1 and (form in _WHEN or _opens_a_name(account, index, plain) or _is_finite(account, index))
    return later or form.endswith("n't")


def _opens_a_name(account: Account, index: int, plain: bool) -> bool:
    """Whether the word has a capital that says something, and neither an adjective ("rigid Quillian plan") nor another
    word with a capital leads up to it ("Civil Rights Division").
    """
    text, starts = account.article.text, account.document.word_start
    capital = text[starts[index]].isupper() and not text[starts[index - 1]].isupper()
    return capital and plain and usual_tag(account.forms[index - 1]) not in _ADJECTIVES


def _is_finite(account: Account, index: int) -> bool:
    """Whether the word is a verb that somebody does, or the adverb before one ("explicitly allow")."""
    form = account.forms[index]
    tag = usual_tag(form)
    if tag == "RB" and index + 1 < len(account.forms):
        tag = usual_tag(account.forms[index + 1])
    after_noun = usual_tag(account.forms[index - 1]) in _NOUNS
    # "her office laid", "her letter leaves the rest", "her son doing his"
    told = tag == "VBD" or (form.endswith(("s", "ing")) and set(account.forms[index + 1 : index + 2]) & _OPEN_OBJECTS)
    return tag in VERBS or tag == "IN" or bool(PAST.fullmatch(form) or (after_noun and told))


def _end_of_clause(account: Account, start: int, relation: str) -> int:
    """Where an apposition or clause ends: at the next mark, or after `LONGEST` words; `start` if it is none."""
    text, document = account.article.text, account.document
    words = document.words_between(start, len(text))
    limit = min(words.start + LONGEST, len(account.forms)) - 1
    if limit < words.start:
        return start
    while limit > words.start and account.forms[limit] in STOPS:
        limit -= 1
    furthest = int(document.word_end[limit])
    sentence = int(document.sentence_end[document.word_sentence[words.start]])
    # the stop of "U.S." or "Rep." ends no clause
    ends = (found for found in CLAUSE_END.finditer(text, start, furthest) if found[0] != "." or found.end() >= sentence)
    mark = next(ends, None)
    if relation == APPOSITION and mark is None:
        return start
    return mark.start() if mark else furthest
