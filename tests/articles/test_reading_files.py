"""Files of every kind become articles; what cannot be read is named with its place and a remedy."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from framing.articles import Article, Articles, read, read_stream, records
from framing.articles.reader import KINDS
from framing.files import MAX_RECORD_BYTES

TEXT = "The council of Port Ellery met on Monday.\n\nIt weighed a toll, and “nobody” left early."
RECORDS = [
    {"id": "one", "text": TEXT, "title": "Toll", "outlet": "Gazette", "date": "2031-05-03", "topic": "roads"},
    {
        "id": "two",
        "text": "A second story, told in one line.",
        "title": None,
        "outlet": "Herald",
        "date": "",
        "topic": "",
    },
]

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Council weighs toll | Gazette</title>
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2031-05-03T09:40:00Z">
<link rel="canonical" href="https://example.org/toll"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Council weighs a toll on lorries</h1>
<p>The council of Port Ellery met on Monday to weigh a toll on lorries, a move that has rattled hauliers all along.</p>
<h2>The quay</h2>
<p>“We will not be bullied,” said Ada Quill, who leads the hauliers' union, after four hours in the customs house.</p>
<p>The harbour master said that the toll would pay for a new quay and that work on it could begin in May this year.</p>
</article><footer>All rights reserved</footer><script>alert('no')</script></body></html>"""


def write_csv(path: Path, records: list[dict[str, object]], delimiter: str = ",") -> Path:
    out = io.StringIO()
    rows = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    rows.writeheader()
    rows.writerows(records)
    path.write_bytes(out.getvalue().encode())
    return path


def write_jsonl(path: Path, records: list[object]) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def write_warc(path: Path, pages: dict[str, bytes], *, gzipped: bool) -> Path:
    records = [warc_record(url, "text/html; charset=utf-8", page) for url, page in pages.items()]
    records.append(warc_record("https://example.org/robots", "text/plain", b"x"))
    path.write_bytes(b"".join(gzip.compress(record) if gzipped else record for record in records))
    return path


def warc_record(url: str, kind: str, body: bytes) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = [
        *("WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2031-05-03T09:40:00Z"),
        *("Content-Type: application/http; msgtype=response", f"Content-Length: {len(answer)}"),
    ]
    return "\r\n".join([*head, "", ""]).encode() + answer + b"\r\n\r\n"


def only(articles: Articles) -> Article:
    assert not articles.errors
    assert len(articles) == 1
    return articles[0]


def problem(articles: Articles) -> str:
    assert len(articles.errors) == 1, articles.errors
    return articles.errors[0].problem


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "toll.txt"
    path.write_text(TEXT, encoding="utf-8")
    article = only(read(path))
    assert (article.id, article.text, article.input, article.record) == ("toll", TEXT, path.as_posix(), None)


def test_line_ends_stay_as_given(tmp_path: Path) -> None:
    path = tmp_path / "toll.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert only(read(path)).text == TEXT.replace("\n", "\r\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "toll.txt"
    path.write_bytes((TEXT + " Café, naïve.").encode(encoding))
    assert only(read(path)).text == TEXT + " Café, naïve."


