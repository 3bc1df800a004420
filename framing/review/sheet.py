"""Sheets to judge, as CSV, an offline page and in JupyterLab; judged sheets and their problems."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.articles.article import Article
from framing.files import decode, delimiter_of, unguarded
from framing.outputs import write_atomically
from framing.review.sampling import SAMPLE, UNMARKED, CannotSample, Sample, codebook
from framing.tables import csv_bytes

if TYPE_CHECKING:
    import ipywidgets

SHEET, PAGE = "sheet.csv", "judge.html"
#: The columns of a sheet; only the first two and the last four are read back.
COLUMNS = (
    *("run", "row", "table", "part", "article", "outlet", "start", "end", "says", "text"),
    *("before", "sentence", "after", "judgement", "class", "note", "coder"),
)
#: The entries of a cell of `judgement`, and their values.
JUDGEMENTS: Mapping[str, float] = {
    **dict.fromkeys(("y", "yes", "1", "right"), 1.0),
    **dict.fromkeys(("n", "no", "0", "wrong"), 0.0),
    **dict.fromkeys(("b", "borderline", "?"), 0.5),
}
#: A range of the text, and what it marks: row, source or cue.
Marked = tuple[int, int, str]
#: Maximum missing rows that a problem lists.
MOST_LISTED = 10
_TEMPLATES = Path(__file__).parents[1] / "templates" / "review"
#: The choices in JupyterLab, and the elements that mark a text's pieces there.
_WORDS = {"Right": "y", "Borderline": "b", "Wrong": "n"}
_MARKS = {"row": "mark", "source": "u", "cue": "em", "": "span"}


class RowToJudge(NamedTuple):
    """A drawn row as a judge sees it: what the tool says, and the text around it in pieces.

    A piece is a text, its place (before, here, after) and its kind (row, source, cue, or nothing).
    """

    row: int
    table: str
    part: str
    article: str
    title: str
    outlet: str
    says: str
    text: str
    pieces: tuple[tuple[str, str, str], ...]

    def words(self, place: str) -> str:
        """The text before, here (the sentence) or after."""
        return "".join(text for text, where, _ in self.pieces if where == place).strip()


def rows_to_judge(sample: Sample, articles: Iterable[Article], sentences: pd.DataFrame) -> list[RowToJudge]:
    """The rows as a judge sees them. CannotSample if the articles differ from those of the tables."""
    known = {article.id: article for article in articles}
    cuts = {str(i): part[["start", "end"]].to_numpy(dtype=int) for i, part in sentences.groupby("article")}
    rows = []
    for row in sample.rows.to_dict("records"):
        article, has_place = known.get(row["article"]), row["table"] != "frames" and not pd.isna(row["start"])
        if article is None or (has_place and row["end"] > len(article.text)):
            raise CannotSample(
                f"{row['article']}: the article is not as it was when the tables were made; analyse again"
            )
        marks = _marks(row) if has_place else []
        bounds = (0, 0, len(article.text), len(article.text))
        if has_place and article.id in cuts:
            bounds = _bounds([(int(row["start"]), int(row["end"]), ""), *marks], cuts[article.id])
        text = " … ".join(article.text[start:end] for start, end, kind in marks if kind == "row")
        about = (row["row"], row["table"], row["part"], article.id, article.title or "", article.outlet or "")
        rows.append(RowToJudge(*about, says(row), text, tuple(_pieces(article.text, bounds, marks))))
    return rows


def says(row: Mapping[Any, Any]) -> str:
    """What the tool says of a row, in one line."""
    cells = {name: str(value) for name, value in row.items() if not pd.isna(value) and str(value)}
    if row["table"] == "frames":
        return f"{cells['frame'].replace('_', ' ')}: {'not present' if row['part'] == UNMARKED else 'present'}"
    if row["part"] == UNMARKED and row["table"] != "statements":
        return "nothing marked in this sentence"
    return " · ".join(f"{name}: {cells.get(name, 'none')}" for name in codebook()[row["table"]]["says"])


def ranges_of(row: Mapping[Any, Any]) -> list[tuple[int, int]]:
    """The ranges of a row's words: one, or one per part."""
    if isinstance(row.get("parts"), str) and row["parts"]:
        return [(int(start), int(end)) for start, _, end in (part.partition("-") for part in row["parts"].split(";"))]
    return [(int(row["start"]), int(row["end"]))]


