"""Word and RTF documents: one article each."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from framing.articles.formats import check_size, reader
from framing.articles.problems import Unreadable


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
