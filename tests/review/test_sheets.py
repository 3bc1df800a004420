from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.review import CannotSample, Sample, draw, read, rows_to_judge, score, write

Fill = Callable[..., list[dict[str, str]]]


def right(row: object) -> dict[str, str]:
    return {"judgement": "y", "coder": "ann"}


def test_a_blank_sheet_judges_nothing(folder: Path) -> None:
    judged = read(folder)
    assert judged.judgements.empty
    assert judged.problems == ()


def test_a_filled_sheet_is_read_whatever_a_spreadsheet_did_to_it(folder: Path, fill: Fill, sample: Sample) -> None:
    rows = fill("judged.csv", lambda row: {"judgement": " Yes ", "class": "", "note": "café"})
    plain = (folder / "judged.csv").read_text(encoding="utf-8")
    cells = list(csv.reader(plain.splitlines()))
    assert len(cells) == len(rows) + 1
    for name, separator, encoding in (("a.csv", ";", "cp1252"), ("b.csv", "\t", "utf-8-sig"), ("c.csv", ",", "utf-16")):
        with (folder / name).open("w", encoding=encoding, errors="replace", newline="") as file:
            csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(csv.reader(plain.splitlines()))
        judged = read(folder / name)
        assert judged.problems == (), name
        assert len(judged.judgements) == len(sample.rows)
        assert set(judged.judgements["coder"]) == {name[0]}
        assert set(judged.judgements["note"]) == {"café"}


def test_what_is_wrong_in_a_sheet_is_named_by_line_and_the_rest_is_scored(folder: Path, fill: Fill) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0]["judgement"] = "maybe"
        rows[1]["run"] = "0123456789ab"
        rows[2]["row"] = "9999"
        rows.append({**rows[3], "judgement": "n"})
        rows.append({**rows[4]})
        del rows[5]

    rows = fill("judged.csv", right, spoil)
    judged = read(folder / "judged.csv")
    with (folder / "judged.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        lines = [reader.line_num + 1]
        lines += [reader.line_num + 1 for _ in reader]
    by_line = {problem.line: problem.problem for problem in judged.problems}
    assert "judgement 'maybe'" in by_line[lines[0]]
    assert "another run" in by_line[lines[1]]
    assert "'9999'" in by_line[lines[2]]
    assert "neither counts" in by_line[lines[len(rows) - 2]]
    assert f"line {lines[3]}" in by_line[lines[len(rows) - 2]]
    assert "the first counts" in by_line[lines[len(rows) - 1]]
    assert "lacks 3" in by_line[None]
    used = set(judged.judgements["row"])
    assert used == {int(row["row"]) for row in rows[4:]} - {9999} - {int(rows[3]["row"])}
    assert not score(judged)["precision"].empty


def test_no_sheet_is_ever_written_over(folder: Path, fill: Fill, analysis: Analysis, articles: list[Article]) -> None:
    fill("judged.csv", right)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for seed in (1, 2):
        other = draw(analysis, articles, ["phrases", "quotes"], rows=12, unmarked=8, seed=seed)
        if seed == 1:
            assert not write(other, rows_to_judge(other, articles, analysis["sentences"]), folder)
        else:
            with pytest.raises(CannotSample, match="another sample"):
                write(other, rows_to_judge(other, articles, analysis["sentences"]), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_sheet_of_the_users_own_is_not_written_over(
    sample: Sample, analysis: Analysis, articles: list[Article], tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sheet.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotSample, match=r"sheet\.csv"):
        write(sample, rows_to_judge(sample, articles, analysis["sentences"]), own)
    assert [path.name for path in own.iterdir()] == ["sheet.csv"]


def test_a_table_that_is_no_sheet_is_named(folder: Path) -> None:
    (folder / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (problem,) = read(folder).problems
    assert str(problem).startswith("other.csv, line 1: no column run")


def test_a_folder_without_a_sample_is_named(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("run,row,judgement\n", encoding="utf-8")
    with pytest.raises(CannotSample, match=r"sample\.json"):
        read(tmp_path / "sheet.csv")


def test_the_sheet_shows_each_row_in_its_sentence_with_its_neighbours(folder: Path, articles: list[Article]) -> None:
    texts = {article.id: article.text for article in articles}
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        text = texts[row["article"]]
        assert text[int(row["start"]) : int(row["end"])] in row["sentence"]
        around = [part for part in (row["before"], row["sentence"], row["after"]) if part]
        assert "".join("".join(around).split()) in "".join(text.split())
        if row["part"] == "found":
            assert row["text"] in row["sentence"]
        assert row["before"] or text.startswith(row["sentence"])
        assert row["after"] or text.endswith(row["sentence"])


def test_no_cell_is_a_formula() -> None:
    bad = [Article(id=f"=1+{n}", text="=SUM(A1) is reckless, the board said. +1 is it.", outlet="@cmd") for n in (1, 2)]
    tables = analyze(bad)
    sample = draw(tables, bad, ["phrases", "quotes"], rows=4, unmarked=2)
    from framing.review.sheet import sheet_text

    cells = [
        cell
        for line in csv.reader(sheet_text(sample, rows_to_judge(sample, bad, tables["sentences"])).splitlines())
        for cell in line
    ]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
