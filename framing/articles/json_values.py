"""JSON to records: an object a line, an array, a data frame, or what a search interface answers."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from framing.articles.fields import columns_of, unwrapped
from framing.files import MOST_BYTES, Unreadable

Record = Mapping[str, Any] | Unreadable

#: An answer that holds many records may be so long.
_LONGEST_ANSWER = 256 << 20
_PIECE = 1 << 16
#: So deep inside an answer its records may lie.
_DEEPEST = 4
#: More figures than this are no number that anyone counts with, and slow to read.
_MOST_FIGURES = 40
_NO_OBJECT = 'not a JSON object; write each article as {"id": ..., "text": ...}'
_TOO_DEEP = "JSON that is nested too deeply; mend or remove it"


def _number(figures: str) -> int | str:
    return int(figures) if len(figures) <= _MOST_FIGURES else figures


_DECODER = json.JSONDecoder(parse_int=_number)


def line_fields(line: str) -> Record:
    """The record that a line of JSON holds."""
    try:
        fields = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        return Unreadable(f"broken JSON ({what} at character {error.pos + 1}); mend or remove the line")
    except RecursionError:
        return Unreadable(_TOO_DEEP)
    return fields if isinstance(fields, dict) else Unreadable(_NO_OBJECT)


def documents(pieces: Iterator[str]) -> Iterator[Record]:
    """The records of JSON values that stand one after another, each as long as it likes."""
    try:
        for value in _values(pieces):
            yield from records_in(value)
    except Unreadable as error:
        yield error
    except RecursionError:
        yield Unreadable(_TOO_DEEP)


def _values(pieces: Iterator[str]) -> Iterator[Any]:
    """The values, those of an array one by one."""
    text, at = "", 0
    in_array = begun = False
    while True:
        while at < len(text) and (text[at].isspace() or text[at] in ",\ufeff"):
            at += 1
        if at == len(text):
            text, at = _more(pieces, _PIECE), 0
            if not text:
                return
        elif text[at] == "[" and not begun:
            in_array, begun, at = True, True, at + 1
        elif text[at] == "]" and in_array:
            in_array, at = False, at + 1
        else:
            begun = True
            try:
                value, at = _DECODER.raw_decode(text, at)
            except json.JSONDecodeError as error:
                text, at, before = text[at:], 0, len(text) - at
                # As much again each time, so that a long value is not read over and over.
                text += _more(pieces, max(_PIECE, before))
                if len(text) == before:
                    what = error.msg.removesuffix(" at")
                    raise Unreadable(f"broken JSON ({what}); mend it: the rest of the file is not read") from None
                if len(text) > (MOST_BYTES if in_array else _LONGEST_ANSWER):
                    raise Unreadable("a JSON value that is too long; write one object a line (.jsonl)") from None
            else:
                yield value


def _more(pieces: Iterator[str], size: int) -> str:
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= size:
            break
    return "".join(taken)


def records_in(value: Any) -> Iterator[Record]:
    """The records that a JSON value holds: itself, a list of them, a frame as pandas writes it, or an answer."""
    if isinstance(value, list):
        yield from (item if isinstance(item, Mapping) else Unreadable(_NO_OBJECT) for item in value)
    elif not isinstance(value, Mapping):
        yield Unreadable(_NO_OBJECT)
    elif frame := _of_frame(value):
        yield from frame
    elif holds_text(value):
        yield value
    else:
        yield from _inside(value) or [value]


def holds_text(fields: Mapping[str, Any], field: str = "text") -> bool:
    """Whether an object is a record that says something in the field."""
    flat = unwrapped(fields)
    column = columns_of(flat).get(field)
    value = flat[column] if column else None
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], str)
    return bool(value) and not (isinstance(value, Mapping) and (holds_text(value) or _inside(value)))


def _of_frame(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of a data frame that was written by columns, by index, or with both apart."""
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    inner = list(value.values())
    if not inner or not all(isinstance(one, Mapping) for one in inner):
        return []
    keys = inner[0].keys()
    if len(value) > 1 and "text" in columns_of(value) and all(one.keys() == keys for one in inner):
        return [{name: column[key] for name, column in value.items()} for key in keys]
    return [dict(one) for one in inner] if len(value) > 1 and all(map(holds_text, inner)) else []


def _inside(value: Mapping[str, Any]) -> list[Record]:
    """The records inside an answer: the first list of objects with texts, else with titles; or a single one."""
    for field in ("text", "title"):
        queue: deque[tuple[Any, int]] = deque((inner, 1) for inner in value.values())
        while queue:
            inner, depth = queue.popleft()
            if isinstance(inner, list) and any(isinstance(one, Mapping) and holds_text(one, field) for one in inner):
                return [one if isinstance(one, Mapping) else Unreadable(_NO_OBJECT) for one in inner]
            if isinstance(inner, Mapping):
                if field == "text" and holds_text(inner):
                    return [inner]
                if depth < _DEEPEST:
                    queue += [(one, depth + 1) for one in inner.values()]
    return []


def is_answer(fields: Mapping[str, Any]) -> bool:
    """Whether an object is no record but holds some."""
    return bool(_of_frame(fields)) or (not holds_text(fields) and bool(_inside(fields)))
