from __future__ import annotations

import numpy as np
import pytest

from framing.attribution.reading import Kind, Voice
from framing.compare.differences import CANNOT_TELL, DIFFERS
from framing.compare.keyness import keyness, name_words, outlet_names

WORDS = tuple(
    f"{thing}{maker}" for thing in ("quay", "crane", "ferry", "toll") for maker in ("wright", "man", "side", "yard")
)


def story(generator: np.random.Generator, words: int = 80) -> str:
    """A made-up account: words drawn at random, but in bursts, as in real articles."""
    liked = generator.dirichlet(np.full(len(WORDS), 0.3))
    drawn = generator.choice(WORDS, size=words, p=0.5 * liked + 0.5 / len(WORDS))
    return "It was said that " + " ".join(drawn.tolist()) + "."


def pile(tell, events: int, seed: int, planted: str = "") -> list:
    generator = np.random.default_rng(seed)
    ends = {"A": "", "B": " The" + 6 * f" {planted}" + "." if planted else ""}
    return [tell(o, story(generator) + ends[o], event=str(event)) for event in range(events) for o in "AB"]


def test_the_null_holds_for_whole_tables(tell) -> None:
    tables = [keyness(pile(tell, 6, seed), shuffles=199) for seed in range(40)]
    # under the null at most 2.5 % of tables claim a difference; four of 40 or more would be a chance of 2 in 100
    assert sum((table["verdict"] == DIFFERS).any() for table in tables) <= 3


def test_a_planted_word_is_found(tell) -> None:
    table = keyness(pile(tell, 12, 1, planted="mayhem"), shuffles=399)
    differing = table[table["verdict"] == DIFFERS]
    assert set(differing["word"]) == {"mayhem"}
    planted = differing[differing["group"] == "B"].iloc[0]
    assert (planted["count"], planted["count_rest"], planted["articles"]) == (72, 0, 12)
    assert planted["z"] > planted["z_shuffled"] > 0


def test_two_articles_alone_cannot_tell(tell) -> None:
    accounts = [tell("A", "Mayhem mayhem mayhem mayhem at the quay."), tell("B", "Calm calm calm calm at the quay.")]
    table = keyness(accounts, shuffles=99)
    assert len(table)
    assert set(table["verdict"]) == {CANNOT_TELL}
    assert set(table["p"]) == {1.0}


def test_only_the_voice_asked_for_is_counted(tell) -> None:
    quote = "mayhem mayhem mayhem"
    accounts = [tell(n, f"Calm calm calm, but “{quote}” he said.", [(quote, "Quill", Kind.DIRECT)]) for n in "AB"]
    words = {voice: set(keyness(accounts, voice=voice, shuffles=9)["word"]) for voice in (Voice.OWN, Voice.QUOTED)}
    assert "mayhem" in words[Voice.QUOTED] - words[Voice.OWN]
    assert "calm" in words[Voice.OWN] - words[Voice.QUOTED]


def test_names_of_outlets_stay_out(tell) -> None:
    text = (
        "The Daily Bugle learned that lorries roll. The Daily Bugle's man saw lorries. Lorries, says the Daily Bugle."
    )
    table = keyness([tell("Daily Bugle (Online)", text), tell("Courier", text)], shuffles=9)
    assert "lorries" in set(table["word"])
    assert not set(table["word"]) & {"daily", "bugle"}


@pytest.mark.parametrize(
    ("outlet", "name"),
    [
        ("The Daily Bugle", ("daily", "bugle")),
        ("Daily Bugle - News", ("daily", "bugle")),
        ("Port Ellery Courier", ("pec",)),
        ("Courier (Opinion)", ("courier",)),
    ],
)
def test_ways_to_name_an_outlet(outlet: str, name: tuple[str, ...]) -> None:
    assert name in outlet_names([outlet])


def test_part_of_an_outlets_name_is_an_ordinary_word() -> None:
    assert (
        name_words(["the", "daily", "bread", "of", "the", "daily", "bugle"], [("daily", "bugle")]).tolist()
        == [False] * 5 + [True] * 2
    )


def test_nothing_said_gives_an_empty_table(tell) -> None:
    assert keyness([tell("A", ""), tell("B", "")], shuffles=9).empty


@pytest.mark.parametrize("name", ["times", "times'", "times's"])
def test_an_outlet_is_named_with_or_without_a_possessive(name: str) -> None:
    assert name_words(["the", name], outlet_names(["The Times"])).tolist() == [False, True]
