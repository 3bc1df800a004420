"""How the same person, group or act is named: the words that each account attaches to a name.

Found by patterns around names and nouns for people, without a parser: titles and other words before a name, an
apposition or a relative clause after it, the nouns of what is somebody's ("her threats"), and the verbs of what
somebody does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from framing.attribution.people import DESCRIBING
from framing.compare.accounts import Account, by_event
from framing.compare.names import TITLES, Mention, capital_sentences, mentions
from framing.measures.phrasing.tags import usual_tag
from framing.text.listed import listed

PERSON, NAME, GROUP, DEED = "person", "name", "group", "act"
TITLE, BEFORE, APPOSITION, CLAUSE, POSSESSION, ACT = "title", "before", "apposition", "clause", "possession", "act"

COLUMNS = (
    "event",
    "kind",
    "entity",
    "relation",
    "attached",
    "account",
    "article",
    "voice",
    "speaker",
    "start",
    "end",
    "text",
    "times",
    "accounts",
    "of",
)

#: An apposition or clause is cut off after this many words.
LONGEST = 16
#: At most so many words before a name are looked at.
FURTHEST = 6

_DETERMINERS = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "our", "this", "that", "these", "those", "one"}
)
_STOPS = listed(
    """
    of in on at to for from by with without about as into over after before under between against during than and or but
    amid among across through toward towards nor that which who whom whose if when while because since although though
    where is are was were be been being
    has have had do does did will would can could may might must shall should not said says say told tells saying
    he she it they we you i him her them us me his its their our my your what how why so then now also just only
    the a an this these those there here both either neither each every all any some no more most such
    """
)
_PREPOSITIONS = listed(
    """
    of in on at to for from by with about as into over after before under between against during than and or among amid
    like via including
    """
)
_AUXILIARIES = listed(
    """
    has have had will would can could may might must shall should did does do is was are were been be also then
    later now still again never not reportedly repeatedly again quickly immediately publicly privately once
    """
)
_DOERS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "that", "which"})
_FORMERLY = frozenset({"former", "then", "ex", "acting", "disgraced", "embattled"})
_OBJECTS = _DETERMINERS | {"to", "that", "it", "him", "them", "us", "for", "on", "at"}
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
#: Usual tags of words after a name that make it qualify a noun ("former CIA director").
_NOMINAL = frozenset({"NN", "NNS", "JJ"})
#: Words that say how many or which, and not of what kind.
_QUANTIFIERS = listed(
    """
    one two three four five six seven eight nine ten dozen dozens hundreds thousands millions many much several few
    fewer other others another same such very own first second third last next past more most less least enough
    even whether often yet only half quarter some somebody anyone nobody everyone
    """
)
#: Usual tags of words that can qualify no noun.
_VERBS = frozenset({"VB", "VBP", "VBZ", "MD"})
#: Where what somebody does ends.
_NEW_CLAUSE = listed(
    """
    and but or nor that who whom which when while because as after before if where since though although what how why
    until unless whether
    """
)
#: At most so many words tell what somebody does.
LONGEST_ACT = 5
_SPEAKS = frozenset({"said", "says", "say", "told", "tells", "added", "adds"})
_APPOSITION = re.compile(
    r",\s+(?=(?:an?|the|one|former|then|whose|his|her|its)\s|[^\W\d_A-Z]+(?:-[^\W\d_]+)*\s+(?:of|for)\s)"
)
_CLAUSE = re.compile(r",?\s+(?=who(?:se)?\s)")
_MANY = re.compile(r",? (?:who )?(?:are|were|have)\b")
_CLAUSE_END = re.compile(r"[,.;:!?—–\n“”\"()]|\s-\s")
_PAST = re.compile(
    r"[a-z]{2,}ed|went|came|gave|took|made|held|hit|won|lost|told|sent|spent|spoke|drew|got|met|led|put|set|cut"
)
_VERB = re.compile(rf"{_PAST.pattern}|[a-z]+ing")
_PRESENT = re.compile(r"[a-z]{3,}[^us]s")
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
#: Nouns that may stand right before a name to say what its bearer is.
_BEARERS = (
    _ROLES
    | DESCRIBING
    | listed(
        """
        negotiator politician journalist reporter operative strategist reformer firebrand demagogue ideologue populist
        veteran tycoon mogul magnate heir star author pundit host donor prosecutor general chief head boss figure
        favourite favorite hopeful incumbent newcomer outsider insider loyalist extremist radical socialist communist
        leaker whistleblower fugitive dictator autocrat strongman hero villain traitor liar giant
        """
    )
)
_NOUNS = {**dict.fromkeys(_PEOPLE, GROUP), **dict.fromkeys(_DEEDS, DEED)}


@dataclass(frozen=True, slots=True)
class Attached:
    """The words `[start, end)` of an account's text, attached to the name or noun at `[at, at_end)`."""

    kind: str
    entity: str
    relation: str
    start: int
    end: int
    at: int
    at_end: int


