"""Frames: cues stand where they are said to, voices are kept apart, and names move nothing."""

from __future__ import annotations

import math
import re

import pytest

from framing.analysis import analyze, read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.measures.frames import FEWEST_WORDS, Frames, Words, as_json, from_json, shipped
from framing.text import cut

TRIAL = """Harbour clerk sentenced for theft

A judge sentenced a harbour clerk to two years in prison on Tuesday after a jury convicted her of theft and fraud.

Police arrested the clerk in March, when investigators found stolen money in her garage. The prosecutor said the crime
had hurt many. “The budget of this town is ruined and the economy will suffer,” said Ada Quill, who runs the market.

The clerk pleaded not guilty at her trial. Her lawyer will appeal against the sentence before a higher court."""


def rows_of(text: str) -> dict[str, dict[str, object]]:
    table = analyze([Article("told", text)], measures=[Frames()])["frames"]
    return {row["frame"]: row for row in table.to_dict("records")}


def test_a_trial_is_a_story_of_crime_and_law_and_not_of_health() -> None:
    rows = rows_of(TRIAL)
    assert rows["Crime_and_punishment"]["present"] is True
    assert rows["Crime_and_punishment"]["score"] > rows["Health_and_safety"]["score"]
    assert rows["Crime_and_punishment"]["first"] == "headline"


def test_cues_are_counted_by_voice() -> None:
    economic = rows_of(TRIAL)["Economic"]
    assert economic["cues_quoted"] >= 1
    for row in rows_of(TRIAL).values():
        assert row["cues"] == row["cues_own"] + row["cues_quoted"] + row["cues_reported"]
        assert 0 <= row["sentences_share"] <= 1
        assert isinstance(row["first"], str) == (row["cues"] > 0)


def test_a_sentence_carries_the_frames_of_its_cues() -> None:
    table = analyze([Article("told", TRIAL)], measures=[Frames()])["sentences"]
    quoted = table.loc[[TRIAL[row.start : row.end].startswith("“The budget") for row in table.itertuples()]]
    assert "Economic" in quoted["frames"].item().split(";")


def test_both_kinds_of_frames_are_told_apart() -> None:
    kinds = [row["kind"] for row in rows_of(TRIAL).values()]
    assert (kinds.count("policy"), kinds.count("generic")) == (14, 5)
    assert all(row["present"] is None for row in rows_of(TRIAL).values() if row["kind"] == "generic")


def test_too_few_words_tell_nothing() -> None:
    short = " ".join(TRIAL.split()[: FEWEST_WORDS - 1])
    assert all(row["present"] is None for row in rows_of(short).values())
    found = Frames()(Batch.of(read_voices(Article("short", short))))
    assert math.isnan(found.summary["frames_present"][0])


@pytest.mark.parametrize(
    ("old", "new"), [("Ada Quill", "Omar Brown"), ("her", "his"), ("Tuesday", "Friday"), ("Ada Quill", "May Law")]
)
def test_names_and_gender_move_no_score(old: str, new: str) -> None:
    model = shipped()
    before, after = (
        model.scores(model.words.rows(cut(Article("a", text)))) for text in (TRIAL, re.sub(rf"\b{old}\b", new, TRIAL))
    )
    assert before.tolist() == after.tolist()


def test_a_score_is_its_words_weights_summed() -> None:
    model = shipped()
    document = cut(Article("told", TRIAL))
    found, share = model.words.shares(model.words.rows(document))
    assert math.isclose(float(share @ share), 1)
    by_hand = [
        1 / (1 + math.exp(-(bias + sum(s * w for s, w in zip(share, model.weights[found, n], strict=True)))))
        for n, bias in enumerate(model.bias)
    ]
    assert model.scores(model.words.rows(document)) == pytest.approx(by_hand, abs=1e-4)


def test_a_model_written_down_is_read_back() -> None:
    model = shipped()
    again = from_json(as_json(model, 0.0))
    assert (again.weights == model.weights).all()
    assert again.threshold == model.threshold
    assert again.frames == model.frames


def test_names_speak_only_where_they_are_asked_to() -> None:
    document = cut(Article("told", "The harbour clerk met Quillian at noon."))
    forms = [document.text[a:b].lower() for a, b in zip(document.word_start, document.word_end, strict=True)]
    at = forms.index("quillian")
    assert Words().rows(document)[at] == -1
    assert Words(("quillian",)).rows(document)[at] >= 0


def test_what_is_joined_to_a_name_does_not_speak() -> None:
    assert Words().rows(cut(Article("told", "Some pro-Trump hauliers met.")))[1] == -1


def test_a_text_that_ends_in_a_sentence_without_words_is_measured() -> None:
    assert rows_of("The harbour clerk met the judge.\n\n* * *\n\n…")


def test_the_capitals_of_a_headline_make_no_names() -> None:
    inside, headline = (
        cut(Article("a", text)) for text in ("They met the Clerk at the harbour.", "Ferry Ban For Clerk")
    )
    assert (Words().rows(headline) >= 0).all()
    assert Words().rows(inside)[3] == -1
