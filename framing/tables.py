"""Every table and column, declared once; and the only place that writes or reads table files.

Offsets are half-open ranges of code points into the article's text as given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "parquet"]


class Column(NamedTuple):
    """A column: what it holds, in which unit, and whether that is words of the article."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    is_text: bool = False


def _text(name: str, meaning: str, *, is_text: bool = False) -> Column:
    return Column(name, pa.string(), meaning, is_text=is_text)


def _whole(name: str, meaning: str, unit: str = "") -> Column:
    return Column(name, pa.int64(), meaning, unit)


def _real(name: str, meaning: str, unit: str = "") -> Column:
    return Column(name, pa.float64(), meaning, unit)


def _answer(name: str, meaning: str) -> Column:
    return Column(name, pa.bool_(), meaning, "true, false, or empty where unclear")


_ARTICLE = _text("article", "id of the article")
_PLACE = (
    _whole("start", "where it starts", "characters"),
    _whole("end", "where it ends", "characters"),
)
_SECTION = _text("section", "headline, subhead or body")
_VOICES_OF_WORDS = (
    _whole("words_quoted", "words between quotation marks", "words"),
    _whole("words_reported", "words paraphrased", "words"),
)
_IN_AN_EVENT = (
    _text("event", "the event"),
    _text("account", "the article's outlet, or outlet and id where an outlet has several on the event"),
    _ARTICLE,
)
_PRESENCE = (_text("presence", "found, perhaps (the nearest passage) or none (nothing near)"),)
_PASSAGE = (
    *_PLACE,
    _text("text", "the passage", is_text=True),
    _real("confidence", "how likely presence is right; of perhaps, how likely the passage says the same", "0 to 1"),
)
_HELD_BY = (
    _whole("accounts", "accounts in which it is found", "accounts"),
    _whole("possible", "accounts that may have it", "accounts"),
    _whole("of", "accounts of the event", "accounts"),
)

