from __future__ import annotations

import pytest

from framing.attribution.reading import Kind
from framing.compare.naming import aligned, naming

NEUTRAL = "They met Ada Quill on Monday. She said little."


def attached(tell, text: str) -> set[tuple[str, str, str]]:
    table = naming([tell("A", text), tell("B", NEUTRAL + " Some lorry drivers and protesters waited.")])
    mine = table[table["account"] == "A"]
    return set(zip(mine["entity"], mine["relation"], mine["attached"], strict=True))


@pytest.mark.parametrize(
    ("text", "relation", "words"),
    [
        ("They met Mayor Ada Quill on Monday.", "title", "Mayor"),
        ("They met the firebrand Ada Quill on Monday, and Ms. Quill left.", "before", "firebrand"),
        ("They met the left-leaning leader Ada Quill on Monday, and Ms. Quill left.", "before", "left-leaning leader"),
        (
            "They met Ada Quill, a former global banker, on Monday. Ms. Quill left.",
            "apposition",
            "a former global banker",
        ),
        ("They met Ada Quill, a U.S. envoy, on Monday. Ms. Quill left.", "apposition", "a U.S. envoy"),
        ("They met Ada Quill, who once drove lorries, on Monday.", "clause", "who once drove lorries"),
        ("They saw Ada Quill’s effort to protect the quay.", "possession", "effort to protect"),
        ("They heard of Ada Quill's threats.", "possession", "threats"),
        ("It is known that Ada Quill later threatened them.", "act", "threatened"),
        ("It is known that Ada Quill dropped the toll plan and left.", "act", "dropped the toll plan"),
        ("It is known that Ada Quill was fired on Monday.", "act", "was fired on Monday"),
        ("It is known that Ada Quill never threatened them.", "act", "never threatened"),
        ("It is known that Ada Quill would have dropped the plan.", "act", "would have dropped the plan"),
        ("They heard of Ada Quill's angry Quillian speech.", "possession", "angry Quillian speech"),
        ("They heard that Ada Quill's long letter finds no fault.", "possession", "long letter"),
        ("They heard of Ada Quill's nomination to the board.", "possession", "nomination"),
        ("They saw that Ada Quill's Quay Rights Act was old.", "possession", "Quay Rights Act"),
        ("They knew how Ada Quill's office laid out its plan.", "possession", "office"),
        ("They knew that Ada Quill's letter leaves the rest open.", "possession", "letter"),
        ("They read Ada Quill's report fully.", "possession", "report"),
        ("They saw Ada Quill's son doing his work.", "possession", "son"),
        ("They knew of Ada Quill's harbour spending.", "possession", "harbour spending"),
        ("It is known that Ada Quill has not asked them.", "act", "has not asked"),
        ("It is known that Ada Quill met on Monday with Mr. Brandt.", "act", "met on Monday …"),
        ("They read Ada Quill's statement today in full.", "possession", "statement"),
        ("They wanted Ada Quill's report to be short.", "possession", "report"),
        ("It is known that Ada Quill had been accused of it.", "act", "had been accused"),
        ("It is known that Ada Quill was asked by Rep. Tom Brandt.", "act", "was asked by Rep. Tom Brandt"),
    ],
)
def test_words_attached_to_a_person(tell, text: str, relation: str, words: str) -> None:
    assert ("Ada Quill", relation, words) in attached(tell, text)


@pytest.mark.parametrize(
    "text",
    [
        "They saw Ada Quill. Nobody spoke.",
        "They said that Ada Quill, and Tom Brandt, were late.",
        "Officials told Ada Quill of it.",
        "Hauliers believe Ada Quill.",
        "At the next reading, Ada Quill was there.",
        "According to Ada Quill, the clerk came late.",
        "They saw the quay where Ada Quill troops to the office.",
        "Their talks with Ada Quill ended late.",
        "Talks between Tom Brandt and Ada Quill ended late.",
        "They spoke of the plan Ada Quill proposed by letter.",
        "They wrote of Ada Quill's traditional.",
    ],
)
def test_words_that_are_not_attached(tell, text: str) -> None:
    assert {words for entity, _, words in attached(tell, text) if entity == "Ada Quill"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "They knew that the last winter Ada Quill drove lorries",
        "They read the short message Ada Quill wrote",
        "They waited for the next year around Ada Quill",
        "They had seen the two Ada Quill",
        "They met the former Ada Quill clerk",
        "They say the clerks didn't later brief Ada Quill",
    ],
)
def test_words_of_the_sentence_around_a_name_are_no_label(tell, text: str) -> None:
    assert "before" not in {relation for _, relation, _ in attached(tell, f"{text}, and Ms. Quill left.")}


