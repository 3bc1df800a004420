"""What people have in hand becomes articles with title, outlet and date, and no label of an archive in the text."""

# ruff: noqa: E501

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.articles import Article, Articles, read
from framing.articles.reader import CONVERT, KINDS

FIRST = "The council of Port Ellery weighed a toll on lorries. “It is a disgrace,” said Ada Quill."
SECOND = "The harbour lost money last year. Crews waited at the quay until dusk."
STORIES = [
    ("Toll plan splits council", "Harbour Gazette", "2031-05-03", FIRST),
    ("Quay woes deepen", "Tern Post", "2031-05-04", SECOND),
]


def check(articles: Articles, stories: list[tuple[str, str, str, str]] = STORIES) -> None:
    assert not articles.errors
    assert [(a.title, a.outlet, a.date) for a in articles] == [story[:3] for story in stories]
    for article, (title, _, _, text) in zip(articles, stories, strict=True):
        assert article.text.removeprefix(title).strip() == text
        assert not article.notes


NEXIS_NUMBERED = """
                               1 of 2 DOCUMENTS

                            Harbour Gazette

                            May 3, 2031 Saturday
                              Final Edition

Toll plan splits council

BYLINE: A Writer

SECTION: NEWS; Pg. 4

LENGTH: 52 words

{0}

LOAD-DATE: May 3, 2031

LANGUAGE: ENGLISH

                        Copyright 2031 Gazette Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                            Tern Post

                            May 4, 2031 Sunday

Quay woes deepen

LENGTH: 20 words

{1}

LOAD-DATE: May 4, 2031
"""
NEXIS = """Documents (2)
1. Toll plan splits council
2. Quay woes deepen

Toll plan splits council

Harbour Gazette

May 3, 2031 Saturday

Copyright 2031 Gazette Ltd All Rights Reserved

Section: NEWS; Pg. 4
Length: 52 words
Byline: A Writer

Body

{0}

Classification

Language: ENGLISH

Subject: TOLLS (90%)

Load-Date: May 3, 2031

End of Document

Quay woes deepen

Tern Post

May 4, 2031 Sunday

Copyright 2031 Tern Post All Rights Reserved

Length: 20 words

Body

{1}

Load-Date: May 4, 2031

End of Document
"""
FACTIVA = """HD   Toll plan splits council
BY   By A. Writer
WC   52 words
PD   3 May 2031
SN   Harbour Gazette
SC   HARG
LA   English
CY   (c) 2031 Gazette Ltd.
LP
{0}

CO   acmec : Acme Corp
AN   Document HARG000020310503eh3300001

HD   Quay woes deepen
WC   20 words
PD   4 May 2031
SN   Tern Post
TD
{1}
AN   Document TERN000020310504eh3400001
"""
FACTIVA_SHOWN = """Toll plan splits council
By A. Writer
52 words
3 May 2031
10:15
Harbour Gazette
HARG
English
(c) 2031 Gazette Ltd.

{0}

Document HARG000020310503eh3300001

Quay woes deepen
20 words
4 May 2031
Tern Post
TERN
English
Copyright 2031. Tern Post

{1}

Document TERN000020310504eh3400001
"""
RULE = "_" * 60
PROQUEST = f"""{RULE}

Toll plan splits council

Author: A Writer

Publication info: Harbour Gazette ; Port Ellery. 03 May 2031: 4.

Abstract: A toll is weighed.

Full text: {{0}}

Subject: Tolls

Title: Toll plan splits council

Publication title: Harbour Gazette; Port Ellery

Publication date: May 3, 2031

{RULE}

Quay woes deepen

FULL TEXT

{{1}}

DETAILS

Title: Quay woes deepen

Publication title: Tern Post

Publication date: May 4, 2031
"""
EXPORTS = {
    "Nexis, numbered": NEXIS_NUMBERED,
    "Nexis Uni": NEXIS,
    "Factiva, labelled": FACTIVA,
    "Factiva, as shown": FACTIVA_SHOWN,
    "ProQuest": PROQUEST,
}


def as_text(path: Path, text: str) -> Path:
    path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return path.with_suffix(".txt")


def as_docx(path: Path, text: str) -> Path:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


