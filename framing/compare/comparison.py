"""compare(): accounts side by side, as tidy tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Any

import pandas as pd

from framing.analysis import Analysis, analyze
from framing.articles.article import Article
from framing.articles.reader import Articles
from framing.compare.accounts import Account, NothingToCompare, accounts_of, by_event, check_field
from framing.compare.asked import asked, order
from framing.compare.certainty import certainty
from framing.compare.differences import DIFFERS, ENDS, account_figures, comparable, differences
from framing.compare.headlines import headlines
from framing.compare.highlights import highlights
from framing.compare.keyness import keyness
from framing.compare.naming import aligned, names, naming
from framing.compare.statements import matrix, statements_and_facts
from framing.tables import column_names

#: The tables of a comparison, each also an attribute of `Comparison`.
TABLES = (
    "accounts", "differences", "keyness", "statements", "facts", "certainty", "names", "naming", "asked", "headlines",
    "order",
)  # fmt: skip


class Comparison(dict[str, pd.DataFrame]):
    """The tables of a comparison by name, each also an attribute; docs/comparison.md says what question each answers.

    `analysis` holds the tables of the articles compared; `by` is what they are grouped by.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], analysis: Analysis, by: str) -> None:
        super().__init__(tables)
        self.analysis = analysis
        self.by = by

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"a comparison has no {name!r}; its tables are {', '.join(TABLES)}") from None

    def matrix(self) -> pd.DataFrame:
        """The facts as rows and the accounts as columns."""
        return matrix(self["facts"])

    def aligned(self) -> pd.DataFrame:
        """The persons and things as rows and the accounts as columns: how each account names them."""
        return aligned(self["naming"])

    @cached_property
    def highlights(self) -> pd.DataFrame:
        """What stands out, in ranked sentences: `framing.compare.highlights.highlights`."""
        return highlights(self)

    def claims(self) -> pd.DataFrame:
        """The rows of `differences` and `keyness` whose verdict is "differs": `table, what, group, p`."""
        tables = [
            self[table].loc[self[table]["verdict"] == DIFFERS, [what, "group", "p"]]
            .rename(columns={what: "what"})
            .assign(table=table)
            for table, what in (("differences", "measure"), ("keyness", "word"))
        ]  # fmt: skip
        return pd.concat(tables, ignore_index=True)[["table", "what", "group", "p"]]

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(table):,}" for name, table in self.items())
        return f"<Comparison of {len(self.analysis['articles']):,} accounts by {self.by}; rows of {rows}>"


def compare(
    articles: Iterable[Article] | Analysis, *, by: str = "outlet", event: str | None = None, **analysis: Any
) -> Comparison:
    """Compare accounts of one event, or outlets over many events.

    `articles` are articles, or what `analyze` made of them; `by` is what groups them ("outlet", another attribute, or a
    column that came along); `event` keeps those of one event only. Other arguments go to `analyze`. Articles without
    an event count as accounts of one. Fewer than two accounts raise `NothingToCompare`.
    """
    analysed = articles if isinstance(articles, Analysis) else None
    given: list[Article] = list(articles.articles_read if isinstance(articles, Analysis) else articles)
    check_field(given, by)
    kept = [article for article in given if event is None or article.event == event]
    if analysed is None or len(kept) < len(given):
        analysed = analyze(Articles(kept, getattr(articles, "errors", ())), **analysis)
    kept = list(analysed.articles_read)  # those whose analysis failed are in `errors`
    if len(kept) < 2:
        among = sorted({article.event or "" for article in given})
        raise NothingToCompare(
            f"{len(kept)} article{'' if len(kept) == 1 else 's'} to compare"
            + "".join(f" ({article.input or article.id})" for article in kept)
            + (f" on the event {event!r} (events here: {', '.join(among)})" if event is not None else "")
            + "; a comparison needs two accounts or more"
            + (": give another, or make the report one-article of this one" if len(kept) == 1 else "")
        )
    # A copy, so that the given analysis keeps its names.
    analysed = copy(analysed)
    analysed.named_by = by
    accounts = accounts_of(kept, by, analysed)
    return Comparison(_tables(analysed, accounts), analysed, by)


def _tables(analysed: Analysis, accounts: tuple[Account, ...]) -> dict[str, pd.DataFrame]:
    articles, known = analysed["articles"], column_names("articles")[:-2]
    measures = [name for name in articles.columns if name not in known and not name.endswith(ENDS)]
    compared = [account for members in by_event(accounts) for account in members]
    values = comparable(analysed).reindex([account.article.id for account in compared])
    statements, facts = statements_and_facts(compared)
    return {
        "accounts": account_figures(analysed, accounts, measures),
        "differences": differences(values, [a.group for a in compared], [a.event for a in compared]),
        "keyness": keyness(compared),
        "statements": statements,
        "facts": facts,
        "certainty": certainty(compared, statements, facts),
        "names": names(compared),
        "naming": naming(compared),
        "asked": asked(compared),
        "headlines": headlines(compared),
        "order": order(compared),
    }