def naming(accounts: Sequence[Account], *, least: int = 2) -> pd.DataFrame:
    """One row per stretch of words that an account attaches to a name or noun, for those in `least` accounts or more.

    `kind` is "person", "name" (a body or place, or a person never given a title), "group" or "act"; `relation` says how
    `attached` stands to it: "title", "before", "apposition", "clause", "possession" (what is said to be theirs), "act"
    (what they are said to do). A clause that goes on after what is kept of it ends in an ellipsis. `voice` and
    `speaker` are whose words they are, `times` how often the account attaches them in that voice; `start, end` are
    those of `attached` where it first stands, and `text` is it with the name. `accounts` of `of` accounts name it at
    all.
    """
    rows: list[tuple[object, ...]] = []
    for event, told in by_event(accounts):
        named = mentions(told)
        naming_accounts = Counter(entity for _, entity in sorted({(m.account, m.entity) for m in named}))
        people = persons(told, named)
        capitals = [capital_sentences(account) for account in told]
        found = [(m.account, a) for m in named for a in around_name(told[m.account], m, people, capitals[m.account])]
        groups = [(number, a) for number, account in enumerate(told) for a in around_nouns(account)]
        naming_accounts += Counter(entity for _, entity in sorted({(number, a.entity) for number, a in groups}))
        found += [(number, a) for number, a in groups if a.start < a.end]
        kept = [(number, a) for number, a in found if naming_accounts[a.entity] >= least]
        kept.sort(key=lambda item: (-naming_accounts[item[1].entity], item[1].entity, item[0], item[1].start))
        told_rows = [(attached.entity, _row(told[number], attached)) for number, attached in kept]
        times = Counter(_same(row) for _, row in told_rows)
        first = {_same(row): (entity, row) for entity, row in reversed(told_rows)}
        seen = sorted(first, key=lambda key: told_rows.index(first[key]))
        rows += [(event, *first[key][1], times[key], naming_accounts[first[key][0]], len(told)) for key in seen]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def aligned(naming: pd.DataFrame) -> pd.DataFrame:
    """The names as rows and the accounts as columns: what each account attaches to each name, relation by relation.

    The same words are told once, with how often, whatever the voice.
    """
    index = ["event", "kind", "entity", "relation", "accounts", "of"]
    each = [*index, "account", naming["attached"].str.lower().rename("folded")]
    told = naming.groupby(each, sort=False).agg({"attached": "first", "times": "sum"}).reset_index()
    told["attached"] += told["times"].map(lambda times: f" ({times})" if times > 1 else "")
    wide = told.pivot_table(index=index, columns="account", values="attached", aggfunc="; ".join, sort=False)
    return wide.fillna("").reset_index().rename_axis(columns=None)


def persons(accounts: Sequence[Account], named: Sequence[Mention]) -> set[str]:
    """The names that some account treats as a person's: with a title, or as who speaks, or with a clause with who.

    A single word in -s that some account treats as many ("Unionists who are") is no person's.
    """
    people, many = set(), set()
    for mention in named:
        account = accounts[mention.account]
        _, end = _span(account, mention.first, mention.last)
        after = account.article.text[end : end + 10]
        follows = account.forms[mention.last + 1 : mention.last + 2]
        if mention.title or re.match(r",? who\b", after) or set(follows) & _SPEAKS:
            people.add(mention.entity)
        if mention.first == mention.last and mention.entity.endswith("s") and _MANY.match(after):
            many.add(mention.entity)
    return {entity for entity in people - many if "." not in entity.rstrip(".") or " " in entity}


