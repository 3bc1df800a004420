"""Text and Markdown files: one article each.

Markdown's marks become spaces, and those of a block quotation quotation marks, so that offsets stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from framing.files import Unreadable, decode, plain_yaml

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


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
        return {"text": without_marks(text)}
    try:
        known = plain_yaml(match.group(1))
    except ValueError as error:
        raise Unreadable(f"the front matter is no plain YAML ({error}); mend it or remove it") from None
    if not isinstance(known, dict):
        raise Unreadable("the front matter is no list of `name: value`; mend it or remove it")
    filled = {str(name): value for name, value in known.items() if value not in _NOTHING}
    return {**filled, "text": without_marks(text[match.end() :])}


#: What says nothing: blocks of code, remarks, images, tables, definitions of links, addresses.
_SILENT = re.compile(
    r"^(?P<fence>```|~~~)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)|<!--.*?-->"
    r"|!\[[^\]\n]{0,500}\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,200}\])"
    r"|^[ \t]*\|[^\n]*\|[ \t]*$|^[ \t]*\[[^\]\n]{1,200}\]:[ \t]+\S[^\n]*$|<https?://[^>\s]{1,1000}>",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](\((?:[^()\n]|\([^()\n]*\)){0,1000}\)|\[[^\]\n]{0,200}\])")
#: Signs around words that stress them.
_STRESS = re.compile(r"(?<![\w*_~`])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n]{1,1000}?)(?<=\S)\1(?![\w*_~`])")
_BULLET = re.compile(r"^([ \t]*)[*+](?=[ \t]+\S)", re.MULTILINE)
_QUOTED = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_QUOTE_SIGN = re.compile(r"^[ \t]{0,3}>(?:[ \t]?>)*[ \t]?", re.MULTILINE)
_DOUBLE_MARKS = re.compile('["“”„«»]')


def without_marks(text: str) -> str:
    """Markdown's text, each character where it was.

    >>> without_marks("The **board** [said](x.example) no.")
    'The   board    said             no.'
    """
    text = _SILENT.sub(lambda found: _blank(found.group()), text)
    text = _LINK.sub(lambda found: f" {found[1]} {' ' * len(found[2])}", text)
    for _ in range(2):  # strong within stressed
        text = _STRESS.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[1])}", text)
    return _BULLET.sub(r"\1•", _QUOTED.sub(_quotation, text))


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _quotation(found: re.Match[str]) -> str:
    """A block quotation, each paragraph in quotation marks in place of the signs and of the line's end."""
    marked = _DOUBLE_MARKS.search(found.group()) is not None
    lines = found.group().splitlines(keepends=True)
    plain = [_QUOTE_SIGN.sub(lambda sign: " " * len(sign.group()), line, count=1) for line in lines]
    for number, line in enumerate(plain):
        if marked or not line.strip():
            continue
        if not number or not plain[number - 1].strip():
            start = len(line) - len(line.lstrip())
            plain[number] = line = f"{line[: start - 1]}“{line[start:]}"
        ends = number + 1 == len(plain) or not lines[number + 1].strip(" \t>\r\n")
        if ends and line.endswith("\n"):
            body = line.rstrip("\r\n")
            plain[number] = f"{body}”{line[len(body) + 1 :]}"
    return "".join(plain)


def _filled(text: str) -> str:
    if not text:
        raise Unreadable("the file is empty; fill it or leave it out")
    return text
