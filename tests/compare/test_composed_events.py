from __future__ import annotations

from pathlib import Path

import pytest

import framing
from framing.articles import read
from framing.compare import Comparison, compare
from framing.compare.statements import FOUND

SEEDS = Path(framing.__file__).parents[1] / "seeds"
EVENTS = sorted(path.parent.name for path in SEEDS.glob("*/event.toml"))


@pytest.fixture(scope="module", params=EVENTS)
def comparison(request: pytest.FixtureRequest) -> Comparison:
    return compare(read(SEEDS / request.param))


def test_one_account_an_outlet_claims_nothing(comparison: Comparison) -> None:
    assert comparison.claims().empty


def test_shared_statements_and_facts_are_found(comparison: Comparison) -> None:
    assert comparison["statements"]["statement"].nunique() >= 3
    for name in ("statements", "facts"):
        assert (comparison[name]["accounts"] > 1).any(), name


def test_every_range_leads_back_to_its_words(comparison: Comparison) -> None:
    for name in ("statements", "facts", "order"):
        held = comparison[name].dropna(subset=["start"])
        assert len(held), name
        for row in held.itertuples():
            text = comparison.analysis.article(row.article).text[row.start : row.end]
            assert " ".join(text.split()) == " ".join(row.text.split())


def test_each_side_is_placed_in_every_account(comparison: Comparison) -> None:
    placed = comparison["order"].query("aspect == 'side first speaks'").groupby("account")["name"].nunique()
    assert len(placed) == len(comparison.analysis.articles_read)
    assert placed.nunique() == 1


def test_a_phrase_that_four_accounts_quote_is_one_statement() -> None:
    statements = compare(read(SEEDS / "call-of-28-march-2025"))["statements"]
    phrase = statements[statements["fullest"].str.contains("no longer a reliable partner")]
    assert (phrase["presence"] == FOUND).sum() == 4
    assert phrase["accounts"].unique().tolist() == [4]
