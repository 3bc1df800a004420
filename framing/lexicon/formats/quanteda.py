"""quanteda dictionaries in YAML: categories that hold terms, or further categories.

Read with PyYAML's safe loader only: a tag that would build an object is an error, not code that runs. What is written
without quotes is a word, whatever YAML would make of it: `no` and `on` are terms here, not truth values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from framing.lexicon.formats.text import clean, read_text
from framing.lexicon.loader import BadLexicon


class _Words(yaml.SafeLoader):
    """The safe loader, which takes every plain scalar as text, and no alias: a few can stand for billions of terms."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


_Words.yaml_implicit_resolvers = {}


#: Between the names of nested categories.
_INSIDE = "."


def read(path: Path) -> dict[str, list[str]]:
    """The terms of each innermost category, named with those around it; raises `BadLexicon`."""
    try:
        content = yaml.load(read_text(path), Loader=_Words)  # a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        raise BadLexicon(
            f"{path}: not plain YAML ({type(error).__name__}); write categories with lists of terms"
        ) from error
    if not isinstance(content, dict):
        raise BadLexicon(f"{path}: no categories; write each as a name, a colon and a list of terms")
    categories: dict[str, list[str]] = {}
    for name, term in _terms(content, ()):
        terms = categories.setdefault(name, [])
        if term and term not in terms:
            terms.append(term)
    return categories


def _terms(content: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from _terms(inner, (*names, clean(str(name))))
    elif isinstance(content, list):
        for inner in content:
            yield from _terms(inner, names)
    else:
        yield _INSIDE.join(names), clean(str(content))


def write(path: Path, categories: Mapping[str, list[str]]) -> None:
    """Write each category with its terms, sorted."""
    content = {category: sorted(set(terms)) for category, terms in sorted(categories.items())}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=True), encoding="utf-8")