def test_words_attached_to_a_group(tell) -> None:
    assert ("protesters", "before", "angry masked") in attached(tell, "Some angry masked protesters waited.")


def test_words_attached_to_an_act(tell) -> None:
    accounts = [
        tell("A", NEUTRAL + " They ended the reckless strike."),
        tell("B", NEUTRAL + " They ended a brave strike."),
    ]
    row = aligned(naming(accounts)).set_index(["kind", "entity", "relation"]).loc[("act", "strike", "before")]
    assert (row["A"], row["B"]) == ("reckless", "brave")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They ended the reckless Quill strike.", {("before", "reckless"), ("name", "Quill")}),
        ("They ended the Quillian retaliatory strike.", {("name", "Quillian"), ("before", "retaliatory")}),
        ("They ended the Quill administration strike.", {("name", "Quill administration")}),
        ("They ended the U.S. strike.", {("name", "U.S.")}),
        (
            "Nobody there wrote of the long and dreary Marl High School Board strike.",
            {("name", "Marl High School Board")},
        ),
        ("Reckless strikes were seen.", set()),
        ("They ended the March strike.", set()),
    ],
)
def test_a_name_before_an_act_is_no_label(tell, text: str, told: set[tuple[str, str]]) -> None:
    found = {(relation, words) for entity, relation, words in attached_to(tell, "strike", text) if entity == "strike"}
    assert found == told


@pytest.mark.parametrize("name", ["Quill", "Haddad", "Marlish", "Unionist", "FBI"])
def test_swapping_the_name_before_a_noun_moves_nothing(tell, name: str) -> None:
    text = f"They ended the reckless {name} strike. {name} lawmakers wrote to angry {name} voters."
    assert attached_to(tell, "strike lawmakers voters", text) == {
        ("strike", "before", "reckless"),
        ("strike", "name", name),
        ("lawmakers", "name", name),
        ("voters", "before", "angry"),
        ("voters", "name", name),
    }


@pytest.mark.parametrize(
    "text",
    [
        "They met to bolster protests.",
        "They would curb protests.",
        "The old clerk largely defended protests.",
        "Despite protests it went on.",
        "They still want angrily protests.",
        "They stepped up protests.",
    ],
)
def test_verbs_and_small_words_are_no_label(tell, text: str) -> None:
    assert attached_to(tell, "protests", text) == set()


@pytest.mark.parametrize(
    "text", ["They will strike at noon.", "They met to strike.", "They strike.", "They told of the strike campaign."]
)
def test_a_verb_or_part_of_a_compound_names_no_act(tell, text: str) -> None:
    table = naming([tell(name, f"{NEUTRAL} {text}") for name in "AB"] + [tell("C", f"{NEUTRAL} A brave strike began.")])
    assert "strike" not in set(table["entity"])


def attached_to(tell, nouns: str, text: str) -> set[tuple[str, str, str]]:
    """What an account attaches to the nouns, beside one that names them bare."""
    bare = " ".join(f"They knew of the {noun}." for noun in nouns.split())
    table = naming([tell("A", f"{NEUTRAL} {text}"), tell("B", f"{NEUTRAL} {bare}")])
    mine = table[(table["account"] == "A") & table["kind"].isin(["group", "act"])]
    return set(zip(mine["entity"], mine["relation"], mine["attached"], strict=True))


def test_what_somebody_does_ends_in_an_ellipsis_where_it_goes_on(tell) -> None:
    found = attached(tell, "It is known that Ada Quill wrote a long letter to rural clerks on Monday.")
    assert ("Ada Quill", "act", "wrote a long letter to rural …") in found or (
        "Ada Quill",
        "act",
        "wrote a long letter …",
    ) in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They heard that the Marl Harbour Board said little.", "name"),
        ("They heard that Marland said little.", "name"),
        ("They knew that the Justice Department met.", "name"),
        ("They heard that Tom Brandt said little.", "person"),
    ],
)
def test_a_body_or_country_that_speaks_is_no_person(tell, text: str, kind: str) -> None:
    name = next(n for n in ("Marl Harbour Board", "Marland", "Justice Department", "Tom Brandt") if n in text)
    table = naming([tell(account, f"{text} It is known that {name} dropped the plan.") for account in "AB"])
    assert set(table.loc[table["entity"] == name, "kind"]) == {kind}


def test_same_words_are_counted_not_repeated(tell) -> None:
    text = "They met Mayor Ada Quill. Then Mayor Ada Quill left."
    table = naming([tell("A", text), tell("B", NEUTRAL)])
    assert table[table["relation"] == "title"]["times"].tolist() == [2]


