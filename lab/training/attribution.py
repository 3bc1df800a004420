"""Weights for finding attributions: which words are cues, and what they introduce.

Run as `python -m lab.training.attribution --gold DIR --news FILE`, in an environment that has PyTorch. With
`--parses FILE` (`lab.training.silver`), it first learns anew from parsed articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from framing.articles import Article
from framing.attribution.features import CUE_FIELDS, WINDOW_FIELDS, cue_codes, possible_cues, windows_of
from framing.attribution.model import NAME, Model
from framing.attribution.network import DILATIONS, Network
from framing.attribution.token_features import TokenFeatures, token_features
from framing.attribution.trees import Trees
from framing.attribution.word_rows import CAMPS, GENDER_NEUTRAL, WordRows
from framing.models import pack_words
from framing.text import Cut, cut
from framing.text.document import Document
from lab.training.network import EPOCHS_PARSED, Lessons, Pretrained, Tagger, row_descriptions, trained
from lab.training.silver import attributions_of, read
from lab.training.store import NEWS_DATA, Provenance, store_arrays
from lab.validation.scores import read_records

Record = Mapping[str, Any]
Span = tuple[int, int]

SEED, FOLDS = 0, 5
#: Minimum uses of a form with weights of its own; the second bound is for words next to a cue.
LEAST_USES = 4
LEAST_USES_AROUND = 30
#: Minimum share of a row's uses that are cues, for its words to be possible cues.
LEAST_CUE_SHARE = 0.01
CUE_STRENGTH = 0.4
CUE_STEPS = 80
#: Minimum log-odds at first look of words that the network learns from.
_LEAST_LOOK = -4.5
#: How many times each article of other news is used for one use of a PolNeAR article.
OTHERS = 3
#: The number of parsed articles, and the share of their verbs without a clause to learn from.
_PARSED, _OTHER_VERBS = 2000, 0.35


_NONE = np.zeros((1, 0), dtype=np.float32)
#: An untrained network.
BLANK = Network((), (), _NONE, _NONE, _NONE, _NONE[0], _NONE[0])


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked attribution as word numbers: its cue, its source, and the words of one part of its content."""

    cue: int
    source: frozenset[int]
    content: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """An article that people marked."""

    tokens: TokenFeatures
    marked: tuple[Marked, ...]
    rows: WordRows
    #: The share of the other possible cues that the network learns from.
    others: float = 1.0


def documents(records: Sequence[Record]) -> list[Document]:
    """The documents of the records."""
    return [cut(Article(record["id"], record["text"])) for record in records]