def _marks(row: Mapping[Any, Any]) -> list[Marked]:
    """The places of the row's words, source and cue; of an unmarked place, nothing."""
    marks = [(start, end, "row") for start, end in ranges_of(row)] if row["part"] != UNMARKED else []
    for kind in ("source", "cue"):
        if not pd.isna(row.get(f"{kind}_start")):
            marks.append((int(row[f"{kind}_start"]), int(row[f"{kind}_end"]), kind))
    return sorted(marks)


def _bounds(marks: Sequence[Marked], cuts: Any) -> tuple[int, int, int, int]:
    """The start of the context, of the sentences with the marks, and their ends."""
    start, end = min(mark[0] for mark in marks), max(mark[1] for mark in marks)
    touched = np.flatnonzero((cuts[:, 0] < end) & (cuts[:, 1] > start))
    first, last = (touched[0], touched[-1]) if len(touched) else (0, 0)
    before, after = cuts[max(0, first - 1), 0], cuts[min(len(cuts) - 1, last + 1), 1]
    return min(before, start), min(cuts[first, 0], start), max(cuts[last, 1], end), max(after, end)


def _pieces(text: str, bounds: tuple[int, int, int, int], marks: Sequence[Marked]) -> Iterator[tuple[str, str, str]]:
    _, first, last, _ = bounds
    for start, end in pairwise(sorted({*map(int, bounds), *(at for mark in marks for at in mark[:2])})):
        where = "before" if end <= first else "after" if start >= last else "here"
        kinds = [kind for a, b, kind in marks if a <= start and end <= b]
        yield text[start:end], where, min(kinds, key=("row", "cue", "source").index, default="")


def write(sample: Sample, rows: Sequence[RowToJudge], out: Path) -> bool:
    """Write the sample, its sheet and its page into a folder; False if they exist already.

    CannotSample, and nothing is written, if the folder holds another sample or a file of one of these names.
    """
    texts = {SAMPLE: sample.to_json(), SHEET: sheet_text(sample, rows), PAGE: page_text(sample, rows)}
    if (out / SAMPLE).exists() and (out / SAMPLE).read_text(encoding="utf-8") == texts[SAMPLE]:
        return False
    existing = [name for name in texts if (out / name).exists()]
    if existing:
        raise CannotSample(f"{out / existing[0]} belongs to another sample; nothing was written: choose another --out")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        with (out / name).open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    return True


def sheet_text(sample: Sample, rows: Sequence[RowToJudge]) -> str:
    """The blank sheet as CSV; no spreadsheet runs a cell as a formula."""
    cells = [
        (
            *(sample.run, row.row, row.table, row.part, row.article, row.outlet, *place, row.says, row.text),
            *(row.words("before"), row.words("here"), row.words("after"), "", "", "", ""),
        )
        for row, place in zip(rows, sample.rows[["start", "end"]].astype(object).to_numpy().tolist(), strict=True)
    ]
    return csv_bytes(pd.DataFrame(cells, columns=list(COLUMNS)).astype(object)).decode()


def page_text(sample: Sample, rows: Sequence[RowToJudge]) -> str:
    """The page for judging: one file that works offline."""
    data = {
        "run": sample.run,
        "codebook": {t: codebook()[t] for t in sample.about["tables"]},
        "rows": [row._asdict() for row in rows],
    }
    # An article's words can neither end the script nor begin a comment.
    embedded = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    page = (_TEMPLATES / "judge.html").read_text(encoding="utf-8")
    for name in ("css", "js"):
        page = page.replace(f"/*{name}*/", (_TEMPLATES / f"judge.{name}").read_text(encoding="utf-8"))
    return page.replace("/*data*/", embedded)


def rows_in(folder: Path) -> list[RowToJudge]:
    """The rows on the folder's page. CannotSample if there is no such page."""
    try:
        text = (folder / PAGE).read_text(encoding="utf-8")
        rows = json.loads(text.partition('id="data">')[2].partition("</script>")[0])["rows"]
        return [RowToJudge(**{**row, "pieces": tuple(map(tuple, row["pieces"]))}) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotSample(
            f"{folder / PAGE}: no page of framing review sample ({error}); draw the sample again"
        ) from error


class Problem(NamedTuple):
    """An entry of a sheet that the scores leave out, by file and line."""

    file: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.line}' if self.line else ''}: {self.problem}"