#: The columns of each table, in order. `articles` has a further column for each summary figure of a measure.
TABLES: Mapping[str, tuple[Column, ...]] = {
    "articles": (
        _ARTICLE,
        _text("outlet", "who published it"),
        _text("date", "day of publication, YYYY-MM-DD"),
        _text("title", "its title"),
        _text("event", "the event it reports"),
        _whole("words", "words in headline, subheads and body", "words"),
        _whole("sentences", "sentences in headline, subheads and body", "sentences"),
    ),
    "sentences": (
        _ARTICLE,
        _whole("sentence", "its number in the article, from 0"),
        *_PLACE,
        _whole("words", "words in it", "words"),
        _SECTION,
        _real("loaded", "how likely a reader is to call it loaded", "0 to 1"),
        _whole("syllables", "syllables in it", "syllables"),
        _real("ease", "its reading ease; higher is easier", "points, about 0 to 100"),
        _text("frames", "frames with a cue in it, joined by ;"),
    ),
    "phrases": (
        _ARTICLE,
        *_PLACE,
        _text("text", "the phrase", is_text=True),
        _text("lexicon", "the list or rule that found it"),
        _text("category", "its category in that list"),
        _text("term", "the list's entry"),
        _real("weight", "how likely readers are to mark it", "0 to 1"),
        _text("strength", "low, medium or high: how strong a careful reader finds it"),
        _real("confidence", "how likely a careful reader is to accept it as loaded or borderline", "0 to 1"),
        _text("voice", "own, quoted, reported (paraphrased) or unclear"),
        _text("speaker", "whose words it stands in, empty in the outlet's own voice"),
        _SECTION,
        _whole("sentence", "the number of its sentence"),
        _text("why", "why it is listed"),
    ),
    "quotes": (
        _ARTICLE,
        *_PLACE,
        _text("parts", "the ranges of the content, as 12-40;61-90"),
        _text("text", "the content", is_text=True),
        _text("kind", "direct, mixed, indirect or scare"),
        _text("source", "who is said to say it; one name per source, several at once joined by “; ”"),
        _whole("source_start", "where the text names the source", "characters"),
        _whole("source_end", "where that name ends", "characters"),
        _text("cue", "the words that attribute it"),
        _whole("cue_start", "where the cue starts", "characters"),
        _whole("cue_end", "where the cue ends", "characters"),
        _text("cue_class", "the cue's category in the lexicon report-verbs"),
        _text("side", "the source's side in the event"),
        _whole("words", "words of the content", "words"),
        *_VOICES_OF_WORDS,
        _SECTION,
        _real("confidence", "how likely a careful reader lets the row stand", "0 to 1"),
        _whole("sure", "1 if the row is sure enough for reports and shares to count it"),
    ),
    "sources": (
        _ARTICLE,
        _text("source", "its name in this article"),
        _text("side", "its side in the event"),
        _text("type", "what it is: person, body, group, document or unnamed"),
        _text("role", "in which role it speaks"),
        _whole("quotes", "attributions to it", "attributions"),
        *_VOICES_OF_WORDS,
        _whole("first_at", "where its first content starts", "characters"),
        _whole("direct", "its direct quotations", "attributions"),
        _whole("mixed", "its mixed quotations", "attributions"),
        _whole("indirect", "its paraphrases", "attributions"),
        _whole("longest_run", "words of its longest content", "words"),
        _text("first_section", "the section of its first content"),
        _whole("headline", "1 if it speaks in the headline"),
        _real("confidence", "that of its surest attribution", "0 to 1"),
    ),
    "frames": (
        _ARTICLE,
        _text("frame", "the frame"),
        _text("kind", "policy, generic, or own (your codebook)"),
        _whole("cues", "cues of it", "cues"),
        _whole("cues_own", "cues in the outlet's own voice", "cues"),
        _whole("cues_quoted", "cues in quotations", "cues"),
        _whole("cues_reported", "cues in paraphrases", "cues"),
        _real("sentences_share", "share of sentences with a cue", "0 to 1"),
        _text("first", "where the first cue stands: headline, lead or later"),
        _real("score", "how likely the frame is present", "0 to 1"),
        _answer("present", "whether the frame is present"),
        _real("score_own", "the score of the outlet's own words", "0 to 1"),
        _answer("present_own", "whether it is present in the outlet's own words"),
        _real("score_quoted", "the score of the quotations", "0 to 1"),
        _answer("present_quoted", "whether it is present in the quotations"),
    ),
    "statements": (
        *_IN_AN_EVENT,
        _whole("statement", "its number in the event"),
        _text("speaker", "whose words they are, by the fullest name that any account gives"),
        _text("fullest", "the fullest version that any account has", is_text=True),
        *_PRESENCE,
        _text("telling", "quoted whole, quoted in part, paraphrased, own voice or contradicted; empty where not sure"),
        _text("source", "the source that this account names"),
        _text("cue", "the words with which this account attributes it"),
        _text("cue_class", "the cue's category in the lexicon report-verbs: how sure it makes the statement"),
        _answer("source_differs", "whether the account names another source than the others"),
        *_PASSAGE,
        _text("missing", "words of the fullest version that this account leaves out", is_text=True),
        _text("missing_at", "where in the fullest version they stand: start, middle, end"),
        *_HELD_BY,
    ),
    "facts": (
        *_IN_AN_EVENT,
        _text("kind", "tally, sum, number, date, document, act or background"),
        _text("fact", "the fullest version that any account has", is_text=True),
        *_PRESENCE,
        _text("where", "headline, lead (first two paragraphs) or later"),
        _answer("differs", "whether the account surely gives another number than the others"),
        *_PASSAGE,
        *_HELD_BY,
    ),
    "names": (
        *_IN_AN_EVENT,
        _text("name", "whom or what the accounts name, by the fullest name"),
        _text("kind", "person, or name (a body, place or thing)"),
        _whole("mentions", "how often the account names it", "mentions"),
        *_PLACE,
        _text("where", "headline, lead (first two paragraphs) or later"),
        _whole("accounts", "accounts that name it", "accounts"),
        _whole("of", "accounts of the event", "accounts"),
    ),
    "naming": (
        _text("event", "the event"),
        _text("kind", "person, or thing (what has several names)"),
        _text("entity", "the person's fullest name, or the names that accounts give the thing"),
        _text("relation", "before or after the person's name, or term, a name for the thing"),
        _text("attached", "the words that name or describe it", is_text=True),
        *_IN_AN_EVENT[1:],
        _text("voice", "own, quoted or reported"),
        _text("speaker", "whose words they are, if not the outlet's"),
        *_PLACE,
        _text("text", "the words with the name", is_text=True),
        _real("differ", "how far the words of two accounts lie apart, on average", "0 to 1"),
        _whole("times", "how often the account has these words in that voice", "times"),
        _whole("accounts", "accounts that have such words in their own voice", "accounts"),
        _whole("of", "accounts of the event", "accounts"),
    ),
    "asked": (
        *_IN_AN_EVENT,
        _text("source", "who speaks, by the fullest name that any account gives"),
        _text("type", "person, body, group, document or unnamed"),
        _text("role", "in which role it speaks"),
        _text("side", "its side in the event"),
        _whole("quotes", "sure attributions to it", "attributions"),
        _whole("words", "words of these", "words"),
        _whole("disputes", "those with a cue of attack or rejection", "attributions"),
        _whole("first_at", "where its first content starts", "characters"),
        _answer("last_word", "whether the account's last sure attribution is its own"),
        _whole("accounts", "accounts that have it as a source", "accounts"),
        _whole("of", "accounts of the event", "accounts"),
    ),
    "headlines": (
        *_IN_AN_EVENT,
        *_PLACE,
        _text("text", "the headline", is_text=True),
        _text("source", "whose words it surely holds"),
        _text("actor", "who acts, in a plain clause", is_text=True),
        _text("verb", "what they do", is_text=True),
        _text("object", "whom or what they do it to", is_text=True),
        _text("not_in_body", "its rare words that the body does not have", is_text=True),
    ),
    "errors": (
        _text("input", "the file"),
        _whole("record", "the record in it, from 1"),
        _text("problem", "what is wrong, and what to do"),
    ),
}


