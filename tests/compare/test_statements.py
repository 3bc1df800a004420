from __future__ import annotations

import pandas as pd
import pytest

from framing.attribution.reading import Kind
from framing.compare.statements import (
    ABSENT,
    CUT,
    OWN_VOICE,
    QUOTED,
    REPORTED,
    missing_words,
    other_source,
    statements,
)

FILLER = (
    "The council of Port Ellery met on Monday behind closed doors. Rain kept the crowd small. "
    "A vote is set for the third of June. The quay is ninety years old and its piles are soft. "
    "Ferries still berth there twice a day. Last winter a crane fell into the basin."
)
WHOLE = "We will not pay one penny for a rotten quay, and we will block every lorry at the gates"
PART = "not pay one penny for a rotten quay"


@pytest.fixture
def told(tell) -> pd.DataFrame:
    accounts = [
        tell("Whole", f"{FILLER}\n\n“{WHOLE},” said Ada Quill.", [(WHOLE, "Ada Quill", Kind.DIRECT)]),
        tell("Cut", f"{FILLER}\n\nMs. Quill would “{PART}”, she said.", [(PART, "Quill", Kind.MIXED)]),
        tell(
            "Retold",
            f"{FILLER}\n\nQuill said hauliers would block every lorry at the gates and pay no penny for a rotten quay.",
            [
                (
                    "hauliers would block every lorry at the gates and pay no penny for a rotten quay",
                    "Quill",
                    Kind.INDIRECT,
                )
            ],
        ),
        tell(
            "Own", f"{FILLER}\n\nHauliers will block every lorry at the gates and not pay one penny for a rotten quay."
        ),
        tell("Other", f"{FILLER}\n\n“{WHOLE},” said Tom Brandt.", [(WHOLE, "Tom Brandt", Kind.DIRECT)]),
        tell("Silent", FILLER),
    ]
    return statements(accounts).set_index("account")


def test_each_account_tells_it_in_its_way(told: pd.DataFrame) -> None:
    ways = {"Whole": QUOTED, "Cut": CUT, "Retold": REPORTED, "Own": OWN_VOICE, "Other": QUOTED, "Silent": ABSENT}
    assert told["told"].to_dict() == ways
    assert set(told["accounts"]) == {5}
    assert set(told["of"]) == {6}


def test_who_gives_it_to_someone_else(told: pd.DataFrame) -> None:
    assert told.index[told["source_differs"]].tolist() == ["Other"]


def test_where_it_was_cut(told: pd.DataFrame) -> None:
    assert told.loc["Cut", "missing_at"] == "start, end"
    assert told.loc["Cut", "missing"].split()[:2] == ["we", "will"]
    assert told.loc["Cut", "kept"] < told.loc["Whole", "kept"] == 1


def test_the_place_cuts_the_words(told: pd.DataFrame) -> None:
    assert told.loc["Cut", "text"] == PART
    assert told.loc["Silent", ["start", "end"]].isna().all()


def test_unlike_statements_stay_apart(tell) -> None:
    one, other = "The toll will pay for a new quay by spring", "Lorry drivers are sleeping in their cabs tonight"
    accounts = [
        tell("A", f"{FILLER}\n\n“{one},” said Tom Brandt.", [(one, "Tom Brandt", Kind.DIRECT)]),
        tell("B", f"{FILLER}\n\n“{other},” said Tom Brandt.", [(other, "Tom Brandt", Kind.DIRECT)]),
    ]
    assert statements(accounts).empty


def test_a_short_phrase_is_found_again_if_it_is_whole(tell) -> None:
    phrase = "shabby bargain"
    accounts = [
        tell(n, f"{FILLER}\n\n{n} heard Quill call it a “{phrase}”.", [(phrase, "Quill", Kind.MIXED)]) for n in "AB"
    ]
    assert statements(accounts)["told"].tolist() == [QUOTED, QUOTED]


def test_one_telling_word_makes_no_statement(tell) -> None:
    one, other = "This is a disgrace", "This is a national disgrace"
    accounts = [
        tell("A", f"{FILLER} “{one},” said Ada Quill.", [(one, "Ada Quill", Kind.DIRECT)]),
        tell("B", f"{FILLER} “{other},” said Omar Brown.", [(other, "Omar Brown", Kind.DIRECT)]),
    ]
    assert statements(accounts).empty


def test_own_words_are_those_of_one_sentence(tell) -> None:
    accounts = [
        tell("A", f"{FILLER} “{WHOLE},” said Ada Quill.", [(WHOLE, "Ada Quill", Kind.DIRECT)]),
        tell(
            "B",
            f"{FILLER} Nobody will say so.\n\nHauliers will not pay one penny for a rotten quay and block every lorry.",
        ),
    ]
    table = statements(accounts)
    mine = table[(table["account"] == "B") & (table["told"] == OWN_VOICE)]
    assert len(mine) == 1
    assert "\n" not in mine["text"].item()
    assert mine["text"].item().startswith("will not pay one penny")


def test_renaming_the_outlets_moves_nothing(tell) -> None:
    said = [(WHOLE, "Ada Quill", Kind.DIRECT)]
    tables = [
        statements([tell(name, f"{FILLER}\n\n“{WHOLE},” said Ada Quill.", said) for name in names])
        for names in (("Left Herald", "Right Herald"), ("X", "Y"))
    ]
    assert tables[0].drop(columns=["account", "article"]).equals(tables[1].drop(columns=["account", "article"]))


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
    assert missing_words(["a", "b", "c", "d", "e"], here.split()) == (lost.split(), places)


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


def test_a_name_alone_is_no_statement(tell) -> None:
    said = "Harbour Mayor Ada Quill"
    accounts = [tell(n, f"{FILLER}\n\nThe clerk told {said}.", [(said, "clerk", Kind.INDIRECT)]) for n in "AB"]
    assert said not in set(statements(accounts)["fullest"])


def test_a_few_words_retold_are_no_statement(tell) -> None:
    said = "a harbour piling inquiry"
    accounts = [tell(n, f"{FILLER}\n\nThe clerk sought {said}.", [(said, "clerk", Kind.INDIRECT)]) for n in "AB"]
    assert statements(accounts).empty


def test_the_voice_is_that_of_the_words_found_not_of_those_between(tell) -> None:
    said = "inquest does not absolve"
    longer = "While it names nobody who let the piles rot away for so many winters, it also does not absolve them"
    about = f"{FILLER} The inquest sat. The inquest rose. It does not matter. He does not care. She does not ask."
    cue = "Quill quoted from the inquest"
    accounts = [
        tell("A", f"{about}\n\nIt was a case of “{said}”.", [(said, "Ada Quill", Kind.MIXED)]),
        tell("B", f"{about}\n\n“{longer},” {cue}.", [(longer, "Quill", Kind.DIRECT)]),
    ]
    table = statements(accounts).set_index("account")
    assert table.loc["B", ["told", "source"]].tolist() == [QUOTED, "Quill"]
