from __future__ import annotations

from framing.compare.facts import ABSENT, HEADLINE, LATER, LEAD, facts, matrix
from framing.compare.statements import statements

HEAD = "Toll of 25% for harbour\n\n"
BODY = (
    "The council of Port Ellery will ask a toll of 25 percent, Tom Brandt said.\n\n"
    "It meets again on 3 June.\n\nSome 4,000 lorries use the quay.\n\nMr. Brandt left early."
)


def test_where_each_account_holds_a_fact(tell) -> None:
    accounts = [
        tell("A", HEAD + BODY),
        tell("B", BODY),
        tell("C", "Rain fell on the town all day long.\n\nNobody minded.\n\nOn June 3 it stops, they say."),
    ]
    told = facts(accounts, statements(accounts))
    wide = matrix(told).set_index("fact")
    assert wide.loc["25%", ["A", "B", "C"]].tolist() == [HEADLINE, LEAD, ABSENT]
    assert wide.loc["3 June", ["A", "B", "C"]].tolist() == [LEAD, LEAD, LATER]
    assert wide.loc["4,000", ["A", "B", "C"]].tolist() == [LATER, LATER, ABSENT]
    assert wide.loc["Tom Brandt", ["A", "B", "C"]].tolist() == [LEAD, LEAD, ABSENT]
    assert wide.loc[["25%", "3 June"], "accounts"].tolist() == [2, 3]
    assert set(wide["of"]) == {3}


def test_only_what_enough_accounts_hold(tell) -> None:
    accounts = [tell("A", BODY), tell("B", BODY), tell("C", BODY.replace("25", "30"))]
    told = facts(accounts, statements(accounts), least=3)
    assert not told["fact"].isin(["25%", "30%"]).any()
    assert (told["where"] != ABSENT).all()


def test_ranges_cut_the_text(tell) -> None:
    accounts = [tell("A", HEAD + BODY), tell("B", BODY)]
    texts = {account.article.id: account.article.text for account in accounts}
    held = facts(accounts, statements(accounts)).query("where != @ABSENT")
    assert len(held)
    for row in held.itertuples():
        assert " ".join(texts[row.article][row.start : row.end].split()) == row.text
