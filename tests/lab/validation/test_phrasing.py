"""How phrases and sentences are held against marks, on cases made up for it and on a part of the labelled data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from framing.measures.phrasing.word_model import from_arrays
from lab.training.loaded_words import fit_words
from lab.training.marked_texts import Marked, fold, mark, spans
from lab.validation import phrasing
from lab.validation.phrasing import Judged, judge, mistakes, reliability
from lab.validation.scores import read_records

LOADED = "The shameless cronies on the council rammed through a disgraceful toll."
PLAIN = "The council met on Monday and will vote on the harbour budget in June."


def marked(number: int, text: str, *words: str) -> Marked:
    found = [{"start": text.index(w), "end": text.index(w) + len(w), "label": "biased_word"} for w in words]
    return mark("babe", {"id": str(number), "text": text, "spans": found, "label": int(bool(words))})


def judged(text: Marked, *phrases: str, loaded: float = 0.5) -> Judged:
    whole = text.words.document.text
    found = [(whole.index(phrase), whole.index(phrase) + len(phrase), 0.5) for phrase in phrases]
    inside = np.zeros(len(whole), dtype=bool)
    for start, end, _ in found:
        inside[start:end] = True
    return Judged(text, found, inside, loaded)


def test_a_word_is_marked_if_a_span_overlaps_it() -> None:
    text = marked(1, LOADED, "shameless cron")
    assert [word for word, is_marked in zip(text.words.low, text.marked, strict=True) if is_marked] == [
        "shameless",
        "cronies",
    ]


def test_only_loaded_language_and_name_calling_count_in_ptc() -> None:
    kinds = ("Loaded_Language", "Name_Calling,Labeling", "Doubt")
    record = {"spans": [{"start": at, "end": at + 3, "label": kind} for at, kind in enumerate(kinds)]}
    assert spans("ptc", record) == [(0, 3), (1, 4)]


def test_an_article_lies_in_one_fold_whatever_else_is_in_the_data() -> None:
    sentences = [mark("basil_sentences", {"id": str(i), "article": "a", "text": PLAIN, "spans": []}) for i in range(9)]
    assert len({fold(sentence) for sentence in sentences}) == 1


def test_the_score_of_words_is_that_of_overlaps() -> None:
    item = judged(marked(1, LOADED, "shameless", "cronies"), "cronies on")
    score = phrasing._words("BABE", [item], 0.27, 0.39, "")
    assert score.value == pytest.approx(2 * 1 / (2 + 2))


def test_nothing_is_judged_by_a_model_that_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[set[str]] = []

    def watched(texts: list[Marked], **options: Any) -> Any:
        learned.append({text.record["id"] for text in texts})
        return fit_words(texts, iterations=2)

    monkeypatch.setattr(phrasing, "fit_words", watched)
    texts = [marked(i, *(LOADED, "shameless") if i % 2 else (PLAIN,)) for i in range(8)]
    groups = [i // 4 for i in range(8)]
    assert len(judge(texts, groups)) == len(texts)
    assert learned == [{"4", "5", "6", "7"}, {"0", "1", "2", "3"}]


@pytest.fixture
def some_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [
        judged(marked(1, LOADED, "shameless", "rammed through"), "disgraceful", loaded=0.95),
        judged(marked(2, PLAIN), "harbour budget", loaded=0.15),
        judged(marked(3, PLAIN), "harbour budget", loaded=0.95),
    ]
    monkeypatch.setattr(phrasing, "cross_validated", lambda gold: {"babe": items, "basil_sentences": []})


@pytest.mark.usefixtures("some_judged")
def test_mistakes_are_cues_counted() -> None:
    rows = mistakes(Path()).set_index(["mistake", "cue"])["times"]
    assert rows["false alarm"].to_dict() == {"harbour budget": 2, "disgraceful": 1}
    assert rows["missed"].to_dict() == {"rammed through": 1, "shameless": 1}


@pytest.mark.usefixtures("some_judged")
def test_reliability_tells_the_share_that_people_call_loaded() -> None:
    table = reliability(Path()).set_index("loaded_from")
    assert table["n"].to_dict() == {0.1: 1, 0.9: 2}
    assert table["called_loaded"].to_dict() == {0.1: 0.0, 0.9: 0.5}


def test_learned_on_some_sentences_it_tells_marked_words_of_others() -> None:
    gold = os.environ.get("FRAMING_GOLD")
    if not gold or not (Path(gold) / "babe.jsonl").is_file():
        pytest.skip("FRAMING_GOLD does not name the folder with babe.jsonl")
    texts = [mark("babe", record) for record in read_records(Path(gold), "babe") if record["label"] in (0, 1)]
    model = from_arrays(fit_words([text for text in texts if fold(text)], iterations=40))
    held_out = [text for text in texts if not fold(text)]
    odds = np.concatenate([model.logits(text.words) for text in held_out])
    auc = roc_auc_score(np.concatenate([text.marked for text in held_out]), odds)
    assert 0.8 < auc < 0.97, "below: it learned nothing; above: it saw what it is asked"
