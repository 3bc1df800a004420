"""What stands before nouns for groups of people and for acts: what they are made out to be, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from framing.compare.accounts import Account
from framing.compare.attached import (
    BEFORE,
    DEED,
    DETERMINERS,
    GROUP,
    MODALS,
    NAMED,
    PAST,
    QUANTIFIERS,
    STOPS,
    VERBS,
    Attached,
    span,
)
from framing.compare.names import CALENDAR, OPENING_MARKS, is_common
from framing.measures.phrasing.forms import usual_tag
from framing.models import load_json
from framing.text.listed import listed

#: At most so many words before a noun are looked at, names aside.
_MOST = 3
#: Where a capital says nothing, a word used in lower case this often in news is no name.
_SELDOM = 5
_NO_LABEL = STOPS | DETERMINERS | QUANTIFIERS | CALENDAR
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP"})
#: Prepositions and particles: "like people", "stepped up efforts".
_SMALL_TAGS = frozenset({"IN", "RP", "TO", "CC", "DT"})
_ADJECTIVE_TAGS = frozenset({"JJ", "JJR", "JJS"})
_PERFECT = frozenset({"has", "have", "had"})
_DOERS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "that", "which"})
#: Numbers, forms of verbs and plurals do not say what people are.
_UNQUALIFYING = re.compile(r"^\d|ing$|n't$|[^su]s$|^(?:million|thousand|hundred|billion)$")
#: Nouns for people in numbers; what stands before them says what they are made out to be.
_PEOPLE = listed(
    """
    people men women children families workers voters protesters demonstrators rioters activists supporters
    critics opponents officials lawmakers migrants immigrants refugees aliens troops soldiers fighters militants
    terrorists rebels insurgents extremists residents citizens taxpayers students teachers farmers patients
    victims survivors hostages prisoners detainees suspects gunmen police officers agents journalists reporters
    experts scientists doctors nurses economists analysts investors businesses companies unions employers
    consumers conservatives liberals moderates progressives radicals leftists elites partisans allies enemies
    hardliners crowd mob marchers settlers civilians villagers hauliers drivers strikers loyalists separatists
    """
)
#: Nouns for what people do; what stands before them says what it is made out to be.
_DEEDS = listed(
    """
    strike strikes walkout protest protests demonstration march rally riot riots attack attacks raid raids assault
    shooting killing killings invasion war conflict operation crackdown campaign effort efforts plan plans proposal
    proposals policy policies law laws bill ban bans order reform reforms cut cuts tax taxes tariff tariffs sanctions
    deal agreement talks call meeting vote election recount decision decisions ruling verdict investigation inquiry
    probe report speech statement remarks comments claim claims accusation accusations allegation allegations threat
    threats demand demands move moves response offer warning promise shutdown takeover merger rescue bailout
    """
)
_COMPOUNDING = frozenset({"tax", "campaign", "election"})
_NOUNS = {**dict.fromkeys(_PEOPLE, GROUP), **dict.fromkeys(_DEEDS, DEED)}


def around_nouns(account: Account, capitals: Container[int] = ()) -> Iterator[Attached]:
    """The words before nouns for groups of people and for acts; an empty stretch where there are none.

    What they are made out to be is kept apart from the names that say whose or which they are ("the reckless Quill
    plan"). In the sentences `capitals` a capital marks no name.
    """
    document = account.document
    for index, form in enumerate(account.forms):
        kind = _NOUNS.get(form)
        # with a capital it is part of a name: the Labor Department, the Iran Deal
        if kind is None or (kind == DEED and document.text[document.word_start[index]].isupper()):
            continue
        if _is_a_verb(account, index) or _qualifies_the_next(account, index):
            continue
        at, end = span(account, index, index)
        told = list(_parts(account, _qualifiers(account, index, capitals), index, capitals))
        for relation, first, last in told:
            yield Attached(kind, form, relation, *span(account, first, last), at, end)
        if not told:
            yield Attached(kind, form, BEFORE, at, at, at, end)


def _parts(account: Account, first: int, noun: int, capitals: Container[int]) -> Iterator[tuple[str, int, int]]:
    """The stretches of the words from `first` up to a noun: what it is made out to be, and the name among them."""
    names = [index for index in range(first, noun) if _is_a_name(account, index, capitals)]
    if not names:
        stretches = [(BEFORE, first, noun - 1)]
    else:
        begin, last = names[0], names[-1]
        if last + 1 < noun and _is_known_as_noun(account.forms[last + 1]):
            # "the Quill administration clerks": what follows belongs to the name
            last = noun - 1
        stretches = [(BEFORE, first, begin - 1), (NAMED, begin, last), (BEFORE, last + 1, noun - 1)]
    yield from ((relation, begin, last) for relation, begin, last in stretches if begin <= last)


def _is_a_name(account: Account, index: int, capitals: Container[int]) -> bool:
    """Whether the word is part of a name: by its capital, or where a capital says nothing, by being no common word."""
    document = account.document
    start, end = int(document.word_start[index]), int(document.word_end[index])
    word = document.text[start:end]
    # "Quill-backed" says what somebody is made out to be
    if not word[0].isupper() or ("-" in word and word.rpartition("-")[2].islower()):
        return False
    sentence = int(document.word_sentence[index])
    opens = index == document.sentence_first_word[sentence] or document.text[max(start - 1, 0)] in OPENING_MARKS
    return word[1:].isupper() or not (opens or sentence in capitals) or not is_common(word, _SELDOM)


def _is_known_as_noun(form: str) -> bool:
    """Whether the form was seen, mostly as a noun; one never seen counts as describing ("the Quillian retaliatory")."""
    return form in load_json("tags") and usual_tag(form) in _NOUN_TAGS


def _is_a_verb(account: Account, noun: int) -> bool:
    """Whether the form is a verb here: "they will strike", "to protest", "she claims"."""
    document = account.document
    if noun == 0 or document.word_sentence[noun - 1] != document.word_sentence[noun]:
        return False
    before = account.forms[noun - 1]
    if document.text[document.word_end[noun - 1] : document.word_start[noun]].strip():
        return False
    return before in _DOERS or (before in MODALS and not account.forms[noun].endswith("s"))


def _qualifies_the_next(account: Account, noun: int) -> bool:
    """Whether the noun itself says what the next is: "the election meddling", "the campaign officials".

    After a plural the next noun is mostly a verb ("the protesters block it"), and so is a form in -s after most ("the
    plan calls for it"), but not after those of `_COMPOUNDING` ("marginal tax rates").
    """
    document = account.document
    if noun + 1 >= len(account.forms) or document.text[document.word_end[noun] : document.word_start[noun + 1]] != " ":
        return False
    form, after = account.forms[noun], account.forms[noun + 1]
    tags = {"NN", "NNS"} if form in _COMPOUNDING else {"NN"}
    return after in _PEOPLE or (form in _DEEDS and not form.endswith("s") and usual_tag(after) in tags)


def _qualifiers(account: Account, noun: int, capitals: Container[int]) -> int:
    """The first of the words right before a noun that belong to it: at most three, or more to take in a whole name."""
    text, document = account.article.text, account.document
    index = noun
    while index > 0 and document.word_sentence[index - 1] == document.word_sentence[noun]:
        form = account.forms[index - 1]
        between = text[document.word_end[index - 1] : document.word_start[index]]
        named = _is_a_name(account, index - 1, capitals)
        if noun - index >= _MOST and not (named and _is_a_name(account, index, capitals)):
            break
        if between.strip() or form in _NO_LABEL or (index == noun and usual_tag(form) == "RB"):
            break
        if not named and usual_tag(form) in _SMALL_TAGS:
            break
        if "'" in form or _UNQUALIFYING.search(form) or (not named and _is_finite(account, index - 1)):
            break
        index -= 1
    return index


def _is_finite(account: Account, index: int) -> bool:
    """Whether the word is a verb that qualifies nothing; one in -ed may ("masked"), unless somebody did it.

    "to bolster", "would curb"; "Quill promised", "the clerk largely defended", "has denied".
    """
    form = account.forms[index]
    tag = usual_tag(form)
    if tag in VERBS or (tag == "VBD" and not form.endswith("ed")):
        return True
    document = account.document
    first = int(document.sentence_first_word[document.word_sentence[index]])
    if index == first:
        return False
    before = account.forms[index - 1]
    if before in MODALS:
        return tag not in _ADJECTIVE_TAGS
    if not PAST.fullmatch(form):
        return False
    while index - 1 > first and usual_tag(account.forms[index - 1]) == "RB":
        index -= 1
    doer = account.forms[index - 1]
    named = document.text[document.word_start[index - 1]].isupper()
    return named or doer in _DOERS | _PERFECT or usual_tag(doer) in _NOUN_TAGS