def vocabulary(documents: Sequence[Document]) -> list[str]:
    """The forms with weights of their own: frequent in lower case, so no names."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for document in documents:
        first = set(document.sentence_first_word.tolist())
        forms = document.vocabulary.forms
        for word, number in enumerate(document.word_id.tolist()):
            form = forms[number]
            low = GENDER_NEUTRAL.get(form.lower(), form.lower())
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


def examples(records: Sequence[Record], documents: Sequence[Document], rows: WordRows) -> list[Example]:
    """The records as the model reads them; the word most often part of cues represents a cue."""
    every = [token_features(Cut.of_document(document), rows) for document in documents]
    uses, in_cue = np.zeros(rows.count), np.zeros(rows.count)
    for record, tokens in zip(records, every, strict=True):
        np.add.at(uses, tokens.weight_row[tokens.outer], 1)
        for mark in record["attributions"]:
            words = words_in(tokens.document, mark["cue"])
            # A one-word cue is better evidence than a word of a longer cue.
            np.add.at(in_cue, tokens.weight_row[words], 2 if len(words) == 1 else 1)
    share = in_cue / (uses + 3)
    return [
        Example(
            tokens, tuple(m for mark in record["attributions"] if (m := _marked(tokens, mark, share)) is not None), rows
        )
        for record, tokens in zip(records, every, strict=True)
    ]


def words_in(document: Document, spans: Sequence[Sequence[int]]) -> list[int]:
    """The words that share a character with the spans."""
    words: list[int] = []
    for start, end in spans:
        first = int(np.searchsorted(document.word_end, start, side="right"))
        words += range(first, int(np.searchsorted(document.word_start, end, side="left")))
    return words


def _marked(tokens: TokenFeatures, mark: Record, share: NDArray[np.float64]) -> Marked | None:
    document = tokens.document
    if not mark["cue"] or not mark["content"]:
        return None
    words = words_in(document, mark["cue"])
    # A colon or dash counts as part of the word before it.
    before = int(np.searchsorted(document.word_start, mark["cue"][0][0])) - 1
    cue = max(words, key=lambda word: (share[tokens.weight_row[word]], word)) if words else max(before, 0)
    parts = [words_in(document, [span]) for span in mark["content"]]
    inside = [[word for word in part if tokens.unit[word] == tokens.unit[cue]] for part in parts]
    longest = max(inside, key=len)
    content = (_outer(tokens, longest[0], 0), _outer(tokens, longest[-1], -1)) if longest else None
    return Marked(cue, frozenset(words_in(document, mark["source"])), content)


def _outer(tokens: TokenFeatures, word: int, which: int) -> int:
    """The word itself, or the first or last word of the quotation around it."""
    place = np.searchsorted(tokens.outer, word)
    if place < len(tokens.outer) and tokens.outer[place] == word:
        return word
    first, last = tokens.quotation_words[tokens.quotation[word]]
    return int(last - 1 if which else first)


def fit(chosen: Sequence[Example], parsed: Pretrained) -> Model:
    """The model learned from these articles, starting from parsed news."""
    start = first_look(chosen)
    return replace(start, network=trained(lessons(chosen, start), parsed.tagger()).quantised())


def lessons(chosen: Sequence[Example], model: Model) -> Lessons:
    """Lessons for the network: marked cues, and other words that look like cues at first."""
    rng = np.random.default_rng(SEED)
    parts = []
    for example in chosen:
        marked = {mark.cue: mark for mark in example.marked}
        words = possible_cues(example.tokens, model.cue_rows)
        is_marked = np.isin(words, list(marked))
        likely = model.filter_log_odds(cue_codes(example.tokens, words)) >= _LEAST_LOOK
        words = words[is_marked | (likely & (rng.random(len(words)) < example.others))]
        if len(words):
            marks = [marked.get(word) for word in words.tolist()]
            parts.append(
                Lessons.of(
                    windows_of(example.tokens, words),
                    np.isin(words, list(marked)),
                    [mark.content if mark else None for mark in marks],
                    [mark.source if mark else frozenset() for mark in marks],
                )
            )
    return Lessons.joined(parts)


def first_look(chosen: Sequence[Example]) -> Model:
    """A model that knows which words may be cues, with an untrained network."""
    rows = chosen[0].rows
    uses, as_cue = _uses(chosen, rows), np.zeros(rows.count)
    for example in chosen:
        np.add.at(as_cue, example.tokens.weight_row[[mark.cue for mark in example.marked]], 1)
    cue_rows: NDArray[np.bool_] = rows.is_speech_verb | ((as_cue >= 1) & (as_cue / (uses + 1) >= LEAST_CUE_SHARE))
    candidates = [(example, possible_cues(example.tokens, cue_rows)) for example in chosen]
    codes = np.concatenate([cue_codes(example.tokens, words) for example, words in candidates], axis=1)
    labels = np.concatenate([np.isin(words, [mark.cue for mark in example.marked]) for example, words in candidates])
    own, around = _row_features(rows, uses, 0), _row_features(rows, uses, LEAST_USES_AROUND)
    bases = [
        (own if name == "row 0" else around) if size is None else sp.identity(size, dtype=np.float32, format="csr")
        for name, size in CUE_FIELDS.items()
    ]
    design = sp.hstack([basis[column] for basis, column in zip(bases, codes, strict=True)], format="csr")
    weights, bias = _logit(sp.csr_matrix(design, dtype=np.float32), labels)
    parts = np.split(weights, np.cumsum([basis.shape[1] for basis in bases])[:-1])
    table = np.concatenate([basis @ part for basis, part in zip(bases, parts, strict=True)])
    # rounded as in storage, so that scores are of the shipped model
    return Model(rows, cue_rows, float(np.float16(bias)), table.astype(np.float16).astype(np.float32), BLANK)


def _uses(chosen: Sequence[Example], rows: WordRows) -> NDArray[np.float64]:
    uses = np.zeros(rows.count)
    for example in chosen:
        np.add.at(uses, example.tokens.weight_row[example.tokens.outer], 1)
    return uses


def _row_features(rows: WordRows, uses: NDArray[np.float64], least: int) -> sp.csr_matrix:
    names: dict[tuple[str, str], int] = {}
    pairs: list[tuple[int, int]] = []
    for row, (form, tag, end) in enumerate(row_descriptions(rows)):
        named = [("tag", tag), ("ending", end)]
        if form and uses[row] >= least:
            named.append(("form", form))
        pairs += [(row, names.setdefault(name, len(names))) for name in named]
    index = np.array(pairs).T
    return sp.csr_matrix((np.ones(index.shape[1], dtype=np.float32), index), shape=(rows.count, len(names)))


def _logit(design: sp.csr_matrix, labels: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The weights and intercept of a logistic regression."""
    sign = np.where(labels, 1.0, -1.0)
    transposed = design.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (design @ weights[:-1] + weights[-1])
        value = CUE_STRENGTH * np.logaddexp(0, -margin).sum() + 0.5 * weights[:-1] @ weights[:-1]
        slope = -CUE_STRENGTH * sign * np.exp(-np.logaddexp(0, margin))
        return float(value), np.append(transposed @ slope + weights[:-1], slope.sum())

    begin = np.zeros(design.shape[1] + 1)
    optimum = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": CUE_STEPS})
    return optimum.x[:-1], float(optimum.x[-1])


