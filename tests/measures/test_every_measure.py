"""What holds for every measure because it is one."""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain

import pytest

from framing.analysis import analyze, read_voices, table_columns
from framing.articles import Article
from framing.attribution import VOICES, Batch, Voice
from framing.measures import Measure, default_measures
from framing.tables import column_names

TOLD = """Harbour council weighs a historic toll

The council of Port Ellery met on Monday to weigh a toll on lorries, a move that has rattled hauliers.

“We will not be bullied,” said Ada Quill, who leads the hauliers' union. “The toll is a disgrace.”

The harbour master, Tom Brandt, said the toll would pay for a new quay. He added that work could begin in May.

Critics say the plan was rushed. The council votes on 3 June, and 25% of its seats are vacant."""

ALL = default_measures()


@pytest.fixture(scope="module", params=ALL, ids=lambda measure: measure.name)
def measure(request: pytest.FixtureRequest) -> Measure:
    return request.param


def test_every_figure_says_what_it_is(measure: Measure) -> None:
    for figure in measure.summary_columns:
        assert figure.name == figure.name.lower()
        assert figure.unit
        assert figure.direction
        assert figure.reference


def test_findings_keep_the_measures_promises(measure: Measure) -> None:
    reading = read_voices(Article("told", TOLD))
    result = measure(Batch.of_reading(reading))
    assert list(result.summary) == [figure.name for figure in measure.summary_columns]
    assert set(result.tables) == set(measure.tables)
    assert set(result.sentences) == set(measure.sentence_columns)
    for table, columns in result.tables.items():
        assert tuple(columns) == column_names(table)
        assert len(set(map(len, columns.values()))) == 1
    for values in result.sentences.values():
        assert len(values) == len(reading.document.sentence_start)


@pytest.mark.parametrize("text", ["", " \n\n\t "], ids=["empty", "blank"])
def test_an_empty_text_has_no_figures(measure: Measure, text: str) -> None:
    columns = measure(Batch.of_reading(read_voices(Article("empty", text))))
    assert all(map(math.isnan, chain.from_iterable(columns.summary.values())))
    assert not any(columns.rows(table) for table in columns.tables)


def test_no_two_measures_share_a_column() -> None:
    names = Counter(name for columns in table_columns(ALL).values() for name in set(columns) - {"article"})
    figures = Counter(figure.name for measure in ALL for figure in measure.summary_columns)
    sentence_columns = Counter(column for measure in ALL for column in measure.sentence_columns)
    assert [name for name, times in (figures + sentence_columns).items() if times > 1 and name in names] == []


def test_the_contract_of_the_tables() -> None:
    columns = table_columns(ALL)
    promised = {
        "articles": "article outlet date title event words sentences",
        "sentences": "article sentence start end words section loaded",
        "phrases": "article start end text lexicon category term weight voice speaker section sentence why",
        "quotes": "article start end parts text kind source source_start source_end cue cue_start cue_end cue_class "
        "side words",
        "sources": "article source side role quotes words_quoted words_reported first_at",
        "frames": "article frame score present",
        "errors": "input record problem",
    }
    for table, names in promised.items():
        assert set(names.split()) <= set(columns[table]), table


def test_an_article_is_measured_alike_in_any_company() -> None:
    other = Article("other", TOLD.replace("toll", "levy").replace("Monday", "Friday"))
    alone = analyze([Article("told", TOLD)])
    among = analyze([other, Article("told", TOLD), Article("empty", "")])
    for table, frame in alone.items():
        if "article" not in frame:
            continue
        mine = among[table].loc[among[table]["article"] == "told"].reset_index(drop=True)
        assert mine.to_csv() == frame.to_csv(), table


def test_a_measure_finds_in_each_article_of_a_batch_what_it_finds_in_it_alone(measure: Measure) -> None:
    texts = (TOLD, "", "Human", "Rights were made clear, and mistakes", "Were made? “Yes,” she said,", "", TOLD[:200])
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    batch = Batch.of_articles(articles)
    together, alone = measure(batch), [measure(Batch.of_reading(read_voices(article))) for article in articles]
    # nan is unlike itself, but reads the same
    for name, values in together.summary.items():
        assert repr(list(values)) == repr([one.summary[name][0] for one in alone])
    for name, values in together.sentences.items():
        assert repr(list(values)) == repr([value for one in alone for value in one.sentences[name]])
    for table in together.tables:
        expected = [row | {"article": number} for number, one in enumerate(alone) for row in one.rows(table)]
        assert repr(together.rows(table)) == repr(expected)


def test_every_range_cuts_the_text_it_names() -> None:
    analysis = analyze([Article("told", TOLD)])
    for table in ("phrases", "quotes"):
        assert len(analysis[table]), table
    for row in analysis["phrases"].itertuples():
        assert TOLD[row.start : row.end] == row.text
    for row in analysis["quotes"].itertuples():
        parts = [tuple(map(int, part.split("-"))) for part in row.parts.split(";")]
        assert parts == sorted(parts)
        assert (parts[0][0], parts[-1][1]) == (row.start, row.end)
        assert all(TOLD[a:b] in row.text for a, b in parts)


def test_readability_asks_who_speaks_of_nobody() -> None:
    alone = Batch.of_articles([Article("a", TOLD)])
    quoted = [
        voice == VOICES.index(Voice.QUOTED) for voice in Batch.of_reading(read_voices(Article("a", TOLD))).word_voice
    ]
    assert alone.word_is_quoted.tolist() == quoted
    next(measure for measure in ALL if measure.name == "readability")(alone)
    assert "readings" not in vars(alone)
