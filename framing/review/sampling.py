"""Random rows of an analysis, each with a known chance: stratified sampling without replacement."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import analyze
from framing.articles import read
from framing.articles.article import Article
from framing.compare import compare
from framing.outputs import RUN_MANIFEST, manifest_in
from framing.tables import read_table

FOUND, UNMARKED = "found", "unmarked"
TABLES = ("phrases", "quotes", "statements", "frames")
#: The file that records how a folder's rows were drawn.
SAMPLE = "sample.json"
#: Minimum rows of each stratum, so that its spread is known.
FEWEST = 2


class CannotSample(ValueError):
    """The sample cannot be drawn or read; the message says why and what to do."""


@cache
def codebook() -> Mapping[str, Any]:
    """The questions to a judge for each table, and the classes of errors."""
    return tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Sample:
    """The drawn rows, and the population that they come from.

    `rows` has a row per drawn unit, with its `stratum`; `strata` has the size of each (`units`) and the number `drawn`;
    `population` counts the units of each article; `articles` has a row per article. `about` holds the run's identifier,
    seed, strata columns and versions.
    """

    about: Mapping[str, Any]
    rows: pd.DataFrame
    strata: pd.DataFrame
    population: pd.DataFrame
    articles: pd.DataFrame

    @property
    def run(self) -> str:
        """The identifier on every sheet of this sample."""
        return str(self.about["run"])

    def to_json(self) -> str:
        """The sample as text, the same for the same draw."""
        content: dict[str, Any] = {"about": self.about}
        for name in ("rows", "strata", "population", "articles"):
            frame = getattr(self, name).astype(object)
            content[name] = frame.where(frame.notna(), None).to_dict("list")
        return json.dumps(content, ensure_ascii=False, indent=0) + "\n"

    @classmethod
    def load(cls, folder: Path) -> Sample:
        """The sample in a folder; CannotSample if none can be read."""
        path = folder / SAMPLE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(content.pop("about"), **{name: pd.DataFrame(columns) for name, columns in content.items()})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CannotSample(
                f"{path}: no sample that can be read ({error}); make one with framing review sample, "
                "and keep its sheets in that folder"
            ) from error


def read_inputs(
    inputs: Sequence[str | Path], chosen: Sequence[str] = TABLES
) -> tuple[Mapping[str, pd.DataFrame], Sequence[Article]]:
    """The tables of some articles, and the articles: analysed here, or from a folder of framing analyze.

    `statements` are compared if chosen. CannotSample if there is no article.
    """
    folder = Path(inputs[0])
    made = manifest_in(folder / RUN_MANIFEST) if len(inputs) == 1 else None
    if made is not None:
        paths = [each["input"] for each in made["inputs"]]
        articles = read(*paths, prepend_title=made["settings"]["prepend_title"])
        names = ("articles", "sentences", *(name for name in chosen if name != "statements"))
        tables: dict[str, pd.DataFrame] = {name: read_table(folder, name) for name in names}
        if lacking := set(tables["articles"]["article"]) - {article.id for article in articles}:
            raise CannotSample(
                f"{folder}: {len(lacking)} of its articles are not in {', '.join(paths)} any more; put the files back, "
                "or run the command in the folder where framing analyze ran"
            )
    else:
        articles = read(*inputs)
        if not articles:
            raise CannotSample("no article could be read: " + ("; ".join(map(str, articles.errors)) or "none is there"))
        tables = dict(analyze(articles))
    if "statements" in chosen:
        tables["statements"] = compare(articles)["statements"]
    return tables, articles


def units(
    tables: Mapping[str, pd.DataFrame], table: str, articles: Iterable[Article], by: Sequence[str] = ()
) -> pd.DataFrame:
    """Every row of a table (`part` is found) and every place without one (unmarked).

    Unmarked are sentences that no row of `phrases` or `quotes` touches, frames that are not present, and statements
    that an account lacks. `score` is the tool's number for the unit (its confidence, or the sentence's `loaded`);
    `counted` is 1 for a row that reports count. The columns `by` come from the table or the articles.
    """
    rows, book = tables[table], codebook()[table]
    if table == "frames":
        every = rows[rows["present"].notna()].assign(start=0, end=0)
        every["part"] = np.where(every["present"].astype(bool), FOUND, UNMARKED)
    elif table == "statements":
        part = np.where(rows["presence"] == "none", UNMARKED, FOUND)
        every = rows.assign(part=part, sure=rows["presence"] == "found")
    else:
        free = _unmarked(tables["sentences"], rows).assign(part=UNMARKED)
        free["confidence"] = free["loaded"] if table == "phrases" and "loaded" in free else 0.0
        columns = ["article", "start", "end", "section", "part", "confidence"]
        every = pd.concat([rows.assign(part=FOUND), free[columns]], ignore_index=True)
    frame = every.reindex(columns=["part", "article", "start", "end", *book["details"]]).astype(object)
    frame["domain"] = labels(every[book["domain"]]) if book["domain"] else ""
    score = next((name for name in ("confidence", "score", "weight") if name in every), None)
    frame["score"] = every[score].astype(float).fillna(0.0) if score else 0.0
    sure = every["sure"].fillna(0).astype(float) if "sure" in every else 1.0
    frame["counted"] = np.where(every["part"] == FOUND, sure, 0.0)
    known = {article.id: article for article in articles}
    for name in ("outlet", *by):
        if name not in frame:
            frame[name] = every[name] if name in every else [known[i].value_of(name) for i in every["article"]]
    return frame


def labels(column: pd.Series[Any]) -> pd.Series[Any]:
    """The values as names of groups: empty where unknown, whole numbers without a point."""
    return column.map(lambda value: "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value))


def _unmarked(sentences: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The sentences that no row touches with its words, source or cue."""
    order = {article: number for number, article in enumerate(dict.fromkeys(sentences["article"]))}
    sentences = sentences.iloc[np.lexsort((sentences["start"], sentences["article"].map(order)))]

    def places(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
        # Articles follow each other, far apart.
        at: NDArray[np.float64] = frame["article"].map(order).to_numpy(float) * 2.0**32 + frame[name].to_numpy(float)
        return at

    starts, ends = places(sentences, "start"), places(sentences, "end")
    touched = np.zeros(len(sentences) + 1)
    for what in ("", "source_", "cue_"):
        if f"{what}start" in rows:
            some = rows[rows[f"{what}start"].notna() & rows["article"].isin(order)]
            first = np.searchsorted(ends, places(some, f"{what}start"), side="right")
            last = np.searchsorted(starts, places(some, f"{what}end"), side="left")
            np.add.at(touched, first, 1)
            np.add.at(touched, np.maximum(first, last), -1)
    unmarked: pd.DataFrame = sentences[(np.cumsum(touched)[:-1] == 0) & (sentences["words"].to_numpy() > 0)]
    return unmarked


def allocation(sizes: Sequence[int], rows: int) -> list[int]:
    """The rows to draw of each stratum, by the root of its size (Bankier 1988); at least two where it has them.

    >>> allocation([400, 100, 1], 10)
    [6, 3, 1]
    """
    counts = [min(size, FEWEST) for size in sizes]
    for _ in range(min(rows, sum(sizes)) - sum(counts)):
        left = [number for number, size in enumerate(sizes) if size > counts[number]]
        counts[max(left, key=lambda number: sqrt(sizes[number]) / (counts[number] + 1))] += 1
    return counts


def draw(
    tables: Mapping[str, pd.DataFrame],
    articles: Sequence[Article],
    chosen: Sequence[str],
    *,
    rows: int = 100,
    unmarked: int = 50,
    by: Sequence[str] = ("outlet",),
    seed: int = 1,
) -> Sample:
    """Draw `rows` found and `unmarked` other units of each chosen table, stratified by the columns `by`.

    CannotSample if a column is unknown, if nothing is there to draw, or if the strata outnumber the rows.
    """
    generator = np.random.default_rng(seed)
    drawn, strata, population = [], [], []
    for table in chosen:
        every = units(tables, table, articles, by).assign(table=table)
        groups = [labels(every[name]) for name in by]
        for name, group in zip(by, groups, strict=True):
            if not group.any():
                raise CannotSample(f"--by {name}: nothing of that name is known of {table} or of the articles")
        every["stratum"] = list(map(" · ".join, zip(*groups, strict=True))) if groups else ""
        for part, option, wanted in ((FOUND, "--rows", rows), (UNMARKED, "--unmarked", unmarked)):
            some = every[every["part"] == part]
            if not wanted or some.empty:
                continue
            sizes = some.groupby("stratum").size()
            if sizes.clip(upper=FEWEST).sum() > wanted:
                raise CannotSample(
                    f"{option} {wanted} is too few for {len(sizes)} strata of {table} ({', '.join(by)}): "
                    f"give {option} {FEWEST * len(sizes)} or more, or name fewer columns in --by"
                )
            for (stratum, size), count in zip(sizes.items(), allocation(sizes.tolist(), wanted), strict=True):
                places = np.sort(generator.choice(int(size), count, replace=False))
                drawn.append(some[some["stratum"] == stratum].iloc[places])
                strata.append((table, part, stratum, int(size), count))
        keys = every.groupby(["article", "part", "domain"], sort=True)
        totals = keys.agg(units=("part", "size"), score=("score", "sum"), counted=("counted", "sum")).reset_index()
        population.append(totals.assign(table=table, score=totals["score"].round(6)))
    if not drawn:
        raise CannotSample(f"no rows of {', '.join(chosen)} in these articles; nothing to judge")
    picked = pd.concat(drawn, ignore_index=True)
    # Table by table, found and unmarked mixed.
    picked = picked.iloc[generator.permutation(len(picked))]
    picked = picked.sort_values("table", key=lambda names: names.map(TABLES.index), kind="stable", ignore_index=True)
    picked.insert(0, "row", range(1, len(picked) + 1))
    of = {article.id: article for article in articles}
    cells = picked.reindex(columns=["article", "start", "end", "text"]).itertuples(index=False)
    picked["text"] = [
        of[article].text[int(start) : int(end)] if pd.isna(text) and not pd.isna(end) and end else text
        for article, start, end, text in cells
    ]
    versions = {name: version(name) for name in ("framing", "numpy", "pandas")}
    about = {"seed": seed, "by": list(by), "tables": list(chosen), "versions": versions}
    about["run"] = sha256((json.dumps(about) + picked.to_json()).encode()).hexdigest()[:12]
    known = tables["articles"][["article", "outlet", "event", "date", "title", "words"]].astype(object)
    for name in by:
        if any(name in article.extra for article in articles):
            known[name] = [of[i].value_of(name) for i in known["article"]]
    columns = ["table", "part", "stratum", "units", "drawn"]
    return Sample(about, picked, pd.DataFrame(strata, columns=columns), pd.concat(population, ignore_index=True), known)
