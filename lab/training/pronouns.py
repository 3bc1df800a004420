"""Pronoun resolution for sources (`he`, `she`), learned from the speakers that readers marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from framing.articles import Article
from framing.attribution.entities import Entity, Names, names_of
from framing.attribution.model import load_model
from framing.attribution.name_types import PERSON
from framing.attribution.phrases import phrases_of
from framing.attribution.pronouns import NAME, PRONOUN_GENDERS, Pronouns, Speaker, score
from framing.attribution.token_features import token_features
from framing.text import Cut, cut
from lab.training.store import Provenance, store_json
from lab.validation.entities import is_name_of, marked_articles

FOLDS = 5
SEED = 0
#: The inverse of the penalty.
STRENGTH = 0.5


class Sample(NamedTuple):
    """A pronoun: the number of its article, the features of each candidate, and the right candidate."""

    article: int
    features: list[Mapping[str, float]]
    meant: list[bool]


def samples(gold: Path) -> Iterator[Sample]:
    """The pronouns that are sources in the marked articles, outside quotations."""
    rows = load_model().rows
    for number, marked in enumerate(marked_articles(gold)):
        document = cut(Article(marked.id, marked.text))
        batch = token_features(Cut.of_document(document), rows)
        names = names_of(batch, phrases_of(batch))[0]
        yield from _of_article(number, marked.attributions, marked.entities, names)


def _of_article(
    number: int, attributions: list[Mapping[str, Any]], entities: Mapping[int, Mapping[str, Any]], names: Names
) -> Iterator[Sample]:
    tokens, document = names.tokens, names.tokens.document
    pronouns = Pronouns(names)
    spoken: list[Speaker] = []
    single = [each for each in attributions if each["source"] and len(each["e"]) == 1]
    for attribution in sorted(single, key=lambda each: each["source"][0]):
        word = int(np.searchsorted(document.word_start, attribution["source"][0][0]))
        marked = entities[attribution["e"][0]]
        entity = _entity_of(names, marked)
        gender = PRONOUN_GENDERS.get(tokens.form(word).lower()) if word < len(document.word_start) else None
        if gender and tokens.quotation_of[word] < 0:
            possible = pronouns.candidates(word, gender, spoken)
            meant = [(each.entity is entity is not None) or each.name == marked["name"] for each in possible]
            if any(meant):
                yield Sample(number, [each.features for each in possible], meant)
        if marked["type"] in ("person", "unnamed-person"):
            spoken.append(Speaker(word, entity.name if entity else marked["name"], entity))


def _entity_of(names: Names, marked: Mapping[str, Any]) -> Entity | None:
    if marked["type"] != PERSON:
        return None
    return next((each for each in names.entities if each.type == PERSON and is_name_of(each.name, marked)), None)


def fit(chosen: list[Sample]) -> dict[str, float]:
    """The weight of each feature."""
    named = DictVectorizer(sparse=False)
    features = named.fit_transform([row for sample in chosen for row in sample.features])
    meant = np.array([row for sample in chosen for row in sample.meant])
    model = LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=False).fit(features, meant)
    return dict(zip(named.feature_names_, model.coef_[0].tolist(), strict=True))


def right_by_cross_validation(every: list[Sample]) -> float:
    """The share of pronouns resolved rightly, with each article held out in turn."""
    fold = np.random.default_rng(SEED).integers(0, FOLDS, 1 + max(sample.article for sample in every))
    right = 0
    for number in range(FOLDS):
        weights = fit([sample for sample in every if fold[sample.article] != number])
        for sample in every:
            if fold[sample.article] == number:
                right += sample.meant[int(np.argmax([score(features, weights) for features in sample.features]))]
    return right / len(every)


@click.command()
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(gold: Path) -> None:
    """Learn the weights."""
    every = list(samples(gold))
    right = right_by_cross_validation(every)
    click.echo(f"{len(every)} pronouns, right by cross-validation: {right:.3f}")
    store_json(
        NAME,
        {feature: round(weight, 3) for feature, weight in fit(every).items()},
        Provenance(
            title="Resolution of he and she",
            version="1",
            script="lab.training.pronouns",
            seed=SEED,
            data=[
                "American and world news whose speakers language models marked by a codebook, 136 articles of PolNeAR "
                "1.0 (github.com/networkdynamics/PolNeAR), MPQA 2.0 (mpqa.cs.pitt.edu) and Article-Bias-Prediction "
                "(github.com/ramybaly/Article-Bias-Prediction)",
            ],
            scores={"pronouns right, by cross-validation": right},
            note="The features are place, speech and gender; no name and neither gender has a weight.",
        ),
    )


if __name__ == "__main__":
    main()
