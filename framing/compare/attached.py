"""Words attached to a name or a noun: what is told of each, and the small words that part it from the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.compare.accounts import Account
from framing.text.listed import listed

PERSON, NAME, GROUP, DEED = "person", "name", "group", "act"
TITLE, BEFORE, APPOSITION, CLAUSE, POSSESSION, ACT = "title", "before", "apposition", "clause", "possession", "act"
#: The name before a noun, which says whose or which it is and not of what kind.
NAMED = "name"
DETERMINERS = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "our", "this", "that", "these", "those", "one"}
)
#: Small words that neither begin nor end what is told of anybody.
STOPS = listed(
    """
    of in on at to for from by with without about as into over after before under between against during than and or but
    amid among across through toward towards despite until upon within via per
    nor that which who whom whose if when while because since although though
    where is are was were be been being
    has have had do does did will would can could may might must shall should not said says say told tells saying
    he she it they we you i him her them us me his its their our my your what how why so then now also just only
    the a an this these those there here both either neither each every all any some no more most such
    """
)
#: Words that say how many or which, and not of what kind.
QUANTIFIERS = listed(
    """
    one two three four five six seven eight nine ten dozen dozens hundreds thousands millions many much several few
    fewer other others another same such very own first second third last next past more most less least enough
    even whether often yet only half quarter some somebody anyone nobody everyone
    """
)
#: Usual tags of words that can qualify no noun.
VERBS = frozenset({"VB", "VBP", "VBZ", "MD"})
#: After these a form that may be a verb is one.
MODALS = listed("to will would can could may might must shall should did do does")
#: Where a clause ends.
CLAUSE_END = re.compile(r"[,.;:!?—–\n“”\"()]|\s-\s")
#: Where what somebody does ends.
NEW_CLAUSE = listed(
    """
    and but or nor that who whom which when while because as after before if where since though although what how why
    until unless whether
    """
)
#: What looks like a past tense.
PAST = re.compile(
    r"[a-z]{2,}ed|went|came|gave|took|made|held|hit|won|lost|told|sent|spent|spoke|drew|got|met|led|put|set|cut"
)


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


def ends_act(account: Account, index: int) -> bool:
    """Whether what somebody does ends before the word at `index`: at a mark, a new clause or the sentence's end.

    A stop inside a sentence is that of a word in short ("asked by Sen. Quill").
    """
    document = account.document
    apart = document.text[document.word_end[index - 1] : document.word_start[index]].strip(". ")
    if apart or account.forms[index] in NEW_CLAUSE:
        return True
    return bool(document.word_sentence[index] != document.word_sentence[index - 1])


def span(account: Account, first: int, last: int) -> tuple[int, int]:
    """The characters from word `first` to the end of word `last`."""
    return int(account.document.word_start[first]), int(account.document.word_end[last])
