"""Weights for finding attributions: which words are cues, and what they point at.

Run as `python -m lab.training.attribution --gold DIR --news FILE --parses FILE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from framing.articles import Article
from framing.attribution.confidence import no_weights
from framing.attribution.features import (
    CUE_FIELDS,
    NEAR_FIELDS,
    PAIR_FIELDS,
    SIDES,
    WORD_FIELDS,
    Codes,
    Pairs,
    cue_codes,
    may_be_cue,
    pair_codes,
)
from framing.attribution.model import END, NAME, SOURCE, START, SYNTAX, TABLES, Model, field_sizes
from framing.attribution.outline import Outline, outline
from framing.attribution.rows import ALIKE, CAMPS, Rows
from framing.models import pack_words
from framing.text import cut
from framing.text.document import Document
from framing.validation.score import read_records
from lab.training.silver import attributions_of, read
from lab.training.store import Provenance, store_arrays

Record = Mapping[str, Any]
Span = tuple[int, int]

SEED = 0
#: Rarer forms are read by tag and ending; the second bound is for words next to a cue.
LEAST_USES = 4
LEAST_USES_AROUND = 30
#: A row is weighed as a cue if it is one at least this often.
LEAST_CUE_SHARE = 0.01
CUE_STRENGTH = 0.4
POINTER_PENALTY = 1.0
POINTER_STEPS = 60
CUE_STEPS = 80
#: How far the articles of other news may move what PolNeAR taught: the strength of cues, the penalty of pointers.
OTHER_CUES, OTHER_POINTERS = 0.3, 4.0


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


def vocabulary(documents: Sequence[Document]) -> list[str]:
    """The forms with their own weights: frequent in lower case, so without names."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for document in documents:
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


def examples(records: Sequence[Record], documents: Sequence[Document], rows: Rows) -> list[Example]:
    """The records as the model sees them; the word of a cue most often part of cues stands for it."""
    outlines = [outline(document, rows) for document in documents]
    uses, in_cue = np.zeros(rows.count), np.zeros(rows.count)
    for record, tokens in zip(records, outlines, strict=True):
        np.add.at(uses, tokens.row[tokens.outer], 1)
        for mark in record["attributions"]:
            words = words_in(tokens.document, mark["cue"])
            # A cue of one word is better evidence than a word of a longer cue.
            np.add.at(in_cue, tokens.row[words], 2 if len(words) == 1 else 1)
    share = in_cue / (uses + 3)
    return [
        Example(tokens, tuple(m for mark in record["attributions"] if (m := _marked(tokens, mark, share)) is not None))
        for record, tokens in zip(records, outlines, strict=True)
    ]


def words_in(document: Document, spans: Sequence[Sequence[int]]) -> list[int]:
    """The words that share a character with the spans."""
    words: list[int] = []
    for start, end in spans:
        first = int(np.searchsorted(document.word_end, start, side="right"))
        words += range(first, int(np.searchsorted(document.word_start, end, side="left")))
    return words


def _marked(outline: Outline, mark: Record, share: NDArray[np.float64]) -> Marked | None:
    document = outline.document
    if not mark["cue"] or not mark["content"]:
        return None
    words = words_in(document, mark["cue"])
    # A colon or dash counts as the word before it.
    before = int(np.searchsorted(document.word_start, mark["cue"][0][0])) - 1
    cue = max(words, key=lambda word: (share[outline.row[word]], word)) if words else max(before, 0)
    parts = [words_in(document, [span]) for span in mark["content"]]
    inside = [[word for word in part if outline.unit[word] == outline.unit[cue]] for part in parts]
    longest = max(inside, key=len)
    content = (_outer(outline, longest[0], 0), _outer(outline, longest[-1], -1)) if longest else None
    return Marked(cue, frozenset(words_in(document, mark["source"])), content)


def _outer(outline: Outline, word: int, which: int) -> int:
    """The word itself, or the first or last of the quotation it lies inside."""
    place = np.searchsorted(outline.outer, word)
    if place < len(outline.outer) and outline.outer[place] == word:
        return word
    first, last = outline.quotation_words[outline.quotation[word]]
    return int(last - 1 if which else first)


def fit(records: Sequence[Record], documents: Sequence[Document], rows: Rows | None = None) -> Model:
    """The model learned from some records and their documents; rows that are not given are theirs, too."""
    rows = rows or Rows(vocabulary(documents))
    chosen = examples(records, documents, rows)
    return fit_examples(chosen, without_weights(rows, cue_rows_of(chosen, rows)))