@dataclass(frozen=True)
class Judged:
    """A sample with its judgements.

    `judgements` has a row per coder and row: `coder, row, value` (1 right, 0.5 borderline, 0 wrong)`, class, note`.
    `rows` are the judged rows of the sample: `right`, `borderline` and `missed` are shares of coders; `weight` is how
    many units of the population a row represents.
    """

    sample: Sample
    judgements: pd.DataFrame
    problems: tuple[Problem, ...]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The judged rows with their weights; rows that nobody judged count as not drawn."""
        value, keys = self.judgements["value"], ["table", "part", "stratum"]
        shares = pd.DataFrame({"right": value == 1, "borderline": value == 0.5, "missed": value == 0})
        shares["missed_own"] = shares["missed"] & (self.judgements["class"] != "missed in someone's words")
        shares = shares.astype(float).assign(row=self.judgements["row"])
        rows = self.sample.rows.merge(shares.groupby("row", as_index=False).mean(), on="row")
        sizes = rows.groupby(keys, as_index=False).size().merge(self.sample.strata, on=keys)
        sizes["weight"] = sizes["units"] / sizes["size"]
        return rows.merge(sizes[[*keys, "weight"]], on=keys).sort_values("row", ignore_index=True)


def read(*paths: Path | str) -> Judged:
    """The judgements in these sheets, or in all sheets of a folder, with their problems.

    A sheet lies in its sample's folder. The coder is the cell `coder`, else the file's name. A row judged twice by one
    coder counts once if both judgements agree, else not at all. CannotSample if there is no sample, or several.
    """
    places = [Path(path) for path in paths]
    files = [file for path in places for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    folders = {path if path.is_dir() else path.parent for path in places}
    if len(folders) != 1:
        raise CannotSample(f"sheets of one sample lie in one folder; these lie in {len(folders)}: score each by itself")
    sample = Sample.load(folders.pop())
    problems: list[Problem] = []
    judged: dict[tuple[str, int], tuple[float, str, str, str]] = {}
    dropped: set[tuple[str, int]] = set()
    for file in files:
        present = set()
        for line, cells in _lines(file, problems):
            try:
                row = _row(sample, cells)
                present.add(row)
                value = _judgement(cells)
                if value is None:
                    continue
                coder = cells.get("coder", "").strip() or file.stem
                if (coder, row) in judged:
                    first, *_, place = judged[coder, row]
                    dropped |= {(coder, row)} if first != value else set()
                    rest = "the first counts" if first == value else "the two differ, and neither counts"
                    raise ValueError(f"{coder} judged row {row} before, in {place}; {rest}")
                about = (cells.get("class", "").strip(), unguarded(cells.get("note", "").strip()))
                judged[coder, row] = (value, *about, f"{file.name}, line {line}")
            except ValueError as error:
                problems.append(Problem(file.name, line, str(error)))
        missing = sorted(set(sample.rows["row"].tolist()) - present)
        if present and missing:
            more = f" and {len(missing) - MOST_LISTED} more" * (len(missing) > MOST_LISTED)
            listed = f"{', '.join(map(str, missing[:MOST_LISTED]))}{more}"
            problems.append(Problem(file.name, None, f"lacks {len(missing)} of the drawn rows: {listed}"))
    judgements = [(*key, *values[:3]) for key, values in judged.items() if key not in dropped]
    frame = pd.DataFrame(judgements, columns=["coder", "row", "value", "class", "note"])
    return Judged(sample, frame, tuple(problems))


def _lines(file: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet with their first lines, whatever separators and encoding a spreadsheet chose."""
    try:
        text = decode(file.read_bytes())
    except OSError as error:
        problems.append(Problem(file.name, None, f"cannot be read ({error.strerror}); check the path"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.partition("\n")[0]))
    names = [name.strip().lower() for name in next(reader, [])]
    lacking = [name for name in ("run", "row", "judgement") if name not in names]
    if lacking:
        problems.append(
            Problem(file.name, 1, f"no column {' nor '.join(lacking)}; give a sheet of framing review sample")
        )
        return
    begins = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, dict(zip(names, cells, strict=False))
        begins = reader.line_num + 1


