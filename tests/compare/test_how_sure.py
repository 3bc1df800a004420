"""A claim that one account doubts and another does not."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.articles import Article
from framing.compare import compare

CLAIM = "the harbour board had hidden the flood report from four inspectors"


@pytest.mark.parametrize(("cue", "sentences"), [("claimed", 1), ("said", 0)])
def test_only_a_cue_of_doubt_beside_a_plain_one_gives_a_sentence(cue: str, sentences: int) -> None:
    texts = {"Coast Press": f"Ada Quill said that {CLAIM}.", "Daily Gull": f"Ada Quill {cue} that {CLAIM}."}
    comparison = compare([Article(name, text, outlet=name) for name, text in texts.items()])
    rows = [
        (
            "",
            name,
            name,
            CLAIM,
            "Ada Quill",
            certainty,
            "Ada Quill",
            word,
            None,
            text.index(CLAIM),
            len(text),
            CLAIM,
            2,
            2,
        )
        for (name, text), certainty, word in zip(
            texts.items(), ["said", "doubted" if sentences else "said"], ["said", cue], strict=True
        )
    ]
    comparison["certainty"] = pd.DataFrame(rows, columns=list(comparison["certainty"].columns))
    highlights = comparison.highlights.set_index("kind")["sentence"]
    shown = highlights[highlights.index == "how sure"].to_list()
    assert len(shown) == sentences
    for sentence in shown:
        assert sentence.startswith("For the same claim, Daily Gull writes “claimed” where Coast Press writes “said”: ")