def cue_rows_of(chosen: Sequence[Example], rows: Rows) -> NDArray[np.bool_]:
    """The rows that may be cues: verbs of speech, and whatever is a cue often enough."""
    uses, as_cue = _uses(chosen, rows), np.zeros(rows.count)
    for example in chosen:
        np.add.at(as_cue, example.outline.row[[mark.cue for mark in example.marked]], 1)
    known: NDArray[np.bool_] = rows.speech | ((as_cue >= 1) & (as_cue / (uses + 1) >= LEAST_CUE_SHARE))
    return known


def _uses(chosen: Sequence[Example], rows: Rows) -> NDArray[np.float64]:
    uses = np.zeros(rows.count)
    for example in chosen:
        np.add.at(uses, example.outline.row[example.outline.outer], 1)
    return uses


def without_weights(rows: Rows, cue_rows: NDArray[np.bool_]) -> Model:
    """A model that knows nothing yet, to start from."""

    def empty(fields: Mapping[str, int | None]) -> NDArray[np.float32]:
        return np.zeros((sum(field_sizes(fields, rows)), SIDES, 3), dtype=np.float32)

    cue = np.zeros(sum(field_sizes(CUE_FIELDS, rows)), dtype=np.float32)
    tables = (empty(fields) for fields in (WORD_FIELDS, NEAR_FIELDS, PAIR_FIELDS))
    word, near, pair = tables
    return Model(rows, cue_rows, 0.0, cue, word, near, pair, no_weights(rows.count))


