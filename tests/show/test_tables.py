"""Tables as a report shows them, and as it saves them."""

from __future__ import annotations

import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from framing import show
from framing.analysis import Analysis, analyze
from framing.articles import Article, Articles, ReadError, Side
from framing.articles.event import parse_side
from framing.compare import compare
from framing.show.first_screen import proposed_sides, shared_topic
from framing.show.side_by_side import plain


def page(shown: show.Table) -> BeautifulSoup:
    return BeautifulSoup(shown.html(), "html.parser")


def cells(table: show.Table) -> list[list[str]]:
    return [[cell.get_text() for cell in row] for row in page(table).select("tbody tr")]


def test_numbers_are_written_for_readers_and_sorted_by_value() -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "n": [1234567, 2], "rate": [0.5, np.nan]})
    shown = show.table(frame, "Caption.", digits={"rate": 1})
    assert cells(shown) == [["a", "1,234,567", "0.5"], ["b", "2", "–"]]
    orders = [cell.get("data-order") for cell in page(shown).select("tbody td")]
    assert orders == ["1234567", "0.5", "2", None]


def test_a_table_has_caption_headings_and_row_names() -> None:
    root = page(show.table(pd.DataFrame({"a_b": ["x"], "c": [1]}), "What it is."))
    assert root.select("caption")[0].get_text() == "What it is."
    assert [head.get("scope") for head in root.select("th")] == ["col", "col", "row"]


def test_a_table_without_rows_says_so() -> None:
    assert cells(show.table(pd.DataFrame({"a": []}), "Caption.")) == [["None."]]


def test_a_long_table_says_what_it_leaves_out() -> None:
    html = show.table(pd.DataFrame({"n": range(9)}), "Caption.", most=4).html()
    assert "The first 4 of 9 rows" in html


def test_cells_are_escaped() -> None:
    html = show.table(pd.DataFrame({"<b>": ["<script>alert(1)</script>"]}), "<i>").html()
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_without_text_cells_hold_a_few_words_and_reasons_stay() -> None:
    frame = pd.DataFrame(
        {"text": ["one two three four five six seven"], "why": ["a reason of more than just six words"]}
    )
    assert cells(show.table(frame, "Caption.", keep_text=False)) == [["one two three four five six …", frame["why"][0]]]


def test_saved_tables_hold_every_row_and_no_formula(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["=1+1", "@x", "plain"], "n": [-1, 2, 3]})
    show.save_tables({"found": frame}, tmp_path / "tables")
    saved = pd.read_csv(tmp_path / "tables" / "found.csv")
    assert saved["text"].tolist() == ["'=1+1", "'@x", "plain"]
    assert saved["n"].tolist() == [-1, 2, 3]


def test_the_corpus_table_names_each_text_by_its_hash(analysis: Analysis) -> None:
    import hashlib

    digests = [hashlib.sha256(article.text.encode()).hexdigest()[:12] for article in analysis.articles_read]
    assert [row[-1] for row in cells(show.corpus(analysis))] == digests


def test_an_address_may_be_broken_anywhere() -> None:
    article = Article("a", "They met.", title="They met", url="https://marl.example/they-met-at-the-quay")
    page = BeautifulSoup(show.corpus(analyze([article])).html(), "html.parser")
    assert page.select_one("td.address").get_text() == article.url


def test_lexicons_that_name_no_loaded_phrases_are_not_said_to_find_none(analysis: Analysis) -> None:
    lexicons = set(show.coverage(analysis).frame["lexicon"])
    assert "drama" in lexicons
    assert not {"policy-frames", "generic-frames"} & lexicons


@pytest.mark.parametrize("keep_text", [True, False])
def test_the_caution_says_whether_the_text_is_there(keep_text: bool) -> None:
    caution = show.caution(keep_text).html()
    assert ("holds the text" in caution) == keep_text
    assert ("is left out" in caution) != keep_text


def test_no_page_calls_anybody_biased(analysis: Analysis) -> None:
    pages = [
        show.caution(),
        show.how_to_read(),
        show.overview(analysis),
        show.highlight(analysis),
        show.codebook(analysis),
    ]
    text = " ".join(page.html() for page in pages).lower()
    assert "bias" not in text


