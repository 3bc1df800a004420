from __future__ import annotations

from collections.abc import Sequence

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare import TABLES, NothingToCompare, compare
from framing.compare.differences import DIFFERS
from framing.compare.summary import shortened, summary
from framing.show.data_table import Accounts as DisplayedAccounts
from framing.show.data_table import listing
from framing.text.batch import Cut, cut_together

TEXT = (
    "Toll is ‘a disgrace’\n\nThe council of Port Ellery met on 3 June.\n\n“We will not pay 25%,” said Mayor Ada Quill."
)


def articles(outlets: str = "AB", event: str | None = "toll") -> list[Article]:
    return [Article(f"{event}-{outlet}", TEXT, outlet=outlet, event=event) for outlet in outlets]


def test_every_table_is_there_by_name_and_attribute() -> None:
    comparison = compare(articles())
    assert tuple(comparison) == TABLES
    assert all(getattr(comparison, name) is comparison[name] for name in TABLES)
    with pytest.raises(AttributeError, match="its tables are"):
        _ = comparison.biases


def test_an_analysis_gives_the_same_comparison() -> None:
    one, other = compare(articles()), compare(analyze(articles()))
    assert all(one[name].equals(other[name]) for name in TABLES)


def test_a_comparison_is_the_same_every_time() -> None:
    one, other = compare(articles("ABC")), compare(articles("ABC"))
    assert all(one[name].to_csv() == other[name].to_csv() for name in TABLES)


def test_an_account_whose_analysis_fails_is_left_out_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_c(group: Sequence[Article]) -> Cut:
        if any(article.outlet == "C" for article in group):
            raise RuntimeError("no such article")
        return cut_together(group)

    monkeypatch.setattr("framing.attribution.batch.cut_together", fails_on_c)
    comparison = compare(articles("ABC"))
    assert set(comparison["accounts"]["group"]) == {"A", "B"}
    assert comparison.analysis["errors"]["problem"].str.contains("no such article").to_list() == [True]
    with pytest.raises(NothingToCompare, match="1 article to compare"):
        compare(articles("AC"))


def test_one_event_of_several() -> None:
    given = [*articles(), *articles("AC", "flood")]
    assert set(compare(given, event="flood")["accounts"]["group"]) == {"A", "C"}
    with pytest.raises(NothingToCompare, match="events here: flood, toll"):
        compare(given, event="tool")


def test_articles_without_an_event_are_accounts_of_one() -> None:
    assert compare(articles(event=None))["facts"]["of"].max() == 2


def test_grouped_by_what_came_along() -> None:
    given = [Article(str(n), TEXT, extra={"owner": owner}) for n, owner in enumerate("xyx")]
    assert set(compare(given, by="owner")["accounts"]["group"]) == {"x", "y"}


def test_an_empty_cell_of_a_table_is_no_group() -> None:
    given = [Article(name, TEXT, extra={"region": float("nan")}) for name in "ab"]
    assert compare(given, by="region")["accounts"]["account"].drop_duplicates().tolist() == ["a", "b"]


def test_accounts_of_one_outlet_keep_names_apart() -> None:
    given = [Article(name, TEXT, outlet="A") for name in ("one", "two")]
    assert compare(given)["accounts"]["account"].drop_duplicates().tolist() == ["A: one", "A: two"]


def test_an_account_has_one_name_in_tables_and_links() -> None:
    given = [Article(name, TEXT, outlet=name, leaning=side) for name, side in zip("abc", "lrl", strict=True)]
    analysis = analyze(given)
    for by, expected in (("leaning", ["l: a", "r", "l: c"]), ("outlet", ["a", "b", "c"])):
        comparison = compare(analysis, by=by)
        accounts = comparison["accounts"].drop_duplicates("article")
        assert accounts["account"].tolist() == expected
        assert list(DisplayedAccounts(comparison.analysis).names.values()) == expected
    assert list(DisplayedAccounts(analysis).names.values()) == ["a", "b", "c"]


def test_a_table_beside_its_event_names_accounts_as_the_comparison_does() -> None:
    given = [Article(f"{outlet}{event}", TEXT, outlet=outlet, event=event) for event in "ef" for outlet in ("A", "B")]
    comparison = compare(given)
    shown = listing(comparison.analysis, comparison["facts"], ["fact", "event", "account"], "Facts.").frame
    assert set(shown["account"]) == {"A", "B"}


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_compare(count: int) -> None:
    with pytest.raises(NothingToCompare, match="two accounts or more"):
        compare(articles()[:count])


def test_empty_articles_are_no_crash() -> None:
    comparison = compare([Article("x", "", outlet="A"), Article("y", "", outlet="B")])
    assert comparison.claims().empty
    assert summary(comparison)


def test_one_event_claims_nothing() -> None:
    comparison = compare(articles("ABCDEF"))
    assert not (comparison["differences"]["verdict"] == DIFFERS).any()
    assert "one article for each outlet" in summary(comparison)


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("one two three", most=9) == "one two …"
    assert shortened("one two", most=9) == "one two"
    assert shortened("a" * 100, most=9) == "a" * 9 + "…"
