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
from framing.outputs import RUN, manifest_in
from framing.tables import read_table

FOUND, UNMARKED = "found", "unmarked"
TABLES = ("phrases", "quotes", "statements", "frames")
#: The file that records how a folder's rows were drawn.
SAMPLE = "sample.json"
#: Minimum rows of each stratum, so that its spread is known.
FEWEST = 2


class CannotSample(ValueError):
    """Raised where the sample cannot be drawn or read; the message says why and what to do."""


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


def analysed(
    inputs: Sequence[str | Path], chosen: Sequence[str] = TABLES
) -> tuple[Mapping[str, pd.DataFrame], Sequence[Article]]:
    """The tables of some articles, and the articles: analysed here, or from a folder of framing analyze.

    `statements` are compared if chosen. CannotSample if there is no article.
    """
    folder = Path(inputs[0])
    made = manifest_in(folder / RUN) if len(inputs) == 1 else None
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
    rows = tables[table]
    if table == "frames":
        rows = rows[rows["present"].notna()]
        every = rows.assign(part=np.where(rows["present"].astype(bool), FOUND, UNMARKED), start=0, end=0)
    elif table == "statements":
        every = rows.assign(
            part=np.where(rows["presence"] == "none", UNMARKED, FOUND), sure=rows["presence"].eq("found")
        )
    else:
        free = _unmarked(tables["sentences"], rows).assign(part=UNMARKED)
        free["confidence"] = free["loaded"] if table == "phrases" and "loaded" in free else 0.0
        columns = ["article", "start", "end", "section", "part", "confidence"]
        every = pd.concat([rows.assign(part=FOUND), free[columns]], ignore_index=True)
    names = ["part", "article", "start", "end", *codebook()[table]["details"]]
    frame = every.reindex(columns=names).astype(object)
    domain = codebook()[table]["domain"]
    frame["domain"] = labels(every[domain]) if domain else ""
    score = next((name for name in ("confidence", "score", "weight") if name in every), None)
    frame["score"] = every[score].astype(float).fillna(0.0) if score else 0.0
    sure = every["sure"].fillna(0).astype(float) if "sure" in every else 1.0
    frame["counted"] = np.where(every["part"] == FOUND, sure, 0.0)
    known = {article.id: article for article in articles}
    for name in ("outlet", *by):
        if name not in frame:
            frame[name] = every[name] if name in every else [field_of(known, i, name) for i in every["article"]]
    return frame


def labels(column: pd.Series[Any]) -> pd.Series[Any]:
    """The values as names of groups: empty where unknown, whole numbers without a point."""
    return column.map(lambda value: "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value))


def field_of(articles: Mapping[str, Article], article: str, name: str) -> str:
    """An article's attribute or extra column of that name; empty if it has none."""
    known = articles.get(article)
    if known is None:
        return ""
    value = getattr(known, name) if name in Article.__dataclass_fields__ else known.extra.get(name)
    return "" if value is None else str(value)


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
    """The rows to draw of each stratum: by the root of its size (Bankier 1988), at least two if it has them.

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
        all_units = units(tables, table, articles, by)
        unknown = [name for name in by if not labels(all_units[name]).any()]
        if unknown:
            raise CannotSample(f"--by {unknown[0]}: nothing of that name is known of {table} or of the articles")
        all_units["table"] = table
        names = [labels(all_units[name]) for name in by]
        all_units["stratum"] = list(map(" · ".join, zip(*names, strict=True))) if names else ""
        for part, option, wanted in ((FOUND, "--rows", rows), (UNMARKED, "--unmarked", unmarked)):
            some = all_units[all_units["part"] == part]
            if not wanted or some.empty:
                continue
            sizes = some["stratum"].value_counts(sort=False).sort_index()
            if sizes.clip(upper=FEWEST).sum() > wanted:
                raise CannotSample(
                    f"{option} {wanted} is too few for {len(sizes)} strata of {table} ({', '.join(by)}): "
                    f"give {option} {FEWEST * len(sizes)} or more, or name fewer columns in --by"
                )
            for (key, size), count in zip(sizes.items(), allocation(sizes.tolist(), wanted), strict=True):
                places = np.flatnonzero((some["stratum"] == key).to_numpy())
                drawn.append(some.iloc[np.sort(generator.choice(places, count, replace=False))])
                strata.append((table, part, key, int(size), count))
        keys = all_units.groupby(["article", "part", "domain"], sort=True)
        totals = keys.agg(units=("part", "size"), score=("score", "sum"), counted=("counted", "sum")).reset_index()
        population.append(totals.assign(table=table, score=totals["score"].round(6)))
    if not drawn:
        raise CannotSample(f"no rows of {', '.join(chosen)} in these articles; nothing to judge")
    picked = pd.concat(drawn, ignore_index=True)
    # Table by table, found and unmarked mixed.
    shuffled = generator.permutation(len(picked))
    table_of = picked["table"].map(TABLES.index).to_numpy()
    picked = picked.iloc[shuffled[np.argsort(table_of[shuffled], kind="stable")]].reset_index(drop=True)
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
    own = {
        name: [field_of(of, i, name) for i in known["article"]] for name in by if any(name in a.extra for a in articles)
    }
    return Sample(
        about,
        picked,
        pd.DataFrame(strata, columns=["table", "part", "stratum", "units", "drawn"]),
        pd.concat(population, ignore_index=True),
        known.assign(**own),
    )