def around_name(
    account: Account, mention: Mention, people: set[str], capitals: Container[int] = ()
) -> Iterator[Attached]:
    """The words attached to one mention of a name; in the sentences `capitals` only titles are told by capitals."""
    text = account.article.text
    at, end = _span(account, mention.first, mention.last)
    kind = PERSON if mention.entity in people else NAME

    def attached(relation: str, start: int, stop: int) -> Attached:
        return Attached(kind, mention.entity, relation, start, stop, at, end)

    first = mention.first - mention.title
    if mention.title:
        yield attached(TITLE, *_span(account, first, mention.first - 1))
    plain = int(account.document.word_sentence[first]) not in capitals
    modifiers = words_before(account, first) if plain else first
    comma = "," in text[account.document.word_end[first - 1] : account.document.word_start[first]] if first else False
    determined = modifiers > 0 and account.forms[modifiers - 1] in _DETERMINERS
    # without a determiner a single word may be a verb ("saw Flynn"), and a longer stretch is only sure before a person
    sure = kind == PERSON and (first - modifiers > 1 or account.forms[modifiers] in _FORMERLY)
    qualified = modifiers < first and _qualifies(account, first - 1) and not _names_a_kind(account, mention.last)
    if qualified and (determined or (sure and not comma)):
        yield attached(BEFORE, *_span(account, modifiers, first - 1))
    if kind == PERSON:
        for relation, opening in ((APPOSITION, _APPOSITION), (CLAUSE, _CLAUSE)):
            if found := opening.match(text, end):
                stop = _end_of_clause(account, found.end(), relation)
                if stop > found.end():
                    yield attached(relation, found.end(), stop)
    yield from _doings(account, mention, people, attached)


def _qualifies(account: Account, index: int) -> bool:
    """Whether the word right before a name says what it is; "winter" in "last winter Quill drove" does not."""
    form = account.forms[index]
    if form in _QUANTIFIERS:
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
        if form in _DETERMINERS and not between:
            return index
        if between and not (between == "," and index == first and form in _ROLES):
            return index if "," not in text[document.word_end[index] : document.word_start[first]] else first
        if form in _PREPOSITIONS:
            return index
        if form in _STOPS or form.endswith(("'s", "n't")) or _VERB.fullmatch(form) or usual_tag(form) in _VERBS:
            return first
    return first


def around_nouns(account: Account) -> Iterator[Attached]:
    """The words that qualify nouns for groups of people and for acts; an empty stretch where there are none."""
    document = account.document
    for index, form in enumerate(account.forms):
        kind = _NOUNS.get(form)
        # with a capital it is part of a name: the Labor Department, the Iran Deal
        if kind is None or (kind == DEED and document.text[document.word_start[index]].isupper()):
            continue
        at, end = _span(account, index, index)
        first = _qualifiers(account, index)
        start, stop = _span(account, first, index - 1) if first < index else (at, at)
        yield Attached(kind, form, BEFORE, start, stop, at, end)


def _qualifiers(account: Account, noun: int) -> int:
    """The first of the words right before a noun that qualify it, at most three."""
    text, document = account.article.text, account.document
    index = noun
    while index > 0 and noun - index < 3 and document.word_sentence[index - 1] == document.word_sentence[noun]:
        form = account.forms[index - 1]
        between = text[document.word_end[index - 1] : document.word_start[index]]
        if between.strip() or form in _STOPS or form in _DETERMINERS or form in _QUANTIFIERS:
            break
        if "'" in form or _UNQUALIFYING.search(form) or _is_finite(form) or _has_a_doer(account, index - 1):
            break
        index -= 1
    return index


def _is_finite(form: str) -> bool:
    """Whether the form is most often a verb that qualifies nothing; one in -ed may ("masked")."""
    tag = usual_tag(form)
    return tag in _VERBS or (tag == "VBD" and not form.endswith("ed"))


def _has_a_doer(account: Account, index: int) -> bool:
    """Whether the word looks like a past tense after the name or pronoun of who did it: "Quill promised reforms"."""
    document = account.document
    if index == 0 or document.word_sentence[index - 1] != document.word_sentence[index]:
        return False
    before = document.text[document.word_start[index - 1]]
    named = before.isupper() or account.forms[index - 1] in _DOERS
    return named and bool(_PAST.fullmatch(account.forms[index]))