def fit_examples(
    chosen: Sequence[Example],
    start: Model,
    cue_strength: float = CUE_STRENGTH,
    penalty: float = POINTER_PENALTY,
    only: NDArray[np.bool_] | None = None,
) -> Model:
    """The model of some articles, with the weights of `start` as prior mean (Chelba and Acero 2006).

    `only` names the rows whose words may become cues, all by default.
    """
    rows = start.rows
    uses = _uses(chosen, rows)
    shared = Shared(_row_features(rows, uses, 0), _row_features(rows, uses, LEAST_USES_AROUND))
    bias, cue = _fit_cues(chosen, start, shared, cue_strength, only)
    word, near, pair = _fit_pointers(chosen, start, shared, penalty)
    return replace(
        start,
        bias=start.bias + bias,
        cue=start.cue + cue,
        word=start.word + word,
        near=start.near + near,
        pair=start.pair + pair,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What rows share, shape (rows, features): tag, ending, and the form itself; `around` the form only if frequent."""

    own: sp.csr_matrix
    around: sp.csr_matrix

    def basis(self, field: str, size: int | None) -> sp.csr_matrix | None:
        """The features of a field's codes; None where each code is its own."""
        if size is not None:
            return None
        return self.own if field in ("row 0", "cue") else self.around


def _row_features(rows: Rows, uses: NDArray[np.float64], least: int) -> sp.csr_matrix:
    names: dict[tuple[str, str], int] = {}
    pairs: list[tuple[int, int]] = []
    for row in range(rows.count):
        form, tag, end = rows.describe(row)
        named = [("tag", tag), ("ending", end)]
        if form and uses[row] >= least:
            named.append(("form", form))
        pairs += [(row, names.setdefault(name, len(names))) for name in named]
    index = np.array(pairs).T
    return sp.csr_matrix((np.ones(index.shape[1], dtype=np.float32), index), shape=(rows.count, len(names)))


@dataclass(slots=True, eq=False)
class Design:
    """A design matrix built field by field, and the way back from its weights to one for each code."""

    blocks: list[sp.csr_matrix] = field(default_factory=list)
    bases: list[sp.csr_matrix | None] = field(default_factory=list)

    def add(self, codes: Codes, size: int, basis: sp.csr_matrix | None) -> None:
        """Add a field: its code in each row of the design, how many codes it has, and their features."""
        if basis is None:
            count = len(codes)
            one_hot = (np.ones(count, dtype=np.float32), codes, np.arange(count + 1))
            self.blocks.append(sp.csr_matrix(one_hot, shape=(count, size)))
        else:
            self.blocks.append(sp.csr_matrix(basis[codes]))
        self.bases.append(basis)

    def matrix(self) -> sp.csr_matrix:
        """The design."""
        return sp.csr_matrix(sp.hstack(self.blocks, format="csr", dtype=np.float32))

    def tables(self, weights: NDArray[np.float64]) -> list[NDArray[np.float32]]:
        """The weights of each field by code, rounded as in storage, so that scores are of the shipped model."""
        ends = np.cumsum([block.shape[1] for block in self.blocks])
        parts = np.split(weights, ends[:-1])
        tables = [
            part if basis is None else np.asarray(basis @ part) for part, basis in zip(parts, self.bases, strict=True)
        ]
        return [part.astype(np.float16).astype(np.float32) for part in tables]


def _fit_cues(
    chosen: Sequence[Example], start: Model, shared: Shared, strength: float, only: NDArray[np.bool_] | None
) -> tuple[float, NDArray[np.float32]]:
    rows = start.rows
    candidates = [(example, may_be_cue(example.outline, start.cue_rows)) for example in chosen]
    if only is not None:
        candidates = [(example, words[only[example.outline.row[words]]]) for example, words in candidates]
    codes = np.concatenate([cue_codes(example.outline, words) for example, words in candidates], axis=1)
    labels = np.concatenate([np.isin(words, [mark.cue for mark in example.marked]) for example, words in candidates])
    known = np.concatenate([start.cue_scores(example.outline, words) for example, words in candidates])
    design = Design()
    for (name, size), column in zip(CUE_FIELDS.items(), codes, strict=True):
        design.add(column, size or rows.count, shared.basis(name, size))
    weights, bias = _logit(design.matrix(), labels, known.astype(float), strength)
    return bias, np.concatenate(design.tables(weights))


def _logit(
    design: sp.csr_matrix, labels: NDArray[np.bool_], known: NDArray[np.float64], strength: float
) -> tuple[NDArray[np.float64], float]:
    """The weights and intercept of a logistic regression that adds to log odds which are known."""
    sign = np.where(labels, 1.0, -1.0)
    transposed = design.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (design @ weights[:-1] + weights[-1] + known)
        value = strength * np.logaddexp(0, -margin).sum() + 0.5 * weights[:-1] @ weights[:-1]
        slope = -strength * sign * np.exp(-np.logaddexp(0, margin))
        return float(value), np.append(transposed @ slope + weights[:-1], slope.sum())

    begin = np.zeros(design.shape[1] + 1)
    optimum = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": CUE_STEPS})
    return optimum.x[:-1], float(optimum.x[-1])


def _fit_pointers(chosen: Sequence[Example], start: Model, shared: Shared, penalty: float) -> list[NDArray[np.float32]]:
    rows = start.rows
    choices: list[tuple[Pairs, NDArray[np.bool_]]] = []
    for example in chosen:
        outer = set(example.outline.outer.tolist())
        marked = [mark for mark in example.marked if mark.content and mark.cue in outer]
        if marked:
            pairs = pair_codes(example.outline, np.array([mark.cue for mark in marked]), rows.traits)
            choices.append((pairs, _truth(marked, pairs)))
    group = np.concatenate([pairs.cue + 1_000_000 * number for number, (pairs, _) in enumerate(choices)])
    truth = np.concatenate([labels for _, labels in choices])
    known = np.concatenate([start.pair_scores(pairs)[:, :3] for pairs, _ in choices]).astype(float)
    side = np.concatenate([pairs.side for pairs, _ in choices])
    codes = np.concatenate([_of_pairs(pairs) for pairs, _ in choices], axis=1)
    fields = {**WORD_FIELDS, **NEAR_FIELDS, **PAIR_FIELDS}
    design = Design()
    for (name, size), column in zip(fields.items(), codes, strict=True):
        basis = shared.basis(name, size)
        sided = None if basis is None else sp.csr_matrix(sp.kron(basis, sp.identity(SIDES)))
        design.add(column * SIDES + side, (size or rows.count) * SIDES, sided)
    matrix = design.matrix()
    columns = [
        design.tables(_conditional_logit(matrix, group, truth[:, column], known[:, column], penalty))
        for column in (START, END, SOURCE)
    ]
    tables = [np.stack(of_field, axis=1).reshape(-1, SIDES, 3) for of_field in zip(*columns, strict=True)]
    ends = np.cumsum([len(WORD_FIELDS), len(NEAR_FIELDS), len(PAIR_FIELDS)]).tolist()
    return [np.concatenate(tables[low:high]) for low, high in zip([0, *ends], ends, strict=False)]


def _of_pairs(pairs: Pairs) -> Codes:
    return np.concatenate((pairs.words[:, pairs.word], pairs.cues[:, pairs.cue], pairs.pairs))


def _truth(marked: Sequence[Marked], pairs: Pairs) -> NDArray[np.bool_]:
    word = pairs.outer[pairs.word]
    truth = np.zeros((len(word), 3), dtype=bool)
    content = np.array([mark.content for mark in marked])
    truth[:, START] = word == content[pairs.cue, 0]
    truth[:, END] = word == content[pairs.cue, 1]
    truth[:, SOURCE] = [w in marked[c].source for w, c in zip(word.tolist(), pairs.cue.tolist(), strict=True)]
    return truth


def _conditional_logit(
    design: sp.csr_matrix,
    group: NDArray[np.integer[Any]],
    truth: NDArray[np.bool_],
    start: NDArray[np.float64],
    penalty: float,
) -> NDArray[np.float64]:
    """Weights under which the true words of each group take the largest share of its softmax (McFadden 1974)."""
    changes = np.concatenate(([True], group[1:] != group[:-1]))
    first = np.flatnonzero(changes)
    member = np.cumsum(changes) - 1
    known = np.logical_or.reduceat(truth, first)
    transposed = design.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = design @ weights + start
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[member])
        true_odds = np.where(truth, odds, 0)
        every = np.add.reduceat(odds, first)
        true = np.maximum(np.add.reduceat(true_odds, first), 1e-12)
        value = float((np.log(every) - np.log(true))[known].sum() + 0.5 * penalty * weights @ weights)
        slope = np.where(known[member], odds / every[member] - true_odds / true[member], 0)
        return value, transposed @ slope + penalty * weights

    optimum = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": POINTER_STEPS})
    weights: NDArray[np.float64] = optimum.x
    return weights


