"""The measure of frames fitted to a researcher's own labels: scores, a lexicon of cues, and weights."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from framing.lexicon.loader import COLUMNS
from framing.measures.frames import FrameModel, Words, as_json
from framing.measures.frames.coded import BadLabels, Coding, agreement, coded_by_several
from framing.measures.frames.fitted import OWN_FRAMES
from framing.measures.frames.fitting import (
    FEWEST_TEXTS,
    FOLDS,
    SHORT,
    Labels,
    Texts,
    called_out_of_fold,
    design_of,
    f1_of,
    fit,
    folds_of,
    micro_f1,
    named_forms,
    out_of_fold,
    texts_of,
)

#: Cues written down for each frame, and in how many texts one must stand.
CUES = 80
LEAST_TEXTS = 3
#: Names carry weight, where nobody says whether they may, if that gains this much in cross-validation.
NAMES_GAIN = 0.02
#: Weights smaller than this in every frame are not kept.
LEAST_WEIGHT = 0.05


@dataclass(frozen=True)
class Fitted:
    """A model, the texts it was fitted on, what held-out models called present, and the coders' agreement by frame.

    `shared` texts were coded by several. `refused` is the score of the model that was not taken: without names where
    this one has them, with them where not.
    """

    model: FrameModel
    texts: Texts
    called: Labels
    alpha: Mapping[str, float] = field(default_factory=dict)
    shared: int = 0
    refused: float | None = None

    @property
    def names(self) -> bool:
        """Whether names carry weight: then the fit holds for its topic only."""
        return bool(self.model.words.named)

    @property
    def score(self) -> float:
        """Cross-validated accuracy where each text has one frame, else macro-F1."""
        if self.texts.one_per_text:
            return float((self.called & self.texts.labels).any(axis=1).mean())
        return float(f1_of(self.called, self.texts.labels).mean())

    def told(self) -> str:
        """The cross-validated scores as text, a line for each frame."""
        labels, called = self.texts.labels, self.called
        right = (called & labels).sum(axis=0)
        precision = right / np.maximum(called.sum(axis=0), 1)
        recall = right / np.maximum(labels.sum(axis=0), 1)
        floor = f1_of(np.ones_like(labels), labels)
        width = max(len(frame) for frame in self.texts.frames)
        lines = [f"{'frame':{width}}  texts  precision  recall     F1  all on  alpha"]
        for n, frame in enumerate(self.texts.frames):
            alpha = f"{self.alpha[frame]:6.3f}" if frame in self.alpha else "     -"
            told = "" if self.model.tellable[n] else "  cannot tell"
            lines.append(
                f"{frame:{width}}  {labels[:, n].sum():5}  {precision[n]:9.3f}  {recall[n]:6.3f}"
                f"  {f1_of(called, labels)[n]:5.3f}  {floor[n]:6.3f} {alpha}{told}"
            )
        lines.append(f"micro-F1 {micro_f1(called, labels):.3f}, macro-F1 {f1_of(called, labels).mean():.3f}")
        if self.texts.one_per_text:
            lines.append(f"accuracy {self.score:.3f}")
        lines.append(f"{len(labels):,} texts, cross-validation in {FOLDS} parts")
        if self.alpha:
            lines.append(f"alpha: Krippendorff's, of the {self.shared:,} texts that several people coded")
        return "\n".join([*lines, self._names_told()])

    def _names_told(self) -> str:
        what = "accuracy" if self.texts.one_per_text else "macro-F1"
        other = (
            "" if self.refused is None else f" ({what} {self.refused:.3f} {'without' if self.names else 'with'} them)"
        )
        if self.names:
            return f"names carry weight{other}: the fit holds for the topic of these texts only"
        return f"names carry no weight{other}"


def fit_own(codings: Sequence[Coding], *, names: bool | None = None) -> Fitted:
    """The model of one's own labels, and its cross-validated scores. Raises `BadLabels` if there are too few.

    Where `names` is None they carry weight if that gains `NAMES_GAIN` or more by cross-validation.
    """
    texts = _joined(codings)
    _enough(texts)
    fits = [_fitted(texts, with_names) for with_names in ((False, True) if names is None else (names,))]
    taken, *other = fits if len(fits) == 1 or fits[1].score < fits[0].score + NAMES_GAIN else reversed(fits)
    shared = len({coding.id for coding in coded_by_several(codings)})
    return replace(taken, alpha=agreement(codings), shared=shared, refused=other[0].score if other else None)


def _enough(texts: Texts) -> None:
    """Raise `BadLabels` if the texts are too few to fit a frame and to check it."""
    size, given, groups = len(texts.documents), texts.labels.sum(axis=0), len(set(texts.groups))
    told = int(np.minimum(given, size - given).max())
    if size < FOLDS * FEWEST_TEXTS or told < 2 * FEWEST_TEXTS:
        common = texts.frames[int(given.argmax())]
        raise BadLabels(
            f"{size} texts, {given.max()} of them with the commonest frame, {common}: too few to fit and to check; "
            f"label at least {FOLDS * FEWEST_TEXTS} texts, {2 * FEWEST_TEXTS} with a frame and as many without it"
        )
    if groups < FOLDS:
        raise BadLabels(f"{size} texts in {groups} groups: too few to check the fit; take texts of {FOLDS} or more")


def _fitted(texts: Texts, names: bool) -> Fitted:
    design = design_of(texts.documents, Words(named_forms(texts.documents) if names else ()), SHORT)
    folds = folds_of(texts.groups)
    scores = out_of_fold(texts, design, folds)
    called = called_out_of_fold(scores, texts, folds, macro=True)
    return Fitted(fit(texts, design, scores, macro=True), texts, called)


def _joined(codings: Sequence[Coding]) -> Texts:
    by_text: dict[str, list[Coding]] = {}
    for coding in codings:
        by_text.setdefault(coding.id, []).append(coding)
    frames = []
    for coded in by_text.values():
        given = Counter(frame for coding in coded for frame in coding.frames)
        frames.append([frame for frame, times in given.items() if 2 * times >= len(coded)])
    one = all(len(given) == 1 for given in frames)
    groups = [coded[0].group or coded[0].text for coded in by_text.values()]
    return texts_of([coded[0].text for coded in by_text.values()], frames, groups, one=one)


def write_own(fitted: Fitted, out: Path) -> list[Path]:
    """Write `own-frames.csv`, `own-frames.toml` and `own-frames.json` into a folder; the paths."""
    out.mkdir(parents=True, exist_ok=True)
    table, about, weights = (out / f"{OWN_FRAMES}.{ending}" for ending in ("csv", "toml", "json"))
    cues = _cues(fitted)
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((term, frame, weight, "") for term, (frame, weight) in sorted(cues.items()))
    about.write_text(_description(cues), encoding="utf-8")
    stored = as_json(fitted.model, LEAST_WEIGHT)
    weights.write_text(json.dumps(stored, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    return [table, about, weights]


def _cues(fitted: Fitted) -> dict[str, tuple[str, float]]:
    model = fitted.model
    used = Counter(
        row for document in fitted.texts.documents for row in set(model.words.rows(document).tolist()) if row >= 0
    )
    forms = [form for form, row in model.words.row.items() if used[row] >= LEAST_TEXTS]
    rows = [model.words.row[form] for form in forms]
    strength = model.weights[rows] * model.words.rarities[rows][:, None]
    owner = strength.argmax(axis=1)
    cues: dict[str, tuple[str, float]] = {}
    for number, frame in enumerate(model.frames):
        mine = np.flatnonzero((owner == number) & (strength[:, number] > 0))
        best = mine[np.argsort(-strength[mine, number], kind="stable")][:CUES]
        for n in best.tolist():
            cues[forms[n]] = (frame, round(float(strength[n, number] / strength[best[0], number]), 3))
    return cues


def _description(cues: Mapping[str, tuple[str, float]]) -> str:
    quote = json.dumps  # a JSON string is a TOML basic string
    lines = [
        'title = "Cues of frames, learnt from labelled texts"',
        'version = "1"',
        'language = "en"',
        'licence = "that of the labelled texts"',
        "loaded = false",
        'source = "The words that speak most for each frame, by framing frames fit."',
    ]
    for frame in sorted({frame for frame, _ in cues.values()}):
        term = max((weight, term) for term, (of, weight) in cues.items() if of == frame)[1]
        lines += [
            "",
            f"[categories.{quote(frame, ensure_ascii=False)}]",
            f"meaning = {quote(f'Words that speak for {frame} in the labelled texts.', ensure_ascii=False)}",
            f"why = {quote(f'“{{text}}” is a cue of the frame {frame}.', ensure_ascii=False)}",
            "",
            "[[examples]]",
            f"text = {quote(term, ensure_ascii=False)}",
            f"hits = [{quote(term, ensure_ascii=False)}]",
        ]
    return "\n".join([*lines, "", "[[examples]]", 'text = "…"', "hits = []"]) + "\n"
