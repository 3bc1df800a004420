"""A saved web page: its main text, and what its head says of it."""

from __future__ import annotations

import codecs
import json
import logging
import re
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import lxml.html
from lxml import etree

from framing.files import Unreadable, decode

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
_INLINE = frozenset(
    (
        "a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strike strong sub sup time tt u"
    ).split()
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
#: A page may take so long; most take a hundredth of a second.
_MOST_SECONDS = 60
#: With more blocks than this a page is searched without the second opinions, whose time grows with the square.
_MANY_BLOCKS = 2_000
#: A list of so many linked headings is an index, unless a paragraph is longer than a teaser.
_MANY_LINKS, _LONG = 4, 280
#: Whether a quotation has marks of its own, and who signed a post: a dash, a name and a handle, and a date.
_MARKS = re.compile('["“”„«»]')
_SIGNATURE = re.compile(r"\s*[—–-]\s*[^—–]{1,80}?\(@[\w.-]+\).*\Z", re.DOTALL)
_PUBLISHERS = ("publisher", "sourceOrganization", "provider")


def page_fields(data: bytes, charset: str | None = None) -> Mapping[str, Any]:
    """The fields of a saved page.

    The text is the page's main text as trafilatura finds it, a blank line between paragraphs, with the page's headline
    at its head. Title, date, outlet and address come from the page's metadata, as far as it has them.
    """
    with _time_limit():
        tree = _tree(_decoded(data, charset))
        known = {"title": _title(tree), "date": _date(tree), "outlet": _outlet(tree), "url": _address(tree)}
        links = _linked_headings(tree)
        # Extraction prunes the tree it is given, so it comes after the metadata.
        paragraphs = list(_main_paragraphs(tree))
    if not paragraphs:
        raise Unreadable("no article text was found in the page; give its text as .txt")
    if _is_index(paragraphs, links):
        raise Unreadable("this is an index page, a list of headlines; save the pages that it links to")
    title = known["title"]
    if title and _squeezed(paragraphs[0]) != _squeezed(title):
        paragraphs.insert(0, title)
    return {"text": "\n\n".join(paragraphs), **{name: value for name, value in known.items() if value}}


def fragment_text(source: str) -> str:
    """The text of a piece of HTML, such as a feed or an interface gives, a blank line between paragraphs."""
    try:
        tree = _tree(source)
    except Unreadable:
        return source
    for element in tree.xpath("//script | //style | //figure | //iframe | //noscript"):
        element.drop_tree()
    for quote in tree.iter("blockquote"):
        _drop_signature(quote)
    paragraphs = []
    for text, within in _blocks_of(tree):
        plain = " ".join(text.split())
        if plain:
            paragraphs.append(_in_marks(plain) if within else plain)
    return "\n\n".join(paragraphs)


def _tree(source: str) -> Any:
    try:
        # A declaration of the encoding is about bytes, which these are no more.
        return lxml.html.document_fromstring(_DECLARATION.sub("", source, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        raise Unreadable("not a readable HTML page; save the page again, or give its text as .txt") from None


def _blocks_of(tree: Any) -> Iterator[tuple[str, bool]]:
    """The text of each block in order, and whether it stands in a block quotation."""
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
    """Raised where a page takes too long; no package on the way may take it for an error of its own."""


@contextmanager
def _time_limit() -> Iterator[None]:
    """Give up on a page after some seconds, where the system can interrupt (not in a thread, not on Windows)."""

    def stop(number: int, frame: Any) -> None:
        raise _TooLong

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _MOST_SECONDS)
    try:
        yield
    except _TooLong:
        raise Unreadable(f"the page takes more than {_MOST_SECONDS} s to read; give its text as .txt") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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

    for quote in tree.iter("blockquote"):
        _drop_signature(quote)
    many = sum(1 for _ in tree.iter("p", "li", "td", "tr", "div", "h2", "h3", "br")) > _MANY_BLOCKS
    found: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False, fast=many
    )
    if found is None or found.body is None:
        return
    for element in found.body.iter(*_BLOCKS):
        above = [outer.tag for outer in element.iterancestors(*_BLOCKS)]
        # A quotation of several paragraphs is read paragraph by paragraph.
        if above not in ([], ["quote"]) or (element.tag == "quote" and len(element)):
            continue
        text = " ".join("".join(map(str, element.itertext())).split())
        if text:
            yield _in_marks(text) if "quote" in (element.tag, *above) else text


def _in_marks(text: str) -> str:
    """A block quotation's paragraph in quotation marks, unless it has some."""
    return text if _MARKS.search(text) else f"“{text}”"


def _drop_signature(quote: Any) -> None:
    """Take out of an embedded post who posted it and when, which are no words of the post."""
    paragraphs = [inner for inner in quote.iter("p") if inner.text_content().strip()]
    if paragraphs and _SIGNATURE.fullmatch(" ".join([paragraphs[-1].tail or "", *_tails(paragraphs[-1])])):
        for behind in list(paragraphs[-1].itersiblings()):
            behind.getparent().remove(behind)
        paragraphs[-1].tail = None


def _tails(element: Any) -> Iterator[str]:
    """The text of what stands behind an element."""
    for behind in element.itersiblings():
        if isinstance(behind.tag, str):
            yield behind.text_content()
        yield behind.tail or ""


def _linked_headings(tree: Any) -> set[str]:
    """The headings that lead to other pages."""
    found = tree.xpath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]]")
    return {_squeezed(heading.text_content()) for heading in found}


def _is_index(paragraphs: Sequence[str], links: set[str]) -> bool:
    linked = sum(_squeezed(paragraph) in links for paragraph in paragraphs)
    return linked >= _MANY_LINKS and 3 * linked >= len(paragraphs) and all(len(text) < _LONG for text in paragraphs)


def _title(tree: Any) -> str | None:
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    filled = [heading for heading in headings if heading]
    if len(filled) == 1:
        return filled[0]
    named = _meta(tree, _TITLE) or " ".join((tree.findtext(".//title") or "").split())
    return named or (filled[0] if filled else None)


def _date(tree: Any) -> str | None:
    if named := _meta(tree, _DATE):
        return named
    for linked in _linked_data(tree):
        if isinstance(day := linked.get("datePublished"), str):
            return day
    times = [time.get("datetime") for time in tree.iter("time") if time.get("datetime")]
    return str(times[0]) if times else None


def _outlet(tree: Any) -> str | None:
    """The site's name, else the publisher that the linked data name."""
    if named := _meta(tree, _OUTLET):
        return named
    for linked in _linked_data(tree):
        for role in _PUBLISHERS:
            given = linked.get(role)
            given = given[0] if isinstance(given, list) and given else given
            name = given.get("name") if isinstance(given, Mapping) else given
            if isinstance(name, str) and name.strip() and "://" not in name:
                return " ".join(name.split())
    return None


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
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        if isinstance(graph, list):
            yield from (item for item in graph if isinstance(item, dict))


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
