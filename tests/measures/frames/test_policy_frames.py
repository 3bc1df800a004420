"""Frames: the three answers, cues where they stand, voices apart, and models that are stored and read."""

from __future__ import annotations

import math
import re
from itertools import product

import numpy as np
import pytest

from framing.analysis import analyze, read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.lexicon import load
from framing.measures.frames import Frames
from framing.measures.frames.model import (
    FEWEST_WORDS,
    NEVER,
    Rule,
    answers,
    as_arrays,
    as_json,
    from_arrays,
    from_json,
    shipped,
    words_with,
)
from framing.text import cut
from framing.words import word_set

TRIAL = """Harbour clerk sentenced for theft

A judge sentenced a harbour clerk to two years in prison on Tuesday after a jury convicted her of theft and fraud.

Police arrested the clerk in March, when investigators found stolen money in her garage. The prosecutor said the crime
had hurt many. “The budget of this town is ruined and the economy will suffer,” said Ada Quill, who runs the market.

The clerk pleaded not guilty at her trial. Her lawyer will appeal against the sentence before a higher court."""


def rows_of(text: str) -> dict[str, dict[str, object]]:
    table = analyze([Article("told", text)], measures=[Frames()])["frames"]
    return {row["frame"]: row for row in table.to_dict("records")}


def test_estimate_and_cues_that_disagree_give_no_answer() -> None:
    rule = [Rule(present=0.4, sparse=0.1, sure=0.6, plain=0.3, absent=0.2, dense=0.1, bare=0.3)]
    asked = [
        (0.9, 0, 0.0, None),  # likely by words, and no cue to show
        (0.1, 3, 0.2, None),  # unlikely by words, and cues in many sentences
        (0.5, 1, 0.2, None),
        (0.5, 4, 0.02, None),
        (0.5, 4, 0.2, True),
        (0.7, 1, 0.02, True),
        (0.1, 2, 0.5, None),
        (0.1, 9, 0.5, True),
        (0.1, 0, 0.0, False),
        (0.3, 0, 0.0, False),
        (0.3, 1, 0.02, None),
        (0.1, 1, 0.02, False),
        (0.1, 1, 0.2, False),  # one cue is not dense
        (0.1, 1, 0.4, None),  # but in a text of few sentences
        (math.nan, 9, 0.5, None),
    ]
    for score, cues, share, answer in asked:
        result = answers(rule, np.array([score]), np.array([cues]), np.array([share]), np.array([cues]))
        assert result.tolist() == [answer]
    assert answers([NEVER], np.array([1.0]), np.array([9]), np.array([1.0]), np.array([9])).tolist() == [None]


def test_cues_in_too_few_sentences_show_no_likely_frame() -> None:
    rule = [Rule(present=0.4, sparse=0.1, sure=0.6, plain=0.3, absent=0.2, dense=0.1, bare=0.3, shown=0.03)]
    for share, answer in ((0.02, None), (0.03, True)):
        assert answers(rule, np.array([0.9]), np.array([1]), np.array([share]), np.array([1])).tolist() == [answer]


def test_one_word_again_and_again_shows_no_frame_by_itself() -> None:
    text = "The {0} came. It rained at noon. The {1} sat down. Nobody spoke. The {2} ate fish. The sea was calm. " * 3
    one, other = (rows_of(text.format(*words)) for words in (("priest",) * 3, ("priest", "bishop", "sermon")))
    assert one["Morality"]["cues"] == other["Morality"]["cues"] == 9
    assert one["Morality_message"]["present"] is None
    assert other["Morality_message"]["present"] is True


#: The other gender's form of a word, beside the pairs that the suite reads as one.
OTHER = {"he": {"she"}, "she": {"he"}, "his": {"her"}, "him": {"her"}, "her": {"his", "him"}, "himself": {"herself"},
         "herself": {"himself"}, "hero": {"heroine"}, "heroine": {"hero"}, "heroes": {"heroines"}}  # fmt: skip
OTHER |= {word: {*pair.split("/")} - {word} for pair in word_set("pairs") for word in pair.split("/")}


def other_gender(word: str) -> set[str]:
    if word in OTHER or "human" in word:
        return OTHER.get(word, {word})
    return {re.sub("(wo)?m([ae]n)$", lambda end: f"m{end[2]}" if end[1] else f"wom{end[2]}", word)}


@pytest.mark.parametrize("name", ["policy-frames", "generic-frames"])
def test_a_cue_has_its_other_gender_beside_it(name: str) -> None:
    listed = {(entry.term, entry.category) for entry in load(name).entries}
    for term, frame in listed:
        forms = {" ".join(words) for words in product(*map(other_gender, term.split()))}
        if forms != {term} and term != "founding fathers":
            assert {form for form in forms if (form, frame) in listed}, term


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