def as_rtf(path: Path, text: str) -> Path:
    escaped = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)
    body = escaped.replace("\n", "\\par\n")
    path.with_suffix(".rtf").write_text("{\\rtf1\\ansi\\ansicpg1252 " + body + "}", encoding="ascii")
    return path.with_suffix(".rtf")


@pytest.mark.parametrize("write", [as_text, as_docx, as_rtf])
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_one_article_each(name: str, write: Callable[[Path, str], Path], tmp_path: Path) -> None:
    check(read(write(tmp_path / "export", EXPORTS[name].format(FIRST, SECOND))))


@pytest.mark.parametrize("write", [as_text, as_docx, as_rtf])
def test_a_document_is_one_article(write: Callable[[Path, str], Path], tmp_path: Path) -> None:
    article = read(write(tmp_path / "toll", f"Toll plan splits council\n\n{FIRST}\n\n{SECOND}"))[0]
    assert article.title == "Toll plan splits council"
    assert article.text.split("\n\n") == [article.title, FIRST, SECOND]


def records() -> list[dict[str, Any]]:
    return [{"title": title, "outlet": outlet, "date": date, "text": text} for title, outlet, date, text in STORIES]


def newsapi(story: tuple[str, str, str, str]) -> dict[str, Any]:
    title, outlet, date, text = story
    return {"source": {"id": "x-y", "name": outlet}, "title": title, "publishedAt": f"{date}T09:40:00Z", "content": text,
            "url": "https://example.org/a"}  # fmt: skip


def guardian(story: tuple[str, str, str, str]) -> dict[str, Any]:
    title, outlet, date, text = story
    fields = {"bodyText": text, "publication": outlet, "body": "<p>other</p>"}
    return {"id": f"news/{title}", "webTitle": title, "webPublicationDate": f"{date}T09:40:00Z", "fields": fields}


def event_registry(story: tuple[str, str, str, str]) -> dict[str, Any]:
    title, outlet, date, text = story
    source = {"uri": "example.org", "title": outlet}
    return {"uri": f"{len(text)}", "title": title, "body": text, "dateTime": f"{date}T09:40:00Z", "source": source}


JSON = {
    "an array": records(),
    "NewsAPI": {"status": "ok", "totalResults": 2, "articles": [newsapi(s) for s in STORIES]},
    "Guardian": {"response": {"status": "ok", "results": [guardian(s) for s in STORIES]}},
    "Event Registry": {"articles": {"page": 1, "results": [event_registry(s) for s in STORIES]}},
    "Elasticsearch": {
        "hits": {
            "total": 2,
            "hits": [
                {"_id": s[0], "_source": dict(zip(("title", "outlet", "date", "text"), s, strict=True))}
                for s in STORIES
            ],
        }
    },
    "pandas by columns": {name: {str(n): record[name] for n, record in enumerate(records())} for name in records()[0]},
    "pandas by index": {str(n): record for n, record in enumerate(records())},
    "pandas split": {"columns": list(records()[0]), "index": [0, 1], "data": [list(r.values()) for r in records()]},
}


@pytest.mark.parametrize("spelling", ["one line", "indented", "lines of values"])
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
@pytest.mark.parametrize("name", JSON)
def test_json_in_any_nesting(name: str, suffix: str, spelling: str, tmp_path: Path) -> None:
    value: Any = JSON[name]
    if spelling == "lines of values":
        rows = value if isinstance(value, list) else [value]
        text = "\n".join(json.dumps(row) for row in rows)
    else:
        text = json.dumps(value, indent=1 if spelling == "indented" else None)
    (tmp_path / f"news{suffix}").write_text(text, encoding="utf-8")
    check(read(tmp_path / f"news{suffix}"))


def test_what_the_new_york_times_answers_is_said_to_be_cut_short(tmp_path: Path) -> None:
    docs = [{"headline": {"main": "Toll"}, "abstract": "A toll.", "lead_paragraph": FIRST, "pub_date": "2031-05-03T09:40:00+0000",
             "source": "Harbour Gazette", "web_url": "https://example.org/a", "_id": "nyt://x"}]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps({"status": "OK", "response": {"docs": docs}}), encoding="utf-8")
    article = read(tmp_path)[0]
    assert (article.title, article.outlet, article.date, article.text) == (
        "Toll",
        "Harbour Gazette",
        "2031-05-03",
        FIRST,
    )
    assert "cut short" in article.notes[0]


