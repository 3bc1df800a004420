"""Fit the policy frames on labelled articles, and weigh the lexicon's terms by the fitted model.

Run as `python -m lab.training.frames --gold DIR`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import click
import numpy as np

from framing.lexicon import load
from framing.lexicon.loader import COLUMNS, folder
from framing.measures.frames.fitting import (
    SEED,
    Texts,
    called_out_of_fold,
    design_of,
    fit,
    folds_of,
    micro_f1,
    out_of_fold,
    texts_of,
)
from framing.measures.frames.model import FrameModel, Words, as_json
from framing.validation.score import read_records
from lab.training.store import Provenance, store_json

#: Weights smaller than this in every frame are not kept.
LEAST_WEIGHT = 0.35
SOURCE = (
    "SemEval-2023 task 3, English training articles (Piskorski, Stefanovitch, Da San Martino and Nakov 2023), "
    "propaganda.math.unipd.it/semeval2023task3"
)


def read_articles(gold: Path) -> Texts:
    """The labelled articles of SemEval-2023 task 3; those without a label are left out."""
    records = [record for record in read_records(gold, "semeval23_t3_en") if record["frames"]]
    frames = [[frame for frame in record["frames"] if frame != "None"] for record in records]
    return texts_of([record["text"] for record in records], frames)


def weigh_cues(name: str, model: FrameModel) -> None:
    """Write into an installed lexicon how much the words of each term speak for its frame, 0 to 1."""
    lexicon = load(name)
    raw = [_speaks(entry.term, entry.category, model) for entry in lexicon.entries]
    most = {
        frame: max(value for value, entry in zip(raw, lexicon.entries, strict=True) if entry.category == frame)
        for frame in lexicon.categories
    }
    with (folder() / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for value, entry in zip(raw, lexicon.entries, strict=True):
            writer.writerow((entry.term, entry.category, round(value / (most[entry.category] or 1), 3), entry.note))


def _speaks(term: str, frame: str, model: FrameModel) -> float:
    rows = [model.words.row[form] for form in term.split() if form in model.words.row]
    shares = model.words.rarities[rows]
    if not len(rows):
        return 0.0
    length = np.sqrt(shares @ shares)
    return max(0.0, float(shares @ model.weights[rows, model.frames.index(frame)] / length))


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path) -> None:
    """Fit the policy frames on the labelled articles in a folder, and weigh the lexicon's terms."""
    texts = read_articles(gold)
    design = design_of(texts.documents, Words())
    folds = folds_of(texts.groups)
    scores = out_of_fold(texts, design, folds)
    called = called_out_of_fold(scores, texts, folds)
    model = fit(texts, design, scores)
    found = {"micro-F1 by cross-validation": micro_f1(called, texts.labels)}
    for number, frame in enumerate(texts.frames):
        right = int((called & texts.labels)[:, number].sum())
        found[f"{frame}, precision"] = right / max(int(called[:, number].sum()), 1)
        found[f"{frame}, recall"] = right / max(int(texts.labels[:, number].sum()), 1)
    store_json(
        "frames",
        as_json(model, LEAST_WEIGHT),
        Provenance(
            title="The fourteen policy frames: a weight for each word form and frame",
            version="1",
            script="lab.training.frames",
            seed=SEED,
            data=[SOURCE],
            scores=found,
            note="Names, and words for gender, party and side, have no weight.",
        ),
    )
    weigh_cues("policy-frames", model)


if __name__ == "__main__":
    main()
