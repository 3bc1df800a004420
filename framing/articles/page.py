"""A saved web page: its main text and its metadata."""

from __future__ import annotations

import codecs
import json
import logging
import re
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import lxml.html
from lxml import etree

from framing.articles.fields import NAMES
from framing.files import Unreadable, decode, not_empty

# Our own message says why a page cannot be read.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

_BLOCKS = {"p", "head", "quote", "item", "cell", "ab", "code"}
_INLINE = set("a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strike strong sub".split())
_INLINE |= {"sup", "time", "tt", "u"}
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
#: Maximum seconds for a page; most take a hundredth of a second.
_MAX_SECONDS = 60
#: Pages with more blocks are extracted without fallbacks, whose time grows with the square of the blocks.
_MAX_FALLBACK_BLOCKS = 2_000
#: A page with this many linked headings is an index, unless a paragraph is too long for a teaser.
_MIN_INDEX_LINKS, _MIN_BODY_CHARACTERS = 4, 280
#: A quotation's own marks; a post's signature: a dash, a name, a handle, a date.
_MARKS = re.compile('["“”„«»]')
_SIGNATURE = re.compile(r"\s*[—–-]\s*[^—–]{1,80}?\(@[\w.-]+\).*\Z", re.DOTALL)


def page_fields(data: bytes, charset: str | None = None) -> Mapping[str, Any]:
    """The fields of a saved page.

    The text is the main text that trafilatura finds, under the page's headline, with a blank line between paragraphs.
    Title, date, outlet and address come from the page's metadata.
    """
    with _time_limit():
        tree = _tree(_decoded(data, charset))
        known = _metadata(tree)
        links = _linked_headings(tree)
        # Extraction prunes the tree it is given, so it comes after the metadata.
        paragraphs = list(_main_paragraphs(tree))
    if not paragraphs:
        raise Unreadable("no article text was found in the page; give its text as .txt")
    if _is_index(paragraphs, links):
        raise Unreadable("this is an index page, a list of headlines; save the pages that it links to")
    title = known.get("title")
    if title and _squeezed(paragraphs[0]) != _squeezed(title):
        paragraphs.insert(0, title)
    return {"text": "\n\n".join(paragraphs), **known}


def fragment_text(source: str) -> str:
    """The text of a piece of HTML, as feeds give it, with a blank line between paragraphs."""
    try:
        tree = _tree(source)
    except Unreadable:
        return source
    for element in tree.xpath("//script | //style | //figure | //iframe | //noscript"):
        element.drop_tree()
    for quote in tree.iter("blockquote"):
        _drop_signature(quote)
    blocks = ((_plain(text), within) for text, within in _blocks_of(tree))
    return "\n\n".join(_in_marks(text) if within else text for text, within in blocks if text)


def _tree(source: str) -> Any:
    try:
        # The declared encoding no longer applies: the bytes are decoded.
        return lxml.html.document_fromstring(_DECLARATION.sub("", source, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        raise Unreadable("not a readable HTML page; save the page again, or give its text as .txt") from None


def _blocks_of(tree: Any) -> Iterator[tuple[str, bool]]:
    """The text of each block in order, and whether it is in a block quotation."""
    text: list[str] = []
    quotes = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        is_text = isinstance(element.tag, str)
        is_block = is_text and element.tag not in _INLINE
        if is_block and text:
            yield "".join(text), quotes > 0
            text = []
        if event == "start":
            quotes += element.tag == "blockquote"
            text.append(element.text or "")
        else:
            quotes -= is_text and element.tag == "blockquote"
            text.append(element.tail or "")
    if text:
        yield "".join(text), False


class _TooLong(BaseException):
    """Raised when a page takes too long; not an Exception, so that no package catches it."""


@contextmanager
def _time_limit() -> Iterator[None]:
    """Give up on a page after `_MAX_SECONDS`, where the system can interrupt (not in a thread, not on Windows)."""

    def stop(number: int, frame: Any) -> None:
        raise _TooLong

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _MAX_SECONDS)
    try:
        yield
    except _TooLong:
        raise Unreadable(f"the page takes more than {_MAX_SECONDS} s to read; give its text as .txt") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _decoded(data: bytes, charset: str | None) -> str:
    not_empty(data.strip())
    match = _CHARSET.search(data[:4096])
    named = charset or (match.group(1).decode("ascii", "replace") if match else None)
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            # Pages that declare Latin-1 mean Windows-1252, as browsers read it.
            name = codecs.lookup(named).name
            return data.decode("cp1252" if name == "iso8859-1" else name)
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def _main_paragraphs(tree: Any) -> Iterator[str]:
    # Imported late: it takes a third of the package's load time, and most runs read no page.
    import trafilatura

    for quote in tree.iter("blockquote"):
        _drop_signature(quote)
    many = sum(1 for _ in tree.iter("p", "li", "td", "tr", "div", "h2", "h3", "br")) > _MAX_FALLBACK_BLOCKS
    extracted: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False, fast=many
    )
    if extracted is None or extracted.body is None:
        return
    for element in extracted.body.iter(*_BLOCKS):
        above = [outer.tag for outer in element.iterancestors(*_BLOCKS)]
        # A quotation of several paragraphs is read paragraph by paragraph.
        if above not in ([], ["quote"]) or (element.tag == "quote" and len(element)):
            continue
        text = _plain("".join(map(str, element.itertext())))
        if text:
            yield _in_marks(text) if "quote" in (element.tag, *above) else text


