from __future__ import annotations

from typing import Any

import pytest

from framing.articles import Article
from framing.attribution.reading import Kind
from framing.compare import compare
from framing.compare.asked import asked
from framing.compare.headlines import clause, headlines
from framing.compare.naming import names

BODY = (
    "The council of Port Ellery met on Monday.\n\n“We will not pay,” said Ada Quill.\n\n“They must,” said Tom Brandt."
)
SAID = [("We will not pay", "Ada Quill", Kind.DIRECT), ("They must", "Tom Brandt", Kind.DIRECT)]


def test_one_source_of_two_accounts_has_one_name(tell) -> None:
    short = BODY.replace("Ada Quill", "Quill")
    accounts = [
        tell("A", BODY, SAID),
        tell("B", short, [("We will not pay", "Quill", Kind.DIRECT)]),
    ]
    table = asked(accounts).set_index(["source", "account"])
    assert table.loc["Ada Quill", "accounts"].tolist() == [2, 2]
    assert table.loc[("Tom Brandt", "A"), "last_word"]
    assert not table.loc[("Ada Quill", "A"), "last_word"]
    assert table.loc[("Ada Quill", "B"), "words"] == 4


def test_two_people_of_one_surname_stay_two(tell) -> None:
    said = Kind.DIRECT
    accounts = [
        tell(
            "A",
            "“No,” said Ada Quill.\n\n“Yes,” said Tom Quill.",
            [("No", "Ada Quill", said), ("Yes", "Tom Quill", said)],
        ),
        tell("B", "“No,” said Quill.", [("No", "Quill", said)]),
    ]
    assert set(asked(accounts)["source"]) == {"Ada Quill", "Tom Quill", "Quill"}


def test_each_of_two_who_speak_at_once_is_asked() -> None:
    said = "“The dam is safe and will stand,” said {}. “We will wait for the rain,” said Tom Brandt."
    texts = {"Post": said.format("Ada Quill and Tom Brandt"), "Bell": said.format("Ada Quill")}
    table = compare([Article(name, text, outlet=name) for name, text in texts.items()])["asked"]
    quotes = table.set_index(["account", "source"])["quotes"].to_dict()
    assert quotes == {
        ("Post", "Ada Quill"): 1,
        ("Post", "Tom Brandt"): 2,
        ("Bell", "Ada Quill"): 1,
        ("Bell", "Tom Brandt"): 1,
    }


def test_nouns_for_people_are_not_taken_for_the_same(tell) -> None:
    accounts = [tell(n, "“No,” said officials.", [("No", "officials", Kind.DIRECT)]) for n in "AB"]
    assert asked(accounts)["accounts"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("headline", "parts"),
    [
        ("Quill Rejects Harbour Toll", ("Quill", "Rejects", "Harbour Toll")),
        ("Harbour board says no", ("Harbour board", "says", "no")),
        ("Who Rejects the Harbour Toll?", (None, None, None)),
        ("Toll at the harbour: what to know", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_actor_verb_and_object(headline: str, parts: tuple[str | None, ...]) -> None:
    assert clause(headline) == parts


def test_words_of_a_headline_that_the_body_does_not_have(tell) -> None:
    head = "Quill fleeced over harbour toll\n\n"
    row = headlines([tell("A", head + BODY + " The harbour toll stays."), tell("B", BODY)]).iloc[0]
    assert row["not_in_body"].split() == ["fleeced"]
    assert row["text"] == head.strip()


def test_peoples_and_parties_are_no_names(tell) -> None:
    text = (
        "In the harbour of Port Ellery the Canadians and some of the Democrats met Mayor Ada Quill on the old quay. "
        "Later in the day Ada Quill left them."
    )
    named = set(names([tell("A", text), tell("B", text)])["name"])
    assert "Ada Quill" in named
    assert not named & {"Canadians", "Democrats"}


def heading(
    title: str, body: str = "The mayor of Port Ellery refused the toll on Monday. Rain fell."
) -> dict[str, Any]:
    articles = [Article(name, body, title=title, outlet=name) for name in ("A", "B")]
    return {str(key): value for key, value in compare(articles)["headlines"].iloc[0].to_dict().items()}


@pytest.mark.parametrize(
    ("title", "voice", "quoted"),
    [
        ("Mayor rejects harbour toll", "own", ""),
        ("Mayor calls toll “a shameful tax”", "quoted", "a shameful tax"),
        ("Mayor's aides call toll 'every docker's tax'", "quoted", "every docker's tax"),
        ("Harbour toll will fail, mayor says", "reported", ""),
    ],
)
def test_whose_words_a_headline_has(title: str, voice: str, quoted: str) -> None:
    row = heading(title)
    assert (row["voice"], row["quoted"]) == (voice, quoted)


@pytest.mark.parametrize(
    ("title", "lacking"),
    [
        ("Mayor slams toll", "slams"),
        ("Mayor refuses toll", ""),
        ("OPINION: Mayor refuses toll (+video)", ""),
        ("Mayor refuses toll - Ada Quill", ""),
    ],
)
def test_what_a_headline_has_that_its_body_lacks(title: str, lacking: str) -> None:
    assert heading(title)["not_in_body"] == lacking


@pytest.mark.parametrize(
    "title", ["Council narrowly passes toll", "In a first, council passes toll", "Toll: Council passes toll"]
)
def test_the_clause_of_a_headline(title: str) -> None:
    assert heading(title)["actor"].lower() == "council"
    assert heading(title)["object"] == "toll"
