"""Weights for finding attributions: which words are cues, and what they point at.

Run as `python -m framing.training.attribution --gold DIR`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from framing.articles import Article
from framing.attribution.features import (
    NEAR_ROWS,
    SLOTS,
    WORD_ROWS,
    Codes,
    Pairs,
    cue_codes,
    may_be_cue,
    pair_codes,
)
from framing.attribution.model import END, NAME, SOURCE, START, Model, cue_tables, pointer_tables
from framing.attribution.outline import Ints, Outline, outline
from framing.attribution.rows import ALIKE, CAMPS, Rows
from framing.text import cut
from framing.text.document import Document
from framing.training.store import Provenance, store_arrays

Record = Mapping[str, Any]
Span = tuple[int, int]

SEED = 0
#: A form seen less often in lower case goes by its tag and ending; below the second, so does a word beside a cue.
LEAST_USES = 4
LEAST_USES_AROUND = 30
#: A row is weighed as a cue if it is one at least this often.
LEAST_CUE_SHARE = 0.01
CUE_STRENGTH = 0.4
POINTER_PENALTY = 1.0
POINTER_STEPS = 60


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution that people marked, in words: its cue word, source words, and the words of its content's part."""

    cue: int
    source: frozenset[int]
    content: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """An article that people marked."""

    outline: Outline
    marked: tuple[Marked, ...]


def documents(records: Sequence[Record]) -> list[Document]:
    """The documents of some records."""
    return [cut(Article(record["id"], record["text"])) for record in records]