def test_accounts_stand_side_by_side(tell) -> None:
    accounts = [tell("A", "They met Mayor Ada Quill."), tell("B", "They met Madam Ada Quill, a foe of lorries, twice.")]
    wide = aligned(naming(accounts)).set_index("relation")
    assert wide.loc["title", "A"] == "Mayor"
    assert wide.loc["title", "B"] == ""


def test_the_same_words_in_two_voices_stand_once_in_the_aligned_table(tell) -> None:
    said = "Mayor Ada Quill is here to stay"
    text = f"They met Mayor Ada Quill on Monday. “{said},” the clerk told them."
    accounts = [tell("A", text, [(said, "the clerk", Kind.DIRECT)]), tell("B", NEUTRAL)]
    row = aligned(naming(accounts)).set_index(["entity", "relation"]).loc[("Ada Quill", "title")]
    assert row["A"] == "Mayor (2)"


def test_swapping_names_moves_nothing(tell) -> None:
    text = "They met Mayor Ada Quill, a former banker, and heard of Quill's threats."
    tables = [
        naming(
            [
                tell("A", text.replace("Ada Quill", name).replace("Quill", name.split()[1])),
                tell("B", f"They met {name}."),
            ]
        )
        for name in ("Ada Quill", "Omar Haddad", "Liu Wen")
    ]
    kept = ["relation", "attached", "account", "times"]
    assert len(tables[0])
    assert all(table[kept].equals(tables[0][kept]) for table in tables)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("It is known that Quill promised reforms.", "reforms"),
        ("They've promised reforms.", "reforms"),
        ("Many other people waited.", "people"),
        ("On Monday she met people.", "people"),
        ("They asked whether people waited.", "people"),
    ],
)
def test_verbs_and_numbers_say_nothing_of_a_noun(tell, text: str, noun: str) -> None:
    table = naming([tell("A", f"{NEUTRAL} {text}"), tell("B", f"{NEUTRAL} The brave {noun} were seen.")])
    assert set(table.loc[table["entity"] == noun, "attached"]) == {"brave"}


def test_a_clause_that_goes_on_ends_in_an_ellipsis(tell) -> None:
    clause = "who once drove lorries over the hills from the quay to the far valley towns each week in winter"
    found = attached(tell, f"They met Ada Quill, {clause} and in spring, on Monday.")
    cut = next(words for _, relation, words in found if relation == "clause")
    assert cut.endswith(" …")
    assert clause.startswith(cut.removesuffix(" …"))


def test_members_of_a_body_are_no_person(tell) -> None:
    accounts = [tell(name, "They met the Unionists, who are many. Later Unionists voted.") for name in "AB"]
    table = naming(accounts)
    assert "person" not in set(table.loc[table["entity"] == "Unionists", "kind"])


def test_what_stands_after_the_stop_of_a_junior_is_told_of_them(tell) -> None:
    accounts = [tell(name, "They know that Ada Quill Jr. dropped the plan.") for name in "AB"]
    table = naming(accounts)
    assert set(zip(table["entity"], table["attached"], strict=True)) == {("Ada Quill Jr", "dropped the plan")}


def test_what_a_body_is_armed_with_is_no_act(tell) -> None:
    accounts = [tell(name, "They sat on the Marl armed services panel. Later Marl voted.") for name in "AB"]
    table = naming(accounts)
    assert set(table.loc[table["relation"] == "act", "attached"]) == {"voted"}


@pytest.mark.parametrize("what", [" said", ", who drove lorries, said"])
def test_the_place_that_somebody_who_speaks_is_of_is_no_person(tell, what: str) -> None:
    accounts = [
        tell(name, f"They heard that Mayor Ada Quill of North Marl{what} it. It grew in North Marl's hills.")
        for name in "AB"
    ]
    table = naming(accounts)
    assert dict(zip(table["entity"], table["kind"], strict=True)) == {"Ada Quill": "person", "North Marl": "name"}


def test_a_compound_with_a_name_is_a_label(tell) -> None:
    assert ("protesters", "before", "Quill-backed") in attached(
        tell, "It was known that Quill-backed protesters waited."
    )


def test_what_somebody_has_done_is_no_label(tell) -> None:
    table = naming([tell(name, "She has firmly denied claims. The false claims were seen.") for name in "AB"])
    assert set(table["attached"]) == {"false"}


def test_a_noun_that_says_which_the_next_is_has_no_label(tell) -> None:
    table = naming([tell(name, "They paid marginal tax rates. The old tax was gone.") for name in "AB"])
    assert set(table.loc[table["entity"] == "tax", "attached"]) == {"old"}
