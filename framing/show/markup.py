"""HTML, written so that nothing in an article becomes markup."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

#: The style sheet of reports and of displays in JupyterLab.
STYLE_SHEET = Path(__file__).parent.parent / "templates" / "framing" / "show.css"
#: The longer texts of reports, captions first, by name.
TEXTS: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))

#: Ends the style of a display; the report's template, which has the style already, cuts here.
STYLE_ENDS = "<!--framing: the style ends here-->"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Characters that change the direction of text, with which an article could rearrange the report.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Html(str):
    """A string of HTML."""

    __slots__ = ()


def printable(value: object) -> str:
    """The value as a printable string: control characters become U+FFFD, direction marks are left out."""
    return _TURNING.sub("", _UNPRINTABLE.sub("\ufffd", str(value)))


def text(value: object) -> Html:
    """The value as HTML text, escaped unless it is `Html`."""
    return value if isinstance(value, Html) else Html(escape(printable(value)))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. `class_` is `class`, `data_why` is `data-why`; an attribute that is None or False is left out.

    >>> tag("a", "x < y", href="#z", class_="to")
    '<a href="#z" class="to">x &lt; y</a>'
    """
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(f" {attribute}" if value is True else f' {attribute}="{text(str(value))}"')
    return Html(f"<{name}{''.join(written)}>{join(*children)}</{name}>")


def join(*children: object) -> Html:
    """The children joined; None is left out."""
    return Html("".join(text(child) for child in children if child is not None))


def key(*parts: object) -> str:
    """A short id of the parts, safe in HTML and in addresses."""
    joined = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:10]


def anchor(kind: str, article: str, *place: object) -> str:
    """The id of a part of an article in a report: its kind, the article, and its start.

    >>> anchor("phrase", "told", 12)
    'phrase-1fcc08c773-12'
    """
    return "-".join([kind, key(article), *map(str, place)])


class Display:
    """Something that a notebook shows as HTML."""

    def __init__(self, content: Html) -> None:
        self._content = content

    def html(self) -> Html:
        """The HTML without its style."""
        return self._content

    def _repr_html_(self) -> Any:
        # With its style, a display looks the same anywhere.
        style = STYLE_SHEET.read_text(encoding="utf-8")
        return f"<style>{style}</style>{STYLE_ENDS}<div class='framing'>{self.html()}</div>"
