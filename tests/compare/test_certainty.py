from __future__ import annotations

import pytest

from framing.articles import Article
from framing.compare import compare

SHED = "the harbour board had sold the customs shed at Skerry Point to a brewer for 12 crowns"
FILLER = "Rain fell on the town. Ferries berth there twice a day. Last winter a crane fell into the basin."


def grades(*sentences: str) -> list[tuple[str | None, str]]:
    articles = [Article(str(n), f"{FILLER}\n\n{said}\n", outlet=f"Paper {n}") for n, said in enumerate(sentences)]
    table = compare(articles)["certainty"].sort_values("account", kind="stable")
    return list(zip(table["certainty"], table["hedges"], strict=True))


@pytest.mark.parametrize(
    ("cue", "grade"), [("revealed that", "shown"), ("alleged that", "doubted"), ("claimed that", "doubted")]
)
def test_a_cue_says_how_sure_a_claim_is_made(cue: str, grade: str) -> None:
    graded = grades(f"The pilot Ada Quill said that {SHED}.", f"The pilot Ada Quill {cue} {SHED}.")
    assert [of for of, _ in graded] == ["said", grade]


def test_own_words_state_and_hedges_of_their_own_doubt() -> None:
    stated = SHED[0].upper() + SHED[1:]
    graded = grades(f"{stated}.", f"{stated.replace('had', 'had allegedly')}.")
    assert graded == [("stated", ""), ("doubted", "allegedly")]


def test_a_hedge_in_quotation_marks_is_not_the_outlets() -> None:
    quoted = SHED.replace("had sold", "had allegedly sold")
    stated = SHED[0].upper() + SHED[1:]
    graded = grades(f"“I hear that {quoted},” said Ada Quill.", f"{stated}.")
    assert "allegedly" not in {hedges for _, hedges in graded}


def test_accounts_that_are_equally_sure_give_no_rows() -> None:
    assert grades(*[f"The pilot Ada Quill said that {SHED}."] * 3) == []


def test_no_accounts_in_common_give_an_empty_table() -> None:
    assert grades("", "Bakers rose early.") == []


def test_what_leads_in_a_statement_is_no_fact() -> None:
    said = (
        f"{FILLER}\n\nOn Monday night the harbour pilot Ada Quill said: “We will not pay one penny for a rotten quay.”"
    )
    facts = compare([Article(str(n), said, outlet=f"Paper {n}") for n in range(2)])["facts"]
    assert not facts["text"].str.contains("pilot", na=False).any()


def test_a_hedge_beside_another_thing_doubts_no_claim() -> None:
    said = f"The pilot Ada Quill said that {SHED}"
    assert grades(f"{said}, an alleged offence.", f"{said}.") == []
