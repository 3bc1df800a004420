"""The weights of the lexicons: how often a use of a term is marked as loaded.

The weight of a frequent term is close to the share of its uses that people marked. That of a rare term is shrunk
towards its category's share, and adjusted by how much more opinion outlets use the term than reporting outlets do. The
shares come from a beta-binomial model (Griffiths 1973, Biometrics 29:637-648). Maximum marginal likelihood sets the
strength of the shrinkage and of the adjustment. Names have no weight, as in the measure, and mirrored terms
(`far-left` and `far-right`, `bless her heart` and `bless his heart`) share one weight.

Run as `python -m lab.training.lexicons --gold DIR --news FILE`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, logit

from framing.lexicon import COLUMNS, Lexicon, Matcher, lexicon_folder, load_all
from framing.measures.phrasing.forms import canonical
from framing.measures.phrasing.hits import listed_hits
from lab.training.marked_texts import Marked, examples
from lab.training.term_rates import Key, keys, log_ratios, read_news

Array = NDArray[Any]
#: The weight of a use. In PTC, people read whole articles for eighteen techniques and left much unmarked.
WEIGHTS: Mapping[str, float] = {"babe": 1.0, "ptc": 0.25}
#: Values to try: how many uses a category's share is worth, and the factor of the log ratio in news.
FIRMNESS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)
NEWS_PARTS = tuple(round(0.1 * tenth, 1) for tenth in range(11))
_SIDE = re.compile(r"^(ultra|arch)?(?:left|right|liberal|conservative)(wing|ist|ists|s)?$")


def fit(
    lexicons: Sequence[Lexicon], texts: Iterable[Marked], news: Mapping[Key, float] | None = None
) -> dict[Key, float]:
    """The weight of each entry, from 0 to 1, from marked texts and from the `log_ratios` in news."""
    entries = keys(lexicons)
    first, unit = np.unique([mirror(key) for key in entries], return_index=True, return_inverse=True)[1:]
    marked, used = (np.bincount(unit, counts) for counts in _uses(lexicons, texts, entries))
    of_category = [f"{name} {category}" for name, _, category in entries]
    categories = np.unique(of_category, return_inverse=True)[1][first]
    ratios = np.bincount(unit, [(news or {}).get(key, 0.0) for key in entries]) / np.bincount(unit)
    ratios -= _shares(ratios * used, used, categories)[categories]
    means = logit(_shares(marked, used, categories, prior=1.0))[categories]
    tried = product(FIRMNESS, NEWS_PARTS if news else (0.0,))
    firmness, part = max(tried, key=lambda pair: _likelihood(marked, used, expit(means + pair[1] * ratios), pair[0]))
    weights = (marked + firmness * expit(means + part * ratios)) / (used + firmness)
    return dict(zip(entries, np.round(weights, 3)[unit].tolist(), strict=True))


def mirror(key: Key) -> str:
    """A key of the entry without side or gender, equal for mirrored entries."""
    name, term, category = key
    parts = (_SIDE.sub(r"\1<side>\2", part) for part in re.split("[ -]", term))
    return f"{name} {category} {' '.join(canonical(part) for part in parts)}"


def _uses(lexicons: Sequence[Lexicon], texts: Iterable[Marked], entries: Sequence[Key]) -> tuple[Array, Array]:
    """The number of uses of each entry that people marked, at least in part, and of all uses."""
    matcher = Matcher(lexicons)
    number = {key: at for at, key in enumerate(entries)}
    marked, used = np.zeros(len(entries)), np.zeros(len(entries))
    for text in texts:
        weight = WEIGHTS.get(text.data, 0.0)
        if not weight or not len(text.words):
            continue
        for hit in listed_hits(text.words, matcher.find(text.words.low)):
            at = number[hit.lexicon, hit.term, hit.category]
            used[at] += weight
            marked[at] += weight * text.marked[hit.first : hit.last].any()
    return marked, used


def _shares(marked: Array, used: Array, categories: Array, prior: float = 1e-9) -> Array:
    """Each category's share of uses, with the share of all (Jeffreys' estimate) added as `prior` uses."""
    whole = (marked.sum() + 0.5) / (used.sum() + 1)
    return np.asarray((np.bincount(categories, marked) + prior * whole) / (np.bincount(categories, used) + prior))


def _likelihood(marked: Array, used: Array, means: Array, firmness: float) -> float:
    """The log-likelihood of the marks, if each term's share has a beta distribution around its mean."""
    one, other = firmness * means, firmness * (1 - means)
    return float((betaln(one + marked, other + used - marked) - betaln(one, other)).sum())


def write_weights(lexicon: Lexicon, weights: Mapping[Key, float], path: Path) -> None:
    """Write the weights into the lexicon's CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for entry in lexicon.entries:
            weight = weights[lexicon.name, entry.term, entry.category]
            writer.writerow((entry.term, entry.category, f"{weight:g}", entry.note))


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--news", "news_path", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path, news_path: Path) -> None:
    """Learn the weight of every hand-written term for loaded phrases, and write it into the lists."""
    lexicons = load_all()
    weights = fit(lexicons, examples(gold), log_ratios(lexicons, read_news(news_path)))
    for lexicon in lexicons:
        write_weights(lexicon, weights, lexicon_folder() / f"{lexicon.name}.csv")


if __name__ == "__main__":
    main()
