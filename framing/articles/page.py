"""A saved web page: its main text, and what its head says of it."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html
from lxml import etree

from framing.articles.encoding import decode
from framing.articles.problems import Unreadable

# What trafilatura says of a page it cannot read goes into our own message.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_DATE = (
    *("article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued", "pubdate"),
    *("publishdate", "parsely-pub-date", "sailthru.date", "date"),
)
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "publisher")
_BLOCKS = {"p", "head", "quote", "item", "cell", "ab", "code"}


def page_fields(data: bytes, charset: str | None = None) -> Mapping[str, Any]:
    """The fields of a saved page.

    The text is the page's main text as trafilatura finds it, a blank line between paragraphs, with the page's headline
    at its head. Title, date, outlet and address come from the page's metadata, as far as it has them.
    """
    source = _decoded(data, charset)
    try:
        tree = lxml.html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("no HTML page can be made out; save the page again, or give its text as .txt") from None
    told = {"title": _title(tree), "date": _date(tree), "outlet": _meta(tree, _OUTLET), "url": _address(tree)}
    # Extraction prunes the tree it is given, so it comes after the metadata.
    paragraphs = list(_main_paragraphs(tree))
    if not paragraphs:
        raise Unreadable("no article text was found in the page; give its text as .txt")
    title = told["title"]
    if title and _squeezed(paragraphs[0]) != _squeezed(title):
        paragraphs.insert(0, title)
    return {"text": "\n\n".join(paragraphs), **{name: value for name, value in told.items() if value}}


def _decoded(data: bytes, charset: str | None) -> str:
    if not data.strip():
        raise Unreadable("the file is empty; fill it or leave it out")
    found = _CHARSET.search(data[:4096])
    named = charset or (found.group(1).decode("ascii", "replace") if found else None)
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            # Browsers read Latin-1 as Windows-1252, and so do the pages that say it.
            name = codecs.lookup(named).name
            return data.decode("cp1252" if name == "iso8859-1" else name)
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def _main_paragraphs(tree: Any) -> Iterator[str]:
    # A third of the time that the package takes to load, and most runs read no page.
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    if found is None or found.body is None:
        return
    for element in found.body.iter():
        if element.tag in _BLOCKS and not any(above.tag in _BLOCKS for above in element.iterancestors()):
            text = " ".join("".join(map(str, element.itertext())).split())
            if text:
                yield text


def _title(tree: Any) -> str | None:
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    filled = [heading for heading in headings if heading]
    if len(filled) == 1:
        return filled[0]
    named = _meta(tree, _TITLE) or " ".join((tree.findtext(".//title") or "").split())
    return named or (filled[0] if filled else None)


def _date(tree: Any) -> str | None:
    if told := _meta(tree, _DATE):
        return told
    for linked in _linked_data(tree):
        if isinstance(told := linked.get("datePublished"), str):
            return told
    times = [time.get("datetime") for time in tree.iter("time") if time.get("datetime")]
    return str(times[0]) if times else None


def _address(tree: Any) -> str | None:
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            return str(link.get("href"))
    return _meta(tree, ("og:url",))


def _meta(tree: Any, names: tuple[str, ...]) -> str | None:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join((element.get("content") or "").split())
        if name in names and value:
            found.setdefault(name, value)
    return next((found[name] for name in names if name in found), None)


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            told = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = told.get("@graph", [told]) if isinstance(told, dict) else told
        if isinstance(graph, list):
            yield from (item for item in graph if isinstance(item, dict))


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
