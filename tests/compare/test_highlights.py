"""What stands out follows from the rows it names, and shuffled sentences give little of it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from framing.articles import Article, Side, read
from framing.compare import Comparison, compare
from framing.compare.highlights import COLUMNS, MOST, article_highlights
from framing.compare.wording import and_join, excerpt, strong, sure
from framing.report import samples

EVENTS = samples.events()


@pytest.fixture(scope="module", params=EVENTS)
def comparison(request: pytest.FixtureRequest) -> Comparison:
    return compare(read(samples.event(request.param)))


def of_kind(comparison: Comparison, kind: str) -> list[dict[str, Any]]:
    frame = comparison.highlights
    return [{str(k): v for k, v in row.items()} for row in frame[frame["kind"] == kind].to_dict("records")]


def test_every_sentence_is_ranked_and_says_how_sure_it_is(comparison: Comparison) -> None:
    frame = comparison.highlights
    assert tuple(frame.columns) == COLUMNS
    assert frame["rank"].tolist() == list(range(1, len(frame) + 1))
    assert len(frame) <= MOST
    assert set(frame["certainty"]) <= {"clear", "likely"}
    assert frame["sentence"].str.endswith(".").all()
    assert not frame["sentence"].str.contains("bias", case=False).any()


def test_places_are_rows_of_the_table_they_name(comparison: Comparison) -> None:
    for row in comparison.highlights.to_dict("records"):
        places = [tuple(place) for place in json.loads(row["places"])]
        if not row["table"]:  # places in the text itself: persons' names
            texts = {article.id: article.text for article in comparison.analysis.articles_read}
            assert all(texts[article][start:end] in row["sentence"] for article, start, end in places)
            continue
        table = comparison.analysis[row["table"]] if row["table"] in comparison.analysis else comparison[row["table"]]
        if places:
            rows = list(zip(table["article"], table["start"], table["end"], strict=True))
            assert all(any(a == b and c <= start and end <= d for b, c, d in rows) for a, start, end in places)


def test_counts_of_loaded_phrases_are_those_of_the_table(comparison: Comparison) -> None:
    phrases = strong(comparison.analysis["phrases"])
    names = dict(zip(comparison["accounts"]["account"], comparison["accounts"]["article"], strict=True))
    words = comparison.analysis["articles"].set_index("article")["words_own"].astype(int)
    for row in of_kind(comparison, "loaded phrases"):
        for name, rate, said in json.loads(row["values"]):
            count = int((phrases["article"] == names[name]).sum())
            assert said == f"{count} in {words[names[name]]:,} words"
            assert rate == pytest.approx(100 * count / words[names[name]], abs=0.01)
        for name in names:
            if given := re.search(rf"{re.escape(name)} uses (\d+)", row["sentence"]):
                assert int(given[1]) == (phrases["article"] == names[name]).sum()


def test_a_source_that_one_account_alone_quotes_is_quoted_by_no_other(comparison: Comparison) -> None:
    quotes = comparison.analysis["quotes"]
    for row in of_kind(comparison, "only source"):
        articles = {article for article, *_ in json.loads(row["places"])}
        listed = row["sentence"].partition(": ")[2].rstrip(".")
        persons = [part.rpartition(" in ")[0] for part in listed.split("; ")]
        names = [name for part in persons for name in re.split(r", | and ", re.sub(r" \([\w-]+\)", "", part))]
        assert names
        for name in names:
            assert set(quotes.loc[quotes["source"] == name, "article"]) < set(
                comparison.analysis["articles"]["article"]
            )
        assert set(quotes.loc[quotes["source"].isin(names), "article"]) == articles
        starts = [start for _, start, _ in json.loads(row["places"])]
        assert set(starts) <= set(sure(quotes)["start"])


def test_an_account_that_quotes_one_side_alone_is_named() -> None:
    sides = samples.event(EVENTS[0])
    given = read(sides)[0].sides
    both = "“We will stay,” {a} said. “We cannot agree,” {b} said. "
    a, b = (side.members[0] for side in given)
    texts = [both.format(a=a, b=b) * 8 for _ in range(4)] + [f"“We will stay,” {a} said. " * 16]
    articles = [Article(str(n), text, outlet=f"Paper {n}", sides=given) for n, text in enumerate(texts)]
    rows = of_kind(compare(articles), "one side")
    assert [row["sentence"].split(";")[0] for row in rows] == [f"Paper 4 quotes nobody from {given[1].name}"]


def test_shuffled_sentences_give_few(comparison: Comparison) -> None:
    articles = list(comparison.analysis.articles_read)
    pool = [s for article in articles for s in re.split(r"(?<=[.!?]) +|\n+", article.text) if s.strip()]
    random.Random(7).shuffle(pool)
    size = -(-len(pool) // len(articles))
    shuffled = [
        replace(article, text=" ".join(pool[n * size : (n + 1) * size]), title=None)
        for n, article in enumerate(articles)
    ]
    tested = compare(shuffled).highlights
    assert tested["p"].notna().sum() <= 1


def test_alike_accounts_differ_in_nothing() -> None:
    text = read(samples.event(EVENTS[0]))[0].text
    frame = compare([Article(name, text, outlet=name) for name in ("A", "B", "C")]).highlights
    assert set(frame["kind"]) == {"same text"}
    alike = frame.loc[frame["kind"] == "same text", "sentence"].iloc[0]
    of, shown = map(
        int, re.search(r": of the (\d+) body sentences of seven words or more .*, (\d+) are also", alike).groups()
    )  # type: ignore[union-attr]
    assert shown == of


def test_one_article_is_described_by_its_own_counts(comparison: Comparison) -> None:
    analysis = comparison.analysis
    phrases = strong(analysis["phrases"])
    for article in analysis["articles"]["article"]:
        frame = article_highlights(analysis, article)
        assert 2 <= len(frame) <= MOST
        loaded = frame.loc[frame["kind"] == "loaded phrases", "sentence"].iloc[0]
        assert int((phrases["article"] == article).sum()) == int(re.search(r"uses (\d+)", loaded)[1])  # type: ignore[index]


@pytest.mark.parametrize("texts", [["", ""], ["Word", "Word"], ["", "They met on Monday."]])
def test_empty_and_tiny_texts_give_a_table(texts: list[str]) -> None:
    frame = compare([Article(str(n), text, outlet=str(n)) for n, text in enumerate(texts)]).highlights
    assert isinstance(frame, pd.DataFrame)
    assert not len(frame[frame["p"].notna()])


def tell(*texts: str, titles: tuple[str | None, ...] = (None, None)) -> pd.DataFrame:
    """What stands out between two accounts."""
    articles = [
        Article(name, text, title=title, outlet=name)
        for name, text, title in zip(("Coast Press", "Daily Gull"), texts, titles, strict=True)
    ]
    return compare(articles).highlights.set_index("kind")["sentence"]


ASKED = "“We worked two winters of storms and this cut is the thanks,” said Ada Quill, who leads the dockers."
OTHER = "“The port has lost more than it earned since the spring of last year,” said Edda Lorne, who chairs the board."
RAIN = "Rain fell on the quay at noon and the trains to the north were late. "


def test_who_is_asked_in_one_account_only() -> None:
    said = tell(RAIN + ASKED, RAIN + OTHER)
    names = re.sub(r" \(\w+\)", "", said["only source"])
    assert names == "Speaking in only one account: Edda Lorne in Daily Gull; Ada Quill in Coast Press."


def test_who_may_speak_in_another_account_is_not_called_its_only_source() -> None:
    assert "only source" not in tell(RAIN + ASKED, RAIN + "Quill had said more on Monday, when it rained.")


def test_whose_words_fill_the_quotation_marks() -> None:
    said = tell(RAIN + "\n\n".join([ASKED] * 4), RAIN + "\n\n".join([OTHER] * 4))["most quoted"]
    assert re.search(r"(Ada Quill|Edda Lorne) supplies most of the quoted words in .*, but none of those in", said)


def test_the_longest_quotation_that_no_other_account_has_in_part() -> None:
    said = tell(RAIN + ASKED, RAIN + OTHER)["only quotation"]
    words = "“We worked two winters of storms and this cut is the thanks”"
    assert f"Only in Coast Press: Ada Quill’s words {words}." in list(said)
    cut = "Ada Quill said the dockers had “worked two winters of storms and” more."
    assert "only quotation" not in tell(RAIN + ASKED, RAIN + cut)


def test_who_is_named_in_all_accounts_but_one() -> None:
    named = "Ada Quill came. Ada Quill spoke. Ada Quill left. "
    third = Article("Third", RAIN, outlet="Third")
    accounts = [Article(name, RAIN + named, outlet=name) for name in ("First", "Second")]
    said = compare([*accounts, third]).highlights.set_index("kind")["sentence"]
    assert said["not mentioned"] == "Third does not mention Ada Quill; First and Second do."
    third = Article("Third", RAIN + "The strike was Quill's.", outlet="Third")
    assert "not mentioned" not in compare([*accounts, third]).highlights["kind"].to_list()


def test_who_is_named_in_one_account_only() -> None:
    named = "Ada Quill came. Ada Quill spoke. Ada Quill left. "
    said = tell(RAIN + named, RAIN)
    assert said["only mentioned"] == "Mentioned in only one account: Ada Quill in Coast Press."
    assert "only mentioned" not in tell(RAIN + named, RAIN + "Quill was there.")


def test_different_names_for_one_thing() -> None:
    said = tell("They wrote of the estate tax. " + RAIN, "They wrote of the death tax. " + RAIN)["naming"]
    assert said == "Different names for one thing: “estate tax” (Coast Press, once) and “death tax” (Daily Gull, once)."


def test_a_name_in_the_singular_and_in_the_plural_is_one_name() -> None:
    assert "naming" not in tell("They wrote of the estate tax. " + RAIN, "They wrote of estate taxes. " + RAIN)


def test_loaded_words_of_a_title_kept_beside_the_text() -> None:
    said = tell(RAIN, RAIN, titles=("Dockers meet at the port", "Reckless dockers paralyse the port"))["headline"]
    assert said == "Loaded words in a headline, in the outlet's own voice: “Reckless dockers paralyse” (Daily Gull)."


@pytest.mark.parametrize("joint", ["Ada Quill and Edda Lorne", "Edda Lorne and Ada Quill"])
def test_one_who_speaks_with_another_speaks(joint: str) -> None:
    said = (
        RAIN + "\n\n".join([ASKED.replace("Ada Quill, who leads the dockers", who)] * 4) for who in ("Ada Quill", joint)
    )
    highlights = tell(*said)
    assert "most quoted" not in highlights
    assert "Ada Quill" not in highlights.get("only source", "")


def test_two_who_speak_at_once_give_their_words_to_both_sides() -> None:
    sides = (Side("dockers", ("Ada Quill",)), Side("board", ("Edda Lorne",)))
    both = "“We will stay,” Ada Quill said. “We cannot agree,” Edda Lorne said. "
    texts = [both * 8 for _ in range(4)]
    texts += ["“We will stay,” Ada Quill said. " * 15 + "“We will talk,” Ada Quill and Edda Lorne said."]
    articles = [Article(str(n), text, outlet=f"Paper {n}", sides=sides) for n, text in enumerate(texts)]
    assert not of_kind(compare(articles), "one side")


NAMES = [
    "Ada Quill",
    "Şule Özdemir",
    "Łukasz Brandt",
    "Édith Lorne",
    "Carla de Quill",
    "Ida von Lorne",
    "J. R. Quill",
]


@pytest.mark.parametrize("name", NAMES)
def test_who_stands_out_does_not_depend_on_the_letters_of_a_name(name: str) -> None:
    last = name.split()[-1]
    named = f"The pilot {name} came to the quay. In the end, {last} spoke. At noon {last} left. "
    third = Article("Third", RAIN, outlet="Third")
    accounts = [Article(outlet, RAIN + named, outlet=outlet) for outlet in ("First", "Second")]
    said = compare([*accounts, third]).highlights.set_index("kind")["sentence"]
    assert said["not mentioned"] == f"Third does not mention {name.replace('.', '')}; First and Second do."


SPELLINGS = [
    ("Sean O’Quill", "Sean O'Quill"),
    ("Ana Muñoz", "Ana Munoz"),
    ("Ana Peña", "Ana Pena"),
    ("Ana Peña", "Ana Pen\u0303a"),
    ("Ida McKell", "Ida MacKell"),
    ("Ada Quill", "ADA QUILL"),
    ("Nora Haddard", "Nora Hadard"),
]


@pytest.mark.parametrize(("name", "other"), [*SPELLINGS, *(pair[::-1] for pair in SPELLINGS)])
def test_another_spelling_is_the_same_person(name: str, other: str) -> None:
    named = "The pilot {0} came to the quay. In the end, {1} spoke. At noon {1} left. “{2},” said {1}. "
    words = "We worked two winters of storms and this cut is the thanks"
    texts = [RAIN + named.format(each, each.split()[-1], words) for each in (name, name, name, other)]
    highlights = compare([Article(str(n), text, outlet=f"Paper {n}") for n, text in enumerate(texts)]).highlights
    assert not set(highlights["kind"]) & {"not mentioned", "only mentioned", "only source", "most quoted"}


def test_a_word_made_from_a_name_is_a_mention() -> None:
    named = RAIN + "The pilot Ada Quill came to the quay. In the end, Quill spoke. At noon Quill left the quay. "
    for last, kinds in (("The plan fell. ", {"not mentioned"}), ("Quillcare fell. ", set())):
        articles = [Article(str(n), text, outlet=f"Paper {n}") for n, text in enumerate([named] * 3 + [RAIN + last])]
        assert set(compare(articles).highlights["kind"]) & {"not mentioned"} == kinds


def test_an_excerpt_keeps_the_words_that_deny_its_claim_and_pairs_its_marks() -> None:
    assert excerpt("not “a strike in any sense”", "Ada Quill") == "Ada Quill’s words “not ‘a strike in any sense’”"
    assert excerpt("nobody “would lose a cent”") == "“nobody ‘would lose a cent’”"
    assert excerpt("as “a strike in any sense”") == "“a strike in any sense”"
    assert excerpt("“No,” she said, “we stay”") == "“‘No,’ she said, ‘we stay’”"
    assert excerpt("we stay,” she said, “and wait") == "“‘we stay,’ she said, ‘and wait’”"
    assert and_join([]) == ""


def test_of_accounts_with_equal_rates_the_one_with_most_words_is_named_in_any_order() -> None:
    loaded = "The reckless bosses brutally slashed and savaged the quay. " * 12
    texts = {"First": RAIN * 5 + loaded, "Second": RAIN * 9, "Third": RAIN * 14}
    accounts = [Article(name, text, outlet=name) for name, text in texts.items()]
    said = [of_kind(compare(each), "loaded phrases")[0]["sentence"] for each in (accounts, accounts[::-1])]
    assert said[0] == said[1]
    assert "; Third uses none in" in said[0]


def test_of_two_outlets_either_may_come_first() -> None:
    short, long = (
        "They met. It rained. The port is shut. We sat there. ",
        RAIN.replace(". ", ", ") * 2 + "and it rained. ",
    )
    said = {}
    for names in (("Alpha", "Beta"), ("Beta", "Alpha")):
        articles = [
            Article(f"{name}{n}", f"Day {n}. " + text * 3, outlet=name)
            for n in range(12)
            for name, text in zip(names, (short, long), strict=True)
        ]
        rows = {row["sentence"]: json.loads(row["values"]) for row in of_kind(compare(articles), "outlets")}
        assert rows
        assert all({name for name, *_ in values} == {"Alpha", "Beta"} for values in rows.values())
        said[names] = sorted(rows)
    swapped = [
        re.sub("Alpha|Beta", lambda name: {"Alpha": "Beta", "Beta": "Alpha"}[name[0]], one) for one in said[names]
    ]
    assert swapped == said["Alpha", "Beta"]
