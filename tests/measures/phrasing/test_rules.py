"""Every rule is one value: it finds something in its examples, and nothing in its counter-examples."""

from __future__ import annotations

import pytest

from framing.analysis import read_voices
from framing.articles import Article
from framing.measures.phrasing import Phrasing
from framing.measures.phrasing.rules import RULE_CATEGORIES, RULE_LIST, RULES, Rule
from framing.measures.phrasing.words import Words

MEASURE = Phrasing()
BODY = "\n\nThe council of Port Ellery met on Monday. It will vote in June on the toll for the harbour."
HITS = [(rule, text.replace("{body}", BODY)) for rule in RULE_LIST for text in rule.hits]
MISSES = [(rule, text.replace("{body}", BODY)) for rule in RULE_LIST for text in rule.misses]


def hits(rule: Rule, text: str) -> bool:
    words = Words(read_voices(Article("text", text)))
    candidates = MEASURE.candidates(words, MEASURE.word_model.logits(words))
    of_category = [hit for hit in candidates if (hit.category, hit.why) == (rule.category, rule.why)]
    return any(hit.term == rule.term for hit in of_category) if rule.lexicon == RULES else bool(of_category)


@pytest.mark.parametrize(("rule", "text"), HITS, ids=[f"{rule.term}: {text[:40]}" for rule, text in HITS])
def test_a_rule_finds_something_in_its_examples(rule: Rule, text: str) -> None:
    assert hits(rule, text)


@pytest.mark.parametrize(("rule", "text"), MISSES, ids=[f"{rule.term}: {text[:40]}" for rule, text in MISSES])
def test_a_rule_finds_nothing_in_its_counter_examples(rule: Rule, text: str) -> None:
    assert not hits(rule, text)


@pytest.mark.parametrize("rule", RULE_LIST, ids=lambda rule: rule.term)
def test_a_rule_has_examples_and_reasons(rule: Rule) -> None:
    assert rule.hits
    assert rule.misses
    assert "{text}" in rule.why
    assert rule.why.endswith(".")
    assert len(rule.meaning.split()) >= 3
    assert rule.lexicon != RULES or rule.category in RULE_CATEGORIES