@pytest.mark.parametrize(
    ("end", "short"),
    [
        ("the ow… [+2310 chars]", True),
        ("the ow... [1234 characters]", True),
        ("the quay.\n\nSubscribe to continue reading", True),
        ("the quay.\n\nThis story is available to subscribers only.", True),
        ("the quay [+2 others] again.", False),
        ("the crews want to subscribe to the plan.", False),
        ("the quay…", False),
    ],
)
def test_a_text_cut_short_is_said_to_be(end: str, short: bool, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": f"The council met on {end}"}), encoding="utf-8")
    assert any("cut short" in note for note in read(tmp_path)[0].notes) is short


def test_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Headline", "Publication", "Date", "Full text", None])
    for title, outlet, date, text in STORIES:
        sheet.append([title, outlet, date, text, None])
    book.save(tmp_path / "news.xlsx")
    check(read(tmp_path / "news.xlsx"))


@pytest.mark.parametrize("kind", ["rss", "atom", "xml"])
def test_a_feed(kind: str, tmp_path: Path) -> None:
    entry = "<p>{3}</p>".replace("<", "&lt;").replace(">", "&gt;")
    if kind == "atom":
        items = "".join(
            f"<entry><title>{{0}}</title><updated>{{2}}T09:00:00Z</updated><source><title>{{1}}</title></source><content type='html'>{entry}</content></entry>".format(
                *s
            )
            for s in STORIES
        )
        text = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>All</title>{items}</feed>"
    else:
        items = "".join(
            f"<item><title>{{0}}</title><pubDate>{{2}}</pubDate><source url='https://example.org'>{{1}}</source><content:encoded>{entry}</content:encoded></item>".format(
                *s
            )
            for s in STORIES
        )
        text = f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>All</title>{items}</channel></rss>"
    (tmp_path / f"feed.{kind}").write_text(text, encoding="utf-8")
    check(read(tmp_path / f"feed.{kind}"))


def test_xml_that_is_no_feed_says_how_to_convert_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<TEI><text>Toll</text></TEI>", encoding="utf-8")
    assert "pandoc" in read(tmp_path).errors[0].problem


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
@pytest.mark.parametrize("name", ["publication", "outlet", "Source Name"])
def test_a_partition_names_the_outlet(name: str, suffix: str, tmp_path: Path) -> None:
    for title, outlet, date, text in STORIES:
        folder = tmp_path / "part" / f"{name}={outlet}"
        folder.mkdir(parents=True)
        row = {"id": title, "title": title, "date": date, "text": text}
        if suffix == ".parquet":
            pq.write_table(pa.Table.from_pylist([row]), folder / "x-0.parquet")
        elif suffix == ".jsonl":
            (folder / "x-0.jsonl").write_text(json.dumps(row), encoding="utf-8")
        else:
            (folder / "x-0.csv").write_text("id;title;date;text\n" + ";".join(row.values()), encoding="utf-8")
    check(read(tmp_path / "part"))


@pytest.mark.parametrize("kind", sorted(CONVERT))
def test_what_is_not_read_says_what_to_do(kind: str, tmp_path: Path) -> None:
    (tmp_path / f"a{kind}").write_bytes(b"x")
    for given in (tmp_path, tmp_path / f"a{kind}"):
        assert any(CONVERT[kind] in error.problem for error in read(given).errors)
    assert kind not in KINDS


def test_a_missing_reader_is_named_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_rtf(tmp_path / "a", FIRST)

    def missing(module: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr("framing.articles.formats.import_module", missing)
    assert 'pip install "framing[formats]"' in read(path).errors[0].problem


def test_a_document_that_unpacks_to_more_than_a_book_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_docx(tmp_path / "a", FIRST)
    monkeypatch.setattr("framing.articles.formats._MAX_UNPACKED_BYTES", 1000)
    assert "unpacks" in read(path).errors[0].problem


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "", "content": FIRST}, {"text": FIRST}),
        ({"text": FIRST, "source": "", "domain": "example.org"}, {"outlet": "example.org"}),
        ({"text": FIRST, "source": "https://example.org/toll"}, {"outlet": None, "url": "https://example.org/toll"}),
        ({"text": FIRST, "source": "https://example.org/a", "source-hostname": "Gazette"}, {"outlet": "Gazette"}),
        ({"text": FIRST, "source": "https://www.example.org/"}, {"outlet": "example.org"}),
        ({"Text": FIRST, "publishedAt": "May 3, 2031"}, {"date": "2031-05-03"}),
        ({"text": FIRST, "source": {"id": None, "name": "Gazette"}}, {"outlet": "Gazette"}),
        ({"content": {"rendered": f"<p>{FIRST}</p>"}, "title": {"rendered": "Toll"}}, {"text": FIRST, "title": "Toll"}),
        ({"text": FIRST, "date": "", "published": "2031-05-03"}, {"date": "2031-05-03"}),
        ({"text": [FIRST, SECOND]}, {"text": f"{FIRST}\n\n{SECOND}"}),
    ],
)
def test_fields_are_looked_for_value_by_value(fields: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(fields), encoding="utf-8")
    article: Article = read(tmp_path)[0]
    assert {name: getattr(article, name) for name in expected} == expected


