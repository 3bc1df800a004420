"""Frames learnt from labelled texts: logistic regression on words and on what words stand in like company.

A text is the shares of its forms, and beside them their traits summed by share: word vectors, and runs of letters
where texts are short. All of it is linear in the forms, so that a fitted model is one weight for each form and frame.
Thresholds are chosen on texts that the model has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.measures.frames.model import FEWEST_WORDS, FrameModel, Words
from framing.models import topic_forms, topic_vectors, unit_vectors, vector_forms
from framing.text import Document, cut

FOLDS = 10
SEED = 20250328
#: Thresholds tried.
THRESHOLDS = np.arange(0.1, 0.91, 0.02)
#: With fewer texts that have a frame it cannot be learnt.
FEWEST_TEXTS = 5

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Texts:
    """Labelled texts: documents, the frames there are, `labels` of shape `(texts, frames)`, and their groups.

    Texts of one group (an article's sentences) are never on both sides of a cross-validation.
    """

    documents: Sequence[Document]
    frames: tuple[str, ...]
    labels: Labels
    groups: Sequence[str]
    one_per_text: bool = False


def texts_of(
    texts: Sequence[str], frames: Sequence[Sequence[str]], groups: Sequence[str] | None = None, one: bool = False
) -> Texts:
    """Labelled texts from strings and the frames of each."""
    names = tuple(sorted({frame for given in frames for frame in given}))
    labels = np.array([[name in given for name in names] for given in frames], dtype=bool).reshape(-1, len(names))
    documents = [cut(Article(str(number), text)) for number, text in enumerate(texts)]
    return Texts(documents, names, labels, groups or [str(n) for n in range(len(texts))], one)


@dataclass(frozen=True)
class Recipe:
    """How words become numbers, and how the fit is held back.

    `c` is the inverse strength of the penalty on weights, `vectors` how much word vectors count beside the words
    themselves, `letters` whether runs of three to five letters count too, and `balanced` whether the texts with a
    frame weigh as much together as those without it.
    """

    c: float
    vectors: float
    letters: bool
    balanced: bool


#: For whole articles, of which each holds hundreds of forms.
LONG = Recipe(c=3.0, vectors=1.0, letters=False, balanced=False)
#: For headlines and sentences, and so for one's own labels.
SHORT = Recipe(c=3.0, vectors=0.7, letters=True, balanced=True)


@dataclass(frozen=True)
class Design:
    """The texts as numbers: `matrix` of shape `(texts, traits)`, and the `traits` of each form, `(forms, traits)`."""

    words: Words
    recipe: Recipe
    matrix: Any
    traits: Any


def design_of(documents: Sequence[Document], words: Words, recipe: Recipe = LONG) -> Design:
    """The shares of forms and traits in some texts."""
    from scipy.sparse import csr_matrix

    pairs = [words.shares(words.rows(document)) for document in documents]
    ends = np.cumsum([0, *(len(found) for found, _ in pairs)])
    rows = np.concatenate([found for found, _ in pairs])
    values = np.concatenate([share for _, share in pairs])
    shares = csr_matrix((values, rows, ends), shape=(len(documents), len(words.row)))
    traits = _traits(words, recipe, np.unique(rows))
    return Design(words, recipe, (shares @ traits).tocsr(), traits)


def _traits(words: Words, recipe: Recipe, used: NDArray[np.intp]) -> Any:
    """Each form itself, its vectors, and its runs of letters as far as two of the `used` forms have them."""
    from scipy.sparse import csr_matrix, hstack, identity
    from sklearn.feature_extraction.text import TfidfVectorizer

    tables = [(topic_forms(), vectors) for vectors in topic_vectors()] if words.named else []
    blocks = [identity(len(words.row), format="csr")]
    for known, vectors in tables or [(vector_forms(), unit_vectors())]:
        rows = [(row, known[form]) for form, row in words.row.items() if form in known]
        at, of = np.array(rows, dtype=np.intp).reshape(-1, 2).T
        block = np.zeros((len(words.row), vectors.shape[1]))
        block[at] = recipe.vectors * vectors[of]
        blocks.append(csr_matrix(block))
    if recipe.letters:
        forms = list(words.row)
        runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, lowercase=False)
        blocks.append(runs.fit([forms[row] for row in used.tolist()]).transform(forms))
    return hstack(blocks).tocsr()


def named_forms(documents: Sequence[Document]) -> tuple[str, ...]:
    """The forms that speak where names may, beside those that always may: of the texts and of the topic vectors."""
    forms = {document.vocabulary.forms[n].lower() for document in documents for n in set(document.word_id.tolist())}
    return tuple(sorted((forms | set(topic_forms())) - set(Words().row)))


def weights_of(design: Design, texts: Texts, chosen: NDArray[np.intp]) -> tuple[NDArray[np.float32], Numbers]:
    """Weight of each form for each frame, shape `(forms, frames)`, and the biases, fitted on the chosen texts."""
    from threadpoolctl import threadpool_limits

    # one thread: the order of additions, and so the last bits, must not depend on the machine's cores
    with threadpool_limits(1):
        fit_chosen = _fit_one_per_text if texts.one_per_text else _fit_each
        learned, bias = fit_chosen(design.recipe, design.matrix[chosen], texts.labels[chosen])
        return np.asarray(design.traits @ learned, dtype=np.float32), bias


def _fit_each(recipe: Recipe, matrix: Any, labels: Labels) -> tuple[Numbers, Numbers]:
    learned, bias = np.zeros((matrix.shape[1], labels.shape[1])), np.full(labels.shape[1], -10.0)
    for frame, given in enumerate(labels.T):
        if given.all():
            bias[frame] = 10.0
        elif given.sum() >= FEWEST_TEXTS:
            fitted = _regression(recipe).fit(matrix, given)
            learned[:, frame], bias[frame] = fitted.coef_[0], fitted.intercept_[0]
    return learned, bias


def _fit_one_per_text(recipe: Recipe, matrix: Any, labels: Labels) -> tuple[Numbers, Numbers]:
    learned, bias = np.zeros((matrix.shape[1], labels.shape[1])), np.full(labels.shape[1], -10.0)
    which = labels.argmax(axis=1)
    if (which == which[0]).all():
        bias[which[0]] = 10.0
        return learned, bias
    fitted = _regression(recipe).fit(matrix, which)
    given, weights, intercept = fitted.classes_, fitted.coef_, fitted.intercept_
    if len(given) == 2:  # of two frames one column tells both
        weights, intercept = np.concatenate([-weights, weights]), np.concatenate([-intercept, intercept])
    learned[:, given], bias[given] = weights.T, intercept
    return learned, bias


def _regression(recipe: Recipe) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=recipe.c, max_iter=3000, class_weight="balanced" if recipe.balanced else None)


def folds_of(groups: Sequence[str], folds: int = FOLDS) -> NDArray[np.intp]:
    """The fold of each text, a group in one fold."""
    names = sorted(set(groups))
    drawn = np.random.default_rng(SEED).permutation(len(names)) % folds
    number = dict(zip(names, drawn.tolist(), strict=True))
    return np.array([number[group] for group in groups], dtype=np.intp)


def out_of_fold(texts: Texts, design: Design, folds: NDArray[np.intp]) -> Numbers:
    """The score of each frame in each text by a model that never saw the text's group."""
    scores = np.zeros(texts.labels.shape)
    shares = design.matrix[:, : len(design.words.row)]
    for held in np.unique(folds):
        weights, bias = weights_of(design, texts, np.flatnonzero(folds != held))
        out = folds == held
        scores[out] = 1 / (1 + np.exp(-(bias + shares[out] @ weights)))
    return scores


def f1_of(called: Labels, labels: Labels) -> Numbers:
    """F1 of each frame; 0 where a frame is neither called nor given."""
    right = (called & labels).sum(axis=0)
    both = called.sum(axis=0) + labels.sum(axis=0)
    return np.asarray(2 * right / np.maximum(both, 1))


def micro_f1(called: Labels, labels: Labels) -> float:
    """F1 over all pairs of text and frame."""
    return float(2 * (called & labels).sum() / max(called.sum() + labels.sum(), 1))


def rule_of(scores: Numbers, labels: Labels, macro: bool = False) -> tuple[float, Labels]:
    """The best threshold, by micro-F1 or macro-F1, and for which frames it does better than calling all present."""
    measure = [f1_of(scores >= t, labels).mean() if macro else micro_f1(scores >= t, labels) for t in THRESHOLDS]
    threshold = float(THRESHOLDS[int(np.argmax(measure))])
    return threshold, better_than_all(scores >= threshold, labels)


def better_than_all(called: Labels, labels: Labels) -> Labels:
    """For which frames the F1 of what is called present is higher than that of calling the frame present everywhere."""
    return np.asarray(f1_of(called, labels) > f1_of(np.ones_like(labels), labels))


def _highest(scores: Numbers) -> Labels:
    return np.asarray(np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None])


def called_out_of_fold(scores: Numbers, texts: Texts, folds: NDArray[np.intp], macro: bool = False) -> Labels:
    """What is called present, the rule of each fold chosen on the others; a frame that cannot be told counts absent."""
    if texts.one_per_text:
        return _highest(scores)
    called = np.zeros(texts.labels.shape, dtype=bool)
    for held in np.unique(folds):
        threshold, tellable = rule_of(scores[folds != held], texts.labels[folds != held], macro)
        called[folds == held] = (scores[folds == held] >= threshold) & tellable
    return called


def fit(texts: Texts, design: Design, scores: Numbers, macro: bool = False) -> FrameModel:
    """The model of all texts, its rule chosen by their out-of-fold scores."""
    weights, bias = weights_of(design, texts, np.arange(len(texts.documents)))
    threshold, tellable = rule_of(scores, texts.labels, macro)
    if texts.one_per_text:
        tellable = better_than_all(_highest(scores), texts.labels)
    words = min(len(document.word_start) for document in texts.documents)
    fewest = min(words, FEWEST_WORDS)
    return FrameModel(texts.frames, design.words, weights, bias, threshold, tellable, texts.one_per_text, fewest)
