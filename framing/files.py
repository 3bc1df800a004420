"""Files as bytes, text and plain YAML: gzip and zstd unpacked, encodings recognised, other content refused."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, AnyStr, BinaryIO, cast

import yaml
import zstandard

#: Maximum bytes of a record; more is no article, and may be a compressed bomb.
MAX_RECORD_BYTES = 16 << 20
#: Bytes of a file that decide its encoding.
ENCODING_SAMPLE = 1 << 20
#: The exceptions that reading a broken file raises.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)

#: Byte-order marks, longest first, since UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: The first bytes of files that people rename by mistake.
_SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture or a sound file",
    b"BM": "a bitmap picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
}
#: Control characters that no text holds: all but white space and escape.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_REMEDY = "save it as plain text in UTF-8, or leave it out"
#: The codec error handler that replaces undecodable bytes, and the character that it puts in their place.
MARKING, UNDECODABLE = "framing.marking", "\udc80"
#: Bytes that are not UTF-8, as `surrogateescape` leaves them, read as Windows-1252.
_WESTERN = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}


class Unreadable(Exception):
    """Raised if a file or record is not readable text; the message says why and what to do."""


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in (".gz", ".zst") else path


def kind_of(path: Path) -> str:
    """A file's suffix in lower case, without the compression's: `.jsonl` of `news.JSONL.gz`."""
    return _unpacked(path).suffix.lower()


def stem_of(path: Path) -> str:
    """A file's name without its suffixes: `news` of `news.jsonl.gz`."""
    return _unpacked(path).stem


def open_bytes(path: Path, opened: BinaryIO | None = None) -> BinaryIO:
    """The file's bytes as a stream, unpacked if its name ends in .gz or .zst.

    A file already `opened` stays open; its position shows how much was unpacked.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast("BinaryIO", gzip.open(opened or path, "rb"))
    if suffix == ".zst":
        unpacked = zstandard.ZstdDecompressor().stream_reader(
            opened or path.open("rb"), read_across_frames=True, closefd=opened is None
        )
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", unpacked), 1 << 20))
    return opened or path.open("rb")


def read_bytes(path: Path) -> bytes:
    """All bytes of a file with one article; Unreadable if it is longer than any article."""
    with open_bytes(path) as stream:
        data = stream.read(MAX_RECORD_BYTES + 1)
    if len(data) > MAX_RECORD_BYTES:
        raise Unreadable(f"more than {MAX_RECORD_BYTES >> 20} MB for one article; split it, or give it as JSONL")
    return data


def not_empty(content: AnyStr) -> AnyStr:
    """The content of a file; Unreadable if there is none."""
    if not content:
        raise Unreadable("the file is empty; fill it or leave it out")
    return content


def _replace_undecodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end


codecs.register_error(MARKING, _replace_undecodable)


def encoding_of(sample: bytes, *, whole: bool = True) -> str:
    """The encoding of a text, from its beginning; Unreadable if the bytes are not text.

    First a byte-order mark decides, then UTF-8 if most bytes beyond ASCII fit, then UTF-16 without a mark. Short
    Western texts fit several other encodings, so Windows-1252, which includes Latin-1, comes first among them. With
    `whole` the sample is the whole text, and a character cut in two at its end is an error.
    """
    if named := next((name for mark, name in _BYTE_ORDER_MARKS.items() if sample.startswith(mark)), None):
        return named
    for signature, what in _SIGNATURES.items():
        # a text may begin with letters such as RIFF, and then holds no control bytes
        if sample.startswith(signature) and (not signature.isalnum() or _share(sample, _CONTROLS + b"\0") > 0.01):
            raise Unreadable(f"this is {what}, not text; {_REMEDY}")
    if b"\0" not in sample and _is_utf8(sample, whole):
        return "utf-8"
    if wide := _utf16_without_bom(sample):
        return wide
    if _share(sample, _CONTROLS) > 0.01 or b"\0" in sample:
        raise Unreadable(f"this is not text (it holds control bytes); {_REMEDY}")
    from charset_normalizer import from_bytes  # takes as long to import as a short article to read

    best = from_bytes(sample, cp_isolation=["cp1252"]).best() or from_bytes(sample).best()
    if best is None:
        raise Unreadable(f"this is not text in any known encoding; {_REMEDY}")
    return best.encoding


def decode(data: bytes) -> str:
    """The text of some bytes, without a byte-order mark; Unreadable if they are not text."""
    name = encoding_of(data[:ENCODING_SAMPLE], whole=len(data) <= ENCODING_SAMPLE)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if name in ("utf-8", "utf-8-sig"):
            return data.decode(name, "surrogateescape").translate(_WESTERN)
        place = f"byte {error.start + 1:,}"
        raise Unreadable(f"the text looks like {name} but is broken at {place}; save it as UTF-8") from None


def _is_utf8(sample: bytes, whole: bool) -> bool:
    """Whether a text is UTF-8: its characters beyond ASCII outnumber the bytes that do not fit."""
    text = codecs.getincrementaldecoder("utf-8")(MARKING).decode(sample, final=whole)
    marks = text.count(UNDECODABLE)
    return not marks or sum(sign > "\x7f" for sign in text) > 2 * marks


def _utf16_without_bom(sample: bytes) -> str | None:
    """UTF-16 without a mark: in a Western text every other byte is 0."""
    pairs = len(sample) // 2
    even, odd = (sample[first::2].count(0) / max(pairs, 1) for first in (0, 1))
    if odd > 0.5 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.05 else None


def _share(sample: bytes, of: bytes) -> float:
    return (len(sample) - len(sample.translate(None, of))) / max(len(sample), 1)


class _PlainYaml(yaml.BaseLoader):
    """YAML with every scalar as text and no aliases, a few of which could expand to billions of values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        node = super().compose_node(parent, index)
        if node is not None and (":python/" in node.tag or node.tag.startswith("!")):
            raise yaml.YAMLError(f"the tag {node.tag[:40]} is not read")
        return node