def _row(sample: Sample, cells: Mapping[str, str]) -> int:
    """The row that a line of a sheet judges; ValueError says what is wrong."""
    run, named = cells.get("run", "").strip(), cells.get("row", "").strip()
    if run != sample.run:
        raise ValueError(f"row {named or '?'} is from another run, {run or 'none named'}; this sample is {sample.run}")
    if not named.isdecimal() or not 1 <= int(named) <= len(sample.rows):
        raise ValueError(f"no row {named!r} was drawn; rows are 1 to {len(sample.rows)}")
    return int(named)


def _judgement(cells: Mapping[str, str]) -> float | None:
    word = cells.get("judgement", "").strip().lower()
    if word and word not in JUDGEMENTS:
        raise ValueError(f"judgement {word!r} in row {cells['row']}; write y, n or b (borderline)")
    return JUDGEMENTS.get(word)


def judge(folder: str | Path, coder: str) -> ipywidgets.Widget:
    """Show the rows of a folder's sample in JupyterLab; this coder's judgements go to judged-CODER.csv there.

    Judgements that the file holds are resumed. CannotSample if the file is not this coder's own sheet.
    """
    import ipywidgets as ui

    from framing.show.markup import tag

    sample, rows = Sample.load(Path(folder)), rows_in(Path(folder))
    sheet = Path(folder) / f"judged-{coder}.csv"
    judged = _judged_before(sheet, coder)
    at, drawn = next((number for number, row in enumerate(rows) if row.row not in judged), 0), False
    head, text, about = ui.HTML(), ui.HTML(), ui.HTML()
    values = ui.ToggleButtons(options=list(_WORDS.items()), value=None)
    kinds, note = ui.Dropdown(description="If wrong"), ui.Text(description="Note")
    back, following = ui.Button(description="Back"), ui.Button(description="Next")

    def draw() -> None:
        nonlocal drawn
        row = rows[at]
        asked = codebook()[row.table][row.part]
        value, kind, words = judged.get(row.row, (None, "", ""))
        pieces = (tag(_MARKS[what], part) for part, _, what in row.pieces)
        head.value = tag("b", f"Row {row.row} of {len(rows)}, {len(judged)} judged. {asked['question']}")
        about.value = tag("div", f"{row.outlet} · {row.title} · {row.says}")
        text.value = tag("div", *pieces, style="white-space: pre-wrap; max-width: 46rem; line-height: 1.5")
        drawn = False
        kinds.options = [("", ""), *((name, name) for name in asked["classes"])]
        values.value, kinds.value, note.value = value, kind if kind in asked["classes"] else "", words
        drawn = True

    def keep(_: object) -> None:
        if drawn and kinds.value and values.value is None:
            values.value = "n"
        if drawn and values.value is not None:
            judged[rows[at].row] = (values.value, kinds.value if values.value == "n" else "", note.value)
            lines = [(sample.run, row, *judged.get(row, ("", "", "")), coder) for row in sample.rows["row"]]
            write_atomically(sheet, csv_bytes(pd.DataFrame(lines, columns=["run", "row", *COLUMNS[-4:]])))

    def move(by: int) -> None:
        nonlocal at
        at = min(len(rows) - 1, max(0, at + by))
        draw()

    back.on_click(lambda _: move(-1))
    following.on_click(lambda _: move(1))
    for widget in (values, kinds, note):
        widget.observe(keep, "value")
    draw()
    return ui.VBox([head, about, text, values, kinds, note, ui.HBox([back, following])])


def _judged_before(sheet: Path, coder: str) -> dict[int, tuple[str, str, str]]:
    """The coder's earlier judgements, by row."""
    if not sheet.exists():
        return {}
    before = read(sheet)
    strangers = [problem for problem in before.problems if problem.line] or set(before.judgements["coder"]) - {coder}
    if strangers:
        raise CannotSample(f"{sheet} is not a sheet of {coder} for this sample; move it away, or take another name")
    words = {JUDGEMENTS[word]: word for word in _WORDS.values()}
    judgements = before.judgements[["row", "value", "class", "note"]].itertuples(index=False, name=None)
    return {row: (words[value], kind, note) for row, value, kind, note in judgements}
