"""Why a sentence has its score: reasons that sum to it, name its words, and hang on no name."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.analysis import analyze, explain, read_voices
from framing.articles import Article
from framing.measures.phrasing.sentence_model import (
    AVERAGE,
    LEAST,
    NO_LOADED_WORD,
    NOTHING_QUOTED,
    SUMMED,
    Reason,
    load_sentence_model,
    reasons_of,
)
from framing.measures.phrasing.word_model import load_word_model
from framing.measures.phrasing.words import Words

PLAIN = "The council met on Monday and will vote on the harbour budget on 3 June."
LOADED = "The shameless cronies on the council rammed through their disgraceful budget."
WORDS = "the shameless council Quill 25 said of and slammed “a” “toll” isn't, budget; disgraceful U.S. very — ?".split()


def reasons(text: str) -> list[Reason]:
    (reasons_of_one,) = reasons_of(read_voices(Article("text", text)))
    return reasons_of_one


def names(text: str) -> list[str]:
    return [reason.what for reason in reasons(text)]


def log_odds(article: Article) -> list[float]:
    words = Words(read_voices(article))
    model = load_sentence_model()
    likely = model.probabilities(model.features(words, load_word_model().logits(words)))
    return np.log(likely / (1 - likely)).tolist()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
def test_reasons_sum_to_the_score(drawn: list[str]) -> None:
    article = Article("text", " ".join(drawn) + ". " + PLAIN)
    each_sentence = reasons_of(read_voices(article))
    expected = log_odds(article)
    assert len(each_sentence) == len(expected)
    for each, odds in zip(each_sentence, expected, strict=True):
        if each:
            assert sum(reason.adds for reason in each) == pytest.approx(odds, abs=1e-6)


def test_the_most_loaded_word_is_the_first_reason() -> None:
    first, *_, last = reasons(LOADED)
    assert first.what == "“shameless”"
    assert first.adds > 0.5
    assert last.what == AVERAGE


def test_a_word_that_adds_is_missed() -> None:
    (with_it,), (without,) = (
        log_odds(Article("text", LOADED)),
        log_odds(Article("text", LOADED.replace("shameless ", ""))),
    )
    assert without < with_it


def test_a_plain_sentence_lacks_loaded_words() -> None:
    adds = dict(reasons(PLAIN))
    assert adds[NO_LOADED_WORD] < -LEAST
    assert NO_LOADED_WORD not in names(LOADED)


def test_quoted_words_are_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.measures.phrasing.sentence_model.LEAST", 0)
    assert "words are quoted" in names("Ada Quill called the toll “a shameless disgrace” on Monday.")
    assert NOTHING_QUOTED in names(LOADED)


def test_no_name_or_number_is_a_reason_and_none_changes_one() -> None:
    template = "{} slammed the shameless budget of {} for 2019."
    one, other = (reasons(template.format(*pair)) for pair in (("Donald Trump", "Canada"), ("Joe Biden", "Mexico")))
    assert one == other
    assert not any(word in reason.what for reason in one for word in ("trump", "Trump", "canada", "Canada", "2019"))


def test_small_reasons_are_told_together() -> None:
    for text in (PLAIN, LOADED):
        alone = [reason for reason in reasons(text) if reason.what not in SUMMED]
        assert all(abs(reason.adds) >= LEAST for reason in alone)
        assert [abs(reason.adds) for reason in alone] == sorted((abs(reason.adds) for reason in alone), reverse=True)


def test_a_word_used_twice_is_one_reason() -> None:
    assert names("The shameless, shameless board met.").count("“shameless”") == 1


def test_explain_gives_the_rows_of_each_sentence_with_its_score() -> None:
    article = Article("text", f"{PLAIN}\n\n{LOADED} “It is a disgrace, a shameless disgrace,” Ada Quill said.")
    rows, sentences = explain(article), analyze([article])["sentences"]
    assert rows["sentence"].unique().tolist() == sentences["sentence"].tolist()
    for (_, of_sentence), known in zip(rows.groupby("sentence"), sentences.to_dict("records"), strict=True):
        assert set(zip(of_sentence["start"], of_sentence["end"], of_sentence["loaded"], strict=True)) == {
            (known["start"], known["end"], known["loaded"])
        }
        odds = math.log(known["loaded"] / (1 - known["loaded"]))
        assert of_sentence["adds"].sum() == pytest.approx(odds, abs=1e-2)
    assert rows.groupby("sentence")["voice"].first().tolist() == ["own", "own", "quoted"]


@pytest.mark.parametrize("text", ["", "  \n\n ", "— … —", "“”"])
def test_what_has_no_word_has_no_reason(text: str) -> None:
    assert explain(Article("text", text)).empty
