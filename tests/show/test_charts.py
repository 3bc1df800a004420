"""What holds for every chart because it is one, and what single charts say."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from framing import show
from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.compare.highlights import article_highlights
from framing.compare.wording import strong
from framing.measures.balance import NO_SIDE
from framing.show.charts import COLOURS
from framing.show.speaking import Sides

CHARTS: dict[str, Callable[[Analysis], show.Chart]] = {
    "phrase_rates": show.phrase_rates,
    "speaking_shares": show.speaking_shares,  # type: ignore[dict-item]
    "speaking_strip": show.speaking_strip,
    "grades": show.grades,
    "difficulty": lambda analysis: show.difficulty(analysis, "gazette"),
    "over_events": lambda analysis: show.over_events(analysis, "flesch_kincaid_grade", "Grade"),
    "over_time": lambda analysis: show.over_time(show.by_period(analysis["articles"], "flesch_kincaid_grade"), "Grade"),
}


@pytest.fixture(params=CHARTS, ids=str)
def chart(request: pytest.FixtureRequest) -> Callable[[Analysis], show.Chart]:
    return CHARTS[request.param]


def without_findings(analysis: Analysis) -> Analysis:
    emptied = {name: frame.iloc[:0] for name, frame in analysis.items() if name not in ("articles", "sentences")}
    return Analysis({**analysis, **emptied}, analysis.articles_read)


def test_the_same_tables_give_the_same_bytes(chart: Callable, analysis: Analysis) -> None:
    assert chart(analysis).html() == chart(analysis).html()


def test_a_chart_is_named_and_captioned_and_its_text_is_text(chart: Callable, analysis: Analysis) -> None:
    drawn = chart(analysis)
    root = etree.fromstring(drawn.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == drawn.alt
    assert len(drawn.alt) > 40
    assert drawn.caption
    assert root.findall(".//{*}text")


def test_a_chart_brings_no_style_date_or_foreign_address(chart: Callable, analysis: Analysis) -> None:
    svg = chart(analysis).svg
    assert "<style" not in svg
    assert "<metadata" not in svg
    assert set(re.findall(r"https?://[^\"\s]+", svg)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_charts_on_one_page_share_no_ids(analysis: Analysis) -> None:
    ids = [set(re.findall(r' id="([^"]+)"', chart(analysis).svg)) for chart in CHARTS.values()]
    assert sum(map(len, ids)) == len(set.union(*ids))


def test_every_reference_in_a_chart_is_kept(chart: Callable, analysis: Analysis) -> None:
    svg = chart(analysis).svg
    used = set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg))
    assert used <= set(re.findall(r' id="([^"]+)"', svg))


def test_a_chart_of_nothing_found_is_drawn(chart: Callable, analysis: Analysis) -> None:
    assert chart(without_findings(analysis)).html()


def test_a_chart_of_empty_and_tiny_texts_is_drawn(chart: Callable, analysis: Analysis) -> None:
    articles = [Article("gazette", ""), Article("word", "Word"), Article("blank", " \n\n ", outlet="Blank")]
    assert chart(analyze(articles)).html()


def test_a_hostile_name_is_drawn_as_it_is(analysis: Analysis) -> None:
    name = "$x^2$ <script>alert(1)</script>\x00\u202e"
    articles = analysis["articles"].assign(outlet=[name, "Bell"])
    drawn = show.phrase_rates(Analysis({**analysis, "articles": articles}, analysis.articles_read)).html()
    assert "<script" not in drawn
    assert "$x^2$" in drawn
    assert "\x00" not in drawn
    assert "\u202e" not in drawn


def test_colours_follow_the_page(analysis: Analysis) -> None:
    svg = show.phrase_rates(analysis).svg
    assert "var(--own, #8f2d1b)" in svg
    assert not re.findall(r"(?:fill|stroke): #(?!fff)[0-9a-f]{6}", svg)


def test_sides_are_known_by_hatching_and_place_where_there_is_no_colour(analysis: Analysis) -> None:
    several = Sides(analysis["quotes"])
    sides = [group for group in several.shades if group != NO_SIDE]
    assert len({several.hatch(side) for side in sides}) == len(sides) > 1
    assert len({(several.hatch(group), several.colour(group)) for group in several.shades}) == len(several.shades)
    assert "<pattern" in show.speaking_shares(analysis).svg


def test_who_speaks_is_drawn_on_a_line_of_its_own(analysis: Analysis) -> None:
    root = etree.fromstring(show.speaking_strip(analysis).svg.encode())
    heights: dict[str, set[float]] = {}
    for path in root.iter("{*}path"):
        style = path.get("style") or ""
        fill = next((name for name in COLOURS if name.startswith("side-") and f"var(--{name}," in style), None)
        if fill and path.get("clip-path"):
            corners = [float(number) for number in re.findall(r"[ML] \S+ (\S+)", path.get("d"))]
            heights.setdefault(fill, set()).add(round((max(corners) + min(corners)) / 2, 1))
    assert len(heights) > 1
    first, *others = heights.values()
    assert all(first.isdisjoint(other) for other in others)


def test_rates_of_loaded_phrases_count_the_same_words_in_sentence_chart_and_table() -> None:
    said = "“The toll will pay for the quay and for every lock along the river,” said Ada Quill. "
    text = "Toll Talks\n\nThe reckless mayor slammed the tax grab in Port Ellery on Monday.\n\n" + said * 8
    analysis = analyze([Article("a", text), Article("b", text.replace("slammed", "read"))])
    phrases, words = strong(analysis["phrases"]), analysis["articles"].set_index("article")["words_own"].astype(int)
    drawn = show.phrase_rates(analysis)
    for article in "ab":
        count = int((phrases["article"] == article).sum())
        assert count
        assert f"{article}: {100 * count / words[article]:g} (" in drawn.alt
        row = article_highlights(analysis, article).set_index("kind").loc["loaded phrases"]
        assert f"in {words[article]} words of its own" in row["sentence"]
        assert f"{100 * count / words[article]:.1f} per 100 words of its own" in row["detail"]
    assert words["a"] < analysis["articles"]["words"].iloc[0] / 2


def test_under_ten_sentences_a_grade_is_greyed_out_and_says_so(analysis: Analysis) -> None:
    drawn = show.grades(analysis)
    assert "too few sentences" in drawn.alt
    longer = analysis["articles"].assign(body_sentences=10)
    assert "too few" not in show.grades(Analysis({**analysis, "articles": longer}, analysis.articles_read)).alt
    assert "too few sentences" in show.grades(analyze([Article("empty", "")])).alt


def test_position_counts(analysis: Analysis) -> None:
    counts = show.position_counts(analysis, analysis["phrases"])
    assert counts.loc["gazette"].tolist() == [1, 2, 0]
    assert counts.sum(axis=1).sum() == len(analysis["phrases"])


def test_periods_count_articles_and_leave_out_what_has_no_date() -> None:
    articles = pd.DataFrame(
        {
            "outlet": ["Post", "Post", "Post", "Bell", None],
            "date": ["2031-01-05", "2031-01-20T08:00", "2031-02-01", None, "2031-01-01"],
            "grade": [8.0, 10.0, 7.0, 5.0, 5.0],
        }
    )
    periods = show.by_period(articles, "grade")
    assert periods[["outlet", "period", "articles", "mean"]].values.tolist() == [
        ["Post", "2031-01", 2, 9.0],
        ["Post", "2031-02", 1, 7.0],
    ]
    assert np.isnan(periods["low"].iloc[1])


def test_what_is_left_out_of_time_is_counted_once() -> None:
    articles = pd.DataFrame({"outlet": ["Post", None, None], "date": ["2031-01-05", None, "2031-02-01"], "grade": 8.0})
    html = show.left_out(articles, pd.DataFrame({"input": ["x.csv"]}), "grade").html()
    assert "2 left out: 2 without an outlet, 1 without a date. Skipped 1 record" in html


def test_an_unknown_period_is_met_with_those_there_are() -> None:
    articles = pd.DataFrame({"outlet": "Post", "date": ["2031-01-05"], "grade": 8.0})
    with pytest.raises(ValueError, match="the period is 'H'; write one of D, W, M, Q, Y"):
        show.by_period(articles, "grade", "H")


def test_a_month_without_articles_takes_up_its_place_in_time() -> None:
    def marks(months: list[str]) -> list[float]:
        articles = pd.DataFrame({"outlet": "Post", "date": [f"{month}-05" for month in months], "grade": 8.0})
        drawn = etree.fromstring(show.over_time(show.by_period(articles, "grade"), "Grade").svg.encode())
        return sorted({float(use.get("x")) for use in drawn.iter("{*}use") if "stroke-width" not in use.get("style")})

    first, second, last = marks(["2031-01", "2031-02", "2031-06"])
    assert last - second > 3 * (second - first)


def test_one_who_speaks_is_one_group_though_an_account_has_the_surname_alone() -> None:
    columns = ["kind", "side", "source"]
    rows = [("direct", None, "Ada Quill"), ("direct", None, "Quill"), ("direct", None, "Tom Brandt")]
    sides = Sides(pd.DataFrame(rows, columns=columns))
    assert list(sides.shades) == ["Ada Quill", "Tom Brandt"]
    assert sides.of(None, "Quill") == "Ada Quill"


@pytest.mark.parametrize("count", [2, 5, 12])
def test_no_two_sides_look_alike_and_a_new_name_recolours_none(count: int) -> None:
    names = [f"{letter} side" for letter in "zyxwvutsrqponmlk"[:count]]
    quotes = pd.DataFrame([("direct", name, "Ada Quill") for name in names], columns=["kind", "side", "source"])
    sides = Sides(quotes, names)
    assert list(sides.shades) == names
    assert len({(sides.colour(name), sides.hatch(name)) for name in names}) == count
    renamed = Sides(quotes.replace(names[0], "a side"), ["a side", *names[1:]])
    assert [renamed.colour(name) for name in names[1:]] == [sides.colour(name) for name in names[1:]]


def test_without_sides_the_sources_quoted_most_are_counted_and_not_drawn(analysis: Analysis) -> None:
    quotes = analysis["quotes"].assign(side=None)
    shown = show.speaking_shares(Analysis({**analysis, "quotes": quotes}, analysis.articles_read))
    assert isinstance(shown, show.Table)
    assert dict(zip(shown.frame["source"], shown.frame["attributions"], strict=True)) == {
        "Tom Brandt": 2,
        "Ada Quill": 1,
    }


def test_a_chart_is_narrow_enough_for_a_phone(chart: Callable, analysis: Analysis) -> None:
    width = float(etree.fromstring(chart(analysis).svg).get("viewBox").split()[2])
    smallest = min(float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)px", chart(analysis).svg))
    # 350 of the 390 pixels of a phone are left for the chart
    assert smallest * 350 / width >= 9
