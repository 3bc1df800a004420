"""Every converter, on a small download in the published form: written here, none of it from the data sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from framing.cli import main
from lab.published import CONVERTERS, convert, data_sets

TEXT = "The mayor gave a reckless speech. A clerk shrugged."


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def babe(folder: Path) -> Path:
    return write(
        folder / "final_labels_SG2.csv",
        "text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words\n"
        f"{TEXT};-;Harbour Post;towns;center;Biased;Expresses writer's opinion;['reckless', 'Shrugged', 'absent']\n"
        "The clerk left.;-;Harbour Post;towns;center;No agreement;No agreement;[]\n",
    )


def basil(folder: Path) -> Path:
    article = {
        "title": "A speech",
        "date": "2020-01-02",
        "source": "NYT",
        "triplet-uuid": "event-1",
        "body-paragraphs": [["The mayor gave a reckless speech.", "A clerk shrugged."], ["It rained."]],
    }
    marks = [
        {"txt": "reckless", "bias": "lex", "quote": "no"},
        {"txt": "A clerk shrugged.", "bias": "inf", "quote": "no"},
        {"txt": "nowhere to be found", "bias": "lex", "quote": "no"},
    ]
    write(folder / "articles" / "2020" / "event-1_1.json", json.dumps(article))
    write(folder / "annotations" / "2020" / "event-1_1_ann.json", json.dumps({"phrase-level-annotations": marks}))
    return folder


def clear(folder: Path) -> Path:
    return write(folder / "clear.csv", f"ID,Excerpt,BT Easiness,Category\n7,{TEXT},-0.5,Lit\n8,,0.1,Lit\n")


def onestopenglish(folder: Path) -> Path:
    for name in ("Ele", "Int", "Adv"):
        heading = "Intermediate \n" if name == "Int" else ""
        write(folder / f"{name}-Txt" / f"Towns-{name.lower()}.txt", heading + TEXT)
    return folder


def polnear(folder: Path) -> Path:
    write(
        folder / "train" / "text" / "post_2016-01-02_speech.txt", "It will rain, the mayor said, and then it will snow."
    )
    write(
        folder / "train" / "attributions" / "post_2016-01-02_speech_ab12.ann",
        "T1\tSource 14 23\tthe mayor\nT2\tCue 24 28\tsaid\nT3\tContent 0 12;34 51\tIt will rain then it will snow\n"
        "T4\tAttribution 24 28\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n",
    )
    write(folder / "test" / "attributions" / "post_2016-01-03_other_ab12.ann", "")
    return folder


def ptc(folder: Path) -> Path:
    write(folder / "train-articles" / "article12.txt", TEXT)
    write(folder / "labels" / "article12.task2-TC.labels", "12\tLoaded_Language\t17\t25\n12\tDoubt\t0\t9\n")
    return folder


def readmepp(folder: Path) -> Path:
    return write(folder / "en.csv", f"Sentence,Rating,Domain\n{TEXT},3,News Articles\n")


def semeval(folder: Path) -> Path:
    write(folder / "train-articles-subtask-2" / "article12.txt", TEXT)
    write(folder / "train-labels-subtask-2.txt", "12\tMorality,Political\n")
    return folder


DOWNLOADS: dict[str, Callable[[Path], Path]] = {
    "babe": babe,
    "basil": basil,
    "clear": clear,
    "onestopenglish": onestopenglish,
    "polnear": polnear,
    "ptc": ptc,
    "readmepp": readmepp,
    "semeval": semeval,
}


def records(out: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(out.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def converted(name: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    convert(name, DOWNLOADS[name](folder / "download"), folder / "out")
    found: dict[str, list[dict[str, Any]]] = {}
    for file, record in records(folder / "out"):
        found.setdefault(file, []).append(record)
    return found


def test_every_converter_has_a_download_here_and_is_described() -> None:
    assert set(DOWNLOADS) == set(CONVERTERS)
    assert set(CONVERTERS) == {name for name, about in data_sets().items() if "download" in about}


@pytest.mark.parametrize("name", sorted(CONVERTERS))
def test_every_record_has_an_id_of_its_own_and_spans_inside_its_text(name: str, tmp_path: Path) -> None:
    found = converted(name, tmp_path)
    for of_file in found.values():
        assert len({record["id"] for record in of_file}) == len(of_file)
        for record in of_file:
            assert record["text"].strip()
            for span in record.get("spans", ()):
                assert 0 <= span["start"] < span["end"] <= len(record["text"])


@pytest.mark.parametrize("name", sorted(CONVERTERS))
def test_a_folder_without_the_data_is_an_error_that_says_what_is_read(name: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    source = write(empty / "other.csv", "a,b\n1,2\n") if DOWNLOADS[name](tmp_path / "d").is_file() else empty
    result = CliRunner().invoke(main, ["gold", "convert", name, str(source), "--out", str(tmp_path / "out")])
    assert result.exit_code != 0
    assert str(source) in result.output
    assert not (tmp_path / "out").exists()


def test_babe_marks_the_words_wherever_they_stand(tmp_path: Path) -> None:
    first, second = converted("babe", tmp_path)["babe"]
    assert (first["label"], second["label"]) == (1, None)
    assert [first["text"][s["start"] : s["end"]] for s in first["spans"]] == ["reckless", "shrugged"]


def test_basil_gives_articles_and_their_sentences(tmp_path: Path) -> None:
    found = converted("basil", tmp_path)
    (article,) = found["basil_articles"]
    assert [article["text"][s["start"] : s["end"]] for s in article["spans"]] == ["reckless", "A clerk shrugged."]
    told = [(s["text"], s["lexical"], s["informational"]) for s in found["basil_sentences"]]
    assert told == [("The mayor gave a reckless speech.", 1, 0), ("A clerk shrugged.", 0, 1), ("It rained.", 0, 0)]
    assert {s["article"] for s in found["basil_sentences"]} == {article["id"]}


def test_polnear_keeps_the_parts_of_a_split_quotation_and_leaves_the_test_part_alone(tmp_path: Path) -> None:
    (record,) = converted("polnear", tmp_path)["polnear"]
    (said,) = record["attributions"]
    words = {kind: [record["text"][a:b] for a, b in said[kind]] for kind in ("source", "cue", "content")}
    assert words == {"source": ["the mayor"], "cue": ["said"], "content": ["It will rain", "then it will snow"]}


def test_ptc_takes_spans_by_their_offsets(tmp_path: Path) -> None:
    (record,) = converted("ptc", tmp_path)["ptc"]
    assert [(s["label"], record["text"][s["start"] : s["end"]]) for s in record["spans"]] == [
        ("Doubt", "The mayor"),
        ("Loaded_Language", "reckless"),
    ]


def test_the_three_levels_hold_the_same_text_without_its_heading(tmp_path: Path) -> None:
    found = converted("onestopenglish", tmp_path)["onestopenglish"]
    assert [(record["topic"], record["level"]) for record in found] == [("Towns", 1), ("Towns", 2), ("Towns", 3)]
    assert {record["text"] for record in found} == {TEXT}


def test_frames_of_an_article_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    source = semeval(tmp_path)
    write(source / "dev-labels-subtask-2.txt", "99\tMorality\n")
    with pytest.raises(ValueError, match="article 99"):
        convert("semeval", source, tmp_path / "out")


def test_the_list_says_of_every_set_where_it_is_to_be_had() -> None:
    told = CliRunner().invoke(main, ["gold", "list"]).output
    for about in data_sets().values():
        assert about["title"] in told
        assert about["where"] in told
