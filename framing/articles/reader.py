"""Files and streams to articles."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

from framing.articles.article import Article, ReadError, Side, Vanished
from framing.articles.find import Found, find


class Articles(Sequence[Article]):
    """Articles read, in order; `errors` lists what could not be."""

    def __init__(self, articles: Iterable[Article], errors: Iterable[ReadError] = ()) -> None:
        self._articles = tuple(articles)
        self.errors = tuple(errors)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Articles: ...
    def __getitem__(self, index: int | slice) -> Article | Articles:
        """The article at the index, or those of the slice with the same errors."""
        if isinstance(index, slice):
            return Articles(self._articles[index], self.errors)
        return self._articles[index]

    def __len__(self) -> int:
        return len(self._articles)

    def __repr__(self) -> str:
        return f"<{len(self)} articles, {len(self.errors)} errors>"


def read(
    *inputs: str | Path,
    prepend_title: bool = False,
    sides: Sequence[Side] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Articles:
    """The articles in some files, folders or globs; what cannot be read is listed in their `errors`.

    docs/inputs.md lists what is read, and how. The other arguments are those of `read_stream`.
    """
    articles: list[Article] = []
    errors: list[ReadError] = []
    for item in read_stream(inputs, prepend_title=prepend_title, sides=sides, columns=columns):
        if isinstance(item, ReadError):
            errors.append(item)
        else:
            articles.append(item)
    return Articles(articles, errors)


def read_stream(
    inputs: Iterable[str | Path],
    *,
    prepend_title: bool = False,
    sides: Sequence[Side] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article | ReadError]:
    """The articles of the inputs one by one, and in their place what cannot be read.

    `prepend_title` puts the title and a blank line before every text that does not begin with it, so that headlines
    kept beside the text are measured; offsets then count in the text so made. A record that has only a title is then
    measured by it. `sides` stand in for those of an `event.toml`; `columns` names the column that holds a field.
    """
    stream = find(inputs, columns=columns or {}, titles=prepend_title)
    while True:
        try:
            found = next(stream, None)
            if found is None:
                return
            yield read_found(found, prepend_title=prepend_title, sides=sides)
        except Vanished as error:
            yield ReadError(str(error), None, "the file vanished while it was read; put it back")


def read_found(
    found: Found | ReadError, *, prepend_title: bool = False, sides: Sequence[Side] | None = None
) -> Article | ReadError:
    """The article that was found, made ready as `read_stream` says. Raises Vanished if its file is gone."""
    item = found.read(titles=prepend_title) if isinstance(found, Found) else found
    if isinstance(item, ReadError):
        return item
    if prepend_title:
        item = with_title(item)
    return item if sides is None else dataclasses.replace(item, sides=tuple(sides))


def with_title(article: Article) -> Article:
    """The article with its title and a blank line before its text, unless the text begins with the title."""
    title = " ".join((article.title or "").split())
    head = article.text.lstrip().split("\n", 1)[0]
    if not title or " ".join(head.split()).casefold() == title.casefold():
        return article
    return dataclasses.replace(article, text=f"{title}\n\n{article.text}")
