from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from framing.articles import Article
from framing.attribution.reading import Kind
from framing.compare import compare
from framing.compare.statements import FOUND, NONE, PERHAPS, matrix, statements_and_facts
from framing.compare.telling import (
    CONTRADICTED,
    NAMED,
    OWN_VOICE,
    PARAPHRASED,
    PART,
    WHOLE,
    Alignment,
    names_somebody,
    other_source,
)

FILLER = (
    "The council of Port Ellery met on Monday behind closed doors. Rain kept the crowd small. "
    "A vote is set for the third of June. The quay is ninety years old and its piles are soft. "
    "Ferries still berth there twice a day. Last winter a crane fell into the basin."
)
ALL = "We will not pay one penny for a rotten quay, and we will block every lorry at the gates"
SOME = "not pay one penny for a rotten quay"
RETOLD = "hauliers would block every lorry at the gates and pay no penny for a rotten quay"


@pytest.fixture
def accounts(tell):
    return [
        tell("Whole", f"{FILLER}\n\n“{ALL},” said Ada Quill.", [(ALL, "Ada Quill", Kind.DIRECT)]),
        tell("Cut", f"{FILLER}\n\nMs. Quill would “{SOME}”, she said.", [(SOME, "Quill", Kind.MIXED)]),
        tell("Retold", f"{FILLER}\n\nQuill said {RETOLD}.", [(RETOLD, "Quill", Kind.INDIRECT)]),
        tell("Other", f"{FILLER}\n\n“{ALL},” said Tom Brandt.", [(ALL, "Tom Brandt", Kind.DIRECT)]),
        tell("Silent", FILLER.replace("quay", "mole")),
    ]


@pytest.fixture
def main(accounts) -> pd.DataFrame:
    statements, _ = statements_and_facts(accounts)
    return statements[statements["statement"] == 1].set_index("account")


def test_each_account_tells_it_in_its_way(main: pd.DataFrame) -> None:
    telling = main["telling"].dropna().to_dict()
    assert telling == {"Whole": WHOLE, "Cut": PART, "Retold": PARAPHRASED, "Other": WHOLE}
    assert set(main["accounts"]) == {4}
    assert set(main["of"]) == {5}


def test_where_it_was_cut(main: pd.DataFrame) -> None:
    assert main.loc["Cut", "missing_at"] == "start, end"
    assert main.loc["Cut", "missing"].split()[:2] == ["we", "will"]
    assert main.loc["Whole", "missing"] == ""


def test_every_statement_and_fact_has_a_row_per_account(accounts) -> None:
    for table, key in zip(statements_and_facts(accounts), ("statement", "fact"), strict=True):
        assert table.groupby(key)["account"].nunique().eq(5).all()
        assert set(table["presence"]) <= {FOUND, PERHAPS, NONE}
        assert table.loc[table["presence"] == NONE, ["start", "end", "text"]].isna().all(axis=None)
        assert table["confidence"].between(0, 1).all()
        assert (table["accounts"] == table["presence"].eq(FOUND).groupby(table[key]).transform("sum")).all()


def test_ranges_cut_the_text(accounts) -> None:
    texts = {account.article.id: account.article.text for account in accounts}
    for table in statements_and_facts(accounts):
        held = table.dropna(subset=["start"])
        assert len(held)
        for row in held.itertuples():
            assert " ".join(texts[row.article][row.start : row.end].split()) == row.text


def test_what_one_account_alone_has_is_listed(tell) -> None:
    alone = "The lighthouse keeper of Skerry Point has not been paid since the winter storms"
    accounts = [
        tell("A", f"{FILLER}\n\n“{alone},” said Ada Quill.", [(alone, "Ada Quill", Kind.DIRECT)]),
        tell("B", FILLER),
    ]
    statements, _ = statements_and_facts(accounts)
    mine = statements[statements["fullest"].str.contains("lighthouse")].set_index("account")
    assert mine["presence"].eq(FOUND).to_dict() == {"A": True, "B": False}
    assert set(mine["accounts"]) == {1}


def test_unlike_statements_of_one_person_stay_apart(tell) -> None:
    one, other = "The toll will pay for a new quay by spring", "Lorry drivers are sleeping in their cabs tonight"
    accounts = [
        tell("A", f"{FILLER}\n\n“{one},” said Tom Brandt.", [(one, "Tom Brandt", Kind.DIRECT)]),
        tell("B", f"{FILLER}\n\n“{other},” said Tom Brandt.", [(other, "Tom Brandt", Kind.DIRECT)]),
    ]
    statements, _ = statements_and_facts(accounts)
    assert set(statements["accounts"]) == {1}


