"""Texts that people coded for frames, from a CSV or JSONL file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadLabels(Exception):
    """A file of labels that cannot be used; says which file, which record, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Coding:
    """The frames that one coder gave one text."""

    text: str
    frames: frozenset[str]
    id: str
    coder: str


def read_coded(path: Path) -> list[Coding]:
    """The codings in a file with `text` and `frames`, and if there are several coders `id` and `coder`."""
    codings = [_coding(path, number, record) for number, record in enumerate(_records(path), 1)]
    if not any(coding.frames for coding in codings):
        raise BadLabels(f"{path}: no record has a frame; fill the column frames")
    return codings


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            if path.suffix == ".csv":
                yield from csv.DictReader(lines)
            else:
                yield from (json.loads(line) for line in lines if line.strip())
    except FileNotFoundError:
        raise BadLabels(f"{path}: no such file; give a CSV or JSONL file") from None
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise BadLabels(f"{path}: neither CSV nor JSONL in UTF-8 ({error}); save it as one of them") from error


def _coding(path: Path, number: int, record: Any) -> Coding:
    if not isinstance(record, dict) or not {"text", "frames"} <= set(record):
        raise BadLabels(f"{path}: record {number}: no text or no frames; give it both")
    text = str(record["text"] or "")
    if not any(character.isalpha() for character in text):
        raise BadLabels(f"{path}: record {number}: the text has no words; fill it or delete the record")
    given = record["frames"] or ()
    names: Sequence[str] = given.split(";") if isinstance(given, str) else [str(name) for name in given]
    frames = frozenset(name.strip() for name in names if name.strip())
    return Coding(text, frames, str(record.get("id") or number), str(record.get("coder") or ""))


def agreement(codings: Sequence[Coding]) -> dict[str, float]:
    """Krippendorff's alpha of each frame, over the texts that several people coded; empty if there are none.

    For nominal data (Krippendorff 2004, Content Analysis, chapter 11), as nltk computes it; `nan` for a frame that
    all gave everywhere or nowhere.
    """
    from nltk.metrics.agreement import AnnotationTask

    coders: dict[str, set[str]] = {}
    for coding in codings:
        coders.setdefault(coding.id, set()).add(coding.coder)
    shared = [coding for coding in codings if len(coders[coding.id]) > 1]
    found: dict[str, float] = {}
    for frame in sorted({frame for coding in shared for frame in coding.frames}):
        triples = [(coding.coder, coding.id, frame in coding.frames) for coding in shared]
        varied = len({given for _, _, given in triples}) > 1
        found[frame] = float(AnnotationTask(data=triples).alpha()) if varied else float("nan")
    return found