def _doings(
    account: Account, mention: Mention, people: set[str], attached: Callable[[str, int, int], Attached]
) -> Iterator[Attached]:
    """What is theirs, and what they do."""
    text, document = account.article.text, account.document
    last, words = mention.last, len(account.forms)
    form = account.forms[last]
    index = last + 1
    if form.endswith(("'s", "s'")):
        while index < words and index - last <= FURTHEST and not _ends_possession(account, last, index):
            index += 1
        if index > last + 1:
            # "effort to protect": a verb after "to" belongs to the noun
            more = (
                2
                if account.forms[index : index + 1] == ["to"] and _is_verb(account.forms[index + 1 : index + 2])
                else 0
            )
            yield attached(POSSESSION, *_span(account, last + 1, index - 1 + more))
        return
    while index < words and account.forms[index] in _AUXILIARIES and index - last <= 3:
        index += 1
    if index >= words or text[document.word_end[last] : document.word_start[index]].strip(
        " abcdefghijklmnopqrstuvwxyz"
    ):
        return
    verb = text[document.word_start[index] : document.word_end[index]]
    present = (
        mention.entity in people and _PRESENT.fullmatch(verb) and set(account.forms[index + 1 : index + 2]) & _OBJECTS
    )
    if verb not in _STOPS and (present or _PAST.fullmatch(verb) or usual_tag(verb) == "VBD"):
        yield attached(ACT, *_span(account, index, _last_of_act(account, index)))


def _is_verb(forms: Sequence[str]) -> bool:
    return any(usual_tag(form) == "VB" for form in forms)


def _last_of_act(account: Account, verb: int) -> int:
    """The last word of what somebody does: up to a mark or a new clause, a small word at the end left out."""
    text, document = account.article.text, account.document
    last = verb
    for index in range(verb + 1, min(verb + LONGEST_ACT, len(account.forms))):
        apart = text[document.word_end[index - 1] : document.word_start[index]].strip()
        if (
            apart
            or account.forms[index] in _NEW_CLAUSE
            or document.word_sentence[index] != document.word_sentence[verb]
        ):
            break
        last = index
    while last > verb and (account.forms[last] in _STOPS or account.forms[last] in _AUXILIARIES):
        last -= 1
    return last


def _ends_possession(account: Account, last: int, index: int) -> bool:
    """Whether what is theirs ends before the word at `index`: at a mark, a verb, a small word or another name."""
    text, document = account.article.text, account.document
    form = account.forms[index]
    if text[document.word_end[index - 1] : document.word_start[index]].strip() or form in _STOPS | _DETERMINERS:
        return True
    later = index > last + 1 and (text[document.word_start[index]].isupper() or bool(_PAST.fullmatch(form)))
    return later or form.endswith("n't")


def _end_of_clause(account: Account, start: int, relation: str) -> int:
    """Where an apposition or clause ends: at the next mark, or after `LONGEST` words; `start` if it is none."""
    text, document = account.article.text, account.document
    words = document.words_between(start, len(text))
    limit = min(words.start + LONGEST, len(account.forms)) - 1
    if limit < words.start:
        return start
    while limit > words.start and account.forms[limit] in _STOPS:
        limit -= 1
    furthest = int(document.word_end[limit])
    mark = _CLAUSE_END.search(text, start, furthest)
    if relation == APPOSITION and mark is None:
        return start
    return mark.start() if mark else furthest


def _span(account: Account, first: int, last: int) -> tuple[int, int]:
    return int(account.document.word_start[first]), int(account.document.word_end[last])


def _same(row: tuple[object, ...]) -> tuple[object, ...]:
    """What makes two rows one: name, relation, words in whatever case, account, voice and speaker."""
    return (*row[:3], str(row[3]).lower(), *row[4:8])


def _row(account: Account, found: Attached) -> tuple[object, ...]:
    text = account.article.text
    whole = text[min(found.start, found.at) : max(found.end, found.at_end)]
    voice, speaker = account.reading.voice_at(found.start), account.reading.speaker_at(found.start)
    said = (account.name, account.article.id, str(voice), speaker, found.start, found.end, " ".join(whole.split()))
    attached = " ".join(text[found.start : found.end].split()) + (" …" if _is_cut(text, found) else "")
    return (found.kind, found.entity, found.relation, attached, *said)


def _is_cut(text: str, found: Attached) -> bool:
    """Whether a clause goes on after the words that are kept of it."""
    return found.relation == CLAUSE and bool(text[found.end :].strip()) and not _CLAUSE_END.match(text, found.end)