def _in_marks(text: str) -> str:
    """A block quotation's paragraph in quotation marks, unless it has its own."""
    return text if _MARKS.search(text) else f"“{text}”"


def _drop_signature(quote: Any) -> None:
    """Remove from an embedded post who posted it and when."""
    paragraphs = [inner for inner in quote.iter("p") if inner.text_content().strip()]
    if not paragraphs:
        return
    last, behind = paragraphs[-1], list(paragraphs[-1].itersiblings())
    texts = ((item.text_content() if isinstance(item.tag, str) else "", item.tail or "") for item in behind)
    if _SIGNATURE.fullmatch(" ".join([last.tail or "", *chain.from_iterable(texts)])):
        for item in behind:
            item.getparent().remove(item)
        last.tail = None


def _linked_headings(tree: Any) -> set[str]:
    """The headings that link to other pages."""
    headings = tree.xpath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]]")
    return {_squeezed(heading.text_content()) for heading in headings}


def _is_index(paragraphs: Sequence[str], links: set[str]) -> bool:
    linked = sum(_squeezed(paragraph) in links for paragraph in paragraphs)
    return linked >= max(_MIN_INDEX_LINKS, len(paragraphs) / 3) and max(map(len, paragraphs)) < _MIN_BODY_CHARACTERS


def _metadata(tree: Any) -> Mapping[str, str]:
    """The title, date, outlet and address that the page gives."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if value := _plain(element.get("content") or ""):
            meta.setdefault(name, value)
    known = {
        field: next((meta[name] for name in names if name in meta), None) for field, names in NAMES["page"].items()
    }
    linked = list(_linked_data(tree))
    headings = [heading for heading in (_plain(h.text_content()) for h in tree.iter("h1")) if heading]
    if len(headings) == 1:
        known["title"] = headings[0]
    others = {
        "title": (_plain(tree.findtext(".//title") or ""), *headings),
        "date": (*(data.get("datePublished") for data in linked), *tree.xpath("//time/@datetime")),
        "outlet": map(_publisher, linked),
    }
    for field, values in others.items():
        known[field] = known[field] or next((str(value) for value in values if value and isinstance(value, str)), None)
    known["url"] = next(filter(None, tree.xpath("//link[@rel='canonical']/@href")), known["url"])
    return {field: str(value) for field, value in known.items() if value}


def _publisher(data: Mapping[str, Any]) -> str | None:
    """The publisher that linked data name; None for an address."""
    for role in ("publisher", "sourceOrganization", "provider"):
        publisher = data.get(role)
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
        if isinstance(name, str) and name.strip() and "://" not in name:
            return _plain(name)
    return None


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        if isinstance(graph, list):
            yield from (item for item in graph if isinstance(item, dict))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    return _plain(text).casefold()
