"""Files, folders and globs to articles: listed first, with an id each, then read one by one."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, overload
from urllib.parse import unquote

from framing.articles.article import ArchivedPage, Article, ReadError, Section, Side, Vanished
from framing.articles.event import EVENT_FILE, Event, load_event
from framing.articles.exports import export_records
from framing.articles.fields import NAMES, article_of, check_columns, record_id, unused
from framing.articles.formats import docx_fields, feed_records, markdown_fields, rtf_fields, sheet_records, text_fields
from framing.articles.records import csv_records, json_records, parquet_records
from framing.articles.sections import paragraphs
from framing.files import READ_ERRORS, Unreadable, kind_of, read_bytes, stem_of
from framing.outputs import COMPARE_MANIFEST, RUN_MANIFEST, UNFINISHED, files_in, manifest_in


def _lazy(module: str, name: str) -> Callable[..., Any]:
    """A function whose module is imported when called, since most runs read no page or web archive."""
    return lambda *arguments: getattr(import_module(f"framing.articles.{module}"), name)(*arguments)


_ONE_ARTICLE: Mapping[str, Callable[..., Mapping[str, Any]]] = {
    ".txt": text_fields,
    ".md": markdown_fields,
    **dict.fromkeys((".html", ".htm", ".xhtml"), _lazy("page", "page_fields")),
    ".docx": docx_fields,
    ".rtf": rtf_fields,
}
_MANY_RECORDS: Mapping[str, Callable[[Path], Iterator[tuple[int, Any]]]] = {
    **dict.fromkeys((".csv", ".tsv"), csv_records),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), json_records),
    ".parquet": parquet_records,
    ".xlsx": sheet_records,
    **dict.fromkeys((".rss", ".atom", ".xml"), feed_records),
    ".warc": _lazy("archive", "archived_pages"),
}
#: Kinds whose records all have the same columns.
_TABULAR = {".csv", ".tsv", ".parquet", ".xlsx"}
#: The kinds of file that are read, by suffix; all but .parquet may be compressed, with .gz or .zst after it.
KINDS = (*_ONE_ARTICLE, *_MANY_RECORDS)
_ALL_KINDS = ", ".join(KINDS)
#: How to convert the kinds of file that are not read.
CONVERT: Mapping[str, str] = NAMES["convert"]


class Articles(Sequence[Article]):
    """Articles in order; `errors` lists what could not be read."""

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


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article found but not yet read, so that another process or machine can read it.

    `content` is the path of a file that holds one article, a record's fields, or an archived page; `known` is what
    the event's metadata says of the article.
    """

    id: str
    input: str
    record: int | None
    content: Path | ArchivedPage | Mapping[str, Any]
    known: Mapping[str, Any] = field(default_factory=dict)


#: An item of an input: an article to read, or an error.
Listed = ListedArticle | ReadError


