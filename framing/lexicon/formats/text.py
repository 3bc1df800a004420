"""What the text formats share: reading a file of any usual encoding, and a term made plain."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from framing.lexicon.loader import BadLexicon


def read_text(path: Path) -> str:
    """The file's text, line ends made plain; raises `BadLexicon` where it is missing or no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadLexicon(f"{path}: cannot be read ({error.strerror}); check the path") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data).best()
        if guess is None:
            raise BadLexicon(f"{path}: not a text file; save it as UTF-8") from None
        text = str(guess)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(term: str) -> str:
    """A term in lower case with plain apostrophes and single spaces."""
    return " ".join(unicodedata.normalize("NFC", term).replace("’", "'").lower().split())