def test_how_it_was_made_names_command_versions_and_seed(analysis: Analysis) -> None:
    note = show.made_with("one-article", analysis, ["my files/*.html"], keep_text=False).html()
    assert "framing report one-article --input &#x27;my files/*.html&#x27; --no-text" in note
    assert "seed 20250328" in note
    assert "framing 0" in note


def test_tables_of_empty_and_tiny_texts_are_written() -> None:
    tiny = analyze([Article("empty", ""), Article("word", "Word")])
    shown = [
        show.overview(tiny),
        show.corpus(tiny),
        show.codebook(tiny),
        show.loaded_phrases(tiny),
        show.quotations(tiny),
    ]
    shown += [
        show.sides_table(tiny),
        show.hardest(tiny),
        show.loaded_sentences(tiny),
        show.coverage(tiny),
        show.most_found(tiny),
        show.highlight(tiny),
    ]
    assert all(each.html() for each in (*shown, show.values(tiny, "readability")))


def test_tables_of_no_articles_and_of_accounts_that_share_nothing_are_written() -> None:
    assert show.values(analyze([]), "phrasing").html()
    comparison = compare([Article("empty", ""), Article("word", "Word")])
    grids = [
        show.statements_grid(comparison.analysis, comparison["statements"]),
        show.facts_grid(comparison.analysis, comparison["facts"]),
    ]
    assert [cells(grid) for grid in grids] == [[["None."]]] * 2


def test_an_analysis_shows_itself(analysis: Analysis) -> None:
    html = analysis._repr_html_()
    assert "<style>" in html
    assert "Gazette" in html
    assert 'class="why"' in html


def test_words_in_context(analysis: Analysis) -> None:
    rows = cells(show.concordance(analysis, "historic", "TAX grab"))
    assert [row[1] for row in rows] == ["historic", "tax grab", "historic"]
    assert rows[0][0] == "Council weighs a"
    assert rows[0][2].startswith("toll The council")


def test_words_in_context_without_text_are_few(analysis: Analysis) -> None:
    rows = cells(show.concordance(analysis, "toll", keep_text=False))
    assert max(len((row[0] + " " + row[2]).split()) for row in rows) <= 4


@pytest.mark.parametrize("differ", [0, 3])
def test_of_comparisons_those_that_differ_and_the_strongest_others_are_shown(differ: int) -> None:
    p = [0.001 * row for row in range(1, 31)]
    frame = pd.DataFrame(
        {
            "measure": [f"m{row}" for row in range(30)],
            "verdict": ["differs"] * differ + ["cannot tell"] * (30 - differ),
            "p": p,
            "q": p,
        }
    )
    columns = ("group", "articles", "value", "value_rest", "difference", "difference_low", "difference_high")
    shown = show.differences_table(frame.assign(**dict.fromkeys((*columns, "effect_size"), 1.0)).iloc[::-1])
    assert [row[0] for row in cells(shown)] == [f"m{row}" for row in range(differ + 5)]
    assert f"Not shown: {25 - differ} more that could be chance" in shown.html()


def test_facts_of_two_events_stay_apart() -> None:
    text = "They weighed a toll of 25% on lorries."
    articles = [Article(f"{event}-{o}", text, outlet=o, event=event) for event in ("toll", "flood") for o in "AB"]
    comparison = compare(articles)
    frame = show.facts_grid(comparison.analysis, comparison["facts"]).frame
    assert frame["fact"].str.contains("toll of 25%").sum() == 2


def test_the_command_that_makes_a_report_again_names_all_that_was_asked(tmp_path: Path) -> None:
    made = show.made_with("one-article", inputs=["a.txt"], sides="my sides.toml", prepend_title=True, keep_text=False)
    command = BeautifulSoup(made.html(), "html.parser").select("code")[0].get_text()
    assert command == "framing report one-article --input a.txt --sides 'my sides.toml' --prepend-title --no-text"


def test_a_text_that_is_not_in_english_is_named() -> None:
    articles = [
        Article(
            "fr", "Le maire de la ville a dit mardi que la grève continue et que rien ne change. " * 2, outlet="Quai"
        ),
        Article("en", "The mayor of the town said on Tuesday that the strike went on and nothing had changed. " * 2),
        Article("short", "Bonjour."),
    ]
    note = show.problems(analyze(articles)).html()
    assert "Not in English: Quai. " in note
    assert "Not in English" not in show.problems(analyze(articles[1:])).html()