def test_a_column_is_named_by_hand(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'words,paper\n"{FIRST}",Gazette\n', encoding="utf-8")
    assert "--column text=NAME" in read(tmp_path).errors[0].problem
    article = read(tmp_path, columns={"text": "words", "outlet": "paper"})[0]
    assert (article.text, article.outlet) == (FIRST.strip(), "Gazette")


def test_headlines_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("headline,source\nToll plan slammed as disgrace,Gazette\n", encoding="utf-8")
    assert "--prepend-title" in read(tmp_path).errors[0].problem
    assert read(tmp_path, prepend_title=True)[0].text == "Toll plan slammed as disgrace"


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_a_line_that_names_the_delimiter(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{line}id;text\n1;{FIRST}\n", encoding="utf-8")
    assert [a.text for a in read(tmp_path)] == [FIRST]


def test_quotation_marks_never_closed_take_time_in_proportion(tmp_path: Path) -> None:
    rows = "".join(f'{n},"a\n{n},b "\n' if n % 2 else f'{n},"never closed {n}\n' for n in range(4000))
    (tmp_path / "a.csv").write_text("id,text\n" + rows, encoding="utf-8")
    articles = read(tmp_path)
    assert len(articles) + len(articles.errors) > 1000


def test_values_out_of_range_cost_nothing_but_themselves(tmp_path: Path) -> None:
    huge = pa.array([2**62, 0, None], pa.int64())
    table = pa.table(
        {"id": ["a", "b", "c"], "text": [FIRST] * 3, "date": huge.cast(pa.timestamp("us")), "seen": huge.cast(pa.timestamp("us", tz="UTC")),
         "took": huge.cast(pa.duration("us")), "at": huge.cast(pa.timestamp("us", tz="Mars/Olympus"))}
    )  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    articles = read(tmp_path)
    assert ([a.id for a in articles], articles.errors) == (["a", "b", "c"], ())
    assert [a.date for a in articles] == [None, "1970-01-01", None]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-8"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_broken_line_of_a_wide_encoding_costs_itself(encoding: str, kind: str, tmp_path: Path) -> None:
    def line(n: int) -> str:
        text = f"{FIRST} “Number” {n}."
        return f"{n};{text}\n" if kind == "csv" else json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n"

    codec = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    broken = {"utf-16-le": b"\x00\xd8", "utf-32-le": b"\xff\xff\xff\xff", "utf-8": b"\x93"}[codec]
    start = "\ufeff" if encoding != codec else ""
    head, sign, tail = line(50).partition("Number")
    data = (start + ("id;text\n" if kind == "csv" else "")).encode(codec) + "".join(map(line, range(50))).encode(codec)
    data += head.encode(codec) + broken + (sign + tail).encode(codec) + "".join(map(line, range(51, 100))).encode(codec)
    (tmp_path / f"a.{kind}").write_bytes(data)
    articles = read(tmp_path)
    assert [int(a.id) for a in articles] == [n for n in range(100) if n != 50]
    assert all("“Number”" in a.text for a in articles)
    assert [error.record for error in articles.errors] == [51]


@pytest.mark.parametrize(
    "front",
    [
        "date: 1:1:1:1:1:1:1",
        "words: !!int ''",
        "draft: !!bool abc",
        "score: !!float ''",
        "tags: !!set {a, b}",
        "n: 0x" + "f" * 6000,
    ],
)
def test_no_value_of_front_matter_ends_the_run(front: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Toll\n{front}\n---\n{FIRST}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    assert [article.text.strip() for article in read(tmp_path)] == [FIRST, SECOND]


def test_markdown_keeps_every_character_in_its_place(tmp_path: Path) -> None:
    given = (
        "# Toll\n\nThe chair **of the board** wrote:\n\n> We regret it.\n> It hurts.\n\n![A quay](q.jpg)\n\n* One\n\n"
        "```\ncode here\n```\n\n| a | b |\n|---|---|\n\nSee [the quay](https://example.org/q_(x)) and `it`. 3 * 4 * 5 <!-- no -->\n"
    )
    (tmp_path / "a.md").write_text(given, encoding="utf-8")
    text = read(tmp_path)[0].text
    assert len(text) == len(given)
    assert "“We regret it." in text
    assert "It hurts.”" in text
    assert (
        text.split()
        == (
            "# Toll The chair of the board wrote: “We regret it. It hurts.” • One See the quay and it . 3 * 4 * 5"
        ).split()
    )
    for word in ("chair", "hurts", "quay", "One"):
        assert text.index(word) in [i for i in range(len(given)) if given.startswith(word, i)]


PAGE = "<html><head><title>Toll</title>{head}</head><body><article><h1>Toll</h1>{body}</article></body></html>"
TOLD = "<p>The council of Port Ellery met on Monday to weigh a toll on lorries, and the hauliers came in numbers.</p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<blockquote><p>We regret the harm this does to crews.</p></blockquote>", "“We regret the harm this does to crews.”"),
        ("<blockquote>“We regret the harm this does to crews.”</blockquote>", "“We regret the harm this does to crews.”"),
        ("<blockquote class='post'><p>This is a shameful toll on crews.</p>&mdash; Ada Quill (@quill) <a href='x'>May 3, 2031</a>"
         "</blockquote>", "“This is a shameful toll on crews.”"),
    ],
)  # fmt: skip
def test_block_quotations_stand_in_marks(body: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        PAGE.format(head="", body=TOLD + body + TOLD.replace("met", "sat")), encoding="utf-8"
    )
    assert text in read(tmp_path)[0].text.split("\n\n")
    assert "@quill" not in read(tmp_path)[0].text