def store(model: Model, scores: Mapping[str, float]) -> Path:
    """Write the model into the package."""
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": pack_words(model.rows.vocabulary),
        "cue rows": model.cue_rows,
        "bias": np.array(model.bias, dtype=np.float16),
        "calibration": np.array(model.calibration),
        "confidence": model.confidence.astype(np.float16),
        **{table: getattr(model, table).astype(np.float16) for table in TABLES},
        f"{SYNTAX}bias": np.array(model.syntax.bias if model.syntax else 0, dtype=np.float16),
        **{SYNTAX + table: getattr(model.syntax or model, table).astype(np.float16) for table in TABLES},
    }
    return store_arrays(
        NAME,
        arrays,
        Provenance(
            title="Which words are cues of attribution, where content and source stand, and how sure a row is",
            version="2",
            script="lab.training.attribution",
            seed=SEED,
            data=[
                "PolNeAR 1.0, political news with source, cue and content of every attribution (Newell et al. 2018), "
                "github.com/networkdynamics/PolNeAR",
                "Attributions in 108 articles, and 500 rows of quotes, judged for this project by language models",
            ],
            scores=scores,
            note="Weights per word form; names, parties and gender have none. Scores: framing validate sources.",
        ),
    )


def as_people_mark(records: Sequence[Record]) -> list[Record]:
    """Articles marked by readers in the form of PolNeAR's; what somebody is said not to have said is no attribution."""
    return [
        {
            **record,
            "attributions": [
                {**mark, "cue": [mark["cue"]] if mark["cue"] else []}
                for mark in record["attributions"]
                if mark["cls"] != "negated"
            ],
        }
        for record in records
    ]


def taught_by_people(gold: Path, rows: Rows, syntax: Model | None) -> Model:
    """The model of PolNeAR and of the parsed articles, for given rows."""
    records = list(read_records(gold, "polnear"))
    chosen = examples(records, documents(records), rows)
    return replace(fit_examples(chosen, without_weights(rows, cue_rows_of(chosen, rows))), syntax=syntax)


def taught_by_parser(gold: Path, parses: Path) -> Model:
    """What a parser teaches (`lab.training.silver`), over the forms of all articles that anything is learned from."""
    parsed = [
        {"id": parse["id"], "text": parse["text"], "attributions": attributions_of(parse)} for parse in read(parses)
    ]
    silver = documents(parsed)
    marked = [documents(list(read_records(gold, name))) for name in ("polnear", "attributions_diverse")]
    rows = Rows(vocabulary([*silver, *(document for of_set in marked for document in of_set)]))
    people = examples(list(read_records(gold, "polnear")), marked[0], rows)
    verbs = np.array([tag.startswith("VB") for tag in rows.tags])
    start = without_weights(rows, cue_rows_of(people, rows))
    return fit_examples(examples(parsed, silver, rows), start, only=verbs)


@click.command()
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--news", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--parses", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def main(gold: Path, news: Path, parses: Path) -> None:
    """Learn the weights, and how sure they are; NEWS holds the articles whose rows were judged."""
    import pandas as pd

    from lab.training.confidence import learn

    judged = {record["article"] for record in read_records(gold, "attribution_judgements")}
    texts = pd.read_parquet(news, columns=["id", "text"])
    chosen = texts[texts["id"].isin(judged)].sort_values("id")
    judged_articles = [cut(Article(*row)) for row in chosen.itertuples(index=False)]
    syntax = taught_by_parser(gold, parses)
    store(learn(gold, judged_articles, syntax.rows, syntax), {})


if __name__ == "__main__":
    main()
