"""Text, Markdown, and with the extra `framing[formats]` Word, RTF, Excel and feeds.

Markdown's marks become spaces, and a block quotation gets quotation marks, so that offsets stay the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from framing.articles.fields import distinct
from framing.files import Unreadable, decode, not_empty, plain_yaml, read_bytes

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def text_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of a text file: its text."""
    return {"text": not_empty(decode(data))}


def markdown_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of a Markdown file: the text under the front matter, and the fields of the front matter."""
    text = not_empty(decode(data))
    match = _FRONT_MATTER.match(text)
    if not match:
        return {"text": without_marks(text)}
    try:
        known = plain_yaml(match.group(1))
    except ValueError as error:
        raise Unreadable(f"the front matter is not plain YAML ({error}); fix it or remove it") from None
    if not isinstance(known, dict):
        raise Unreadable("the front matter is not a list of `name: value`; fix it or remove it")
    # Plain YAML leaves a missing value as it is spelled.
    fields = {str(name): value for name, value in known.items() if value not in ("", "~", "null", "Null", "NULL")}
    return {**fields, "text": without_marks(text[match.end() :])}


#: Markup without text of the article: blocks of code, comments, images, tables, link definitions, addresses.
_SILENT = re.compile(
    r"^(?P<fence>```|~~~)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)|<!--.*?-->"
    r"|!\[[^\]\n]{0,500}\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,200}\])"
    r"|^[ \t]*\|[^\n]*\|[ \t]*$|^[ \t]*\[[^\]\n]{1,200}\]:[ \t]+\S[^\n]*$|<https?://[^>\s]{1,1000}>",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](\((?:[^()\n]|\([^()\n]*\)){0,1000}\)|\[[^\]\n]{0,200}\])")
#: Marks of emphasis around words.
_STRESS = re.compile(r"(?<![\w*_~`])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n]{1,1000}?)(?<=\S)\1(?![\w*_~`])")
_BULLET = re.compile(r"^([ \t]*)[*+](?=[ \t]+\S)", re.MULTILINE)
_QUOTED = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_QUOTE_SIGN = re.compile(r"^[ \t]{0,3}>(?:[ \t]?>)*[ \t]?", re.MULTILINE)
_PARAGRAPH = re.compile(r"^([^\S\n]*)[^\S\n](\S.*?)(\r(?=\n[ \t\r]*$)|\n(?=[ \t\r]*$)|\Z)", re.DOTALL | re.MULTILINE)
_DOUBLE_MARKS = re.compile('["“”„«»]')


def without_marks(text: str) -> str:
    """Markdown's text, each character in its place.

    >>> without_marks("The **board** [said](x.example) no.")
    'The   board    said             no.'
    """
    text = _SILENT.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), text)
    text = _LINK.sub(lambda match: f" {match[1]} {' ' * len(match[2])}", text)
    for _ in range(2):  # bold inside italics
        text = _STRESS.sub(lambda match: f"{' ' * len(match[1])}{match[2]}{' ' * len(match[1])}", text)
    return _BULLET.sub(r"\1•", _QUOTED.sub(_quotation, text))


def _quotation(match: re.Match[str]) -> str:
    """A block quotation, each paragraph in quotation marks, which replace a sign and the line's end."""
    plain = _QUOTE_SIGN.sub(lambda sign: " " * len(sign.group()), match.group())
    if _DOUBLE_MARKS.search(plain):
        return plain
    return _PARAGRAPH.sub(lambda part: f"{part[1]}“{part[2]}{'”' if part[3] else ''}", plain)


#: Maximum bytes of an unpacked document.
_MAX_UNPACKED_BYTES = 128 << 20


@contextmanager
def _package(module: str, ending: str, what: str) -> Iterator[Any]:
    """The package that reads a kind of file; Unreadable where it is missing, or cannot read this file."""
    try:
        package = import_module(module)
    except ImportError:
        raise Unreadable(f'{ending} files need an extra package: pip install "framing[formats]"') from None
    try:
        yield package
    except Unreadable:
        raise
    except Exception as error:  # a package may raise anything
        other = " or .csv" if ending == ".xlsx" else ""
        problem = f"not a readable {what} ({type(error).__name__}); save it again as {ending}{other}"
        raise Unreadable(problem) from None


def _office(data: bytes) -> io.BytesIO:
    """An Office file, which is a zip file; Unreadable if it unpacks to more than a document can hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            size = sum(member.file_size for member in members.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("not a readable Office file; save it again") from None
    if size > _MAX_UNPACKED_BYTES:
        raise Unreadable(f"the file unpacks to more than {_MAX_UNPACKED_BYTES >> 20} MB; split it")
    return io.BytesIO(data)


def sheet_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a workbook; a formula gives the value saved with it."""
    file = _office(read_bytes(path))
    with _package("openpyxl", ".xlsx", "workbook") as openpyxl:
        for sheet in openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets:
            rows = (row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row))
            names = distinct("" if cell is None else str(cell) for cell in next(rows, ()))
            for number, row in enumerate(rows, start=1):
                yield number, {name: cell for name, cell in zip(names, row, strict=False) if name}
            if names:
                return


def feed_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of a feed; one without content gives its summary, which counts as cut short."""
    data = io.BytesIO(read_bytes(path))
    with _package("feedparser", path.suffix, "feed") as feedparser:
        # A stream, since the package would fetch a text that looks like an address.
        feed = feedparser.parse(data)
    if not feed.version:
        raise Unreadable(
            "neither an RSS nor an Atom feed, and no other XML is read; convert it to text: "
            "pandoc -f tei -t plain FILE.xml -o FILE.txt"
        )
    outlet = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        fields = {
            "id": entry.get("id") or entry.get("link"),
            "title": entry.get("title"),
            "url": entry.get("link"),
            "date": entry.get("published") or entry.get("updated"),
            "outlet": (entry.get("source") or {}).get("title") or outlet,
        }
        contents = [content.get("value") for content in entry.get("content", ()) if content.get("value")]
        yield number, {**fields, **({"text": contents[0]} if contents else {"summary": entry.get("summary")})}


def docx_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of a Word document: its paragraphs, and the one styled as title."""
    file = _office(data)
    with _package("docx", ".docx", "Word document") as docx:
        paragraphs = [
            (" ".join(paragraph.text.split()), str(paragraph.style.name if paragraph.style else ""))
            for paragraph in docx.Document(file).paragraphs
        ]
    paragraphs = [(text, style) for text, style in paragraphs if text]
    titles = [text for text, style in paragraphs[:8] if style in ("Title", "Heading 1")]
    text = "\n\n".join(text for text, _ in paragraphs)
    return {"text": text, "title": titles[0]} if titles else {"text": text}


def rtf_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of an RTF document: its paragraphs."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("not an RTF document; save it again as .rtf or .txt")
    with _package("striprtf.striprtf", ".rtf", "RTF document") as rtf:
        # RTF writes letters beyond ASCII as escapes, by the document's code page.
        text = rtf.rtf_to_text(data.decode("latin-1"), errors="replace")
    return {"text": "\n\n".join(line.strip() for line in text.split("\n") if line.strip())}