def test_a_fact_that_nobody_is_said_to_say_is_no_statement(tell) -> None:
    statements, facts = statements_and_facts([tell("A", FILLER), tell("B", FILLER)])
    assert statements.empty
    assert (facts["presence"] == FOUND).all()


@pytest.mark.parametrize("line", ["Quay at dawn. | Marland Images", "See https://quay.example", "The old ferry hall"])
def test_credits_links_and_labels_are_no_facts(tell, line: str) -> None:
    _, facts = statements_and_facts([tell(name, f"{FILLER}\n\n{line}\n\n{FILLER}") for name in "AB"])
    assert not facts["text"].str.contains(line.split(".")[0], regex=False).any()


def test_a_sentence_in_other_words_is_another_version(tell) -> None:
    one, other = "The toll is unfair and the board knows it well", "We said to the board that the toll is an insult"
    said = {"A": one, "B": one, "C": other}
    accounts = [
        tell(name, f"{FILLER}\n\n“{words},” said Quill.", [(words, "Quill", Kind.DIRECT)])
        for name, words in said.items()
    ]
    statements, _ = statements_and_facts(accounts)
    assert PART not in set(statements["telling"])


def test_words_quoted_in_the_next_sentence_are_not_missing(tell) -> None:
    whole = "The toll is unfair, and we will block every lorry at the gates"
    parts = ("The toll is unfair", "We will block every lorry at the gates")
    accounts = [
        tell("A", f"{FILLER}\n\n“{whole},” said Quill.", [(whole, "Quill", Kind.DIRECT)]),
        tell("B", f"{FILLER}\n\n“{parts[0]},” said Quill. “{parts[1]}.”", [(p, "Quill", Kind.DIRECT) for p in parts]),
    ]
    statements, _ = statements_and_facts(accounts)
    assert PART not in set(statements["telling"])


def test_another_number_contradicts(tell) -> None:
    def said(count: str) -> str:
        return f"the harbour board of Port Ellery has dismissed {count} pilots over the sunken dredger"

    names = {"A": "40", "B": "40", "C": "12"}
    accounts = [
        tell(name, f"{FILLER}\n\nQuill said {said(count)}.", [(said(count), "Ada Quill", Kind.INDIRECT)])
        for name, count in names.items()
    ]
    statements, _ = statements_and_facts(accounts)
    mine = statements[statements["fullest"].str.contains("dredger")].set_index("account")
    assert mine.index[mine["telling"] == CONTRADICTED].tolist() == ["C"]


def compared(*texts: str) -> pd.DataFrame:
    """The found rows of `statements` of articles with these endings, by account."""
    table = compare([article(str(n), text) for n, text in enumerate(texts)])["statements"]
    return table[(table["presence"] == FOUND) & (table["accounts"] > 1)].set_index("account")


def article(name: str, text: str) -> Article:
    return Article(name, f"{FILLER}\n\n{text}\n\nThe fish market opens at six on every day but Sunday.\n", outlet=name)


QUOTED = "We will not pay one penny for a rotten quay if the council means to close the ferry berth"


def test_another_person_given_the_same_words() -> None:
    texts = [f"“{QUOTED},” Tom Brandt said.", f"“{QUOTED},” Ada Quill said.", f"“{QUOTED},” the hauliers’ guild said."]
    rows = compared(*texts)
    assert rows["source_differs"].to_dict() == {"0": True, "1": True, "2": False}


@pytest.mark.parametrize(
    ("sources", "speaker"),
    [
        (["Ada Quill", "Quill"], "Ada Quill"),
        (["Ada Quill", "pilot"], "Ada Quill"),
        (["Ada Quill", "Tom Brandt"], None),
        (["Ada Quill", "Ada Quill", "Tom Brandt"], None),
        (["pilot", "pilot"], None),
        (["harbour officials", "harbour officials"], "harbour officials"),
    ],
)
def test_a_speaker_is_named_and_undisputed(tell, sources: list[str], speaker: str | None) -> None:
    accounts = [
        tell(str(n), f"{FILLER}\n\n“{ALL},” said the {source}.", [(ALL, source, Kind.DIRECT)])
        for n, source in enumerate(sources)
    ]
    statements, _ = statements_and_facts(accounts)
    speakers = statements.loc[statements["statement"] == 1, "speaker"].astype(object)
    assert set(speakers.where(speakers.notna(), None)) == {speaker}