def test_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "toll.txt"
    path.write_bytes("Le café de la préfecture, naïve et forêt. ".encode("latin-1"))
    assert only(read(path)).text == "Le café de la préfecture, naïve et forêt. "


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "word.txt").write_text("Toll", encoding="utf-8")
    articles = read(tmp_path)
    assert [article.text for article in articles] == ["Toll"]
    assert [(Path(error.input).name, "empty" in error.problem) for error in articles.errors] == [
        *(("blank.txt", True), ("empty.txt", True))
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4, "JPEG"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
        (b"PK\x03\x04" + bytes(300), "zip"),
        (bytes(range(256)) * 8, "not text"),
    ],
)
def test_a_picture_renamed(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(data)
    message = problem(read(path))
    assert what in message
    assert "leave it out" in message


@pytest.mark.parametrize("start", ["RIFF-RAFF closed", "PAR1 is a golf course", "BMW paid", "GIF89a is a format"])
def test_a_text_that_begins_like_a_picture(tmp_path: Path, start: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{start} on Monday.", encoding="utf-8")
    assert [article.text for article in read(path)] == [f"{start} on Monday."]


def test_a_stray_western_byte_after_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("\ufeffThe toll rose – again – at Café Elm. ".encode() + b"Na\xefve.")
    assert next(iter(read(path))).text.endswith("Naïve.")


def test_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "toll.md"
    path.write_text(
        f"---\ntitle: Toll\nsource: Gazette\ndate: 2031-05-03\ntags: [roads]\n---\n{TEXT}", encoding="utf-8"
    )
    article = only(read(path))
    assert (article.text, article.title, article.outlet, article.date) == (TEXT, "Toll", "Gazette", "2031-05-03")
    assert article.extra["tags"] == ["roads"]


@pytest.mark.parametrize(
    "front",
    ["title: [", "- only\n- a list", "title: !!python/object/apply:os.system ['echo no']", "a: &x [1]\nb: *x"],
    ids=["broken", "list", "tag", "alias"],
)
def test_front_matter_that_is_no_plain_yaml(tmp_path: Path, front: str) -> None:
    path = tmp_path / "toll.md"
    path.write_text(f"---\n{front}\n---\n{TEXT}", encoding="utf-8")
    assert "front matter" in problem(read(path))


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "toll.md"
    path.write_text(TEXT + "\n\n---\n\nMore.", encoding="utf-8")
    assert only(read(path)).text == TEXT + "\n\n---\n\nMore."


def test_a_saved_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    article = only(read(path))
    lines = article.text.split("\n\n")
    assert lines[0] == article.title == "Council weighs a toll on lorries"
    assert "The quay" in lines
    assert len([line for line in lines if len(line) > 90]) == 3
    assert (article.outlet, article.date) == ("Harbour Gazette", "2031-05-03")
    assert article.url == "https://example.org/toll"
    assert "alert" not in article.text
    assert "Home" not in article.text


def test_a_page_says_its_charset(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"').replace("union", "café")
    path.write_bytes(page.encode("cp1252"))
    assert "café" in only(read(path)).text
    assert "“We" in only(read(path)).text


def test_a_page_without_an_article(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><script>1</script></body></html>", encoding="utf-8")
    assert "no article text" in problem(read(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    articles = read(write_csv(tmp_path / "news.csv", RECORDS, delimiter))
    assert [(a.id, a.text, a.title, a.outlet, a.date, a.record) for a in articles] == [
        ("one", TEXT, "Toll", "Gazette", "2031-05-03", 1),
        ("two", "A second story, told in one line.", None, "Herald", None, 2),
    ]
    assert articles[0].extra == {"topic": "roads"}


@pytest.mark.parametrize("first", ['text,"out\nlet",date\n', 'sep=,\ntext,"out\r\nlet",date\n'])
def test_the_name_of_a_csv_column_may_have_a_line_break(first: str, tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes((first + '"The mayor spoke.",Post,2025-01-01\n').encode())
    articles = read(path)
    assert [(a.text, a.date) for a in articles] == [("The mayor spoke.", "2025-01-01")]
    assert not articles.errors


def test_a_header_whose_quotation_mark_is_never_closed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text('text,"outlet\nThe mayor spoke.,Post\n')
    assert [error.problem for error in read(path).errors] == [
        "a quotation mark in the row is never closed; close it, or write it twice inside a cell"
    ]


def test_of_two_csv_columns_with_one_name_the_first_counts_and_the_other_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "dup.csv"
    path.write_text('text,text,outlet\n"First.","",Post\n"First.",Second.,Bell\n')
    articles = read(path)
    assert [(a.text, a.outlet, a.extra["text (2)"]) for a in articles] == [
        ("First.", "Post", ""),
        ("First.", "Bell", "Second."),
    ]
    assert not articles.errors


def test_csv_without_a_text_column(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("id,words\n1,a\n", encoding="utf-8")
    message = problem(read(path))
    assert "found id, words" in message
    assert "content" in message


def test_csv_rows_that_do_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("id,text\n1,fine\n2,too,many\n3,\n4,fine\n", encoding="utf-8")
    articles = read(path)
    assert [a.id for a in articles] == ["1", "4"]
    assert [(e.record, e.problem.split(";")[0]) for e in articles.errors] == [
        (2, "3 cells under 2 column names"),
        (3, "the text is empty"),
    ]


def test_jsonl_with_a_broken_line_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": 1, "text": "One."}\n{"id": 2, "tex\n[3]\n\n{"id": 5, "body": "Five."}\n', encoding="utf-8")
    articles = read(path)
    assert [(a.id, a.text, a.record) for a in articles] == [("1", "One.", 1), ("5", "Five.", 5)]
    assert [error.record for error in articles.errors] == [2, 3]
    assert "broken JSON" in articles.errors[0].problem


def test_jsonl_values_that_are_no_text(tmp_path: Path) -> None:
    articles = read(write_jsonl(tmp_path / "n.jsonl", [{"text": 3}, {"text": None}, {"title": "x"}, {"text": "Fine."}]))
    assert [a.id for a in articles] == ["n:4"]
    assert [e.record for e in articles.errors] == [1, 2, 3]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    pq.write_table(pa.Table.from_pylist(RECORDS), path)
    assert [a.text for a in read(path)] == [record["text"] for record in RECORDS]
    path.write_bytes(b"PAR1 but not really")
    assert "not a readable Parquet file" in problem(read(path))


def test_packed_streams(tmp_path: Path) -> None:
    plain = write_jsonl(tmp_path / "news.jsonl", RECORDS).read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(plain))
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.compress(plain))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    for name in ("a.jsonl.gz", "b.jsonl.zst"):
        assert [a.id for a in read(tmp_path / name)] == ["one", "two"]
    assert only(read(tmp_path / "c.txt.gz")).id == "c"


def test_a_packed_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    whole = gzip.compress(write_jsonl(tmp_path / "n.jsonl", RECORDS * 500).read_bytes())
    path.write_bytes(whole[: len(whole) // 2])
    assert "cannot be read" in read(path).errors[-1].problem


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    for name in ("bomb.jsonl.gz", "bomb.csv.gz", "bomb.txt.gz"):
        with gzip.open(tmp_path / name, "wb", compresslevel=1) as stream:
            stream.write(b"text\n" if "csv" in name else b"a")
            for _ in range((MAX_RECORD_BYTES >> 20) + 2):
                stream.write(b"a" * (1 << 20))
        assert f"more than {MAX_RECORD_BYTES >> 20} MB" in problem(read(tmp_path / name))


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_web_archives(tmp_path: Path, suffix: str) -> None:
    pages = {"https://example.org/1": PAGE.encode(), "https://example.org/2": b"<html><body></body></html>"}
    path = write_warc(tmp_path / f"crawl{suffix}", pages, gzipped=suffix.endswith("gz"))
    articles = read(path)
    assert [(a.id, a.title) for a in articles] == [("https://example.org/1", "Council weighs a toll on lorries")]
    assert [error.record for error in articles.errors] == [2]


def test_a_folder_is_read_in_order_with_what_lies_under_it(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "a/one.md", "README.md", "a/.hidden.txt", "a/notes.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [a.id for a in read(tmp_path)] == ["a/one.md", "a/one.txt", "b/two"]


def test_ids_are_paths_relative_to_what_holds_all_inputs(tmp_path: Path) -> None:
    for name in ("a/one.txt", "b/one.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [a.id for a in read(tmp_path / "a/one.txt", tmp_path / "b/one.txt")] == ["a/one", "b/one"]
    assert [a.id for a in read(f"{tmp_path}/*/one.txt")] == ["a/one", "b/one"]
    assert [a.id for a in read(tmp_path / "a")] == ["one"]


def test_the_same_id_twice(tmp_path: Path) -> None:
    articles = read(write_jsonl(tmp_path / "n.jsonl", [{"id": 1, "text": "First."}, {"id": "1", "text": "Second."}]))
    assert only(Articles(articles)).text == "First."
    assert "id" in problem(articles)
    path = tmp_path / "n.jsonl"
    assert len(read(path, path)) == 1


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert "no such file" in problem(read(tmp_path / "nowhere.txt"))
    assert "no such file" in problem(read("nowhere-*.txt"))
    assert "no such file" in problem(read("nul\0.txt"))


def test_a_kind_that_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(b"x")
    message = problem(read(tmp_path / "a.xyz"))
    assert all(kind in message for kind in KINDS)
    assert "no file that can be read" in problem(read(tmp_path))


def test_ten_megabytes_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * (2 << 20))
    assert len(only(read(path)).text) == 10 << 20


def test_a_record_of_another_event_does_not_go_by_the_title_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text('id = "toll"\ntitle = "The toll"\n[[accounts]]\nfile = "pile.jsonl"')
    records = [
        {"text": TEXT},
        {"text": TEXT, "event": "flood"},
        {"text": TEXT, "event": "quay", "event_title": "The quay"},
    ]
    (tmp_path / "pile.jsonl").write_text("\n".join(map(json.dumps, records)))
    told = [(article.event, article.event_title) for article in read(tmp_path)]
    assert told == [("toll", "The toll"), ("flood", None), ("quay", "The quay")]


def test_an_event_folder_tells_outlets_and_sides(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text(
        "\n".join(
            [
                'title = "The toll"\ndate = 2031-05-03\nwhat_happened = "A vote."\ninvented = true',
                '[[sides]]\nname = "council"\nmembers = ["Ada Quill"]',
                '[[accounts]]\nfile = "wire.txt"\noutlet = "Wire"\ntitle = "Toll"\ndate = 2031-05-03\nstance = "wire"',
            ]
        ),
        encoding="utf-8",
    )
    (tmp_path / "wire.txt").write_text(TEXT, encoding="utf-8")
    for article in (only(read(tmp_path)), only(read(tmp_path / "wire.txt"))):
        assert (article.outlet, article.title, article.event) == ("Wire", "Toll", tmp_path.name)
        assert article.event_title == "The toll"
        assert [(side.name, side.members) for side in article.sides] == [("council", ("Ada Quill",))]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("sides = [", "not a valid TOML"),
        ("accounts = 3", "not a list"),
        ('[[accounts]]\nfile = "../../secret.txt"', "beside event.toml"),
        ('[[accounts]]\noutlet = "Wire"', "needs file"),
        ("sides = []", "no sides"),
        ("[[sides]]\nname = 3", "not understood"),
    ],
)
def test_an_event_that_is_not_understood(tmp_path: Path, told: str, problem: str) -> None:
    (tmp_path / "event").mkdir()
    (tmp_path / "event" / "event.toml").write_text(told, encoding="utf-8")
    (tmp_path / "event" / "wire.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    articles = read(tmp_path)
    assert [a.id for a in articles] == ["other"]
    assert problem in articles.errors[0].problem


def test_a_title_kept_beside_the_text_can_be_put_before_it(tmp_path: Path) -> None:
    path = write_jsonl(
        tmp_path / "n.jsonl",
        [{"id": "a", "title": "Toll", "text": TEXT}, {"id": "b", "title": "Toll", "text": "toll\n\n" + TEXT}],
    )
    assert [a.text for a in read(path)] == [TEXT, "toll\n\n" + TEXT]
    assert [a.text for a in read(path, prepend_title=True)] == ["Toll\n\n" + TEXT, "toll\n\n" + TEXT]


def test_a_stream_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text('{"id": 1, "text": "One."}\n' + "{broken\n" * 3, encoding="utf-8")
    stream = read_stream([path])
    assert isinstance(next(stream), Article)
    assert len(list(stream)) == 3


def test_a_file_that_vanishes_leaves_the_others(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    stream = read_stream([tmp_path])
    items = [next(stream)]
    (tmp_path / "b.txt").unlink()
    items += stream
    assert [isinstance(item, Article) for item in items] == [True, False, True]
    assert "put it back" in str(items[1])


def test_a_broken_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("no,good\n1,2\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.parquet").write_bytes(b"")
    articles = read(tmp_path)
    assert [a.id for a in articles] == ["b"]
    assert len(articles.errors) == 2


@pytest.mark.parametrize("gone", ["b.txt", "b.txt.gz"])
def test_a_broken_link_leaves_the_others(tmp_path: Path, gone: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / gone).symlink_to("nowhere")
    articles = read(tmp_path)
    assert [a.id for a in articles] == ["a"]
    assert "link leads to no file" in problem(articles)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "b.jsonl")
    articles = read(tmp_path)
    assert [a.id for a in articles] == ["a"]
    assert "pipe" in problem(articles)


@pytest.mark.parametrize("manifest", ["run.json", "compare.json", "unfinished/run.json"])
@pytest.mark.parametrize("folder", [".", "result"])
def test_what_framing_wrote_is_no_article(tmp_path: Path, folder: str, manifest: str) -> None:
    out = tmp_path / folder
    (out / manifest).parent.mkdir(parents=True, exist_ok=True)
    (out / manifest).write_text(json.dumps({"files": {"phrases.csv": "0", "quotes/part-00000.parquet": "0"}}))
    for name in ("phrases.csv", "quotes/part-00000.csv"):
        place = (out / manifest).parent / name
        place.parent.mkdir(exist_ok=True)
        place.write_text("id,text\n1,a phrase\n", encoding="utf-8")
    (out / "a.txt").write_text(TEXT, encoding="utf-8")
    assert only(read(tmp_path)).text == TEXT


def test_a_table_of_the_user_beside_a_result_is_read(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"files": {"articles.csv": "0", "../x": "0"}}', encoding="utf-8")
    (tmp_path / "phrases.csv").write_text("id,text\n1,a phrase\n", encoding="utf-8")
    assert only(read(tmp_path)).text == "a phrase"


def test_a_report_and_its_tables_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "naming.html").write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    (tmp_path / "naming-tables").mkdir()
    (tmp_path / "naming-tables" / "made.txt").write_text("naming.csv", encoding="utf-8")
    (tmp_path / "naming-tables" / "naming.csv").write_text("id,text\n1,a phrase\n", encoding="utf-8")
    assert only(read(tmp_path)).id == "a"


@pytest.mark.parametrize("name", ["news.csv", "news.jsonl"])
def test_a_file_of_no_records_is_told_of(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,text\n" if name.endswith("csv") else "\n\n", encoding="utf-8")
    assert "holds no article" in problem(read(tmp_path / name))


def test_a_quotation_mark_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text('id,text\n1,"fine, so\nfar"\n2,"never closed\n3,good\n4,good too\n', encoding="utf-8")
    articles = read(path)
    assert [(a.id, a.text) for a in articles] == [("1", "fine, so\nfar"), ("3", "good"), ("4", "good too")]
    assert [(e.record, "never closed" in e.problem) for e in articles.errors] == [(2, True)]


def test_a_row_too_short_lacks_its_text(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("id,text\n1\n2,good\n", encoding="utf-8")
    assert "text is empty" in problem(read(path))


def test_a_cell_of_parquet_may_be_no_larger_than_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORD_BYTES", 100)
    path = tmp_path / "news.parquet"
    pq.write_table(pa.table({"id": ["a", "b"], "text": ["word " * 100, "Fine."]}), path)
    articles = read(path)
    assert [a.id for a in articles] == ["b"]
    assert "cell" in problem(articles)


def test_bytes_of_parquet_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    text = pa.array([b"Good.", b"\xff\xfe", b"Good too."]).view(pa.string())
    pq.write_table(pa.table({"text": text}), path)
    articles = read(path)
    assert [a.record for a in articles] == [1, 3]
    assert [e.record for e in articles.errors] == [2]


def broken(data: bytes) -> bytes:
    """The bytes, from the middle on such as nothing packed goes on with."""
    middle = len(data) // 2
    return data[:middle] + b"\xff" * middle


@pytest.mark.parametrize("name", ["news.jsonl.gz", "news.jsonl.zst", "story.txt.gz"])
def test_a_packed_file_broken_in_the_middle(tmp_path: Path, name: str) -> None:
    texts = [hashlib.sha256(b"%d" % n).hexdigest() for n in range(9_000)]
    told = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)).encode()
    (tmp_path / name).write_bytes(broken(zstandard.compress(told) if name.endswith(".zst") else gzip.compress(told)))
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    *before, last = read(tmp_path)
    error = read(tmp_path).errors[-1]
    assert last.id == "z"
    assert "check that it is whole" in error.problem
    # What was read before the break counts, and the break has its place.
    assert set(texts) >= {article.text for article in before}
    assert (error.record is not None) == bool(before)


def test_a_web_archive_packed_as_one_piece_is_read_to_its_end(tmp_path: Path) -> None:
    pages = {f"https://example.org/{n}": PAGE.encode() for n in range(3)}
    plain = write_warc(tmp_path / "crawl.warc", pages, gzipped=False).read_bytes()
    (tmp_path / "crawl.warc").unlink()
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(plain))
    articles = read(tmp_path / "crawl.warc.gz")
    assert [a.id for a in articles] == list(pages)
    assert not articles.errors


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Content-Length: ", b"Content-Length: x"), (b"WARC-Type", b"a" * (2 << 20))],
    ids=["no length", "an endless head"],
)
def test_a_web_archive_with_a_broken_head(tmp_path: Path, old: bytes, new: bytes) -> None:
    pages = {f"https://example.org/{n}": PAGE.encode() for n in range(2)}
    path = write_warc(tmp_path / "crawl.warc", pages, gzipped=False)
    first, second, *rest = path.read_bytes().split(b"WARC/1.0")[1:]
    path.write_bytes(b"WARC/1.0".join([b"", first, second.replace(old, new, 1), *rest]))
    articles = read(path)
    assert [a.id for a in articles] == ["https://example.org/0"]
    assert [error.record for error in articles.errors] in ([2], [3])


def test_a_web_archive_with_a_wrong_length(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pages = {f"https://example.org/{n}": PAGE.encode() for n in range(2)}
    path = write_warc(tmp_path / "crawl.warc", pages, gzipped=False)
    path.write_bytes(path.read_bytes().replace(b"Content-Length: ", b"Content-Length: 1", 1))
    articles = read(path)
    assert articles.errors
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("charset", ["undefined", "hex", "no-such"])
def test_a_page_that_names_no_charset_of_text(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace('charset="utf-8"', f'charset="{charset}"'), encoding="utf-8")
    assert "“We" in only(read(path)).text
