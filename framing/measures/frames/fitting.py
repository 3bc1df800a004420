"""Frames fitted to labelled texts: logistic regression on word forms and on their word vectors.

A text is represented by the shares of its forms and the weighted sums of their traits: word vectors, and runs of
letters in short texts. All of it is linear in the forms, so a fitted model is one weight per form and frame. Thresholds
are chosen on held-out texts. The texts come from a table (CSV, TSV, Parquet) or JSON Lines.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing import tables
from framing.articles import Article
from framing.articles.fields import columns_of
from framing.articles.records import csv_records, json_records, parquet_records
from framing.files import READ_ERRORS, Unreadable, guarded_cell, kind_of
from framing.lexicon import COLUMNS
from framing.measures.frames.measure import OWN_FRAMES
from framing.measures.frames.model import (
    FEWEST_WORDS,
    FrameModel,
    Words,
    as_json,
    plain_evidence,
    threshold_rule,
    words_with,
)
from framing.models import topic_forms, topic_vectors, unit_vectors, vector_forms
from framing.text import Document, cut

FOLDS = 10
SEED = 20250328
#: Thresholds tried.
THRESHOLDS = np.arange(0.1, 0.91, 0.02)
#: A frame with fewer texts is not fitted.
FEWEST_TEXTS = 5
#: Maximum cues written per frame, and the fewest texts with each.
CUES = 1000
LEAST_TEXTS = 2
#: By default, names carry weight if that gains this much in cross-validation.
NAMES_GAIN = 0.02
#: Weights below this in every frame are not written.
LEAST_WEIGHT = 0.05
#: The inverse strength of the penalty on weights, and the weight of word vectors beside the words of short texts.
_PENALTY, _VECTORS_SHORT = 3.0, 0.7

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]

_READERS = {
    ".csv": csv_records,
    ".tsv": csv_records,
    ".jsonl": json_records,
    ".ndjson": json_records,
    ".parquet": parquet_records,
}


class BadLabels(Exception):
    """An unusable file of labels; the message names file, record, problem and remedy."""


class Coding(NamedTuple):
    """The frames that one coder assigned to one text.

    Texts of one `group`, such as the sentences of an article, always share a fold of the cross-validation.
    """

    text: str
    frames: frozenset[str]
    id: str
    coder: str
    group: str = ""


def read_coded(path: Path) -> list[Coding]:
    """The codings in a file with columns `text` and `frames`, and optionally `group`, `id` and `coder`.

    Without ids, texts of several coders are the same if their characters are. Raises `BadLabels`.
    """
    codings: dict[tuple[str, str], Coding] = {}
    text_of: dict[str, str] = {}
    for number, record in _records(path):
        try:
            coding = _coding(number, record)
            if text_of.setdefault(coding.id, coding.text) != coding.text:
                raise BadLabels(f"another text has the id {coding.id!r}; give each text an id of its own")
            if (coding.id, coding.coder) in codings:
                by = f"coded by {coding.coder}" if coding.coder else "and no coder is named"
                raise BadLabels(f"the text {coding.id[:40]!r} came before, {by}; fill the column coder, or delete one")
        except BadLabels as error:
            raise BadLabels(f"{path}: record {number}: {error}") from None
        codings[coding.id, coding.coder] = coding
    if not any(coding.frames for coding in codings.values()):
        raise BadLabels(f"{path}: {len(codings)} records, none with a frame; fill the column frames")
    return list(codings.values())


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    read = _READERS.get(kind_of(path))
    if read is None:
        raise BadLabels(f"{path}: no table by its name; give a file that ends in {', '.join(_READERS)}")
    try:
        for number, record in read(path):
            if isinstance(record, Unreadable):
                raise BadLabels(f"{path}: record {number}: {record}")
            yield number, record
    except FileNotFoundError:
        raise BadLabels(f"{path}: no such file; check the path") from None
    except (Unreadable, *READ_ERRORS) as error:
        raise BadLabels(f"{path}: {error}") from error


def _coding(number: int, record: Mapping[str, Any]) -> Coding:
    columns = {name.strip().lower(): name for name in record} | dict(columns_of(record))
    missing = [name for name in ("text", "frames") if name not in columns]
    if missing:
        raise BadLabels(f"no column {' nor '.join(missing)}: found {', '.join(record)}; rename the one that holds it")
    cells = (record[columns[name]] if name in columns else None for name in ("text", "id", "coder", "group"))
    text, id_, coder, group = ("" if cell is None else str(cell) for cell in cells)
    if not any(character.isalpha() for character in text):
        raise BadLabels("the text has no words; fill it or delete the record")
    frames = record[columns["frames"]]
    names: Sequence[Any] = frames.split(";") if isinstance(frames, str) else frames or ()
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise BadLabels(f'frames is {frames!r}; give a list of names, or names joined by ";"')
    stripped = frozenset(name.strip() for name in names if name.strip())
    return Coding(text, stripped, id_ or (text if coder else str(number)), coder, group)


def agreement(codings: Sequence[Coding]) -> dict[str, float]:
    """Krippendorff's alpha of each frame, over texts with several coders; empty if there are none.

    For nominal data (Krippendorff 2004, Content Analysis, chapter 11), computed by nltk; `nan` for a frame that all
    coders assigned everywhere or nowhere.
    """
    from nltk.metrics.agreement import AnnotationTask

    coders = Counter(coding.id for coding in codings)
    shared = [coding for coding in codings if coders[coding.id] > 1]
    scores: dict[str, float] = {}
    for frame in sorted({frame for coding in shared for frame in coding.frames}):
        triples = [(coding.coder, coding.id, frame in coding.frames) for coding in shared]
        varied = len({code for _, _, code in triples}) > 1
        scores[frame] = float(AnnotationTask(data=triples).alpha()) if varied else float("nan")
    return scores


@dataclass(frozen=True)
class Texts:
    """Labelled texts: documents, all frames, `labels` of shape `(texts, frames)`, and groups.

    Texts of one group (an article's sentences) always share a fold of the cross-validation. `weight`, shaped like the
    labels, is how much each label counts in the fit: 1 by default, 0 where it is unknown.
    """

    documents: Sequence[Document]
    frames: tuple[str, ...]
    labels: Labels
    groups: Sequence[str]
    one_per_text: bool = False
    weight: Numbers | None = None


def texts_of(
    texts: Sequence[str], frames: Sequence[Collection[str]], groups: Sequence[str] | None = None, one: bool = False
) -> Texts:
    """Labelled texts from strings and their frames."""
    names = tuple(sorted({name for assigned in frames for name in assigned}))
    labels = np.array([[name in assigned for name in names] for assigned in frames], dtype=bool)
    documents = [cut(Article(str(number), text)) for number, text in enumerate(texts)]
    groups = groups or [str(number) for number in range(len(texts))]
    return Texts(documents, names, labels.reshape(-1, len(names)), groups, one)


@dataclass(frozen=True)
class Design:
    """Texts as numbers: `matrix` of shape `(texts, traits)`, and the `traits` of each form, `(forms, traits)`.

    In `short` texts (headlines, sentences, and all of a user's), word vectors weigh less, runs of three to five letters
    count too, and the texts with a frame together weigh as much as those without it.
    """

    words: Words
    matrix: Any
    traits: Any
    short: bool

    @property
    def shares(self) -> Any:
        """The columns of `matrix` that are shares of forms, `(texts, forms)`."""
        return self.matrix[:, : len(self.words.row)]


def design_of(documents: Sequence[Document], words: Words, short: bool = False) -> Design:
    """The shares of forms and traits in texts."""
    from scipy.sparse import csr_matrix

    occurring, values = zip(*(words.shares(words.rows(document)) for document in documents), strict=True)
    rows, ends = np.concatenate(occurring), np.cumsum([0, *map(len, occurring)])
    shares = csr_matrix((np.concatenate(values), rows, ends), shape=(len(documents), len(words.row)))
    traits = _traits(words, short, np.unique(rows))
    return Design(words, (shares @ traits).tocsr(), traits, short)


def _traits(words: Words, short: bool, used: NDArray[np.intp]) -> Any:
    """The traits of each form: itself, its vectors, and its runs of letters that two `used` forms share."""
    from scipy.sparse import csr_matrix, hstack, identity
    from sklearn.feature_extraction.text import TfidfVectorizer

    forms, blocks = list(words.row), [identity(len(words.row), format="csr")]
    tables_of_names = [(topic_forms(), vectors) for vectors in topic_vectors()] if words.names else []
    for known, vectors in tables_of_names or [(vector_forms(), unit_vectors())]:
        at, of = np.array([(row, known[form]) for row, form in enumerate(forms) if form in known]).T
        block = np.zeros((len(forms), vectors.shape[1]))
        block[at] = (_VECTORS_SHORT if short else 1.0) * vectors[of]
        blocks.append(csr_matrix(block))
    if short:
        runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, lowercase=False)
        blocks.append(runs.fit([forms[row] for row in used.tolist()]).transform(forms))
    return hstack(blocks).tocsr()


def named_forms(documents: Sequence[Document]) -> tuple[str, ...]:
    """The forms of texts and topic vectors that weigh only if names do."""
    forms = {document.vocabulary.forms[n].lower() for document in documents for n in set(document.word_id.tolist())}
    return tuple(sorted((forms | set(topic_forms())) - set(words_with().row)))


def weights_of(design: Design, texts: Texts, chosen: NDArray[np.intp]) -> tuple[NDArray[np.float32], Numbers]:
    """The weights, shape `(forms, frames)`, and biases fitted on the chosen texts."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    matrix, labels = design.matrix[chosen], texts.labels[chosen]
    weight = np.ones(labels.shape) if texts.weight is None else texts.weight[chosen]
    learned = np.zeros((matrix.shape[1], len(texts.frames)))
    # a frame that no text lacks is always present; one in too few texts never
    bias = np.where((labels | (weight == 0)).all(axis=0), 10.0, -10.0)
    if texts.one_per_text:
        owner = labels.argmax(axis=1)
        fits = [(np.unique(owner), owner, np.ones(len(owner)))] if (bias < 0).all() else []
    else:
        enough = np.flatnonzero(((labels & (weight > 0)).sum(axis=0) >= FEWEST_TEXTS) & (bias < 0))
        fits = [(np.array([frame]), labels[:, frame], weight[:, frame]) for frame in enough.tolist()]
    # one thread: the order of additions, and so the last bits, must not depend on the machine's cores
    with threadpool_limits(1):
        for frames, target, weights in fits:
            known = np.flatnonzero(weights)
            model = LogisticRegression(C=_PENALTY, max_iter=3000, class_weight="balanced" if design.short else None)
            model.fit(matrix[known], target[known], sample_weight=weights[known])
            # one column serves two frames
            signs = np.array([[-1.0], [1.0]]) if len(frames) == 2 else 1.0
            learned[:, frames] = (signs * model.coef_).T
            bias[frames] = (signs * model.intercept_[:, None])[:, 0]
        return np.asarray(design.traits @ learned, dtype=np.float32), bias


def folds_of(groups: Sequence[str], folds: int = FOLDS) -> NDArray[np.intp]:
    """The fold of each text; a group shares one."""
    names = sorted(set(groups))
    drawn = np.random.default_rng(SEED).permutation(len(names)) % folds
    number = dict(zip(names, drawn.tolist(), strict=True))
    return np.array([number[group] for group in groups], dtype=np.intp)


def out_of_fold(texts: Texts, design: Design, folds: NDArray[np.intp]) -> tuple[Numbers, Labels]:
    """The held-out log odds of each frame in each text, and whether the text has a cue of it.

    Texts of a negative fold are in every fit and get `nan`.
    """
    odds, shown = np.full(texts.labels.shape, np.nan), np.zeros(texts.labels.shape, dtype=bool)
    for fold in np.unique(folds[folds >= 0]):
        train, out = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights, bias = weights_of(design, texts, train)
        shares = design.shares[out]
        odds[out] = bias + shares @ weights
        for frame, rows in enumerate(_cue_rows(design, weights, train)):
            shown[out, frame] = np.asarray(shares[:, rows].sum(axis=1)).ravel() > 0
    return odds, shown


def _cue_rows(design: Design, weights: NDArray[np.float32], chosen: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The rows of each frame's cues, strongest first: forms of enough chosen texts with their greatest weight there."""
    uses = np.asarray((design.shares[chosen] > 0).sum(axis=0)).ravel()
    rows = np.flatnonzero(uses >= LEAST_TEXTS)
    strength = weights[rows] * design.words.rarities[rows][:, None]
    owner = strength.argmax(axis=1)
    per_frame = []
    for frame in range(weights.shape[1]):
        own = np.flatnonzero((owner == frame) & (strength[:, frame] > 0))
        per_frame.append(rows[own[np.argsort(-strength[own, frame], kind="stable")][:CUES]])
    return per_frame


def f1_of(called: Labels, labels: Labels) -> Numbers:
    """F1 of each frame; 0 for a frame that is neither called nor labelled."""
    right = (called & labels).sum(axis=0)
    both = called.sum(axis=0) + labels.sum(axis=0)
    return np.asarray(2 * right / np.maximum(both, 1))


def micro_f1(called: Labels, labels: Labels) -> float:
    """F1 over all pairs of text and frame."""
    return float(2 * (called & labels).sum() / max(called.sum() + labels.sum(), 1))


def better_than_all(called: Labels, labels: Labels) -> Labels:
    """Which frames have a higher F1 than if called present everywhere."""
    return np.asarray(f1_of(called, labels) > f1_of(np.ones_like(labels), labels))


def called_out_of_fold(odds: Numbers, shown: Labels, texts: Texts, folds: NDArray[np.intp]) -> Labels:
    """The frames called present, each fold's threshold chosen on the others; unclear counts as absent."""
    if texts.one_per_text:
        return _likely(texts, odds, 0.0) & shown
    called = np.zeros(texts.labels.shape, dtype=bool)
    for fold in np.unique(folds):
        out = folds == fold
        threshold, answerable = _answerable(replace(texts, labels=texts.labels[~out]), odds[~out], shown[~out])
        called[out] = _likely(texts, odds[out], threshold) & shown[out] & answerable
    return called


def _likely(texts: Texts, odds: Numbers, threshold: float) -> Labels:
    """The frame of the highest odds if each text has one, else the frames that reach the threshold."""
    if texts.one_per_text:
        return np.asarray(np.arange(odds.shape[1]) == odds.argmax(axis=1)[:, None])
    return np.asarray(1 / (1 + np.exp(-odds)) >= threshold)


def _answerable(texts: Texts, odds: Numbers, shown: Labels) -> tuple[float, Labels]:
    """The threshold of the best macro-F1, and which frames it calls better than present everywhere."""
    scores = 1 / (1 + np.exp(-odds))
    threshold = float(THRESHOLDS[int(np.argmax([f1_of(scores >= t, texts.labels).mean() for t in THRESHOLDS]))])
    return threshold, better_than_all(_likely(texts, odds, threshold) & shown, texts.labels)


@dataclass(frozen=True)
class Fitted:
    """A user's model, its texts, the frames that held-out models called present, and `alpha` by frame.

    `cues` has the frame and weight of each cue; `named` the forms that weigh only because names do. `shared` texts have
    several coders. `refused` is the score of the rejected model, the one without names if this one has them, or the
    reverse.
    """

    model: FrameModel
    texts: Texts
    called: Labels
    cues: Mapping[str, tuple[str, float]]
    named: tuple[str, ...] = ()
    alpha: Mapping[str, float] = field(default_factory=dict)
    shared: int = 0
    refused: float | None = None

    @property
    def names(self) -> bool:
        """Whether names carry weight; then the fit holds for its topic only."""
        return self.model.words.names

    @property
    def score(self) -> float:
        """The cross-validated accuracy if each text has one frame, else macro-F1."""
        if self.texts.one_per_text:
            return float((self.called & self.texts.labels).any(axis=1).mean())
        return float(f1_of(self.called, self.texts.labels).mean())

    def report(self) -> str:
        """The cross-validated scores as text, one line per frame."""
        from sklearn.metrics import precision_recall_fscore_support

        labels, called, frames = self.texts.labels, self.called, list(self.texts.frames)
        precision, recall, f1, texts = precision_recall_fscore_support(labels, called, zero_division=0)
        columns = {
            "texts": texts,
            "precision": precision,
            "recall": recall,
            "F1": f1,
            "all on": f1_of(np.ones_like(labels), labels),
            "alpha": [self.alpha.get(name) for name in frames],
            "": np.where(self.model.answerable, "", "unclear"),
        }
        table = tables.dataframe(columns).set_axis(frames).rename_axis(columns="frame").astype({"alpha": float})
        lines = list(map(str.rstrip, table.to_string(float_format="{:.3f}".format, na_rep="-").splitlines()))
        lines.append(f"micro-F1 {micro_f1(called, labels):.3f}, macro-F1 {f1.mean():.3f}")
        if self.texts.one_per_text:
            lines.append(f"accuracy {self.score:.3f}")
        lines.append(f"{len(labels):,} texts, cross-validation in {FOLDS} parts")
        if self.alpha:
            lines.append(f"alpha: Krippendorff's, of the {self.shared:,} texts that several people coded")
        weight, reach, without = "no weight", "", "with"
        if self.names:
            weight, reach, without = "weight", ": the fit holds for the topic of these texts only", "without"
        score = "accuracy" if self.texts.one_per_text else "macro-F1"
        other = "" if self.refused is None else f" ({score} {self.refused:.3f} {without} them)"
        return "\n".join([*lines, f"names carry {weight}{other}{reach}"])


def fit_own(codings: Sequence[Coding], *, names: bool | None = None) -> Fitted:
    """The model of a user's labels, and its cross-validated scores.

    If `names` is None, names carry weight where that gains `NAMES_GAIN` or more. Raises `BadLabels` if labels are few.
    """
    texts = _texts_of_codings(codings)
    _require_enough(texts)
    fits = [_fitted(texts, with_names) for with_names in ((False, True) if names is None else (names,))]
    chosen, *other = fits if len(fits) == 1 or fits[1].score < fits[0].score + NAMES_GAIN else reversed(fits)
    shared = sum(times > 1 for times in Counter(coding.id for coding in codings).values())
    return replace(chosen, alpha=agreement(codings), shared=shared, refused=other[0].score if other else None)


def _require_enough(texts: Texts) -> None:
    """Raise `BadLabels` if there are too few texts to fit a frame and to check it."""
    size, per_frame, groups = len(texts.documents), texts.labels.sum(axis=0), len(set(texts.groups))
    smaller = int(np.minimum(per_frame, size - per_frame).max())
    if size < FOLDS * FEWEST_TEXTS or smaller < 2 * FEWEST_TEXTS:
        common = texts.frames[int(per_frame.argmax())]
        raise BadLabels(
            f"{size} texts, {per_frame.max()} of them with the commonest frame, {common}: too few to fit and to check; "
            f"label at least {FOLDS * FEWEST_TEXTS} texts, {2 * FEWEST_TEXTS} with a frame and as many without it"
        )
    if groups < FOLDS:
        raise BadLabels(f"{size} texts in {groups} groups: too few to check the fit; take texts of {FOLDS} or more")


def _fitted(texts: Texts, names: bool) -> Fitted:
    named, every = named_forms(texts.documents) if names else (), np.arange(len(texts.documents))
    design, folds = design_of(texts.documents, words_with(named), short=True), folds_of(texts.groups)
    odds, shown = out_of_fold(texts, design, folds)
    weights, bias = weights_of(design, texts, every)
    threshold, answerable = _answerable(texts, odds, shown)
    rules = tuple(threshold_rule(threshold if known else None) for known in answerable.tolist())
    fewest = min(FEWEST_WORDS, *(len(document.word_start) for document in texts.documents))
    evidence = plain_evidence(len(texts.frames))
    model = FrameModel(texts.frames, design.words, weights, bias, evidence, rules, texts.one_per_text, fewest)
    forms, cues = list(design.words.row), {}
    for number, rows in enumerate(_cue_rows(design, weights, every)):
        strength = weights[rows, number] * design.words.rarities[rows]
        for row, value in zip(rows.tolist(), strength.tolist(), strict=True):
            cues[forms[row]] = (texts.frames[number], round(value / strength[0], 3))
    return Fitted(model, texts, called_out_of_fold(odds, shown, texts, folds), cues, named)


def _texts_of_codings(codings: Sequence[Coding]) -> Texts:
    by_text: dict[str, list[Coding]] = {}
    for coding in codings:
        by_text.setdefault(coding.id, []).append(coding)
    frames = []
    for coded in by_text.values():
        counts = Counter(frame for coding in coded for frame in coding.frames)
        frames.append([frame for frame, times in counts.items() if 2 * times >= len(coded)])
    one = all(len(chosen) == 1 for chosen in frames)
    groups = [coded[0].group or coded[0].text for coded in by_text.values()]
    return texts_of([coded[0].text for coded in by_text.values()], frames, groups, one=one)


_ABOUT = """\
title = "Cues of frames, learned from labelled texts"
version = "1"
language = "en"
licence = "that of the labelled texts"
loaded = false
source = "The words that weigh most for each frame, by framing frames fit."

[[examples]]
text = "…"
hits = []
"""
_ABOUT_FRAME = """
[categories.{frame}]
meaning = {meaning}
why = {why}

[[examples]]
text = {cue}
hits = [{cue}]
"""


def write_own(fitted: Fitted, out: Path) -> list[Path]:
    """Write `own-frames.csv`, `own-frames.toml` and `own-frames.json` into a folder; return the paths."""
    out.mkdir(parents=True, exist_ok=True)
    table, about, weights = (out / f"{OWN_FRAMES}.{ending}" for ending in ("csv", "toml", "json"))
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (guarded_cell(cue), guarded_cell(frame), weight, "") for cue, (frame, weight) in sorted(fitted.cues.items())
        )
    strongest = {frame: cue for cue, (frame, _) in sorted(fitted.cues.items(), key=lambda each: (each[1][1], each[0]))}
    described = [_ABOUT]
    for frame, cue in sorted(strongest.items()):
        meaning = f"Words that weigh for {frame} in the labelled texts."
        texts = {"frame": frame, "cue": cue, "meaning": meaning, "why": f"“{{text}}” is a cue of the frame {frame}."}
        # a JSON string is a TOML basic string
        quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}
        described.append(_ABOUT_FRAME.format(**quoted))
    about.write_text("".join(described), encoding="utf-8")
    stored = as_json(fitted.model, fitted.named, LEAST_WEIGHT)
    weights.write_text(json.dumps(stored, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return [table, about, weights]
