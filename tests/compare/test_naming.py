from __future__ import annotations

import pytest

from framing.attribution.reading import Kind
from framing.compare.naming import aligned, names, naming
from framing.words import word_set

OTHER = "They met the dour author Ada Quill on Monday. Ada Quill said little."


def described(tell, text: str) -> set[tuple[str, str]]:
    table = naming([tell("A", text), tell("B", OTHER)])
    mine = table[(table["account"] == "A") & (table["entity"] == "Ada Quill")]
    return set(zip(mine["relation"], mine["attached"], strict=True))


@pytest.mark.parametrize(
    ("text", "relation", "words"),
    [
        ("They met the far-right activist Ada Quill on Monday.", "before", "far-right activist"),
        ("They met Ada Quill, a wealthy banker, on Monday.", "after", "a wealthy banker"),
        ("They met Ada Quill, the activist who once drove lorries.", "after", "the activist who once drove lorries"),
    ],
)
def test_what_a_person_is_called(tell, text: str, relation: str, words: str) -> None:
    assert described(tell, text) == {(relation, words)}


@pytest.mark.parametrize(
    "text",
    [
        "They met Mayor Ada Quill on Monday.",
        "They met former Mayor Ada Quill on Monday.",
        "Ada Quill was attacked by a far-right activist on Monday.",
        "A far-right activist attacked Ada Quill on Monday.",
        "With the far-right activist, Ada Quill left on Monday.",
        "They met Ada Quill, the activist left and Tom Brandt spoke.",
        "They read Ada Quill's activist letters.",
    ],
)
def test_titles_acts_and_other_peoples_words_are_no_description(tell, text: str) -> None:
    assert described(tell, text) == set()


def test_accounts_that_describe_alike_make_no_row(tell) -> None:
    assert naming([tell(name, OTHER) for name in "AB"]).empty


@pytest.mark.parametrize("text", ["a dour author who left early", "an author of the old school"])
def test_what_follows_the_noun_makes_no_difference(tell, text: str) -> None:
    assert described(tell, f"They met Ada Quill, {text}, on Monday.") == set()


@pytest.mark.parametrize("name", ["Ada Quill", "Omar Haddad", "Mei Tanaka"])
def test_swapping_names_moves_nothing(tell, name: str) -> None:
    texts = [text.replace("Ada Quill", name) for text in ("They met the wealthy banker Ada Quill.", OTHER)]
    table = naming([tell(account, text) for account, text in zip("AB", texts, strict=True)])
    assert table["attached"].tolist() == ["wealthy banker", "dour author"]
    assert set(table["entity"]) == {name}


def entries() -> list[list[str]]:
    listed = sorted(word_set("names-for-one-thing"))
    return [entry.replace("_", " ").replace("(s)", "").replace("(es)", "").split("|") for entry in listed]


@pytest.mark.parametrize("terms", entries(), ids=lambda terms: terms[0])
def test_names_for_one_thing_stand_in_one_row(tell, terms: list[str]) -> None:
    terms = [term.replace("~", "Marland ") for term in terms]
    accounts = [tell(f"outlet {n}", f"They wrote of the {term} there.") for n, term in enumerate(terms)]
    row = aligned(naming(accounts)).iloc[0]
    assert [row[account.name] for account in accounts] == terms


def test_no_name_stands_for_two_things() -> None:
    terms = [term for entry in entries() for term in entry]
    assert len(terms) == len(set(terms))


def test_names_that_an_account_says_are_one_things_share_a_row(tell) -> None:
    accounts = [
        tell("A", "They met undocumented immigrants known as “Dreamers” there."),
        tell("B", "They met illegal immigrants there."),
    ]
    assert set(naming(accounts)["entity"]) == {"dreamers / illegal immigrants / undocumented immigrants"}


def test_a_name_that_goes_on_is_another(tell) -> None:
    accounts = [tell("A", "They read the Death Tax Repeal Act."), tell("B", "They read of the estate tax.")]
    assert naming(accounts).empty


def test_words_of_others_do_not_make_accounts_differ(tell) -> None:
    said = "It is a death tax"
    quoting = f"They read of the estate tax. “{said},” a clerk told them."
    other = tell("B", "They read of the estate tax.")
    assert naming([tell("A", quoting, [(said, "a clerk", Kind.DIRECT)]), other]).empty
    table = naming([tell("A", quoting, [(said, "a clerk", Kind.DIRECT)]), tell("B", "They read of the death tax.")])
    assert aligned(table).iloc[0]["A"] == "estate tax; [death tax]"


