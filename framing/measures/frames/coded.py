"""Texts that people coded for frames, from a table (CSV, TSV, Parquet) or JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.articles.compressed import BROKEN, kind_of
from framing.articles.fields import columns_of
from framing.articles.problems import Unreadable
from framing.articles.records import csv_records, json_records, parquet_records

_READERS = {
    ".csv": csv_records,
    ".tsv": csv_records,
    ".jsonl": json_records,
    ".ndjson": json_records,
    ".parquet": parquet_records,
}


class BadLabels(Exception):
    """An unusable file of labels; the message names file, record, problem and remedy."""


@dataclass(frozen=True, slots=True)
class Coding:
    """The frames that one coder gave one text.

    Texts of one `group`, such as the sentences of an article, are never on both sides of a cross-validation.
    """

    text: str
    frames: frozenset[str]
    id: str
    coder: str
    group: str = ""


def read_coded(path: Path) -> list[Coding]:
    """The codings in a file with `text` and `frames`; there may be `group`, and for several coders `id` and `coder`.

    Coders who give a text no id have coded the same one if its characters are the same. Raises `BadLabels`.
    """
    codings: list[Coding] = []
    text_of: dict[str, str] = {}
    pairs_read: set[tuple[str, str]] = set()
    for number, record in _records(path):
        try:
            coding = _coding(number, record)
            if text_of.setdefault(coding.id, coding.text) != coding.text:
                raise BadLabels(f"another text has the id {coding.id!r}; give each text an id of its own")
            if (coding.id, coding.coder) in pairs_read:
                by = f"coded by {coding.coder}" if coding.coder else "and no coder is named"
                raise BadLabels(f"the text {coding.id[:40]!r} came before, {by}; fill the column coder, or delete one")
        except BadLabels as error:
            raise BadLabels(f"{path}: record {number}: {error}") from None
        pairs_read.add((coding.id, coding.coder))
        codings.append(coding)
    if not any(coding.frames for coding in codings):
        raise BadLabels(f"{path}: {len(codings)} records, none with a frame; fill the column frames")
    return codings


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    read = _READERS.get(kind_of(path))
    if read is None:
        raise BadLabels(f"{path}: no table by its name; give a file that ends in {', '.join(_READERS)}")
    try:
        for number, record in read(path):
            if isinstance(record, Unreadable):
                raise BadLabels(f"{path}: record {number}: {record}")
            yield number, record
    except FileNotFoundError:
        raise BadLabels(f"{path}: no such file; check the path") from None
    except (Unreadable, *BROKEN) as error:
        raise BadLabels(f"{path}: {error}") from error


def _coding(number: int, record: Mapping[str, Any]) -> Coding:
    columns = {name.strip().lower(): name for name in record} | dict(columns_of(record))
    missing = [name for name in ("text", "frames") if name not in columns]
    if missing:
        raise BadLabels(f"no column {' nor '.join(missing)}: found {', '.join(record)}; rename the one that holds it")
    text, id_, coder, group = (_plain(record, columns.get(name)) for name in ("text", "id", "coder", "group"))
    if not any(character.isalpha() for character in text):
        raise BadLabels("the text has no words; fill it or delete the record")
    return Coding(text, _frames(record[columns["frames"]]), id_ or (text if coder else str(number)), coder, group)


def _plain(record: Mapping[str, Any], column: str | None) -> str:
    value = record[column] if column else None
    return "" if value is None else str(value)


def _frames(value: Any) -> frozenset[str]:
    names: Sequence[Any] = value.split(";") if isinstance(value, str) else value or ()
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise BadLabels(f'frames is {value!r}; give a list of names, or names joined by ";"')
    return frozenset(name.strip() for name in names if name.strip())


def agreement(codings: Sequence[Coding]) -> dict[str, float]:
    """Krippendorff's alpha of each frame, over the texts that several people coded; empty if there are none.

    For nominal data (Krippendorff 2004, Content Analysis, chapter 11), as nltk computes it; `nan` for a frame that
    all gave everywhere or nowhere.
    """
    from nltk.metrics.agreement import AnnotationTask

    shared = coded_by_several(codings)
    scores: dict[str, float] = {}
    for frame in sorted({frame for coding in shared for frame in coding.frames}):
        triples = [(coding.coder, coding.id, frame in coding.frames) for coding in shared]
        varied = len({code for _, _, code in triples}) > 1
        scores[frame] = float(AnnotationTask(data=triples).alpha()) if varied else float("nan")
    return scores


def coded_by_several(codings: Sequence[Coding]) -> list[Coding]:
    """The codings of texts that more than one person coded."""
    coders: dict[str, set[str]] = {}
    for coding in codings:
        coders.setdefault(coding.id, set()).add(coding.coder)
    return [coding for coding in codings if len(coders[coding.id]) > 1]