def column_names(table: str) -> tuple[str, ...]:
    """The names of a table's declared columns, in order."""
    return tuple(column.name for column in TABLES[table])


def column_type(table: str, name: str) -> pa.DataType:
    """The type of a table's column; summary figures of an article are real numbers."""
    return next((column.type for column in TABLES[table] if column.name == name), pa.float64())


#: How a cell begins that a spreadsheet would run as a formula, after any guards already before it.
_FORMULA = "'*[=+\\-@\t\r＝＋－＠]"
_NEEDS_QUOTES = '[",\r\n]'
_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no table can hold; its length stays the same."""
    return _SURROGATE.sub("\ufffd", text)


def guarded(cells: pa.Array) -> pa.Array:
    """Text as cells that no spreadsheet runs: an apostrophe goes before `= + - @`, tab and return.

    Take one apostrophe off a cell that begins with apostrophes and one of these, and the text is as it was; offsets
    count in the article, not in the cell.

    >>> guarded(pa.array(["=2+2", "'=2+2", "'tis"])).to_pylist()
    ["'=2+2", "''=2+2", "'tis"]
    """
    return pc.replace_substring_regex(cells, f"^{_FORMULA}", "'\\0") if pa.types.is_string(cells.type) else cells


def encode(
    table: str,
    cells: Mapping[str, Sequence[Any]],
    form: Format,
    *,
    keep_text: bool = True,
) -> bytes:
    """The bytes of one part of a table: CSV rows without the header, or a whole Parquet file.

    Lone surrogates become U+FFFD, one for one. A missing value is an empty cell in CSV and null in Parquet. Without
    `keep_text` the columns that hold words of the article are empty.
    """
    hidden = frozenset() if keep_text else {column.name for column in TABLES[table] if column.is_text}
    schema = pa.schema([(name, column_type(table, name)) for name in cells])
    arrays = [
        pa.nulls(len(column), field.type) if field.name in hidden else _array(column, field.type)
        for column, field in zip(cells.values(), schema, strict=True)
    ]
    if form == "csv":
        return _csv(arrays)
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def csv_header(names: Iterable[str]) -> bytes:
    """The line of column names, guarded as cells are."""
    cells = _text_cells(_texts([str(name) for name in names]))
    return (",".join(cells.to_pylist()) + "\n").encode()


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A pandas frame as a CSV file that no spreadsheet runs, header included; the index is left out."""
    safe = frame.rename(columns=lambda name: _safe(str(name)))
    written: str = safe.map(_safe).to_csv(index=False)
    return written.encode()