def vocabulary(found: Sequence[Document]) -> list[str]:
    """The forms that have weights of their own: those in frequent use in lower case, so that no name is among them."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for document in found:
        first = set(document.sentence_first_word.tolist())
        forms = document.vocabulary.forms
        for word, number in enumerate(document.word_id.tolist()):
            form = forms[number]
            low = ALIKE.get(form.lower(), form.lower())
            if form[:1].islower():
                lower[low] += 1
            elif word not in first:
                upper[low] += 1
    return sorted(
        form
        for form, uses in lower.items()
        if uses >= LEAST_USES and uses > 0.7 * upper[form] and form not in CAMPS and form.isascii() and "\n" not in form
        if not any(sign.isdigit() for sign in form)
    )


def examples(records: Sequence[Record], found: Sequence[Document], rows: Rows) -> list[Example]:
    """The records as the model sees them; the word of a cue most often part of cues stands for it."""
    outlines = [outline(document, rows) for document in found]
    uses, in_cue = np.zeros(rows.count), np.zeros(rows.count)
    for record, seen in zip(records, outlines, strict=True):
        np.add.at(uses, seen.row[seen.outer], 1)
        for mark in record["attributions"]:
            words = words_in(seen.document, mark["cue"])
            # a word that is a cue all by itself tells more than one of several
            np.add.at(in_cue, seen.row[words], 2 if len(words) == 1 else 1)
    share = in_cue / (uses + 3)
    return [
        Example(seen, tuple(m for mark in record["attributions"] if (m := _marked(seen, mark, share)) is not None))
        for record, seen in zip(records, outlines, strict=True)
    ]


def words_in(document: Document, spans: Sequence[Sequence[int]]) -> list[int]:
    """The words that share a character with the spans."""
    words: list[int] = []
    for start, end in spans:
        first = int(np.searchsorted(document.word_end, start, side="right"))
        words += range(first, int(np.searchsorted(document.word_start, end, side="left")))
    return words


def _marked(seen: Outline, mark: Record, share: NDArray[np.float64]) -> Marked | None:
    document = seen.document
    if not mark["cue"] or not mark["content"]:
        return None
    words = words_in(document, mark["cue"])
    # a colon or a dash alone is told by the word before it
    before = int(np.searchsorted(document.word_start, mark["cue"][0][0])) - 1
    cue = max(words, key=lambda word: (share[seen.row[word]], word)) if words else max(before, 0)
    parts = [words_in(document, [span]) for span in mark["content"]]
    inside = [[word for word in part if seen.unit[word] == seen.unit[cue]] for part in parts]
    longest = max(inside, key=len)
    content = (_outer(seen, longest[0], 0), _outer(seen, longest[-1], -1)) if longest else None
    return Marked(cue, frozenset(words_in(document, mark["source"])), content)


def _outer(seen: Outline, word: int, which: int) -> int:
    """The word itself, or the first or last of the quotation it lies inside."""
    place = np.searchsorted(seen.outer, word)
    if place < len(seen.outer) and seen.outer[place] == word:
        return word
    first, last = seen.quotation_words[seen.quotation[word]]
    return int(last - 1 if which else first)


def fit(chosen: Sequence[Example], rows: Rows) -> Model:
    """The model learned from some examples."""
    uses, as_cue = np.zeros(rows.count), np.zeros(rows.count)
    for example in chosen:
        np.add.at(uses, example.outline.row[example.outline.outer], 1)
        np.add.at(as_cue, example.outline.row[[mark.cue for mark in example.marked]], 1)
    cue_rows = (as_cue >= 1) & (as_cue / (uses + 1) >= LEAST_CUE_SHARE)
    own, around = _row_features(rows, uses, 0), _row_features(rows, uses, LEAST_USES_AROUND)
    bias, cue = _fit_cues(chosen, rows, cue_rows, own, around)
    return Model(rows, cue_rows, rows.finite(), bias, cue, _fit_pointers(chosen, rows, own, around))


def _row_features(rows: Rows, uses: NDArray[np.float64], least: int) -> sp.csr_matrix:
    """What the rows share: tag and ending, and each row its own if it is in use often enough; shape (rows, features)."""
    names: dict[tuple[str, str], int] = {}
    pairs: list[tuple[int, int]] = []
    for row in range(rows.count):
        form, tag, end = rows.describe(row)
        told = [("tag", tag), ("ending", end)]
        if form and uses[row] >= least:
            told.append(("form", form))
        pairs += [(row, names.setdefault(name, len(names))) for name in told]
    index = np.array(pairs).T
    return sp.csr_matrix((np.ones(index.shape[1], dtype=np.float32), index), shape=(rows.count, len(names)))


def _one_hot(codes: Ints, size: int) -> sp.csr_matrix:
    count = len(codes)
    return sp.csr_matrix((np.ones(count, dtype=np.float32), codes, np.arange(count + 1)), shape=(count, size))


def _fit_cues(
    chosen: Sequence[Example], rows: Rows, cue_rows: NDArray[np.bool_], own: sp.csr_matrix, around: sp.csr_matrix
) -> tuple[float, dict[str, NDArray[np.float32]]]:
    from sklearn.linear_model import LogisticRegression

    codes: list[Codes] = []
    labels: list[NDArray[np.bool_]] = []
    for example in chosen:
        words = may_be_cue(example.outline, cue_rows)
        codes.append(cue_codes(example.outline, words))
        labels.append(np.isin(words, [mark.cue for mark in example.marked]))
    features = {name: own if name == f"row {0}" else around for name in (f"row {slot}" for slot in SLOTS)}
    blocks, unfold = [], []
    for name, size in cue_tables(rows).items():
        column = np.concatenate([code[name] for code in codes])
        basis = features.get(name)
        blocks.append(_one_hot(column, size) if basis is None else basis[column])
        unfold.append((name, basis, blocks[-1].shape[1]))
    learner = LogisticRegression(C=CUE_STRENGTH, max_iter=300, solver="liblinear", random_state=SEED)
    learner.fit(sp.hstack(blocks, format="csr"), np.concatenate(labels))
    weights = learner.coef_[0]
    tables, at = {}, 0
    for name, basis, width in unfold:
        part = weights[at : at + width]
        tables[name] = _stored(part if basis is None else basis @ part)
        at += width
    return float(np.float16(learner.intercept_[0])), tables


def _stored(weights: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    # as coarse as they are stored, so that cross-validation scores what ships
    return weights.astype(np.float16).astype(np.float32)


def _fit_pointers(
    chosen: Sequence[Example], rows: Rows, own: sp.csr_matrix, around: sp.csr_matrix
) -> dict[str, NDArray[np.float32]]:
    finite = rows.finite()
    found: list[tuple[Pairs, NDArray[np.bool_]]] = []
    for example in chosen:
        outer = set(example.outline.outer.tolist())
        marked = [mark for mark in example.marked if mark.content and mark.cue in outer]
        if marked:
            pairs = pair_codes(example.outline, np.array([mark.cue for mark in marked]), finite)
            found.append((pairs, _truth(example.outline, marked, pairs)))
    group = np.concatenate([pairs.cue + 1_000_000 * number for number, (pairs, _) in enumerate(found)])
    truth = np.concatenate([labels for _, labels in found])
    blocks, unfold = [], []
    for name, size in pointer_tables(rows).items():
        basis = own if name == "cue" else around if name in (*WORD_ROWS, *NEAR_ROWS) else None
        block, back = _pointer_block(name, size, basis, [pairs for pairs, _ in found])
        blocks.append(block)
        unfold.append((name, back, block.shape[1]))
    design = sp.hstack(blocks, format="csr", dtype=np.float32)
    weights = np.stack([_conditional_logit(design, group, truth[:, column]) for column in (START, END, SOURCE)], axis=1)
    tables, at = {}, 0
    for name, back, width in unfold:
        part = weights[at : at + width]
        tables[name] = _stored(part if back is None else back @ part)
        at += width
    return tables


def _truth(seen: Outline, marked: Sequence[Marked], pairs: Pairs) -> NDArray[np.bool_]:
    word = seen.outer[pairs.word]
    truth = np.zeros((len(word), 3), dtype=bool)
    content = np.array([mark.content for mark in marked])
    truth[:, START] = word == content[pairs.cue, 0]
    truth[:, END] = word == content[pairs.cue, 1]
    truth[:, SOURCE] = [w in marked[c].source for w, c in zip(word.tolist(), pairs.cue.tolist(), strict=True)]
    return truth


def _pointer_block(
    name: str, size: int, basis: sp.csr_matrix | None, found: Sequence[Pairs]
) -> tuple[sp.csr_matrix, sp.csr_matrix | None]:
    """The design of one field, and what turns its weights back into a table."""
    each = size // 3
    columns = []
    for pairs in found:
        if name in pairs.words:
            code = pairs.words[name][pairs.word]
        elif name in pairs.cues:
            code = pairs.cues[name][pairs.cue]
        else:
            code = pairs.pairs[name]
        columns.append(pairs.side * each + code)
    column = np.concatenate(columns)
    if basis is None:
        return _one_hot(column, size), None
    back = sp.block_diag([basis] * 3, format="csr")
    return back[column], back


def _conditional_logit(
    design: sp.csr_matrix, group: NDArray[np.integer[Any]], truth: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Weights under which the true words of each group take the largest share of its softmax (McFadden 1974)."""
    changes = np.concatenate(([True], group[1:] != group[:-1]))
    first = np.flatnonzero(changes)
    member = np.cumsum(changes) - 1
    known = np.logical_or.reduceat(truth, first)
    transposed = design.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = design @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[member])
        true_odds = np.where(truth, odds, 0)
        every = np.add.reduceat(odds, first)
        true = np.maximum(np.add.reduceat(true_odds, first), 1e-12)
        value = float((np.log(every) - np.log(true))[known].sum() + 0.5 * POINTER_PENALTY * weights @ weights)
        slope = np.where(known[member], odds / every[member] - true_odds / true[member], 0)
        return value, transposed @ slope + POINTER_PENALTY * weights

    start = np.zeros(design.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": POINTER_STEPS})
    weights: NDArray[np.float64] = found.x
    return weights


def store(model: Model, scores: Mapping[str, float]) -> Path:
    """Write the model into the package."""
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": np.frombuffer("\n".join(model.rows.vocabulary).encode(), dtype=np.uint8),
        "cue rows": model.cue_rows,
        "bias": np.float16(model.bias),
        **{f"cue/{name}": table.astype(np.float16) for name, table in model.cue.items()},
        **{f"pointer/{name}": table.astype(np.float16) for name, table in model.pointer.items()},
    }
    return store_arrays(
        NAME,
        arrays,
        Provenance(
            title="Which words are cues of attribution, and where their content and source stand",
            version="1",
            script="framing.training.attribution",
            seed=SEED,
            data=[
                "PolNeAR 1.0, political news with source, cue and content of every attribution (Newell et al. 2018), "
                "github.com/networkdynamics/PolNeAR",
            ],
            scores=scores,
            note="Weights per word form; names, parties and gender have none.",
        ),
    )


@click.command()
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(gold: Path) -> None:
    """Learn the weights."""
    with (gold / "polnear.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    found = documents(records)
    rows = Rows(vocabulary(found))
    store(fit(examples(records, found, rows), rows), {})


if __name__ == "__main__":
    main()
