from __future__ import annotations

import pytest

from framing.compare.quantities import quantities


def facts(text: str) -> list[str]:
    return [quantity.fact for quantity in quantities(text)]


@pytest.mark.parametrize(
    "ways",
    [
        ["a 25% duty", "a 25 percent duty", "a 25 per cent duty", "a 25-percent duty", "a duty of 25.0%"],
        ["$1.2 billion", "US$1.2bn", "1.2 billion dollars", "$1,200 million", "$1.2-billion"],
        ["£300,000", "£300k", "300,000 pounds"],
        ["on March 28 they met", "on 28 March they met", "on Mar. 28, 2025, they met", "the 28th of March it was"],
        ["500,000 jobs", "500 thousand jobs", "half of the 500,000"],
        ["three days of talks", "3 days of talks", "3-day talks", "the three-day talks"],
        ["since 2012 it has", "by 2012 it had", "the 2012 vote"],
        ["the 51st state", "a 51st member"],
        ["12 percentage points", "12 percentage points more", "twelve percentage points", "a 12-percentage-point rise"],
        ["thirty-two officers", "thirty two officers", "Thirty-two officers", "32 officers"],
        ["thirty people", "30 people", "thirty more people"],
        ["a hundred people", "one hundred people", "100 people"],
        ["one hundred and thirty-two people", "a hundred and thirty-two people", "132 people"],
        ["twelve hundred ships", "one thousand two hundred ships", "1,200 ships"],
        ["one million two hundred thousand votes", "1.2 million votes", "1,200,000 votes"],
        ["half a million jobs", "a half-million jobs", "five hundred thousand jobs", "500,000 jobs"],
        ["two and a half million jobs", "2.5 million jobs"],
        ["twenty-five per cent", "a twenty-five-percent duty", "a 25-per-cent duty"],
        ["one percent", "1%"],
        ["thirty million dollars", "a thirty-million-dollar toll", "$30 million"],
        ["A$3 million", "AU$3m", "3 million Australian dollars", "three million Australian dollars"],
        ["3m people", "three million people", "3 million people"],
    ],
)
def test_ways_to_write_one_fact(ways: list[str]) -> None:
    read = [facts(way) for way in ways]
    assert all(len(one) == 1 for one in read), read
    assert len({one[0] for one in read}) == 1, read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25%", "25 percentage points"),
        ("$5 million", "€5 million"),
        ("$5 million", "$5 billion"),
        ("3 days", "3 weeks"),
        ("A$3 million", "US$3 million"),
        ("A$3 million", "C$3 million"),
        ("HK$3 million", "$3 million"),
        ("3 million Canadian dollars", "3 million dollars"),
        ("twenty-five people", "twenty people"),
    ],
)
def test_what_is_not_one_fact(one: str, other: str) -> None:
    assert facts(one) != facts(other)


@pytest.mark.parametrize(
    "text",
    ["seats 15-18 in the council", "voted on May 9-11", "a vote by those aged 16 to 25 years", "9-4 of the clock"],
)
def test_a_range_is_no_tally(text: str) -> None:
    assert not any("–" in fact for fact in facts(text))


@pytest.mark.parametrize(
    "text", ["cleared the chamber 240-187", "sent on, 240 to 187, by the council", "failed 187-240"]
)
def test_tallies_of_votes(text: str) -> None:
    assert "240–187" in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "one of them", "May he rest", "Section 3(b)", "at 10:30", "no. 7", "", "two-thirds of voters",
        "two thirds of voters", "three quarters of a million voters", "the twenty-first century",
        "nineteen eighty-four was", "the one hundred and first ship", "several hundred people",
        "between two hundred and three hundred people",
        "the 100m race", "3m tall",
    ],
)  # fmt: skip
def test_what_is_no_fact(text: str) -> None:
    assert facts(text) == []


def test_ranges_cut_the_text() -> None:
    text = "On 2 April a 25% duty on 3 ships took $1.2 billion."
    assert [text[q.start : q.end] for q in sorted(quantities(text), key=lambda q: q.start)] == [
        "2 April", "25%", "3 ships", "$1.2 billion",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "ways",
    [
        ["passed by 68-31", "a vote of 68 to 31", "it passed 68–31", "with 68 votes to 31"],
        ["two dozen lorries", "24 lorries"],
        ["a dozen ships", "12 ships", "twelve ships"],
    ],
)
def test_tallies_and_dozens(ways: list[str]) -> None:
    read = [facts(way) for way in ways]
    assert all(len(one) == 1 for one in read), read
    assert len({one[0] for one in read}) == 1, read


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("They met yesterday", "27 September"),
        ("Yesterday they met", "27 September"),
        ("Last month it fell", "August"),
        ("They met on Monday", "26 September"),
        ("It fell last month", "August"),
        ("It fell last year", "2015"),
    ],
)
def test_days_are_counted_from_the_day_of_publication(text: str, fact: str) -> None:
    assert [q.fact for q in quantities(text, "2016-09-28")] == [fact]
    assert facts(text) == []


def test_a_name_with_a_day_in_it_is_no_date() -> None:
    assert quantities("They read USA Today there", "2016-09-28") == []