def plain_yaml(text: str) -> Any:
    """The content of some YAML, every scalar as text; ValueError for other text, an alias or an object's tag."""
    try:
        return yaml.load(text, Loader=_PlainYaml)  # no tag builds an object
    except (yaml.YAMLError, ValueError, RecursionError, LookupError) as error:
        raise ValueError(" ".join(str(error).split())) from None


def match_columns(names: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each field the columns that may hold it, best first; case, spaces and punctuation do not matter.

    >>> match_columns(["Full Text", "body"], {"text": ["body", "full_text"], "title": ["title"]})
    {'text': ('body', 'Full Text')}
    """
    originals: dict[str, str] = {}
    for name in names:
        originals.setdefault(column_key(name), name)
    matches = {
        field: tuple(originals[alias] for alias in map(column_key, others) if alias in originals)
        for field, others in aliases.items()
    }
    return {field: columns for field, columns in matches.items() if columns}


def column_key(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def delimiter_of(header: str) -> str:
    """The delimiter of a table, from its line of column names."""
    return max(",;\t|", key=header.count)


def first_line(error: BaseException) -> str:
    """The first line of an error's message."""
    return str(error).split("\n", 1)[0]


#: The start of a cell that a spreadsheet would run as a formula, after any apostrophes that guard it.
FORMULA = "'*[=+\\-@\t\r＝＋－＠]"


def guarded_cell(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe goes before the start of one."""
    return f"'{cell}" if re.match(FORMULA, cell) else cell


def unguarded(cell: str) -> str:
    """A cell's text without the apostrophe that guards it."""
    return re.sub(f"^'(?={FORMULA})", "", cell)


_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no table can hold; its length stays the same."""
    return _SURROGATE.sub("\ufffd", text)
