"""Bytes to text: byte-order marks, UTF-8, and what older systems write."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from framing.articles.problems import Unreadable

#: How much of a file is looked at to tell its encoding.
SAMPLE = 1 << 20

#: Byte-order marks, longest first, since that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: How files begin that people rename by mistake.
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound file"),
    (b"BM", "a bitmap picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)

#: Control characters that no text holds, beyond the white space among them and the escape character.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
#: The name of an error handler that marks bytes of another encoding, and the mark it leaves for them.
MARKING, MARK = "framing.marking", "\udc80"
#: The name of an error handler that reads bytes that are not UTF-8 as Windows-1252.
_WESTERN = "framing.western"
_REMEDY = "save it as plain text in UTF-8, or leave it out"


def _marked(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MARKING, _marked)
codecs.register_error(_WESTERN, _western)


def encoding_of(sample: bytes, *, whole: bool = True) -> str:
    """The encoding of a text, from its beginning; Unreadable if the bytes are no text.

    A byte-order mark decides, then UTF-8 if most of what is not ASCII fits, then UTF-16 without a mark; then
    Windows-1252, of which Latin-1 is a part, before any other, because the bytes of a short Western text fit several
    encodings. `whole` says that
    the sample is all there is, so that a character cut in two at its end is an error.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    _refuse_binary(sample)
    if b"\0" not in sample and _is_utf8(sample, whole):
        return "utf-8"
    if wide := _wide(sample):
        return wide
    if _share(sample, _CONTROLS) > 0.01 or b"\0" in sample:
        raise Unreadable(f"this is no text (it holds control bytes); {_REMEDY}")
    best = from_bytes(sample, cp_isolation=["cp1252"]).best() or from_bytes(sample).best()
    if best is None:
        raise Unreadable(f"this is no text in any known encoding; {_REMEDY}")
    return best.encoding


def decode(data: bytes) -> str:
    """The text of some bytes, without a byte-order mark; Unreadable if they are no text."""
    name = encoding_of(data[:SAMPLE], whole=len(data) <= SAMPLE)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if name == "utf-8":
            return data.decode(name, _WESTERN)
        place = f"byte {error.start + 1:,}"
        raise Unreadable(f"the text looks like {name} but is broken at {place}; save it as UTF-8") from None


def _is_utf8(sample: bytes, whole: bool) -> bool:
    """Whether a text is UTF-8, though a line of it may not be: its characters outnumber the bytes that fit none."""
    decoder = codecs.getincrementaldecoder("utf-8")
    try:
        decoder().decode(sample, final=whole)
    except UnicodeDecodeError:
        text = decoder(MARKING).decode(sample, final=whole)
        return sum(sign > "\x7f" for sign in text) > 2 * text.count(MARK)
    return True


def _refuse_binary(sample: bytes) -> None:
    for signature, what in _SIGNATURES:
        if sample.startswith(signature) and (len(signature) > 2 or _share(sample, _CONTROLS + b"\0") > 0.01):
            raise Unreadable(f"this is {what}, not text; {_REMEDY}")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in a Western text every other byte is nought."""
    pairs = len(sample) // 2
    if not pairs:
        return None
    even, odd = sample[::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > 0.5 and even < 0.05:
        return "utf-16-le"
    if even > 0.5 and odd < 0.05:
        return "utf-16-be"
    return None


def _share(sample: bytes, of: bytes) -> float:
    return (len(sample) - len(sample.translate(None, of))) / max(len(sample), 1)