def test_kinds_of_frames_stand_apart() -> None:
    kinds = [row["kind"] for row in rows_of(TRIAL).values()]
    assert (kinds.count("policy"), kinds.count("generic")) == (14, 5)


def test_too_few_words_give_no_answer() -> None:
    short = " ".join(TRIAL.split()[: FEWEST_WORDS - 1])
    assert all(row["present"] is None for row in rows_of(short).values())
    columns = Frames()(Batch.of_reading(read_voices(Article("short", short))))
    assert math.isnan(columns.summary["frames_present"][0])


def test_a_score_is_its_words_weights_summed_and_its_cues() -> None:
    model = shipped()
    document = cut(Article("told", TRIAL))
    rows, share = model.words.shares(model.words.rows(document))
    assert math.isclose(float(share @ share), 1)
    odds = [
        bias + sum(s * w for s, w in zip(share, model.weights[rows, n], strict=True))
        for n, bias in enumerate(model.bias)
    ]
    whole = np.zeros(len(document.word_start), dtype=np.int8)
    assert model.odds(model.words.rows(document), whole, whole.astype(np.intp), 1)[0, 0] == pytest.approx(
        odds, abs=1e-4
    )
    rows = rows_of(TRIAL)
    for (constant, by_words, by_share, by_count), odd, frame in zip(model.evidence, odds, model.frames, strict=True):
        row = rows[frame]
        total = (
            constant + by_words * odd + by_share * row["sentences_share"] ** 0.5 + by_count * math.log1p(row["cues"])
        )
        assert row["score"] == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-4)


def test_a_stored_model_is_read_back() -> None:
    model = shipped()
    again = from_arrays(as_arrays(model))
    assert (again.weights == model.weights).all()
    assert again.rules == model.rules
    assert again.frames == model.frames


def plain_model() -> dict[str, object]:
    return {
        "frames": ["money", "law"],
        "named": [],
        "weights": {"bank": [90, -20], "wages": [-10, 80]},
        "bias": [0.1, -0.2],
        "threshold": [0.5, None],
        "one_per_text": False,
        "fewest_words": 9,
    }


def test_a_users_model_is_read_back() -> None:
    assert as_json(from_json(plain_model()), (), 0.05) == plain_model()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("frames", 3),
        ("frames", []),
        ("frames", ["money", "money"]),
        ("frames", ["money", 3]),
        ("named", None),
        ("named", "bank"),
        ("weights", []),
        ("weights", {"bank": "90 -20"}),
        ("weights", {"bank": [90]}),
        ("weights", {"bank": [90, "x"]}),
        ("weights", {"no such form anywhere": [1, 1]}),
        ("weights", {"bank": [10**6, 1]}),
        ("bias", [0.1]),
        ("bias", [0.1, math.nan]),
        ("bias", {"money": 1}),
        ("threshold", 0.5),
        ("threshold", [0.5, 2]),
        ("threshold", [True, 0.5]),
        ("one_per_text", "no"),
        ("fewest_words", -1),
        ("fewest_words", "9"),
    ],
)
def test_a_wrong_field_of_a_users_model_is_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^field {field}: "):
        from_json(plain_model() | {field: value})
    without = {name: value for name, value in plain_model().items() if name != field}
    with pytest.raises(ValueError, match=f"^field {field}: missing"):
        from_json(without)


def test_names_weigh_only_where_they_are_asked_to() -> None:
    document = cut(Article("told", "The harbour clerk met Quillian at noon."))
    forms = [document.text[a:b].lower() for a, b in zip(document.word_start, document.word_end, strict=True)]
    at = forms.index("quillian")
    assert words_with().rows(document)[at] == -1
    assert words_with(("quillian",)).rows(document)[at] >= 0


def test_a_word_joined_to_a_name_does_not_weigh() -> None:
    assert words_with().rows(cut(Article("told", "Some pro-Quillian hauliers met.")))[1] == -1


def test_a_text_that_ends_in_a_sentence_without_words_is_measured() -> None:
    assert rows_of("The harbour clerk met the judge.\n\n* * *\n\n…")


def test_the_capitals_of_a_headline_make_no_names() -> None:
    inside, headline = (
        cut(Article("a", text)) for text in ("They met the Clerk at the harbour.", "Ferry Ban For Clerk")
    )
    assert (words_with().rows(headline) >= 0).all()
    assert words_with().rows(inside)[3] == -1
