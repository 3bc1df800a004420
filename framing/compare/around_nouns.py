"""What stands before nouns for groups of people and for acts, and says what they are made out to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.compare.accounts import Account
from framing.compare.attached import BEFORE, DEED, DETERMINERS, GROUP, PAST, QUANTIFIERS, STOPS, VERBS, Attached, span
from framing.measures.phrasing.tags import usual_tag
from framing.text.listed import listed

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
_NOUNS = {**dict.fromkeys(_PEOPLE, GROUP), **dict.fromkeys(_DEEDS, DEED)}


def around_nouns(account: Account) -> Iterator[Attached]:
    """The words that qualify nouns for groups of people and for acts; an empty stretch where there are none."""
    document = account.document
    for index, form in enumerate(account.forms):
        kind = _NOUNS.get(form)
        # with a capital it is part of a name: the Labor Department, the Iran Deal
        if kind is None or (kind == DEED and document.text[document.word_start[index]].isupper()):
            continue
        at, end = span(account, index, index)
        first = _qualifiers(account, index)
        start, stop = span(account, first, index - 1) if first < index else (at, at)
        yield Attached(kind, form, BEFORE, start, stop, at, end)


def _qualifiers(account: Account, noun: int) -> int:
    """The first of the words right before a noun that qualify it, at most three."""
    text, document = account.article.text, account.document
    index = noun
    while index > 0 and noun - index < 3 and document.word_sentence[index - 1] == document.word_sentence[noun]:
        form = account.forms[index - 1]
        between = text[document.word_end[index - 1] : document.word_start[index]]
        if between.strip() or form in STOPS or form in DETERMINERS or form in QUANTIFIERS:
            break
        if "'" in form or _UNQUALIFYING.search(form) or _is_finite(form) or _has_a_doer(account, index - 1):
            break
        index -= 1
    return index


def _is_finite(form: str) -> bool:
    """Whether the form is most often a verb that qualifies nothing; one in -ed may ("masked")."""
    tag = usual_tag(form)
    return tag in VERBS or (tag == "VBD" and not form.endswith("ed"))


def _has_a_doer(account: Account, index: int) -> bool:
    """Whether the word looks like a past tense after the name or pronoun of who did it: "Quill promised reforms"."""
    document = account.document
    if index == 0 or document.word_sentence[index - 1] != document.word_sentence[index]:
        return False
    before = document.text[document.word_start[index - 1]]
    named = before.isupper() or account.forms[index - 1] in _DOERS
    return named and bool(PAST.fullmatch(account.forms[index]))