def test_what_differs_most_stands_first_and_leads_back(tell) -> None:
    texts = ["The estate tax met gun control, gun safety. ", "The death tax met gun control. "]
    accounts = [tell(name, text) for name, text in zip("AB", texts, strict=True)]
    table = naming(accounts)
    assert table["entity"].drop_duplicates().tolist() == ["death tax / estate tax", "gun control / gun safety"]
    for row in table.to_dict("records"):
        text = texts["AB".index(row["account"])]
        assert text[row["start"] : row["end"]] == row["attached"]


def test_a_surname_in_one_account_is_the_full_name_in_another(tell) -> None:
    accounts = [
        tell("A", "It was then that they met Ada Quill. They saw that Quill left."),
        tell("B", "It was then that they met Mr. Quill."),
    ]
    table = names(accounts).set_index(["name", "account"])
    assert table["mentions"].to_dict() == {("Ada Quill", "A"): 2, ("Ada Quill", "B"): 1}


def test_two_of_one_surname_stay_apart(tell) -> None:
    accounts = [tell("A", "They met Ada Quill there."), tell("B", "They met Tom Quill there.")]
    assert set(names(accounts)["name"]) == {"Ada Quill", "Tom Quill"}


def test_an_account_without_words_has_no_names(tell) -> None:
    accounts = [tell("A", ""), tell("B", "")]
    assert naming(accounts).empty
    assert aligned(naming(accounts)).empty
    assert names(accounts).empty


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        ("the killing of Ada Quill", "Quill's death", 2),
        ("the killing of Ada Quill", "Quill's killing", 0),
        ("the killing of Ada Quill", "the death of Tom Brandt", 0),
        ("The killing", "The death", 0),
        ("The death of May", "Quill's death", 0),  # its tag is no noun's: the search goes on behind "death"
    ],
)
def test_nouns_beside_one_proper_name_name_one_thing(tell, one: str, other: str, rows: int) -> None:
    accounts = [tell("A", f"{one} was on every page."), tell("B", f"{other} was on every page.")]
    assert len(naming(accounts)) == rows


def test_a_description_that_one_account_alone_has_is_a_difference(tell) -> None:
    accounts = [tell("A", OTHER), tell("B", "They met Ada Quill on Monday. Ada Quill left.")]
    assert naming(accounts)["attached"].tolist() == ["dour author"]


@pytest.mark.parametrize("office", ["harbour clerk", "presidential candidate", "national security adviser"])
def test_an_office_alone_is_no_description(tell, office: str) -> None:
    assert naming([tell("A", f"They met {office} Ada Quill on Monday."), tell("B", "They met Ada Quill.")]).empty


NOUNS_FOR_A_PERSON = (
    "conservative liberal progressive socialist communist nationalist libertarian fascist leftist rightist centrist "
    "moderate republican democrat tory unionist separatist loyalist populist radical reactionary independent "
    "landlord landlady fisherman fisherwoman host hostess prince princess duke duchess actor actress waiter waitress "
    "steward stewardess hero heroine heir heiress alderman alderwoman salesman saleswoman emperor empress"
).split()


@pytest.mark.parametrize("noun", NOUNS_FOR_A_PERSON)
def test_no_party_or_gender_is_described_more_than_another(tell, noun: str) -> None:
    assert described(tell, f"They met the reclusive {noun} Ada Quill on Monday.") == {("before", f"reclusive {noun}")}
    assert described(tell, f"They met Ada Quill, a reclusive {noun}, on Monday.") == {("after", f"a reclusive {noun}")}


@pytest.mark.parametrize("owner", ["his", "her", "their", "our", "its"])
def test_no_pronoun_makes_a_description(tell, owner: str) -> None:
    words = f"{owner} reclusive adviser"
    assert described(tell, f"They met Ada Quill, {words}, on Monday.") == {("after", words)}


def test_a_day_is_no_part_of_a_description(tell) -> None:
    assert described(tell, "On Monday reclusive banker Ada Quill spoke.") == {("before", "reclusive banker")}
