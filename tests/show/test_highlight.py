"""The highlighted article: its text, its marks, its voices."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from framing.analysis import Analysis
from framing.show import highlight, loaded_phrases
from framing.show.marking import masked
from framing.show.markup import Display, anchor, printable


def tree(shown: Display) -> BeautifulSoup:
    return BeautifulSoup(shown.html(), "html.parser")


def without_notes(shown: Display) -> BeautifulSoup:
    root = tree(shown)
    for note in root.select(".why"):
        note.decompose()
    return root


def paragraphs(root: Tag) -> str:
    """The text of the article, without what the report says about it."""
    return squeezed(" ".join(part.get_text() for part in root.select("p:not(.about):not(.shown)")))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_text_is_all_there_and_nothing_else(analysis: Analysis) -> None:
    root = without_notes(highlight(analysis))
    for article in analysis.articles_read:
        assert paragraphs(root.find(id=anchor("article", article.id))) == squeezed(article.text)


def test_every_phrase_is_marked_where_it_stands_with_its_reason(analysis: Analysis) -> None:
    root = tree(highlight(analysis))
    for row in analysis["phrases"].to_dict("records"):
        mark = root.find(id=anchor("phrase", row["article"], row["start"]))
        assert next(mark.strings) == row["text"]
        why = root.find(id=mark.get("aria-describedby"))
        assert row["why"] in why.get_text()
        assert row["category"] in why.get_text()
        assert f"voice-{row['voice']}" in mark["class"]
        assert mark.get("tabindex") == "0"


def test_every_cue_says_who_speaks(analysis: Analysis) -> None:
    notes = [cue.get_text() for cue in tree(highlight(analysis)).select("mark.cue")]
    assert len(notes) == len(analysis["quotes"])
    assert sum("Tom Brandt speaks" in note for note in notes) == 2


def test_overlapping_phrases_are_marked_once_and_told_together(analysis: Analysis) -> None:
    phrases = analysis["phrases"]
    inner = phrases[phrases["text"] == "tax grab"].assign(text="grab", category="label", why="Another reason.")
    inner["start"] += len("tax ")
    both = Analysis({**analysis, "phrases": pd.concat([phrases, inner])}, analysis.articles_read)
    root = tree(highlight(both, "bell"))
    inside = root.find(id=anchor("phrase", "bell", int(inner["start"].iloc[0])))
    assert inside.parent.name == "mark"
    assert "Another reason." in inside.parent.get_text()
    assert squeezed(without_notes(highlight(both, "bell")).get_text()).count("tax grab & more") == 1


def test_filters_name_every_category_and_voice_with_its_count(analysis: Analysis) -> None:
    labels = [squeezed(label.get_text()) for label in tree(highlight(analysis)).select(".filters label")]
    assert labels == [
        "own words 5",
        "quoted 2",
        "hype 3",
        "dramatic 2",
        "label 1",
        "one sided 1",
    ]


def test_without_text_only_cues_of_a_few_words_remain(analysis: Analysis) -> None:
    shown = highlight(analysis, keep_text=False)
    root = without_notes(shown)
    for hidden in root.select("[aria-hidden]"):
        assert not any(character.isalnum() for character in hidden.get_text())
        hidden.replace_with(" ")
    left = paragraphs(root)
    words = analysis["phrases"]["text"].tolist() + analysis["quotes"]["cue"].tolist()
    assert sorted(left.split()) == sorted(" ".join(words).split())


@pytest.mark.parametrize("text", ["", "\n\n", "\ud800 \x00 <script>alert(1)</script>", "&lt;b&gt; " * 3])
def test_any_text_can_be_shown(analysis: Analysis, text: str) -> None:
    article = replace(analysis.articles_read[0], text=text)
    emptied = {name: frame.iloc[:0] for name, frame in analysis.items() if name != "articles"}
    shown = highlight(Analysis({**analysis, **emptied}, [article]), article.id)
    root = tree(shown)
    assert not root.select("script")
    assert squeezed(printable(text)) in squeezed(root.get_text())


def test_links_of_the_phrase_table_lead_to_marks(analysis: Analysis) -> None:
    page = BeautifulSoup(highlight(analysis).html() + loaded_phrases(analysis).html(), "html.parser")
    leads = [link["href"][1:] for link in page.select("td a, th a")]
    assert len(leads) == len(analysis["phrases"])
    assert all(page.find(id=lead).name == "mark" for lead in leads)


def test_masked_words_keep_their_length() -> None:
    assert masked("Ab, 12!") == "··, ··!"