def _safe(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = storable(value)
    return f"'{value}" if re.match(_FORMULA, value) else value


def read_table(folder: Path, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A table of the result in a folder, or only some of its columns. FileNotFoundError if it is not there.

    The apostrophe that guards a CSV cell is taken off again.
    """
    import pandas as pd

    chosen = None if columns is None else list(columns)
    written = folder / f"{table}.csv"
    if written.exists():
        frame = pd.read_csv(written, usecols=chosen, keep_default_na=False, na_values=[""], dtype_backend="pyarrow")
        for name in frame.columns:
            if pd.api.types.is_string_dtype(frame[name]):
                frame[name] = frame[name].str.replace(f"^'({_FORMULA})", r"\1", regex=True)
        return frame if chosen is None else frame[chosen]
    for place in (folder / f"{table}.parquet", folder / table):
        if place.exists():
            return pd.read_parquet(place, columns=chosen)
    raise FileNotFoundError(f"{folder} holds no table {table}; make it with framing analyze INPUT... --out {folder}")


def places_of(table: str) -> tuple[str, str, str]:
    """The names that a table may have in a result: one CSV file, one Parquet file, or a folder of Parquet parts."""
    return (f"{table}.csv", f"{table}.parquet", table)


def is_result(folder: Path) -> bool:
    """Whether a folder holds tables that `framing analyze` wrote."""
    return any((folder / name).exists() for name in places_of("articles"))


def frame(cells: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Columns as a pandas frame; lone surrogates become U+FFFD where pandas cannot hold them."""
    import pandas as pd

    try:
        return pd.DataFrame(dict(cells))
    except UnicodeEncodeError:
        return pd.DataFrame(
            {
                name: [storable(cell) if isinstance(cell, str) else cell for cell in column]
                for name, column in cells.items()
            }
        )


def _csv(arrays: Sequence[pa.Array]) -> bytes:
    """The rows under each other; only cells that need quotation marks have them."""
    cells = [_text_cells(array) if pa.types.is_string(array.type) else array.cast(pa.string()) for array in arrays]
    lines = pc.binary_join_element_wise(*cells, _literal(","), null_handling="replace", null_replacement="")
    # The texts of an array lie one after another in memory: no line has to become a string of its own.
    ended = pc.binary_join_element_wise(lines, _literal("\n"), _literal(""))
    size = pc.sum(pc.binary_length(ended)).as_py()
    written: bytes = ended.buffers()[2].slice(0, size).to_pybytes() if size else b""
    return written


def _text_cells(array: pa.Array) -> pa.Array:
    # Most columns repeat a few values over and over.
    encoded = array.dictionary_encode()
    return _quoted(guarded(encoded.dictionary)).take(encoded.indices)


def _quoted(cells: pa.Array) -> pa.Array:
    needed = pc.match_substring_regex(cells, _NEEDS_QUOTES)
    if not pc.any(needed).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    mark = _literal('"')
    return pc.if_else(needed, pc.binary_join_element_wise(mark, doubled, mark, _literal("")), cells)


def _array(column: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """A column in arrow's own layout; None and not a number become null.

    `pa.array` does the same for a list, but imports pandas first, which takes longer than an article.
    """
    if pa.types.is_string(kind):
        return _texts(column)
    values = np.array(column, dtype=np.float64)
    missing = np.isnan(values)
    if pa.types.is_boolean(kind):
        data = pa.py_buffer(np.packbits(values == 1, bitorder="little"))
    elif pa.types.is_integer(kind):
        data = pa.py_buffer(np.where(missing, 0, values).astype(np.int64))
    else:
        data = pa.py_buffer(values)
    return pa.Array.from_buffers(kind, len(values), [_validity(missing), data])


def _texts(column: Sequence[str | None]) -> pa.Array:
    """Texts one after another in memory, as arrow has them; lone surrogates become U+FFFD."""
    cells = ["" if cell is None or cell != cell else cell for cell in column]
    whole = storable("".join(cells))
    data = whole.encode()
    # A surrogate and U+FFFD take three bytes alike.
    bytewise = (cell if cell.isascii() else cell.encode(errors="surrogatepass") for cell in cells)
    ends = np.zeros(len(cells) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, bytewise), np.int32, len(cells)), out=ends[1:])
    missing = np.fromiter((cell is None or cell != cell for cell in column), np.bool_, len(cells))
    return pa.Array.from_buffers(pa.string(), len(cells), [_validity(missing), pa.py_buffer(ends), pa.py_buffer(data)])


def _validity(missing: NDArray[np.bool_]) -> pa.Buffer | None:
    return pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None


def _literal(text: str) -> pa.StringScalar:
    return _texts([text])[0]
