"""Text and Markdown files: one article each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from framing.articles.encoding import decode
from framing.articles.problems import Unreadable

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class _Loader(yaml.BaseLoader):
    """Every scalar as the text that it is, whatever its tag, and no alias: a few can stand for billions of values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        node = super().compose_node(parent, index)
        if node is not None and (":python/" in node.tag or node.tag.startswith("!")):
            raise yaml.YAMLError(f"the tag {node.tag[:40]} is not read")
        return node


#: How YAML spells a value that is not there.
_NOTHING = ("", "~", "null", "Null", "NULL")


def text_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of a text file: its text."""
    return {"text": _filled(decode(data))}


def markdown_fields(data: bytes) -> Mapping[str, Any]:
    """The fields of a Markdown file: the text under the front matter, and what the front matter says."""
    text = _filled(decode(data))
    match = _FRONT_MATTER.match(text)
    if not match:
        return {"text": text}
    try:
        known = yaml.load(match.group(1), Loader=_Loader)  # no tag builds an object
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise Unreadable(f"the front matter is no plain YAML ({reason}); mend it or remove it") from None
    if not isinstance(known, dict):
        raise Unreadable("the front matter is no list of `name: value`; mend it or remove it")
    filled = {str(name): value for name, value in known.items() if value not in _NOTHING}
    return {**filled, "text": text[match.end() :]}


def _filled(text: str) -> str:
    if not text:
        raise Unreadable("the file is empty; fill it or leave it out")
    return text
