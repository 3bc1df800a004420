"""Formats that need the extra `framing[formats]`: Word, RTF, Excel and feeds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from framing.files import Unreadable, read_bytes

#: A packed document may unpack to so many bytes.
_MOST_UNPACKED = 128 << 20


def reader(module: str, kind: str) -> Any:
    """The package that reads a kind of file; Unreadable, with what to install, where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        raise Unreadable(f'{kind} files need an extra package: pip install "framing[formats]"') from None


def check_size(data: bytes) -> None:
    """Raise Unreadable for a zip file that unpacks to more than any document holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            size = sum(member.file_size for member in members.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("not a readable Office file; save it again") from None
    if size > _MOST_UNPACKED:
        raise Unreadable(f"the file unpacks to more than {_MOST_UNPACKED >> 20} MB; split it")


def sheet_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a workbook; formulas count by the value that was saved with them."""
    data = read_bytes(path)
    check_size(data)
    openpyxl = reader("openpyxl", ".xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = (row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row))
            names = [("" if cell is None else str(cell)) for cell in next(rows, ())]
            for number, row in enumerate(rows, start=1):
                yield number, {name: cell for name, cell in zip(names, row, strict=False) if name}
            if names:
                return
    except Unreadable:
        raise
    except Exception as error:  # the package raises what its parts raise
        raise Unreadable(f"not a readable workbook ({type(error).__name__}); save it again as .xlsx or .csv") from None


def feed_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of a feed; one without its content is read by its summary, which counts as cut short."""
    data = read_bytes(path)
    feedparser = reader("feedparser", path.suffix)
    # A stream: of a text the package would ask whether it is an address, and fetch it.
    feed = feedparser.parse(io.BytesIO(data))
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
    """The fields of a Word document: its paragraphs, and as title what is styled as one."""
    check_size(data)
    docx = reader("docx", ".docx")
    try:
        paragraphs = [
            (" ".join(paragraph.text.split()), str(paragraph.style.name if paragraph.style else ""))
            for paragraph in docx.Document(io.BytesIO(data)).paragraphs
        ]
    except Exception as error:  # the package raises what its parts raise
        raise Unreadable(f"not a readable Word document ({type(error).__name__}); save it again as .docx") from None
    filled = [(text, style) for text, style in paragraphs if text]
    titles = [text for text, style in filled[:8] if style in ("Title", "Heading 1")]
    text = "\n\n".join(text for text, _ in filled)
    return {"text": text, "title": titles[0]} if titles else {"text": text}


def rtf_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of an RTF document: its paragraphs."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("not an RTF document; save it again as .rtf or .txt")
    rtf = reader("striprtf.striprtf", ".rtf")
    try:
        # Other letters than ASCII are written as escapes, by the code page that the document names.
        text = rtf.rtf_to_text(data.decode("latin-1"), errors="replace")
    except Exception as error:  # the package raises what its parts raise
        raise Unreadable(f"not a readable RTF document ({type(error).__name__}); save it again as .rtf") from None
    return {"text": "\n\n".join(line.strip() for line in text.split("\n") if line.strip())}