@pytest.mark.parametrize(("confidence", "speaker"), [(NAMED - 0.01, None), (NAMED, "Ada Quill")])
def test_a_speaker_is_sure(tell, confidence: float, speaker: str | None) -> None:
    account = tell("A", f"{FILLER}\n\n“{ALL},” said Ada Quill.", [(ALL, "Ada Quill", Kind.DIRECT)])
    unsure = tuple(said._replace(confidence=confidence) for said in account.reading.attributions)
    account = replace(account, reading=replace(account.reading, attributions=unsure))
    statements, _ = statements_and_facts([account, tell("B", FILLER.replace("quay", "mole"))])
    speakers = statements.loc[statements["statement"] == 1, "speaker"].astype(object)
    assert set(speakers.where(speakers.notna(), None)) == {speaker}


def test_a_changed_word_is_shown_and_the_quotation_is_not_whole() -> None:
    rows = compared(f"“{QUOTED},” Ada Quill said.", f"“{QUOTED.replace('means', 'wants')},” Ada Quill said.")
    assert set(rows["missing"]) <= {"", "means → wants", "wants → means"}
    assert rows["missing"].ne("").sum() == rows["telling"].ne(WHOLE).sum() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("rotten quay", "rotten-quay"), ("rotten quay", "rotten [stone] quay"), ("we will", "we'll")],
)
def test_spelling_and_what_is_put_in_change_nothing(one: str, other: str) -> None:
    quoted = QUOTED.replace("if the", "and we will be there if the")
    rows = compared(f"“{quoted},” Ada Quill said.", f"“{quoted.replace(one, other)},” Ada Quill said.")
    assert rows["missing"].eq("").all()


def test_a_word_dropped_from_the_middle_leaves_no_whole_quotation() -> None:
    rows = compared(f"“{QUOTED},” Ada Quill said.", f"“{QUOTED.replace('rotten ', '')},” Ada Quill said.")
    assert rows["missing"].to_dict() == {"0": "", "1": "rotten"}
    assert rows["telling"].to_dict()["0"] == WHOLE != rows["telling"].to_dict()["1"]


@pytest.mark.parametrize("cut", ["one penny … if the council", "one penny ... if the council"])
def test_a_quotation_with_a_gap_is_not_whole(cut: str) -> None:
    rows = compared(*[f"“We will not pay {cut} means to close the ferry berth,” Ada Quill said."] * 2)
    assert WHOLE not in set(rows["telling"])


def test_a_paraphrase_that_a_quotation_repeats_is_not_told_as_one() -> None:
    said = "Ada Quill said that hauliers would block every lorry at the gates of the ferry berth."
    rows = compared(said, f"{said} “We will stand there day and night with our lorries,” Ada Quill said.")
    assert rows["telling"].dropna().to_dict() == {"0": PARAPHRASED}


OWN = "The harbour board sold the customs shed at Skerry Point to a brewer for 12 crowns"


@pytest.mark.parametrize(
    ("here", "telling"),
    [
        (f"{OWN}.", OWN_VOICE),
        (f"{OWN}, reportedly.", None),
        (f"It wrote:\n\n{OWN}.", None),
        (f"“{OWN}. And we shall see", None),
        (f"CLERK: {OWN}.", None),
    ],
)
def test_own_voice_only_where_nothing_else_may_hold_the_words(here: str, telling: str | None) -> None:
    rows = compared(here, f"The pilot Ada Quill said that {OWN[0].lower()}{OWN[1:]}.")
    tellings = rows.loc[rows.index == "0", "telling"]
    assert OWN_VOICE not in set(tellings) if telling is None else tellings.to_list() == [telling]


@pytest.mark.parametrize(
    "source",
    ["statement", "many", "R-Marl", "46 percent of pilots", "actor", "actress", "waitress", "witness", "boss", None],
)
def test_what_points_back_names_nobody(source: str | None) -> None:
    assert not names_somebody(source)


