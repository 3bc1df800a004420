"""Text made to break a program: no crash, no hang, no code run, nothing written outside the output folder."""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.cli import main
from framing.corpus import Settings, run
from framing.measures import default_measures
from framing.tables import guarded, read_table, replace_surrogates

MEASURES = default_measures()

#: Text of a size, each of a kind that makes careless code slow: quadratic scans, deep recursion, backtracking.
HOSTILE: dict[str, Callable[[int], str]] = {
    "no space": lambda n: "a" * n,
    "one long line": lambda n: "word " * (n // 5),
    "capitals": lambda n: "Ada " * (n // 4),
    "straight quotation marks": lambda n: '"' * n,
    "opening quotation marks": lambda n: "“" * n,
    "closing quotation marks": lambda n: "”" * n,
    "apostrophes": lambda n: "'" * n,
    "quotation marks in words": lambda n: 'a "b" ' * (n // 6),
    "an opening mark in each paragraph": lambda n: "“a b.\n\n" * (n // 7),
    "deeply nested quotation marks": lambda n: "“" * (n // 2) + "a" + "”" * (n // 2),
    "marks nested by turns": lambda n: "“‘" * (n // 4) + "a" + "’”" * (n // 4),
    "blank lines": lambda n: "\n" * n + "The council met.",
    "short lines": lambda n: "a\n" * (n // 2),
    "stops": lambda n: ". " * (n // 2),
    "initials": lambda n: "A." * (n // 2),
    "commas": lambda n: "a, " * (n // 3),
    "and": lambda n: "fair and free and " * (n // 18),
    "speech": lambda n: "“No,” said Ada Quill. " * (n // 22),
    "cues without speech": lambda n: "said " * (n // 5),
    "according to": lambda n: "according to " * (n // 13),
    "names": lambda n: "".join(f"Ada{i} Quill{i} said no. " for i in range(n // 24)),
    "brackets": lambda n: "(" * n,
    "digits": lambda n: "1" * n,
    "hyphens": lambda n: "a-" * (n // 2),
    "zero-width characters": lambda n: "a\u200b" * (n // 2),
    "right-to-left marks": lambda n: "\u202ea b\u202c " * (n // 6),
    "combining marks": lambda n: "e" + "\u0301" * n,
    "lone surrogates": lambda n: "a\ud800 " * (n // 3),
    "null bytes": lambda n: "a\0 " * (n // 3),
}
EVERY_KIND = pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """A hang ends the test instead of the test run; no test is judged by the clock."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise RuntimeError("this hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def work(text: str) -> int:
    """How many calls the analysis of a text makes, of Python functions and of built-in ones."""
    count = 0

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    analyze([Article("warm", text[:200])], measures=MEASURES)
    sys.setprofile(watch)
    try:
        analyze([Article("a", text)], measures=MEASURES)
    finally:
        sys.setprofile(None)
    return count


@EVERY_KIND
def test_work_grows_no_faster_than_the_text(make: Callable[[int], str]) -> None:
    small, large = work(make(6_000)), work(make(24_000))
    assert large < 6 * small + 5_000


@EVERY_KIND
def test_the_tables_of_a_hostile_text_hold(make: Callable[[int], str]) -> None:
    article = Article("a", make(3_000))
    hold(analyze([article], measures=MEASURES), article)


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("no space", 10_000_000),
        ("straight quotation marks", 1_000_000),
        ("opening quotation marks", 200_000),
        ("deeply nested quotation marks", 200_000),
        ("blank lines", 100_000),
        ("lone surrogates", 200_000),
        ("initials", 200_000),
    ],
)
def test_the_sizes_that_were_promised(kind: str, size: int) -> None:
    assert len(analyze([Article("a", HOSTILE[kind](size))], measures=MEASURES)["articles"]) == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_hostile_texts_are_written_and_read_back(tmp_path: Path, form: Any) -> None:
    path = tmp_path / "hostile.jsonl"
    records = [{"id": f"{kind} ../../{n}", "text": make(600)} for n, (kind, make) in enumerate(HOSTILE.items())]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    result = run([path], tmp_path / "out", Settings(format=form))
    assert (result.articles, result.errors) == (len(records), 0)
    assert read_table(tmp_path / "out", "articles")["article"].tolist() == [record["id"] for record in records]
    assert {entry.name for entry in tmp_path.iterdir()} == {"hostile.jsonl", "out"}


def test_spreadsheet_formulas_are_guarded_and_come_back(tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''@x", "'tis", "fine"]
    path = tmp_path / "n.jsonl"
    told = "The council met on Monday, and nobody spoke."
    path.write_text(
        "".join(json.dumps({"id": f"i{n}", "text": told, "title": name}) + "\n" for n, name in enumerate(names)),
        encoding="utf-8",
    )
    run([path], tmp_path / "out")
    written = pd.read_csv(tmp_path / "out" / "articles.csv", keep_default_na=False)["title"]
    assert not any(str(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in written)
    told_back = read_table(tmp_path / "out", "articles")["title"].tolist()
    assert told_back == [name.strip() for name in names]


@given(st.text())
def test_no_guarded_cell_is_a_formula(text: str) -> None:
    cell = guarded(pa.array([replace_surrogates(text)]))[0].as_py()
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (replace_surrogates(text), "'" + replace_surrogates(text))


def test_a_tag_in_a_lexicon_or_front_matter_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    story = tmp_path / "story.md"
    story.write_text(f"---\ntitle: !!python/object/apply:os.mkdir ['{mark}']\n---\nA story.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["analyze", str(story), "--out", str(tmp_path / "out"), "--quiet"])
    assert result.exit_code == 2
    assert not mark.exists()


def test_xml_entities_are_not_expanded(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(12))
    told = "<p>The council of Port Ellery met on Monday to weigh a toll on lorries, and then went home. &e11;</p>" * 4
    page.write_text(f"<!DOCTYPE html [{bombs}]><html><body><article>{told}</article></body></html>", encoding="utf-8")
    result = CliRunner().invoke(main, ["analyze", str(page), "--out", str(tmp_path / "out"), "--quiet"])
    assert result.exit_code in (0, 2)
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*")) < 1_000_000


WORDS = st.sampled_from(
    [
        *(
            "The",
            "council",
            "historic",
            "said",
            "says",
            "“",
            "”",
            '"',
            "'",
            "‘",
            "’",
            "Ada Quill",
            "Quill",
            "he",
            "not",
        ),
        *("according to", "never", "crucial", "disgrace", "fair, free, and open", "Mr.", "U.S.", "3.5", "?", "!", "."),
        *(
            ",",
            "—",
            "\n",
            "\n\n",
            "told",
            "critics",
            "Tom Brandt",
            "that",
            "argued",
            "Advertisement",
            "(",
            ")",
            "ﬁ",
            "İ",
        ),
        *("\u200b", "\u202e", "\ud800", "é", "e\u0301", "日本", "🙂", "\0", "\t", "-", "must", "very"),
    ]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", ""])), max_size=60).map(
    lambda parts: "".join(word + space for word, space in parts)
)


def hold(analysis: Analysis, article: Article) -> None:
    """What every table promises of one article."""
    length = len(article.text)
    sentences, phrases, quotes = (analysis[name] for name in ("sentences", "phrases", "quotes"))
    for frame in (sentences, phrases, quotes):
        assert ((frame["start"] >= 0) & (frame["start"] < frame["end"]) & (frame["end"] <= length)).all()
    assert (sentences["start"].to_numpy()[1:] >= sentences["end"].to_numpy()[:-1]).all()
    assert phrases["start"].is_monotonic_increasing
    ranges = list(zip(sentences["start"], sentences["end"], strict=True))
    for phrase in phrases.itertuples():
        assert replace_surrogates(article.text[phrase.start : phrase.end]) == phrase.text
        first, last = ranges[phrase.sentence]
        assert first <= phrase.start
        assert phrase.end <= last
    row = analysis["articles"].iloc[0]
    assert row["words"] == sentences["words"].sum()
    assert row["sentences"] == len(sentences)
    sources = analysis["sources"]
    assert sources["words_quoted"].sum() <= row["words"]
    assert quotes["words"].max() <= row["words"] if len(quotes) else True
    assert sentences["loaded"].dropna().between(0, 1).all()


@settings(max_examples=150)
@given(TEXTS)
def test_every_table_keeps_its_promises(text: str) -> None:
    article = Article("a", text)
    hold(analyze([article], measures=MEASURES), article)


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=2, max_size=4), st.randoms())
def test_an_article_is_measured_alike_in_any_batch_and_order(texts: list[str], random: Any) -> None:
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    alone = {article.id: analyze([article], measures=MEASURES) for article in articles}
    random.shuffle(articles)
    together = analyze(articles, measures=MEASURES)
    for article_id, tables in alone.items():
        for table, frame in tables.items():
            if "article" in frame:
                mine = together[table][together[table]["article"] == article_id].reset_index(drop=True)
                pd.testing.assert_frame_equal(mine, frame, check_dtype=False, check_exact=True)


PARAGRAPHS = (
    "The council of Port Ellery met on Monday to weigh a historic toll on lorries, a move that has rattled hauliers.",
    "“We will not be bullied,” said Ada Quill, who leads the union. “The toll is a disgrace, and this town knows it.”",
    "The harbour master, Tom Brandt, said the toll would pay for a new quay. He added that work could begin in May.",
    "Critics say that the radical plan was rushed through. According to Brandt, no other plan was ever on the table.",
    "Nobody was hurt when the old quay gave way, but two boats were lost and the repairs have not been paid for.",
    "Ms. Quill called the vote “a shameful betrayal” and told reporters that the union would go to court by summer.",
)
COUNTED = {"phrases", "words", "attributions", "quotations", "sentences", "syllables", "cues"}
#: What is no rate: intervals narrow with more text, variety counts words met again, and Simpson's index is unbiased.
NO_RATES = {"mattr", "mtld", "simpson", "sources", "few_sentences", "few_sentences_smog", "frames_present"}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, unique=True))
def test_saying_a_text_twice_leaves_every_rate_and_doubles_every_count(paragraphs: list[str]) -> None:
    once = "\n\n".join(paragraphs)
    tables = [analyze([Article("a", text)], measures=MEASURES) for text in (once, f"{once}\n\n{once}")]
    # Of the first line alone it is not always to be told whether it is a headline.
    assume(all((table["sentences"]["section"] == "body").all() for table in tables))
    before, after = (table["articles"].iloc[0] for table in tables)
    for figure in (figure for measure in MEASURES for figure in measure.summary_columns):
        name = figure.name
        if name in NO_RATES or name.startswith("reading_ease") or name.endswith(("_low", "_high")):
            continue
        times = 2 if figure.unit in COUNTED and "_per_" not in name else 1
        # What is too little to tell of one may be told of two.
        assert math.isnan(before[name]) or after[name] == pytest.approx(times * before[name]), name


def test_a_path_in_place_of_a_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A toll.", encoding="utf-8")
    with pytest.raises(ValueError, match=r"framing\.read"):
        analyze(str(path))
    assert len(analyze("")["articles"]) == 1


def test_two_articles_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="'a'"):
        analyze([Article("a", "A toll."), Article("a", "A dam.")])
