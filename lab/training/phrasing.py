"""The models of loaded words, phrases and sentences.

One feature of the sentence model is how typical a sentence is of opinion and partisan outlets, as against wires and
other reporting outlets. It is learned from real news without the outlets of BABE.

Run as `python -m lab.training.phrasing --gold DIR --news FILE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd

from framing.measures.phrasing.word_model import from_arrays
from lab.training import phrases
from lab.training.loaded_sentences import SEED, fit_sentences, sentence_scores
from lab.training.loaded_words import fit_words, held_out_logits, word_scores
from lab.training.marked_texts import examples, fold
from lab.training.outlet_wording import fit as fit_outlets
from lab.training.outlet_wording import read_sentences
from lab.training.store import Provenance, store_arrays


def news(path: Path) -> Iterator[tuple[str, str, str]]:
    """Outlet, address and text of each article in a Parquet file."""
    table = pd.read_parquet(path, columns=["outlet", "url", "text"]).fillna("")
    yield from zip(table["outlet"], table["url"], table["text"], strict=True)


_SETS = {
    "babe": "BABE, Spinde et al. 2021 (development part), github.com/Media-Bias-Group/Neural-Media-Bias-Detection-"
    "Using-Distant-Supervision-With-BABE",
    "ptc": "PTC, SemEval-2020 task 11, propaganda.qcri.org",
    "basil": "BASIL, Fan et al. 2019 (development part), github.com/launchnlp/BASIL",
    "readers": "1,700 phrases of 289 news articles, judged by language models with a codebook",
    "mpqa": "MPQA 2.0, Wiebe et al. 2005 (development part), mpqa.cs.pitt.edu",
    "news": "15,000 news articles in English from about 100 outlets, from the Article-Bias-Prediction data of Baly et "
    "al. 2020 (Apache-2.0), github.com/ramybaly/Article-Bias-Prediction",
}


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--news", "news_path", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path, news_path: Path) -> None:
    """Learn the three models and write them."""
    script = "lab.training.phrasing"
    outlets = fit_outlets(read_sentences(news(news_path)))
    texts = examples(gold)
    logits = held_out_logits(texts, [fold(text) for text in texts])
    labelled = [_SETS["babe"], _SETS["ptc"], _SETS["basil"]]
    words = fit_words(texts)
    about = Provenance(
        "Words that readers mark as loaded", "2", script, SEED, labelled, scores=word_scores(texts, logits),
        note="Names carry no weight.",
    )  # fmt: skip
    store_arrays("loaded-words", words, about)
    candidates = phrases.read(gold, news_path, from_arrays(words))
    about = Provenance(
        "Phrases that careful readers accept as loaded, and how strong they are", "1", script, SEED,
        [_SETS["readers"], _SETS["mpqa"]], scores=phrases.scores(candidates),
        note="The readers are language models, not people. No article is in the data of the word model.",
    )  # fmt: skip
    store_arrays("loaded-phrases", phrases.fit(candidates), about)
    about = Provenance(
        "Sentences that readers call loaded", "2", script, SEED, [*labelled, _SETS["news"]],
        scores=sentence_scores(texts, logits, outlets),
        note="Names carry no weight. Outlets of the labelled data are left out of the news.",
    )  # fmt: skip
    store_arrays("loaded-sentences", fit_sentences(texts, logits, outlets), about)


if __name__ == "__main__":
    main()
