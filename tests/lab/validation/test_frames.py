"""The swap moves no frame; labels of one's own are fitted, scored and written down; bad ones are refused clearly."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from framing.analysis import analyze
from framing.articles import Article, read
from framing.cli import main
from framing.lexicon import load
from framing.measures.frames import NoFittedFrames
from framing.measures.frames.fitting import BadLabels, Coding, agreement, fit_own, read_coded, write_own
from framing.measures.frames.model import from_json
from lab.training.frames import read_articles
from lab.validation.frames import swap_score, swapped

GOLD = os.environ.get("FRAMING_GOLD")

OPENINGS = ("The report says", "On Monday", "In the town", "Late last year", "After the meeting")
HEALTH = ("the hospital treated many patients", "a nurse gave the vaccine", "doctors feared the disease")
MONEY = ("the bank raised its prices", "the budget lost money", "taxes and wages fell")


def codings() -> list[dict[str, object]]:
    coded = [(f"{start} {end}.", name) for start in OPENINGS for ends, name in ((HEALTH, "health"), (MONEY, "money"))
            for end in ends for _ in range(2)]  # fmt: skip
    return [{"id": str(n), "text": text, "frames": [frame]} for n, (text, frame) in enumerate(coded)]


def test_a_swap_swaps_back() -> None:
    text = "Republicans told Obama that he met Russian guests."
    assert swapped(text) != text
    assert swapped(swapped(text)) == text


def test_fitting_ones_own_labels(tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, codings())), encoding="utf-8")
    done = CliRunner().invoke(main, ["frames", "fit", str(labels), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "accuracy" in done.output
    cues = {entry.term: entry.category for entry in load(tmp_path / "out" / "own-frames.csv").entries}
    assert cues["patients"] == "health"
    assert cues["wages"] == "money"
    model = from_json(json.loads((tmp_path / "out" / "own-frames.json").read_text(encoding="utf-8")))
    assert model.frames == ("health", "money")


def test_a_folder_that_cannot_be_made_is_told_of_before_the_fit(tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, codings())), encoding="utf-8")
    done = CliRunner().invoke(main, ["frames", "fit", str(labels), "--out", str(labels / "out")])
    assert done.exit_code == 1
    assert "give a folder that can be written to" in done.output


@pytest.fixture
def fitted(tmp_path: Path) -> Path:
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, codings())), encoding="utf-8")
    write_own(fit_own(read_coded(labels), names=False), tmp_path / "mine")
    return tmp_path / "mine"


def test_no_fitted_cue_or_frame_is_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    coded = [{**one, "frames": [f"={one['frames'][0]}"]} for one in codings()]
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, coded)), encoding="utf-8")
    fitted = fit_own(read_coded(labels), names=False)
    cues = {f"@{cue}": weighed for cue, weighed in fitted.cues.items()}
    table = write_own(replace(fitted, cues=cues), tmp_path / "mine")[0]
    rows = table.read_text(encoding="utf-8").splitlines()[1:]
    assert all(cell.startswith("'") for row in rows for cell in row.split(",")[:2])
    assert {entry.term: entry.category for entry in load(table).entries} == {
        cue: frame for cue, (frame, _) in cues.items()
    }


def test_frames_of_ones_own_stand_in_for_the_policy_frames(fitted: Path) -> None:
    article = Article("told", "The hospital treated patients, and a nurse gave the vaccine.")
    table = analyze([article], frames=fitted)["frames"].set_index("frame")
    assert table["kind"].value_counts().to_dict() == {"generic": 5, "own": 2}
    assert bool(table.loc["health", "present"])
    assert not table.loc["money", "present"]
    assert table.loc["health", "cues"] >= 2


def test_the_command_measures_with_them_as_the_function_does(fitted: Path, tmp_path: Path) -> None:
    (tmp_path / "account.txt").write_text("The bank raised its prices, and taxes fell.", encoding="utf-8")
    arguments = [str(tmp_path / "account.txt"), "--out", str(tmp_path / "out"), "--frames", str(fitted), "--quiet"]
    done = CliRunner().invoke(main, ["analyze", *arguments, "--workers", "1"])
    assert done.exit_code == 0, done.output
    by_command = pd.read_csv(tmp_path / "out" / "frames.csv")
    by_function = analyze(read(tmp_path / "account.txt"), frames=fitted)["frames"]
    assert by_command["frame"].tolist() == by_function["frame"].tolist()
    assert by_command["score"].tolist() == pytest.approx(by_function["score"].tolist())


def test_accounts_are_compared_by_them(fitted: Path, tmp_path: Path) -> None:
    folder = tmp_path / "event"
    folder.mkdir()
    (folder / "one.txt").write_text("The bank raised its prices, and taxes fell.", encoding="utf-8")
    (folder / "other.txt").write_text("A nurse gave the vaccine to many patients.", encoding="utf-8")
    command = ["compare", str(folder), "--out", str(tmp_path / "out"), "--frames"]
    done = CliRunner().invoke(main, [*command, str(fitted)])
    assert done.exit_code == 0, done.output
    compared = set(pd.read_csv(tmp_path / "out" / "differences.csv")["measure"])
    assert any("health" in measure for measure in compared)
    assert not any("Political" in measure for measure in compared)
    refused = CliRunner().invoke(main, [*command, str(folder)])
    assert refused.exit_code == 2
    assert "framing frames fit LABELS" in refused.output


def test_a_folder_without_fitted_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoFittedFrames, match="framing frames fit LABELS"):
        analyze([Article("told", "A toll.")], frames=tmp_path)


def test_names_carry_weight_only_where_they_tell_the_frames_apart() -> None:
    names = [("money", "Quillian"), ("law", "Braddock")]
    apart = [Coding(f"{start} {name} met the press.", frozenset({frame}), f"{start} {frame} {n}", "")
             for start in OPENINGS for frame, name in names for n in range(6)]  # fmt: skip
    fitted = fit_own(apart)
    assert fitted.names
    assert fitted.score > (fitted.refused or 0)
    assert "for the topic of these texts only" in fitted.report()
    same = [coding._replace(text=coding.text.replace("Quillian", "the bank").replace("Braddock", "the judge"))
            for coding in apart]  # fmt: skip
    assert not fit_own(same).names


def test_agreement_of_coders_who_agree_is_one_and_by_halves_is_less() -> None:
    same = [Coding("t", frozenset(f), i, c) for i, f in (("1", {"a"}), ("2", ())) for c in "xy"]
    assert agreement(same) == {"a": 1.0}
    apart = [Coding("t", frozenset({"a"} if c == "x" else ()), i, c) for i in "12" for c in "xy"]
    assert agreement(apart)["a"] < 0


def test_frames_may_be_joined_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("text", "frames"), ("A toll.", "money; law")])
    assert read_coded(path)[0].frames == {"money", "law"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text('Text;Frames\nThe café’s toll was raised, said the mayor.;"money;law"\n', encoding=encoding)
    read_back = read_coded(path)[0]
    assert read_back.frames == {"money", "law"}
    assert "café’s" in read_back.text


def test_coders_of_one_text_need_give_it_no_id(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("coder,text,frames\nx,A toll.,money\ny,A toll.,money\nx,A law.,law\ny,A law.,\n", encoding="utf-8")
    codings = read_coded(path)
    assert len({coding.id for coding in codings}) == 2
    assert agreement(codings)["money"] == 1


@pytest.mark.parametrize(
    ("frames", "groups", "said"),
    [
        (["a"], 60, "60 of them with the commonest frame, a: too few"),
        (["a", "b"], 4, "60 texts in 4 groups: too few"),
    ],
)
def test_labels_that_nothing_can_be_learnt_from_are_refused(frames: list[str], groups: int, said: str) -> None:
    given = [Coding(f"A toll {n}.", frozenset({frames[n % len(frames)]}), str(n), "", str(n % groups + 1))
             for n in range(60)]  # fmt: skip
    with pytest.raises(BadLabels, match=said):
        fit_own(given)


def test_a_frame_of_ones_own_stands_in_for_the_generic_one_of_its_name(tmp_path: Path) -> None:
    coded = codings()
    for one in coded:
        one["frames"] = ["Conflict" if one["frames"] == ["money"] else "Economic_consequences"]
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, coded)), encoding="utf-8")
    write_own(fit_own(read_coded(labels), names=False), tmp_path / "mine")
    article = Article("told", "Ministers denounced rivals over £5.")
    generic = analyze([article])["frames"].set_index("frame")["cues"]
    table = analyze([article], frames=tmp_path / "mine")["frames"].set_index("frame")
    assert table["kind"].value_counts().to_dict() == {"generic": 3, "own": 2}
    for frame in ("Conflict", "Economic_consequences"):
        assert generic[frame] > 0
        assert table.loc[frame, "cues"] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ('{"text": "A toll."}', "record 1: no column frames: found text"),
        ('{"text": " ", "frames": ["a"]}', "record 1: the text has no words"),
        ('{"text": "A toll.", "frames": []}', "1 records, none with a frame"),
        ('{"text": "A toll.", "frames": {"a": 0}}', "record 1: frames is"),
        ('{"text": "A toll.", "frames": 3}', "record 1: frames is 3"),
        ("not json", "record 1: broken JSON"),
        (
            '{"id": 1, "text": "A toll.", "frames": ["a"]}\n{"id": 1, "text": "A tax.", "frames": ["a"]}',
            "record 2: another text has the id '1'",
        ),
        (
            '{"id": 1, "coder": "x", "text": "A toll.", "frames": ["a"]}\n' * 2,
            "record 2: the text '1' came before, coded by x",
        ),
    ],
)
def test_bad_labels_are_refused_with_the_reason(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadLabels, match=said):
        read_coded(path)


@pytest.mark.skipif(not GOLD, reason="FRAMING_GOLD does not name the folder of labelled data")
def test_exchanging_names_changes_no_frame() -> None:
    assert swap_score(read_articles(Path(str(GOLD)))).value == 0
