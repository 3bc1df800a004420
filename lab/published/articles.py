"""Articles with marked spans: the propaganda techniques of PTC and SemEval-2023 task 3, and the bias spans of BASIL."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def ptc(source: Path) -> Iterator[tuple[str, Record]]:
    """`ptc`: a record per article of SemEval-2020 task 11, with a span per technique.

    Reads every `articleID.txt` under the folder, and the files of labels whose names begin with `articleID.`.
    """
    spans = _labelled_spans(source)
    for number, text in _texts(source).items():
        yield "ptc", {"id": f"ptc-{number}", "text": text, "spans": sorted(spans[number], key=_place)}


def semeval(source: Path) -> Iterator[tuple[str, Record]]:
    """`semeval23_t3_en`: a record per English article of SemEval-2023 task 3, with its policy frames.

    Reads every `articleID.txt` under the folder and the lists of frames, `*labels-subtask-2.txt`.
    """
    texts = _texts(source)
    for path in sorted(source.rglob("*labels-subtask-2.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            number, _, frames = line.partition("\t")
            if number not in texts:
                raise ValueError(f"{path}: frames of article {number}, but no article{number}.txt under {source}")
            record = {"id": f"se23-{number}", "text": texts[number], "frames": [f for f in frames.split(",") if f]}
            yield "semeval23_t3_en", record


def _texts(source: Path) -> dict[str, str]:
    paths = sorted(source.rglob("article*.txt"))
    return {path.stem.removeprefix("article"): path.read_text(encoding="utf-8") for path in paths}


def _labelled_spans(source: Path) -> Mapping[str, list[Record]]:
    spans: dict[str, list[Record]] = defaultdict(list)
    for path in sorted(source.rglob("article*labels*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 4 and cells[2].isdigit():
                spans[cells[0]].append({"start": int(cells[2]), "end": int(cells[3]), "label": cells[1]})
    return spans


def _place(span: Record) -> tuple[int, int]:
    return span["start"], span["end"]


def basil(source: Path) -> Iterator[tuple[str, Record]]:
    """`basil_articles` and `basil_sentences`: articles on the same events, with lexical and informational bias spans.

    Reads `articles/YEAR/NAME.json` with `annotations/YEAR/NAME_ann.json`. A span is located by its words and
    left out if the article lacks them.
    """
    marks = {path.name: path for path in sorted(source.rglob("*_ann.json"))}
    for path in sorted(source.rglob("articles/**/*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        annotated = marks.get(f"{path.stem}_ann.json")
        phrases = json.loads(annotated.read_text(encoding="utf-8"))["phrase-level-annotations"] if annotated else []
        yield from _basil_records(path.stem, article, phrases)


def _basil_records(name: str, article: Record, phrases: list[Record]) -> Iterator[tuple[str, Record]]:
    text, sentences = _basil_text(article)
    spans = [
        {"start": at, "end": at + len(phrase["txt"]), "label": phrase["bias"], "quote": phrase.get("quote", "")}
        for phrase in phrases
        if (at := text.find(phrase["txt"])) >= 0
    ]
    known = {"event": article["triplet-uuid"], "outlet": article["source"].lower()}
    about = {"date": article["date"], "title": article["title"], "url": article.get("url", "")}
    yield "basil_articles", {"id": f"basil-{name}", **known, **about, "text": text, "spans": sorted(spans, key=_place)}
    for number, (start, end) in enumerate(sentences):
        inside = {span["label"] for span in spans if span["start"] < end and start < span["end"]}
        record = {"id": f"basil-{name}-s{number}", **known, "article": f"basil-{name}", "text": text[start:end]}
        labels = {"lexical": int("lex" in inside), "informational": int("inf" in inside)}
        yield "basil_sentences", {**record, **labels, "spans": _within(spans, start, end)}


def _basil_text(article: Record) -> tuple[str, list[tuple[int, int]]]:
    """The title and paragraphs as one text, and the range of each sentence of the paragraphs."""
    text, sentences = article["title"], []
    for paragraph in article["body-paragraphs"]:
        text += "\n\n"
        for number, sentence in enumerate(paragraph):
            text += " " if number else ""
            sentences.append((len(text), len(text) + len(sentence)))
            text += sentence
    return text, sentences


def _within(spans: list[Record], start: int, end: int) -> list[Record]:
    return [
        {**span, "start": max(span["start"], start) - start, "end": min(span["end"], end) - start}
        for span in spans
        if span["start"] < end and start < span["end"]
    ]