@pytest.mark.parametrize(
    "source", ["Ada Quill", "police", "officials", "actors", "actresses", "harbour board", "government"]
)
def test_who_is_named(source: str) -> None:
    assert names_somebody(source)


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        ("hired 40 pilots", "hired 12 pilots", True),
        ("hired 40 pilots", "hired 41 pilots", False),
        ("hired 40 pilots", "hired at least 12 pilots", False),
        ("hired 40 pilots in 2019", "hired 12 pilots in 2021", False),
        ("hired 40 pilots", "hired 12 clerks", False),
        ("hired thirty-two pilots", "hired 32 pilots", False),
        ("hired one hundred and twelve pilots", "hired 112 pilots", False),
        ("hired thirty-two pilots", "hired 62 pilots", True),
        ("hired about one hundred and twelve pilots", "hired 12 pilots", False),
        ("paid A$40 million", "paid US$12 million", False),
        ("paid C$40 million", "paid C$12 million", True),
    ],
)
def test_only_an_exact_number_of_the_same_thing_contradicts(one: str, other: str, contradicts: bool) -> None:
    facts = [f"The harbour board of Port Ellery has {each} after the storm sank its dredger." for each in (one, other)]
    table = compare([article(str(n), fact) for n, fact in enumerate(facts)])["facts"]
    assert table["differs"].any() == contradicts


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("The council passed the harbour toll by 9 votes to 4 after midnight.", "tally"),
        ("The new quay at the ferry berth costs $1.2 million in all.", "sum"),
        ("Some 4,000 lorries use the ferry berth in an ordinary week.", "number"),
        ("A fire gutted the ferry shed and the old customs post.", "act"),
        ("The fire of Monday night gutted the ferry shed and the post.", "act"),
        ("The ferry shed might have burnt in the 4th ward of the town.", "background"),
    ],
)
def test_kinds_of_facts(tell, fact: str, kind: str) -> None:
    _, facts = statements_and_facts([tell(name, f"Rain fell on the town.\n\n{fact}") for name in "AB"])
    assert facts.loc[facts["fact"].str[:9] == fact[:9], "kind"].unique().tolist() == [kind]


def test_the_matrix_has_a_row_per_fact_and_a_column_per_account(tell) -> None:
    _, facts = statements_and_facts([tell("A", FILLER), tell("B", FILLER)])
    wide = matrix(facts)
    assert len(wide) == facts["fact"].nunique()
    assert (wide[["A", "B"]] == FOUND).all(axis=None)


def test_renaming_outlets_and_people_moves_nothing(tell) -> None:
    def tables(outlets: tuple[str, str], person: str):
        said = [(ALL, person, Kind.DIRECT)]
        return statements_and_facts([tell(name, f"{FILLER}\n\n“{ALL},” said {person}.", said) for name in outlets])

    first = tables(("Left Herald", "Right Herald"), "Ada Quill")
    second = tables(("X", "Y"), "Tom Brandt")
    for one, other in zip(first, second, strict=True):
        dropped = [name for name in ("account", "article", "speaker", "source", "start", "end") if name in one]
        assert one.drop(columns=dropped).equals(other.drop(columns=dropped))


def test_the_order_of_accounts_does_not_decide_what_is_found(accounts) -> None:
    def rows(given) -> set[tuple[str, str]]:
        statements, _ = statements_and_facts(given)
        rows = statements[(statements["presence"] == FOUND) & (statements["accounts"] > 1)]
        return {(row.account, row.text) for row in rows.itertuples()}

    assert rows(accounts) == rows(accounts[::-1])


@pytest.mark.parametrize(
    ("here", "lost", "places"),
    [
        ("a b c d e", "", ""),
        ("c d e", "a b", "start"),
        ("a b", "c d e", "end"),
        ("a e", "b c d", "middle"),
        ("b d", "a c e", "start, middle, end"),
        ("x", "a b c d e", "start, middle, end"),
    ],
)
def test_missing_words(here: str, lost: str, places: str) -> None:
    assert Alignment(["a", "b", "c", "d", "e"], here.split()).missing == (lost.split(), places)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("President Ada Quill", "Quill", False),
        ("Ada Quill", "Tom Brandt", True),
        ("President Ada Quill", "President Tom Brandt", True),
        ("Ada Quill", None, False),
        ("critics", "Ada Quill", False),
        ("Minister", "Ada Quill", False),
        ("Tom Brandt's lawyer", "Ada Quill", False),
        ("Omar Haddad", "Omar Hadad", False),
        ("Marl Democrat", "Ada Quill", False),
    ],
)
def test_other_source(one: str, other: str | None, differs: bool) -> None:
    assert other_source(one, other) is differs