def read(
    *inputs: str | Path,
    prepend_title: bool = False,
    sides: Sequence[Side] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Articles:
    """The articles in files, folders or globs; `errors` lists what cannot be read.

    docs/inputs.md lists what is read, and how. The other arguments are those of `read_stream`.
    """
    items = list(read_stream(inputs, prepend_title=prepend_title, sides=sides, columns=columns))
    return Articles(
        (item for item in items if isinstance(item, Article)), (item for item in items if isinstance(item, ReadError))
    )


def read_stream(
    inputs: Iterable[str | Path],
    *,
    prepend_title: bool = False,
    sides: Sequence[Side] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article | ReadError]:
    """The articles of the inputs one by one, with an error in place of what cannot be read.

    `prepend_title` puts the title and a blank line before every text that does not begin with it, so that the headline
    is measured; offsets then count in that text, and a record with only a title counts. `sides` replace those of an
    `event.toml`; `columns` names the column that holds a field.
    """
    stream = list_articles(inputs, columns=columns or {}, titles=prepend_title)
    while True:
        try:
            item = next(stream, None)
            if item is None:
                return
            yield read_listed(item, prepend_title=prepend_title, sides=sides)
        except Vanished as error:
            yield ReadError(str(error), None, "the file vanished while it was read; put it back")


def read_listed(
    item: Listed, *, prepend_title: bool = False, sides: Sequence[Side] | None = None
) -> Article | ReadError:
    """The article, or why it cannot be read; the arguments are those of `read_stream`.

    Raises Vanished if the file no longer exists.
    """
    if isinstance(item, ReadError):
        return item
    try:
        fields = _fields(item.content)
        article = article_of(fields, item.id, item.input, item.record, item.known, titles=prepend_title)
    except (Unreadable, *READ_ERRORS) as error:
        return ReadError(item.input, item.record, _problem(error, item.input))
    if isinstance(item.content, Path) and not article.title:
        article = replace(article, title=_headline(article))
    if prepend_title:
        article = _with_title(article)
    return article if sides is None else replace(article, sides=tuple(sides))


def _fields(content: Path | ArchivedPage | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(content, Path):
        return _ONE_ARTICLE[kind_of(content)](read_bytes(content))
    if isinstance(content, ArchivedPage):
        page = _ONE_ARTICLE[".html"](content.data, content.charset)
        return {"url": content.url, "date": content.date, **page}
    return content


def _problem(error: BaseException, shown: str) -> str:
    """The problem with a file, and the remedy. Raises Vanished for a file that no longer exists."""
    if isinstance(error, FileNotFoundError):
        raise Vanished(shown) from error
    if isinstance(error, Unreadable):
        return str(error)
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"the file cannot be read ({reason}); check that it is whole and that you may read it"


def _headline(article: Article) -> str | None:
    headlines = (p for p in paragraphs(article) if p.section is Section.HEADLINE)
    return next((" ".join(article.text[p.start : p.end].split()) for p in headlines), None)


def _with_title(article: Article) -> Article:
    """The article with its title and a blank line before its text, unless the text begins with the title."""
    title = " ".join((article.title or "").split())
    head = article.text.lstrip().split("\n", 1)[0]
    if not title or " ".join(head.split()).casefold() == title.casefold():
        return article
    return replace(article, text=f"{title}\n\n{article.text}")


def list_articles(
    inputs: Iterable[str | Path], *, columns: Mapping[str, str] = MappingProxyType({}), titles: bool = False
) -> Iterator[Listed]:
    """The articles of the inputs in order, not yet read, and errors for what cannot be opened.

    An input is a file, a folder (with its subfolders, sorted by name) or a glob. A file's article has as id its path
    without suffix, relative to the folder that holds all inputs; a record has its `id`, else its file and number. Of
    two articles with one id the first counts. `columns` names the column for a field; with `titles` a table without
    texts is read for its titles.
    """
    paths: list[Path] = []
    for pattern in inputs:
        matches = _expanded(str(pattern))
        if not matches:
            yield ReadError(str(pattern), None, "there is no such file or folder; check the path")
        paths += matches
    is_new = _first_uses()
    for item in _all_files(paths):
        for entry in [item] if isinstance(item, ReadError) else _articles_in(*item, columns, titles):
            if isinstance(entry, ListedArticle) and not is_new(entry.id):
                again = f"an article with the id {entry.id!r} came before it and is kept; give this one its own id"
                yield ReadError(entry.input, entry.record, again)
            else:
                yield entry


def _first_uses() -> Callable[[str], bool]:
    """A function that tests whether an id is new; among ten million ids, two clash with a chance of 1 in 300,000."""
    # Digests in SQLite take a fifth of the memory of a set.
    ids = sqlite3.connect(":memory:")
    ids.execute("create table ids (digest integer primary key)")

    def is_new(article_id: str) -> bool:
        digest = blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, "little", signed=True)
        return ids.execute("insert or ignore into ids values (?)", (number,)).rowcount == 1

    return is_new


def nothing_to_read(pattern: str | Path) -> str | None:
    """Why an input holds no file to read, and what to do; None if it holds one."""
    paths = _expanded(str(pattern))
    problems = []
    for item in _listed(paths):
        if not isinstance(item, ReadError):
            return None
        problems.append(str(item))
    return "; ".join(problems) or f"{pattern}: no such file; check the path"


def files_of(pattern: str | Path) -> Iterator[Path]:
    """The files of an input in reading order, with the metadata files of their events."""
    named: set[Path] = set()
    for item in _listed(_expanded(str(pattern))):
        if isinstance(item, ReadError) or not item[0].is_file():
            continue
        metadata = item[0].with_name(EVENT_FILE)
        if metadata not in named and metadata.is_file():
            named.add(metadata)
            yield metadata
        yield item[0]


def unused_columns(inputs: Iterable[str | Path], columns: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Those of the first twenty tables among the inputs that have unused columns, each with these columns."""
    tables = (file for pattern in inputs for file in files_of(pattern) if kind_of(file) in _TABULAR)
    for file in islice(tables, 20):
        first = next(_articles_in(file, "", {}, True), None)
        if isinstance(first, ListedArticle) and isinstance(first.content, Mapping):
            names = [name for name in unused(first.content) if name not in columns.values()]
            if names:
                yield _shown(file), names


def _expanded(pattern: str) -> list[Path]:
    path = Path(pattern)
    try:
        if path.exists():
            return [path]
        root = Path(path.anchor)
        return sorted(root.glob(str(path.relative_to(root))))
    except (OSError, ValueError):
        # No file can have this name.
        return []


def _all_files(paths: list[Path]) -> Iterator[tuple[Path, str] | ReadError]:
    """Each file to read, with the name for its articles."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    base = Path(os.path.commonpath([folder.absolute() for folder in folders])) if folders else Path()
    for item in _listed(paths):
        if isinstance(item, ReadError):
            yield item
        else:
            file, alone = item
            relative = file.absolute().relative_to(base)
            yield file, _shown(relative.with_name(stem_of(relative) if alone else relative.name))


def _listed(paths: Iterable[Path]) -> Iterator[tuple[Path, bool] | ReadError]:
    """The files to read, and whether no other file of the same folder has the same stem."""
    stems = Counter((path.parent, stem_of(path)) for path in set(paths))
    for path in paths:
        if path.is_dir():
            inside = _walk(path)
            yield next(inside, ReadError(str(path), None, f"the folder holds no file that can be read ({_ALL_KINDS})"))
            yield from inside
        elif kind_of(path) in KINDS:
            yield path, stems[path.parent, stem_of(path)] == 1
        else:
            yield _not_read(path)


def _not_read(path: Path) -> ReadError:
    remedy = CONVERT.get(kind_of(path)) or f"give {_ALL_KINDS}"
    return ReadError(_shown(path), None, f"files of this kind ({path.suffix or 'none'}) are not read; {remedy}")


def _walk(folder: Path) -> Iterator[tuple[Path, bool] | ReadError]:
    """As `_listed`, for the files under a folder; an event's folder has its accounts only."""
    for path, folders, names in os.walk(folder):
        place = Path(path)
        made = _made_here(place, folders)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in made)
        names = sorted(name for name in names if name not in made)
        others = [place / name for name in names if not (name.startswith(".") or _is_about_folder(name))]
        files = [file for file in others if kind_of(file) in KINDS]
        if EVENT_FILE in names:
            try:
                files, others = _accounts(place, names), []
            except Unreadable as error:
                metadata = place / EVENT_FILE
                # The error may name the file too.
                yield ReadError(_shown(metadata), None, str(error).removeprefix(str(metadata)).lstrip(": "))
                continue
        stems = Counter(map(stem_of, files))
        yield from ((file, stems[stem_of(file)] == 1) for file in files)
        yield from (_not_read(file) for file in others if kind_of(file) in CONVERT)


def _is_about_folder(name: str) -> bool:
    return stem_of(Path(name)).lower() in {"readme", "license", "licence", "changelog"}


def _accounts(folder: Path, names: Sequence[str]) -> list[Path]:
    """The files of an event's accounts, which are among the names."""
    files = [folder / account.file for account in _event(folder).accounts]
    for file in files:
        if file.name not in names or kind_of(file) not in KINDS:
            raise Unreadable(f"no account can be read from {file.name!r}; put it beside {EVENT_FILE}, as {_ALL_KINDS}")
    return files


def _made_here(place: Path, folders: Sequence[str]) -> set[str]:
    """The names of framing's own output in a folder: tables, finished or not, and reports with their tables."""
    made = set()
    for path in (place / RUN_MANIFEST, place / COMPARE_MANIFEST, place / UNFINISHED / RUN_MANIFEST):
        if (manifest := manifest_in(path)) is not None:
            made |= {path.relative_to(place).parts[0], *(name.split("/")[0] for name in files_in(manifest))}
    for folder in folders:
        if folder.endswith("-tables") and (place / folder / "made.txt").is_file():
            made |= {folder, f"{folder.removesuffix('-tables')}.html"}
    return made


def _shown(path: Path) -> str:
    """A path as text, with U+FFFD for bytes that are not UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _articles_in(file: Path, name: str, columns: Mapping[str, str], titles: bool) -> Iterator[Listed]:
    shown = _shown(file)
    number: int | None = None
    try:
        _check_kind(file)
        known, partition, kind = _known(file), _partition(file), kind_of(file)
        records = _MANY_RECORDS[kind](file) if kind in _MANY_RECORDS else export_records(kind, file)
        if records is None:
            yield ListedArticle(name, shown, None, file, {**partition, **known})
            return
        for number, content in records:
            if isinstance(content, Unreadable):
                yield ReadError(shown, number, str(content))
                continue
            if isinstance(content, Mapping):
                content = _named(content, partition, columns)
                if number == 1 and kind in _TABULAR:
                    check_columns(content, titles=titles)
            own = content.url if isinstance(content, ArchivedPage) else record_id(content)
            yield ListedArticle(own or f"{name}:{number}", shown, number, content, known)
        if number is None:
            raise Unreadable("the file holds no article; fill it or leave it out")
    except (Unreadable, *READ_ERRORS) as error:
        behind = None if isinstance(error, Unreadable) else number and number + 1
        yield ReadError(shown, behind, _problem(error, shown))


def _named(content: Mapping[str, Any], partition: Mapping[str, str], columns: Mapping[str, str]) -> Mapping[str, Any]:
    """A record with the values from its folders' names, and with the columns that the user named."""
    if not partition and not columns:
        return content
    fields = {**content, **{name: value for name, value in partition.items() if not content.get(name)}}
    return {**fields, **{field: fields[column] for field, column in columns.items() if column in fields}}


def _partition(file: Path) -> dict[str, str]:
    """The values in the folder names of a partitioned table: `outlet=X/part.parquet`."""
    pairs = (part.partition("=") for part in file.parts[:-1])
    missing = ("", "__HIVE_DEFAULT_PARTITION__")
    return {name: unquote(value) for name, _, value in pairs if name and value not in missing}


def _check_kind(file: Path) -> None:
    """Raise Unreadable unless this is a regular file; the reader reports a missing one."""
    if file.is_symlink() and not file.exists():
        raise Unreadable("the link leads to no file; fix or remove it")
    if file.exists() and not stat.S_ISREG(file.stat().st_mode):
        raise Unreadable("this is a pipe or a device, which cannot be read twice; save what comes out of it in a file")


def _known(file: Path) -> Mapping[str, Any]:
    """The event's metadata on the article in a file."""
    if not (file.parent / EVENT_FILE).is_file():
        return {}
    event = _event(file.parent)
    known: dict[str, Any] = {"event": event.id, "event_title": event.title, "sides": event.sides}
    for account in event.accounts:
        if account.file == file.name:
            about = {"outlet": account.outlet, "date": account.date, "title": account.title}
            known |= {name: value for name, value in about.items() if value}
    return known


@lru_cache(maxsize=64)
def _event(folder: Path) -> Event:
    return load_event(folder)
