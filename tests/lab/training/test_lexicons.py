"""Weights of terms are shares of marked uses, drawn towards their category, and no outlet or topic carries them."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.lexicon import Category, Entry, Lexicon, load
from lab.training.lexicons import fit, write_weights
from lab.training.marked_texts import Marked, mark
from lab.training.term_rates import NewsArticle, log_ratios

CATEGORIES = {"bad": Category("bad", "", "{text}"), "mild": Category("mild", "", "{text}")}


def lexicon(**of: str) -> Lexicon:
    entries = tuple(Entry(term, category) for term, category in sorted(of.items()))
    return Lexicon("list", "", "1", "en", "", "", True, CATEGORIES, entries, ())


TERMS = lexicon(vile="bad", sordid="bad", rotten="bad", partly="mild", maybe="mild")


def marked(text: str, *words: str) -> Marked:
    spans = [{"start": text.index(w), "end": text.index(w) + len(w), "label": "biased_word"} for w in words]
    return mark("babe", {"id": "1", "text": text, "spans": spans, "label": 1})


TEXTS = [
    *[marked("It was a vile vote, partly.", "vile")] * 30,
    *[marked("It was a sordid vote, partly.")] * 30,
    marked("It was maybe late."),
]


def weights(texts: list[Marked], news: dict[tuple[str, str, str], float] | None = None) -> dict[str, float]:
    return {term: weight for (_, term, _), weight in fit([TERMS], texts, news).items()}


def test_a_term_met_often_has_the_share_of_its_uses_that_were_marked() -> None:
    found = weights(TEXTS)
    assert found["vile"] > 0.9
    assert found["sordid"] < 0.1


def test_a_term_never_met_has_its_categorys_share() -> None:
    found = weights(TEXTS)
    assert found["rotten"] == pytest.approx(0.5, abs=0.02)
    assert found["maybe"] < 0.1


def test_weights_are_shares_and_the_order_of_texts_does_not_matter() -> None:
    found = weights(TEXTS)
    assert all(0 <= weight <= 1 for weight in found.values())
    assert weights(TEXTS[::-1]) == found


def test_held_out_texts_leave_no_trace() -> None:
    assert weights(TEXTS[:30])["sordid"] == weights(TEXTS[:30])["rotten"]


def test_terms_that_mirror_each_other_weigh_the_same() -> None:
    pairs = [("far-left", "far-right"), ("ultraliberal", "ultraconservative"), ("bless her heart", "bless his heart")]
    sides = lexicon(**{term: "bad" for pair in pairs for term in pair}, rotten="bad")
    texts = [marked("A far-left and rotten plan.", "far-left")] * 9 + [marked("A far-right and rotten plan.")] * 3
    found = {term: weight for (_, term, _), weight in fit([sides], texts).items()}
    assert all(found[one] == found[other] for one, other in pairs)
    assert found["far-left"] > found["rotten"]


def test_where_nothing_is_known_all_weights_are_one_half() -> None:
    assert set(weights([]).values()) == {0.5}


def article(outlet: str, argues: bool, text: str, topic: str = "ports", times: int = 20) -> list[NewsArticle]:
    return [NewsArticle(outlet, topic, argues, f"{text} The council met and the vote was late again. " * 5)] * times


def ratios(*articles: list[NewsArticle]) -> dict[str, float]:
    return {key[1]: ratio for key, ratio in log_ratios([TERMS], [one for some in articles for one in some]).items()}


def test_what_arguing_outlets_use_more_has_a_positive_ratio() -> None:
    found = ratios(article("A", True, "A vile plan."), article("B", False, "It is partly so."))
    assert found["vile"] > 1
    assert found["partly"] < -1
    assert found["rotten"] == 0


def test_what_belongs_to_a_topic_has_none() -> None:
    found = ratios(
        article("A", True, "A vile plan.", "war", 40),
        article("A", True, "A plan.", "ports", 10),
        article("B", False, "A vile plan.", "war", 10),
        article("B", False, "A plan.", "ports", 40),
    )
    assert found["vile"] == pytest.approx(0, abs=0.01)


def test_quoted_words_do_not_count() -> None:
    found = ratios(article("A", True, "“A vile plan,” he said."), article("B", False, "A plan, he said."))
    assert found["vile"] == 0


def test_one_outlets_habit_weighs_no_more_for_its_size() -> None:
    others = [article(name, True, "A plan.") for name in "BCDE"]
    reporting = article("F", False, "A rotten plan.")
    small = ratios(article("A", True, "A vile plan."), *others, reporting)
    large = ratios(article("A", True, "A vile plan.", times=60), *others, reporting)
    assert large["vile"] == pytest.approx(small["vile"], abs=0.2)


def test_written_weights_read_back(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    found = fit([TERMS], TEXTS)
    write_weights(TERMS, found, path)
    assert {("list", e.term, e.category): e.weight for e in load(path).entries} == found