@pytest.mark.parametrize(
    "publisher",
    ['{"name": "Gazette"}', '"Gazette"', '[{"name": "Gazette"}]', '{"name": "Gazette", "url": "https://x.example"}'],
)
def test_the_publisher_of_linked_data_is_the_outlet(publisher: str, tmp_path: Path) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "publisher": {publisher}}}</script>'
    (tmp_path / "a.html").write_text(PAGE.format(head=head, body=TOLD * 3), encoding="utf-8")
    assert read(tmp_path)[0].outlet == "Gazette"


@pytest.mark.parametrize(
    "card", ["<h3><a href='/{0}'>{1}</a></h3><p>{2}</p>", "<a href='/{0}'><h2>{1}</h2></a><p>{2}</p>"]
)
def test_an_index_page_is_no_article(card: str, tmp_path: Path) -> None:
    cards = "".join(
        card.format(n, f"Headline of story {n} on the quay", f"A teaser {n} of some length about it.") for n in range(6)
    )
    (tmp_path / "a.html").write_text(f"<html><body><main>{cards}</main></body></html>", encoding="utf-8")
    assert "index page" in read(tmp_path).errors[0].problem


def test_an_xhtml_declaration_is_no_obstacle(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="UTF-8"?>\n' + PAGE.format(head="", body=TOLD * 3)
    (tmp_path / "a.xhtml").write_text(page, encoding="utf-8")
    assert "Port Ellery" in read(tmp_path)[0].text


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.articles.page._MAX_SECONDS", 0.05)

    def slow(tree: object) -> None:
        while True:
            io.StringIO()

    monkeypatch.setattr("framing.articles.page._main_paragraphs", slow)
    (tmp_path / "a.html").write_text(PAGE.format(head="", body=TOLD), encoding="utf-8")
    assert "takes more than" in read(tmp_path).errors[0].problem