def test_the_sentences_that_score_highest_come_first_with_their_greatest_reasons() -> None:
    text = "The council met on Monday.\n\nThe shameless cronies lied. The vote is on 3 June, a <b>Tuesday</b>."
    analysis = analyze([Article("one", text, outlet="Bell"), Article("none", "— —", outlet="Gull")])
    rows = cells(show.loaded_sentences(analysis, most=2))
    assert [row[0] for row in rows] == ["The shameless cronies lied.", "The vote is on 3 June, a <b>Tuesday</b>."]
    assert rows[0][4].startswith("“shameless” +")
    assert float(rows[0][3]) > float(rows[1][3])
    assert "−" in rows[1][4]
    kept = cells(show.loaded_sentences(analysis, most=2, keep_text=False))
    assert [row[0] for row in kept] == ["The shameless cronies lied.", "The vote is on 3 June, …"]


def test_the_name_of_a_frame_has_its_comma() -> None:
    assert plain("Legality_Constitutionality_and_jurisprudence") == "Legality, constitutionality and jurisprudence"


def test_a_table_of_differences_says_that_they_are_within_events() -> None:
    articles = [Article(n, f"They met {n}.", outlet=n, event="toll") for n in "ab"]
    assert "within events" in show.differences_table(compare(articles)["differences"]).caption


@pytest.mark.parametrize("events", [("toll",), ("toll", "strike")])
def test_rows_of_several_events_say_of_which_they_are(events: tuple[str, ...]) -> None:
    text = (
        "They met Mayor Ada Quill on 3 June 2025. “We will not pay one penny for it,” said Ada Quill. It is a {} tax."
    )
    articles = [
        Article(f"{e}-{n}", text.format(tax), outlet=n, event=e)
        for e in events
        for n, tax in (("A", "death"), ("B", "estate"))
    ]
    comparison = compare(articles)
    tables = [
        show.facts_grid(comparison.analysis, comparison["facts"]),
        show.statements_grid(comparison.analysis, comparison["statements"]),
        show.naming_grid(comparison.aligned()),
        show.naming_table(comparison.analysis, comparison["naming"]),
    ]
    for each in tables:
        assert len(each.frame)
        assert set(each.frame.get("event", ())) == (set(events) if len(events) > 1 else set())


def test_a_side_that_never_speaks_has_a_row_of_zeros() -> None:
    sides = (Side("council", ("Tom Brandt",)), Side("hauliers", ("Ada Quill",)))
    said = "“It will pay for a quay,” said Tom Brandt. "
    articles = [Article("a", said * 6, sides=sides), Article("b", "“It is too much,” said Ada Quill.", sides=sides)]
    frame = show.sides_table(analyze(articles)).frame.set_index(["article", "side"])
    assert frame.loc[("a", "hauliers"), "attributions"] == 0
    assert frame.loc[("b", "council"), "words_quoted"] == 0
    assert frame.loc[("a", "council"), "attributions"] == 6


def test_every_class_of_cues_is_explained(analysis: Analysis) -> None:
    shown = show.cue_classes(analysis).frame
    assert shown.set_index("cues")[["council", "hauliers"]].sum(axis=1).to_dict() == {"neutral": 2, "emotive": 1}
    assert shown["meaning"].str.len().gt(10).all()


def test_one_article_per_outlet_gets_one_sentence() -> None:
    articles = [
        Article(outlet, f"The {outlet} clerk met the council by the old quay.", outlet=outlet) for outlet in "ABC"
    ]
    comparison = compare(articles)
    html = show.verdicts(comparison).html()
    assert html.count("<p") == 1
    assert "With one article per outlet" in html
    # a q or p of 1 puts no outlet before another
    assert not len(show.differences_table(comparison["differences"]).frame)
    assert not len(show.keyness_table(comparison["keyness"]).frame)


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_skipped_is_counted(count: int) -> None:
    errors = [ReadError(f"{n}.txt", None, "empty") for n in range(count)]
    shown = BeautifulSoup(show.problems(analyze(Articles([], errors))).html(), "html.parser").get_text()
    assert f"Skipped {count} record{'s' * (count > 1)} that could not be read" in shown
    assert not show.problems(analyze([Article("a", "They met.")])).html()


