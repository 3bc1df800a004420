"""What the categories mean that rules find and no word list: those of rows whose `lexicon` is `rules`."""

from __future__ import annotations

from collections.abc import Mapping

#: The name that stands in the column `lexicon` for what a rule found.
RULES = "rules"
RULE_CATEGORIES: Mapping[str, str] = {
    "agentless-passive": "A passive of harm whose clause names nobody who did it: was shot, were evicted.",
    "false-dilemma": "A heading, or a sentence, that offers two ways and no third: a fresh start or more of the same?",
    "hedged-praise": "Praise that a hedge takes back in one breath: possibly historic.",
    "label": "A word for a camp, or for a name somebody made, put on a person or group: left-leaning leader.",
    "question-headline": "A headline that asks instead of telling, and so says without answering for it.",
    "scare-quote": "A term in quotation marks that nobody is said to have said: the distance is the outlet's own.",
    "so-called": "A name given with the remark that others give it: so-called reforms.",
}
