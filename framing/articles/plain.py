"""Text and Markdown files: one article each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from framing.articles.encoding import decode
from framing.articles.problems import Unreadable

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases: a few nested ones can stand for billions of values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


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
        told = yaml.load(match.group(1), Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise Unreadable(f"the front matter is no plain YAML ({reason}); mend it or remove it") from None
    if not isinstance(told, dict):
        raise Unreadable("the front matter is no list of `name: value`; mend it or remove it")
    return {**{str(name): value for name, value in told.items()}, "text": text[match.end() :]}


def _filled(text: str) -> str:
    if not text:
        raise Unreadable("the file is empty; fill it or leave it out")
    return text