@pytest.mark.parametrize(
    ("title", "called"), [("The Toll of Port Ellery", "The Toll of Port Ellery"), (None, "toll-a")]
)
def test_a_report_is_called_by_its_event(title: str | None, called: str) -> None:
    articles = [Article(n, "They met.", outlet=n, event="toll-a", event_title=title) for n in "ab"]
    shown = show.opening(compare(articles))
    assert BeautifulSoup(shown.html(), "html.parser").h1.get_text() == called
    assert shown._repr_html_()[1] == {"title": called}


def test_sources_are_proposed_as_sides_that_can_be_taken_over() -> None:
    said = "“It will pay for a quay,” said Tom Brandt. “It is too much,” said Ada Quill. "
    shown = BeautifulSoup(show.sides_note(analyze([Article("a", said * 3)])).html(), "html.parser").get_text()
    words = shlex.split(shown[shown.index("--side") :])
    sides = [parse_side(word) for word in words if word != "--side"]
    assert {side.name: set(side.members) for side in sides} == {
        "Tom Brandt": {"Tom Brandt", "Brandt"},
        "Ada Quill": {"Ada Quill", "Quill"},
    }


def test_a_proposed_side_can_be_taken_over_whatever_its_sources_are_called() -> None:
    rows = [("direct", name) for name in ("John Smith Jr.", "Board = Union", "Quay, Inc.", "Ada Quill; Tom Brandt") * 2]
    quotes = pd.DataFrame(rows, columns=["kind", "source"])
    sources = pd.DataFrame({"source": ["John Smith Jr.", "Ada Quill"], "type": "person"})
    analysis = Analysis({"quotes": quotes, "sources": sources}, [])
    proposed = dict(proposed_sides(analysis, most=9))
    assert proposed["John Smith Jr."] == ("John Smith Jr.", "Smith")
    assert proposed["Ada Quill"] == ("Ada Quill", "Quill")
    assert "Tom Brandt" in proposed
    shown = BeautifulSoup(show.sides_note(analysis).html(), "html.parser").get_text()
    sides = [parse_side(word) for word in shlex.split(shown[shown.index("--side") :]) if word != "--side"]
    members = {member for side in sides for member in side.members}
    assert members <= {name for names in proposed.values() for name in names}


@pytest.mark.parametrize(
    ("titles", "topic"),
    [
        (["Harbour toll rises", "Harbour toll protest", "Strike ends early", "School meals cut", "Clerk resigns"], ""),
        (["Toll: why the toll matters", "Council debates budget", "Strike ends early"], ""),
        (["Harbour toll rises", "Harbour toll protest", "Strike ends early"], "Harbour toll"),
    ],
)
def test_a_topic_is_in_at_least_half_of_the_headlines(titles: list[str], topic: str) -> None:
    assert shared_topic(titles) == topic


def test_frames_of_articles_without_a_sentence_are_none() -> None:
    assert not len(show.frames_grid(analyze([Article("a", ""), Article("b", "")])).frame)


def test_an_outlet_with_one_period_shows_neither_change_nor_none() -> None:
    columns = ["outlet", "period", "articles", "mean", "low", "high"]
    one, two = ("Post", "2031-01", 9, 5.0, 4.0, 6.0), ("Bell", "2031-01", 9, 5.0, 4.0, 6.0)
    assert "too few articles" in show.time_opening(pd.DataFrame([one], columns=columns), "Grade").deck.lower()
    rows = [one, two, ("Bell", "2031-02", 9, 5.5, 4.5, 6.5)]
    deck = show.time_opening(pd.DataFrame(rows, columns=columns), "Grade").deck
    assert deck == "1 outlet shows no clear change; 1 outlet has too few articles to say."


def test_long_tables_show_ten_rows_and_a_box_for_the_rest() -> None:
    for rows, boxes in ((10, 0), (11, 1)):
        root = page(show.table(pd.DataFrame({"n": range(rows)}), "Caption."))
        assert len(root.select("input[type=checkbox]")) == boxes
        assert len(root.select("tbody tr")) == rows


def test_a_report_of_one_article_says_that_there_were_more() -> None:
    articles = [Article("a", "They met."), Article("b", "They left.")]
    assert "holds 2 articles; this report is about the first, a." in show.first_of(articles).html()
    assert show.first_of(articles[:1]).html() == ""