def _as_arrays(network: Network) -> dict[str, NDArray[Any]]:
    """The network as arrays for storage; `framing.attribution.network.Network.from_arrays` reads them."""
    arrays: dict[str, NDArray[Any]] = {
        name: getattr(network, name).astype(np.int32) for name in ("biases", "pointers", "pointer_bias", "cue")
    }
    arrays["last"] = network.final_layer.astype(np.int32)
    arrays |= {
        f"field {name}": table.astype(np.int16) for name, table in zip(WINDOW_FIELDS, network.embeddings, strict=True)
    }
    return arrays | {
        f"layer {step}": weights.astype(np.int16) for step, weights in zip(DILATIONS, network.layers, strict=True)
    }


def store(model: Model, scores: Mapping[str, float]) -> Path:
    """Write the model into the package."""
    assert model.confidence is not None, "a model that ships grades its rows"
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": pack_words(model.rows.vocabulary),
        "cue rows": model.cue_rows,
        "bias": np.array(model.bias, dtype=np.float16),
        "first look": model.cue.astype(np.float16),
        **_as_arrays(model.network),
        **{f"trees {each.name}": np.asarray(getattr(model.confidence, each.name)) for each in fields(Trees)},
    }
    return store_arrays(
        NAME,
        arrays,
        Provenance(
            title="Cues of attribution, places of content and source, and confidence of rows",
            version="3",
            script="lab.training.attribution",
            seed=SEED,
            data=[
                "PolNeAR 1.0, political news with source, cue and content of every attribution (Newell et al. 2018), "
                "github.com/networkdynamics/PolNeAR",
                "Attributions in 108 articles, and 500 rows of quotes, judged for this project by language models",
                f"{_PARSED} news articles, parsed by spaCy's small English model. {NEWS_DATA}",
            ],
            scores=scores,
            note="Names, parties and gender have no weights of their own. Scores: framing validate sources.",
        ),
    )


def in_polnear_form(records: Sequence[Record]) -> list[Record]:
    """Articles marked by readers, in PolNeAR's form; denied speech is not an attribution."""
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


def marked_articles(gold: Path, rows: WordRows) -> tuple[list[Record], list[Example], list[Record], list[Example]]:
    """The articles that people marked (PolNeAR) and those that language models marked: records and examples."""
    people: list[Record] = list(read_records(gold, "polnear"))
    readers: list[Record] = list(read_records(gold, "attributions_diverse"))
    others = in_polnear_form(readers)
    return people, examples(people, documents(people), rows), readers, examples(others, documents(others), rows)


def folds_of(count: int) -> NDArray[np.int_]:
    """The fold of each article."""
    return np.random.default_rng(SEED).integers(0, FOLDS, count)


def fold_models(people: Sequence[Example], readers: Sequence[Example], parsed: Pretrained) -> list[Model]:
    """A model for each fold, learned from the other folds; the last model learns from all articles."""

    def kept(chosen: Sequence[Example], left_out: int) -> list[Example]:
        return [each for each, fold in zip(chosen, folds_of(len(chosen)).tolist(), strict=True) if fold != left_out]

    return [fit([*kept(people, fold), *kept(readers, fold) * OTHERS], parsed) for fold in range(FOLDS + 1)]


def pretrained(gold: Path, parses: Path) -> Pretrained:
    """Weights learned from parsed news, for the forms of all training articles."""
    parsed = [
        {"id": parse["id"], "text": parse["text"], "attributions": attributions_of(parse)}
        for parse in islice(read(parses), _PARSED)
    ]
    silver = documents(parsed)
    marked = [documents(list(read_records(gold, name))) for name in ("polnear", "attributions_diverse")]
    rows = WordRows(vocabulary([*silver, *(document for of_set in marked for document in of_set)]))
    people = first_look(examples(list(read_records(gold, "polnear")), marked[0], rows))
    verbs = np.array([tag.startswith("VB") for tag in rows.tags])
    chosen = [replace(example, others=_OTHER_VERBS) for example in examples(parsed, silver, rows)]
    everything = replace(people, cue_rows=people.cue_rows & verbs, cue=0 * people.cue, bias=0.0)
    return Pretrained.of(trained(lessons(chosen, everything), Tagger(rows), EPOCHS_PARSED))


@click.command()
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--news", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--parses", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def main(gold: Path, news: Path, parses: Path | None) -> None:
    """Learn the weights and the confidence of rows; NEWS has the articles whose rows were judged."""
    import pandas as pd

    from lab.training.confidence import learn

    if parses:
        pretrained(gold, parses).store()
    judged = {record["article"] for record in read_records(gold, "attribution_judgements")}
    texts = pd.read_parquet(news, columns=["id", "text"])
    chosen = texts[texts["id"].isin(judged)].sort_values("id")
    store(learn(gold, [cut(Article(*row)) for row in chosen.itertuples(index=False)]), {})


if __name__ == "__main__":
    main()
